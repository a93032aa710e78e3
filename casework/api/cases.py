"""Requests as JSON: register, list, read, act. What is allowed is asked of the engine, never decided here."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Response, jsonify

from casework import http
from casework.api import bodies, offers, schemas
from casework.api.blueprint import RECORD, ApiBlueprint
from casework.api.errors import PREFIX
from casework.errors import NotFound
from casework.models.record import Record
from casework.queries.case_page import CaseView, case_page, people, seen
from casework.queries.cases import Queue, queue
from casework.queries.queue_filter import QueueFilter
from casework.queries.sight import units_for
from casework.services import intake
from workflows.vocabulary import RecordKind

blueprint = ApiBlueprint("api_requests", description="政府信息公开申请")
_CASE = schemas.CaseOut()
_NOT_OF_THE_FORM = ("unit", "parties", "on_day")
_ACTIONS = schemas.ActionOut(many=True)


@blueprint.at("/requests", method="POST")
@blueprint.takes(bodies.RequestIn)
@blueprint.answers(schemas.ActedOut, status=201, description="登记后的案件")
def register(body: Mapping[str, Any]) -> tuple[Response, int]:
    """登记一件申请（条例29、31）。"""
    viewer, moment = http.viewer(), http.now()
    unit, _ = units_for(http.read(), viewer, body["unit"], rollup=False)
    http.end_read()
    form = request_form(unit.id, body)
    on_day = body["on_day"]
    done = intake.register(http.office(), form, viewer=viewer, moment=moment, on_day=on_day)
    made = answer(done.record_id, done.warnings, query_code=done.query_code)
    made.headers["Location"] = f"{PREFIX}/requests/{done.record_id}"
    return made, 201


@blueprint.at("/requests")
@blueprint.takes(bodies.QueueQuery, query=True)
@blueprint.answers(schemas.QueueOut)
def listed(query: Mapping[str, Any]) -> Queue:
    """可以查看的申请，最急的在前，每页 50 件。"""
    return queue(
        http.read(),
        http.viewer(),
        QueueFilter(**query),
        today=http.today(),
        calendar=http.calendar(),
        cipher=http.office().cipher,
    )


@blueprint.at(f"/requests/{RECORD}")
@blueprint.answers(schemas.CaseOut)
def shown(record_id: int) -> Response:
    """一件申请：期限及逐日依据、记录、文书，以及现在可以办理的事项。"""
    return answer(record_id)


@blueprint.at(f"/requests/{RECORD}/actions/<name>", method="POST")
@blueprint.takes(bodies.ActIn)
@blueprint.answers(schemas.ActedOut, description="办理之后的案件")
def act(body: Mapping[str, Any], record_id: int, name: str) -> Response:
    """办理一个事项；version 已过时的，不执行（409）。"""
    check_request(seen(http.read(), http.viewer(), record_id))
    done = http.perform_action(
        record_id, name, body["data"], version=body["version"], on_day=body["on_day"]
    )
    try:
        return answer(done.record_id, done.warnings, query_code=done.query_code)
    except NotFound:  # a department has answered its last task: the request is out of its sight
        return jsonify({"id": done.record_id, "warnings": list(done.warnings)})


@blueprint.at("/outcomes")
@blueprint.takes(bodies.OutcomeQuery, query=True)
@blueprint.answers(schemas.OutcomesOut)
def outcomes(query: Mapping[str, Any]) -> Mapping[str, Any]:
    """答复可以采用的办理结果，及每一结果的答复须写明的事实（条例36、37）。"""
    return {"items": offers.outcomes(query["ground"])}


def request_form(unit_id: int, body: Mapping[str, Any]) -> intake.RequestForm:
    """The checked body as the form that the service takes."""
    rest = {key: value for key, value in body.items() if key not in _NOT_OF_THE_FORM}
    parties = [intake.PartyForm(**party) for party in body["parties"]]
    return intake.RequestForm(unit_id, parties=parties, **rest)


def answer(
    record_id: int, warnings: Iterable[str] | None = None, *, query_code: str = ""
) -> Response:
    """A request as it stands now, read afresh; with the warnings of the act that led there, and a code it issued."""
    view = _view(record_id)
    data: dict[str, Any] = _CASE.dump(view)
    data["available_actions"] = _ACTIONS.dump(
        offers.offers(view, people(http.read(), view, today=http.today()))
    )
    if warnings is not None:
        data["warnings"] = list(warnings)
    if query_code:
        data["query_code"] = query_code
    return jsonify(data)


def _view(record_id: int) -> CaseView:
    view = case_page(
        http.read(),
        http.viewer(),
        record_id,
        today=http.today(),
        calendar=http.calendar(),
        cipher=http.office().cipher,
        at=http.now().at,
    )
    check_request(view.record)
    return view


def check_request(record: Record) -> None:
    """Raises `NotFound` for a record of another kind."""
    if record.kind != RecordKind.request:
        raise NotFound("这个编号不是政府信息公开申请；请从案件列表中取得编号。")
