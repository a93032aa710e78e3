"""Who looks or acts, and when: plain values that every query and every service takes. No request, no session."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from workflows.vocabulary import Role

NO_ROLES: frozenset[Role] = frozenset()
WORKING_ROLES = frozenset({Role.handler, Role.intake})
DOWNWARD_ROLES = frozenset({Role.supervisor, Role.admin, Role.auditor})


@dataclass(frozen=True)
class Viewer:
    """A person or the system, with the roles held per unit.

    `roles` is already spread down the tree for the roles that reach down it; `everywhere` belongs to the system. `whole`:
    there is no unit in which no role is held, so that no list need ask for the unit.
    """

    user_id: int | None
    name: str
    roles: Mapping[int, frozenset[Role]] = field(default_factory=dict)
    everywhere: frozenset[Role] = NO_ROLES
    whole: bool = False

    def roles_in(self, *unit_ids: int | None) -> frozenset[Role]:
        """Every role held in any of these units."""
        held = set(self.everywhere)
        for unit_id in unit_ids:
            if unit_id is not None:
                held |= self.roles.get(unit_id, NO_ROLES)
        return frozenset(held)

    def roles_on(
        self, unit_id: int, handler_unit_id: int | None, *, asked: Iterable[int] = ()
    ) -> frozenset[Role]:
        """The roles held on a case: the answering unit decides, a handling unit only works on it (model 9).

        `asked` are the units with an open task on the case: their staff only contributes.
        """
        working = self.roles_in(handler_unit_id) & WORKING_ROLES
        contributes = {Role.contributor} if self.works_in(*asked) else NO_ROLES
        return self.roles_in(unit_id) | working | contributes

    def works_in(self, *unit_ids: int) -> bool:
        """Whether the daily work of one of these units is done by this person."""
        return any(self.roles_in(unit_id) & WORKING_ROLES for unit_id in unit_ids)

    def working_units(self) -> frozenset[int]:
        """The units whose daily work this person does; the system, which sees everything, needs none."""
        return frozenset(u for u, held in self.roles.items() if held & WORKING_ROLES)

    def unit_ids(self) -> frozenset[int] | None:
        """The units whose cases may be seen; None means all of them."""
        return None if self.everywhere else frozenset(self.roles)

    def may_see(self, *unit_ids: int | None, asked: Iterable[int] = ()) -> bool:
        """Whether one of these units is in sight, or work was asked of a unit by an open task."""
        visible = self.unit_ids()
        if visible is None or any(unit_id in visible for unit_id in unit_ids):
            return True
        return self.works_in(*asked)

    def label(self, *unit_ids: int | None) -> str:
        """Name and roles as they stand now, the system without any; frozen into the journal row."""
        if Role.system in self.everywhere:
            return self.name
        held = "、".join(role.label for role in Role if role in self.roles_in(*unit_ids))
        return f"{self.name}（{held}）" if held else self.name


def system(*roles: Role) -> Viewer:
    """The system itself, or a command run by the operator, with these roles everywhere."""
    return Viewer(None, "系统", everywhere=frozenset({Role.system, *roles}))


@dataclass(frozen=True)
class Moment:
    """When something is recorded: the moment in UTC and the office's day. The only clock a service knows."""

    at: datetime
    today: date

    @classmethod
    def on(cls, day: date, *, hour: int = 2) -> "Moment":
        """A moment of that day; used where the past is loaded (imports, demonstration data)."""
        return cls(datetime(day.year, day.month, day.day, hour, tzinfo=UTC), day)


def spread(
    grants: Iterable[tuple[int, Role]], parents: Mapping[int, int | None]
) -> dict[int, frozenset[Role]]:
    """Grants per unit, with the downward roles given to every unit of the subtree as well.

    `parents` maps each unit to the unit above it.
    """
    held: dict[int, set[Role]] = {}
    downward: dict[int, set[Role]] = {}
    for unit_id, role in grants:
        held.setdefault(unit_id, set()).add(role)
        if role in DOWNWARD_ROLES:
            downward.setdefault(unit_id, set()).add(role)
    if downward:
        for unit_id in parents:
            above: int | None = unit_id
            while above is not None:
                held.setdefault(unit_id, set()).update(downward.get(above, ()))
                above = parents.get(above)
    return {unit_id: frozenset(roles) for unit_id, roles in held.items() if roles}
