"""The draft of an answer in the browser: text, Word and back, versions and what differs between them; nothing is decided here."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.differences import Line, differences, differs
from casework.errors import Conflict, Invalid, NotAllowed
from casework.queries.case_page import CaseView, case_page
from casework.queries.draft_versions import Version, version, versions_of
from casework.services import drafting
from casework.services.drafting import Uploaded
from casework.web import draft_remarks
from casework.web.blueprint import web
from casework.web.draft_remarks import Remarking
from casework.web.papers import DOCX, shown
from workflows import drafts
from workflows.remarks import REMARK

_DRAFT = "/cases/<int:record_id>/draft"


@dataclass(frozen=True)
class _Typed:
    """What stands in the text area, and why it was not saved."""

    text: str
    base: int
    comment: str = ""
    error: Conflict | Invalid | NotAllowed | None = None
    uploaded: Uploaded | None = None


@web.get(_DRAFT)
def draft(record_id: int) -> ResponseReturnValue:
    """The newest reasons to work on, every version, and two of them compared."""
    return _page(record_id)


@web.post(_DRAFT)
def save_draft(record_id: int) -> ResponseReturnValue:
    """Save what was typed as the newest version; what cannot be saved stays in the text area."""
    form = request.form
    return _saved(record_id, form.get("reasons", ""), form.get("comment", ""))


@web.post(f"{_DRAFT}/versions/<int:seq>/take")
def take_version(record_id: int, seq: int) -> ResponseReturnValue:
    """Make an older version the newest one; it is copied, and nothing is lost."""
    one = version(_view(record_id), seq)
    return _saved(record_id, one.text, f"取第{one.number}稿为最新一稿")


@web.post(f"{_DRAFT}/upload")
def upload_draft(record_id: int) -> ResponseReturnValue:
    """Read an edited draft into the text area, with what differs; nothing is stored before it is saved there."""
    try:
        http.expect_file()
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            raise Invalid("没有选择文件；请选择改好的草稿后再上传。", fields={"file": "请选择文件"})
        found = drafting.returned(
            http.read(),
            http.office(),
            record_id,
            sent.read(),
            viewer=http.viewer(),
            moment=http.now(),
        )
    except Invalid as error:
        view = _view(record_id)
        return _page(record_id, replaced(view, error)), http.status_of(error)
    return _page(record_id, _Typed(found.text, found.base, uploaded=found))


@web.post(f"{_DRAFT}/remarks")
def remark(record_id: int) -> ResponseReturnValue:
    """Remark on a paragraph of the newest version; what is refused stays in its field."""
    acting = _acting(record_id, closes=False)
    try:
        return draft_remarks.write(record_id, acting)
    except (Conflict, Invalid, NotAllowed) as error:
        http.end_read()
        found = draft_remarks.typed(error)
        return _page(record_id, remarking=found), http.status_of(error)


@web.post(f"{_DRAFT}/remarks/<int:seq>/settle")
def settle_remark(record_id: int, seq: int) -> ResponseReturnValue:
    """Say that a remark was followed, or why not."""
    acting = _acting(record_id, closes=True)
    try:
        return draft_remarks.settle(record_id, acting, seq)
    except (Conflict, Invalid, NotAllowed) as error:
        http.end_read()
        return _page(record_id, remarking=Remarking(error=error)), http.status_of(error)


def _acting(record_id: int, *, closes: bool) -> str:
    """The act that writes or settles a remark."""
    drafting.check_sight(http.read(), http.viewer(), record_id)
    rows = _view(record_id).workflow.actions
    return next(
        row.name for row in rows if row.thread_kind == REMARK and bool(row.closes) is closes
    )


@web.get(f"{_DRAFT}.docx")
def draft_docx(record_id: int) -> ResponseReturnValue:
    """The draft for WPS or Word."""
    data = drafting.draft(
        http.read(), http.office(), record_id, viewer=http.viewer(), moment=http.now()
    )
    number = _view(record_id).record.number or "未编号"
    return send_file(
        BytesIO(data), DOCX, as_attachment=True, download_name=f"答复书草稿 {number}.docx"
    )


@web.get(f"{_DRAFT}.pdf")
def draft_pdf(record_id: int) -> ResponseReturnValue:
    """The answer as it would be issued today."""
    drawn = drafting.preview(
        http.read(), http.office(), record_id, viewer=http.viewer(), moment=http.now()
    )
    return shown(drawn.pdf, f"{drawn.kind.title}（预览）")


def replaced(view: CaseView, error: Conflict | Invalid | NotAllowed) -> _Typed:
    """The page as it was, with the reason why an upload was not read."""
    last = drafts.newest(view.facts)
    text = next((v.text for v in versions_of(view) if last and v.seq == last.key), "")
    return _Typed(text, last.key if last else 0, error=error)


def _saved(record_id: int, text: str, comment: str) -> ResponseReturnValue:
    office, who, moment = http.office(), http.viewer(), http.now()
    base = _number(request.form.get("based_on"))
    http.end_read()
    try:
        done = drafting.save(
            office, record_id, text=text, based_on=base, comment=comment, viewer=who, moment=moment
        )
    except (Conflict, Invalid, NotAllowed) as error:
        http.end_read()
        return _page(record_id, _Typed(text, base, comment, error)), http.status_of(error)
    flash("已存为新的一稿；签发时最新一稿写入《答复书》。", "done")
    for warning in done.warnings:
        flash(warning, "warn")
    return redirect(url_for("web.draft", record_id=record_id), 303)


def _page(
    record_id: int, typed: _Typed | None = None, *, remarking: Remarking | None = None
) -> str:
    view = _view(record_id)
    saved = versions_of(view)
    last = drafts.newest(view.facts)
    newest = next((v for v in saved if last and v.seq == last.key), None)
    typed = typed or _Typed(newest.text if newest else "", newest.seq if newest else 0)
    base = newest.seq if newest else 0
    overtaken = typed.base != base
    changes = (
        differences(newest.text, typed.text) if newest and (overtaken or typed.uploaded) else ()
    )
    return render_template(
        "web/draft.html",
        record=view.record,
        view=view,
        versions=saved[::-1],
        newest=newest,
        typed=typed,
        base=base,
        overtaken=next((v for v in saved if v.seq == typed.base), None) if overtaken else None,
        is_overtaken=overtaken,
        changes=changes if differs(changes) else (),
        writing=next((a.action for a in view.open_acts if a.action.writes), None),
        proposed=drafts.proposed(view.facts) is not None,
        most=http.office().settings.file_bytes // 1024 // 1024,
        remark=remarking or draft_remarks.asked(),
        **draft_remarks.shown(view, saved, newest),
        **_compared(view, saved),
    )


def _compared(view: CaseView, saved: tuple[Version, ...]) -> dict[str, Any]:
    """The two versions that the address names, with what differs."""
    old, new = _number(request.args.get("from")), _number(request.args.get("to"))
    if request.method != "GET" or not (old and new):
        return {"compared": (), "old": saved[-2] if len(saved) > 1 else None, "new": None}
    before, after = version(view, old), version(view, new)
    lines: tuple[Line, ...] = differences(before.text, after.text)
    return {"compared": lines, "differ": differs(lines), "old": before, "new": after}


def _view(record_id: int) -> CaseView:
    drafting.check_sight(http.read(), http.viewer(), record_id)
    return case_page(
        http.read(),
        http.viewer(),
        record_id,
        today=http.today(),
        calendar=http.calendar(),
        cipher=http.office().cipher,
    )


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
