"""The queue: which cases a viewer sees, by phase, urgency and words; one page of rows at a time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from casework.encryption import Cipher
from casework.models.party import Party
from casework.models.record import Record, RequestItem
from casework.models.search import matching
from casework.models.unit import Unit
from casework.models.user import User
from casework.queries.sight import visible
from casework.viewer import Viewer
from workflows.calendar import WorkingCalendar
from workflows.kinds.request import REQUEST_2019
from workflows.registry import workflow_version
from workflows.vocabulary import ApplicantCategory, Phase, RecordKind, State

PAGE_SIZE = 50


@dataclass(frozen=True)
class QueueFilter:
    """What to list. Empty fields ask for nothing; `soon` is a number of working days, `open` leaves out the closed."""

    phase: str = ""
    state: str = ""
    overdue: bool = False
    soon: int | None = None
    unit: str = ""
    mine: bool = False
    open: bool = False
    q: str = ""
    year: int | None = None
    page: int = 1


@dataclass(frozen=True)
class CaseRow:
    """One line of the queue. `days_left` counts working days; negative when late, None while no period runs.

    `limit_on` is the applicant's last day while the clock waits for him.
    """

    id: int
    number: str
    state: str
    state_label: str
    phase: Phase
    applicant: str
    category: str
    content: str
    unit: str
    handler: str
    received_on: date | None
    due_on: date | None
    limit_on: date | None
    days_left: int | None
    provisional: bool
    closed_on: date | None
    version: int


@dataclass(frozen=True)
class Queue:
    """One page of the queue."""

    rows: tuple[CaseRow, ...]
    total: int
    page: int
    pages: int


def phase_counts(session: Session, viewer: Viewer) -> dict[Phase, int]:
    """How many requests stand in each phase, as far as the viewer sees."""
    rows = session.execute(
        select(Record.state, func.count())
        .where(Record.kind == RecordKind.request, visible(viewer))
        .group_by(Record.state)
    )
    counts = dict.fromkeys(Phase, 0)
    for state, n in rows:
        counts[REQUEST_2019.phase(state)] += n
    return counts


def queue(
    session: Session,
    viewer: Viewer,
    wanted: QueueFilter,
    *,
    today: date,
    calendar: WorkingCalendar,
    cipher: Cipher,
    page_size: int = PAGE_SIZE,
) -> Queue:
    """The requests that match, the most urgent first."""
    where = _conditions(session, viewer, wanted, today=today, calendar=calendar, cipher=cipher)
    total = session.scalar(select(func.count()).select_from(Record).where(*where)) or 0
    pages = max(1, -(-total // page_size))
    page = min(max(1, wanted.page), pages)
    rows = session.execute(_lines(where).limit(page_size).offset((page - 1) * page_size)).all()
    return Queue(
        tuple(_row(row, today=today, calendar=calendar) for row in rows), total, page, pages
    )


def days_left(due_on: date | None, *, today: date, calendar: WorkingCalendar) -> int | None:
    """Working days from tomorrow to the due date; negative when it has passed. One rule for lists and counts."""
    if due_on is None:
        return None
    return calendar.count(today, due_on) if due_on >= today else -calendar.count(due_on, today)


def _lines(where: Collection[ColumnElement[bool]]) -> Select[Record, str, str, str, str]:
    handler = aliased(User)
    first_party = and_(Party.record_id == Record.id, Party.position == 1)
    first_item = and_(RequestItem.record_id == Record.id, RequestItem.position == 1)
    return (
        select(Record, Unit.name, Party.name, RequestItem.content, handler.name)
        .join(Unit, Unit.id == Record.unit_id)
        .outerjoin(Party, first_party)
        .outerjoin(RequestItem, first_item)
        # A case whose handler has left is nobody's until it is handed over.
        .outerjoin(handler, and_(handler.id == Record.handler_id, handler.active))
        .where(*where)
        .order_by(
            Record.closed_on.is_not(None),
            func.coalesce(Record.due_on, Record.limit_on).is_(None),
            func.coalesce(Record.due_on, Record.limit_on),
            Record.closed_on.desc(),
            Record.id.desc(),
        )
    )


def _row(
    row: Row[Record, str, str, str, str], *, today: date, calendar: WorkingCalendar
) -> CaseRow:
    record, unit, applicant, content, handler = row
    workflow = workflow_version(record.workflow_version)
    return CaseRow(
        id=record.id,
        number=record.number or "",
        state=record.state,
        state_label=workflow.label(record.state),
        phase=workflow.phase(record.state),
        applicant=applicant or "",
        category=ApplicantCategory(record.category).label if record.category else "",
        content=content or "",
        unit=unit,
        handler=handler or "",
        received_on=record.received_on,
        due_on=record.due_on,
        limit_on=record.limit_on,
        days_left=days_left(record.due_on, today=today, calendar=calendar),
        provisional=record.due_on is not None and calendar.is_provisional(record.due_on),
        closed_on=record.closed_on,
        version=record.version,
    )


def _conditions(
    session: Session,
    viewer: Viewer,
    wanted: QueueFilter,
    *,
    today: date,
    calendar: WorkingCalendar,
    cipher: Cipher,
) -> list[ColumnElement[bool]]:
    where = [Record.kind == RecordKind.request, visible(viewer), *_dates(wanted, today, calendar)]
    if wanted.phase:
        states = [s.value for s in State if s.phase.value == wanted.phase]
        where.append(Record.state.in_(states))
    if wanted.state:
        where.append(Record.state == wanted.state)
    if wanted.open:
        closed = [s.value for s in State if s.phase is Phase.closed]
        where.append(Record.state.not_in(closed))
    if wanted.unit:
        where.append(Record.unit_id.in_(select(Unit.id).where(Unit.code == wanted.unit)))
    if wanted.mine:
        where.append(Record.handler_id == viewer.user_id)
    if wanted.q.strip():
        where.append(_words(session, wanted.q.strip(), cipher))
    return where


def _dates(
    wanted: QueueFilter, today: date, calendar: WorkingCalendar
) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if wanted.overdue:
        where.append(Record.due_on < today)
    if wanted.soon is not None:
        where.append(Record.due_on.between(today, calendar.add(today, wanted.soon)))
    if wanted.year is not None:
        first, last = date(wanted.year, 1, 1), date(wanted.year, 12, 31)
        where.append(Record.received_on.between(first, last))
    return where


def _words(session: Session, words: str, cipher: Cipher) -> ColumnElement[bool]:
    """Words of a number, a name or the content; an identity number, phone or e-mail as a whole."""
    index = cipher.index(words)
    parties = select(Party.record_id).where(
        or_(Party.id_index == index, Party.phone_index == index, Party.email_index == index)
    )
    return or_(matching(session, words, Record.id), Record.id.in_(parties))
