"""How a supervising office assesses: its points by year, which years are assessed, and corrections of what the dates say."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from casework.errors import ActionRefused, Invalid, NotAllowed
from casework.models.unit import Unit
from casework.office import Office
from casework.queries.indicators import Asked
from casework.queries.late_reports import CORRECTIONS
from casework.queries.sight import subtree
from casework.queries.supervision import ASSESSED, assessed
from casework.services import engine, units
from casework.services.engine import Desk
from casework.viewer import Moment, Viewer
from workflows import assessment
from workflows.assessment import ITEMS, Item
from workflows.vocabulary import Role

POINTS = "assessment_points"
_LONGEST = 500


def typed_items(typed: Mapping[str, tuple[str, str]]) -> tuple[Item, ...]:
    """The sheet by what was typed for each item.

    Raises:
        Invalid: a sentence for each that cannot be, or one that is missing.
    """
    found, wrong = [], {}
    for item in ITEMS:
        try:
            found.append(assessment.read_points(item, *typed.get(item.name, ("", ""))))
        except ValueError as error:
            wrong[item.name] = str(error)
    if wrong:
        raise Invalid("".join(wrong.values()), fields=wrong)
    return tuple(found)


def set_points(
    office: Office,
    code: str,
    year: int,
    items: tuple[Item, ...],
    *,
    viewer: Viewer,
    moment: Moment,
) -> None:
    """Assess by these points from a year on, until a later year has its own.

    Raises:
        NotFound: no such unit. NotAllowed: the supervisor's role is missing. Invalid: a year that has not begun.
        ActionRefused: the year is assessed already.
    """
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        unit = _office(at, code, year)
        if str(year) in _held(unit, ASSESSED):
            raise ActionRefused(
                f"{year}年度已经评定，分值不能再改；评定有误的，先写明理由“重新评定”。",
                basis="条例47",
            )
        before = assessment.items_for(_held(unit, POINTS), year)
        changed = [
            f"{now.label}每件{then.points}改为{now.points}、最多{then.most}改为{now.most}"
            for then, now in zip(before, items, strict=True)
            if (then.points, then.most) != (now.points, now.most)
        ]
        _keep(unit, POINTS, str(year), assessment.stored(items))
        _note(at, unit, f"{year}年度起的考核分值", "；".join(changed) or "没有变化")


def close_assessment(
    office: Office, code: str, year: int, *, viewer: Viewer, moment: Moment
) -> None:
    """Note that a year is assessed: it keeps the points and counts it has now, whatever is set, corrected or closed later.

    Raises:
        NotFound, NotAllowed, Invalid, ActionRefused: as `set_points`.
    """
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        unit = _office(at, code, year)
        if str(year) in _held(unit, ASSESSED):
            raise ActionRefused(f"{year}年度已经评定，不用再办；请刷新页面。", basis="条例47")
        items = assessment.items_for(_held(unit, POINTS), year)
        _keep(unit, POINTS, str(year), assessment.stored(items))
        said = {"by": viewer.name, "on": moment.today.isoformat()}
        _keep(unit, ASSESSED, str(year), {**said, "counts": _counts(at, unit, year, items)})
        _note(at, unit, f"{year}年度考核", "评定，分值和数量就此固定")


def _counts(at: Desk, unit: Unit, year: int, items: tuple[Item, ...]) -> dict[str, Any]:
    """The counts of every unit of the office by its code."""
    units_below, last = tuple(subtree(at.session, unit.id)), date(year, 12, 31)
    asked = Asked(units_below, date(year, 1, 1), last, min(last, at.moment.today), at.calendar)
    found = assessed(at.session, asked, office=unit, year=year, items=items)
    return {one.code: assessment.counted(one.lines) for one in found}


def reopen_assessment(
    office: Office, code: str, year: int, *, reason: str, viewer: Viewer, moment: Moment
) -> None:
    """Let an assessed year be assessed again: it follows the cases, and its points can be set.

    Raises:
        NotFound, NotAllowed, Invalid: as `set_points`, or no reason. ActionRefused: the year is not assessed.
    """
    why = _reason(reason, "重新评定")
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        unit = _office(at, code, year)
        held = dict(_held(unit, ASSESSED))
        if held.pop(str(year), None) is None:
            raise ActionRefused(f"{year}年度还没有评定；分值可以直接修改。", basis="条例47")
        unit.settings = {**unit.settings, ASSESSED: held}
        _note(at, unit, f"{year}年度考核", f"重新评定：{why}")


def correct_late_report(
    office: Office,
    code: str,
    year: int,
    *,
    about: str,
    late: bool | None,
    reason: str,
    viewer: Viewer,
    moment: Moment,
) -> None:
    """Say against the dates whether a unit's annual report, due in this year, was late; None follows the dates again.

    Raises:
        NotFound, NotAllowed: as `set_points`. Invalid: no reason, or no unit of the office.
    """
    why = _reason(reason, "更正") if late is not None else ""
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        unit = _office(at, code, year)
        other = units.by_code(session, about)
        if other.id == unit.id or other.id not in subtree(session, unit.id):
            raise Invalid(
                f"“{other.name}”不是“{unit.name}”考核的单位；请从考核表中更正。",
                fields={"about": "不在考核范围"},
            )
        held = dict(_held(unit, CORRECTIONS).get(str(year), {}))
        held.pop(about, None)
        if late is not None:
            by = {"by": viewer.name, "on": moment.today.isoformat()}
            held[about] = {"late": late, "reason": why, **by}
        _keep(unit, CORRECTIONS, str(year), held)
        said = "按公布日期推算" if late is None else f"{'未按时' if late else '按时'}公布：{why}"
        _note(at, unit, f"{year}年度考核", f"{other.name}的年度报告，{said}")


def _reason(text: str, what: str) -> str:
    if not text.strip():
        raise Invalid(f"{what}须写明理由；请填写理由。", fields={"reason": "请填写理由"})
    return text.strip()[:_LONGEST]


def _office(at: Desk, code: str, year: int) -> Unit:
    unit = units.by_code(at.session, code)
    if Role.supervisor not in at.viewer.roles_in(unit.id):
        raise NotAllowed(
            f"年度考核由“{unit.name}”的主管部门人员办理，您没有这一角色；请交有权人员办理。"
        )
    if year > at.moment.today.year:
        raise Invalid(
            f"{year}年度还没有开始，不能设定考核；请改正年度。", fields={"year": "还没有开始"}
        )
    locked = select(Unit).where(Unit.id == unit.id).with_for_update()
    return at.session.scalars(locked.execution_options(populate_existing=True)).one()


def _held(unit: Unit, key: str) -> Mapping[str, Any]:
    held: Mapping[str, Any] = (unit.settings or {}).get(key, {})
    return held


def _keep(unit: Unit, key: str, year: str, value: Any) -> None:
    unit.settings = {**(unit.settings or {}), key: {**_held(unit, key), year: value}}


def _note(at: Desk, unit: Unit, changed: str, detail: str) -> None:
    told = {"changed": changed, "detail": detail[:1000]}
    units.note_in_register(at, unit.id, "set_assessment", told)
