"""A published report read back on a page: a file goes in, what differs comes out; nothing is stored."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from casework import http
from casework.annual_table import to_html_cells
from casework.annual_table.grid import part2_grid
from casework.errors import CaseworkError, Invalid
from casework.queries import access
from casework.services.report_reading import Against, Verdict, read_back
from casework.web.blueprint import web
from workflows.annual_part2 import written

_SCOPES = {"own": False, "all": True}


@web.get("/reports/annual/check")
def annual_check() -> ResponseReturnValue:
    """The form."""
    return _page()


@web.post("/reports/annual/check")
def check_annual_report() -> ResponseReturnValue:
    """The verdict on a file."""
    try:
        http.expect_file()
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            raise Invalid("没有选择文件；请选择公布的年报。", fields={"file": "请选择文件"})
        older = request.files.get("previous")
        code, who, moment = request.form.get("of", ""), http.viewer(), http.now()
        against = Against(code, None, _SCOPES.get(request.form.get("scope", "")))
        data, before = sent.read(), older.read() if older else b""
        http.end_read()
        found = read_back(http.office(), data, against, previous=before, viewer=who, moment=moment)
    except CaseworkError as error:
        http.end_read()
        return _page(message=error.message), http.status_of(error)
    return _page(found)


def _page(found: Verdict | None = None, *, message: str = "") -> str:
    doubted = found.doubted if found else frozenset()
    table = found.table if found and doubted else None
    return render_template(
        "web/annual_check.html",
        grids=(part2_grid(table), *to_html_cells(table)) if table else (),
        light=lambda one: "lit" if (one.row, one.column) in doubted else "",
        found=found,
        message=message,
        units=access.units_in_sight(http.read(), http.viewer()),
        chosen=request.form.get("of", ""),
        scope=request.form.get("scope", ""),
        written=written,
    )
