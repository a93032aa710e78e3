"""The pictures of a year, each with its data table; counted by the queries of the indicators, so that no number is counted twice."""

from dataclasses import replace

from flask import render_template
from flask.typing import ResponseReturnValue

from casework import http
from casework.queries import access
from casework.queries import indicators as counting
from casework.queries import topics as sorting
from casework.queries.trend import trend
from casework.web import statistics_page
from casework.web.blueprint import web
from casework.web.indicator_page import FIRST_YEAR, Wanted, years_href
from casework.web.indicators import scope_of, wanted
from workflows.outcome_rows import AnswerKind
from workflows.periods import Period, Span

_KEYS = ("dated", "in_time", *(kind.value for kind in AnswerKind))


@web.get("/statistics")
def statistics() -> ResponseReturnValue:
    """One year of a unit, or of a unit with those below it."""
    session, today = http.read(), http.today()
    units = access.units_in_sight(session, http.viewer())
    asked = _of_year(wanted(units))
    scope = scope_of(asked)
    numbers = counting.by_unit(session, scope, _KEYS)
    points = trend(session, scope, year=asked.period.year, span=Span.month, today=today)
    below = [one for one in units if one.id in scope.units]
    drawn = [
        statistics_page.months(asked, points),
        statistics_page.results(asked, counting.totalled(numbers)),
        statistics_page.topics(asked, sorting.received(session, scope)),
        statistics_page.days(counting.days_taken(session, scope)),
        *([statistics_page.units(asked, numbers, below)] if len(below) > 1 else []),
    ]
    return render_template(
        "web/statistics.html",
        asked=asked,
        charts_drawn=drawn,
        units=units,
        years=range(today.year, min(FIRST_YEAR, asked.period.year) - 1, -1),
        unit_name=next((one.name for one in units if one.code == asked.unit), ""),
        has_children=any(one.parent == asked.unit for one in units),
        running=asked.period.year == today.year,
        years_href=years_href(asked),
    )


def _of_year(asked: Wanted) -> Wanted:
    """The whole year that was named, this one if none was."""
    return replace(asked, period=Period(Span.year, asked.period.year))
