"""Taking in the yearly report of a unit that does not work in the system: its form, or a file signed elsewhere; all of it or nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from casework.annual_filing import (
    PUBLISHED,
    Fault,
    Filed,
    Reading,
    Wanted,
    is_workbook,
    read_form,
    read_signed,
    refusal,
    to_form,
    unit_in,
    unsigned,
)
from casework.errors import ActionRefused, CaseworkError, Invalid, NotAllowed
from casework.models.annual import AnnualReport
from casework.models.unit import Unit
from casework.office import Office
from casework.queries import annual, annual_documents, annual_versions, unit_settings
from casework.queries.annual import Scope
from casework.queries.sight import units_for
from casework.services import annual_years, engine, frozen_years
from casework.services.annual_years import YearKey
from casework.services.frozen_years import Cause
from casework.viewer import Moment, Viewer
from workflows import annual_part2, annual_report, annual_text
from workflows.annual_checks import Check
from workflows.annual_grid import format_for, format_of
from workflows.annual_report import AnnualTable, Edition, Part3
from workflows.annual_text import Figures, wrong_publication
from workflows.kinds.year import REOPENERS, YearState


@dataclass(frozen=True)
class Filing:
    """What came of a file: the version it became, or None with its faults; `notes` never keep it from being taken.

    Without faults and without a version it was only tried.
    """

    unit: str
    unit_name: str
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...]
    edition: Edition | None = None
    file: str = ""

    @property
    def is_sound(self) -> bool:
        return not self.faults


def form_for(office: Office, key: YearKey, *, viewer: Viewer) -> bytes:
    """The form of the year for a unit, as XLSX.

    Raises:
        NotFound, NotAllowed: the unit is out of sight, or the supervisor's role is missing. Invalid: a year without a form.
    """
    with office.db.read() as session:
        _, wanted = _wanted(session, key, viewer)
    return to_form(wanted)


def file_report(
    office: Office,
    key: YearKey,
    data: bytes,
    *,
    viewer: Viewer,
    moment: Moment,
    dry_run: bool = False,
) -> Filing:
    """Take a report in as the next version of the unit's report, marked as filed from outside; with a fault nothing is kept.

    Raises:
        NotFound, NotAllowed: the unit is out of sight, or the supervisor's role is missing. Invalid: the year is not over.
        ActionRefused: the year is closed already.
    """
    if moment.today <= date(key.year, 12, 31):
        raise Invalid(
            f"{key.year}年度还没有结束，不能导入该年度的年报；请在{key.year + 1}年1月1日以后办理。",
            fields={"year": "还没有结束"},
        )
    with office.db.read() as session:
        unit, wanted = _wanted(session, key, viewer)
        reading = _read(session, unit, data, wanted)
        faults, notes = _judged(session, unit, reading, moment=moment)
    found = Filing(wanted.unit, wanted.unit_name, (*reading.faults, *faults), (*reading.notes, *notes))  # fmt: skip
    if found.faults or reading.filed is None or dry_run:
        return found
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        return replace(found, edition=_keep(at, key, reading.filed))


def file_reports(
    office: Office,
    files: Iterable[tuple[str, bytes]],
    *,
    year: int,
    unit_code: str = "",
    viewer: Viewer,
    moment: Moment,
    dry_run: bool = False,
) -> Iterator[Filing]:
    """Take in several files, each by itself, as it is asked for; what keeps one from being taken does not stop the others.

    Files are given with their names. Without `unit_code` each goes to the unit that it names.
    """
    for name, data in files:
        code = unit_code or unit_in(data)
        if isinstance(code, Fault):
            yield Filing("", "", (code,), (), file=name)
            continue
        try:
            found = file_report(
                office, YearKey(code, year), data, viewer=viewer, moment=moment, dry_run=dry_run
            )
        except CaseworkError as error:
            found = Filing(code, "", (Fault("", error.message),), ())
        yield replace(found, file=name)


def _wanted(session: Session, key: YearKey, viewer: Viewer) -> tuple[Unit, Wanted]:
    unit, _ = units_for(session, viewer, key.unit_code, rollup=False)
    if not viewer.roles_in(unit.id) & REOPENERS:
        raise NotAllowed(f"接收“{unit.name}”报送的年报由主管部门办理；请联系主管部门人员。")
    try:
        format = format_for(key.year)
    except ValueError as error:
        raise Invalid(str(error), fields={"year": str(error)}) from error
    return unit, Wanted(unit.code, unit.name, key.year, format.key)


def _read(session: Session, unit: Unit, data: bytes, wanted: Wanted) -> Reading:
    other = refusal(data)
    if other is not None:
        return Reading(None, (other,))
    if is_workbook(data):
        return read_form(data, wanted)
    signed = unsigned(data)
    if isinstance(signed, Fault):
        return Reading(None, (signed,))
    wrong = _wrong_signer(session, unit, signed.key, holds=signed.holds)
    return Reading(None, (wrong,)) if wrong else read_signed(signed, wanted)


def _wrong_signer(session: Session, unit: Unit, key: str, *, holds: bool) -> Fault | None:
    if not holds:
        said = "签名与内容不符，文件在签名以后被改动过；请向报送单位重新索取。"
        return Fault("签名", said)
    known = unit_settings.value(session, unit.id, "report_key")
    if not known:
        said = f"没有登记“{unit.name}”的公钥，不能确认是谁签的名；请核实后在该单位的设置中登记“报送年报的公钥”。"
        return Fault("公钥", said)
    if known != key:
        said = f"签名的公钥不是“{unit.name}”登记的公钥；请向该单位核实，换过密钥的重新登记。"
        return Fault("公钥", said)
    return None


def _judged(
    session: Session, unit: Unit, reading: Reading, *, moment: Moment
) -> tuple[list[Fault], list[Fault]]:
    """Every rule R1-R5 on what was read, as faults and as notes with the addresses of their cells."""
    filed = reading.filed
    if filed is None:
        return [], []
    scope = Scope.on(moment.today, filed.wanted.year, (unit.id,))
    if annual.part3_counts(session, scope) or annual.part4_counts(session, scope):
        said = f"“{unit.name}”在本系统中有计入{scope.year}年度的案件，年报由案件生成，不能另行导入；请由该单位封存年报。"
        return [Fault("", said)], []
    checks = _checks(session, unit, filed)
    failing = [one for one in checks if not one.ok]
    faults = [_told(one, reading) for one in failing if one.rank == "error"]
    on, year = filed.published_on, filed.wanted.year
    if on is not None and (wrong := wrong_publication(on, year=year, today=moment.today)):
        faults.append(Fault(reading.places[PUBLISHED], wrong))
    # R8 of part two is told cell by cell by whoever read the form.
    return faults, [_told(one, reading) for one in failing if one.rank != "error" and one.rule != "R8"]  # fmt: skip


def _checks(session: Session, unit: Unit, filed: Filed) -> tuple[Check, ...]:
    format = format_of(filed.wanted.format)
    before = annual_versions.newest(session, unit.id, filed.wanted.year - 1)
    previous: Part3 | None = before.content["part3"] if before else None
    ours = before is not None and before.edition.is_ours
    checks = annual_report.check(
        format, filed.part3, filed.part4, previous=previous, previous_is_ours=ours
    )
    part2 = annual_versions.read_part2(before.content["part2"]) if before else None
    older = before.content["format"] if before else ""
    return checks + annual_report.check_part2(
        format, filed.part2, previous=part2, previous_format=older
    )


def _told(check: Check, reading: Reading) -> Fault:
    places = [place for cell in check.cells if (place := reading.places.get(cell))]
    return Fault(_joined(places), f"{check.rule} {check.message}")


def _joined(places: Iterable[str]) -> str:
    """The name of the sheet once, then its cells."""
    sheets: dict[str, list[str]] = {}
    for place in places:
        sheet, _, cell = place.rpartition("!")
        sheets.setdefault(sheet, []).append(cell)
    return "；".join(
        f"{sheet}!{'、'.join(cells)}" if sheet else "、".join(cells)
        for sheet, cells in sheets.items()
    )


def _keep(at: engine.Desk, key: YearKey, filed: Filed) -> Edition:
    year = annual_years.opened(at, key)
    if year.state != YearState.open:
        raise ActionRefused(
            f"{key.year}年度的年报已经接收或者封存，没有导入；要更换请先由主管部门重新打开（条例50）。",
            basis="条例50",
        )
    frozen_years.check_no_sum_above(at.session, year, "没有导入")
    report = at.session.get_one(AnnualReport, year.id)
    report.figures = {cell: annual_part2.written(n) for cell, n in filed.part2.items()}
    if filed.published_on is not None:
        report.published_on, report.published_at = filed.published_on, filed.published_at
    made = frozen_years.add_version(
        at.session,
        year,
        kind="filed",
        content=_content(at.session, year.unit_id, filed),
        cause=Cause(at.viewer, at.moment, "外部报送"),
        write=annual_years.writing(at, "receive_report"),
    )
    return annual_versions.edition_of(made)


def _content(session: Session, unit_id: int, filed: Filed) -> dict[str, Any]:
    """The report as a version keeps it; where it brought no words they are generated from its figures."""
    wanted, format = filed.wanted, format_of(filed.wanted.format)
    before = annual_versions.newest(session, unit_id, wanted.year - 1)
    previous = before.content["part3"] if before else None
    text = annual_report.narrative(
        wanted.year, part3=filed.part3, part4=filed.part4, previous=previous
    )
    table = AnnualTable(
        wanted.unit, wanted.unit_name, wanted.year, format, filed.part3, filed.part4, (), text,
        part2=filed.part2,
    )  # fmt: skip
    numbers = Figures(
        wanted.unit_name,
        wanted.year,
        format,
        filed.part2,
        filed.part3,
        filed.part4,
        before3=previous,
        before4=before.content["part4"] if before else None,
    )
    paragraphs = filed.paragraphs or annual_text.whole_text(numbers, {})
    return annual_documents.content_of_parts(table, numbers, paragraphs)
