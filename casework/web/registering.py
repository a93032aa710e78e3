"""Registering a request; the same form sent twice registers once."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import cast

from flask import Flask, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import Invalid, NotAllowed
from casework.queries import access
from casework.queries.access import UnitRow
from casework.services import intake
from casework.services.engine import Done
from casework.services.intake import RequestForm
from casework.web import register_form
from casework.web.blueprint import web
from casework.web.filters import long_day
from casework.web.register_form import Typed

_EXTENSION = "casework.sent_forms"
_REMEMBERED = 2000


@dataclass
class Sent:
    """One form that was or is being sent: the second sender waits for the first and gets its answer."""

    lock: Lock = field(default_factory=Lock)
    done: Done | None = None


@dataclass
class SentForms:
    """The forms of this process by their key; the oldest are forgotten first.

    Behind several processes a form that reaches two of them within a moment can register twice.
    """

    forms: OrderedDict[str, Sent] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def once(self, key: str, work: Callable[[], Done]) -> Done:
        """Do the work, or answer what the same form led to."""
        if not key:
            return work()
        with self.lock:
            sent = self.forms.setdefault(key, Sent())
            while len(self.forms) > _REMEMBERED:
                self.forms.popitem(last=False)
        with sent.lock:
            sent.done = sent.done or work()
            return sent.done


def register(app: Flask) -> None:
    """Give the application its own memory of sent forms."""
    app.extensions[_EXTENSION] = SentForms()


def once(key: str, work: Callable[[], Done]) -> Done:
    """Do what a form asks for, once for each form that was drawn."""
    return cast(SentForms, current_app.extensions[_EXTENSION]).once(key, work)


@web.get("/register")
def register_form_page() -> ResponseReturnValue:
    """An empty form."""
    return _page(register_form.blank(http.today()))


@web.post("/register")
def register_request() -> ResponseReturnValue:
    """Register, or show the form again with everything typed and what is wrong."""
    typed = register_form.read(request.form.to_dict())
    if "more" in request.form:
        return _page(register_form.with_another(typed, request.form["more"]))
    try:
        form = register_form.request_of(typed, units=_units(), arrived_on=_arrival(typed))
        done = once(typed.key, lambda: _register(form))
    except Invalid as error:
        http.end_read()
        return _page(typed, error), 422
    flash(_told(done), "done")
    for warning in done.warnings:
        flash(warning, "warn")
    return redirect(url_for("web.case", record_id=done.record_id), 303)


def _register(form: RequestForm) -> Done:
    who, moment = http.viewer(), http.now()
    http.end_read()
    return intake.register(http.office(), form, viewer=who, moment=moment)


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


def _page(typed: Typed, error: Invalid | None = None) -> str:
    context = register_form.page(
        typed,
        units=_units(),
        errors=error.fields if error else {},
        message=error.message if error else "",
    )
    return render_template("web/register.html", **context)


def _told(done: Done) -> str:
    if done.due_on is None:
        return "已登记到达。收到申请之日尚待确认，请当日与申请人联系；确认后编号并起算答复期限。"
    return f"已登记，编号 {done.number}，答复期限至{long_day(done.due_on)}。登记回执已生成，可在“文书”中打开打印。"
