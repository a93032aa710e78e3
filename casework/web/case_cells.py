"""Where a case counts in the annual report, why, and why not elsewhere."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from casework import http
from casework.queries import annual_case
from casework.queries.annual_case import CaseCells
from casework.web.blueprint import web
from workflows.annual_grid import COLUMNS, FORMATS, PART4_RESULTS
from workflows.vocabulary import RecordKind, ReviewKind


@web.get("/cases/<int:record_id>/annual")
def case_cells(record_id: int) -> ResponseReturnValue:
    """The cells of a case; with a cell in the address the answer why it is not there."""
    asked = _asked()
    found = annual_case.cells_of(
        http.read(), http.viewer(), record_id, asked=asked, today=http.today()
    )
    context = {"record": found, "found": found, "asked": asked}  # the frame asks for the kind
    return render_template("web/case_cells.html", **context, **_choices(found))


def _asked() -> tuple[int, str, str] | None:
    year, cell = request.args.get("year", ""), request.args.get("row", "")
    if not (year.isascii() and year.isdigit() and len(year) < 5 and cell):
        return None
    return int(year), cell, request.args.get("column", "")


def _choices(found: CaseCells) -> dict[str, Any]:
    if found.kind != RecordKind.request:
        return {
            "rows": [(kind.value, kind.label) for kind in ReviewKind],
            "columns": [(one.key, one.label) for one in PART4_RESULTS],
        }
    rows = {row.key: f"{row.group} {row.label}".strip() for f in FORMATS for row in f.rows}
    return {"rows": list(rows.items()), "columns": [(one.key, one.label) for one in COLUMNS]}
