"""Who in a unit may sign a step of an answer or countersign it, and who is away; nothing is decided here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.models.unit import Unit
from casework.models.user import RoleGrant, User
from workflows.signing import ABSENCES
from workflows.vocabulary import Role


@dataclass(frozen=True)
class Signer:
    """An active member of staff with the roles held in the unit itself."""

    id: int
    login: str
    name: str
    roles: frozenset[Role]


@dataclass(frozen=True)
class Away:
    """An absence as it is kept: both days count."""

    login: str
    name: str
    substitute: str
    first: date
    last: date


def signers(session: Session, unit: Unit) -> Sequence[Signer]:
    """Everybody who holds a role in the unit, by login."""
    rows = session.execute(
        select(User, RoleGrant.role)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .where(RoleGrant.unit_id == unit.id, User.active)
        .order_by(User.login)
    ).all()
    held: dict[int, set[Role]] = {}
    for user, role in rows:
        held.setdefault(user.id, set()).add(Role(role))
    known = {user.id: user for user, _ in rows}
    return [Signer(i, known[i].login, known[i].name, frozenset(held[i])) for i in held]


def absences(session: Session, unit: Unit) -> Sequence[Away]:
    """The absences of a unit in the order they were entered."""
    rows = unit.settings.get(ABSENCES) or ()
    ids = {int(row[key]) for row in rows for key in ("user", "substitute")}
    people = {one.id: one for one in session.scalars(select(User).where(User.id.in_(ids)))}
    return [
        Away(
            people[row["user"]].login,
            people[row["user"]].name,
            people[row["substitute"]].name,
            date.fromisoformat(row["from"]),
            date.fromisoformat(row["until"]),
        )
        for row in rows
    ]
