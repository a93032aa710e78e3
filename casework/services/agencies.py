"""Keeps the directory of agencies: entered one by one or read from a table; public data only (条例36(5))."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from casework.errors import Conflict, Invalid, NotAllowed, NotFound
from casework.ledger.cells import Cell, Unreadable, as_day, as_text, folded
from casework.ledger.tables import Line, Table, open_tables
from casework.models.agency import Agency
from casework.office import Office
from casework.viewer import Viewer
from workflows.vocabulary import Role


@dataclass(frozen=True)
class AgencyForm:
    """An agency as entered; `since` and `until` bound the days it existed, both included."""

    name: str
    address: str = ""
    phone: str = ""
    matters: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Imported:
    """How many agencies a table has added, and how many it has changed."""

    added: int
    changed: int


_LONGEST: Mapping[str, int] = {"name": 120, "address": 200, "phone": 60, "matters": 400}
_COLUMNS: Mapping[str, str] = {
    "名称": "name",
    "地址": "address",
    "电话": "phone",
    "职责": "matters",
    "启用日期": "since",
    "停用日期": "until",
}


def add_agency(office: Office, form: AgencyForm, *, viewer: Viewer) -> int:
    """Enter an agency.

    Raises:
        NotAllowed: no administrator. Invalid: a field is wrong. Conflict: the name is there already.
    """
    _check_role(viewer)
    _check(form)
    with office.db.write() as session:
        if session.scalar(select(Agency.id).where(Agency.name == form.name)) is not None:
            raise Conflict(f"名录中已有“{form.name}”；要更改的，请打开该机关。")
        agency = Agency(name=form.name)
        _fill(agency, form)
        session.add(agency)
        session.flush()
        return agency.id


def change_agency(office: Office, agency_id: int, form: AgencyForm, *, viewer: Viewer) -> None:
    """Put what is entered in the place of what the directory says of an agency.

    Raises:
        NotAllowed: no administrator. NotFound: there is none. Invalid: a field is wrong.
        Conflict: another one has that name.
    """
    _check_role(viewer)
    _check(form)
    with office.db.write() as session:
        found = session.get(Agency, agency_id)
        if found is None:
            raise NotFound("名录中没有这个机关；请从机关名录中打开。")
        same = select(Agency.id).where(Agency.name == form.name, Agency.id != agency_id)
        if session.scalar(same) is not None:
            raise Conflict(f"名录中已有“{form.name}”；请换一个名称。", fields={"name": "已经存在"})
        found.name = form.name
        _fill(found, form)


def import_agencies(office: Office, content: bytes, *, file: str, viewer: Viewer) -> Imported:
    """Enter every row of a table (XLSX or CSV); an agency that is there already takes over what the row says.

    Raises:
        NotAllowed: no administrator. Invalid: with the row and the column of the first fault; then nothing is entered.
    """
    _check_role(viewer)
    forms = [form for table in open_tables(content, file=file) for form in _forms(table, file)]
    added = changed = 0
    with office.db.write() as session:
        known = {agency.name: agency for agency in session.scalars(select(Agency))}
        for form in forms:
            agency = known.get(form.name)
            if agency is None:
                agency = known[form.name] = Agency(name=form.name)
                session.add(agency)
                added += 1
            _fill(agency, form)
            changed += agency in session.dirty and session.is_modified(agency)
    return Imported(added, changed)


def _check_role(viewer: Viewer) -> None:
    held = viewer.everywhere.union(*viewer.roles.values())
    if Role.admin not in held:
        raise NotAllowed("机关名录由系统管理员维护，您没有这一角色；请交系统管理员办理。")


def _fill(agency: Agency, form: AgencyForm) -> None:
    agency.address, agency.phone, agency.matters = form.address, form.phone, form.matters
    agency.since, agency.until = form.since, form.until


def _check(form: AgencyForm, where: str = "") -> None:
    if not form.name:
        raise Invalid(f"{where}没有机关名称；请填写全称。", fields={"name": "必填"})
    labels = {key: label for label, key in _COLUMNS.items()}
    for key, most in _LONGEST.items():
        if len(getattr(form, key)) > most:
            raise Invalid(
                f"{where}{labels[key]}超过{most}个字；请缩短。",
                fields={key: f"不能超过 {most} 个字"},
            )
    if form.since and form.until and form.until < form.since:
        raise Invalid(
            f"{where}停用日期早于启用日期；请改正。", fields={"until": "不能早于启用日期"}
        )


def _forms(table: Table, file: str) -> Iterator[AgencyForm]:
    places = _header(table.lines[0], file)
    for line in table.lines[1:]:
        form = _form(line, places, table)
        _check(form, f"第{line.number}行：")
        yield form


def _header(line: Line, file: str) -> dict[str, int]:
    known = {folded(label): key for label, key in _COLUMNS.items()}
    named = [(n, str(cell or "").strip()) for n, cell in enumerate(line.cells)]
    stray = [text for _, text in named if text and folded(text) not in known]
    found = {known[folded(text)]: n for n, text in named if folded(text) in known}
    if stray or "name" not in found:
        listed = "、".join(_COLUMNS)
        what = f"有不认识的列“{'、'.join(stray)}”" if stray else "没有“名称”一列"
        raise Invalid(f"文件“{file}”{what}；第一行的列名只能是：{listed}。")
    return found


def _form(line: Line, places: Mapping[str, int], table: Table) -> AgencyForm:
    def cell(key: str) -> Cell:
        place = places.get(key, len(line.cells))
        return line.cells[place] if place < len(line.cells) else None

    def text(key: str) -> str:
        return as_text(cell(key), most=_LONGEST[key])

    try:
        return AgencyForm(
            text("name"),
            text("address"),
            text("phone"),
            text("matters"),
            as_day(cell("since"), epoch=table.epoch),
            as_day(cell("until"), epoch=table.epoch),
        )
    except Unreadable as error:
        raise Invalid(f"第{line.number}行：{error}") from error
