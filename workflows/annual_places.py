"""The cells of the annual tables in which one case stands (model 7): what the database counts for all, told for one.

Every request that was received or closed in a year has its places there; a review or lawsuit has one a year.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from workflows.annual_grid import COLUMNS, FORMATS, PART4_RESULTS, TOTAL, Format, format_for
from workflows.annual_part2 import figures
from workflows.annual_report import Part3, Part4
from workflows.outcomes import outcome
from workflows.vocabulary import RecordKind, ReviewKind, ReviewResult

FIRST_YEAR = FORMATS[0].first_year


@dataclass(frozen=True)
class Counted:
    """What is counted of a case. `carried` maps each 31 December it was carried over to the unit that answered it then.

    `elsewhere`: it counts nowhere, since it is void, or counts with another agency (201号).
    """

    kind: str
    unit: int
    category: str = ""
    received_on: date | None = None
    closed_on: date | None = None
    outcome: str = ""
    elsewhere: bool = False
    after_reconsideration: bool = False
    carried: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, order=True)
class Place:
    """One cell of one unit's table of a year; part four has the kind of review as row and the result as column.

    `by` is what the case adds to the number there: 1, or the yuan of its fee.
    """

    year: int
    unit: int
    row: str
    column: str
    by: int = 1


@dataclass(frozen=True)
class Change:
    """A cell whose number changes by `by`."""

    row: str
    column: str
    by: int


def places(case: Counted, *, before: int) -> tuple[Place, ...]:
    """Every place of a case in the years that are over: those before the year `before`."""
    if case.elsewhere or case.received_on is None:
        return ()
    last = case.closed_on.year if case.closed_on else before - 1
    years = range(max(case.received_on.year, FIRST_YEAR), min(last + 1, before))
    return tuple(place for year in years for place in in_year(case, year))


def in_year(case: Counted, year: int, *, today: date | None = None) -> tuple[Place, ...]:
    """The places of a case in one year; with `today` an open case of the running year is carried forward."""
    if case.elsewhere or case.received_on is None:
        return ()
    if case.kind != RecordKind.request:
        return tuple(_review_places(case, case.received_on, year))
    found = tuple(_request_places(case, case.received_on, year))
    if today is not None and year == today.year and case.closed_on is None:
        return (*found, Place(year, case.unit, "carried_forward", case.category))
    return found


def _request_places(case: Counted, received_on: date, year: int) -> Iterator[Place]:
    unit = case.carried.get(year, case.unit)
    if received_on.year == year:
        yield Place(year, unit, "new_received", case.category)
    if year - 1 in case.carried:
        yield Place(year, unit, "carried_in", case.category)
    if case.closed_on is not None and case.closed_on.year == year:
        yield Place(year, unit, format_for(year).place(outcome(case.outcome).rows), case.category)
    if year in case.carried:
        yield Place(year, unit, "carried_forward", case.category)


def _review_places(case: Counted, received_on: date, year: int) -> Iterator[Place]:
    closed = case.closed_on
    if closed is not None and closed.year == year:
        yield Place(year, case.unit, review_kind(case), case.outcome)
    elif received_on.year <= year and (closed is None or closed.year > year):
        yield Place(year, case.unit, review_kind(case), ReviewResult.pending.value)


def review_kind(case: Counted) -> str:
    """The group of columns of part four (60号, 30号)."""
    if case.kind == RecordKind.review:
        return ReviewKind.reconsideration.value
    after = case.after_reconsideration
    kind = ReviewKind.litigation_after_reconsideration if after else ReviewKind.litigation_direct
    return kind.value


def moved(
    before: Iterable[Place], after: Iterable[Place]
) -> dict[tuple[int, int], tuple[Change, ...]]:
    """The cells that differ, by unit and year."""
    differences: Counter[tuple[int, int, str, str]] = Counter()
    for sign, places in ((1, after), (-1, before)):
        for one in places:
            differences[one.year, one.unit, one.row, one.column] += sign * one.by
    found: dict[tuple[int, int], tuple[Change, ...]] = {}
    for (year, unit, row, column), by in sorted(differences.items()):
        if by:
            found[unit, year] = (*found.get((unit, year), ()), Change(row, column, by))
    return found


FEES = "fees"
FEE_LABELS = {"cases": "收费件数", "received": "收取金额（元）", "refunded": "退还金额（元）"}


def cell_words(format: Format, row: str, column: str) -> str:
    """The printed labels of a number of a report: a cell of part two has no column.

    Raises:
        KeyError: there is no such row or cell. StopIteration: there is no such column.
    """
    if not column:
        return figures(format.key)[row][0]
    if row == FEES:
        return f"信息处理费“{FEE_LABELS[column]}”"
    if row in set(ReviewKind):
        result = next(one.label for one in PART4_RESULTS if one.key == column)
        return f"{ReviewKind(row).label}“{result}”"
    place = next(one.label for one in COLUMNS if one.key == column)
    return f"{format.row(row).label}“{place}”"


def fee_places(unit: int, moves: Iterable[tuple[bool, date, int]], *, before: int) -> tuple[Place, ...]:  # fmt: skip
    """Where the fee of a case is counted in part six of the years before the year `before` (109号).

    A move is whether it is a payment or else a refund, its day, and its yuan.
    """
    paid: Counter[int] = Counter()
    back: Counter[int] = Counter()
    for is_payment, day, yuan in moves:
        if FIRST_YEAR <= day.year < before:
            (paid if is_payment else back)[day.year] += yuan
    return (
        *(Place(year, unit, FEES, "cases") for year in sorted(paid)),
        *(Place(year, unit, FEES, "received", yuan) for year, yuan in sorted(paid.items())),
        *(Place(year, unit, FEES, "refunded", yuan) for year, yuan in sorted(back.items())),
    )


def amended_fees(fees: Mapping[str, int], changes: Iterable[Change]) -> dict[str, int]:
    """The fee totals after the changes."""
    found = dict(fees)
    for one in changes:
        if one.row == FEES:
            found[one.column] += one.by
    return found


def amended(
    format: Format, part3: Part3, part4: Part4, changes: Iterable[Change]
) -> tuple[Part3, Part4]:
    """Both parts after the changes, with every sum over the changed cells; the fees are `amended_fees`."""
    requests = {row: dict(line) for row, line in part3.items()}
    reviews = {row: dict(line) for row, line in part4.items()}
    for one in changes:
        if one.row == FEES:
            continue
        if one.row in reviews:
            lines = [reviews[one.row]]
        else:
            rows = (one.row, TOTAL) if format.row(one.row).is_outcome else (one.row,)
            lines = [requests[row] for row in rows]
        for line in lines:
            for column in (one.column, TOTAL):
                line[column] = line.get(column, 0) + one.by
    return requests, reviews
