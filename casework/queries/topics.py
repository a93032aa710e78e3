"""What requests are sorted by, the list of the unit or of the nearest unit above, and how many have which topic; it changes nothing."""

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from casework import unit_settings as rules
from casework.models.record import Record
from casework.models.unit import Unit
from casework.queries import unit_settings
from casework.queries.indicators import COUNTS, Asked
from workflows.topics import UNSORTED

KEY = "topics"


def topics_of(session: Session, unit_id: int) -> tuple[str, ...]:
    """The list that holds for a unit, in its order."""
    return tuple(unit_settings.value(session, unit_id, KEY))


def topics_for(session: Session, units: Iterable[int]) -> tuple[str, ...]:
    """The lists of several units as one, in one statement."""
    row = rules.setting(KEY)
    above: dict[int, int | None] = {}
    own: dict[int, object] = {}
    for unit_id, parent_id, chosen in session.execute(_LISTS):
        above[unit_id], own[unit_id] = parent_id, chosen
    found: dict[str, None] = {}
    for unit_id in units:
        held, _ = rules.chosen(row, [{KEY: own.get(one)} for one in _upwards(above, unit_id)])
        found |= dict.fromkeys(row.default if held is None else held)
    return tuple(found)


def _upwards(above: Mapping[int, int | None], unit_id: int) -> Iterator[int]:
    place: int | None = unit_id
    seen: set[int] = set()
    while place is not None and place not in seen:
        seen.add(place)
        yield place
        place = above.get(place)


_LISTS = select(Unit.id, Unit.parent_id, Unit.settings[KEY])


def has(topic: str) -> ColumnElement[bool]:
    """The requests with this topic; `UNSORTED` asks for those without any."""
    return Record.topic.is_(None) if topic == UNSORTED else Record.topic == topic


def received(session: Session, asked: Asked) -> Mapping[str, int]:
    """How many of what the units received in the period have which topic; those without one under the empty word."""
    counted = select(Record.topic, func.count()).where(
        COUNTS["received"].condition(asked), Record.unit_id.in_(asked.units)
    )
    return {topic or "": n for topic, n in session.execute(counted.group_by(Record.topic))}
