"""Changing what a unit has chosen; every change is written in the unit's register."""

from collections.abc import Iterable, Mapping
from typing import Any

from casework import unit_settings as rules
from casework.errors import Invalid
from casework.models.unit import Unit
from casework.office import Office
from casework.services import engine, units
from casework.services.engine import Desk
from casework.viewer import Moment, Viewer
from workflows.receipt import BASIC_CHANNELS
from workflows.vocabulary import Channel


def change(
    office: Office, code: str, texts: Mapping[str, str], *, viewer: Viewer, moment: Moment
) -> tuple[str, ...]:
    """Choose what is typed, give up what is left empty, by key; answers the keys that changed.

    Raises:
        NotFound: no such unit or setting. NotAllowed: no administrator of the unit.
        Invalid: values that cannot be; nothing is then changed.
    """
    wanted = _read(texts)
    with office.db.write() as session:
        unit = units.by_code(session, code)
        return put(engine.desk(session, office, viewer=viewer, moment=moment), unit, wanted)


def put(at: Desk, unit: Unit, wanted: Mapping[str, Any]) -> tuple[str, ...]:
    """Store values in an open transaction, None for a choice given up; answers the keys that changed."""
    held = unit.settings or {}
    changed = {key: value for key, value in wanted.items() if held.get(key) != value}
    if changed:
        names = "、".join(sorted(changed))
        units.note_in_register(at, unit.id, "change_unit", {"changed": names})
        after = {**held, **changed}
        unit.settings = {key: value for key, value in after.items() if value is not None}
        at.session.flush()
    return tuple(changed)


def announce_channels(
    office: Office, code: str, channels: Iterable[Channel], *, viewer: Viewer, moment: Moment
) -> tuple[Channel, ...]:
    """Note which channels the unit's 指南 announces; in person and by post are always among them (19号).

    Raises:
        NotFound: no such unit. NotAllowed: no administrator of it.
    """
    announced = {*BASIC_CHANNELS, *channels}
    ordered = tuple(channel for channel in Channel if channel in announced)
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        unit = units.by_code(session, code)
        put(at, unit, {"channels": [channel.value for channel in ordered]})
    return ordered


def _read(texts: Mapping[str, str]) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    faults: list[Invalid] = []
    for key, text in texts.items():
        try:
            wanted[key] = rules.setting(key).read(text)
        except Invalid as error:
            faults.append(error)
    if faults:
        fields = {key: said for one in faults for key, said in one.fields.items()}
        raise Invalid("".join(one.message for one in faults), fields=fields)
    return wanted
