"""The page of the register of numbers (发文登记簿), by unit, year and kind, and its files."""

from typing import Any
from urllib.parse import quote

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import NotFound
from casework.queries import access, number_register
from casework.queries.number_register import Register
from casework.services import register_files
from casework.web.blueprint import web


@web.get("/numbers")
def numbers() -> ResponseReturnValue:
    """One page of the register of one unit and year."""
    units = access.units_in_sight(http.read(), http.viewer())
    asked = _asked(units[0].code if units else "")
    found = _register(asked, page=_whole("page", 1))
    return render_template(
        "web/numbers.html",
        found=found,
        asked=asked,
        units=units,
        years=range(http.today().year, max(found.year, http.today().year) - 10, -1),
        headings=register_files.HEADINGS,
        cells=register_files.cells,
        title=register_files.title(found),
        files=tuple(register_files.FILES),
    )


@web.get("/numbers.<kind>")
def numbers_file(kind: str) -> ResponseReturnValue:
    """The register of the year as a file."""
    if kind not in register_files.FILES:
        known = "、".join(register_files.FILES)
        raise NotFound(f"没有“{kind}”格式的发文登记簿；可以下载的格式为{known}。")
    units = access.units_in_sight(http.read(), http.viewer())
    found = _register(_asked(units[0].code if units else ""), page_size=register_files.EXPORT_LIMIT)
    make, mimetype = register_files.FILES[kind]
    name = quote(f"{register_files.title(found)}.{kind}")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(make(found), mimetype=mimetype, headers=headers)


def _asked(first: str) -> dict[str, Any]:
    """The address says which; without a word it is this year's of the first unit in sight."""
    return {
        "unit_code": request.args.get("unit", first),
        "year": _whole("year", http.today().year),
        "key": request.args.get("key", ""),
        "void": request.args.get("voided") == "1",
    }


def _register(asked: dict[str, Any], **which: Any) -> Register:
    return number_register.register(http.read(), http.viewer(), **asked, **which)


def _whole(name: str, default: int) -> int:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 6 else default
