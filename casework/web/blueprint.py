"""The one blueprint that every page hangs on; a page without a signed-in user leads to the log-in page."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.web import held

PUBLIC = frozenset(
    {
        "web.login",
        "web.enter",
        "web.feed",
        "web.help_index",
        "web.help_chapter",
        "web.help_picture",
    }
)

GIVEN = "password_is_given"
"""In the session of whoever signed in with a password that an administrator handed out."""
_WITH_A_GIVEN_ONE = PUBLIC | {"web.leave", "web.own_password", "web.change_own_password"}

web = Blueprint("web", __name__)


@web.before_request
def require_login() -> ResponseReturnValue | None:
    """Open to everybody are the log-in page, the manual and, behind their secret addresses, the calendar feeds."""
    if request.endpoint in PUBLIC:
        return None
    if http.current_viewer() is not None:
        return _own_password_first()
    if request.method == "POST" and request.endpoint != "web.leave":
        kept = held.sent_without_session()
        return render_template("web/login.html", login="", message="", back="", held=kept), 401
    back = request.full_path.rstrip("?") if request.method == "GET" else ""
    return redirect(url_for("web.login", next=back or None), 303)


def _own_password_first() -> ResponseReturnValue | None:
    """A password that somebody else has seen opens only the page on which it is replaced."""
    if not session.get(GIVEN) or request.endpoint in _WITH_A_GIVEN_ONE:
        return None
    return redirect(url_for("web.own_password"), 303)
