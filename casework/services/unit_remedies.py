"""Changing the review bodies and courts of a unit, and what decides over them; every change is written in its register."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from casework.errors import Invalid
from casework.office import Office
from casework.services import engine, units
from casework.viewer import Moment, Viewer

_LONGEST = 120


def change_remedies(
    office: Office,
    code: str,
    *,
    remedies: Mapping[str, Any],
    settings: Mapping[str, str | None],
    viewer: Viewer,
    moment: Moment,
) -> bool:
    """Set review bodies, courts and what decides over them; what is not given stays, None is given up.

    Papers already issued keep theirs. Answers whether anything is different now.

    Raises:
        NotFound: no such unit. NotAllowed: no administrator of it.
    """
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        unit = units.by_code(session, code)
        held = (unit.remedies or {}, unit.settings or {})
        after = ({**held[0], **remedies}, _kept({**held[1], **settings}))
        if after == held:
            return False
        unit.remedies, unit.settings = after
        units.note_in_register(at, unit.id, "change_unit", {"changed": "remedies"})
        return True


def body(name: str, address: str, since: str = "", until: str = "") -> dict[str, str]:
    """A review body or court as it is stored, with the days from and until which it is competent (both included).

    Raises:
        Invalid: name or address is missing or too long, or the days cannot be.
    """
    name, address = name.strip(), address.strip()
    if not (name and address):
        raise Invalid(
            f"“{name or address}”缺少{'地址' if name else '名称'}；复议机关和法院的名称、地址都要写入答复书。"
        )
    if max(len(name), len(address)) > _LONGEST:
        raise Invalid(f"“{name[:20]}”的名称或者地址超过 {_LONGEST} 个字；请改短。")
    days = {key: value for key, value in (("since", since), ("until", until)) if value}
    read = {key: day(f"“{name}”的起止日期", value) for key, value in days.items()}
    if read.get("since", date.min) > read.get("until", date.max):
        raise Invalid(f"“{name}”的起止日期不能识别：止日早于起日；请改正日期。")
    return {"name": name, "address": address} | {k: v.isoformat() for k, v in read.items()}


def _kept(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in settings.items() if value is not None}


def day(what: str, text: str, *, place: str = "") -> date:
    """A day as typed. Raises `Invalid`, which says what it was meant to be, and in which field of a form it stands."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(
            f"{what}不能识别：没有“{text[:20]}”这一天；请按 2024-01-01 的格式填写。",
            fields={place: "没有这一天"} if place else {},
        ) from None
