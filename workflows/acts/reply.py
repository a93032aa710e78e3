"""From the draft to the signature: legal review, approval, issue (条例17, 36, 45)."""

from workflows import answer_guards, drafts, remarks
from workflows import evidence_guards as e
from workflows import file_guards as f
from workflows import guards as g
from workflows import secrecy_guards as sg
from workflows import signing as s
from workflows.action import Action, Branch
from workflows.acts.common import (
    APPROVER,
    HANDLER,
    LEGAL,
    OUTCOME,
    STAFF,
)
from workflows.forms import Field, FieldKind, choices_of
from workflows.vocabulary import SigningStep, State

_GROUND = Field(
    "ground",
    "不公开部分的依据",
    FieldKind.code,
    required=False,
    hint="部分公开时填写 C1 至 C8、D1a 等结果代码",
)

_SIGNED = ("signer",)


def _opinion(label: str, *standards: str, required: bool = False) -> Field:
    return Field("opinion", label, FieldKind.long_text, required=required, standards=standards)


REPLY_ACTS = (
    Action(
        "submit_draft",
        "提交答复稿",
        "条例36",
        HANDLER,
        (State.in_progress, State.redoing),
        (
            Branch(s.goes_to_legal_review, State.legal_review),
            Branch(s.leaves_the_legal_review_out, State.approval),
        ),
        help="确定办理结果、依据和理由，送法制审核；本单位不设法制审核的，直接送审批",
        fields=(
            OUTCOME,
            _GROUND,
            Field("item_results", "各项申请内容的处理结果", FieldKind.items, required=False),
            Field(
                "outcome_reason",
                "整件结果的理由",
                FieldKind.long_text,
                required=False,
                hint="各项的结果不同、又不是部分公开的必填：一件申请只计一个结果",
            ),
        ),
        guards=(
            answer_guards.the_outcome_is_an_answer,
            answer_guards.partial_names_its_ground,
            answer_guards.every_fact_of_the_answer_is_given,
            drafts.the_reasons_stand_in_one_place,
            answer_guards.an_agency_comes_with_its_contact,
            answer_guards.every_item_has_its_result,
            answer_guards.open_and_refused_items_are_a_partial_disclosure,
            answer_guards.a_result_chosen_among_several_has_its_reason,
            answer_guards.unclear_only_after_correction,
            answer_guards.unreasonable_only_after_an_exchange,
            answer_guards.it_cannot_be_separated,
            answer_guards.no_rule_orders_disclosure,
            answer_guards.the_forbidding_law_is_a_law,
            answer_guards.a_petition_is_the_whole_letter,
            e.the_search_is_on_record,
            e.the_search_found_nothing,
            e.the_third_party_was_heard,
            e.it_repeats_a_linked_request,
            e.the_earlier_request_was_answered,
        ),
        warnings=(
            answer_guards.the_proper_channel_is_named,
            answer_guards.the_outcome_fits_its_items,
            answer_guards.a_redone_answer_differs,
            e.no_department_found_it,
            e.the_third_party_did_not_consent,
        ),
        sets={"outcome": "outcome", "ground": "ground", "item_results": "item_results"},
        looks_up=("signing_chain", *_SIGNED),
        signs=SigningStep.draft,
        says="拟按上述办理结果答复，请审核",
        foresees=("answer",),
    ),
    Action(
        "return_from_review",
        "法制审核退回",
        "条例17",
        LEGAL,
        (State.legal_review,),
        State.in_progress,
        help="退回承办人修改",
        fields=(
            _opinion(
                "退回意见",
                "事实不清，请补充调查、检索",
                "依据不准确，请核对条款",
                "理由不充分，请逐项说明",
                "与申请内容不对应，请逐项答复",
                required=True,
            ),
        ),
        guards=(s.the_step_is_his,),
        after=("submit_draft",),
        looks_up=_SIGNED,
        signs=SigningStep.legal,
        returns=True,
        says="退回修改",
    ),
    Action(
        "pass_review",
        "法制审核通过",
        "条例17",
        LEGAL,
        (State.legal_review,),
        State.approval,
        help="转审批",
        fields=(
            _opinion(
                "审核意见",
                "事实清楚，依据准确，程序合法，同意",
                "答复内容与申请对应，救济告知完整，同意",
            ),
        ),
        guards=(s.the_step_is_his, s.the_signer_of_an_earlier_step_is_another),
        after=("submit_draft",),
        looks_up=_SIGNED,
        warnings=(remarks.every_remark_is_settled,),
        signs=SigningStep.legal,
        says="审核通过",
    ),
    Action(
        "countersign",
        "会签",
        "条例45",
        STAFF | LEGAL | APPROVER,
        (State.legal_review, State.approval),
        None,
        help="由本单位设定的会签人签署意见；有不同意见的写明理由，由审批人决定",
        fields=(
            Field("stance", "会签结论", FieldKind.choice, choices=choices_of(s.Stance)),
            _opinion("会签意见", "无不同意见"),
        ),
        guards=(s.he_was_asked_to_countersign,),
        opens=s.COUNTERSIGNATURE,
        after=("submit_draft",),
        looks_up=_SIGNED,
        signs=SigningStep.countersign,
        says="会签",
    ),
    Action(
        "return_from_approval",
        "审批退回",
        "条例45",
        APPROVER,
        (State.approval, State.pending_issue),
        State.in_progress,
        help="退回承办人修改",
        fields=(
            _opinion(
                "退回意见",
                "请核对办理结果和依据",
                "请补充理由",
                "请征求有关方面意见后再报",
                required=True,
            ),
        ),
        guards=(s.the_step_is_his,),
        looks_up=_SIGNED,
        signs=SigningStep.approve,
        returns=True,
        says="退回修改",
    ),
    Action(
        "approve",
        "审批同意",
        "条例45",
        APPROVER,
        (State.approval,),
        State.pending_issue,
        help="转签发",
        fields=(_opinion("审批意见", "同意", "同意，按程序答复"),),
        guards=(
            s.the_step_is_his,
            s.the_signer_of_an_earlier_step_is_another,
            s.everybody_asked_has_countersigned,
        ),
        warnings=(s.no_countersigner_objects, remarks.every_remark_is_settled),
        looks_up=_SIGNED,
        signs=SigningStep.approve,
        says="同意",
    ),
    Action(
        "issue",
        "签发",
        "条例36",
        APPROVER,
        (State.pending_issue,),
        State.pending_service,
        help="编发文字号，生成并固定《答复书》",
        fields=(_opinion("签发意见", "同意签发"),),
        guards=(
            s.the_step_is_his,
            s.the_signer_of_an_earlier_step_is_another,
            e.secrecy_was_reviewed,
            f.each_released_file_was_reviewed,
            sg.each_referral_was_answered,
            sg.what_was_determined_is_followed,
            e.an_opposing_third_party_was_told,
        ),
        warnings=(g.answered_before_the_due_date,),
        document="answer",
        looks_up=_SIGNED,
        signs=SigningStep.issue,
        says="同意签发",
    ),
)
