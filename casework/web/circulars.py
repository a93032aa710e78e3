"""The pages of the circulars: list, draft, words, issue; as paper they are drawn by the services of papers."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import CaseworkError, NotFound
from casework.queries import access
from casework.queries import circulars as lists
from casework.queries.access import UnitRow
from casework.services import paper_drawing, registering
from casework.services.circular_reading import CircularView, circular_view
from casework.web import circular_page, papers
from casework.web.blueprint import web
from casework.web.cases import number_in
from casework.web.record_page import units_to_open_in
from workflows.circular_annexes import Annex
from workflows.circular_words import CHOOSE, WRITE
from workflows.kinds.circular import CIRCULAR
from workflows.periods import Span

_ISSUE = "issue_circular"
_DONE = {_ISSUE: "已印发，内容就此固定。", WRITE: "文字已保存。", CHOOSE: "附件已选定。"}


@web.get("/circulars")
def circulars() -> ResponseReturnValue:
    """The circulars in sight and the form that begins one."""
    return _list({})


@web.post("/circulars")
def draft_circular() -> ResponseReturnValue:
    """Begin a circular of a period; its figures are counted at once."""
    typed = request.form.to_dict()
    try:
        unit = next((u for u in _offices() if u.code == typed.get("unit")), None)
        if unit is None:
            raise NotFound("没有可以起草通报的单位；请由主管部门人员起草。")
        record_id = _opened(unit, circular_page.draft_data(typed, unit.name))
    except CaseworkError as error:
        http.end_read()
        return _list(typed, error), http.status_of(error)
    return redirect(url_for("web.circular", record_id=record_id), 303)


@web.get("/circulars/<int:record_id>")
def circular(record_id: int) -> ResponseReturnValue:
    """One circular, each figure linked to its cases."""
    return render_template("web/circular.html", **circular_page.page(_view(record_id)))


@web.post("/circulars/<int:record_id>/words")
def write_circular(record_id: int) -> ResponseReturnValue:
    """Put these words in the place of those before."""
    return _acted(record_id, WRITE, circular_page.words_sent())


@web.post("/circulars/<int:record_id>/annexes")
def choose_annexes(record_id: int) -> ResponseReturnValue:
    """Annex what is ticked, and nothing else."""
    ticked = {one.value: "1" for one in Annex if request.form.get(one.value)}
    return _acted(record_id, CHOOSE, ticked)


@web.post("/circulars/<int:record_id>/issue")
def issue_circular(record_id: int) -> ResponseReturnValue:
    """Issue it as it stands."""
    return _acted(record_id, _ISSUE, {"number": request.form.get("number", "").strip()})


@web.get("/circulars/<int:record_id>.<form>")
def circular_paper(record_id: int, form: str) -> ResponseReturnValue:
    """The draft as it would be printed; once it is issued, what was issued."""
    view = _view(record_id)
    if form not in ("pdf", "docx"):
        raise NotFound("通报可以下载为 pdf 或者 docx；请从通报页面打开。")
    if view.document_id:
        endpoint = "web.paper" if form == "pdf" else "web.paper_docx"
        return redirect(url_for(endpoint, record_id=record_id, document_id=view.document_id), 303)
    drawn = paper_drawing.draft_of(
        http.read(),
        http.office(),
        record_id,
        action=_ISSUE,
        viewer=http.viewer(),
        moment=http.now(),
    )
    title = f"{view.title}（预览）"
    return papers.saved(drawn.docx, title) if form == "docx" else papers.shown(drawn.pdf, title)


def _acted(record_id: int, name: str, payload: dict[str, Any]) -> ResponseReturnValue:
    version = number_in(request.form.get("version"))
    given = {key: value for key, value in payload.items() if value}
    try:
        done = http.perform_action(record_id, name, given, version=version, on_day=http.today())
    except CaseworkError as error:
        http.end_read()
        typed = {key: str(value) for key, value in payload.items()}
        page = circular_page.page(_view(record_id), typed)
        return (
            render_template("web/circular.html", **page, error=error),
            http.status_of(error),
        )
    for warning in done.warnings:
        flash(warning, "warn")
    flash(_DONE[name], "done")
    return redirect(url_for("web.circular", record_id=record_id), 303)


def _view(record_id: int) -> CircularView:
    return circular_view(
        http.read(), http.office(), record_id, viewer=http.viewer(), moment=http.now()
    )


def _offices() -> tuple[UnitRow, ...]:
    viewer = http.viewer()
    units = access.units_in_sight(http.read(), viewer)
    above = {unit.parent for unit in units}
    offices = units_to_open_in(viewer, units, CIRCULAR.opening)
    return tuple(unit for unit in offices if unit.code in above) or offices[:1]


def _opened(unit: UnitRow, data: dict[str, Any]) -> int:
    who, moment = http.viewer(), http.now()
    http.end_read()
    done = registering.open_record(
        http.office(),
        kind=CIRCULAR.kind.value,
        unit_id=unit.id,
        on_day=moment.today,
        data=data,
        viewer=who,
        moment=moment,
    )
    return done.record_id


def _list(typed: dict[str, str], error: CaseworkError | None = None) -> str:
    return render_template(
        "web/circulars.html",
        rows=lists.circulars(http.read(), http.viewer()),
        offices=_offices(),
        spans=tuple(Span),
        offered=circular_page.offered(http.today()),
        today=http.today(),
        typed=typed,
        error=error,
    )
