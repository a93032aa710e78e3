"""The desk: what waits, the most urgent first."""

from flask import render_template
from flask.typing import ResponseReturnValue

from casework import http
from casework.queries import access, cases, remedies, tasks
from casework.queries.queue_filter import QueueFilter
from casework.web import calendar_admin, inbox, queue_page
from casework.web.blueprint import web
from casework.web.filters import SOON
from casework.web.queue_list import question

_ROWS = 10


@web.get("/")
def desk() -> ResponseReturnValue:
    """What is late, what is soon due, and how much stands in each phase."""
    session, viewer = http.read(), http.viewer()
    units = access.units_in_sight(session, viewer)
    counts = cases.counts(session, question(QueueFilter()))
    return render_template(
        "web/desk.html",
        tabs=queue_page.tabs(QueueFilter(), counts)[1:],
        headings=queue_page.plain_headings(with_unit=len(units) > 1),
        with_unit=len(units) > 1,
        prefix=queue_page.common_prefix(units),
        lists=[
            _list("已逾期", "没有逾期的办件。", QueueFilter(overdue=True)),
            _list(
                f"{SOON} 个工作日内到期",
                f"{SOON} 个工作日内没有到期的办件。",
                QueueFilter(soon=SOON),
            ),
            _list("我承办的", "没有分给您承办的办件。", QueueFilter(mine=True, open=True)),
        ],
        news=inbox.newest(),
        warning=calendar_admin.warning(),
        gaps=remedies.gaps_in_sight(session, viewer, on_day=http.today()),
        tasks=tasks.counts(session, viewer, today=http.today()),
        today=http.today(),
    )


def _list(title: str, empty: str, wanted: QueueFilter) -> queue_page.DeskList:
    session, asked = http.read(), question(wanted)
    total = cases.counts(session, asked).of()
    rows = cases.shelf(session, asked, size=_ROWS).rows
    return queue_page.DeskList(title, empty, rows, total, queue_page.address(wanted))
