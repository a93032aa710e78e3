"""The page on which a user changes his own password; whoever was handed one comes here first."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import Invalid
from casework.models.user import User
from casework.services import passwords
from casework.services.users import LEAST_PASSWORD
from casework.web import auth
from casework.web.blueprint import GIVEN, web

_FIELDS = ("old", "new", "again")
_NO_ERRORS: Mapping[str, str] = {}
_PATIENCE = "口令连续{}次不对；请在{}分钟后再试，忘记口令的请系统管理员重置。"


@web.get("/me/password")
def own_password() -> ResponseReturnValue:
    """The form; nothing that was typed into it ever comes back."""
    return _page()


@web.post("/me/password")
def change_own_password() -> ResponseReturnValue:
    """Change it, or say what is wrong."""
    typed = {key: request.form.get(key, "") for key in _FIELDS}
    who, moment = http.viewer(), http.now()
    login = http.read().get_one(User, who.user_id).login
    http.end_read()
    count = auth.throttle()
    if waiting := count.wait(login, moment.at):
        return _page(_PATIENCE.format(auth.ALLOWED_FAILURES, auth.minutes(waiting))), 422
    try:
        passwords.change_own(http.office(), viewer=who, moment=moment, **typed)
    except Invalid as error:
        if "old" in error.fields:
            count.note(login, moment.at)  # whoever found the screen open may not guess for ever
        return _page(error.message, error.fields), http.status_of(error)
    count.forget(login)
    auth.stay_signed_in(http.read().get_one(User, who.user_id))
    was_given = session.pop(GIVEN, False)
    flash("口令已更改，下次登录用新口令；其他电脑上的登录已经退出。", "done")
    return redirect(url_for("web.desk" if was_given else "web.own_settings"), 303)


def _page(message: str = "", errors: Mapping[str, str] = _NO_ERRORS) -> str:
    return render_template(
        "web/own_password.html",
        message=message,
        errors=errors,
        given=session.get(GIVEN, False),
        least=LEAST_PASSWORD,
    )
