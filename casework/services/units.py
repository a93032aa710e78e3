"""The tree of answering units, and the register in which every change of it is written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.characters import spelt
from casework.errors import Conflict, Invalid, NotAllowed, NotFound
from casework.files.kinds import Checked
from casework.models.record import Record
from casework.models.unit import Unit
from casework.office import Office
from casework.pdf.fonts import font_set, unprintable
from casework.services import engine
from casework.services.engine import Desk, Done
from casework.viewer import Moment, Viewer
from workflows.kinds.administration import ADMINISTRATION
from workflows.vocabulary import RecordKind, Role


@dataclass(frozen=True)
class UnitForm:
    """A unit as entered; `parent` is the code of the unit above it."""

    code: str
    name: str
    parent: str = ""
    signatory: str = ""
    mark: str = ""
    remedies: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)


def add_unit(office: Office, form: UnitForm, *, viewer: Viewer, moment: Moment) -> int:
    """Add a unit and open its register.

    Raises:
        Conflict: the code or the name exists. NotFound: the parent does not. Invalid: a code or name that cannot be.
    """
    with office.db.write() as session:
        return enter_unit(engine.desk(session, office, viewer=viewer, moment=moment), form)


def enter_unit(at: Desk, form: UnitForm) -> int:
    """The same inside an open transaction."""
    session = at.session
    if session.scalar(select(Unit.id).where(Unit.code == form.code)) is not None:
        raise Conflict(
            f"单位代码“{form.code}”已经存在；请换一个代码，或者用 casework unit list 查看。"
        )
    unit = Unit(
        code=_code(form.code),
        **_names(at, form),
        parent_id=by_code(session, form.parent).id if form.parent else None,
        remedies=dict(form.remedies),
        settings=dict(form.settings),
    )
    session.add(unit)
    session.flush()
    register = Record(
        kind=RecordKind.administration,
        unit_id=unit.id,
        arrived_on=at.moment.today,
        workflow_version=ADMINISTRATION.version,
        version=0,
    )
    session.add(register)
    session.flush()
    held = at.viewer.roles_in(unit.parent_id)  # whoever may found a unit may open its register
    viewer = replace(at.viewer, roles={**at.viewer.roles, unit.id: held})
    at = replace(at, viewer=viewer)
    engine.apply(at, register, "open_register", on_day=at.moment.today, data={"code": form.code})
    return unit.id


def _code(text: str) -> str:
    """A code stands in addresses, numbers and file names."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", text):
        rule = "用字母、数字、点、横线，以字母或者数字开头，不超过 40 个字符"
        raise Invalid(f"单位代码不能是“{text[:40]}”：{rule}。", fields={"code": rule})
    return text


def change_unit(
    office: Office, code: str, form: UnitForm, *, viewer: Viewer, moment: Moment
) -> tuple[str, ...]:
    """Give a unit another name, signatory, mark or place in the tree; its code stays. Answers what changed, in words.

    Papers already issued keep what they bear.

    Raises:
        NotFound: no such unit. NotAllowed: no administrator of it, or not of the unit that shall be above it.
        Invalid: a name cannot be, or the unit would stand under itself. Conflict: another unit has the name.
    """
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        unit = by_code(session, code)
        wanted = _names(at, form, but=unit.id)
        changed = tuple(
            f"{_LABELS[key]}：{getattr(unit, key) or '（无）'} → {value or '（无）'}"
            for key, value in wanted.items()
            if getattr(unit, key) != value
        )
        above = by_code(session, form.parent) if form.parent else None
        if (above.id if above else None) != unit.parent_id:
            _check_parent(at, unit, above)
            former = session.get(Unit, unit.parent_id) if unit.parent_id else None
            names = [one.name if one else "（无）" for one in (former, above)]
            changed += (f"上级单位：{names[0]} → {names[1]}",)
            unit.parent_id = above.id if above else None
        if changed:
            for key, value in wanted.items():
                setattr(unit, key, value)
            what = "、".join(one.partition("：")[0] for one in changed)
            note = {"changed": what, "detail": "；".join(changed)}
            note_in_register(at, unit.id, "change_unit", note)
        return changed


_LABELS = {"name": "名称", "signatory": "署名机关", "mark": "机关代字"}
_LONGEST = {"name": 120, "signatory": 120, "mark": 40}  # as the columns


def _names(at: Desk, form: UnitForm, *, but: int | None = None) -> dict[str, str]:
    """Name, signatory and mark as they are stored. A name is as good as a code in commands, so no two units share one."""
    typed = {key: getattr(form, key).strip() for key in _LABELS}
    typed["signatory"] = typed["signatory"] or typed["name"]
    if not typed["name"]:
        raise Invalid("单位名称不能为空；请填写全称。", fields={"name": "请填写"})
    for key, value in typed.items():
        if len(value) > _LONGEST[key] or not value.isprintable():
            rule = f"请写成一行，不超过 {_LONGEST[key]} 个字"
            raise Invalid(f"“{_LABELS[key]}”太长或者含有控制字符；{rule}。", fields={key: rule})
        bad = unprintable(value, fonts=font_set(at.office.settings.font_dir))
        if bad:
            # It stands on every paper: none of them could be drawn any more.
            rule = f"{spelt(bad)}没有字体可以印制"
            raise Invalid(
                f"“{_LABELS[key]}”中的{rule}；请核对该字，或者在字体目录中放入含有该字的字体。",
                fields={key: rule},
            )
    same = select(Unit.code).where(Unit.name == typed["name"], Unit.id != (but or 0))
    if (other := at.session.scalar(same)) is not None:
        raise Conflict(
            f"单位“{typed['name']}”已经存在（代码 {other}）；请换一个名称，或者使用该单位。",
            fields={"name": "已经存在"},
        )
    return typed


def _check_parent(at: Desk, unit: Unit, above: Unit | None) -> None:
    if Role.admin not in at.viewer.roles_in(above.id if above else None):
        place = above.name if above else "最上级"
        raise NotAllowed(f"您不是{place}的系统管理员，不能把单位移到那里；请交有权人员办理。")
    known, up = parents(at.session), above.id if above else None
    while up is not None:
        if up == unit.id:
            raise Invalid(
                "上级单位不能是本单位或者它的下级单位；请另选。", fields={"parent": "请另选"}
            )
        up = known[up]


def by_code(session: Session, code: str) -> Unit:
    """The unit of that code or full name.

    Raises:
        NotFound: there is none.
    """
    unit = session.scalar(select(Unit).where(Unit.code == code)) or session.scalar(
        select(Unit).where(Unit.name == code)
    )
    if unit is None:
        raise NotFound(f"没有代码或者名称为“{code}”的单位；请用 casework unit list 查看单位。")
    return unit


def parents(session: Session) -> dict[int, int | None]:
    """Every unit and the unit above it."""
    return {row.id: row.parent_id for row in session.execute(select(Unit.id, Unit.parent_id))}


def enter_file(
    at: Desk, unit_id: int, action: str, data: Mapping[str, Any], *, file: Checked
) -> tuple[int, int]:
    """Keep a file in the register of a unit; answers the register's id and the row that holds it."""
    done = note_in_register(replace(at, file=file), unit_id, action, data)
    return done.record_id, done.version


def note_in_register(at: Desk, unit_id: int, action: str, data: Mapping[str, Any]) -> Done:
    """Write a change into the register of a unit."""
    register = at.session.scalars(
        select(Record)
        .where(Record.kind == RecordKind.administration, Record.unit_id == unit_id)
        .with_for_update()
    ).one()
    return engine.apply(at, register, action, on_day=at.moment.today, data=data)
