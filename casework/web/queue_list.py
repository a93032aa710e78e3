"""The queue: a page of it, and all of it as a file."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from flask import Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from casework import http
from casework.queries import access, cases
from casework.queries.cases import CaseRow
from casework.queries.queue_filter import Question, QueueFilter
from casework.queries.saved_filters import saved_filters
from casework.queries.staff import handlers
from casework.queries.topics import topics_for
from casework.web import batches, queue_export, queue_page
from casework.web.blueprint import web
from casework.web.filters import assigning_roles, classifying_roles

QUEUE = "queue"
"""Under this name an act on several cases is told here (`batches`)."""


@web.get("/cases")
def queue() -> ResponseReturnValue:
    """The queue by phase, filtered, sorted and searched; one page of rows."""
    return render_template("web/queue.html", **shown(queue_page.wanted(request.args)))


def shown(wanted: QueueFilter) -> dict[str, Any]:
    """What the template of the queue needs for a filter."""
    session, viewer, asked = http.read(), http.viewer(), question(wanted)
    units = access.units_in_sight(session, viewer)
    after, before = queue_page.places(request.args)
    page = queue_page.page(
        wanted,
        cases.shelf(session, asked, after=after, before=before),
        counts=cases.counts(session, asked),
        units=units,
        topics=topics_for(session, (unit.id for unit in units)),
    )
    kept = page_of()
    return page | {
        "handlers": handlers(session, viewer, assigning_roles()),
        "assign": queue_page.address(wanted, endpoint="web.assign_chosen", **kept),
        "undo": queue_page.address(wanted, endpoint="web.undo_assignment", **kept),
        "told": batches.told(QUEUE),
        "classify": queue_page.address(wanted, endpoint="web.classify_chosen", **kept),
        "classifies": any(viewer.roles_in(unit.id) & classifying_roles() for unit in units),
        "saved": saved_filters(session, viewer),
        "query": queue_page.query(wanted),
    }


def page_of() -> dict[str, str]:
    """Which page of the rows the address asks for."""
    return {name: request.args[name] for name in ("after", "before") if name in request.args}


@web.get("/cases.csv")
def queue_csv() -> ResponseReturnValue:
    """Every case the filter shows, as a table that any program reads."""
    pieces = queue_export.csv_lines(_every_row())
    return _file(pieces, "csv", "text/csv; charset=utf-8")


@web.get("/cases.xlsx")
def queue_xlsx() -> ResponseReturnValue:
    """Every case the filter shows, as a workbook."""
    return _file(queue_export.xlsx(_every_row()), "xlsx", _XLSX)


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _file(pieces: Iterator[bytes], ending: str, kind: str) -> Response:
    """An answer that is sent while it is made; what cannot be made is told before the first piece leaves."""
    first = next(pieces, b"")
    name = f"cases-{http.today().isoformat()}.{ending}"
    return Response(
        stream_with_context(chain((first,), pieces)),
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
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
