"""What would follow: supposed acts folded behind a history, with what holds before and after; nothing is kept or drawn.

A supposed act is judged like a real one (state, order, guards), but its day may lie in the future.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from workflows.action import Impossible, Refusal, Situation
from workflows.calendar import WorkingCalendar
from workflows.definition import Workflow, missing_before
from workflows.history import Act, Facts, effective
from workflows.reading import ClockWarning


@dataclass(frozen=True)
class Supposition:
    """A history with supposed acts behind it.

    `rows` are the journal's rows and the supposed ones; `before` holds without them, `after` with them. `warnings` are
    the doubts about the supposed acts and the guards of earlier acts that no longer hold; `documents` the keys of the
    papers they would draw. `refused` is the act that cannot be, and `refusals` say why; what follows it is not tried.
    """

    workflow: Workflow
    rows: tuple[Act, ...]
    before: Situation
    after: Situation
    warnings: tuple[Refusal, ...] = ()
    documents: tuple[str, ...] = ()
    refused: Act | None = None
    refusals: tuple[Refusal, ...] = ()

    @property
    def next_seq(self) -> int:
        """The number of the next row."""
        return self.rows[-1].seq + 1 if self.rows else 1

    @property
    def supposed(self) -> bool:
        """Whether anything stands behind the journal's rows."""
        return self.after is not self.before

    @property
    def clock_warnings(self) -> tuple[ClockWarning, ...]:
        """What the clock did not say before."""
        known = self.before.clock.warnings
        return tuple(one for one in self.after.clock.warnings if one not in known)


def begin(workflow: Workflow, rows: Iterable[Act], *, calendar: WorkingCalendar) -> Supposition:
    """A history to which nothing is supposed yet. Raises `OutsideCalendar`."""
    rows = tuple(rows)
    here = workflow.situation(workflow.fold(rows), calendar)
    return Supposition(workflow, rows, here, here)


def suppose(
    workflow: Workflow, rows: Iterable[Act], acts: Iterable[Act], *, calendar: WorkingCalendar
) -> Supposition:
    """The history with each of the acts that can be done, in turn. Raises `OutsideCalendar`."""
    so_far = begin(workflow, rows, calendar=calendar)
    for act in acts:
        so_far = then(so_far, act)
    return so_far


def then(so_far: Supposition, act: Act) -> Supposition:
    """One act more, judged by state, order and guards; after a refused one nothing is tried. Raises `OutsideCalendar`."""
    if so_far.refused is not None:
        return so_far
    act = replace(act, seq=so_far.next_seq)
    against = _against(so_far, act)
    return refuse(so_far, act, against) if against else entered(so_far, act)


def refuse(so_far: Supposition, act: Act, refusals: Iterable[Refusal]) -> Supposition:
    """This act cannot be done."""
    return replace(so_far, refused=act, refusals=tuple(refusals))


def entered(so_far: Supposition, act: Act) -> Supposition:
    """The act folded in without asking a guard; the system's own acts of the turn of a year go this way."""
    workflow, calendar = so_far.workflow, so_far.after.calendar
    action = workflow.action(act.action)
    act = replace(act, seq=so_far.next_seq)
    rows = (*so_far.rows, act)
    try:
        corrects = action is not None and action.corrects
        facts = workflow.fold(rows) if corrects else workflow.fire(so_far.after.facts, act)
    except Impossible as error:
        return refuse(so_far, act, (_lost_ground(workflow, error),))
    if action is not None and action.corrects:
        found = newly_doubtful(workflow, so_far.rows, rows, calendar=calendar)
    else:
        found = workflow.warnings(so_far.after, act)
    return replace(
        so_far,
        rows=rows,
        after=workflow.situation(facts, calendar),
        warnings=(*so_far.warnings, *found),
        documents=(*so_far.documents, *(action.papers if action else ())),
    )


def newly_doubtful(
    workflow: Workflow, before: Iterable[Act], after: Iterable[Act], *, calendar: WorkingCalendar
) -> tuple[Refusal, ...]:
    """Guards of surviving acts that hold in the one history and fail in the other (model 5): doubts, never refusals."""
    known = _failing(workflow, before, calendar)
    found = _failing(workflow, after, calendar)
    return tuple(refusal for place, refusal in found.items() if place not in known)


def _failing(
    workflow: Workflow, rows: Iterable[Act], calendar: WorkingCalendar
) -> Mapping[tuple[int, str], Refusal]:
    """By number of the act and name of the guard."""
    facts = Facts()
    found = {}
    for act in effective(rows):
        situation = workflow.situation(facts, calendar)
        found.update({(act.seq, r.guard): r for r in workflow.refusals(situation, act)})
        facts = workflow.fire(facts, act)
    return found


def _against(so_far: Supposition, act: Act) -> tuple[Refusal, ...]:
    workflow, facts = so_far.workflow, so_far.after.facts
    action = workflow.action(act.action)
    if action is None:
        sentence = f"没有“{act.action}”这一事项；请从页面列出的事项中选择。"
        return (Refusal("unknown_act", "条例45", sentence),)
    if action not in workflow.reachable(facts):
        state = workflow.label(facts.state) if facts.state else "尚未登记"
        sentence = f"本案处于“{state}”，不能“{action.label}”（{action.basis}）。"
        return (Refusal("not_open", action.basis, sentence),)
    return (*missing_before(action, facts, workflow), *workflow.refusals(so_far.after, act))


def _lost_ground(workflow: Workflow, error: Impossible) -> Refusal:
    lost = workflow.action(error.act.action)
    sentence = (
        f"更正后，{error.act.on_day}的“{lost.label if lost else error.act.action}”"
        f"（第{error.act.seq}条）将失去前提（条例45）；请先更正或者撤销该条记录。"
    )
    return Refusal("loses_its_ground", "条例45", sentence)
