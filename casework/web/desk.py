"""The desk and the queue: what waits, the most urgent first."""

from dataclasses import replace

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from casework import http
from casework.queries import access, cases, remedies, tasks
from casework.queries.cases import QueueFilter
from casework.web import calendar_admin, inbox, queue_page
from casework.web.blueprint import web
from casework.web.filters import SOON


@web.get("/")
def desk() -> ResponseReturnValue:
    """What is late, what is soon due, and how much stands in each phase."""
    late = _queue(QueueFilter(overdue=True), page_size=10)
    soon = _queue(QueueFilter(soon=SOON), page_size=10)
    mine = _queue(QueueFilter(mine=True, open=True), page_size=10)
    counts = cases.phase_counts(http.read(), http.viewer())
    lists = queue_page.desk_lists(late=late, soon=soon, mine=mine)
    return render_template(
        "web/desk.html",
        counts=counts,
        lists=lists,
        news=inbox.newest(),
        warning=calendar_admin.warning(),
        gaps=remedies.gaps_in_sight(http.read(), http.viewer(), on_day=http.today()),
        tasks=tasks.counts(http.read(), http.viewer(), today=http.today()),
        today=http.today(),
    )


@web.get("/cases")
def queue() -> ResponseReturnValue:
    """The queue by phase, filtered and searched; one page of rows."""
    session, viewer = http.read(), http.viewer()
    wanted = queue_page.wanted(request.args)
    page = queue_page.page(
        wanted,
        _queue(wanted),
        counts=cases.phase_counts(session, viewer),
        units=access.units_in_sight(session, viewer),
    )
    return render_template("web/queue.html", **page)


@web.get("/cases.csv")
def queue_csv() -> ResponseReturnValue:
    """Every case the filter shows, as a table for Excel."""
    wanted = replace(queue_page.wanted(request.args), page=1)
    found = _queue(wanted, page_size=queue_page.EXPORT_LIMIT)
    name = f"cases-{http.today().isoformat()}.csv"
    return Response(
        queue_page.to_csv(found.rows).encode("utf-8-sig"),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _queue(wanted: QueueFilter, *, page_size: int = cases.PAGE_SIZE) -> cases.Queue:
    return cases.queue(
        http.read(),
        http.viewer(),
        wanted,
        today=http.today(),
        calendar=http.calendar(),
        cipher=http.office().cipher,
        page_size=page_size,
    )
