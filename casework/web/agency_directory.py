"""The directory of agencies for administrators: list, search, add, change, read in a table."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import CaseworkError, Invalid, NotAllowed
from casework.queries import agencies as directory
from casework.services import agencies as entering
from casework.services.agencies import AgencyForm
from casework.web.act_form import Draft
from casework.web.blueprint import web
from casework.web.filters import holds
from workflows.vocabulary import Role

_TEXTS = ("name", "address", "phone", "matters")
_DAYS = ("since", "until")


@web.get("/admin/agencies")
def agencies() -> ResponseReturnValue:
    """The directory, or what matches `q`, with the form for one more."""
    return _page(Draft())


@web.post("/admin/agencies")
def add_agency() -> ResponseReturnValue:
    """Enter an agency."""
    typed = _typed()
    who = http.viewer()
    http.end_read()
    try:
        entering.add_agency(http.office(), _form(typed), viewer=who)
    except CaseworkError as error:
        draft = Draft("add", typed, error.fields, error.message)
        return _page(draft), http.status_of(error)
    flash(f"已登记“{typed['name']}”。", "done")
    return redirect(url_for("web.agencies"), 303)


@web.get("/admin/agencies/<int:agency_id>")
def agency(agency_id: int) -> ResponseReturnValue:
    """One agency to change."""
    _check()
    found = directory.agency(http.read(), agency_id)
    values = {key: str(getattr(found, key) or "") for key in (*_TEXTS, *_DAYS)}
    return _one(agency_id, Draft("change", values))


@web.post("/admin/agencies/<int:agency_id>")
def change_agency(agency_id: int) -> ResponseReturnValue:
    """Change it; an answer that was issued keeps what it says."""
    typed = _typed()
    who = http.viewer()
    http.end_read()
    try:
        entering.change_agency(http.office(), agency_id, _form(typed), viewer=who)
    except CaseworkError as error:
        draft = Draft("change", typed, error.fields, error.message)
        return _one(agency_id, draft), http.status_of(error)
    flash(f"已更改“{typed['name']}”。", "done")
    return redirect(url_for("web.agencies"), 303)


@web.post("/admin/agencies/import")
def import_agencies() -> ResponseReturnValue:
    """Read a table; with one wrong row nothing is entered."""
    who = http.viewer()
    try:
        http.expect_file()
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            raise Invalid("没有选择文件；请选择名录表格后再导入。", fields={"file": "请选择文件"})
        content, name = sent.read(), sent.filename
        http.end_read()
        done = entering.import_agencies(http.office(), content, file=name, viewer=who)
    except Invalid as error:
        http.end_read()
        return _page(Draft("import", {}, error.fields, error.message)), 422
    flash(f"已导入：新增 {done.added} 个，更改 {done.changed} 个。", "done")
    return redirect(url_for("web.agencies"), 303)


def _check() -> None:
    if not holds(Role.admin):
        raise NotAllowed("机关名录由系统管理员维护，您没有这一角色；请联系系统管理员。")


def _typed() -> dict[str, str]:
    _check()
    return {key: request.form.get(key, "").strip() for key in (*_TEXTS, *_DAYS)}


def _form(typed: dict[str, str]) -> AgencyForm:
    since, until = (_day(key, typed[key]) for key in _DAYS)
    name, address, phone, matters = (typed[key] for key in _TEXTS)
    return AgencyForm(name, address, phone, matters, since, until)


def _day(key: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        wrong = "不是有效日期，请按 2020-09-01 的格式填写，或者留空"
        raise Invalid(f"日期{wrong}。", fields={key: wrong}) from error


def _page(draft: Draft) -> str:
    _check()
    wanted = request.args.get("q", "").strip()[:60]
    found = directory.agencies(http.read(), wanted=wanted)
    return render_template(
        "web/agencies.html", rows=found, wanted=wanted, draft=draft, today=http.today()
    )


def _one(agency_id: int, draft: Draft) -> str:
    _check()
    found = directory.agency(http.read(), agency_id)
    return render_template("web/agency.html", agency=found, draft=draft)
