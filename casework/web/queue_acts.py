"""What can be done from the queue: give the ticked cases to a handler, sort them by topic, keep a filter under a name, delete it."""

from urllib.parse import parse_qsl

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import Invalid
from casework.services import assigning, classifying, saved_filters
from casework.web import batches, queue_page
from casework.web.blueprint import web
from casework.web.queue_list import QUEUE, page_of, shown


@web.post("/cases/assign")
def assign_chosen() -> ResponseReturnValue:
    """Give the ticked cases to one handler; the queue then says of each what became of it."""
    who, moment, given = http.viewer(), http.now(), request.form.get("assignee", "")
    is_id = given.isascii() and given.isdigit() and len(given) < 10
    http.end_read()
    try:
        became = assigning.assign_many(
            http.office(),
            batches.chosen(request.form.getlist("pick")),
            handler=int(given) if is_id else 0,
            viewer=who,
            moment=moment,
        )
    except Invalid as error:
        return _refused(error), http.status_of(error)
    batches.keep(QUEUE, "分办", became, can_undo=True)
    return _told()


@web.post("/cases/assign/undo")
def undo_assignment() -> ResponseReturnValue:
    """Take the last such assignment back, where nothing was done with the case since."""
    who, moment, assigned = http.viewer(), http.now(), batches.to_undo(QUEUE)
    http.end_read()
    if not assigned:
        flash("没有可以撤销的分办；请打开办件，在办理过程中撤销。", "warn")
        return redirect(queue_page.address(queue_page.wanted(request.args)), 303)
    became = assigning.take_back(http.office(), assigned, viewer=who, moment=moment)
    batches.keep(QUEUE, "撤销分办", became)
    return _told()


@web.post("/cases/classify")
def classify_chosen() -> ResponseReturnValue:
    """Sort the ticked cases under one topic; the queue then says of each what became of it."""
    who, moment = http.viewer(), http.now()
    http.end_read()
    try:
        became = classifying.classify_many(
            http.office(),
            batches.chosen(request.form.getlist("pick")),
            topic=request.form.get("topic", ""),
            viewer=who,
            moment=moment,
        )
    except Invalid as error:
        return _refused(error), http.status_of(error)
    batches.keep(QUEUE, "归类", became)
    return _told()


def _refused(error: Invalid) -> str:
    page = shown(queue_page.wanted(request.args))
    return render_template("web/queue.html", **page, error=error)


def _told() -> ResponseReturnValue:
    """Back to the same rows of the queue."""
    there = queue_page.address(queue_page.wanted(request.args), **page_of(), **batches.TOLD)
    return redirect(there, 303)


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
