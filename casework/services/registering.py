"""Opens a record of any kind by the act of its table that creates one; everything after goes through `perform`.

Kinds that come with applicants and the things they ask have an intake of their own (`intake`).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.errors import Invalid, NotFound
from casework.models.record import Record
from casework.models.unit import Unit
from casework.office import Office
from casework.services import actions, engine, form_drafts, telling
from casework.services.engine import Desk, Done
from casework.services.searching import index_record
from casework.viewer import Moment, Viewer
from workflows.definition import Workflow
from workflows.registry import all_workflows, plain_kinds, workflow_for


def open_record(
    office: Office,
    *,
    kind: str,
    unit_id: int,
    on_day: date,
    data: Mapping[str, Any],
    linked: str | int | None = None,
    viewer: Viewer,
    moment: Moment,
    form_key: str = "",
) -> Done:
    """Open a record of this kind in a unit: its creating act is done on `on_day` with `data`.

    `linked` is the number, or the id, of a request in sight that the record concerns. A form with a key opens one record,
    however often it is sent.

    Raises:
        NotFound: no such kind, unit or request, or it is out of sight. NotAllowed: the role of the creating act is
        missing. Invalid: a field is wrong. ActionRefused: a guard of the creating act speaks against it.
    """
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        parent = linked_request(session, viewer, linked)

        def opened() -> Done:
            return add_record(
                at, kind=kind, unit_id=unit_id, on_day=on_day, data=data, parent_id=parent
            )[1]

        return form_drafts.once(at, form_key, opened)


def add_record(
    at: Desk,
    *,
    kind: str,
    unit_id: int,
    on_day: date,
    data: Mapping[str, Any],
    parent_id: int | None = None,
) -> tuple[Record, Done]:
    """The same inside an open transaction, with the id of the request it is linked to."""
    workflow = opened_here(kind, on_day)
    row = workflow.opening
    if at.session.get(Unit, unit_id) is None or not at.viewer.may_see(unit_id):
        raise NotFound("没有这个单位，或者不在您可以查看的范围内；请重新选择单位。")
    record = Record(
        kind=workflow.kind,
        unit_id=unit_id,
        arrived_on=on_day,
        workflow_version=workflow.version,
        parent_id=parent_id,
        version=0,
    )
    at.session.add(record)
    at.session.flush()
    loaded = actions.loaded(at, record, row, data)
    done = engine.apply(at, record, row.name, on_day=on_day, data=loaded)
    index_record(at.session, record)
    telling.tell(at, record, row, done)
    return record, done


def opened_here(kind: str, on_day: date) -> Workflow:
    """The workflow of a kind that is opened without applicants, under the law of that day.

    Raises:
        NotFound: there is no such kind, or it has an intake of its own.
    """
    if kind not in {w.kind.value for w in plain_kinds()}:
        listed = "、".join(f"{w.kind.value}（{w.kind.label}）" for w in plain_kinds())
        raise NotFound(f"没有“{kind}”这一类记录；可以登记的有：{listed}。")
    return workflow_for(kind, on_day)


def linked_request(session: Session, viewer: Viewer, named: str | int | None) -> int | None:
    """The id of the request that a number or an id names.

    Raises:
        NotFound: no such id. Invalid: no such number, or more than one. Out of sight is the same as not there.
    """
    if named is None or not str(named).strip():
        return None
    requests = {w.kind.value for w in all_workflows() if w.has_applicants}
    statement = select(Record).where(Record.kind.in_(requests))
    if isinstance(named, int):
        statement = statement.where(Record.id == named)
    else:
        statement = statement.where(Record.number == named.strip())
    found = [
        one
        for one in session.scalars(statement)
        if viewer.may_see(one.unit_id, one.handler_unit_id)
    ]
    if len(found) == 1:
        return found[0].id
    if isinstance(named, int):
        raise NotFound("没有所关联的申请，或者不在您可以查看的范围内；请核对申请编号。")
    wrong = "有多件申请用这一编号" if found else "没有这一申请"
    raise Invalid(
        f"关联的申请“{named.strip()}”不能确定：{wrong}，或者不在您可以查看的范围内；请核对申请编号。",
        fields={"linked": wrong},
    )
