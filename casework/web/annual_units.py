"""The units of a district in a year as a page: who has filed, what does not fit, and which units stand behind a cell of the sum."""

from collections.abc import Sequence
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.annual_table import to_html_cells
from casework.annual_table.grid import part2_grid
from casework.errors import CaseworkError, Invalid
from casework.queries import access
from casework.queries.access import UnitRow
from casework.queries.annual_units import District, district
from casework.services import annual_filing, report_signing
from casework.services.annual_filing import Filing
from casework.services.annual_years import YearKey
from casework.web import reports
from casework.web.blueprint import web
from casework.web.reports import Asked
from workflows.annual_grid import FORMATS
from workflows.annual_part2 import figures
from workflows.annual_places import cell_words

_TOLD = 10  # sentences that a cookie carries to the next page


@web.get("/reports/annual/units")
def annual_units() -> ResponseReturnValue:
    """Every unit below a root with its standing, and the sum with the units behind each cell."""
    units = access.units_in_sight(http.read(), http.viewer())
    return _page(reports.asked_for(units), units)


@web.post("/reports/annual/units")
def file_annual_report() -> ResponseReturnValue:
    """Take in the reports of units below, or try to: each file by itself."""
    units = access.units_in_sight(http.read(), http.viewer())
    asked = reports.asked_for(units)
    try:
        http.expect_file()
        files = _files()
    except CaseworkError as error:
        http.end_read()
        return _page(asked, units, message=error.message), http.status_of(error)
    only_try, who, moment = request.form.get("try") == "1", http.viewer(), http.now()
    http.end_read()
    found = tuple(
        annual_filing.file_reports(
            http.office(),
            files,
            year=asked.year,
            unit_code=request.form.get("of", ""),
            viewer=who,
            moment=moment,
            dry_run=only_try,
        )
    )
    if request.form.get("some"):
        # Some of many: whoever sends them asks for the page when all are through.
        return render_template("web/_taken.html", found=found)
    kept = [(one, one.edition) for one in found if one.edition and not one.notes]
    if len(kept) < len(found) or len(found) > _TOLD:
        sound = all(one.is_sound for one in found)
        return _page(asked, units, found=found), 200 if sound else 422
    for one, edition in kept:
        flash(f"已导入“{one.unit_name}”{asked.year}年度的年报，第{edition.number}版。", "done")
    return redirect(_here(asked), 303)


def _files() -> list[tuple[str, bytes]]:
    files = [(one.filename or "", one.read()) for one in request.files.getlist("file")]
    files = [one for one in files if one[0]]
    if not files:
        raise Invalid(
            "没有选择文件；请选择填好的填报表或者报送文件。", fields={"file": "请选择文件"}
        )
    if len(files) > 1 and request.form.get("of"):
        raise Invalid(
            "几份文件一起导入的，单位按文件中的代码；请把“单位”选为“按文件中的代码”，或者只选一份文件。",
            fields={"of": "按文件中的代码"},
        )
    return files


@web.get("/reports/annual/form.xlsx")
def annual_form() -> ResponseReturnValue:
    """The form that a unit without the system fills in."""
    key = _key()
    data = annual_filing.form_for(http.office(), key, viewer=http.viewer())
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(data, kind, f"form-{key.unit_code}-{key.year}.xlsx")


@web.get("/reports/annual/signed.json")
def annual_signed_file() -> ResponseReturnValue:
    """The closed report, signed, for the office above."""
    key = _key()
    data = report_signing.signed_report(http.office(), key, viewer=http.viewer(), moment=http.now())
    return _file(data, "application/json", f"report-{key.unit_code}-{key.year}.json")


def _key() -> YearKey:
    asked = reports.asked_for(access.units_in_sight(http.read(), http.viewer()))
    return YearKey(asked.unit_code, asked.year)


def _file(data: bytes, mimetype: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, mimetype=mimetype, headers=headers)


def _here(asked: Asked, **more: Any) -> str:
    return url_for("web.annual_units", year=asked.year, unit=asked.unit_code, **more)


def _page(
    asked: Asked,
    units: Sequence[UnitRow],
    *,
    message: str = "",
    found: Sequence[Filing] = (),
) -> str:
    today = http.today()
    seen = district(
        http.read(), http.viewer(), year=asked.year, unit_code=asked.unit_code, today=today
    )
    lit = {cell for one in seen.table.checks if not one.ok for cell in one.cells}
    parents = {unit.parent for unit in units}
    return render_template(
        "web/annual_units.html",
        seen=seen,
        table=seen.table,
        grids=(part2_grid(seen.table), *to_html_cells(seen.table)),
        cell=lambda one: f"{_here(asked, row=one.row, column=one.column)}#cell",
        light=lambda one: "lit" if (one.row, one.column) in lit else "",
        behind=_behind(seen),
        roots=tuple(unit for unit in units if unit.code in parents),
        years=range(today.year, FORMATS[0].first_year - 1, -1),
        today=today,
        tally=_tally(seen, today),
        own=url_for("web.annual_report", year=asked.year, unit=asked.unit_code, rollup=1),
        of=lambda code: url_for("web.annual_report", year=asked.year, unit=code),
        form=lambda code: url_for("web.annual_form", year=asked.year, unit=code),
        post=_here(asked),
        chosen=request.form.get("of", ""),
        is_over=today.year > asked.year,
        message=message,
        found=found,
    )


def _tally(seen: District, today: Any) -> dict[str, int]:
    due = [line for line in seen.lines if line.is_due]
    return {
        "应报": len(due),
        "已报": sum(line.edition is not None for line in due),
        "勾稽不符": sum(bool(line.unbalanced) for line in seen.lines),
        "上年结转不符": sum(bool(line.carry_differs) for line in seen.lines),
        "逾期未公布": sum(line.is_late(today) for line in seen.lines),
    }


def _behind(seen: District) -> dict[str, Any] | None:
    """The units behind the cell that the address names."""
    row, column = request.args.get("row", ""), request.args.get("column", "")
    if not row:
        return None
    cells = figures(seen.table.format.key)
    if row in cells and not column:
        words = cells[row][0]
    else:
        try:
            words = cell_words(seen.table.format, row, column)
        except (KeyError, StopIteration):
            return None
    found = seen.contributions(row, column)
    return {"words": words, "units": found, "total": sum(n for _, n in found)}
