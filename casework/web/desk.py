"""The desk: what waits, the most urgent first, and how much of it there is; every number opens its list."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.queries import (
    access,
    announcements,
    cases,
    desk_numbers,
    indicators,
    publishing,
    remedies,
    tasks,
)
from casework.queries.access import UnitRow
from casework.queries.indicators import Asked
from casework.queries.queue_filter import QueueFilter
from casework.web import calendar_admin, desk_page, inbox, queue_page
from casework.web.blueprint import web
from casework.web.desk_page import LATE, MINE, NEAR, Group
from casework.web.filters import SOON
from casework.web.queue_list import question
from workflows.indicators import BY_KEY, said
from workflows.periods import Period, Span
from workflows.vocabulary import Role

_ROWS = 10


@web.get("/")
def desk() -> ResponseReturnValue:
    """What must be done today, what others owe, the year so far, and of a supervisor's units which is late."""
    session, viewer = http.read(), http.viewer()
    units = access.units_in_sight(session, viewer)
    return render_template(
        "web/desk.html",
        announced=announcements.for_staff(session, viewer, today=http.today()),
        groups=_groups(units),
        units=_units() if len(units) > 1 else (),
        headings=queue_page.plain_headings(with_unit=len(units) > 1),
        with_unit=len(units) > 1,
        prefix=queue_page.common_prefix(units),
        lists=_lists(),
        news=inbox.newest(),
        warning=calendar_admin.warning(),
        gaps=remedies.gaps_in_sight(session, viewer, on_day=http.today()),
        tasks=tasks.counts(session, viewer, today=http.today()),
        today=http.today(),
        **_filing(),
    )


def _filing() -> dict[str, Any]:
    """Whose annual report of last year is not public, of the units that the viewer supervises (条例47、49)."""
    viewer, today = http.viewer(), http.today()
    below = [n for n, roles in viewer.roles.items() if Role.supervisor in roles]
    if not below:
        return {"not_filed": ()}
    found = publishing.filings(http.read(), below, year=today.year - 1, as_of=today)
    open_ones = [one for one in found if one.published_on is None]
    return {
        "not_filed": open_ones,
        "filed_year": today.year - 1,
        "filing_late": any(one.late for one in open_ones),
    }


def _groups(units: tuple[UnitRow, ...]) -> tuple[Group, ...]:
    """The open cases in one statement, the year in another."""
    session, asked = http.read(), question(QueueFilter())
    plans, year = desk_page.plans(), desk_page.year_plan(http.today().year)
    wanted = [one for plan in plans for _, one in plan.rows]
    counts = desk_numbers.in_hand(session, asked, wanted)
    so_far = desk_numbers.whole(session, asked, [one for _, one in year.rows])
    of_year = desk_page.with_figure(desk_page.group(year, so_far), _in_time(units))
    return (*desk_page.groups(plans, counts), of_year)


def _in_time(units: tuple[UnitRow, ...]) -> desk_page.Figure:
    """The rate in time of this year so far, over the units in sight."""
    session, today = http.read(), http.today()
    period = Period(Span.year, today.year)
    scope = Asked(tuple(one.id for one in units), period.first, period.last, today, http.calendar())
    found = indicators.totalled(indicators.by_unit(session, scope, ("dated", "in_time")))
    return desk_page.Figure(
        BY_KEY["on_time_rate"].label,
        found.of("dated"),
        url_for("web.statistics"),
        text=said(BY_KEY["on_time_rate"], found),
    )


def _units() -> tuple[tuple[str, tuple[desk_page.Figure, ...]], ...]:
    lines = desk_numbers.by_unit(http.read(), question(QueueFilter()))
    return desk_page.unit_rows(lines)


def _lists() -> list[queue_page.DeskList]:
    return [
        _list("已逾期", "没有逾期的办件。", LATE),
        _list(f"{SOON} 个工作日内到期", f"{SOON} 个工作日内没有到期的办件。", NEAR),
        _list("我承办的", "没有分给您承办的办件。", MINE),
    ]


def _list(title: str, empty: str, wanted: QueueFilter) -> queue_page.DeskList:
    found = cases.shelf(http.read(), question(wanted), size=_ROWS)
    more = found.after is not None
    return queue_page.DeskList(title, empty, found.rows, more, queue_page.address(wanted))
