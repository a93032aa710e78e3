"""What a list of requests asks for, as conditions; the page, the desk, the export and the API count and list by these alone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, union_all
from sqlalchemy.orm import Session

from casework.encryption import Cipher
from casework.models.party import Party
from casework.models.record import UNDATED, Carry, Consultation, Record, Task
from casework.models.search import matching
from casework.models.unit import Unit
from casework.models.user import User
from casework.queries import topics
from casework.queries.sight import CLOSED_STATES, visible
from casework.viewer import Viewer
from workflows.calendar import WorkingCalendar
from workflows.topics import UNSORTED
from workflows.vocabulary import ConsultationKind, Phase, RecordKind, State
from workflows.waiting import OF_APPLICANT, OF_PAYMENT, Waiting

FEW_UNITS = 8
"""Up to so many units their own index leads to their cases; beyond that the order of the list does."""
_IN_HAND = Record.sort_due <= UNDATED


@dataclass(frozen=True)
class QueueFilter:
    """What to list. Empty fields ask for nothing.

    `soon` is a number of working days, today included; `open` leaves out the closed; `nobody` means without an active
    handler; `wait` is a `Waiting`; `provisional` a due date that may still move; `year` the year of receipt, `closed` that
    of the first closing, `carried` the one a case was carried into; `topic` is a word, or `UNSORTED` for what has none;
    `counted` leaves out the void. `sort` is a key of `queue_order.SORTS`, with a minus for the last first.
    """

    phase: str = ""
    state: str = ""
    overdue: bool = False
    soon: int | None = None
    unit: str = ""
    mine: bool = False
    nobody: bool = False
    open: bool = False
    wait: str = ""
    provisional: bool = False
    q: str = ""
    year: int | None = None
    closed: int | None = None
    carried: int | None = None
    topic: str = ""
    counted: bool = False
    sort: str = ""
    page: int = 1

    @property
    def is_in_hand(self) -> bool:
        """Whether it lists open cases only, which are few however old the office is."""
        asks = (self.open, self.overdue, self.nobody, self.wait, self.provisional)
        return any(asks) or self.soon is not None or self.state in _OPEN or self.phase in _OPENING

    @property
    def narrows(self) -> bool:
        """Whether an index leads to what it lists, so that a page may be sorted rather than read in order."""
        sorted_so = self.topic not in ("", UNSORTED)
        asks = (
            self.is_in_hand,
            self.mine,
            self.unit,
            sorted_so,
            self.q.strip(),
            self.state == State.void,
        )
        return any(asks) or any(y is not None for y in (self.year, self.closed, self.carried))


_OPEN = frozenset(s.value for s in State if s.phase is not Phase.closed)
_OPENING = frozenset(p.value for p in Phase if p is not Phase.closed)


@dataclass(frozen=True)
class Question:
    """Who asks for what on which day."""

    viewer: Viewer
    wanted: QueueFilter
    today: date
    calendar: WorkingCalendar
    cipher: Cipher

    def asking(self, wanted: QueueFilter) -> "Question":
        """The same asker with another filter."""
        return replace(self, wanted=wanted)


def conditions(session: Session, asked: Question) -> list[ColumnElement[bool]]:
    """The requests in the viewer's sight that match."""
    units, wanted = asked.viewer.unit_ids(), asked.wanted
    by_id = wanted.q.strip() or wanted.carried is not None
    # Where ids lead to the cases, no index may serve their kind.
    kind = func.coalesce(Record.kind, "") if by_id else Record.kind
    wide = units is None or len(units) > FEW_UNITS
    return [
        kind == RecordKind.request,
        visible(asked.viewer, sieve=wide or wanted.narrows),
        *_stage(wanted),
        *_topic(wanted),
        *_dates(asked),
        *_people(session, asked),
    ]


def matches(asked: Question) -> ColumnElement[bool]:
    """The filter as one condition on cases that are in sight anyway: what a desk counts many numbers by at once.

    Words cannot be counted so.
    """
    stage, topic, dates = _stage(asked.wanted), _topic(asked.wanted), _dates(asked)
    return and_(Record.kind == RecordKind.request, *stage, *topic, *dates, *_hands(asked))


def _stage(wanted: QueueFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.is_in_hand:
        yield _IN_HAND
    if wanted.phase:
        yield Record.state.in_([s.value for s in State if s.phase.value == wanted.phase])
    if wanted.state:
        yield Record.state == wanted.state
    if wanted.state == State.void:
        yield Record.sort_state == list(State).index(State.void)
    if wanted.open:
        yield Record.state.not_in(CLOSED_STATES)
    if wanted.counted:
        yield Record.state != State.void
    if wanted.wait:
        yield _waits_for(Waiting(wanted.wait))


def _topic(wanted: QueueFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.topic:
        yield topics.has(wanted.topic)


def _waits_for(whom: Waiting) -> ColumnElement[bool]:
    if whom is Waiting.applicant:
        return _stands_in(*OF_APPLICANT)
    if whom is Waiting.fee:
        return _stands_in(*OF_PAYMENT)
    if whom is Waiting.task:
        return exists().where(Task.record_id == Record.id, Task.ended_on.is_(None))
    third = Consultation.kind == ConsultationKind.third_party
    sent = exists().where(
        Consultation.record_id == Record.id,
        Consultation.ended_on.is_(None),
        third if whom is Waiting.third_party else ~third,
    )
    return and_(_stands_in(State.consulting), sent)


def _stands_in(*states: State) -> ColumnElement[bool]:
    """A case carried over a year's end still stands where it stood."""
    parked = and_(Record.state == State.carried_forward, Record.resumes_to.in_(states))
    return or_(Record.state.in_(states), parked)


def _dates(asked: Question) -> Iterator[ColumnElement[bool]]:
    wanted, today, calendar = asked.wanted, asked.today, asked.calendar
    if wanted.overdue:
        yield Record.due_on < today
        yield Record.sort_due < today
    if wanted.soon is not None:
        until = calendar.add(today, wanted.soon)
        yield Record.due_on.between(today, until)
        yield Record.sort_due <= until
    if wanted.provisional:
        first = first_provisional(calendar, today)
        yield Record.due_on >= (first or UNDATED)
    if wanted.year is not None:
        yield Record.received_on.between(*_year(wanted.year))
    if wanted.closed is not None:
        yield Record.closed_on.between(*_year(wanted.closed))
    if wanted.carried is not None:
        yield Record.id.in_(select(Carry.record_id).where(Carry.year == wanted.carried - 1))


def first_provisional(calendar: WorkingCalendar, today: date) -> date | None:
    """The first day from today on that may still change; None where all are certain."""
    if calendar.last < today:
        return None
    days = calendar.slice(today, calendar.last)
    return next((day.on for day in days if day.provisional), None)


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _hands(asked: Question) -> Iterator[ColumnElement[bool]]:
    wanted = asked.wanted
    if wanted.unit:
        yield Record.unit_id.in_(select(Unit.id).where(Unit.code == wanted.unit))
    if wanted.mine:
        yield Record.sort_handler == (asked.viewer.user_id or -1)
    if wanted.nobody:
        # A case whose handler has left is nobody's until it is handed over.
        yield ~exists().where(User.id == Record.handler_id, User.active)


def _people(session: Session, asked: Question) -> Iterator[ColumnElement[bool]]:
    yield from _hands(asked)
    words = asked.wanted.q.strip()
    if words:
        yield _words(session, words, asked.cipher)


def _words(session: Session, words: str, cipher: Cipher) -> ColumnElement[bool]:
    """Words of a number, a name or the content; an identity number, phone or e-mail as a whole."""
    index = cipher.index(words)
    parties = select(Party.record_id).where(
        or_(Party.id_index == index, Party.phone_index == index, Party.email_index == index)
    )
    return Record.id.in_(union_all(matching(session, words), parties))
