"""Registering a request: what is typed is kept on the server until it is handed in, and a form registers once."""

from collections.abc import Sequence
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import CaseworkError, Conflict, Invalid, NotAllowed
from casework.queries import access, form_drafts
from casework.queries.access import UnitRow
from casework.queries.applicant_counts import counts_of
from casework.queries.form_drafts import DraftRow
from casework.queries.known_people import known_people
from casework.queries.similar_groups import published_before
from casework.queries.similar_requests import similar_requests
from casework.queries.topics import topics_for
from casework.services import form_drafts as keeping
from casework.services import intake, revealing
from casework.services.engine import Done
from casework.services.intake import RequestForm
from casework.web import register_beside, register_form
from casework.web.blueprint import web
from casework.web.cases import number_in
from casework.web.filters import long_day, moment
from casework.web.register_beside import Beside
from casework.web.register_form import Typed


@web.get("/register")
def register_form_page() -> ResponseReturnValue:
    """The newest draft of whoever asks, the one that the address names, or an empty form."""
    mine = form_drafts.drafts_of(http.read(), http.viewer(), at=http.now().at)
    asked = request.args.get("draft", mine[0].key if mine and "new" not in request.args else "")
    draft = next((one for one in mine if one.key == asked), None)
    if draft is None:
        return _page(register_form.blank(http.today()), drafts=mine)
    cipher = http.office().cipher
    typed = register_form.read(
        form_drafts.typed_into(http.read(), http.viewer(), draft.key, cipher)
    )
    return _page(typed, drafts=mine, saved=moment(draft.saved_at))


@web.post("/register")
def register_request() -> ResponseReturnValue:
    """Register, or show the form again with everything typed and what is wrong."""
    typed = register_form.read(request.form.to_dict())
    if "more" in request.form:
        _keep(typed)
        return _page(register_form.with_another(typed, request.form["more"]))
    if "take" in request.form:
        return _taken(typed, request.form["take"])
    try:
        form = register_form.request_of(typed, units=_units(), arrived_on=_arrival(typed))
        done = _register(form, key=typed.key)
    except (Conflict, Invalid) as error:
        http.end_read()
        _keep(typed)
        return _page(typed, error), http.status_of(error)
    flash(_told(done), "done")
    for warning in done.warnings:
        flash(warning, "warn")
    return redirect(url_for("web.case", record_id=done.record_id), 303)


@web.post("/register/draft")
def keep_draft() -> ResponseReturnValue:
    """Keep what is typed so far; asked for by the script while somebody types, and by a button."""
    _units()
    typed = register_form.read(request.form.to_dict())
    kept = _keep(typed)
    if "beside" in request.form:
        context = {"beside": beside_of(typed), "saved": _now() if kept else ""}
        return render_template("web/_register_beside.html", **context)
    told = "草稿已保存，七日内可以在登记页继续填写。" if kept else "还没有填写内容，没有保存。"
    flash(told, "done" if kept else "warn")
    return redirect(url_for("web.register_form_page"), 303)


@web.post("/register/discard")
def discard_draft() -> ResponseReturnValue:
    """Throw a draft away."""
    who = http.viewer()
    http.end_read()
    keeping.discard(http.office(), key=request.form.get("key", ""), viewer=who)
    flash("草稿已删除。", "done")
    return redirect(url_for("web.register_form_page", new=1), 303)


def _register(form: RequestForm, *, key: str) -> Done:
    who, at = http.viewer(), http.now()
    http.end_read()
    return intake.register(http.office(), form, viewer=who, moment=at, form_key=key)


def _taken(typed: Typed, taken: str) -> ResponseReturnValue:
    """The form with what an earlier request tells of an applicant; looking at it stands in that request's journal."""
    row, _, party = taken.partition(".")
    who, at = http.viewer(), http.now()
    _units()
    http.end_read()
    try:
        person = revealing.taken_over(http.office(), number_in(party), viewer=who, moment=at)
    except CaseworkError as error:
        return _page(typed, error), http.status_of(error)
    typed = register_form.with_person(typed, number_in(row), person)
    _keep(typed)
    return _page(typed)


def _keep(typed: Typed) -> bool:
    """Keep a draft of what was typed, if it is worth keeping."""
    who, at = http.viewer(), http.now()
    if not typed.says_something or not typed.key:
        return False
    http.end_read()
    values = {
        name: value
        for name, value in typed.values.items()
        if name not in ("more", "beside", "take")
    }
    keeping.save(http.office(), key=typed.key, values=values, viewer=who, moment=at)
    return True


def _now() -> str:
    return moment(http.now().at)


def _arrival(typed: Typed) -> date:
    try:
        return date.fromisoformat(typed.values.get("arrived_on", ""))
    except ValueError as error:
        wrong = "不是有效日期，请按 2020-09-01 的格式填写"
        raise Invalid(f"到达日期{wrong}。", fields={"arrived_on": wrong}) from error


def _units() -> tuple[UnitRow, ...]:
    viewer = http.viewer()
    units = register_form.units_for_intake(viewer, access.units_in_sight(http.read(), viewer))
    if not units:
        raise NotAllowed("登记申请由登记员办理，您没有这一角色；请交本单位登记员办理。")
    return units


def _page(
    typed: Typed,
    error: CaseworkError | None = None,
    *,
    drafts: Sequence[DraftRow] = (),
    saved: str = "",
) -> str:
    units = _units()
    context = register_form.page(
        typed,
        units=units,
        topics=topics_for(http.read(), (unit.id for unit in units)),
        errors=error.fields if error else {},
        message=error.message if error else "",
    )
    others = tuple(one for one in drafts if one.key != typed.key)
    return render_template(
        "web/register.html", drafts=others, saved=saved, beside=beside_of(typed), **context
    )


def beside_of(typed: Typed) -> Beside:
    """What the form is told from what stands in it now; it asks only about what was typed."""
    session, viewer, office = http.read(), http.viewer(), http.office()
    receipt = register_beside.receipt_words(typed, http.calendar(), today=http.today())
    if not typed.says_something:
        return Beside(receipt)
    form = register_form.request_of(typed, units=_units(), arrived_on=http.today())
    first = form.parties[0]
    name, number, cipher = first.name.strip(), first.id_number, office.cipher
    return Beside(
        receipt,
        doubts=tuple(intake.doubts(form, office).items()),
        counts=counts_of(
            session,
            unit_id=form.unit_id,
            name_index=cipher.index(name),
            id_index=cipher.index(number),
            on=http.today(),
            own=len([text for text in form.items if text.strip()]),
        ),
        people=known_people(session, viewer, cipher, name=name, id_number=number),
        similar=similar_requests(
            session, viewer, cipher, items=form.items, name=name, id_number=number
        ),
        published=published_before(session, form.items),
    )


def _told(done: Done) -> str:
    if done.due_on is None:
        return "已登记到达。收到申请之日尚待确认，请当日与申请人联系；确认后编号并起算答复期限。"
    code = "，印有申请人的查询码" if done.query_code else ""
    return f"已登记，编号 {done.number}，答复期限至{long_day(done.due_on)}。登记回执已生成{code}：按 P 键打开打印，或者在“文书”中打开。"
