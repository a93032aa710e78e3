"""Opening, closing and reopening the year of a unit or of a group of units: the report becomes a version that nothing changes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.errors import ActionRefused, Conflict, Invalid
from casework.models.annual import AnnualReport
from casework.models.record import Record
from casework.models.unit import Unit
from casework.office import Office
from casework.queries import annual_documents, annual_tables, annual_versions
from casework.queries.annual_documents import AnnualDocument
from casework.queries.sight import units_for
from casework.services import carry_over, engine, frozen_years
from casework.services.engine import Desk
from casework.services.frozen_years import Cause
from casework.viewer import Moment, Viewer, system
from workflows.annual_report import AnnualTable, Edition, Format
from workflows.kinds.year import PUBLISHED, YEAR, YearState
from workflows.vocabulary import RecordKind, Role

COUNTING = system(Role.supervisor)
"""Who counts for a report: its numbers do not depend on who asks for it."""


@dataclass(frozen=True)
class YearKey:
    """Which report: the code of the unit, the year, and whether it is that of the unit with all units below it."""

    unit_code: str
    year: int
    rollup: bool = False


def close_year(
    office: Office, key: YearKey, *, viewer: Viewer, moment: Moment, reason: str = ""
) -> Edition:
    """Carry over what is unfinished, then publish the report as its next version: digest, signer and day (model 8).

    Raises:
        NotFound, NotAllowed: the unit is out of sight, or the role is missing. Invalid: the year is not over.
        ActionRefused: the year is closed already, or a check of rank error fails.
    """
    if moment.today.year <= key.year:
        raise Invalid(
            f"{key.year}年度还没有结束，不能封存年报；请在{key.year + 1}年1月1日以后办理。",
            fields={"year": "还没有结束"},
        )
    check_year(key.year, today=moment.today)
    carry_over.carry_over(office, moment=moment)
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        year = opened(at, key)
        if year.state != YearState.open:
            raise ActionRefused(
                f"{key.year}年度的年报已经封存；要改动请先由主管部门重新打开（条例50）。",
                basis="条例50",
            )
        content = annual_documents.content_of(_ready(session, viewer, key, moment=moment))
        made = frozen_years.add_version(
            session,
            year,
            kind="frozen",
            content=content,
            cause=Cause(viewer, moment, reason),
            write=writing(at, "freeze"),
        )
        return annual_versions.edition_of(made)


def reopen_year(
    office: Office, key: YearKey, *, reason: str, viewer: Viewer, moment: Moment
) -> None:
    """Take a published report out of force so that it can be changed and closed again; its versions stay.

    Raises:
        NotFound, NotAllowed: the unit is out of sight, or the role is missing. Invalid: no reason is given.
        ActionRefused: the year is not closed, or the sum above a report that was filed is.
    """
    if not reason.strip():
        raise Invalid(
            "重新打开已封存的年报须写明理由；请填写理由。", fields={"reason": "请填写理由"}
        )
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        year = opened(at, key)
        if year.state not in PUBLISHED:
            raise ActionRefused(
                f"{key.year}年度的年报没有封存，不用重新打开（条例50）；可以直接修改。",
                basis="条例50",
            )
        if not key.rollup and _is_filed(session, year):
            frozen_years.check_no_sum_above(session, year, "不能重新打开报送的年报")
        text = reason.strip()[:1000]
        writing(at, "reopen")(year, {"digest": frozen_years.digest_of({"reason": text}), "reason": text})  # fmt: skip


def _is_filed(session: Session, year: Record) -> bool:
    """Whether the report came from outside, so that no case stands behind its numbers."""
    found = annual_versions.newest(session, year.unit_id, year.number_year or 0)
    return found is not None and found.edition.kind == "filed"


def enter_published(
    office: Office,
    key: YearKey,
    table: AnnualTable,
    *,
    source: str,
    viewer: Viewer,
    moment: Moment,
) -> Edition:
    """Keep the figures of a report that was made elsewhere, to compare with; R5 only warns about them.

    Raises:
        NotFound, NotAllowed, ActionRefused: as `close_year`; a year that is closed takes no other figures.
    """
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        year = opened(at, key)
        made = frozen_years.add_version(
            session,
            year,
            kind="published",
            content=annual_versions.content_of(table),
            cause=Cause(viewer, moment, source),
            write=writing(at, "enter_published"),
        )
        return annual_versions.edition_of(made)


def opened(at: Desk, key: YearKey) -> Record:
    """The record of a year, locked; it is opened if it was not yet.

    Raises:
        Invalid: a year without a report. NotFound, NotAllowed: the unit is out of sight, or the report of the group needs the supervisor's role.
    """
    check_year(key.year, today=at.moment.today)
    unit, _ = units_for(at.session, at.viewer, key.unit_code, rollup=key.rollup)
    at.session.execute(select(Unit.id).where(Unit.id == unit.id).with_for_update())
    found = annual_versions.year_record(at.session, unit.id, key.year, rollup=key.rollup)
    if found is not None:
        at.session.refresh(found, with_for_update=True)
        return found
    made = Record(
        kind=RecordKind.year,
        unit_id=unit.id,
        number=annual_versions.year_number(key.year, rollup=key.rollup),
        number_year=key.year,
        arrived_on=date(key.year, 1, 1),
        workflow_version=YEAR.version,
        version=0,
    )
    at.session.add(made)
    at.session.flush()
    engine.apply(at, made, "open_year", on_day=at.moment.today, data={"year": key.year})
    at.session.add(
        AnnualReport(
            record_id=made.id, unit_id=unit.id, year=key.year, rollup=key.rollup,
            figures={}, texts={}, confirmed={},
        )
    )  # fmt: skip
    at.session.flush()
    return made


def writing(at: Desk, action: str) -> Callable[[Record, Any], object]:
    """How an act of a year is done from here."""
    return lambda year, data: engine.apply(
        at, year, action, on_day=at.moment.today, data=dict(data)
    )


def check_year(year: int, *, today: date) -> Format:
    """The format of a year that has begun.

    Raises:
        Invalid: it has not, or there was no format yet.
    """
    return annual_tables.format_in(year, "", today=today)


def _ready(session: Session, viewer: Viewer, key: YearKey, *, moment: Moment) -> AnnualDocument:
    """The report as it stands, if nothing speaks against publishing it."""
    unit, units = units_for(session, viewer, key.unit_code, rollup=key.rollup)
    if carry_over.lacking(session, moment.today, units=units):
        raise Conflict("封存的同时又有案件需要结转，没有封存；请再试一次。")
    found = annual_documents.document(
        session,
        COUNTING,
        year=key.year,
        unit_code=unit.code,
        rollup=key.rollup,
        live=True,
        today=moment.today,
    )
    if found.errors:
        said = "".join(one.message for one in found.errors[:5])
        more = f"（共{len(found.errors)}处）" if len(found.errors) > 5 else ""
        raise ActionRefused(f"年报还有不相符的地方{more}，不能封存：{said}", basis="条例50")
    return found
