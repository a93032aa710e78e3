"""Receipts and answers of a year by month or quarter beside those of the year before; two statements, however old the office is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session

from casework.models.record import Record
from casework.queries.indicators import COUNTS, Asked
from workflows.indicators import Counts
from workflows.periods import Period, Span, holding

KEYS = ("received", "answered", "in_time", "dated")
_NOTHING = Counts({})


@dataclass(frozen=True)
class Point:
    """One period of a trend with the same time last year; `ahead`: it has not begun."""

    period: Period
    now: Counts
    before: Counts
    ahead: bool


def trend(
    session: Session, asked: Asked, *, year: int, span: Span, today: date
) -> tuple[Point, ...]:
    """The year's periods in their order."""
    both = replace(asked, first=date(year - 1, 1, 1), last=date(year, 12, 31))
    found = _by_period(session, both, span)
    periods = (Period(span, year, n) for n in range(1, span.parts + 1))
    return tuple(
        Point(p, found.get(p, _NOTHING), found.get(p.before, _NOTHING), p.first > today)
        for p in periods
    )


def _by_period(session: Session, asked: Asked, span: Span) -> Mapping[Period, Counts]:
    numbers: dict[Period, dict[str, int]] = {}
    for day, keys in ((Record.received_on, KEYS[:1]), (Record.closed_on, KEYS[1:])):
        for year, month, *found in session.execute(_monthly(asked, day, keys)):
            period = holding(span, date(int(year), int(month), 1))
            sums = numbers.setdefault(period, dict.fromkeys(KEYS, 0))
            for key, n in zip(keys, found, strict=True):
                sums[key] += n
    return {period: Counts(sums) for period, sums in numbers.items()}


def _monthly(asked: Asked, day: Any, keys: tuple[str, ...]) -> Any:
    year, month = extract("year", day), extract("month", day)
    first, *others = (COUNTS[key] for key in keys)
    also = [func.count().filter(one.also(asked)) for one in others if one.also]
    return (
        select(year, month, func.count(), *also)
        .where(first.condition(asked), Record.unit_id.in_(asked.units))
        .group_by(year, month)
    )
