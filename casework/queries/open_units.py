"""The units as an applicant finds them: which take a request online, and how each can be reached; no case is read."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import unit_settings as rules
from casework.errors import NotFound
from casework.models.unit import Unit
from casework.queries import unit_settings
from workflows.vocabulary import Channel


@dataclass(frozen=True)
class PublicUnit:
    """A unit in the public list; `depth` is its place in the tree, `online` whether it has announced that channel."""

    code: str
    name: str
    depth: int
    online: bool


@dataclass(frozen=True)
class Desk:
    """How to reach the office of a unit that takes requests, from its settings; empty where it has not said."""

    id: int
    code: str
    name: str
    office: str
    address: str
    phone: str
    hours: str
    announcement: str
    channels: tuple[Channel, ...]
    online: bool
    online_service: bool

    @property
    def others(self) -> tuple[Channel, ...]:
        """The announced channels beside those that are always open and this one."""
        return tuple(c for c in self.channels if c in (Channel.email, Channel.fax, Channel.other))


def public_units(session: Session, wanted: str = "") -> tuple[PublicUnit, ...]:
    """Every unit, in the order of the tree; with `wanted` those whose name holds it, without their place."""
    units = list(session.scalars(select(Unit).order_by(Unit.id)))
    by_id = {unit.id: unit for unit in units}
    if wanted:
        sought = "".join(wanted.split())
        return tuple(_public(u, by_id, 0) for u in units if sought in u.name)
    return tuple(_tree(units, by_id))


def _tree(units: Sequence[Unit], by_id: dict[int, Unit]) -> list[PublicUnit]:
    below: dict[int | None, list[Unit]] = {}
    for unit in units:
        below.setdefault(unit.parent_id, []).append(unit)
    found: list[PublicUnit] = []
    waiting = [(unit, 0) for unit in reversed(below.get(None, []))]
    while waiting:
        unit, depth = waiting.pop()
        found.append(_public(unit, by_id, depth))
        waiting += [(child, depth + 1) for child in reversed(below.get(unit.id, []))]
    return found


def _public(unit: Unit, by_id: dict[int, Unit], depth: int) -> PublicUnit:
    chain: list[Unit] = []
    above: Unit | None = unit
    while above is not None and above not in chain:
        chain.append(above)
        above = by_id.get(above.parent_id or 0)
    held, _ = rules.chosen(rules.setting("channels"), [u.settings or {} for u in chain])
    return PublicUnit(unit.code, unit.name, depth, Channel.online in (held or ()))


def desk(session: Session, code: str) -> Desk:
    """The unit of that code as an applicant may know it.

    Raises:
        NotFound: there is none.
    """
    unit = session.scalar(select(Unit).where(Unit.code == code))
    if unit is None:
        raise NotFound("没有这个单位；请从单位列表中重新选择。")
    return desk_of(session, unit)


def desk_of(session: Session, unit: Unit) -> Desk:
    """The same for a unit that is at hand."""
    said = {
        key: str(unit_settings.value(session, unit.id, key) or "")
        for key in ("office", "address", "phone", "hours", "announcement")
    }
    channels = tuple(Channel(c) for c in unit_settings.chosen(session, unit.id, "channels") or ())
    return Desk(
        id=unit.id,
        code=unit.code,
        name=unit.name,
        office=said["office"] or f"{unit.name}政府信息公开工作机构",
        address=said["address"],
        phone=said["phone"],
        hours=said["hours"],
        announcement=said["announcement"],
        channels=channels,
        online=Channel.online in channels,
        online_service=bool(unit_settings.value(session, unit.id, "online_service")),
    )
