"""The blueprint every part of the API is made with: typed decorators, strict parsing, errors as JSON. It knows no case."""

import unicodedata
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Request, current_app, request
from flask_smorest import Blueprint as SmorestBlueprint  # type: ignore[import-untyped]  # no types
from marshmallow import RAISE, Schema, ValidationError
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import BadRequest, Unauthorized, UnsupportedMediaType

from casework import http
from casework.api.errors import PREFIX, attach

View = TypeVar("View", bound=Callable[..., Any])
RECORD = "<int(max=2147483647):record_id>"  # no database knows a larger one
LARGEST_BODY = 1024 * 1024
_KEPT_CONTROLS = "\t\n\r"
_UNKEPT = "含有不能保存的控制字符，请删去"


class _Parser(FlaskParser):
    """Refuses what is not JSON, unknown fields, and characters that no database keeps."""

    DEFAULT_UNKNOWN_BY_LOCATION = {"json": RAISE, "query": RAISE}

    def load_json(self, req: Request, schema: Schema) -> Any:
        if req.get_data(cache=True) and not req.is_json:
            raise UnsupportedMediaType
        try:
            loaded = super().load_json(req, schema)
            _check_characters(loaded, "")
        except RecursionError as error:  # nested deeper than any form is
            raise BadRequest from error
        return loaded

    def load_querystring(self, req: Request, schema: Schema) -> Any:
        for key, value in req.args.items(multi=True):
            _check_characters(value, key)
        return super().load_querystring(req, schema)


class ApiBlueprint(SmorestBlueprint):  # type: ignore[misc]  # the base class has no types
    """A part of the API under /api/v1. `name` must not be one of the pages' blueprints."""

    ARGUMENTS_PARSER = _Parser()

    def __init__(self, name: str, *, description: str) -> None:
        super().__init__(name, name, url_prefix=PREFIX, description=description)
        attach(self)
        self.before_request(_limit_body)
        self.before_request(_ask_who)

    def at(self, rule: str, *, method: str = "GET") -> Callable[[View], View]:
        """Serve one method of one address."""
        decorate: Callable[[View], View] = self.route(rule, methods=[method])
        return decorate

    def takes(self, schema: type[Schema], *, query: bool = False) -> Callable[[View], View]:
        """Check the body, or the query, and hand it over as the first argument."""
        decorate: Callable[[View], View] = self.arguments(
            schema, location="query" if query else "json"
        )
        return decorate

    def answers(
        self, schema: type[Schema] | dict[str, Any] | None = None, *, status: int = 200, **more: Any
    ) -> Callable[[View], View]:
        """Shape what the view returns."""
        decorate: Callable[[View], View] = self.response(status, schema, **more)
        return decorate


def open_to_all(view: View) -> View:
    """Mark a view that answers before anybody has signed in."""
    view.open_to_all = True  # type: ignore[attr-defined]  # a function takes attributes
    return view


def _limit_body() -> None:
    request.max_content_length = LARGEST_BODY


def _ask_who() -> None:
    view = current_app.view_functions[request.endpoint or ""]
    if not getattr(view, "open_to_all", False) and http.current_viewer() is None:
        raise Unauthorized


def _check_characters(value: Any, path: str) -> None:
    if isinstance(value, dict):
        for key, one in value.items():
            _check_characters(str(key), path)
            _check_characters(one, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for n, one in enumerate(value):
            _check_characters(one, f"{path}.{n}" if path else str(n))
    elif isinstance(value, str) and any(_is_unkept(char) for char in value):
        raise ValidationError({path or "body": [_UNKEPT]})


def _is_unkept(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs") and char not in _KEPT_CONTROLS
