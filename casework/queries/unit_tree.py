"""The units that an administrator keeps, as a tree, and one of them with its neighbours; it changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.errors import NotAllowed
from casework.models.unit import Unit, UnitSuccession
from casework.models.user import RoleGrant, User
from casework.queries.remedies import gaps
from casework.queries.unit_settings import administered
from casework.viewer import Viewer
from workflows.vocabulary import Role


@dataclass(frozen=True)
class Node:
    """A unit in the tree. `lacks` counts what its set-up still lacks, `stops` says whether papers wait for it."""

    code: str
    name: str
    mark: str
    lacks: int
    stops: bool
    below: tuple["Node", ...] = ()

    @property
    def size(self) -> int:
        """The unit with all below it."""
        return 1 + sum(one.size for one in self.below)


@dataclass(frozen=True)
class Neighbours:
    """What stands around a unit: those above (the highest first), those below, and whose cases came or went when."""

    above: tuple[Unit, ...]
    below: tuple[Unit, ...]
    taken_over: tuple[tuple[str, date], ...]
    gone_to: tuple[tuple[str, date], ...]


def forest(units: Sequence[Unit], *, on_day: date, wanted: str = "") -> tuple[Node, ...]:
    """The administered units under each other; with a search only those that fit, and those above them.

    Raises:
        NotAllowed: there are none.
    """
    if not units:
        raise NotAllowed("管理由系统管理员办理，您没有这一角色；请联系系统管理员。")
    known = {unit.id for unit in units}
    under: dict[int | None, list[Unit]] = {}
    for unit in units:
        under.setdefault(unit.parent_id if unit.parent_id in known else None, []).append(unit)
    return _grown(under, None, on_day, wanted.strip().lower())


def in_charge(session: Session, viewer: Viewer, code: str) -> Unit:
    """The unit of that code, for its administrator.

    Raises:
        NotAllowed: the viewer administers no such unit.
    """
    found = next((unit for unit in administered(session, viewer) if unit.code == code), None)
    if found is None:
        raise NotAllowed("单位由其系统管理员维护，您在这一单位没有这一角色；请联系系统管理员。")
    return found


def neighbours(session: Session, unit: Unit) -> Neighbours:
    """The units around one."""
    parents = {one.id: one for one in session.scalars(select(Unit))}
    above: list[Unit] = []
    up = unit.parent_id
    while up is not None and parents[up] not in above:
        above.insert(0, parents[up])
        up = parents[up].parent_id
    came = _succession(session, UnitSuccession.successor_id == unit.id)
    went = _succession(session, UnitSuccession.predecessor_id == unit.id)
    return Neighbours(
        tuple(above),
        tuple(one for one in parents.values() if one.parent_id == unit.id),
        tuple((parents[row.predecessor_id].name, row.since) for row in came),
        tuple((parents[row.successor_id].name, row.since) for row in went),
    )


def roles_held(session: Session, unit_id: int) -> Mapping[Role, int]:
    """How many active members of staff hold each role in a unit itself."""
    rows = session.execute(
        select(RoleGrant.role, func.count())
        .join(User, User.id == RoleGrant.user_id)
        .where(RoleGrant.unit_id == unit_id, User.active)
        .group_by(RoleGrant.role)
    )
    return {Role(role): count for role, count in rows}


def _succession(session: Session, which: object) -> list[UnitSuccession]:
    rows = select(UnitSuccession).where(which).order_by(UnitSuccession.since)  # type: ignore[arg-type]  # any condition on the table will do
    return list(session.scalars(rows))


def _grown(
    under: Mapping[int | None, list[Unit]], parent: int | None, on_day: date, wanted: str
) -> tuple[Node, ...]:
    found = []
    for unit in under.get(parent, []):
        below = _grown(under, unit.id, on_day, wanted)
        if below or wanted in unit.name.lower() or wanted in unit.code.lower():
            lacking = gaps(unit, on_day=on_day)
            stops = any(gap.stops for gap in lacking)
            found.append(Node(unit.code, unit.name, unit.mark, len(lacking), stops, below))
    return tuple(found)
