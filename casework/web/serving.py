"""The page of the papers without proof of service."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from casework import http
from casework.queries import access
from casework.queries.unserved import unserved
from casework.web.blueprint import web


@web.get("/unserved")
def unserved_papers() -> ResponseReturnValue:
    """Every paper in sight that nobody has proved to be received, the oldest first."""
    code = request.args.get("unit", "")
    return render_template(
        "web/unserved.html",
        found=unserved(http.read(), http.viewer(), unit_code=code),
        units=access.units_in_sight(http.read(), http.viewer()),
        unit_code=code,
    )
