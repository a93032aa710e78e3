"""The page of the papers without proof of service, and the same list for Excel."""

import csv
import io
from collections.abc import Iterable

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from casework import http
from casework.characters import harmless
from casework.queries import access
from casework.queries.unserved import UnservedRow, unserved
from casework.services.register_files import EXPORT_LIMIT
from casework.web.blueprint import web

_HEADINGS = ("文书", "文号", "日期", "案件编号", "单位", "送出", "退回", "送达")


@web.get("/unserved")
def unserved_papers() -> ResponseReturnValue:
    """Every paper in sight that nobody has proved to be received, the oldest first."""
    code = request.args.get("unit", "")
    return render_template(
        "web/unserved.html",
        found=unserved(http.read(), http.viewer(), unit_code=code),
        units=access.units_in_sight(http.read(), http.viewer()),
        unit_code=code,
    )


@web.get("/unserved.csv")
def unserved_csv() -> ResponseReturnValue:
    """All of them as a table for Excel."""
    code = request.args.get("unit", "")
    found = unserved(http.read(), http.viewer(), unit_code=code, limit=EXPORT_LIMIT)
    name = f"unserved-{http.today().isoformat()}.csv"
    return Response(
        _to_csv(found.rows).encode("utf-8-sig"),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _to_csv(rows: Iterable[UnservedRow]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_HEADINGS)
    for row in rows:
        line = (
            *(row.title, row.number, row.issued_on, row.case_number, row.unit),
            *(row.sent_on or "", row.returned_on or "", row.said),
        )
        writer.writerow([harmless(str(value)) for value in line])
    return out.getvalue()
