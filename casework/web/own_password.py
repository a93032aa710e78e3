"""The page on which a user changes his own password; whoever was handed one comes here first."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import Invalid
from casework.services import passwords
from casework.services.users import LEAST_PASSWORD
from casework.web.blueprint import GIVEN, web

_FIELDS = ("old", "new", "again")


@web.get("/me/password")
def own_password() -> ResponseReturnValue:
    """The form; nothing that was typed into it ever comes back."""
    return _page()


@web.post("/me/password")
def change_own_password() -> ResponseReturnValue:
    """Change it, or say what is wrong."""
    typed = {key: request.form.get(key, "") for key in _FIELDS}
    who, moment = http.viewer(), http.now()
    http.end_read()
    try:
        passwords.change_own(http.office(), viewer=who, moment=moment, **typed)
    except Invalid as error:
        return _page(error), http.status_of(error)
    was_given = session.pop(GIVEN, False)
    flash("口令已更改，下次登录用新口令。", "done")
    return redirect(url_for("web.desk" if was_given else "web.own_settings"), 303)


def _page(error: Invalid | None = None) -> str:
    return render_template(
        "web/own_password.html",
        message=error.message if error else "",
        errors=error.fields if error else {},
        given=session.get(GIVEN, False),
        least=LEAST_PASSWORD,
    )
