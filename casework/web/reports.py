"""The annual table: every number opens its cases, and the table goes out as text, JSON, XLSX or CSV."""

from dataclasses import dataclass
from urllib.parse import quote

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import NotFound
from casework.queries import access, annual_cases, annual_tables
from casework.queries.access import UnitRow
from casework.web import annual_page
from casework.web.blueprint import web
from workflows.annual_report import AnnualTable


@dataclass(frozen=True)
class Asked:
    """Which table is asked for."""

    year: int
    unit_code: str
    rollup: bool
    table: str


@web.get("/reports/annual")
def annual_report() -> ResponseReturnValue:
    """Parts three and four of one unit and year with their checks, counted now."""
    units = access.units_in_sight(http.read(), http.viewer())
    asked = _asked(units)
    table = _table(asked)
    context = annual_page.page(table, asked.__dict__, units=units, today=http.today())
    return render_template("web/annual.html", **context)


@web.get("/reports/annual/cases")
def annual_report_cases() -> ResponseReturnValue:
    """The cases behind one number."""
    asked = _asked(access.units_in_sight(http.read(), http.viewer()))
    found = annual_cases.cases_behind(
        http.read(),
        http.viewer(),
        **asked.__dict__,
        row=request.args.get("row", ""),
        column=request.args.get("column", ""),
        today=http.today(),
        page=_whole(request.args.get("page"), 1),
    )
    context = annual_page.cases_page(found, asked.__dict__, args=request.args)
    return render_template("web/annual_cases.html", **context)


@web.get("/reports/annual.<kind>")
def annual_report_file(kind: str) -> ResponseReturnValue:
    """The same table as a file."""
    table = _table(_asked(access.units_in_sight(http.read(), http.viewer())))
    if kind not in annual_page.FILES:
        known = "、".join(annual_page.FILES)
        raise NotFound(f"没有“{kind}”格式的年报表格；可以下载的格式为{known}。")
    body, mimetype = annual_page.FILES[kind](table)
    name = quote(f"annual-{table.unit}-{table.year}.{kind}")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(body, mimetype=mimetype, headers=headers)


def _table(asked: Asked) -> AnnualTable:
    return annual_tables.annual_table(
        http.read(), http.viewer(), **asked.__dict__, today=http.today()
    )


def _asked(units: tuple[UnitRow, ...]) -> Asked:
    """The address says which; without a word it is this year's table of the first unit in sight."""
    first = next((u.code for u in units if u.parent not in {x.code for x in units}), "")
    return Asked(
        year=_whole(request.args.get("year"), http.today().year),
        unit_code=request.args.get("unit", first),
        rollup=request.args.get("rollup") == "1",
        table=request.args.get("table", ""),
    )


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else default
