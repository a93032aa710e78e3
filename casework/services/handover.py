"""A member of staff who leaves hands over all open cases at once: each through the engine, a batch in a transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.errors import CaseworkError, Invalid, NotAllowed, NotFound
from casework.models.record import Record
from casework.models.unit import Unit
from casework.models.user import User
from casework.office import Office
from casework.services import engine, rederiving
from casework.services.engine import Desk
from casework.viewer import Moment, Viewer
from workflows.registry import workflow_version
from workflows.vocabulary import Role

BATCH = 100
ACT = "reassign"
_MAY = frozenset({Role.admin, Role.approver})


@dataclass(frozen=True)
class OpenCase:
    """An open case of somebody, as the list before a handover shows it."""

    record_id: int
    number: str
    kind: str
    state_label: str
    unit_id: int
    unit: str


@dataclass(frozen=True)
class Kept:
    """A case that was not handed over, and why."""

    number: str
    reason: str


@dataclass(frozen=True)
class Report:
    """What a handover led to: the numbers handed over, and what stayed where it was."""

    moved: tuple[str, ...]
    kept: tuple[Kept, ...]


def open_cases(
    session: Session, viewer: Viewer, login: str, *, unit: str = ""
) -> tuple[OpenCase, ...]:
    """The open cases of a member of staff, of one unit or of all units that the viewer may hand over in.

    Raises:
        NotFound: no such login or unit. NotAllowed: the viewer may hand over in no unit at all.
    """
    who = _user(session, login)
    if not _units(session, viewer):
        raise NotAllowed("交接由审批人或者系统管理员办理，您没有这一角色；请交有权人员办理。")
    return tuple(_open(session, viewer, who, unit=unit))


def hand_over(
    office: Office,
    *,
    leaving: str,
    to: str,
    viewer: Viewer,
    moment: Moment,
    unit: str = "",
) -> Report:
    """Give every open case of `leaving` (a login) to `to`. A batch of cases moves as a whole or not at all.

    Raises:
        NotFound: no such login or unit. NotAllowed: the role is missing. Invalid: the successor cannot take them.
    """
    with office.db.read() as session:
        found = open_cases(session, viewer, leaving, unit=unit)
        successor = _successor(session, leaving, to)
    moved: list[str] = []
    kept: list[Kept] = []
    for start in range(0, len(found), BATCH):
        batch = found[start : start + BATCH]
        try:
            _move(office, batch, leaving, successor, viewer=viewer, moment=moment)
            moved += [one.number for one in batch]
        except CaseworkError as error:
            kept += [Kept(one.number, error.message) for one in batch]
    return Report(tuple(moved), tuple(kept))


def _move(
    office: Office,
    batch: Sequence[OpenCase],
    leaving: str,
    successor: User,
    *,
    viewer: Viewer,
    moment: Moment,
) -> None:
    wanted = [one.record_id for one in batch]
    linked = select(Record.parent_id).where(Record.id.in_(wanted), Record.parent_id.is_not(None))
    with office.db.write() as session:
        # By id, and the linked ones with them, as every act locks (model 15).
        rows = session.scalars(
            select(Record)
            .where(or_(Record.id.in_(wanted), Record.id.in_(linked)))
            .order_by(Record.id)
            .with_for_update()
        ).all()
        who = _user(session, leaving)
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        rederiving.catch_up(at, *rows)
        by_right = Desk(session, office, viewer, moment, at.calendar, by_right=True)
        for record in rows:
            # Somebody may have been faster, or it is only linked to one of them.
            if record.id in wanted and record.handler_id == who.id:
                _give(by_right, record, successor)


def _give(at: Desk, record: Record, successor: User) -> None:
    data = {"handler": successor.id}
    if successor.unit_id != record.unit_id:
        data["handler_unit"] = successor.unit_id
    try:
        engine.apply(at, record, ACT, on_day=at.moment.today, data=data)
    except CaseworkError as error:
        raise type(error)(f"{record.number or record.id}：{error.message}") from error


def _open(session: Session, viewer: Viewer, who: User, *, unit: str) -> Iterator[OpenCase]:
    statement = (
        select(Record, Unit.name)
        .join(Unit, Unit.id == Record.unit_id)
        .where(Record.handler_id == who.id)
        .order_by(Record.id)
    )
    allowed = _units(session, viewer)
    if unit:
        allowed &= {_unit(session, unit).id}
    for record, name in session.execute(statement):
        workflow = workflow_version(record.workflow_version)
        here = record.resumes_to or record.state
        if record.unit_id in allowed and workflow.is_open(here) and workflow.action(ACT):
            label = workflow.label(record.state)
            number = record.number or f"内部编号{record.id}"
            yield OpenCase(record.id, number, record.kind, label, record.unit_id, name)


def _units(session: Session, viewer: Viewer) -> set[int]:
    return {
        unit_id for unit_id in session.scalars(select(Unit.id)) if viewer.roles_in(unit_id) & _MAY
    }


def _user(session: Session, login: str) -> User:
    found = session.scalar(select(User).where(User.login == login))
    if found is None:
        raise NotFound(f"没有登录名为“{login}”的用户；请核对登录名。")
    return found


def _unit(session: Session, code: str) -> Unit:
    found = session.scalar(select(Unit).where(Unit.code == code))
    if found is None:
        raise NotFound(f"没有代码为“{code}”的单位；请核对单位代码。")
    return found


def _successor(session: Session, leaving: str, to: str) -> User:
    found = _user(session, to)
    if to == leaving:
        raise Invalid("交出和接收的是同一人；请选择另一位承办人。", fields={"to": "不能是本人"})
    if not found.active:
        raise Invalid(
            f"“{found.name}”的账号已停用，不能接收办件；请选择在岗的承办人。",
            fields={"to": "账号已停用"},
        )
    return found
