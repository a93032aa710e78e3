"""Records of every kind as JSON: list, open, read, act; the same shapes as requests, and no kind is known by name."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Response, jsonify

from casework import http
from casework.api import bodies, offers, schemas
from casework.api.blueprint import RECORD, ApiBlueprint
from casework.api.errors import PREFIX
from casework.errors import NotFound
from casework.models.record import Record
from casework.queries import case_page
from casework.queries.case_page import CaseView
from casework.queries.records import RecordFilter, Records, records
from casework.queries.sight import units_for
from casework.services import registering
from workflows.registry import workflow_version

blueprint = ApiBlueprint("api_records", description="复议、诉讼、协助调查函等其他案件")
_RECORD = schemas.RecordOut()
_ACTIONS = schemas.ActionOut(many=True)


@blueprint.at("/records/<kind>")
@blueprint.takes(bodies.RecordsQuery, query=True)
@blueprint.answers(schemas.RecordsOut)
def listed(query: Mapping[str, Any], kind: str) -> Records:
    """可以查看的一类记录，最急的在前，每页 50 件。"""
    wanted = RecordFilter(kind, **query)
    session, viewer = http.read(), http.viewer()
    return records(session, viewer, wanted, today=http.today(), calendar=http.calendar())


@blueprint.at("/records/<kind>", method="POST")
@blueprint.takes(bodies.RecordIn)
@blueprint.answers(schemas.RecordActedOut, status=201, description="登记后的记录")
def opened(body: Mapping[str, Any], kind: str) -> tuple[Response, int]:
    """登记一件记录；data 的字段见 docs/workflows 中该类的第一个事项。"""
    viewer, moment = http.viewer(), http.now()
    unit, _ = units_for(http.read(), viewer, body["unit"], rollup=False)
    http.end_read()
    done = registering.open_record(
        http.office(),
        kind=kind,
        unit_id=unit.id,
        on_day=body["on_day"] or moment.today,
        data=body["data"],
        linked=body["linked"],
        viewer=viewer,
        moment=moment,
    )
    made = answer(done.record_id, done.warnings)
    made.headers["Location"] = f"{PREFIX}/records/{done.record_id}"
    return made, 201


@blueprint.at(f"/records/{RECORD}")
@blueprint.answers(schemas.RecordOut)
def shown(record_id: int) -> Response:
    """一件记录：期限及逐日依据、办理过程，以及现在可以办理的事项。"""
    return answer(record_id)


@blueprint.at(f"/records/{RECORD}/actions/<name>", method="POST")
@blueprint.takes(bodies.ActIn)
@blueprint.answers(schemas.RecordActedOut, description="办理之后的记录")
def act(body: Mapping[str, Any], record_id: int, name: str) -> Response:
    """办理一个事项；version 已过时的，不执行（409）。"""
    _view(record_id)
    done = http.perform_action(
        record_id, name, body["data"], version=body["version"], on_day=body["on_day"]
    )
    return answer(done.record_id, done.warnings)


def answer(record_id: int, warnings: Iterable[str] | None = None) -> Response:
    """A record as it stands now, read afresh; with the warnings of the act that led there."""
    view = _view(record_id)
    data: dict[str, Any] = _RECORD.dump(view)
    people = case_page.people(http.read(), view)
    data["available_actions"] = _ACTIONS.dump(offers.offers(view, people))
    if warnings is not None:
        data["warnings"] = list(warnings)
    return jsonify(data)


def check_case(record: Record) -> None:
    """Raises `NotFound` for the register of a unit: registers are kept by their services."""
    if workflow_version(record.workflow_version).is_register:
        raise NotFound("没有这一案件；请从列表中取得编号。")


def _view(record_id: int) -> CaseView:
    view = case_page.case_page(
        http.read(),
        http.viewer(),
        record_id,
        today=http.today(),
        calendar=http.calendar(),
        cipher=http.office().cipher,
    )
    check_case(view.record)
    return view
