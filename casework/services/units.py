"""The tree of answering units, and the register in which every change of it is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.errors import Conflict, NotFound
from casework.files.kinds import Checked
from casework.models.record import Record
from casework.models.unit import Unit
from casework.office import Office
from casework.services import engine
from casework.services.engine import Desk, Done
from casework.viewer import Moment, Viewer
from workflows.kinds.administration import ADMINISTRATION
from workflows.vocabulary import RecordKind


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
        Conflict: the code exists. NotFound: the parent does not.
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
        code=form.code,
        name=form.name,
        parent_id=by_code(session, form.parent).id if form.parent else None,
        signatory=form.signatory or form.name,
        mark=form.mark,
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


def change_remedies(
    office: Office,
    code: str,
    *,
    remedies: Mapping[str, Any],
    settings: Mapping[str, str],
    viewer: Viewer,
    moment: Moment,
) -> None:
    """Set review bodies, courts and what decides over them; what is not given stays. Papers already issued keep theirs.

    Raises:
        NotFound: no such unit. NotAllowed: no administrator of it.
    """
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        unit = by_code(session, code)
        unit.remedies = {**(unit.remedies or {}), **remedies}
        unit.settings = {**(unit.settings or {}), **settings}
        note_in_register(at, unit.id, "change_unit", {"changed": "remedies"})


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
