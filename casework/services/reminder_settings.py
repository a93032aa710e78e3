"""What a unit sets for its reminders: the distances, the internal target, and how long a case may lie without a handler."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from casework.errors import Invalid
from casework.models.unit import Unit
from casework.office import Office
from casework.queries import terms
from casework.services import engine, units
from casework.services.reminders import FARTHEST, UNCLAIMED_AFTER, levels_of
from casework.viewer import Moment, Viewer


@dataclass(frozen=True)
class ReminderSettings:
    """What holds for a unit, its own or of the unit above it; all in working days, a target of 0 is none."""

    distances: tuple[int, ...]
    target: int
    unclaimed_after: int


def in_force(session: Session, unit: Unit) -> ReminderSettings:
    """What holds for a unit now."""
    tree = terms.tree(session)
    levels = levels_of(tree.setting(unit.id, "reminders"), tree.setting(unit.id, "internal_target"))
    wait = tree.setting(unit.id, "unclaimed_after")
    return ReminderSettings(
        levels.distances, levels.target, wait if type(wait) is int and wait > 0 else UNCLAIMED_AFTER
    )


def change(
    office: Office,
    code: str,
    *,
    distances: Iterable[int] | None = None,
    target: int | None = None,
    unclaimed_after: int | None = None,
    viewer: Viewer,
    moment: Moment,
) -> ReminderSettings:
    """Set what is given and leave the rest; answers what holds now.

    Raises:
        NotFound: no such unit. NotAllowed: no administrator of it. Invalid: a number out of range.
    """
    wanted: dict[str, Any] = {}
    if distances is not None:
        wanted["reminders"] = [_checked(n, least=1) for n in distances]
    if target is not None:
        wanted["internal_target"] = _checked(target, least=0)
    if unclaimed_after is not None:
        wanted["unclaimed_after"] = _checked(unclaimed_after, least=1)
    with office.db.write() as session:
        unit = units.by_code(session, code)
        if wanted:
            at = engine.desk(session, office, viewer=viewer, moment=moment)
            units.note_in_register(
                at, unit.id, "change_unit", {"changed": "、".join(sorted(wanted))}
            )
            unit.settings = {**unit.settings, **wanted}
            session.flush()
        return in_force(session, unit)


def _checked(n: int, *, least: int) -> int:
    if least <= n <= FARTHEST:
        return n
    raise Invalid(
        f"工作日数只能是 {least} 至 {FARTHEST}，不能是 {n}；请改正后重试。",
        fields={"days": f"{least} 至 {FARTHEST}"},
    )
