"""What can be done from the queue: give the ticked cases to a handler, keep a filter under a name, delete it."""

from urllib.parse import parse_qsl

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import Invalid
from casework.services import assigning, saved_filters
from casework.services.assigning import Assigned
from casework.web import queue_page
from casework.web.approvals import chosen
from casework.web.blueprint import web
from casework.web.queue_list import shown


@web.post("/cases/assign")
def assign_chosen() -> ResponseReturnValue:
    """Give the ticked cases to one handler; the page then says of each what became of it."""
    who, moment, given = http.viewer(), http.now(), request.form.get("assignee", "")
    is_id = given.isascii() and given.isdigit() and len(given) < 10
    http.end_read()
    try:
        assigned = assigning.assign_many(
            http.office(),
            chosen(request.form.getlist("pick")),
            handler=int(given) if is_id else 0,
            viewer=who,
            moment=moment,
        )
    except Invalid as error:
        return _queue(error=error), http.status_of(error)
    return _queue(assigned=assigned)


def _queue(*, assigned: tuple[Assigned, ...] = (), error: Invalid | None = None) -> str:
    page = shown(queue_page.wanted(request.args))
    return render_template("web/queue.html", **page, assigned=assigned, error=error)


@web.post("/cases/filters")
def save_filter() -> ResponseReturnValue:
    """Keep the filter of the page under a name."""
    wanted = queue_page.wanted(dict(parse_qsl(request.form.get("query", ""))))
    name, shared = request.form.get("name", ""), request.form.get("shared") == "1"
    who = http.viewer()
    http.end_read()
    try:
        saved_filters.save(
            http.office(), who, name=name, query=queue_page.query(wanted), shared=shared
        )
    except Invalid as error:
        flash(error.message, "warn")
    else:
        flash(f"已保存筛选“{name.strip()}”。", "done")
    return redirect(queue_page.address(wanted), 303)


@web.post("/cases/filters/<int(max=2147483647):filter_id>/delete")
def delete_filter(filter_id: int) -> ResponseReturnValue:
    """Delete a filter of one's own."""
    who = http.viewer()
    http.end_read()
    name = saved_filters.delete(http.office(), who, filter_id)
    flash(f"已删除筛选“{name}”。", "done")
    return redirect(url_for("web.queue"), 303)
