"""The files of a case: list, upload, preview, download, and covering places of a PDF. Nothing of a file runs here."""

from datetime import date
from io import BytesIO
from typing import Any

from flask import Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import Conflict, Invalid, NotFound
from casework.files import preview
from casework.files.kinds import ACCEPTED, MEDIA
from casework.files.marks import read_marks
from casework.models.file import FileContent
from casework.queries.case_page import CaseView, case_page
from casework.queries.files import FileView, file_of, files_of
from casework.services import files
from casework.web.blueprint import web
from workflows.file_guards import FILE, FileKind

_SANDBOX = "default-src 'none'; sandbox"


@web.get("/cases/<int:record_id>/files")
def case_files(record_id: int) -> ResponseReturnValue:
    """The files of a case and the form for another one."""
    return _list(record_id, {})


@web.post("/cases/<int:record_id>/files")
def add_file(record_id: int) -> ResponseReturnValue:
    """Attach a file; what cannot be attached shows the page again with everything typed."""
    office = http.office()
    form: dict[str, str] = {}
    try:
        http.expect_file()
        form = request.form.to_dict()
        done = files.attach(office, record_id, **_act(form), **_upload(), data=_data(form))
    except (Conflict, Invalid) as error:
        http.end_read()
        return _list(record_id, form, error=error), http.status_of(error)
    _tell("已登记文件。", done.warnings)
    return redirect(url_for("web.case_files", record_id=record_id), 303)


@web.get("/cases/<int:record_id>/files/<int:seq>")
def case_file(record_id: int, seq: int) -> ResponseReturnValue:
    """A file as pictures of its pages, or as the beginning of its words."""
    view, one = _view(record_id), _one(record_id, seq)
    media = MEDIA[one.media]
    words = "" if media.is_drawn else preview.words(media, _bytes(record_id, seq))
    return render_template("web/file.html", record=view.record, file=one, words=words, media=media)


@web.get("/cases/<int:record_id>/files/<int:seq>/original")
def original_file(record_id: int, seq: int) -> ResponseReturnValue:
    """The file as it came in, to be saved and not shown."""
    row, content = _found(record_id, seq)
    media = MEDIA[content.media]
    sent = send_file(
        BytesIO(content.content or b""), media.mime, as_attachment=True, download_name=row.name
    )
    sent.headers["Content-Security-Policy"] = _SANDBOX
    return sent


@web.get("/cases/<int:record_id>/files/<int:seq>/pages/<int:number>.png")
def file_page(record_id: int, seq: int, number: int) -> ResponseReturnValue:
    """One page drawn by us."""
    _, content = _found(record_id, seq)
    media = MEDIA[content.media]
    if not media.is_drawn or not 1 <= number <= 10_000:
        raise NotFound("这份文件没有这一页；请从文件页打开。")
    picture = preview.picture(media, content.content or b"", number)
    return Response(
        picture,
        mimetype="image/png",
        headers={"Content-Security-Policy": _SANDBOX, "Content-Disposition": "inline"},
    )


@web.get("/cases/<int:record_id>/files/<int:seq>/redact")
def redact_form(record_id: int, seq: int) -> ResponseReturnValue:
    """Mark places of a PDF; `propose` looks for numbers that tell who somebody is."""
    return _redact(record_id, seq, request.args.to_dict(), ())


@web.post("/cases/<int:record_id>/files/<int:seq>/redact")
def redact_file(record_id: int, seq: int) -> ResponseReturnValue:
    """Turn to another page with the marks kept, or attach the copy in which they are covered."""
    form, confirmed = request.form.to_dict(), request.form.getlist("confirmed")
    form["marks"] = "\n".join([*form.get("marks", "").splitlines(), *confirmed])
    if "make" not in form:
        return _redact(record_id, seq, form, confirmed)
    try:
        marks = read_marks(form["marks"])
        done = files.attach_redacted(http.office(), record_id, seq, marks, **_act(form))
    except (Conflict, Invalid) as error:
        http.end_read()
        return _redact(record_id, seq, form, confirmed, error=error), http.status_of(error)
    _tell("已登记遮盖后的副本；请逐页核对遮盖是否完整，再提交保密审查。", done.warnings)
    return redirect(url_for("web.case_files", record_id=record_id), 303)


def _list(record_id: int, form: dict[str, str], *, error: Conflict | Invalid | None = None) -> str:
    view = _view(record_id)
    held = files_of(http.read(), http.viewer(), view.record, view.facts)
    return render_template(
        "web/files.html",
        record=view.record,
        entries=view.entries,
        files=held,
        media=MEDIA,
        may_attach=any(a.action.opens == FILE for a in view.open_acts),
        kinds=tuple(FileKind),
        form=form,
        error=error,
        today=http.today(),
        most=http.office().settings.file_bytes // 1024 // 1024,
        accepted=ACCEPTED,
    )


def _redact(
    record_id: int,
    seq: int,
    form: dict[str, str],
    confirmed: Any,
    *,
    error: Conflict | Invalid | None = None,
) -> str:
    view, one, office = _view(record_id), _one(record_id, seq), http.office()
    sizes = files.sizes(office, record_id, seq, viewer=http.viewer())
    number = min(max(_number(form.get("page")), 1), len(sizes))
    found = (
        files.proposals(office, record_id, seq, viewer=http.viewer()) if "propose" in form else ()
    )
    return render_template(
        "web/redact.html",
        record=view.record,
        file=one,
        page=number,
        pages=len(sizes),
        size=sizes[number - 1],
        marks=form.get("marks", ""),
        proposals=tuple(m for m in found if m.line not in confirmed),
        asked="propose" in form,
        error=error,
    )


def _view(record_id: int) -> CaseView:
    """Raises NotFound for a register and for who sees the case for a task alone."""
    view = case_page(
        http.read(),
        http.viewer(),
        record_id,
        today=http.today(),
        calendar=http.calendar(),
        cipher=http.office().cipher,
    )
    if view.workflow.is_register:
        raise NotFound("没有这一案件；请从办件列表中打开。")
    return view


def _one(record_id: int, seq: int) -> FileView:
    view = _view(record_id)
    for one in files_of(http.read(), http.viewer(), view.record, view.facts):
        if one.seq == seq and not one.is_erased:
            return one
    raise NotFound("本案没有这份文件，或者内容已依法清除；请从案件页的文件清单中打开。")


def _found(record_id: int, seq: int) -> Any:
    return file_of(http.read(), http.viewer(), record_id, seq)


def _bytes(record_id: int, seq: int) -> bytes:
    content: FileContent = _found(record_id, seq)[1]
    return content.content or b""


def _act(form: dict[str, str]) -> dict[str, Any]:
    """Who acts when, on which version. The read session ends before the service writes."""
    who, moment = http.viewer(), http.now()
    http.end_read()
    try:
        on_day = date.fromisoformat(form.get("on_day") or moment.today.isoformat())
    except ValueError as error:
        wrong = "不是有效日期，请按 2020-09-01 的格式填写"
        raise Invalid(f"收到日期{wrong}。", fields={"on_day": wrong}) from error
    version = _number(form.get("version"))
    return {"viewer": who, "moment": moment, "on_day": on_day, "version": version}


def _upload() -> dict[str, Any]:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Invalid("没有选择文件；请选择后再登记。", fields={"file": "请选择文件"})
    return {"name": sent.filename, "content": sent.read()}


def _data(form: dict[str, str]) -> dict[str, str]:
    return {k: form[k] for k in ("file_kind", "proves", "original", "pages", "remark") if k in form}


def _tell(sentence: str, warnings: tuple[str, ...]) -> None:
    flash(sentence, "done")
    for warning in warnings:
        flash(warning, "warn")


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
