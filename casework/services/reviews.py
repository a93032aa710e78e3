"""行政复议 and 行政诉讼: opening such a record beside the request it concerns; everything after goes through `perform`."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from casework import forms
from casework.errors import NotFound
from casework.models.record import Record
from casework.models.unit import Unit
from casework.office import Office
from casework.services import engine
from casework.services.engine import Desk, Done
from casework.viewer import Moment, Viewer
from workflows.registry import workflow_for


def open_review(
    office: Office,
    *,
    unit_id: int,
    kind: str,
    accepted_on: date,
    request_id: int | None,
    data: Mapping[str, Any],
    viewer: Viewer,
    moment: Moment,
) -> Done:
    """Register that a review (`kind` review) or a lawsuit (`lawsuit`) was accepted on a day."""
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        return add_review(
            at,
            unit_id=unit_id,
            kind=kind,
            accepted_on=accepted_on,
            request_id=request_id,
            data=data,
        )[1]


def add_review(
    at: Desk,
    *,
    unit_id: int,
    kind: str,
    accepted_on: date,
    request_id: int | None,
    data: Mapping[str, Any],
) -> tuple[Record, Done]:
    """The same inside an open transaction."""
    workflow = workflow_for(kind, accepted_on)
    row = next(action for action in workflow.actions if action.creates)
    if at.session.get(Unit, unit_id) is None:
        raise NotFound("没有这个单位；请重新选择被申请人或者被告。")
    if request_id is not None and at.session.get(Record, request_id) is None:
        raise NotFound("没有所关联的申请；请核对申请编号。")
    record = Record(
        kind=workflow.kind,
        unit_id=unit_id,
        arrived_on=accepted_on,
        workflow_version=workflow.version,
        parent_id=request_id,
        version=0,
    )
    at.session.add(record)
    at.session.flush()
    loaded = forms.load(row, data)
    return record, engine.apply(at, record, row.name, on_day=accepted_on, data=loaded)
