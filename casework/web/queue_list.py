"""The queue: a page of it, and all of it as a file."""

from collections.abc import Iterator
from typing import Any

from flask import Response, render_template, request, send_file, stream_with_context
from flask.typing import ResponseReturnValue

from casework import http
from casework.queries import access, cases
from casework.queries.cases import CaseRow
from casework.queries.queue_filter import Question, QueueFilter
from casework.web import queue_export, queue_page
from casework.web.blueprint import web


@web.get("/cases")
def queue() -> ResponseReturnValue:
    """The queue by phase, filtered, sorted and searched; one page of rows."""
    return render_template("web/queue.html", **shown(queue_page.wanted(request.args)))


def shown(wanted: QueueFilter) -> dict[str, Any]:
    """What the template of the queue needs for a filter."""
    session, asked = http.read(), question(wanted)
    after, before = queue_page.places(request.args)
    return queue_page.page(
        wanted,
        cases.shelf(session, asked, after=after, before=before),
        counts=cases.counts(session, asked),
        units=access.units_in_sight(session, http.viewer()),
    )


@web.get("/cases.csv")
def queue_csv() -> ResponseReturnValue:
    """Every case the filter shows, as a table that any program reads."""
    rows = _every_row()
    name = f"cases-{http.today().isoformat()}.csv"
    return Response(
        stream_with_context(queue_export.csv_lines(rows)),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@web.get("/cases.xlsx")
def queue_xlsx() -> ResponseReturnValue:
    """Every case the filter shows, as a workbook."""
    rows = _every_row()
    return send_file(
        queue_export.xlsx(rows),
        mimetype="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        as_attachment=True,
        download_name=f"cases-{http.today().isoformat()}.xlsx",
    )


def _every_row() -> Iterator[CaseRow]:
    """All rows that the address asks for, from a session of their own: they are read while the answer is sent."""
    asked, office = question(queue_page.wanted(request.args)), http.office()
    http.end_read()

    def rows() -> Iterator[CaseRow]:
        with office.db.read() as session:
            yield from cases.each(session, asked)

    return rows()


def question(wanted: QueueFilter) -> Question:
    """A filter as this viewer asks it today."""
    return Question(http.viewer(), wanted, http.today(), http.calendar(), http.office().cipher)
