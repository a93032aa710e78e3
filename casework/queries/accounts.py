"""The accounts of the units that somebody administers, with their roles; who has left stays in the list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from casework.errors import NotAllowed, NotFound
from casework.models.record import Record
from casework.models.unit import Unit
from casework.models.user import RoleGrant, User
from casework.queries import open_cases
from casework.viewer import Viewer
from workflows.vocabulary import Role


@dataclass(frozen=True)
class Account:
    """A member of staff. `roles` are those held in each unit, by the unit's code; `cases` are open ones."""

    login: str
    name: str
    unit_code: str
    unit: str
    active: bool
    cases: int
    roles: dict[str, tuple[Role, ...]]

    def words(self, names: dict[str, str]) -> str:
        """The roles as a line; where they are held is said when it is not his own unit."""
        parts = []
        for code, held in self.roles.items():
            labels = "、".join(role.label for role in held)
            parts.append(
                labels if code == self.unit_code else f"{labels}（{names.get(code, code)}）"
            )
        return "；".join(parts)


def accounts(
    session: Session,
    viewer: Viewer,
    *,
    wanted: str = "",
    unit: str = "",
    role: str = "",
    active: bool | None = None,
) -> Sequence[Account]:
    """Everybody who belongs to an administered unit or holds a role in one.

    Raises:
        NotAllowed: the viewer administers no unit.
    """
    units = {one.id: one for one in session.execute(select(Unit.id, Unit.code, Unit.name))}
    administered = (one for one in units.values() if Role.admin in viewer.roles_in(one.id))
    mine = [one.id for one in administered if unit in ("", one.code)]
    if not mine:
        raise NotAllowed("人员由本单位的系统管理员维护，您没有这一角色；请联系系统管理员。")
    held = select(RoleGrant.user_id).where(RoleGrant.unit_id.in_(mine))
    shown = (User.id, User.login, User.name, User.unit_id, User.active)
    asked = select(*shown).where(or_(User.unit_id.in_(mine), User.id.in_(held)))
    if wanted:
        asked = asked.where(
            or_(
                User.name.contains(wanted, autoescape=True),
                User.login.contains(wanted, autoescape=True),
            )
        )
    if role:
        asked = asked.where(User.id.in_(held.where(RoleGrant.role == role)))
    if active is not None:
        asked = asked.where(User.active == active)
    return _read(session, session.execute(asked.order_by(User.unit_id, User.login)).all(), units)


def account(session: Session, viewer: Viewer, login: str) -> Account:
    """One of them.

    Raises:
        NotFound: no such login in sight. NotAllowed: the viewer administers no unit.
    """
    found = next((one for one in accounts(session, viewer) if one.login == login), None)
    if found is None:
        raise NotFound(f"您管理的单位中没有登录名为“{login}”的用户；请从人员列表中打开。")
    return found


def _read(session: Session, rows: Sequence[Any], units: Mapping[int, Any]) -> Sequence[Account]:
    ids = [row.id for row in rows]
    in_hand = (
        select(Record.handler_id, func.count())
        .where(Record.handler_id.in_(ids), open_cases.is_open())
        .group_by(Record.handler_id)
    )
    cases = {row[0]: row[1] for row in session.execute(in_hand)}
    held: dict[int, dict[str, list[Role]]] = {}
    held_by = (RoleGrant.user_id, RoleGrant.unit_id, RoleGrant.role)
    for grant in session.execute(select(*held_by).where(RoleGrant.user_id.in_(ids))):
        in_unit = held.setdefault(grant.user_id, {}).setdefault(units[grant.unit_id].code, [])
        in_unit.append(Role(grant.role))
    return [
        Account(
            row.login,
            row.name,
            units[row.unit_id].code,
            units[row.unit_id].name,
            row.active,
            cases.get(row.id, 0),
            {
                code: tuple(role for role in Role if role in roles)
                for code, roles in held.get(row.id, {}).items()
            },
        )
        for row in rows
    ]
