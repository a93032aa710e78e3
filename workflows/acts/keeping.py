"""The acts that any kind of case needs to be kept rightly: who works on it, a moved calendar, a wrong entry, corrections."""

from workflows.action import Action, Guard, Situation
from workflows.acts.correcting import correcting_acts
from workflows.acts.erasing import erasing_acts
from workflows.acts.filing import filing_acts
from workflows.acts.noting import note_act
from workflows.forms import Field, FieldKind
from workflows.guards import chinese_day
from workflows.history import Act, as_day
from workflows.vocabulary import ClockEffect, Phase, PhasedState, Role

_BASIS = "条例45"


def lies_ahead(key: str, label: str, *, basis: str = _BASIS) -> Guard:
    """A day that is set for somebody does not lie before the day of the act that sets it."""

    def sentence_against(case: Situation, act: Act) -> str:
        day = act.data.get(key)
        if not day or as_day(day) >= act.on_day:
            return ""
        return f"“{label}”不能早于办理日期{chinese_day(act.on_day)}（{basis}）；请改正日期。"

    return Guard(f"{key}_lies_ahead", basis, sentence_against)


def assigning(*sources: PhasedState) -> Action:
    """Give the case to a member of staff, or to another one; no period changes by it."""
    return Action(
        "assign",
        "分办",
        _BASIS,
        frozenset({Role.intake, Role.approver, Role.handler}),
        sources,
        None,
        help="交承办人办理，换承办人也在这里；期限不变",
        fields=(
            Field("handler", "承办人", FieldKind.user),
            Field("handler_unit", "承办单位", FieldKind.unit, required=False),
        ),
        sets={"handler": "handler", "handler_unit": "handler_unit"},
    )


def _voiding(sources: tuple[PhasedState, ...], void: PhasedState, by: frozenset[Role]) -> Action:
    return Action(
        "void",
        "作废",
        _BASIS,
        by,
        sources,
        void,
        help="重复或者错误登记；编号保留，不计入任何统计",
        fields=(Field("reasons", "作废理由", FieldKind.long_text),),
        effect=ClockEffect.stop,
        voids=True,
    )


def keeping(
    states: type[PhasedState],
    *,
    void: PhasedState,
    voided_by: frozenset[Role] = frozenset({Role.approver, Role.admin}),
) -> tuple[Action, ...]:
    """Voiding (model 1), the row of a calendar change (model 11), files, and the correcting acts (model 5).

    What comes from above is `voided_by` those above only.
    """
    at_work = tuple(state for state in states if state.phase is not Phase.closed)
    return (
        _voiding(at_work, void, voided_by),
        Action(
            "calendar_changed",
            "工作日历变更，期限重算",
            _BASIS,
            frozenset({Role.system}),
            at_work,
            None,
            help="依据新公布的放假安排重算期限",
            fields=(
                Field("calendar", "日历版本", FieldKind.integer),
                Field("due_before", "原期限", FieldKind.date, required=False),
                Field("due_after", "现期限", FieldKind.date, required=False),
            ),
            rests=True,
        ),
        *filing_acts(states, basis=_BASIS),
        note_act(*at_work),
        *erasing_acts(*(state for state in states if state.phase is Phase.closed)),
        *correcting_acts(states, basis=_BASIS),
    )
