"""The indicators as data for their page: rows by topic with last year's, units, the trend, and where each number leads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from casework.errors import Invalid
from casework.queries.access import UnitRow
from casework.queries.trend import Point
from casework.web.queue_page import Link
from workflows import indicators
from workflows.indicators import BY_KEY, INDICATORS, Counts, Indicator, Topic
from workflows.periods import Period, Span, last_ended

FIRST_YEAR = 2019  # of the Regulation in force
UNIT_COLUMNS = (
    "received",
    "answered",
    "late",
    "overdue",
    "due_5",
    "extended",
    "reviews",
    "suits",
    "letters",
    "rectifying_late",
)


@dataclass(frozen=True)
class Wanted:
    """What an address asks for: a unit with or without those below it, and a period."""

    unit: str
    rollup: bool
    period: Period
    as_of: date | None = None  # where another day is asked about than the period's last

    def address(self, **more: Any) -> dict[str, Any]:
        """The parts of an address that ask for it."""
        found: dict[str, Any] = {
            "unit": self.unit,
            "span": self.period.span.value,
            "year": self.period.year,
            "part": self.period.part,
        }
        found |= {"as_of": self.as_of.isoformat()} if self.as_of else {}
        return found | ({"rollup": 1} if self.rollup else {}) | more


@dataclass(frozen=True)
class Number:
    """One number with the list behind it; `bad` where there is some of what should not be."""

    text: str
    href: str = ""
    bad: bool = False

    @property
    def css(self) -> str:
        """How the number is coloured: late work, nothing, or plain."""
        return "late" if self.bad else "none" if self.text in ("0", "—") else ""


@dataclass(frozen=True)
class Line:
    """One indicator as the page shows it."""

    indicator: Indicator
    now: Number
    before: Number
    change: str


def wanted(args: Mapping[str, str], *, unit: str, rollup: bool, today: date) -> Wanted:
    """The period that an address asks for; without a word the newest month that is over, of `unit`.

    Raises:
        Invalid: a period that does not exist.
    """
    span = next((s for s in Span if s.value == args.get("span")), Span.month)
    newest = last_ended(span, today)
    year, part = args.get("year", ""), args.get("part", "")
    chosen = Period(
        span,
        _whole(year, newest.year),
        min(_whole(part, newest.part), span.parts) or 1,
    )
    if chosen.first > today:
        raise Invalid(
            f"{chosen.label}还没有开始，没有可以统计的；请选择较早的时期。",
            fields={"year": "不能晚于今天"},
        )
    rolled = args.get("rollup") == "1" if "unit" in args else rollup
    return Wanted(args.get("unit", unit), rolled, chosen, _day(args.get("as_of", ""), today))


def _day(text: str, today: date) -> date | None:
    try:
        return min(date.fromisoformat(text), today) if text else None
    except ValueError:
        return None


def _whole(text: str, default: int) -> int:
    usable = text.isascii() and text.isdigit() and len(text) < 5
    return int(text) if usable and int(text) else default


def page(
    asked: Wanted,
    *,
    now: Counts,
    before: Counts,
    units: Sequence[UnitRow],
    today: date,
) -> dict[str, Any]:
    """Everything the page needs beside units and trend."""
    return {
        "asked": asked,
        "units": units,
        "years": range(today.year, min(FIRST_YEAR, asked.period.year) - 1, -1),
        "spans": tuple(
            Link(
                f"按{s.label}",
                url_for("web.indicators", **_of_span(asked, s, today)),
                s == asked.period.span,
            )
            for s in Span
        ),
        "groups": tuple((t, tuple(_lines(t, asked, now, before))) for t in Topic),
        "years_href": years_href(asked),
        "csv": url_for("web.indicators_csv", **asked.address()),
    }


def _of_span(asked: Wanted, span: Span, today: date) -> dict[str, Any]:
    newest = last_ended(span, today)
    return asked.address(span=span.value, year=newest.year, part=newest.part)


def _lines(topic: Topic, asked: Wanted, now: Counts, before: Counts) -> list[Line]:
    ago = Wanted(asked.unit, asked.rollup, asked.period.before)
    return [
        Line(
            one,
            number(one, now, asked),
            Number("") if one.today else number(one, before, ago),
            indicators.change(one, now, before),
        )
        for one in INDICATORS
        if one.topic is topic
    ]


def number(one: Indicator, counts: Counts, asked: Wanted, *, about: str = "") -> Number:
    """A number; a rate leads to what it counts, an average to what was closed and is by itself not bad."""
    key = one.part or ("answered" if one.days else one.key)
    href = cases_href(asked, key, about=about)
    bad = one.rises_badly and not one.days and bool(counts.of(key))
    return Number(indicators.said(one, counts), href, bad)


def cases_href(asked: Wanted, key: str, *, about: str = "", topic: str = "") -> str:
    """The list behind a count, of all units or of one of them, of all topics or of one."""
    return url_for(
        "web.indicator_cases", key=key, **asked.address(), about=about or None, topic=topic or None
    )


def years_href(asked: Wanted, key: str = "") -> str:
    """The page of the last years, with an indicator by month."""
    return url_for(
        "web.indicator_years", **asked.address(), key=key or None, _anchor="months" if key else None
    )


def unit_lines(
    asked: Wanted,
    found: Mapping[int, Mapping[str, int]],
    names: Sequence[UnitRow],
) -> tuple[tuple[str, tuple[Number, ...]], ...]:
    """The units with anything to show, those with late cases first."""
    lines = []
    for unit in names:
        counts = Counts(found.get(unit.id, {}))
        if any(counts.of(key) for key in UNIT_COLUMNS):
            numbers = (number(BY_KEY[k], counts, asked, about=unit.code) for k in UNIT_COLUMNS)
            lines.append((counts.of("overdue") + counts.of("late"), unit.name, tuple(numbers)))
    return tuple((name, numbers) for _, name, numbers in sorted(lines, key=lambda one: -one[0]))


def trend_lines(asked: Wanted, points: Sequence[Point]) -> tuple[dict[str, Any], ...]:
    """The trend with its bars as shares of the greatest number."""
    most = max((max(p.now.of("received"), p.before.of("received")) for p in points), default=0)
    rate = BY_KEY["on_time_rate"]
    return tuple(
        {
            "label": point.period.short,
            "ahead": point.ahead,
            "most": max(most, 1),
            "received": _of(asked, point.period, "received", point.now),
            "received_before": _of(asked, point.period.before, "received", point.before),
            "answered": _of(asked, point.period, "answered", point.now),
            "answered_before": _of(asked, point.period.before, "answered", point.before),
            "rate": indicators.said(rate, point.now),
            "rate_before": indicators.said(rate, point.before),
        }
        for point in points
    )


def _of(asked: Wanted, period: Period, key: str, counts: Counts) -> Number:
    there = Wanted(asked.unit, asked.rollup, period)
    return Number(str(counts.of(key)), cases_href(there, key))


def trend_span(period: Period) -> Span:
    """By quarter where quarters are looked at, else by month."""
    return Span.quarter if period.span is Span.quarter else Span.month


CSV_HEAD = ("类别", "指标", "本期", "去年同期", "变化", "口径", "依据")


def csv_row(line: Line) -> tuple[str, ...]:
    """One indicator as a line of a table."""
    one = line.indicator
    return (
        one.topic.label,
        f"{one.label}（{one.unit}）" if one.unit else one.label,
        line.now.text,
        line.before.text,
        line.change,
        one.definition,
        one.source,
    )
