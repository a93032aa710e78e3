"""What a unit sets for its reminders: the distances, the internal target, and how long a case may lie without a handler."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from casework import unit_settings as rules
from casework.models.unit import Unit
from casework.office import Office
from casework.queries import unit_settings as in_unit
from casework.services import engine, unit_settings, units
from casework.services.reminders import levels_of
from casework.viewer import Moment, Viewer


@dataclass(frozen=True)
class ReminderSettings:
    """What holds for a unit, its own or of the unit above it; all in working days, a target of 0 is none."""

    distances: tuple[int, ...]
    target: int
    unclaimed_after: int


def in_force(session: Session, unit: Unit) -> ReminderSettings:
    """What holds for a unit now."""
    held = (
        in_unit.value(session, unit.id, key)
        for key in ("reminders", "internal_target", "unclaimed_after")
    )
    distances, target, wait = held
    return ReminderSettings(levels_of(distances, None).distances, target, wait)


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
        row = rules.setting("reminders")
        wanted["reminders"] = [row.checked_day(n) for n in distances]
    if target is not None:
        wanted["internal_target"] = rules.setting("internal_target").checked_day(target)
    if unclaimed_after is not None:
        wanted["unclaimed_after"] = rules.setting("unclaimed_after").checked_day(unclaimed_after)
    with office.db.write() as session:
        unit = units.by_code(session, code)
        if wanted:
            at = engine.desk(session, office, viewer=viewer, moment=moment)
            unit_settings.put(at, unit, wanted)
        return in_force(session, unit)
