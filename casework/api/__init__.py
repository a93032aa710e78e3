"""The JSON API under /api/v1: views of at most fifteen lines through the same door as the pages; no rule of the law."""

from flask import Flask
from flask_smorest import Api as SmorestApi  # type: ignore[import-untyped]  # publishes no types

from casework.api import (
    agencies,
    cases,
    documents,
    drafts,
    errors,
    files,
    forecasts,
    messages,
    records,
    reports,
    tasks,
    tokens,
    units,
    year_acts,
)
from casework.api.schemas import ErrorOut

_CONFIG = {
    "API_TITLE": "政府信息依申请公开办理系统接口",
    "API_VERSION": "v1",
    "OPENAPI_VERSION": "3.0.3",
    "OPENAPI_URL_PREFIX": errors.PREFIX,
    "OPENAPI_JSON_PATH": "openapi.json",
}
_ACCESS = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "POST /api/v1/tokens 取得"},
    "session": {"type": "apiKey", "in": "cookie", "name": "casework_session"},
}


class _Api(SmorestApi):  # type: ignore[misc]  # the base class has no types
    """Describes the routes; errors are answered by `errors`, not by the library."""

    ERROR_SCHEMA = ErrorOut

    def _register_error_handlers(self) -> None:
        """Leave the pages' handlers alone."""


def register(app: Flask) -> None:
    """Add the API and its description to an application."""
    app.config.update(_CONFIG)
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the order of the annual table is part of its form
    errors.attach_routing(app)
    api = _Api(app, spec_kwargs={"security": [{name: []} for name in _ACCESS]})
    for name, scheme in _ACCESS.items():
        api.spec.components.security_scheme(name, scheme)
    for part in (
        cases,
        records,
        forecasts,
        documents,
        drafts,
        files,
        reports,
        year_acts,
        units,
        agencies,
        tasks,
        tokens,
        messages,
    ):
        api.register_blueprint(part.blueprint)
