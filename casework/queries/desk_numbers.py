"""The numbers of the desk: each is a filter of the queue, counted by the conditions that list it, many in one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.models.record import Record
from casework.models.unit import Unit
from casework.queries.queue_filter import Question, QueueFilter, conditions, matches
from workflows.vocabulary import State

_HAND = (
    QueueFilter(open=True),
    QueueFilter(overdue=True),
    QueueFilter(soon=5),
    QueueFilter(nobody=True),
)
"""What a supervisor sees of each unit's work in hand."""


@dataclass(frozen=True)
class UnitLine:
    """One unit with its numbers, each with the filter behind it; `late` of them are overdue."""

    code: str
    name: str
    numbers: tuple[tuple[QueueFilter, int], ...]

    @property
    def late(self) -> int:
        return next(n for wanted, n in self.numbers if wanted.overdue)


def of_year(year: int) -> tuple[QueueFilter, QueueFilter]:
    """What came in during a year and what was closed in it, as the annual table counts: void cases nowhere."""
    return QueueFilter(year=year, counted=True), QueueFilter(closed=year, counted=True)


def in_hand(session: Session, asked: Question, wanted: Sequence[QueueFilter]) -> tuple[int, ...]:
    """How many cases each of these filters lists; all of them ask for open cases only."""
    hand = conditions(session, asked.asking(QueueFilter(open=True)))
    row = session.execute(select(*_counts(asked, wanted)).select_from(Record).where(*hand)).one()
    return tuple(row)


def whole(session: Session, asked: Question, wanted: Sequence[QueueFilter]) -> tuple[int, ...]:
    """How many cases each of these filters lists, closed ones as well; each is counted from its own index."""
    parts = (
        select(func.count())
        .select_from(Record)
        .where(*conditions(session, asked.asking(one)))
        .scalar_subquery()
        for one in wanted
    )
    return tuple(session.execute(select(*parts)).one())


def by_unit(session: Session, asked: Question) -> tuple[UnitLine, ...]:
    """The units in sight that have any work, with what is in hand and their year, those with late cases first."""
    year = of_year(asked.today.year)
    hand = _grouped(session, asked, QueueFilter(open=True), _HAND)
    got, closed = (_grouped(session, asked, one, (QueueFilter(),)) for one in year)
    seen = asked.viewer.unit_ids()
    units = select(Unit.id, Unit.code, Unit.name).order_by(Unit.code)
    lines = []
    for unit in session.execute(units if seen is None else units.where(Unit.id.in_(seen))):
        counts = (
            *hand.get(unit.id, (0,) * len(_HAND)),
            *got.get(unit.id, (0,)),
            *closed.get(unit.id, (0,)),
        )
        if not any(counts):
            continue
        numbers = zip((*_HAND, *year), counts, strict=True)
        own = tuple((replace(wanted, unit=unit.code), n) for wanted, n in numbers)
        lines.append(UnitLine(unit.code, unit.name, own))
    return tuple(sorted(lines, key=lambda line: -line.late))


def _grouped(
    session: Session, asked: Question, among: QueueFilter, wanted: Sequence[QueueFilter]
) -> Mapping[int, tuple[int, ...]]:
    # Sorted by hand: an index by unit would lead through every closed case.
    unit_id = func.coalesce(Record.unit_id, Record.unit_id)
    rows = session.execute(
        select(unit_id, *_counts(asked, wanted))
        .where(*conditions(session, asked.asking(among)))
        .group_by(unit_id)
    )
    return {row[0]: tuple(row[1:]) for row in rows}


def _counts(asked: Question, wanted: Sequence[QueueFilter]) -> list[Any]:
    return [func.count().filter(matches(asked.asking(one))) for one in wanted]


WAITING_FOR_US = (
    QueueFilter(state=State.pending_confirmation.value),
    QueueFilter(state=State.registered.value),
    QueueFilter(state=State.pending_service.value),
)
"""States in which somebody of the office has to do the next act, whoever handles the case."""
