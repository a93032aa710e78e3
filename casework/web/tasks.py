"""The page of the tasks between departments: what was asked of us, and what we wait for."""

from flask import render_template
from flask.typing import ResponseReturnValue

from casework import http
from casework.queries import tasks
from casework.web.blueprint import web


@web.get("/tasks")
def task_list() -> ResponseReturnValue:
    """The open tasks of the viewer's units, unclaimed and late ones marked; the most urgent first."""
    session, viewer, today, calendar = http.read(), http.viewer(), http.today(), http.calendar()
    return render_template(
        "web/tasks.html",
        to_do=tasks.to_do(session, viewer, today=today, calendar=calendar),
        waiting=tasks.waiting_for(session, viewer, today=today, calendar=calendar),
    )
