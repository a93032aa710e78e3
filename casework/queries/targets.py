"""The internal target of a unit: how many working days before the due date it wants to have answered; no case is read here."""

from sqlalchemy.orm import Session

from casework.queries import unit_settings


def internal_target(session: Session, unit_id: int) -> int:
    """What the unit has set, else the nearest unit above it; 0 when nobody has."""
    return int(unit_settings.value(session, unit_id, "internal_target"))
