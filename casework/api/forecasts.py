"""What would change: supposed acts on a record of any kind, tried without writing; body, answer and routes."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from casework import http
from casework.api import bodies, schemas
from casework.api.blueprint import RECORD, ApiBlueprint
from casework.api.cases import check_request
from casework.api.records import check_case
from casework.queries.case_page import seen
from casework.services.forecasts import Forecast
from casework.services.trying import Supposed

blueprint = ApiBlueprint("api_forecasts", description="试算")
_MOST = 10  # acts in one forecast; a whole case has about as many


class SupposedIn(bodies.Given):
    """One supposed act; its day may lie in the future."""

    action = bodies.Text(required=True, metadata={"example": "third_party_opinion"})
    on_day = bodies.Day(required=True, metadata={"description": "假设的日期，可以在今天之后"})
    data = bodies.Object(
        keys=fields.String(),
        load_default=dict,
        metadata={"description": "与办理该事项相同；文字和单号可以不填"},
    )


class WhatIfIn(bodies.Given):
    """The acts to try, one after another."""

    acts = bodies.Many(
        bodies.Part(SupposedIn),
        required=True,
        validate=validate.Length(1, _MOST, error=f"请填写 1 至 {_MOST} 个事项"),
    )


class CellOut(Schema):
    """A place in part three of an annual table where a request counts."""

    year = fields.Integer()
    row = fields.String()
    label = fields.String()
    category = fields.String()


class StandingOut(Schema):
    """How a record stands, before or after; lengths are working days."""

    state = fields.String()
    state_label = fields.String()
    received_on = fields.Function(lambda s: _day(s.situation.facts.day("received_on")))
    started_on = fields.Date(attribute="situation.clock.started_on")
    due_on = fields.Date(attribute="situation.clock.due_on")
    last_due_on = fields.Date(attribute="situation.clock.last_due_on")
    provisional = fields.Boolean(attribute="situation.clock.provisional")
    extension_days = fields.Integer(attribute="situation.clock.extension_days")
    excluded_days = fields.Integer(attribute="situation.clock.excluded_days")
    closed_on = fields.Date(attribute="situation.facts.closed_on")
    outcome = fields.String(attribute="situation.facts.outcome")
    dates = fields.List(fields.Nested(schemas.DueDayOut), attribute="days")
    timers = fields.List(fields.Nested(schemas.TimerOut))
    year_cells = fields.List(fields.Nested(CellOut), attribute="cells")


class OldPaperOut(Schema):
    title = fields.String()
    number = fields.String()


class OpenedOut(Schema):
    """A case that would be opened; `items` is what would be asked there."""

    case = fields.Nested(StandingOut, attribute="standing")
    items = fields.List(fields.String())
    papers = fields.List(fields.String())


class EffectOut(Schema):
    """Before and after on one record."""

    before = fields.Nested(StandingOut)
    after = fields.Nested(StandingOut)
    warnings = fields.List(fields.String())
    papers = fields.List(fields.String())
    outdated = fields.List(fields.Nested(OldPaperOut))
    restored = fields.List(fields.Nested(OldPaperOut))


class LinkedOut(Schema):
    """What would follow on the linked record."""

    id = fields.Integer(attribute="record_id")
    number = fields.String()
    effect = fields.Nested(EffectOut, attribute="forecast")


class WhatIfOut(EffectOut):
    """Before and after the supposed acts; with `refusals`, after those before the refused one."""

    refused = fields.String()
    refusals = fields.List(fields.Nested(schemas.RefusalOut))
    linked = fields.Nested(LinkedOut, allow_none=True)
    opened = fields.List(fields.Nested(OpenedOut))


@blueprint.at(f"/requests/{RECORD}/what-if", method="POST")
@blueprint.takes(WhatIfIn)
@blueprint.answers(WhatIfOut, description="办理之前和之后")
def what_if(body: Mapping[str, Any], record_id: int) -> Forecast:
    """试算：假设办理这些事项，状态、期限、统计和文书会怎样变化；不写入任何数据。"""
    check_request(seen(http.read(), http.viewer(), record_id))
    return http.forecast(record_id, [Supposed(**one) for one in body["acts"]])


@blueprint.at(f"/records/{RECORD}/what-if", method="POST")
@blueprint.takes(WhatIfIn)
@blueprint.answers(WhatIfOut, description="办理之前和之后")
def what_if_record(body: Mapping[str, Any], record_id: int) -> Forecast:
    """试算：各类记录都可以；所关联案件随之的变化在 linked，拆分另立的案件在 opened。"""
    check_case(seen(http.read(), http.viewer(), record_id))
    return http.forecast(record_id, [Supposed(**one) for one in body["acts"]])


def _day(value: Any) -> str | None:
    return value.isoformat() if value else None
