"""The case page, the acts on it and its papers."""

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import Conflict, Invalid, NotFound
from casework.models.record import Record
from casework.queries import case_page
from casework.queries.case_page import CaseView
from casework.queries.records import hanging_on
from casework.services.engine import Done
from casework.web import act_form, case_view, papers, record_page, what_if
from casework.web.act_form import Draft
from casework.web.blueprint import web
from workflows.documents import gives_evidence, offered_sheets
from workflows.registry import workflow_version


@web.get("/cases/<int:record_id>")
def case(record_id: int) -> ResponseReturnValue:
    """One case; `act` opens a form with what the address carries, `correct` the correction of a row."""
    typed = request.args.to_dict()
    return _page(record_id, Draft(typed.pop("act", ""), typed))


@web.post("/cases/<int:record_id>/actions/<name>")
def act(record_id: int, name: str) -> ResponseReturnValue:
    """Do one act; what cannot be done shows the page again with everything typed."""
    form = request.form.to_dict()
    if "refresh" in form or "try" in form:
        return _page(record_id, Draft(name, form))
    try:
        sent = _sent(record_id, name, form=form)
        if "preview" in form:
            asked = {key: sent[key] for key in ("on_day", "payload")}
            return papers.previewed(record_id, name, key=form["preview"], **asked)
        done = http.perform_action(record_id, name, **sent)
    except (Conflict, Invalid) as error:
        http.end_read()
        draft = Draft(name, form, error.fields, error.message, error.basis)
        return _page(record_id, draft), http.status_of(error)
    return redirect(_tell(record_id, name, done=done), 303)


@web.get("/cases/<int:record_id>/what-if")
def suppose(record_id: int) -> ResponseReturnValue:
    """What would follow from one act or two on days to come; the address holds the question, nothing is written."""
    view = case_view_of(record_id)
    context = what_if.page(
        view,
        case_page.people(http.read(), view, today=http.today()),
        asked=request.args.to_dict(),
        try_out=lambda acts: http.forecast(record_id, acts),
        today=http.today(),
    )
    return render_template("web/what_if.html", **context)


def _seen(record_id: int) -> Record:
    """The record, if it is a case: the registers of the units have pages of their own and are written by their services.

    Raises:
        NotFound: it is none, or out of sight.
    """
    record = case_page.seen(http.read(), http.viewer(), record_id)
    if workflow_version(record.workflow_version).is_register:
        raise NotFound("没有这一案件；请从办件列表中打开。")
    return record


def case_view_of(record_id: int) -> CaseView:
    record = _seen(record_id)
    return case_page.case_page(
        http.read(),
        http.viewer(),
        record.id,
        today=http.today(),
        calendar=http.calendar(),
        cipher=http.office().cipher,
        at=http.now().at,
    )


def _page(record_id: int, draft: Draft) -> str:
    view = case_view_of(record_id)
    context = case_view.page(
        view,
        case_page.people(http.read(), view, today=http.today()),
        draft=draft,
        correct=number_in(draft.values.get("correct") or draft.values.get("entry")),
        try_out=lambda acts: http.forecast(record_id, acts),
        calendar=http.calendar(),
        today=http.today(),
    )
    linked = hanging_on(
        http.read(), http.viewer(), view.record, today=http.today(), calendar=http.calendar()
    )
    openable = record_page.about(http.viewer(), view)
    return render_template(
        "web/case.html",
        linked=linked,
        openable=openable,
        sheets=offered_sheets(
            view.record.kind, view.facts, linked=view.record.parent_id is not None
        ),
        evidence=gives_evidence(view.record.kind, linked=view.record.parent_id is not None),
        **context,
    )


def _sent(record_id: int, name: str, *, form: dict[str, str]) -> dict[str, Any]:
    """Payload, version and day of an act as the form sent them."""
    record = _seen(record_id)
    action = workflow_version(record.workflow_version).action(name)
    payload = act_form.payload(action, form) if action else {}
    if action and action.corrects:
        entry = number_in(form.get("entry"))
        payload["values"] = case_view.changed_values(case_view_of(record_id), entry, form=form)
    return {
        "payload": payload,
        "version": number_in(form.get("version")),
        "on_day": _day(form.get("on_day", "")),
    }


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        wrong = "不是有效日期，请按 2020-09-01 的格式填写"
        raise Invalid(f"办理日期{wrong}。", fields={"on_day": wrong}) from error


def number_in(text: str | None) -> int:
    """The number that a form sent, 0 where it sent none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _tell(record_id: int, name: str, *, done: Done) -> str:
    """Say what was done, and where to go on: an answered task takes its case out of the department's sight."""
    try:
        record = _seen(record_id)
    except NotFound:
        flash("已办理；协办事项办完后，本案不再由您查看。", "done")
        return url_for("web.task_list")
    action = workflow_version(record.workflow_version).action(name)
    flash(f"已办理“{action.label if action else name}”。", "done")
    if done.query_code:
        flash(
            f"查询码：{done.query_code}，已印在刚生成的文书上，请交给申请人。",
            "done",
        )
    for warning in done.warnings:
        flash(warning, "warn")
    return url_for("web.case", record_id=record_id)
