"""The people of the administered units: the list, adding, and the page of one with roles, unit, password and leaving."""

from collections.abc import Callable

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import CaseworkError, Invalid
from casework.queries import accounts as queries
from casework.queries import unit_settings as in_unit
from casework.services import accounts
from casework.services.users import UserForm
from casework.viewer import Moment, Viewer
from casework.web.act_form import Draft
from casework.web.blueprint import web
from workflows.vocabulary import Role

_FILTERS = ("q", "unit", "role", "active")
_TYPED = ("login", "name", "unit")


@web.get("/admin/people")
def people() -> ResponseReturnValue:
    """Everybody in the administered units, by filter."""
    return _list(Draft())


@web.post("/admin/people")
def add_person() -> ResponseReturnValue:
    """Add an account and show its first password once, or show the page again with what is wrong."""
    who, moment = http.viewer(), http.now()
    typed = {key: request.form.get(key, "").strip() for key in _TYPED}
    queries.accounts(http.read(), who, unit=typed["unit"])
    http.end_read()
    try:
        form = UserForm(typed["login"], typed["name"], typed["unit"], _roles())
        password = accounts.add(http.office(), form, viewer=who, moment=moment)
    except CaseworkError as error:
        return _list(Draft("", typed, error.fields, error.message)), http.status_of(error)
    return _once(typed["login"], password)


@web.get("/admin/people/<login>")
def person(login: str) -> ResponseReturnValue:
    """One account."""
    return _person(login)


@web.post("/admin/people/<login>/roles")
def change_roles(login: str) -> ResponseReturnValue:
    """Other roles in one unit."""
    unit = request.form.get("unit", "")

    def change(viewer: Viewer, moment: Moment) -> None:
        accounts.change_roles(http.office(), login, unit, _roles(), viewer=viewer, moment=moment)

    return _changed(login, change, "已登记角色，立即生效。")


@web.post("/admin/people/<login>/unit")
def move_person(login: str) -> ResponseReturnValue:
    """Another home unit."""
    unit = request.form.get("unit", "")

    def change(viewer: Viewer, moment: Moment) -> None:
        accounts.move(http.office(), login, unit, viewer=viewer, moment=moment)

    return _changed(login, change, "已变更所在单位，原单位的角色随之转到新单位。")


@web.post("/admin/people/<login>/active")
def set_active(login: str) -> ResponseReturnValue:
    """Close or reopen the account."""
    active = request.form.get("active") == "1"

    def change(viewer: Viewer, moment: Moment) -> None:
        accounts.set_active(http.office(), login, active, viewer=viewer, moment=moment)

    return _changed(login, change, "账号已启用。" if active else "账号已停用，不能再登录。")


@web.post("/admin/people/<login>/password")
def reset_password(login: str) -> ResponseReturnValue:
    """A new password, shown once."""
    who, moment = http.viewer(), http.now()
    queries.account(http.read(), who, login)
    http.end_read()
    try:
        password = accounts.reset_password(http.office(), login, viewer=who, moment=moment)
    except CaseworkError as error:
        return _person(login, error.message), http.status_of(error)
    return _once(login, password)


def _changed(
    login: str, change: Callable[[Viewer, Moment], None], said: str
) -> ResponseReturnValue:
    viewer, moment = http.viewer(), http.now()
    queries.account(http.read(), viewer, login)
    http.end_read()
    try:
        change(viewer, moment)
    except CaseworkError as error:
        return _person(login, error.message), http.status_of(error)
    flash(said, "done")
    return redirect(url_for("web.person", login=login), 303)


def _roles() -> frozenset[Role]:
    sent = request.form.getlist("role")
    if set(sent) - set(Role):
        raise Invalid("没有这种角色；请从列出的角色中选择。")
    return frozenset(Role(one) for one in sent)


def _once(login: str, password: str) -> Response:
    """Not through the cookie of the session, where it would stay; and no browser keeps the page."""
    response = make_response(_person(login, password=password))
    response.headers["Cache-Control"] = "no-store"
    return response


def _list(draft: Draft) -> str:
    asked = {key: request.args.get(key, "") for key in _FILTERS}
    session, viewer = http.read(), http.viewer()
    units = in_unit.administered(session, viewer)
    found = queries.accounts(
        session,
        viewer,
        wanted=asked["q"].strip(),
        unit=asked["unit"],
        role=asked["role"],
        active={"1": True, "0": False}.get(asked["active"]),
    )
    return render_template(
        "web/people.html",
        found=found,
        names={one.code: one.name for one in units},
        units=units,
        roles=accounts.GRANTABLE,
        asked=asked,
        draft=draft,
    )


def _person(login: str, message: str = "", password: str = "") -> str:
    session, viewer = http.read(), http.viewer()
    units = in_unit.administered(session, viewer)
    names = {one.code: one.name for one in units}
    found = queries.account(session, viewer, login)
    return render_template(
        "web/person.html",
        one=found,
        names=names,
        places=dict.fromkeys(c for c in (found.unit_code, *found.roles) if c in names),
        units=units,
        roles=accounts.GRANTABLE,
        message=message,
        password=password,
    )
