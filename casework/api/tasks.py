"""The open tasks between departments."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields

from casework import http
from casework.api.blueprint import ApiBlueprint
from casework.queries import tasks

blueprint = ApiBlueprint("api_tasks", description="协办事项")


class TaskOut(Schema):
    """One open task; it is done by the acts claim_task and answer_task on its request."""

    request_id = fields.Integer(attribute="record_id")
    thread = fields.Integer(attribute="seq")
    number = fields.String()
    content = fields.String()
    kind = fields.String()
    kind_label = fields.String()
    matter = fields.String()
    asked_by = fields.String()
    asked_of = fields.String()
    asked_on = fields.Date()
    limit_on = fields.Date(allow_none=True)
    claimed_on = fields.Date(allow_none=True)
    days_left = fields.Integer(allow_none=True)
    unclaimed = fields.Boolean(attribute="is_unclaimed")
    late = fields.Boolean(attribute="is_late")


class TasksOut(Schema):
    """What was asked of the viewer's units, and what they wait for."""

    to_do = fields.List(fields.Nested(TaskOut))
    waiting = fields.List(fields.Nested(TaskOut))


@blueprint.at("/tasks")
@blueprint.answers(TasksOut)
def task_list() -> Mapping[str, Any]:
    """交给本单位的和本单位交出的、尚未答复的协办事项。"""
    session, viewer, today, calendar = http.read(), http.viewer(), http.today(), http.calendar()
    return {
        "to_do": tasks.to_do(session, viewer, today=today, calendar=calendar),
        "waiting": tasks.waiting_for(session, viewer, today=today, calendar=calendar),
    }
