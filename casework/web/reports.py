"""The annual report: every number opens its cases, and the report goes out as a file of any kind."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import NotFound
from casework.queries import access, annual_cases, annual_documents, annual_versions
from casework.queries.access import UnitRow
from casework.queries.annual_documents import AnnualDocument
from casework.services.annual_files import FILES
from casework.web import annual_page
from casework.web.blueprint import web


@dataclass(frozen=True)
class Asked:
    """Which report is asked for; `live`: as the cases give it now, although it is published."""

    year: int
    unit_code: str
    rollup: bool
    table: str
    live: bool = False


@web.get("/reports/annual")
def annual_report() -> ResponseReturnValue:
    """The report of one unit and year with its checks: as published, or counted now."""
    return report_page(asked_for(access.units_in_sight(http.read(), http.viewer())))


def report_page(asked: Asked, *, message: str = "") -> str:
    """The page; `message` is what kept an act from being done."""
    units = access.units_in_sight(http.read(), http.viewer())
    found = _document(asked)
    context = annual_page.page(
        found, asked.__dict__, units=units, viewer=http.viewer(), today=http.today()
    )
    record_id = found.record_id
    versions = annual_versions.versions(http.read(), record_id) if record_id else ()
    reopened = annual_versions.reopenings(http.read(), record_id) if record_id and versions else ()
    return render_template(
        "web/annual.html", **context, versions=versions, reopened=reopened, message=message
    )


@web.get("/reports/annual/cases")
def annual_report_cases() -> ResponseReturnValue:
    """The cases behind one number."""
    asked = asked_for(access.units_in_sight(http.read(), http.viewer()))
    found = annual_cases.cases_behind(
        http.read(),
        http.viewer(),
        **{key: value for key, value in asked.__dict__.items() if key != "live"},
        row=request.args.get("row", ""),
        column=request.args.get("column", ""),
        today=http.today(),
        page=_whole(request.args.get("page"), 1),
    )
    context = annual_page.cases_page(found, asked.__dict__, args=request.args)
    return render_template("web/annual_cases.html", **context)


@web.get("/reports/annual.<kind>")
def annual_report_file(kind: str) -> ResponseReturnValue:
    """The same report as a file."""
    asked = asked_for(access.units_in_sight(http.read(), http.viewer()))
    if kind not in FILES:
        known = "、".join(FILES)
        raise NotFound(f"没有“{kind}”格式的年报；可以下载的格式为{known}。")
    found = _document(asked)
    make, mimetype = FILES[kind]
    name = quote(f"annual-{found.table.unit}-{found.table.year}.{kind}")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(make(found), mimetype=mimetype, headers=headers)


def _document(asked: Asked) -> AnnualDocument:
    return annual_documents.document(
        http.read(), http.viewer(), **asked.__dict__, today=http.today()
    )


def asked_for(units: tuple[UnitRow, ...]) -> Asked:
    """The address says which; without a word it is this year's report of the first unit in sight."""
    first = next((u.code for u in units if u.parent not in {x.code for x in units}), "")
    return Asked(
        year=_whole(request.args.get("year"), http.today().year),
        unit_code=request.args.get("unit", first),
        rollup=request.args.get("rollup") == "1",
        table=request.args.get("table", ""),
        live=request.args.get("live") == "1",
    )


def address_of(asked: Asked) -> dict[str, Any]:
    """What an address says of the report."""
    found: dict[str, Any] = {"year": asked.year, "unit": asked.unit_code}
    return found | ({"rollup": 1} if asked.rollup else {})


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else default
