"""What a circular states of its period, gathered from the cases of the office's units; how it is worded is `workflows.circular`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from casework.models.journal import JournalEntry
from casework.models.record import Note, Record, Task
from casework.models.unit import Unit
from casework.queries import indicators
from casework.queries.further_figures import reported, spoken
from casework.queries.indicators import COUNTS, Asked
from casework.queries.late_reports import late_reports
from casework.queries.sight import subtree
from casework.viewer import Viewer
from workflows import circular_annexes
from workflows.annual_text import group_of
from workflows.calendar import WorkingCalendar
from workflows.circular_facts import (
    Found,
    Problem,
    UnitCount,
    UnitNumbers,
    region_of,
)
from workflows.kinds.circular import CIRCULAR
from workflows.kinds.rectification import RECTIFICATION
from workflows.periods import Period, Span
from workflows.registry import workflow_version
from workflows.vocabulary import RecordKind

KEYS = (
    "received",
    "inquiries",
    "inquiries_province",
    "inquiries_city",
    "inquiries_other",
    "asked_late",
    "asked_open",
    "letters",
    "letters_late",
    "letters_open",
    "rectifying",
    "rectifying_late",
    "repeated",
)
_KEYS = tuple(dict.fromkeys((*KEYS, *circular_annexes.KEYS)))
_ASK_UNIT = "ask_unit"  # the act by which an inquiry is passed on to a unit


@dataclass(frozen=True)
class CircularRow:
    """One circular in the list: its period, its state, and the day and number it was issued under."""

    id: int
    number: str
    title: str
    period: str
    state_label: str
    due_on: date | None
    issued_on: date | None
    circular_number: str


def period_of(record: Record) -> Period:
    """The period a circular is about."""
    facts = record.facts
    return Period(Span(facts["span"]), int(facts["year"]), int(facts["part"]))


def found_of(session: Session, record: Record, *, as_of: date, calendar: WorkingCalendar) -> Found:
    """Everything that the circular states, as the cases stand."""
    return found_in(
        session,
        session.get_one(Unit, record.unit_id),
        period_of(record),
        as_of=as_of,
        calendar=calendar,
    )


def found_in(
    session: Session, office: Unit, period: Period, *, as_of: date, calendar: WorkingCalendar
) -> Found:
    """The same for an office and a period."""
    asked = Asked(subtree(session, office.id), period.first, period.last, as_of, calendar)
    numbers = indicators.by_unit(session, asked, _KEYS)
    rows = session.scalars(select(Unit).where(Unit.id.in_(asked.units)).order_by(Unit.id))
    units = {unit.id: unit for unit in rows}
    return Found(
        region=region_of(office.name),
        period=period,
        as_of=as_of,
        counts=indicators.totalled(numbers),
        involved=_involved(session, asked, units, office),
        late=_of_units(numbers, units, "asked_late"),
        letters=_of_units(numbers, units, "letters"),
        letters_late=_of_units(numbers, units, "letters_late"),
        problems=_problems(session, asked, units),
        reported=reported(session, office.id, period),
        unpublished=late_reports(session, office, asked.units, period, as_of=as_of),
        units=tuple(
            UnitNumbers(spoken(unit), unit.code, group_of(unit.name), numbers.get(unit.id, {}))
            for unit in units.values()
        ),
    )


def _of_units(
    numbers: Mapping[int, Mapping[str, int]], units: Mapping[int, Unit], key: str
) -> tuple[UnitCount, ...]:
    return tuple(
        UnitCount(spoken(unit), unit.code, n)
        for unit_id, unit in units.items()
        if (n := numbers.get(unit_id, {}).get(key, 0))
    )


def _involved(
    session: Session, asked: Asked, units: Mapping[int, Unit], office: Unit
) -> tuple[str, ...]:
    """Who answered or worked on what was received, or was asked about it; the office alone needs no mention."""
    where = and_(COUNTS["asked_of_period"].condition(asked), Record.unit_id.in_(asked.units))
    took_part: set[int] = set()
    for row in session.execute(select(Record.unit_id, Record.handler_unit_id).where(where)):
        took_part |= {unit_id for unit_id in row if unit_id}
    tasks = select(Task.unit_id).join(Record, Record.id == Task.record_id).where(where)
    took_part |= set(session.scalars(tasks))
    passed_on = (
        select(JournalEntry.data)
        .join(Record, Record.id == JournalEntry.record_id)
        .where(where, JournalEntry.action == _ASK_UNIT)
    )
    took_part |= {int(data["unit"]) for data in session.scalars(passed_on)}
    took_part.discard(office.id)
    return tuple(spoken(unit) for unit_id, unit in units.items() if unit_id in took_part)


def _problems(session: Session, asked: Asked, units: Mapping[int, Unit]) -> tuple[Problem, ...]:
    """What stood to be put right on the day that is asked about, by circular and unit."""
    late = COUNTS["rectifying_late"].condition(asked)
    title = and_(
        Note.record_id == Record.id, Note.seq == 1, Note.field == RECTIFICATION.title_field
    )
    rows = session.execute(
        select(Record, Note.content, late)
        .outerjoin(Note, title)
        .where(COUNTS["rectifying"].condition(asked), Record.unit_id.in_(asked.units))
        .order_by(Record.received_on, Record.unit_id, Record.id)
    )
    return tuple(
        Problem(
            circular=str(record.facts.get("circular") or ""),
            problem=content or "",
            unit=spoken(units[record.unit_id]),
            code=units[record.unit_id].code,
            until=record.due_on or record.last_due_on,
            state=_state(record, asked.as_of),
            late=bool(is_late),
            repeated=bool(record.facts.get("repeated")),
        )
        for record, content, is_late in rows
    )


def _state(record: Record, as_of: date) -> str:
    """Where it stood on that day: what was reported later had not been reported then."""
    workflow = workflow_version(record.workflow_version)
    reported_on = str(record.facts.get("reported_on") or "")
    if record.closed_on is None and (not reported_on or reported_on <= as_of.isoformat()):
        return workflow.label(record.state)
    done = bool(reported_on) and reported_on <= as_of.isoformat()
    return RECTIFICATION.label("reported" if done else "open")


def circulars(session: Session, viewer: Viewer, *, most: int = 100) -> Sequence[CircularRow]:
    """The circulars in sight, the newest first."""
    seen = viewer.unit_ids()
    title = and_(Note.record_id == Record.id, Note.seq == 1, Note.field == CIRCULAR.title_field)
    statement = (
        select(Record, Note.content)
        .outerjoin(Note, title)
        .where(Record.kind == RecordKind.circular)
        .order_by(Record.received_on.desc(), Record.id.desc())
        .limit(most)
    )
    if seen is not None:
        statement = statement.where(Record.unit_id.in_(seen))
    return [_row(record, content) for record, content in session.execute(statement)]


def _row(record: Record, content: str | None) -> CircularRow:
    workflow = workflow_version(record.workflow_version)
    return CircularRow(
        record.id,
        record.number or "",
        content or "",
        period_of(record).label,
        workflow.label(record.state),
        record.due_on,
        record.closed_on,
        str(record.facts.get("circular_number") or ""),
    )
