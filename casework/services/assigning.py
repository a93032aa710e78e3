"""Several cases given to one handler: each through the one door, in a transaction of its own; the refused are named."""

from collections.abc import Iterable
from dataclasses import dataclass

from casework.errors import CaseworkError, Invalid
from casework.models.record import Record
from casework.models.user import User
from casework.office import Office
from casework.queries.case_page import seen
from casework.services import actions
from casework.services.approving import Chosen
from casework.viewer import Moment, Viewer
from workflows.registry import workflow_version

MOST = 50
"""Cases of one batch: a page of the queue."""
_ACTS = ("assign", "reassign")


@dataclass(frozen=True)
class Assigned:
    """What became of one case; `refused` is empty where the handler has it now."""

    record_id: int
    number: str
    refused: str = ""
    warnings: tuple[str, ...] = ()


def assign_many(
    office: Office, chosen: Iterable[Chosen], *, handler: int, viewer: Viewer, moment: Moment
) -> tuple[Assigned, ...]:
    """Give these cases to the user with the id `handler`; what its state takes decides between first and new handler.

    Raises:
        Invalid: nothing was chosen, too many, or there is no such handler.
    """
    cases = tuple(dict.fromkeys(chosen))
    if not cases:
        raise Invalid("没有选择办件；请先勾选要分办的办件。", fields={"pick": "请勾选"})
    if len(cases) > MOST:
        raise Invalid(f"一次最多分办 {MOST} 件；请分批勾选。", fields={"pick": "过多"})
    with office.db.read() as session:
        who = session.get(User, handler)
    if who is None or not who.active:
        raise Invalid("没有选择承办人，或者账号已停用；请重新选择。", fields={"handler": "请选择"})
    return tuple(_assign(office, one, who, viewer=viewer, moment=moment) for one in cases)


def _assign(office: Office, one: Chosen, who: User, *, viewer: Viewer, moment: Moment) -> Assigned:
    number = ""
    try:
        with office.db.read() as session:
            record: Record = seen(session, viewer, one.record_id)
        number = record.number or "未编号"
        data = {"handler": who.id}
        if who.unit_id != record.unit_id:
            data["handler_unit"] = who.unit_id
        done = actions.perform(
            office,
            one.record_id,
            _act_for(record),
            viewer=viewer,
            version=one.version,
            on_day=moment.today,
            data=data,
            moment=moment,
        )
    except CaseworkError as error:
        return Assigned(one.record_id, number, refused=error.message)
    return Assigned(one.record_id, number, warnings=done.warnings)


def _act_for(record: Record) -> str:
    """The act that gives a case of this state a handler; the last one where none does, which then says why."""
    workflow = workflow_version(record.workflow_version)
    rows = (workflow.action(name) for name in _ACTS)
    fitting = (row.name for row in rows if row and record.state in row.sources)
    return next(fitting, _ACTS[-1])
