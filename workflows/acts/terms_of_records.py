"""Readers of the terms that kinds of case other than requests share: what is due now, and what the other side has to keep."""

from collections.abc import Callable, Iterator
from datetime import date

from workflows.action import Situation
from workflows.calendar import OutsideCalendar
from workflows.terms import Term
from workflows.timer import Timer, TimerRow, Whose


def due(label: str, basis: str) -> TimerRow:
    """The period that the clock of the record runs for; `basis` where a notice has set its end."""

    def read(case: Situation) -> Iterator[Timer]:
        clock = case.clock
        if clock.due_on is not None and clock.started_on is not None:
            cited = basis if clock.fixed_by else clock.term.basis
            yield Timer("due", label, cited, Whose.ours, clock.started_on, clock.due_on)

    return TimerRow("due", read)


def since(
    fact: str,
    key: str,
    label: str,
    *,
    term: Callable[[Situation], Term],
    while_in: tuple[str, ...],
) -> TimerRow:
    """A period of the other side that runs from a recorded day: for information, nothing of ours is late at its end."""

    def read(case: Situation) -> Iterator[Timer]:
        begun = case.facts.day(fact)
        if begun is not None and case.facts.working_state in while_in:
            length = term(case)
            ends_on = rolled(length, begun, case)
            yield Timer(key, label, length.basis, Whose.review_body, begun, ends_on, lapses=True)

    return TimerRow(key, read)


def rolled(term: Term, begun: date, case: Situation) -> date:
    """The end of a term; the plain day where no calendar reaches so far (复议法88, 民诉法85)."""
    try:
        return term.end(begun, case.calendar)
    except OutsideCalendar:
        return term.nominal_end(begun)
