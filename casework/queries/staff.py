"""The staff of the units in which a viewer decides; who has left stays in the list, since the cases are still there."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.errors import NotAllowed
from casework.models.record import Record
from casework.models.unit import Unit
from casework.models.user import RoleGrant, User
from casework.queries import open_cases
from casework.viewer import Viewer
from workflows.vocabulary import Role

_DECIDING = frozenset({Role.admin, Role.approver})


@dataclass(frozen=True)
class Colleague:
    """A member of staff with the number of open cases he handles."""

    login: str
    name: str
    unit: str
    active: bool
    cases: int


@dataclass(frozen=True)
class HandlerRow:
    """Somebody to whom cases can be given."""

    id: int
    name: str
    unit: str


def handlers(session: Session, viewer: Viewer, roles: frozenset[Role]) -> tuple[HandlerRow, ...]:
    """The active handlers of the units in which the viewer holds one of these roles."""
    units = [unit_id for unit_id in viewer.roles if viewer.roles_in(unit_id) & roles]
    if not units:
        return ()
    rows = session.execute(
        select(User.id, User.name, Unit.name)
        .join(Unit, Unit.id == User.unit_id)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .where(RoleGrant.role == Role.handler, RoleGrant.unit_id.in_(units), User.active)
        .distinct()
        .order_by(Unit.name, User.name, User.id)
    )
    return tuple(HandlerRow(*row) for row in rows)


def staff_in_sight(session: Session, viewer: Viewer) -> tuple[Colleague, ...]:
    """Everybody in the units where the viewer is an approver or an administrator.

    Raises:
        NotAllowed: there is no such unit.
    """
    names = {row.id: row.name for row in session.execute(select(Unit.id, Unit.name))}
    units = [unit_id for unit_id in names if viewer.roles_in(unit_id) & _DECIDING]
    if not units:
        raise NotAllowed("交接由审批人或者系统管理员办理，您没有这一角色；请交有权人员办理。")
    held = (
        select(Record.handler_id, func.count().label("cases"))
        .where(open_cases.is_open(), Record.unit_id.in_(units))
        .group_by(Record.handler_id)
        .subquery()
    )
    rows = session.execute(
        select(User, func.coalesce(held.c.cases, 0))
        .outerjoin(held, held.c.handler_id == User.id)
        .where(User.unit_id.in_(units))
        .order_by(User.active, User.unit_id, User.name)
    )
    return tuple(
        Colleague(user.login, user.name, names[user.unit_id], user.active, cases)
        for user, cases in rows
    )
