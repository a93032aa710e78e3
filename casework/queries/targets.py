"""The internal target of a unit: how many working days before the due date it wants to have answered; no case is read here."""

from typing import Any

from sqlalchemy.orm import Session

from casework.models.unit import Unit

_SETTING = "internal_target"
_FARTHEST = (
    60  # working days; a period of twenty with its extension and a consultation is no longer
)


def internal_target(session: Session, unit_id: int) -> int:
    """What the unit has set, else the nearest unit above it; 0 when nobody has, or when it cannot be read."""
    above: int | None = unit_id
    seen: set[int] = set()
    while above is not None and above not in seen:
        seen.add(above)
        unit = session.get_one(Unit, above)
        if _SETTING in (unit.settings or {}):
            return _readable(unit.settings[_SETTING])
        above = unit.parent_id
    return 0


def _readable(value: Any) -> int:
    return value if type(value) is int and 0 < value <= _FARTHEST else 0
