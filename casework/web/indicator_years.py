"""How every indicator moved over the last years, and one of them by month: a small picture beside its numbers, each with its cases."""

from dataclasses import dataclass, replace
from decimal import Decimal

from flask import render_template, request
from flask.typing import ResponseReturnValue

from casework import http
from casework.queries import access
from casework.queries.trend import over
from casework.web import indicator_page
from casework.web.blueprint import web
from casework.web.indicator_page import FIRST_YEAR, Number, Wanted
from casework.web.indicators import scope_of, wanted
from workflows.indicators import BY_KEY, INDICATORS, Counts, Indicator, Topic, value
from workflows.periods import Period, Span

YEARS = 5
_MOVING = tuple(one for one in INDICATORS if not one.today)
_HEIGHT, _STEP = 18, 9  # of a small picture and from bar to bar


@dataclass(frozen=True)
class Bar:
    """A bar of a small picture in its own units."""

    x: int
    y: float
    height: float


@dataclass(frozen=True)
class Row:
    """An indicator or a month with its numbers in the order of the columns; `bars` are their shares of the greatest one."""

    label: str
    numbers: tuple[Number, ...]
    bars: tuple[Bar, ...] = ()
    href: str = ""
    indicator: Indicator | None = None


@web.get("/indicators/years")
def indicator_years() -> ResponseReturnValue:
    """Every indicator that has a past, over some years; the one that is chosen by month as well."""
    units = access.units_in_sight(http.read(), http.viewer())
    here = wanted(units)
    last = here.period.year
    asked = replace(here, period=Period(Span.year, last))
    years = tuple(Period(Span.year, year) for year in range(last - YEARS + 1, last + 1))
    chosen = BY_KEY.get(request.args.get("key", "received"))
    chosen = chosen if chosen in _MOVING else BY_KEY["received"]
    return render_template(
        "web/indicator_years.html",
        asked=asked,
        units=units,
        unit_name=next((one.name for one in units if one.code == asked.unit), ""),
        has_children=any(one.parent == asked.unit for one in units),
        choices=range(http.today().year, min(FIRST_YEAR, last) - 1, -1),
        years=years,
        running=http.today().year,
        groups=_by_topic(asked, years),
        chosen=chosen,
        moving=_MOVING,
        months=_by_month(asked, chosen, years[-2:]),
        width=YEARS * _STEP,
        height=_HEIGHT,
    )


def _by_topic(asked: Wanted, years: tuple[Period, ...]) -> tuple[tuple[Topic, list[Row]], ...]:
    found = over(http.read(), scope_of(asked), years, _MOVING, today=http.today())
    lines = [(one.topic, _line(one, asked, years, found)) for one in _MOVING]
    topics = dict.fromkeys(topic for topic, _ in lines)
    return tuple((topic, [row for of, row in lines if of is topic]) for topic in topics)


def _line(
    one: Indicator, asked: Wanted, periods: tuple[Period, ...], found: tuple[Counts, ...]
) -> Row:
    numbers = tuple(
        indicator_page.number(one, counts, replace(asked, period=period))
        for period, counts in zip(periods, found, strict=True)
    )
    bars = _bars([value(one, counts) or Decimal(0) for counts in found])
    return Row(one.label, numbers, bars, indicator_page.years_href(asked, one.key), one)


def _bars(values: list[Decimal]) -> tuple[Bar, ...]:
    most = max(values)
    heights = [round(float(one / most) * (_HEIGHT - 1), 1) if most else 0.0 for one in values]
    return tuple(Bar(n * _STEP, _HEIGHT - tall, tall) for n, tall in enumerate(heights))


def _by_month(asked: Wanted, one: Indicator, years: tuple[Period, ...]) -> list[Row]:
    """The months of the chosen year beside those of the year before."""
    months = [tuple(Period(Span.month, year.year, n) for n in range(1, 13)) for year in years]
    session, scope, today = http.read(), scope_of(asked), http.today()
    found = [over(session, scope, of_year, (one,), today=today) for of_year in months]
    return [
        Row(
            pair[0].short, tuple(_cell(one, c, p, asked) for p, c in zip(pair, counts, strict=True))
        )
        for pair, counts in zip(zip(*months, strict=True), zip(*found, strict=True), strict=True)
    ]


def _cell(one: Indicator, counts: Counts, period: Period, asked: Wanted) -> Number:
    if period.first > http.today():
        return Number("")
    return indicator_page.number(one, counts, replace(asked, period=period))
