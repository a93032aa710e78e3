"""What holds for a unit: its own choice, that of the nearest unit above, or the default; it changes nothing."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import unit_settings as rules
from casework.models.unit import Unit
from casework.unit_settings import Setting
from casework.viewer import Viewer
from workflows.vocabulary import Role


@dataclass(frozen=True)
class Line:
    """One setting of a unit: its own choice in words (empty: none), what holds, and where that comes from."""

    setting: Setting
    own: str
    holds: str
    source: str
    inherited: str  # what would hold without an own choice


def upwards(session: Session, unit_id: int) -> tuple[Unit, ...]:
    """A unit and the units above it, the nearest first."""
    found: list[Unit] = []
    above: int | None = unit_id
    while above is not None and all(unit.id != above for unit in found):
        found.append(session.get_one(Unit, above))
        above = found[-1].parent_id
    return tuple(found)


def chosen(session: Session, unit_id: int, key: str) -> Any:
    """What the unit, or the nearest unit above it, has chosen; None where nobody has."""
    chain = [unit.settings or {} for unit in upwards(session, unit_id)]
    return rules.chosen(rules.setting(key), chain)[0]


def value(session: Session, unit_id: int, key: str) -> Any:
    """What holds: the choice, else the default."""
    found = chosen(session, unit_id, key)
    return rules.setting(key).default if found is None else found


def lines(session: Session, unit: Unit) -> tuple[Line, ...]:
    """Every setting of a unit as it stands."""
    units = upwards(session, unit.id)
    return tuple(_line(row, units) for row in rules.SETTINGS)


def _line(row: Setting, units: tuple[Unit, ...]) -> Line:
    chain = [unit.settings or {} for unit in units]
    found, place = rules.chosen(row, chain)
    above, _ = rules.chosen(row, [{}, *chain[1:]])
    if place is None:
        source = "默认" if row.default is not None else "没有填写"
    else:
        source = "本单位" if place == 0 else f"随{units[place].name}"
    default = row.default
    return Line(
        row,
        row.words(found) if place == 0 else "",
        row.words(default if found is None else found),
        source,
        row.words(default if above is None else above),
    )


def administered(session: Session, viewer: Viewer) -> tuple[Unit, ...]:
    """The units whose administrator the viewer is."""
    units = session.scalars(select(Unit).order_by(Unit.id))
    return tuple(unit for unit in units if Role.admin in viewer.roles_in(unit.id))
