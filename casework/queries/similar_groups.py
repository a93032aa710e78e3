"""Groups of requests of different applicants that asked for much the same and were given it (条例44): candidates for publication.

Only a year's disclosed requests are looked at, the newest first, so the work does not grow with the office's age.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from casework.models.party import Party
from casework.models.record import Note, Record, RequestItem
from casework.models.search import grams, ranked
from casework.models.unit import Unit
from workflows.kinds.publication import PUBLICATION, PublicationState
from workflows.outcome_rows import OUTCOMES, AnswerKind
from workflows.vocabulary import RecordKind

MOST = 3000
_ALIKE = 0.6
"""reading: two requests are about the same when they share three fifths of all their pairs of characters; a person decides."""
_LOOKED_AT = 100
_SHARED = 0.5
_OPEN_ANSWERS = tuple(
    code
    for code, one in OUTCOMES.items()
    if one.answer in (AnswerKind.disclosed, AnswerKind.partial)
)


@dataclass(frozen=True)
class Alike:
    """One request of a group."""

    record_id: int
    number: str
    unit: str
    unit_code: str
    content: str
    received_on: date | None
    closed_on: date | None


@dataclass(frozen=True)
class Group:
    """Requests of `applicants` different people; `publication_id` where it has been proposed already."""

    requests: tuple[Alike, ...]
    applicants: int
    publication_id: int | None = None
    publication_state: str = ""

    @property
    def numbers(self) -> str:
        return "、".join(one.number for one in self.requests)


@dataclass(frozen=True)
class PublishedInfo:
    """What was published, as it is told at the next request for the same; `places` count the things asked from one."""

    record_id: int
    subject: str
    address: str
    published_on: date | None
    places: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Row:
    alike: Alike
    name_index: str
    grams: frozenset[str]


def similar_groups(
    session: Session, units: Sequence[int], *, first: date, last: date
) -> tuple[Group, ...]:
    """The groups among what was closed in these days, the one with the most applicants first."""
    rows = _rows(session, units, first, last)
    proposed = _proposed(session, units)
    found = []
    for members in _clusters(rows):
        names = {row.name_index for row in members}
        if len(names) > 1:
            requests = tuple(row.alike for row in members)
            known = next((proposed[r.number] for r in requests if r.number in proposed), (None, ""))
            found.append(Group(requests, len(names), *known))
    return tuple(sorted(found, key=lambda one: (one.publication_id is not None, -one.applicants)))


def _rows(session: Session, units: Sequence[int], first: date, last: date) -> list[_Row]:
    found = session.execute(
        select(Record, Unit, RequestItem.content, Party.name_index)
        .join(Unit, Unit.id == Record.unit_id)
        .join(RequestItem, and_(RequestItem.record_id == Record.id, RequestItem.position == 1))
        .join(Party, and_(Party.record_id == Record.id, Party.position == 1))
        .where(
            Record.kind == RecordKind.request,
            Record.closed_on.between(first, last),
            Record.unit_id.in_(units),
            Record.outcome.in_(_OPEN_ANSWERS),
        )
        .order_by(Record.closed_on.desc(), Record.id.desc())
        .limit(MOST)
    )
    return [
        _Row(
            Alike(r.id, r.number or "", u.name, u.code, text, r.received_on, r.closed_on),
            name,
            _pairs(text),
        )
        for r, u, text, name in found
    ]


def _proposed(session: Session, units: Sequence[int]) -> Mapping[str, tuple[int, str]]:
    """By number of a request: the publication that names it, the newest of several."""
    rows = session.scalars(
        select(Record)
        .where(
            Record.kind == RecordKind.publication,
            Record.state != PublicationState.void,
            Record.unit_id.in_(units),
        )
        .order_by(Record.id.desc())
        .limit(MOST)
    )
    found: dict[str, tuple[int, str]] = {}
    for record in rows:
        for number in str(record.facts.get("requests") or "").split("、"):
            found.setdefault(number.strip(), (record.id, PUBLICATION.label(record.state)))
    return found


def turned_public(session: Session, units: Sequence[int], year: int) -> int:
    """How much was published in a year because several had asked for it, as the indicator of that name counts it."""
    statement = select(func.count()).where(
        Record.kind == RecordKind.publication,
        Record.state == PublicationState.published,
        Record.closed_on.between(date(year, 1, 1), date(year, 12, 31)),
        Record.unit_id.in_(units),
    )
    return session.scalar(statement) or 0


def _clusters(rows: Sequence[_Row]) -> Iterable[list[_Row]]:
    """Each row joins the first group whose newest request is like it; only groups that share a pair of characters are asked."""
    groups: list[list[_Row]] = []
    by_gram: dict[str, set[int]] = {}
    for row in rows:
        near: dict[int, int] = {}
        for gram in row.grams:
            for n in by_gram.get(gram, ()):
                near[n] = near.get(n, 0) + 1
        fitting = (n for n in sorted(near, key=lambda n: -near[n]) if _alike(row, groups[n][0]))
        chosen = next(fitting, None)
        if chosen is not None:
            groups[chosen].append(row)
            continue
        groups.append([row])
        for gram in row.grams:
            by_gram.setdefault(gram, set()).add(len(groups) - 1)
    return (group for group in groups if len(group) > 1)


def _alike(one: _Row, other: _Row) -> bool:
    both = one.grams | other.grams
    return bool(both) and len(one.grams & other.grams) >= _ALIKE * len(both)


def published_before(
    session: Session, items: Sequence[str], *, most: int = 5
) -> tuple[PublishedInfo, ...]:
    """What is public already and is much like one of the things asked now; public is public, so nobody's sight is asked."""
    asked = {n: _pairs(text) for n, text in enumerate(items, 1)}
    asked = {n: pairs for n, pairs in asked.items() if len(pairs) > 2}
    if not asked:
        return ()
    published = RecordKind.publication, PublicationState.published
    near = ranked(session, " ".join(items), most=_LOOKED_AT, among=published)
    title = and_(Note.record_id == Record.id, Note.seq == 1, Note.field == PUBLICATION.title_field)
    rows = session.execute(
        select(Record, Note.content)
        .join(Note, title)
        .where(Record.id.in_(near), Note.content.is_not(None))
        .order_by(Record.closed_on.desc(), Record.id.desc())
    )
    found = []
    for record, title_text in rows:
        named = _pairs(subject := str(title_text))
        if places := tuple(n for n, pairs in asked.items() if _covers(pairs, named)):
            address = str(record.facts.get("address") or "")
            found.append(PublishedInfo(record.id, subject, address, record.closed_on, places))
    return tuple(found[:most])


def _pairs(text: str) -> frozenset[str]:
    return frozenset(gram for gram in grams(text) if len(gram) > 1)


def _covers(asked: frozenset[str], named: frozenset[str]) -> bool:
    return bool(named) and len(asked & named) >= _SHARED * min(len(asked), len(named))
