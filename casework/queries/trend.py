"""How numbers move: receipts and answers of a year by month or quarter beside the year before, and any counts over some periods.

A trend takes as many statements, and reads as many rows, however old the office is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session

from casework.models.record import Record
from casework.queries import indicators
from casework.queries.indicators import COUNTS, Asked
from workflows.indicators import Counts, Indicator, keys_of
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


def over(
    session: Session,
    asked: Asked,
    periods: Iterable[Period],
    told: Sequence[Indicator],
    *,
    today: date,
) -> tuple[Counts, ...]:
    """What these indicators are told from in each period, counted as the period is by itself; one that has not begun has nothing."""
    keys, days = keys_of(*told), any(one.days for one in told)
    found = []
    for one in periods:
        there = replace(asked, first=one.first, last=one.last, as_of=min(one.last, today))
        if one.first > today:
            found.append(_NOTHING)
            continue
        used = indicators.days_used(session, there) if days else 0
        found.append(indicators.totalled(indicators.by_unit(session, there, keys), used))
    return tuple(found)


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
