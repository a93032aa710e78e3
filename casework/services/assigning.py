"""Several cases given to one handler, and that taken back while nothing else was done with them."""

from collections.abc import Iterable
from typing import Any

from casework.errors import Conflict, Invalid
from casework.models.record import Record
from casework.models.user import User
from casework.office import Office
from casework.services import actions, journal
from casework.services.batches import Became, Chosen, one_by_one
from casework.services.engine import Done
from casework.viewer import Moment, Viewer
from workflows.history import ANNUL
from workflows.registry import workflow_version

MOST = 50
"""Cases of one batch: a page of the queue."""
_ACTS = ("assign", "reassign")
_WHY = "成批分办后即行撤销"


def assign_many(
    office: Office, chosen: Iterable[Chosen], *, handler: int, viewer: Viewer, moment: Moment
) -> tuple[Became, ...]:
    """Give these cases to the user with the id `handler`; what its state takes decides between first and new handler.

    Raises:
        Invalid: nothing was chosen, too many, or there is no such handler.
    """
    who = _handler(office, handler)

    def assign(one: Chosen, record: Record) -> Done:
        data: dict[str, Any] = {"handler": who.id}
        if who.unit_id != record.unit_id:
            data["handler_unit"] = who.unit_id
        act = _act_for(record)
        return _perform(office, one, act, data=data, viewer=viewer, moment=moment)

    return one_by_one(office, chosen, assign, viewer=viewer, verb="分办", most=MOST)


def take_back(
    office: Office, assigned: Iterable[Chosen], *, viewer: Viewer, moment: Moment
) -> tuple[Became, ...]:
    """Annul these assignments, so that each case lies with whom it lay before, or with nobody; `version` is the one after them.

    Raises:
        Invalid: nothing was chosen, or too many.
    """

    def annul(one: Chosen, _record: Record) -> Done:
        with office.db.read() as session:
            rows = journal.entries(session, one.record_id)
        if not any(row.seq == one.version and row.action in _ACTS for row in rows):
            raise Conflict("要撤销的不是分办；请打开办件，在办理过程中核对后撤销。")
        data = {"entry": one.version, "reasons": _WHY}
        return _perform(office, one, ANNUL, data=data, viewer=viewer, moment=moment)

    return one_by_one(office, assigned, annul, viewer=viewer, verb="撤销", most=MOST)


def _handler(office: Office, user_id: int) -> User:
    with office.db.read() as session:
        who = session.get(User, user_id)
    if who is None or not who.active:
        raise Invalid("没有选择承办人，或者账号已停用；请重新选择。", fields={"handler": "请选择"})
    return who


def _perform(
    office: Office,
    one: Chosen,
    act: str,
    *,
    data: dict[str, Any],
    viewer: Viewer,
    moment: Moment,
) -> Done:
    return actions.perform(
        office,
        one.record_id,
        act,
        viewer=viewer,
        version=one.version,
        on_day=moment.today,
        data=data,
        moment=moment,
    )


def _act_for(record: Record) -> str:
    """The act that gives a case of this state a handler; the last one where none does, which then says why."""
    workflow = workflow_version(record.workflow_version)
    rows = (workflow.action(name) for name in _ACTS)
    fitting = (row.name for row in rows if row and record.state in row.sources)
    return next(fitting, _ACTS[-1])
