"""What an answer rests on, put on record before it goes out: search, secrecy review, and the override of a third party."""

from workflows import evidence_guards as e
from workflows.action import Action
from workflows.acts.common import APPROVER, LEGAL, STAFF
from workflows.acts.tasks import SearchResult
from workflows.forms import Field, FieldKind, choices_of
from workflows.vocabulary import Labelled, State


class SecrecyConclusion(Labelled):
    """How a secrecy review ends (条例17; since 2024 保密法35)."""

    open = "open", "可以公开"
    partial = "partial", "部分公开"
    closed = "closed", "不得公开"


class OverrideGround(Labelled):
    """Why information is opened against the will of a third party (条例32)."""

    public_interest = "public_interest", "不公开可能对公共利益造成重大影响"
    unfounded = "unfounded", "第三方没有合理理由"


_SIGNING = (State.legal_review, State.approval, State.pending_issue)

EVIDENCE_ACTS = (
    Action(
        "record_search",
        "登记检索记录",
        "条例36(4)",
        STAFF,
        (State.in_progress, State.consulting, State.pending_reasons, State.redoing),
        None,
        help="写明查了哪些系统、档案和单位，用了哪些关键词，时间范围，由谁检索；协办单位的检索答复一并计入",
        fields=(
            Field("systems", "检索的系统和档案", FieldKind.long_text),
            Field("keywords", "关键词"),
            Field("span_from", "资料时间范围（起）", FieldKind.date),
            Field("span_to", "资料时间范围（止）", FieldKind.date),
            Field("units_asked", "询问的单位和人员", FieldKind.long_text, required=False),
            Field("searcher", "检索人"),
            Field("result", "检索结果", FieldKind.choice, choices=choices_of(SearchResult)),
        ),
        guards=(e.the_span_of_a_search_has_an_order,),
        opens="search",
        outside_fact=True,
    ),
    Action(
        "review_secrecy",
        "保密审查",
        "条例17",
        LEGAL | APPROVER,
        (State.registered, *_SIGNING),
        None,
        help="先审查后公开，一事一审；在答复稿定稿之后、签发之前签署",
        fields=(
            Field(
                "conclusion",
                "审查结论",
                FieldKind.choice,
                choices=choices_of(SecrecyConclusion),
            ),
            Field("grounds", "审查依据和意见", FieldKind.long_text),
        ),
        opens="secrecy_review",
        looks_up=("signer",),
    ),
    Action(
        "override_third_party",
        "第三方不同意仍决定公开",
        "条例32",
        APPROVER,
        (State.in_progress, State.redoing, *_SIGNING),
        None,
        help="不公开可能对公共利益造成重大影响，或者第三方没有合理理由的，写明理由决定公开；公开前书面告知第三方",
        fields=(
            Field(
                "override_ground",
                "决定的依据",
                FieldKind.choice,
                choices=choices_of(OverrideGround),
            ),
            Field("reasons", "决定公开的内容和理由", FieldKind.long_text),
        ),
        guards=(e.a_third_party_opposes,),
        opens="override",
    ),
    Action(
        "notify_override",
        "书面告知第三方决定公开",
        "条例32",
        STAFF,
        (State.in_progress, State.redoing, *_SIGNING),
        None,
        help="把决定公开的政府信息内容和理由书面告知第三方；每一个不同意的第三方登记一次",
        fields=(
            Field("name", "第三方名称"),
            Field(
                "proof",
                "送达凭证（单号或签收人）",
                required=False,
                hint="当场送达的填写；邮寄的，交邮后用“送出文书”登记",
            ),
        ),
        opens="override_notice",
        document="override_notice",
        dispatches="override_notice",
        after=("override_third_party",),
    ),
)
