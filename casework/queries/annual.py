"""Counts the annual table of a unit and year from the cases, by aggregates of the database; how counts become a table is the law's.

One rule allots a case to a unit in a year, for every row: the unit of its row of carrying over the end of that year, else the
unit that answers it now. So a case that a successor took over enters the successor's row 二 and leaves its predecessor's,
and R1 holds for both (model 7). A corrected category holds for every year that is not frozen, so that R5 still holds.

reading: a request whose day of receipt is not settled yet (待确认) counts nowhere until it is; the safe day of law 10.1 runs the
clock, not the statistics. Counting it by its arrival would move it between years when the contact succeeds.
reading: while the year runs, row 四 is what would be carried over if the year ended today: the cases open now.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    case,
    distinct,
    func,
    literal,
    not_,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from casework.models.fee import FeeEntry
from casework.models.record import Carry, Record
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
    for unit, row, category, code, n in session.execute(_requests_counted(scope)):
        found[unit][row, category, code] += n
    return {unit: counts for unit, counts in found.items() if any(counts.values())}


@lru_cache(maxsize=64)  # to make the statement takes longer than to count the cases of a unit
def _requests_counted(scope: Scope) -> CompoundSelect[Any]:
    """Every large part reads one index in its order and joins nothing: of the cases received in a year only those carried over its end can
    count for another unit than that which answers them now, so these few are moved by themselves. What was closed in a year was
    not carried over its end (model 6).
    """
    own, kept, moved = Record.unit_id, _kept.unit_id, _received_and_moved(scope)
    received = Record.received_year == scope.year
    return union_all(
        _grouped(scope, own, TOTAL, Record.closed_year == scope.year, by_outcome=True),
        _grouped(scope, own, "new_received", received),
        _grouped(scope, kept, "new_received", moved, led_by=_kept),
        _grouped(scope, own + 0, "new_received", moved, led_by=_kept, sign=-1),
        _carried_in(scope),
        _carried_forward(scope),
    )


def _grouped(
    scope: Scope,
    unit: Any,
    row: str,
    condition: ColumnElement[bool],
    *,
    led_by: Any = None,
    by_outcome: bool = False,
    sign: int = 1,
) -> Select[Any]:
    """How many cases of the units count in a row, by category; `led_by` carried cases, or straight from an index of cases."""
    groups = (unit, Record.category, *((Record.outcome,) if by_outcome else ()))
    code: Any = Record.outcome if by_outcome else literal("")
    counted = select(unit, literal(row), Record.category, code, func.count() * sign)
    kind: Any = Record.kind
    if led_by is not None:
        counted = counted.select_from(led_by).join(Record, Record.id == led_by.record_id)
        if led_by is not _kept:
            over = and_(_kept.record_id == Record.id, _kept.year == scope.year)
            counted = counted.outerjoin(_kept, over)
        kind = func.coalesce(Record.kind, "")  # no index of cases may serve this
    valid = and_(kind == RecordKind.request.value, Record.state != State.void)
    return counted.where(condition, valid, unit.in_(scope.units)).group_by(*groups)


def _received_and_moved(scope: Scope) -> ColumnElement[bool]:
    # No index of cases may serve this: the few that were carried lead.
    received = Record.received_year + 0 == scope.year
    return and_(_kept.year == scope.year, received, _kept.unit_id != Record.unit_id)


def _carried_in(scope: Scope) -> Select[Any]:
    before = aliased(Carry)
    old = before.year == scope.year - 1
    return _grouped(scope, _answering_unit(), "carried_in", old, led_by=before)


def _carried_forward(scope: Scope) -> Select[Any]:
    row = "carried_forward"
    if scope.is_over:
        return _grouped(scope, _kept.unit_id, row, _kept.year == scope.year, led_by=_kept)
    return _grouped(scope, Record.unit_id, row, in_row(scope, row))


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
    for unit, kind, result, n in session.execute(_reviews_counted(scope)):
        found[unit][kind, result] += n
    return found


@lru_cache(maxsize=64)
def _reviews_counted(scope: Scope) -> CompoundSelect[Any]:
    # What is open or was closed since leads, not the whole history.
    before = Record.received_year + 0 <= scope.year
    still_open = and_(before, Record.closed_on.is_(None))
    later = and_(before, Record.closed_on > scope.last)
    return union_all(
        _reviews_grouped(scope, Record.closed_year == scope.year, by_outcome=True),
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
    return sum(by_unit.values(), Counter())


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
