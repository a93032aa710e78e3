"""Builds the WSGI application: settings, database, login, headers, pages and API. No route of its own but /healthz."""

import logging
import re
from datetime import timedelta
from typing import Any

from flask import Flask, Response, jsonify, request, session
from flask.typing import ResponseReturnValue
from flask_login import LoginManager
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from casework import api, apply, http, web
from casework.db import Database
from casework.encryption import cipher_of, stored_secret
from casework.errors import CaseworkError
from casework.models.user import User
from casework.office import Office
from casework.paths import TEMPLATES
from casework.services.upgrade import is_migrated
from casework.settings import Settings, read_settings
from casework.web import auth

_YEAR = 365 * 24 * 3600
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    # Without a referrer browsers send “Origin: null”, which the check of foreign sites must refuse.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def create_app(settings: Settings | None = None, *, office: Office | None = None) -> Flask:
    """The application for these settings (CASEWORK_* by default), or for an office that is open already."""
    if office is None:
        settings = settings or read_settings()
        office = Office(Database(settings.database_url), cipher_of(settings), settings)
    app = Flask("casework", template_folder=str(TEMPLATES))
    attach(app, office)
    _login(app)
    app.before_request(http.refuse_cross_site)
    app.after_request(_harden)
    app.teardown_appcontext(http.end_read)
    app.add_url_rule("/healthz", "healthz", _healthz)
    web.register(app)
    api.register(app)
    apply.register(app)
    app.register_error_handler(CaseworkError, _refusal)
    app.register_error_handler(HTTPException, _refusal)
    return app


def attach(app: Flask, office: Office) -> None:
    """Serve this office from the next request on: its settings, its keys, and no failed log-in remembered."""
    _configure(app, office.settings)
    app.extensions[http.EXTENSION] = office
    auth.start_counting(app)


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        APPLY=settings.apply,
        SECRET_KEY=stored_secret(settings, "session", given=settings.secret_key),
        SESSION_COOKIE_NAME="casework_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        # An answer that only repeats the cookie may arrive late: after a log-out it would sign in again, and beside an act
        # whose message waits in the cookie (a script that tries out a form) it would take the message away.
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        MAX_CONTENT_LENGTH=16 * 1024 * 1024,
    )
    app.logger.addFilter(without_feeds)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # the default provider has it, the base class not


def _login(app: Flask) -> None:
    manager = LoginManager()
    manager.session_protection = None  # an office's address may change within a day
    manager.user_loader(_load_user)
    manager.init_app(app)


def _load_user(user_id: str) -> User | None:
    user = http.read().get(User, int(user_id))
    if user is None or not user.active:
        return None
    # A session without a mark began before there was one, or with the account.
    return user if session.get(auth.EPOCH, 0) == user.session_epoch else None


def _harden(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint == "static":
        if "v" in request.args:  # the address carries the digest of the content
            response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    else:
        response.headers.setdefault("Cache-Control", "no-store")
    return response


_FEED = re.compile(r"/feed/[^/\s]+\.ics")


def without_feeds(record: logging.LogRecord) -> bool:
    """A filter that keeps the secret in the address of a calendar feed out of a log; every record passes."""
    said = record.getMessage()
    if _FEED.search(said):
        record.msg, record.args = _FEED.sub("/feed/….ics", said), ()
    return True


def _healthz() -> tuple[dict[str, Any], int]:
    """200 when the database answers and is migrated, else 503."""
    try:
        ready = is_migrated(http.office().db)
    except SQLAlchemyError:
        ready = False
    return {"status": "ok" if ready else "unavailable"}, 200 if ready else 503


def _refusal(error: Exception) -> ResponseReturnValue:
    """JSON for the API, a page of their own kind for clerks and for applicants."""
    if request.path.startswith("/api/"):
        return jsonify(http.error_body(error)), http.status_of(error)
    if request.path == "/apply" or request.path.startswith("/apply/"):
        return apply.error_page(error)
    return web.error_page(error)
