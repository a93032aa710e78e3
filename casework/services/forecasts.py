"""What would change: supposed acts judged by the same checks as real ones, without a single row written.

The session may be one for reading. The days of supposed acts may lie in the future; those of corrections may not.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from casework.models.document import Document
from casework.models.record import Record
from casework.queries import sight
from casework.queries.targets import internal_target
from casework.services import calendars, carrying, corrections, trying
from casework.services.engine import Desk
from casework.services.trying import Opening, Supposed
from workflows.action import Refusal, Situation
from workflows.annual_grid import format_for
from workflows.calendar import OutsideCalendar
from workflows.definition import Workflow
from workflows.documents import DOCUMENTS
from workflows.history import Facts
from workflows.outcomes import OUTCOMES
from workflows.safe_day import DueDay, due_days
from workflows.supposing import Supposition
from workflows.timer import Timer
from workflows.vocabulary import RecordKind, State


@dataclass(frozen=True)
class YearCell:
    """A place in part three of the annual table of a year that a case counts in."""

    year: int
    row: str
    label: str
    category: str


@dataclass(frozen=True)
class Standing:
    """How a case stands: its facts and clock, the days to work towards, every running term, where it is counted."""

    workflow: Workflow
    situation: Situation
    days: tuple[DueDay, ...]
    timers: tuple[Timer, ...]
    cells: tuple[YearCell, ...]

    @property
    def state(self) -> str:
        return self.situation.facts.state

    @property
    def state_label(self) -> str:
        return self.workflow.label(self.state)


@dataclass(frozen=True)
class OldPaper:
    """A paper that would rest on a fact that no longer holds."""

    title: str
    number: str


@dataclass(frozen=True)
class OpenedCase:
    """A case that would be opened beside the record; its number is drawn only when the act is done."""

    standing: Standing
    items: tuple[str, ...]
    papers: tuple[str, ...]


@dataclass(frozen=True)
class LinkedCase:
    """The record that this one is linked to, and what the acts would set off there."""

    record_id: int
    number: str
    forecast: "Forecast"


@dataclass(frozen=True)
class Forecast:
    """Before and after the supposed acts, with everything worth knowing before one of them is confirmed.

    `linked` is there when something would happen on the linked record and the viewer may see it; `opened` are new cases.
    `refused` is the label of the act that cannot be done (empty: all can) and `refusals` say why; `after` then holds the
    acts before it. `papers` would be drawn, `outdated` would rest on an old fact, `restored` would no longer.
    """

    before: Standing
    after: Standing
    warnings: tuple[str, ...]
    refused: str
    refusals: tuple[Refusal, ...]
    papers: tuple[str, ...]
    outdated: tuple[OldPaper, ...]
    restored: tuple[OldPaper, ...]
    linked: LinkedCase | None = None
    opened: tuple[OpenedCase, ...] = ()


def forecast(at: Desk, record: Record, acts: Iterable[Supposed]) -> Forecast:
    """Try these acts one after another on a record, each judged with the facts that the ones before it would leave.

    Raises:
        Invalid: a field or a day that cannot be; NoCalendar among them. NotAllowed: a correction that belongs to others.
    """
    acts = tuple(acts)
    last = max((at.moment.today, *(one.on_day for one in acts)))
    try:
        course = trying.tried(at, record, acts)
        return replace(
            _told(at, record, course.own, last=last),
            linked=_linked(at, record, course.linked, last=last),
            opened=tuple(_opened(at, record, one, last=last) for one in course.opened),
        )
    except OutsideCalendar as error:
        raise calendars.outside(error) from error


def _linked(
    at: Desk, record: Record, course: Supposition | None, *, last: date
) -> LinkedCase | None:
    other = trying.linked_to(at, record)
    if other is None or course is None or not course.supposed:
        return None
    if not sight.may_see(at.session, at.viewer, other):
        return None
    return LinkedCase(other.id, other.number or "", _told(at, other, course, last=last))


def _opened(at: Desk, record: Record, one: Opening, *, last: date) -> OpenedCase:
    course = one.course
    standing = _standing(at, record, course.workflow, course.after, until=last)
    return OpenedCase(standing, one.items, _titles(course))


def _told(at: Desk, record: Record, so_far: Supposition, *, last: date) -> Forecast:
    refused = so_far.workflow.action(so_far.refused.action) if so_far.refused else None
    said = [doubt.sentence for doubt in so_far.warnings]
    said += [warning.message for warning in so_far.clock_warnings]
    outdated, restored = _papers(at, record, so_far)
    return Forecast(
        before=_standing(at, record, so_far.workflow, so_far.before, until=last),
        after=_standing(at, record, so_far.workflow, so_far.after, until=last),
        warnings=tuple(dict.fromkeys(said)),
        refused=(refused.label if refused else so_far.refused.action) if so_far.refused else "",
        refusals=so_far.refusals,
        papers=_titles(so_far),
        outdated=outdated,
        restored=restored,
    )


def _titles(so_far: Supposition) -> tuple[str, ...]:
    return tuple(DOCUMENTS[key].title for key in so_far.documents)


def _standing(
    at: Desk, record: Record, workflow: Workflow, situation: Situation, *, until: date
) -> Standing:
    target = internal_target(at.session, record.unit_id)
    return Standing(
        workflow=workflow,
        situation=situation,
        days=due_days(workflow, situation, today=at.moment.today, target=target),
        timers=workflow.running_timers(situation),
        cells=year_cells(workflow, situation.facts, before=until),
    )


def _papers(
    at: Desk, record: Record, so_far: Supposition
) -> tuple[tuple[OldPaper, ...], tuple[OldPaper, ...]]:
    """The papers that would newly rest on an old fact, and those that would no longer."""
    statement = select(Document).where(Document.record_id == record.id).order_by(Document.seq)
    papers = at.session.scalars(statement).all()
    old = corrections.resting_on_old_facts(so_far.rows, (paper.seq for paper in papers))
    outdated = [p for p in papers if p.seq in old and p.outdated_by is None]
    restored = [p for p in papers if p.seq not in old and p.outdated_by is not None]
    named = [tuple(OldPaper(p.title, p.number) for p in some) for some in (outdated, restored)]
    return named[0], named[1]


def year_cells(workflow: Workflow, facts: Facts, *, before: date) -> tuple[YearCell, ...]:
    """Where a request counts in the annual tables of the years that it touches up to a day (model 6, 7)."""
    received, closed = facts.day("received_on"), facts.closed_on
    if workflow.kind != RecordKind.request or facts.state == State.void or received is None:
        return ()
    found = [(received.year, "new_received")]
    for year in carrying.years_to_carry(facts, before=before):
        found += [(year, "carried_forward"), (year + 1, "carried_in")]
    cells = [_cell(facts, year, row=row) for year, row in found]
    if closed is not None and facts.outcome in OUTCOMES:
        cells.append(_cell(facts, closed.year, outcome=facts.outcome))
    return tuple(sorted(filter(None, cells), key=lambda cell: cell.year))


def _cell(facts: Facts, year: int, *, row: str = "", outcome: str = "") -> YearCell | None:
    """The cell under the format of that year; None for a year before the first format."""
    try:
        used = format_for(year)
    except ValueError:
        return None
    key = row or used.place(OUTCOMES[outcome].rows)
    return YearCell(year, key, used.row(key).label, str(facts.values.get("category") or ""))
