"""The indicators counted from the records, and the records behind each count, by the same conditions.

Every count starts from an index on its own kind and day, so that a period costs the same however old the office is.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, exists, func, or_, select
from sqlalchemy.orm import Session

from casework.models.document import Document
from casework.models.journal import JournalEntry
from casework.models.record import UNDATED, Consultation, Record
from casework.queries.annual import DEFENDED_BY_US
from workflows.calendar import WorkingCalendar
from workflows.history import WAIVE
from workflows.indicators import WAYS, Counts
from workflows.kinds.inquiry import Origin
from workflows.kinds.publication import PublicationState
from workflows.outcome_rows import OUTCOMES, AnswerKind
from workflows.vocabulary import Channel, RecordKind, ReviewResult, State

Condition = ColumnElement[bool]
_VOID = State.void.value  # every kind writes its voided records so


@dataclass(frozen=True)
class Asked:
    """What is counted: the units, the period, the day it is asked on (`as_of`), and the calendar for days to come."""

    units: tuple[int, ...]
    first: date
    last: date
    as_of: date
    calendar: WorkingCalendar

    def of_unit(self, unit_id: int) -> "Asked":
        """The same of one unit alone."""
        return Asked((unit_id,), self.first, self.last, self.as_of, self.calendar)


@dataclass(frozen=True)
class Count:
    """One count: `base` names the rows an index leads to, `also` which of them."""

    base: str
    also: Callable[[Asked], Condition] | None = None

    def condition(self, asked: Asked) -> Condition:
        """Both together."""
        base = _BASES[self.base](asked)
        return and_(base, self.also(asked)) if self.also else base


def _kind(*kinds: RecordKind) -> Condition:
    return and_(Record.kind.in_(kinds), Record.state != _VOID)


def _received(*kinds: RecordKind) -> Callable[[Asked], Condition]:
    return lambda asked: and_(_kind(*kinds), Record.received_on.between(asked.first, asked.last))


def _closed(*kinds: RecordKind) -> Callable[[Asked], Condition]:
    return lambda asked: and_(_kind(*kinds), Record.closed_on.between(asked.first, asked.last))


def _standing(*kinds: RecordKind) -> Callable[[Asked], Condition]:
    """Open at the end of the day that is asked about; what was closed since is still found."""
    return lambda asked: and_(
        _kind(*kinds),
        _running(asked),
        Record.received_on <= asked.as_of,
    )


def _in_hand(asked: Asked) -> Condition:
    return and_(_kind(RecordKind.request), Record.sort_due <= UNDATED, Record.closed_on.is_(None))


def _ours(asked: Asked) -> Condition:
    return and_(_received(*_DISPUTES)(asked), DEFENDED_BY_US)


def _ours_closed(asked: Asked) -> Condition:
    return and_(_closed(*_DISPUTES)(asked), DEFENDED_BY_US)


_DISPUTES = (RecordKind.review, RecordKind.lawsuit)
_BASES: Mapping[str, Callable[[Asked], Condition]] = {
    "received": _received(RecordKind.request),
    "closed": _closed(RecordKind.request),
    "in_hand": _in_hand,
    "disputed": _ours,
    "decided": _ours_closed,
    "inquiry": _received(RecordKind.inquiry),
    "letter": _received(RecordKind.letter),
    "asked": _received(RecordKind.request, RecordKind.inquiry),
    "rectification": _standing(RecordKind.rectification),
    "chase": _standing(RecordKind.chase),
    "proposed": _received(RecordKind.publication),
    "settled": _closed(RecordKind.publication),
    "mail": _standing(RecordKind.letter, RecordKind.inquiry),
    "problem": _received(RecordKind.rectification),
    "chased": _received(RecordKind.chase),
}


def _in_time(asked: Asked) -> Condition:
    return Record.closed_on <= Record.last_due_on


def _late(asked: Asked) -> Condition:
    return Record.closed_on > Record.last_due_on


def _past_due(asked: Asked) -> Condition:
    """Closed behind its day, or open with its day past."""
    running = and_(Record.closed_on.is_(None), Record.due_on < asked.as_of)
    return or_(Record.closed_on > Record.last_due_on, running)


def _running(asked: Asked) -> Condition:
    return or_(Record.closed_on.is_(None), Record.closed_on > asked.as_of)


def _unreported(asked: Asked) -> Condition:
    """The day is past and nothing had been reported by it; a report that came later does not undo that."""
    day = func.coalesce(Record.due_on, Record.last_due_on)
    reported = func.coalesce(Record.facts["reported_on"].as_string(), "")
    still = or_(reported == "", reported > asked.as_of.isoformat())
    return and_(day < asked.as_of, still)


def _reported_late(asked: Asked) -> Condition:
    """Reported behind its day, or not at all with the day past."""
    day = func.coalesce(Record.due_on, Record.last_due_on)
    reported = func.coalesce(Record.facts["reported_on"].as_string(), asked.as_of.isoformat())
    return reported > cast(day, String)


def _repeated(asked: Asked) -> Condition:
    repeated: Condition = Record.facts["repeated"].as_boolean().is_(True)
    return repeated


def _waived(asked: Asked) -> Condition:
    return exists().where(JournalEntry.record_id == Record.id, JournalEntry.action == WAIVE)


def _within(days: int) -> Callable[[Asked], Condition]:
    return lambda asked: Record.due_on.between(asked.as_of, asked.calendar.add(asked.as_of, days))


def _issued(key: str) -> Callable[[Asked], Condition]:
    return lambda asked: exists().where(
        Document.record_id == Record.id, Document.key == key, Document.voided_by.is_(None)
    )


def _consulted(asked: Asked) -> Condition:
    return exists().where(Consultation.record_id == Record.id)


def _result(kind: AnswerKind) -> Callable[[Asked], Condition]:
    codes = [code for code, one in OUTCOMES.items() if one.answer is kind]
    return lambda asked: Record.outcome.in_(codes)


def _from(origin: Origin) -> Callable[[Asked], Condition]:
    return lambda asked: Record.facts["origin"].as_string() == origin.value


def _by(*channels: Channel) -> Callable[[Asked], Condition]:
    return lambda asked: Record.facts["channel"].as_string().in_([one.value for one in channels])


def _only(kind: RecordKind, result: str = "") -> Callable[[Asked], Condition]:
    def condition(asked: Asked) -> Condition:
        right = Record.kind == kind
        return and_(right, Record.outcome == result) if result else right

    return condition


COUNTS: Mapping[str, Count] = {
    "received": Count("received"),
    "received_open": Count("received", _running),
    **{f"received_{way}": Count("received", _by(*channels)) for way, channels in WAYS.items()},
    "answered": Count("closed"),
    "dated": Count("closed", lambda asked: Record.last_due_on.is_not(None)),
    "in_time": Count("closed", _in_time),
    "late": Count("closed", _late),
    "extended": Count("closed", _issued("extension_notice")),
    "completed": Count("closed", _issued("correction_notice")),
    "consulted": Count("closed", _consulted),
    **{kind.value: Count("closed", _result(kind)) for kind in AnswerKind},
    "overdue": Count("in_hand", lambda asked: Record.due_on < asked.as_of),
    **{f"due_{n}": Count("in_hand", _within(n)) for n in (1, 3, 5)},
    "disputes": Count("disputed"),
    "reviews": Count("disputed", _only(RecordKind.review)),
    "suits": Count("disputed", _only(RecordKind.lawsuit)),
    "reviews_closed": Count("decided", _only(RecordKind.review)),
    "reviews_corrected": Count("decided", _only(RecordKind.review, ReviewResult.corrected)),
    "suits_closed": Count("decided", _only(RecordKind.lawsuit)),
    "suits_corrected": Count("decided", _only(RecordKind.lawsuit, ReviewResult.corrected)),
    "inquiries": Count("inquiry"),
    "inquiries_both": Count(
        "inquiry", lambda asked: Record.facts["origin"].as_string().in_(("province", "city"))
    ),
    **{f"inquiries_{origin.value}": Count("inquiry", _from(origin)) for origin in Origin},
    "inquiries_late": Count("inquiry", _past_due),
    "letters": Count("letter"),
    "letters_late": Count("letter", _past_due),
    "letters_open": Count("letter", _running),
    "asked_of_period": Count("asked"),
    "asked_late": Count("asked", _past_due),
    "asked_open": Count("asked", _running),
    "rectifying": Count("rectification"),
    "rectifying_late": Count("rectification", _unreported),
    "repeated": Count("rectification", _repeated),
    "proposals": Count("proposed"),
    "turned_public": Count("settled", lambda asked: Record.state == PublicationState.published),
    "waived": Count("in_hand", _waived),
    "mail_late": Count("mail", lambda asked: Record.due_on < asked.as_of),
    "chasing": Count("chase"),
    "chasing_late": Count("chase", _unreported),
    "problems_late": Count("problem", _reported_late),
    "problems_repeated": Count("problem", _repeated),
    "chased_late": Count("chased", _reported_late),
}


def by_unit(
    session: Session, asked: Asked, keys: Iterable[str] | None = None
) -> Mapping[int, Mapping[str, int]]:
    """Each count of each unit that has any, in one statement for each base."""
    wanted = tuple(COUNTS if keys is None else keys)
    found: dict[int, dict[str, int]] = {}
    for base in dict.fromkeys(COUNTS[key].base for key in wanted):
        among = [key for key in wanted if COUNTS[key].base == base]
        rows = session.execute(
            select(Record.unit_id, *(_number(asked, key) for key in among))
            .where(_BASES[base](asked), Record.unit_id.in_(asked.units))
            .group_by(Record.unit_id)
        )
        for unit_id, *numbers in rows:
            found.setdefault(unit_id, {}).update(zip(among, numbers, strict=True))
    return found


def _number(asked: Asked, key: str) -> Any:
    also = COUNTS[key].also
    return func.count().filter(also(asked)) if also else func.count()


def counts(session: Session, asked: Asked) -> Counts:
    """Every count of the units together, with the working days that the closed ones took."""
    return totalled(by_unit(session, asked), days_used(session, asked))


def totalled(found: Mapping[int, Mapping[str, int]], days: int = 0) -> Counts:
    """The counts of several units as those of one."""
    total: dict[str, int] = {}
    for numbers in found.values():
        for key, n in numbers.items():
            total[key] = total.get(key, 0) + n
    return Counts(total, days)


def days_used(session: Session, asked: Asked) -> int:
    """Working days from receipt to closing, summed over what was closed in the period."""
    return sum(days * n for days, n in days_taken(session, asked).items())


def days_taken(session: Session, asked: Asked) -> Mapping[int, int]:
    """How many of what was closed in the period took how many working days from receipt to closing."""
    rows = session.execute(
        select(Record.received_on, Record.closed_on, func.count())
        .where(
            _BASES["closed"](asked),
            Record.unit_id.in_(asked.units),
            Record.received_on.is_not(None),
        )
        .group_by(Record.received_on, Record.closed_on)
    )
    first = asked.calendar.first
    found: Counter[int] = Counter()
    for got, done, n in rows:
        if got and done:
            found[asked.calendar.count(max(got, first), done)] += n
    return found
