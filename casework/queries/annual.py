"""Counts the annual table of a unit and year from the cases, by aggregates of the database; how counts become a table is the law's.

One rule allots a case to a unit in a year, for every row: the unit of its row of carrying over the end of that year, else the
unit that answers it now. So a case that a successor took over enters the successor's row 二 and leaves its predecessor's,
and R1 holds for both (model 7). A corrected category holds for every year that is not frozen, so that R5 still holds.

reading: a request whose day of receipt is not settled yet (待确认) counts nowhere until it is; the safe day of law 10.1 runs the
clock, not the statistics. Counting it by its arrival would move it between years when the contact succeeds.
reading: while the year runs, row 四 is what would be carried over if the year ended today: the cases open now.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    and_,
    case,
    cast,
    distinct,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from casework.models.fee import FeeEntry
from casework.models.record import CLOSED_LATER, Carry, Record
from workflows import annual_report
from workflows.acts.deciding import JOINT
from workflows.annual_grid import TOTAL
from workflows.annual_report import FeeTotals, Format, Part3, Part4
from workflows.vocabulary import ApplicantCategory, RecordKind, ReviewKind, ReviewResult, State

# A joint 复议机关 leaves its case to the original agency (201号).
DEFENDED_BY_US = func.coalesce(Record.facts["our_role"].as_string(), "") != JOINT
_kept = aliased(Carry)  # the row of carrying over the end of the counted year


@dataclass(frozen=True)
class Scope:
    """What is counted: a year, the units whose cases count, and whether 31 December has passed."""

    year: int
    units: tuple[int, ...]
    is_over: bool

    @classmethod
    def on(cls, today: date, year: int, units: tuple[int, ...]) -> "Scope":
        """What is counted when it is asked on a day."""
        return cls(year, units, today.year > year)

    @property
    def first(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        return date(self.year, 12, 31)


Counts = Counter[tuple[str, ...]]
"""How many cases share these: row, category and outcome in part three, kind and result in part four."""

_ROWS = ("new_received", "carried_in", "carried_forward", TOTAL)


def part3_counts(session: Session, scope: Scope) -> dict[int, Counts]:
    """What part three is made of, by unit, each row counted by its own condition; a unit without cases is left out."""
    found: dict[int, Counts] = defaultdict(Counter)
    for unit, *row in session.execute(_requests_counted(scope)).all():
        _add(found[unit], scope, row)
    return {unit: counts for unit, counts in found.items() if any(counts.values())}


def part3_sum(session: Session, scope: Scope) -> Counts:
    """The same of all units together: summed by the database, so that no unit's numbers travel."""
    total: Counts = Counter()
    for row in session.execute(_requests_summed(scope)).all():
        _add(total, scope, row)
    return total


def _add(counts: Counts, scope: Scope, found: Sequence[Any]) -> None:
    row, category, year, code, n = found
    if row != TOTAL:
        counts[row, category, ""] += n
    if year == scope.year:
        counts[TOTAL, category, code] += n


@lru_cache(maxsize=64)
def _requests_summed(scope: Scope) -> Select[Any]:
    _, *keys, n = _requests_counted(scope).subquery().c
    # PostgreSQL sums whole numbers as a decimal.
    return select(*keys, cast(func.sum(n), Integer)).group_by(*keys)


@lru_cache(maxsize=64)  # to make the statement takes longer than to count the cases of a unit
def _requests_counted(scope: Scope) -> CompoundSelect[Any]:
    """The requests of the year, with the year of closing and the outcome where these may count. Every large part reads one
    index in its order and joins nothing.

    Most of a year's requests are closed in it, so they are read once for both; those closed in another year than they were
    received in have a small index of their own. Only those carried over the end of the year can count for another unit than
    that which answers them now, so these few are moved by themselves. What was closed in a year was not carried over its
    end (model 6).
    """
    return union_all(
        _answered(scope, "new_received", Record.received_year == scope.year, closed=True),
        _answered(scope, TOTAL, and_(Record.closed_year == scope.year, CLOSED_LATER), closed=True),
        _received_and_moved(scope, _kept.unit_id, 1),
        _received_and_moved(scope, _kept.current_unit_id, -1),
        _carried_in(scope),
        _carried_forward(scope),
    )


def _answered(
    scope: Scope, row: str, condition: ColumnElement[bool], *, closed: bool = False
) -> Select[Any]:
    """How many requests the units answer now, by category, and by the year of closing and the outcome if `closed`."""
    result = (Record.closed_year, Record.outcome) if closed else ()
    keys = (Record.unit_id, Record.category, *result)
    return (
        _counted(row, keys)
        .where(condition, Record.kind == RecordKind.request.value, Record.state != State.void)
        .where(Record.unit_id.in_(scope.units))
    )


def _received_and_moved(scope: Scope, unit: Any, sign: int) -> Select[Any]:
    moved = _kept.unit_id != _kept.current_unit_id
    # No index of cases may serve this: the few that were carried lead.
    received = Record.received_year + 0 == scope.year
    return (
        _counted("new_received", (unit, _kept.category), sign)
        .join(Record, Record.id == _kept.record_id)
        .where(_kept.year == scope.year, moved, received, unit.in_(scope.units))
    )


def _carried_in(scope: Scope) -> Select[Any]:
    before = aliased(Carry)
    unit = func.coalesce(_kept.unit_id, before.current_unit_id)
    again = and_(_kept.record_id == before.record_id, _kept.year == scope.year)
    return (
        _counted("carried_in", (unit, before.category))
        .outerjoin(_kept, again)
        .where(before.year == scope.year - 1, unit.in_(scope.units))
    )


def _carried_forward(scope: Scope) -> Select[Any]:
    row = "carried_forward"
    if not scope.is_over:
        return _answered(scope, row, in_row(scope, row))
    kept = (_kept.year == scope.year, _kept.unit_id.in_(scope.units))
    return _counted(row, (_kept.unit_id, _kept.category)).where(*kept)


def _counted(row: str, keys: tuple[Any, ...], sign: int = 1) -> Select[Any]:
    """The number of each unit and category, and of each year of closing and outcome where these are among the keys."""
    unit, category, year, code = (*keys, cast(null(), Integer), literal(""))[:4]
    named = {"unit": unit, "row": literal(row), "category": category, "year": year, "code": code}
    shown = (column.label(name) for name, column in named.items())
    return select(*shown, (func.count() * sign).label("n")).group_by(*keys)


def part3_of(format: Format, counts: Counts) -> Part3:
    """Part three of one or of several units. ValueError for a category or an outcome that the table does not know."""
    plain: dict[str, dict[ApplicantCategory, int]] = {row: {} for row in _ROWS}
    results = {}
    for (row, category, code), n in counts.items():
        if row == TOTAL:
            results[ApplicantCategory(category), code] = n
        else:
            plain[row][ApplicantCategory(category)] = n
    return annual_report.tally3(
        format,
        new=plain["new_received"],
        carried_in=plain["carried_in"],
        results=results,
        carried_forward=plain["carried_forward"],
    )


def part4_counts(session: Session, scope: Scope) -> dict[int, Counts]:
    """What part four is made of, by unit: results by the year of closing, pending what was open on 31 December."""
    found: dict[int, Counts] = defaultdict(Counter)
    for unit, kind, result, n in session.execute(_reviews_counted(scope)).all():
        found[unit][kind, result] += n
    return found


@lru_cache(maxsize=64)
def _reviews_counted(scope: Scope) -> CompoundSelect[Any]:
    # What is open or was closed since leads, not the whole history.
    before = Record.received_year + 0 <= scope.year
    still_open = and_(before, Record.closed_on.is_(None))
    later = and_(before, Record.closed_on > scope.last)
    return union_all(
        _reviews_grouped(scope, _closed_in(scope), by_outcome=True),
        _reviews_grouped(scope, still_open),
        _reviews_grouped(scope, later),
    )


def _reviews_grouped(
    scope: Scope, condition: ColumnElement[bool], *, by_outcome: bool = False
) -> Select[Any]:
    # One expression: PostgreSQL does not see that two with equal parameters are the same.
    group = review_group()
    result: Any = Record.outcome if by_outcome else literal(ReviewResult.pending.value)
    keys = (Record.unit_id, group, *((Record.outcome,) if by_outcome else ()))
    counted: Select[Any] = select(Record.unit_id, group, result, func.count())
    return counted.where(reviewed(scope), condition).group_by(*keys)


def part4_of(counts: Counts) -> Part4:
    """Part four of one or of several units. ValueError for a result that the table does not know."""
    known = {(ReviewKind(kind), ReviewResult(result)): n for (kind, result), n in counts.items()}
    return annual_report.tally4(known)


def summed(by_unit: Mapping[int, Counts]) -> Counts:
    """What several units' counts are together."""
    total: Counts = Counter()
    for counts in by_unit.values():
        total.update(counts)
    return total


def count_fees(session: Session, scope: Scope) -> FeeTotals:
    """The information-processing fee of the year: by the day of payment, refunds by the day of refund (109号).

    The money stays with the unit that answers the case; void cases count nowhere, as in every other number.
    """
    paid = FeeEntry.kind == "fee"
    row = session.execute(
        select(
            func.count(distinct(case((paid, FeeEntry.record_id)))),
            func.coalesce(func.sum(case((paid, FeeEntry.yuan))), 0),
            func.coalesce(func.sum(case((not_(paid), FeeEntry.yuan))), 0),
        )
        .join(Record, Record.id == FeeEntry.record_id)
        .where(
            FeeEntry.moved_on.between(scope.first, scope.last),
            # No index may serve this: the few rows of the year lead, not every case of the unit.
            (Record.unit_id + 0).in_(scope.units),
            Record.state != State.void,
        )
    ).one()
    return FeeTotals(*(int(value) for value in row))


def requests(scope: Scope, columns: Iterable[Any]) -> Select[Any]:
    """The requests that the scope's units answer for in that year; void ones count nowhere (model 1)."""
    return (
        select(*columns)
        .select_from(Record)
        .outerjoin(_kept, and_(_kept.record_id == Record.id, _kept.year == scope.year))
        .where(
            Record.kind == RecordKind.request,
            Record.state != State.void,
            _answering_unit().in_(scope.units),
        )
    )


def _answering_unit() -> ColumnElement[int]:
    """The unit for which a case counts in the year: where it was carried over the end of it, else where it is now."""
    return func.coalesce(_kept.unit_id, Record.unit_id)


def in_row(scope: Scope, row: str) -> ColumnElement[bool]:
    """The condition of rows 一, 二 and 四; anything else is a result of the year, by the first closing (model 7)."""
    if row == "new_received":
        return Record.received_on.between(scope.first, scope.last)
    if row == "carried_in":
        return Record.id.in_(select(Carry.record_id).where(Carry.year == scope.year - 1))
    if row == "carried_forward":
        if scope.is_over:
            return _kept.record_id.is_not(None)
        return and_(Record.received_on <= scope.last, Record.closed_on.is_(None))
    return _closed_in(scope)


def reviewed(scope: Scope) -> ColumnElement[bool]:
    """Reviews and lawsuits against the scope's units."""
    return and_(
        Record.kind.in_((RecordKind.review, RecordKind.lawsuit)),
        Record.state != State.void,
        DEFENDED_BY_US,
        # No index may serve this: the few reviews of the year lead, not every case of the unit.
        (Record.unit_id + 0).in_(scope.units),
    )


def review_group() -> ColumnElement[str]:
    """The group of columns of part four (60号, 30号): a review, or a lawsuit before or after one."""
    # The value is kept as JSON; a missing key is NULL and falls through to the direct suit.
    after = Record.facts["after_reconsideration"].as_boolean()
    return case(
        (Record.kind == RecordKind.review, ReviewKind.reconsideration.value),
        (after.is_(True), ReviewKind.litigation_after_reconsideration.value),
        else_=ReviewKind.litigation_direct.value,
    )


def in_review_cell(scope: Scope, result: str) -> ColumnElement[bool]:
    """The reviews behind a result of part four, or behind its total."""
    if result == TOTAL:
        return or_(_closed_in(scope), _pending(scope))
    if result == ReviewResult.pending:
        return _pending(scope)
    return and_(_closed_in(scope), Record.outcome == result)


def _closed_in(scope: Scope) -> ColumnElement[bool]:
    return Record.closed_on.between(scope.first, scope.last)


def _pending(scope: Scope) -> ColumnElement[bool]:
    still_open = or_(Record.closed_on.is_(None), Record.closed_on > scope.last)
    return and_(Record.received_on <= scope.last, still_open)
