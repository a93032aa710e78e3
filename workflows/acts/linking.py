"""Cases that belong together: linked, divided (一事一申请), merged when registered twice (条例36(6), 45)."""

from workflows.action import Action, Consequence, Situation, guard
from workflows.acts.common import CATEGORY, CHANNEL, DELIVERY, OPEN_STATES, STAFF
from workflows.forms import Field, FieldKind, choices_of
from workflows.history import Act, Facts
from workflows.items import SPLIT, positions, remaining_items
from workflows.vocabulary import ClockEffect, Labelled, Role, State


class Relation(Labelled):
    """How a case stands to another one."""

    repeat = "repeat", "重复申请"
    related = "related", "相关"
    divided = "divided", "拆分"
    merged = "merged", "并案"


_CASE = Field("case", "另一案件的编号", FieldKind.code, fixed=True)
_ITEMS = Field(
    "items_moved", "拆出的申请内容（序号）", FieldKind.code, hint="如：2、3；至少留下一项"
)


def stays_divided(facts: Facts, act: Act) -> bool:
    """What was divided off goes home when its case is void, unless that case was merged into a third one."""
    merged = facts.values.get("merged_into")
    return facts.state != State.void or merged not in (None, facts.values.get("split_from"))


@guard("条例45")
def only_what_is_here_is_divided_off(case: Situation, act: Act) -> str:
    """What goes to another case was asked in this one and is still answered here."""
    wanted = positions(act.data.get("items_moved"))
    if "items_moved" in act.data and not wanted:
        return "没有写明拆出哪几项（条例45）；请填写申请内容的序号，如“2、3”。"
    stray = [n for n in wanted if n not in remaining_items(case.facts)]
    if not stray:
        return ""
    listed = "、".join(str(n) for n in stray)
    return f"第{listed}项不在本案的申请内容中，或者已经拆出（条例45）；请按现有申请内容的序号填写。"


@guard("条例45")
def at_least_one_item_stays(case: Situation, act: Act) -> str:
    """A case without anything asked would have nothing to answer."""
    here = set(remaining_items(case.facts))
    if len(here) > 1 and here - set(positions(act.data.get("items_moved"))):
        return ""
    return "本案至少要留下一项申请内容（条例45）；整件重复登记的，请用“并入另一案件”。"


@guard("条例45")
def the_same_person_asked_in_both(case: Situation, act: Act) -> str:
    """Only what the same applicant asked twice is one request; others keep their own answer (law 10.3)."""
    if act.data.get("case_same_applicant") is not False:
        return ""
    return "两案的申请人不同，不能并案（条例45）；不同申请人申请同一信息的，请分别答复，可用“关联案件”记明。"


@guard("条例45")
def the_other_case_is_alive(case: Situation, act: Act) -> str:
    """What is merged must find its answer: the other case is open or answered."""
    state = str(act.data.get("case_state") or "")
    found = next((s for s in (State.void, State.terminated) if s == state), None)
    if found is None:
        return ""
    return f"另一案件已是“{found.label}”，不能并入（条例45）；请核对编号，或者继续办理本案。"


@guard("条例36")
def a_repeat_is_by_the_same_applicant(case: Situation, act: Act) -> str:
    """条例36(6): a repeat is the same applicant's; the same question of another is none (law 10.3; 条例44)."""
    if act.data.get("relation") != Relation.repeat or act.data.get("case_same_applicant"):
        return ""
    return "两案的申请人不同，不是重复申请（条例36）；请选择“相关”，并可考虑主动公开。"


LINKING_ACTS = (
    Action(
        "receive_split",
        "由另一案件拆出",
        "条例31",
        STAFF,
        (),
        State.registered,
        help="到达、收到之日、渠道和申请人同原案；单独编号并生成《登记回执》",
        fields=(
            CHANNEL,
            CATEGORY,
            DELIVERY,
            _ITEMS,
            Field("arrived_on", "到达日期", FieldKind.date),
            Field("received_on", "收到申请之日", FieldKind.date),
            # reading: after a correction the period of the original runs from it, and so does that of its part (条例30).
            Field("runs_from", "期限起算", FieldKind.date),
        ),
        effect=ClockEffect.start,
        effect_day="runs_from",
        sets={
            "arrived_on": "arrived_on",
            "received_on": "received_on",
            "channel": "channel",
            "category": "category",
            "delivery": "delivery",
            "applicants": "applicants",
            "agents": "agents",
            "representative": "representative",
            "items": "items",
            "split_from": "original",
        },
        document="receipt",
        draws_number=True,
        renews_code=True,
        creates=True,
        also=Consequence(
            SPLIT, stays_divided, passes={"items_moved": "items_moved", "case": "number"}
        ),
    ),
    Action(
        SPLIT,
        "拆分为另一案件",
        "条例45",
        STAFF,
        (State.registered, State.in_progress),
        None,
        help="一封信提出几件互不相关的申请的，拆出的另立一案，收到之日和期限不变；作废新案即为撤销拆分",
        fields=(_ITEMS,),
        guards=(only_what_is_here_is_divided_off, at_least_one_item_stays),
        divides="receive_split",
    ),
    Action(
        "link_case",
        "关联案件",
        "条例36",
        STAFF,
        (*OPEN_STATES, State.answered, State.terminated),
        None,
        help="记明与另一案件的关系；以重复申请答复的，须先关联已经答复的案件",
        fields=(
            Field(
                "relation",
                "关系",
                FieldKind.choice,
                choices=choices_of(Relation, Relation.divided, Relation.merged),
            ),
            _CASE,
        ),
        guards=(a_repeat_is_by_the_same_applicant,),
        looks_up=("named_case",),
    ),
    Action(
        "merge_into",
        "并入另一案件",
        "条例45",
        frozenset({Role.approver, Role.admin}),
        OPEN_STATES,
        State.void,
        help="同一申请登记两次，或者重复提出而前一件尚未答复的，并入前一件并告知申请人；编号保留，不计入任何统计",
        fields=(_CASE, Field("reasons", "并案理由", FieldKind.long_text)),
        guards=(the_same_person_asked_in_both, the_other_case_is_alive),
        effect=ClockEffect.stop,
        sets={"merged_into": "case_id"},
        document="merge_notice",
        voids=True,
        looks_up=("named_case", "named_term"),
    ),
)
