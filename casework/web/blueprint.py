"""The one blueprint that every page hangs on; a page without a signed-in user leads to the log-in page."""

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from casework import http

PUBLIC = frozenset({"web.login", "web.enter", "web.feed"})

web = Blueprint("web", __name__)


@web.before_request
def require_login() -> Response | None:
    """Open to everybody are the log-in page and, behind their secret addresses, the calendar feeds."""
    if request.endpoint in PUBLIC or http.current_viewer() is not None:
        return None
    back = request.full_path.rstrip("?") if request.method == "GET" else ""
    return redirect(url_for("web.login", next=back or None), 303)
