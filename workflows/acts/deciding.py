"""The result of a review or a lawsuit against us, and the new answer it may order on the request (复议法64、76, 行诉法)."""

from workflows.action import Action, Consequence, Situation, guard
from workflows.forms import Choice, Field, FieldKind, choices_of
from workflows.guards import chinese_day
from workflows.history import Act, Facts, as_day
from workflows.vocabulary import ClockEffect, PhasedState, ReviewResult, Role

PARTY_ROLES = frozenset({Role.intake, Role.handler, Role.legal, Role.importer})
"""Who keeps the records of reviews and lawsuits."""

JOINT = "joint"
OUR_ROLE = Field(
    "our_role",
    "本机关的地位",
    FieldKind.choice,
    required=False,
    choices=(Choice("original", "作出答复的原行为机关"), Choice(JOINT, "复议机关作共同被告")),
    basis="201号",
    hint="复议机关作共同被告的案件由原行为机关统计，本机关不计入年报；不填按原行为机关",
)


def orders_a_new_answer(facts: Facts, act: Act) -> bool:
    """A 结果纠正 reopens its request, unless the decision says otherwise (确认违法, 变更), or is not about our answer."""
    return (
        act.data.get("result") == ReviewResult.corrected
        and not act.data.get("no_redo")
        and facts.values.get("our_role") != JOINT
    )


@guard("复议法76")
def only_a_correction_orders_a_new_answer(case: Situation, act: Act) -> str:
    """A period for a new answer, or the word that none is needed, belongs to 结果纠正."""
    spoken = act.data.get("redo_until") or act.data.get("no_redo")
    if not spoken or act.data.get("result") == ReviewResult.corrected:
        return ""
    return "只有“结果纠正”才涉及重新办理（复议法76）；请核对结果，或者清空重新答复的期限和“不须重新办理”。"


@guard("复议法76")
def a_new_answer_is_ordered_or_not(case: Situation, act: Act) -> str:
    if act.data.get("redo_until") and act.data.get("no_redo"):
        return "“不须重新办理”与重新答复的期限不能同时填写（复议法76）；请按决定书保留一项。"
    return ""


@guard("复议法76")
def the_new_period_lies_ahead(case: Situation, act: Act) -> str:
    until = act.data.get("redo_until")
    if not until or as_day(until) >= act.on_day:
        return ""
    return f"重新答复的期限不能早于结案之日{chinese_day(act.on_day)}（复议法76）；请核对决定书或者判决书。"


@guard("复议法70")
def handed_in_before_the_limit(case: Situation, act: Act) -> str:
    """复议法70, 行诉法67: what comes late may be taken as no evidence at all; it is handed in all the same."""
    due = case.clock.due_on
    if due is None or act.on_day <= due:
        return ""
    return (
        f"提交之日晚于期限{chinese_day(due)}，逾期的可能被视为没有证据（复议法70、行诉法67）；"
        "请即向复议机关或者法院书面说明正当理由。"
    )


def concluding(*sources: PhasedState, target: PhasedState, basis: str, help: str) -> Action:
    """`conclude`: the final result, counted in part four by the year of its day.

    reading: the day is that of the decision; a period that the decision does not set runs from it, which is never later
    than from its receipt.
    """
    return Action(
        "conclude",
        "登记结果",
        basis,
        PARTY_ROLES,
        sources,
        target,
        help=help,
        fields=(
            Field(
                "result",
                "结果",
                FieldKind.choice,
                choices=choices_of(ReviewResult, ReviewResult.pending),
                hint="撤回、终止、驳回的为其他结果；撤销、变更、确认违法、责令履行的为结果纠正",
            ),
            Field("decision", "决定书或者判决书文号", FieldKind.code, required=False),
            Field(
                "redo_until",
                "重新答复的期限",
                FieldKind.date,
                required=False,
                hint="决定或者判决写明的日期；没有写明的不填，按二十个工作日",
            ),
            Field(
                "no_redo",
                "不须重新办理",
                FieldKind.flag,
                required=False,
                hint="如确认违法、直接变更；不勾选的，所关联的申请随结果纠正转入重新办理",
            ),
        ),
        guards=(
            only_a_correction_orders_a_new_answer,
            a_new_answer_is_ordered_or_not,
            the_new_period_lies_ahead,
        ),
        effect=ClockEffect.stop,
        sets={"outcome": "result", "decision": "decision"},
        also=Consequence(
            "redo", orders_a_new_answer, {"until": "redo_until", "decision": "decision"}
        ),
        outside_fact=True,
    )
