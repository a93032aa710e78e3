"""What would change: supposed acts judged by the same checks as real ones, without a single row written.

The session may be one for reading. The days of supposed acts may lie in the future; those of corrections may not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from casework.errors import ActionRefused
from casework.models.document import Document
from casework.models.record import Record
from casework.queries.targets import internal_target
from casework.services import actions, calendars, carrying, corrections, engine, journal
from casework.services.engine import Desk
from casework.viewer import Moment, system
from workflows import supposing
from workflows.action import Action, Refusal, Situation
from workflows.annual_grid import format_for
from workflows.calendar import OutsideCalendar
from workflows.definition import Workflow
from workflows.documents import DOCUMENTS
from workflows.forms import PERSONAL_KINDS, Field, FieldKind
from workflows.history import ANNUL, Act, Facts
from workflows.outcomes import OUTCOMES
from workflows.registry import workflow_version
from workflows.safe_day import DueDay, due_days
from workflows.supposing import Supposition
from workflows.timer import Timer
from workflows.vocabulary import RecordKind, Role, State


@dataclass(frozen=True)
class Supposed:
    """An act to try: its name, its day, its fields as they would be sent."""

    action: str
    on_day: date
    data: Mapping[str, Any] = field(default_factory=dict)


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
class Forecast:
    """Before and after the supposed acts, with everything worth knowing before one of them is confirmed.

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


def forecast(at: Desk, record: Record, acts: Iterable[Supposed]) -> Forecast:
    """Try these acts one after another on a record, each judged with the facts that the ones before it would leave.

    Raises:
        Invalid: a field or a day that cannot be; NoCalendar among them. NotAllowed: a correction that belongs to others.
    """
    workflow = workflow_version(record.workflow_version)
    rows = journal.as_acts(journal.entries(at.session, record.id))
    try:
        so_far = supposing.begin(workflow, rows, calendar=at.calendar)
        last = at.moment.today
        for one in acts:
            so_far = _next(at, record, so_far, one)
            last = max(last, one.on_day)
        return _told(at, record, so_far, last=last)
    except OutsideCalendar as error:
        raise calendars.outside(error) from error


def _next(at: Desk, record: Record, so_far: Supposition, one: Supposed) -> Supposition:
    if so_far.refused is not None:
        return so_far
    at.calendar.day(
        one.on_day
    )  # a day far out of the calendar carries nothing over: it is refused here
    so_far = _turned(so_far, before=one.on_day)
    workflow, act = so_far.workflow, Act(so_far.next_seq, one.action, one.on_day, one.data)
    action = workflow.action(one.action)
    if action is None:
        return supposing.then(so_far, act)
    data = actions.loaded(at, record, action, _filled(action, one.data))
    act = replace(act, data=data)
    there = _desk_of(at, record, action, one.on_day)
    try:
        engine.checked(
            there,
            record,
            workflow,
            so_far.after.facts,
            name=one.action,
            on_day=one.on_day,
            data=data,
        )
        if action.corrects:
            roles = at.roles_on(record)
            corrections.corrected(workflow, so_far.rows, act=act, viewer_roles=roles)
    except ActionRefused as error:
        return supposing.refuse(so_far, act, (Refusal("", error.basis, error.message),))
    so_far = _set_right(supposing.entered(so_far, act), at.moment.today)
    return _turned(so_far, before=at.moment.today) if action.corrects else so_far


def _desk_of(at: Desk, record: Record, action: Action, on_day: date) -> Desk:
    """The desk on the supposed day. What another role will do may be supposed; what is corrected is done today."""
    if action.corrects:
        return at
    if not action.roles & at.roles_on(record):
        at = replace(at, viewer=system(*Role))
    return replace(at, moment=Moment.on(on_day)) if on_day > at.moment.today else at


def _filled(action: Action, data: Mapping[str, Any]) -> dict[str, Any]:
    plain = dict.fromkeys((one.key for one in only_written_down(action)), "—")
    return {**plain, **{key: value for key, value in data.items() if value not in (None, "")}}


def only_written_down(action: Action) -> tuple[Field, ...]:
    """What moves no date (reasons, numbers of papers) and may be left out of a supposition."""
    kinds = PERSONAL_KINDS if action.looks_up else PERSONAL_KINDS | {FieldKind.code}
    return tuple(f for f in action.fields if f.required and f.kind in kinds)


def _turned(so_far: Supposition, *, before: date) -> Supposition:
    """The turns of a year that lie between the facts and a day (model 6)."""
    facts, workflow = so_far.after.facts, so_far.workflow
    for act in carrying.missing_acts(facts, workflow, before=before, seq=so_far.next_seq):
        so_far = supposing.entered(so_far, act)
    return so_far


def _set_right(so_far: Supposition, today: date) -> Supposition:
    """Turns of a year that the supposed act has made wrong are taken back, as the engine does."""
    for wrong in carrying.unjustified(so_far.after.facts):
        so_far = supposing.entered(so_far, Act(0, ANNUL, today, {"entry": wrong.seq}))
    return so_far


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
        papers=tuple(DOCUMENTS[key].title for key in so_far.documents),
        outdated=outdated,
        restored=restored,
    )


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
