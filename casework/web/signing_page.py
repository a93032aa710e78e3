"""One case on one screen for whoever signs it: the answer, what it was checked for, the opinions so far, the decision."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from casework import http, preview_html
from casework.errors import CaseworkError, Conflict, Invalid, NotFound
from casework.queries import case_page
from casework.queries.case_page import CaseView
from casework.queries.past_answers import past_answers
from casework.queries.rounds import rounds_of
from casework.services import paper_drawing
from casework.web import act_form, five_steps_page
from casework.web.act_form import Draft
from casework.web.blueprint import web
from casework.web.cases import case_view_of, number_in
from casework.web.draft_view import DraftView, draft_of
from casework.web.signing_steps import STEPS
from workflows.definition import OpenAct


@web.get("/cases/<int:record_id>/<any(review, approval):step>")
def signing_page(record_id: int, step: str) -> ResponseReturnValue:
    """The answer as it would be sent, its checklist, its rounds, and the decision that is open to the viewer."""
    return _page(record_id, step, Draft())


@web.post("/cases/<int:record_id>/<any(review, approval):step>")
def decide(record_id: int, step: str) -> ResponseReturnValue:
    """Sign or return; what cannot be done shows the page again with everything typed."""
    form = request.form.to_dict()
    name = form.get("decide", "")
    view = case_view_of(record_id)
    chosen = next((one for one in _open(view, step) if one.action.name == name), None)
    try:
        if chosen is None:
            raise Conflict("本案现在没有这一签署事项；请刷新页面，核对后再办。")
        done = http.perform_action(
            record_id,
            name,
            act_form.payload(chosen.action, form),
            version=number_in(form.get("version")),
            on_day=http.today(),
        )
    except (Conflict, Invalid) as error:
        http.end_read()
        draft = Draft(name, form, error.fields, error.message, error.basis)
        return _page(record_id, step, draft), http.status_of(error)
    flash(f"{done.number}：已办理“{chosen.action.label}”。", "done")
    for warning in done.warnings:
        flash(warning, "warn")
    return redirect(url_for("web.approval_desk"), 303)


def _page(record_id: int, step: str, draft: Draft) -> str:
    view = case_view_of(record_id)
    people = case_page.people(http.read(), view, today=http.today())
    found = draft_of(view, http.calendar(), today=http.today())
    if found is None:
        raise NotFound("本案还没有提交答复稿，没有可以审核审批的内容；请从案件页查看。")
    decisions = tuple(
        (one, act_form.inputs(one.action, view, people, draft=draft.of(one.action.name)))
        for one in _open(view, step)
    )
    paper, lacking = _paper(view)
    return render_template(
        "web/signing.html",
        view=view,
        record=view.record,
        step=step,
        found=found,
        rounds=rounds_of(view),
        decisions=decisions,
        draft=draft,
        paper=paper,
        lacking=lacking,
        **(_bench(view, found) if step == "review" else {}),
    )


def _bench(view: CaseView, found: DraftView) -> dict[str, Any]:
    words = " ".join(item.content for item in view.items)
    codes = [one.code for one in found.clauses]
    return {
        "past": past_answers(http.read(), http.viewer(), view.record, words),
        "steps": five_steps_page.lines_to(codes[0], codes[-1]) if codes else (),
    }


def _paper(view: CaseView) -> tuple[Markup | None, str]:
    """The answer as it would be sent today, or the sentence why it cannot be written yet."""
    try:
        written = paper_drawing.answer_of(
            http.read(), http.office(), view.record.id, viewer=http.viewer(), moment=http.now()
        )
    except CaseworkError as error:
        return None, error.message
    return preview_html.preview(written), ""


def _open(view: CaseView, step: str) -> tuple[OpenAct, ...]:
    """The acts of this page's steps that the viewer may do, signing first and returning last."""
    acts = [one for one in view.open_acts if one.action.signs in STEPS[step]]
    return tuple(sorted(acts, key=lambda one: one.action.returns))
