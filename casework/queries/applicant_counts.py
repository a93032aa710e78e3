"""How many pieces one applicant has asked of one unit in a calendar month (109号第4条); it charges nothing.

reading: pieces are counted for each agency by the day of receipt, since 109号 does not say otherwise (unconfirmed).
reading: the items of a request are its pieces (一事一申请), each in the case that answers it; where a notice by pieces
told fewer, those. A joint request counts for its first-named applicant, as it does in the annual table. Void cases
count nowhere.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.models.party import Party
from casework.models.record import Record
from workflows.fees import MANY_PIECES
from workflows.vocabulary import FeeStandard, RecordKind, State


@dataclass(frozen=True)
class ApplicantMonth:
    """The month in which a request was received: pieces of its applicant before it, its own, and all so far."""

    year: int
    month: int
    before: int
    own: int
    total: int
    cases: int

    @property
    def is_many(self) -> bool:
        """Whether the fee and 条例35 are worth thinking of; a person decides."""
        return self.total >= MANY_PIECES

    @property
    def sentence(self) -> str:
        """The count in words, with the options where there are many."""
        said = (
            f"该申请人{self.year}年{self.month}月向本单位提出的申请共{self.cases}件、{self.total}项，"
            f"本件之前{self.before}项"
        )
        if not self.is_many:
            return f"{said}。"
        return f"{said}；{_OPTIONS}"


@dataclass(frozen=True)
class ApplicantCounts:
    """What one applicant has asked of one unit in the month and in the year of a day; `own` is asked now, besides."""

    on: date
    own: int
    month_cases: int
    month_pieces: int
    year_cases: int
    year_pieces: int

    @property
    def sentence(self) -> str:
        """The counts in words, with the options where there are many; nothing is decided by it."""
        said = (
            f"该申请人{self.on.year}年{self.on.month}月已向本单位提出{self.month_cases}件、{self.month_pieces}项，"
            f"本年共{self.year_cases}件、{self.year_pieces}项"
        )
        if self.month_pieces + self.own < MANY_PIECES:
            return f"{said}。"
        return f"{said}，连同本件当月{self.month_pieces + self.own}项；{_OPTIONS}"


_OPTIONS = (
    "数量明显较多的，可以要求说明理由（条例35），"
    "超出免费数量的可以收取信息处理费（条例42、109号第4条），由承办人决定。"
)


def counts_of(
    session: Session, *, unit_id: int, name_index: str, id_index: str, on: date, own: int
) -> ApplicantCounts | None:
    """The requests of the person with these blind indexes in the year of a day; None where there is none."""
    person = Party(name_index=name_index, id_index=id_index)
    year = (date(on.year, 1, 1), date(on.year, 12, 31))
    cases = tuple(_asked(session, unit_id, person, *year)) if name_index or id_index else ()
    if not cases:
        return None
    pieces = _pieces(cases)
    months = [c.id for c in cases if c.received_on and c.received_on.month == on.month]
    return ApplicantCounts(
        on,
        own,
        month_cases=len(months),
        month_pieces=sum(pieces[key] for key in months),
        year_cases=len(cases),
        year_pieces=sum(pieces.values()),
    )


def month_of(session: Session, record: Record) -> ApplicantMonth | None:
    """The month of a request; None while its day of receipt is not known or nobody is named."""
    received, person = record.received_on, _first_named(session, record)
    if received is None or person is None:
        return None
    others = tuple(o for o in _in_month(session, record, received, person) if o.id != record.id)
    pieces = _pieces((record, *others))
    place = (received, record.id)
    return ApplicantMonth(
        received.year,
        received.month,
        before=sum(
            pieces[one.id]
            for one in others
            if one.received_on and (one.received_on, one.id) < place
        ),
        own=pieces[record.id],
        total=sum(pieces.values()),
        cases=len(pieces),
    )


def _pieces(cases: Sequence[Record]) -> dict[int, int]:
    """The pieces of each case: what its notice by pieces told, else the things it still answers itself."""
    # What was divided off was received on the same day from the same person, so it is among the cases.
    moved = Counter[int]()
    for one in cases:
        moved[int(one.facts.get("split_from") or 0)] += int(one.facts.get("items") or 0)
    found = {}
    for one in cases:
        here = int(one.facts.get("items") or 1) - moved[one.id]
        told = one.facts.get("fee_standard") == FeeStandard.per_piece
        found[one.id] = int(one.facts["fee_count"]) if told else max(1, here)
    return found


def _first_named(session: Session, record: Record) -> Party | None:
    named = record.facts.get("applicants") or [1]
    return session.scalar(
        select(Party).where(Party.record_id == record.id, Party.position == int(named[0]))
    )


def _in_month(session: Session, record: Record, received: date, person: Party) -> Iterator[Record]:
    last = monthrange(received.year, received.month)[1]
    days = (received.replace(day=1), received.replace(day=last))
    return _asked(session, record.unit_id, person, *days)


def _asked(
    session: Session, unit_id: int, person: Party, first: date, last: date
) -> Iterator[Record]:
    """The requests received in these days whose first-named applicant is this one."""
    known = [Party.name_index == person.name_index] if person.name_index else []
    if person.id_index:
        known.append(Party.id_index == person.id_index)
    rows = session.execute(
        select(Record, Party)
        .join(Party, Party.record_id == Record.id)
        .where(
            Record.kind == RecordKind.request,
            Record.unit_id == unit_id,
            Record.received_on.between(first, last),
            Record.state != State.void,
            or_(*known),
        )
        .order_by(Record.received_on, Record.id)
    )
    for other, party in rows:
        named = other.facts.get("applicants") or [1]
        if party.position == int(named[0]) and _is_same(person, party):
            yield other


def _is_same(one: Party, other: Party) -> bool:
    """By identity number where both gave one, else by name."""
    if one.id_index and other.id_index:
        return one.id_index == other.id_index
    return one.name_index == other.name_index
