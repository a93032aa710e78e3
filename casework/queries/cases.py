"""The queue: the requests a viewer sees, in the order he wants; one page of rows at a time, and how many there are."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, select
from sqlalchemy.orm import Session, aliased

from casework.encryption import Cipher
from casework.models.party import Party
from casework.models.record import Consultation, Record, RequestItem, Task
from casework.models.timer import TimerEntry
from casework.models.unit import Unit
from casework.models.user import User
from casework.queries.queue_filter import Question, QueueFilter, conditions
from casework.queries.queue_order import Order, Place, order_of
from casework.queries.sight import CLOSED_STATES
from casework.viewer import Viewer
from workflows.calendar import WorkingCalendar
from workflows.registry import workflow_version
from workflows.vocabulary import ApplicantCategory, Phase, State
from workflows.waiting import WAITS, ClockWord

PAGE_SIZE = 50
MOST_COUNTED = 1_000
"""Closed cases are counted up to here; beyond it a list says "more than", so that it stays as quick as it was."""
MOST_FOUND = 10_000
"""The same where a filter leads to few of them: a number of the desk opens a list that says the same number."""
_BATCH = 500


@dataclass(frozen=True)
class CaseRow:
    """One line of the queue. `days_left` counts working days; negative when late, None while no period runs.

    `limit_on` is the applicant's last day while the clock waits for him. `applicant` is the full name; lists show
    `masked`. `waits` says what an open case waits for, `tasks` how many departments owe a reply.
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
    masked: str = ""
    waits: str = ""
    topic: str = ""
    tasks: int = 0
    clock: ClockWord = ClockWord.idle


@dataclass(frozen=True)
class Queue:
    """One numbered page of the queue, as the API gives it."""

    rows: tuple[CaseRow, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class Shelf:
    """One page of the queue between two places; `before` and `after` are where its neighbours end and begin."""

    rows: tuple[CaseRow, ...]
    before: Place | None = None
    after: Place | None = None


@dataclass(frozen=True)
class Counts:
    """How many cases match a filter, whatever its phase and state, by state.

    `cap`: there are more closed ones than so many; 0 where all are counted.
    """

    states: dict[str, int]
    cap: int = 0

    def of(self, phase: str = "", state: str = "") -> int:
        """The number in a phase, in a state, or in all."""
        wanted = [n for key, n in self.states.items() if state in ("", key)]
        if phase:
            stages = {s.value for s in State if s.phase.value == phase}
            wanted = [n for key, n in self.states.items() if key in stages and state in ("", key)]
        return sum(wanted)

    def is_capped(self, phase: str = "", state: str = "") -> bool:
        """Whether that number is a lower bound only."""
        return self.cap > 0 and phase in ("", Phase.closed) and state in ("", *CLOSED_STATES)


def counts(session: Session, asked: Question) -> Counts:
    """How many match, apart from phase and state."""
    plain = asked.asking(replace(asked.wanted, phase="", state=""))
    by_state = select(Record.state, func.count()).group_by(Record.state)
    is_open = plain.asking(replace(plain.wanted, open=True))
    rows = session.execute(by_state.where(*conditions(session, is_open)))
    found: dict[str, int] = dict(rows.all())
    if plain.wanted.is_in_hand:
        return Counts(found)
    closed = select(Record.state).where(
        *conditions(session, plain), Record.state.in_(CLOSED_STATES)
    )
    most = MOST_FOUND if plain.wanted.narrows else MOST_COUNTED
    some = closed.limit(most + 1).subquery()
    grouped = select(some.c.state, func.count()).group_by(some.c.state)
    ended: dict[str, int] = dict(session.execute(grouped).all())
    return Counts(found | ended, cap=most if sum(ended.values()) > most else 0)


def shelf(
    session: Session,
    asked: Question,
    *,
    after: Place | None = None,
    before: Place | None = None,
    size: int = PAGE_SIZE,
) -> Shelf:
    """The page behind a place, before one, or the first; a place that the order cannot have counts as none."""
    order = order_of(asked.wanted, backwards=before is not None)
    start = before or after
    behind = order.beyond(start) if start else None
    places = _places(session, asked, order, behind=behind, limit=size + 1)
    more = len(places) > size
    places = places[:size]
    if behind is not None and order.backwards:
        places = places[::-1]
    elif order.backwards:
        return shelf(session, asked, size=size)
    rows = _lines(session, [one.record_id for one in places], asked)
    earlier = more if order.backwards else behind is not None
    later = True if order.backwards else more
    return Shelf(
        rows,
        before=places[0] if places and earlier else None,
        after=places[-1] if places and later else None,
    )


def each(session: Session, asked: Question) -> Iterator[CaseRow]:
    """Every row of a filter in its order, a batch at a time: for exports of any length."""
    order, behind = order_of(asked.wanted), None
    while places := _places(session, asked, order, behind=behind, limit=_BATCH):
        yield from _lines(session, [one.record_id for one in places], asked)
        if len(places) < _BATCH:
            return
        behind = order.beyond(places[-1])


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
    """The requests that match, the most urgent first, by the number of the page."""
    asked = Question(viewer, wanted, today, calendar, cipher)
    where = conditions(session, asked)
    total = session.scalar(select(func.count()).select_from(Record).where(*where)) or 0
    pages = max(1, -(-total // page_size))
    page = min(max(1, wanted.page), pages)
    found = _places(session, asked, order_of(wanted), limit=page_size, skip=(page - 1) * page_size)
    rows = _lines(session, [one.record_id for one in found], asked)
    return Queue(rows, total, page, pages)


def days_left(due_on: date | None, *, today: date, calendar: WorkingCalendar) -> int | None:
    """Working days from tomorrow to the due date; negative when it has passed. One rule for lists and counts."""
    if due_on is None:
        return None
    return calendar.count(today, due_on) if due_on >= today else -calendar.count(due_on, today)


def masked_name(name: str, category: str) -> str:
    """The name of a person as lists show it: the first character; bodies are no personal data."""
    if not name or category not in ("", ApplicantCategory.natural):
        return name
    return f"{name[0]}**"


def _places(
    session: Session,
    asked: Question,
    order: Order,
    *,
    limit: int,
    behind: ColumnElement[bool] | None = None,
    skip: int = 0,
) -> Sequence[Place]:
    statement = page_of(session, asked, order, behind=behind).limit(limit).offset(skip)
    return [Place(str(value), record_id) for value, record_id in session.execute(statement)]


def page_of(
    session: Session, asked: Question, order: Order, *, behind: ColumnElement[bool] | None = None
) -> Select[Any, int]:
    """The ids of the rows behind a place with what they are sorted by: the statement whose plan decides the speed."""
    column, _ = order.columns()
    statement = select(column, Record.id).where(*conditions(session, asked))
    if order.by_name:
        statement = statement.join(Party, Party.record_id == Record.id).where(Party.position == 1)
    if behind is not None:
        statement = statement.where(behind)
    return statement.order_by(*order.clauses())


def _lines(session: Session, ids: Collection[int], asked: Question) -> tuple[CaseRow, ...]:
    if not ids:
        return ()
    found = {row.id: _row(row, asked) for row in session.execute(_LINES, {"ids": list(ids)})}
    return tuple(found[record_id] for record_id in ids)


_SHOWN = (
    Record.id,
    Record.number,
    Record.state,
    Record.resumes_to,
    Record.category,
    Record.topic,
    Record.received_on,
    Record.due_on,
    Record.limit_on,
    Record.closed_on,
    Record.workflow_version,
    Record.version,
)


def _lines_statement() -> Any:
    """Made once: most of what a page of rows costs would be putting it together."""
    handler = aliased(User)
    first_party = and_(Party.record_id == Record.id, Party.position == 1)
    first_item = and_(RequestItem.record_id == Record.id, RequestItem.position == 1)
    term = and_(TimerEntry.record_id == Record.id, TimerEntry.key == "answer", TimerEntry.seq == 0)
    excluded = exists().where(
        Consultation.record_id == Record.id,
        Consultation.received_on.is_not(None),
        Consultation.ended_on.is_(None),
    )
    owed = (
        select(func.count())
        .where(Task.record_id == Record.id, Task.ended_on.is_(None))
        .scalar_subquery()
    )
    return (
        select(
            *_SHOWN,
            Unit.name.label("unit"),
            Party.name.label("applicant"),
            RequestItem.content,
            handler.name.label("handler"),
            TimerEntry.starts_on.label("started"),
            excluded.label("excluded"),
            owed.label("tasks"),
        )
        .join(Unit, Unit.id == Record.unit_id)
        .outerjoin(Party, first_party)
        .outerjoin(RequestItem, first_item)
        .outerjoin(TimerEntry, term)
        # A case whose handler has left is nobody's until it is handed over.
        .outerjoin(handler, and_(handler.id == Record.handler_id, handler.active))
        .where(Record.id.in_(bindparam("ids", expanding=True)))
    )


_LINES = _lines_statement()


def _row(row: Any, asked: Question) -> CaseRow:
    workflow = workflow_version(row.workflow_version)
    return CaseRow(
        id=row.id,
        number=row.number or "",
        state=row.state,
        state_label=workflow.label(row.state),
        phase=workflow.phase(row.state),
        applicant=row.applicant or "",
        category=ApplicantCategory(row.category).label if row.category else "",
        content=row.content or "",
        unit=row.unit,
        handler=row.handler or "",
        received_on=row.received_on,
        due_on=row.due_on,
        limit_on=row.limit_on,
        days_left=days_left(row.due_on, today=asked.today, calendar=asked.calendar),
        provisional=row.due_on is not None and asked.calendar.is_provisional(row.due_on),
        closed_on=row.closed_on,
        version=row.version,
        masked=masked_name(row.applicant or "", row.category),
        waits=_WAITS.get(_working(row), ""),
        topic=row.topic or "",
        tasks=0 if row.state in CLOSED_STATES else row.tasks,
        clock=_clock(row),
    )


def _working(row: Any) -> str:
    """Where a case stands, also while it is carried over."""
    return str(row.resumes_to if row.state == State.carried_forward else row.state)


def _clock(row: Any) -> ClockWord:
    if row.state in CLOSED_STATES:
        return ClockWord.over
    if row.due_on is None:
        waits = row.limit_on is not None or _working(row) in _STOPPED
        return ClockWord.stopped if waits else ClockWord.idle
    if row.excluded:
        return ClockWord.excluded
    again = row.started and row.received_on and row.started > row.received_on
    return ClockWord.restarted if again else ClockWord.running


_WAITS = {state.value: words for state, words in WAITS.items()}
_STOPPED = (State.pending_correction, State.pending_payment)
