"""The settings of a unit for its administrators: what it has chosen, what it follows, and changing it."""

from collections.abc import Iterator

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import CaseworkError, NotAllowed
from casework.models.unit import Unit
from casework.queries import unit_settings as in_unit
from casework.services import unit_settings
from casework.web.act_form import Draft, Input
from casework.web.blueprint import web


@web.get("/admin/units")
def unit_settings_page() -> ResponseReturnValue:
    """The unit that `unit` names, else the first one the viewer administers."""
    return _page(Draft())


@web.post("/admin/units/<code>")
def change_unit_settings(code: str) -> ResponseReturnValue:
    """Change what is typed differently, or show the page again with what is wrong."""
    who, moment = http.viewer(), http.now()
    typed = {line.setting.key: "" for line in in_unit.lines(http.read(), _unit(code))}
    typed = {key: request.form[key] for key in typed if key in request.form}
    http.end_read()
    try:
        changed = unit_settings.change(http.office(), code, typed, viewer=who, moment=moment)
    except CaseworkError as error:
        return _page(Draft(code, typed, error.fields, error.message)), http.status_of(error)
    flash(f"已更改 {len(changed)} 项设置。" if changed else "没有变化。", "done")
    return redirect(url_for("web.unit_settings_page", unit=code), 303)


def _unit(code: str) -> Unit:
    """The unit of that code, or without one the first.

    Raises:
        NotAllowed: the viewer administers no such unit.
    """
    units = in_unit.administered(http.read(), http.viewer())
    found = next((unit for unit in units if code in ("", unit.code)), None)
    if found is None:
        raise NotAllowed("单位设置由该单位的系统管理员维护，您没有这一角色；请联系系统管理员。")
    return found


def _page(draft: Draft) -> str:
    unit = _unit(draft.action or request.args.get("unit", ""))
    lines = in_unit.lines(http.read(), unit)
    return render_template(
        "web/unit_settings.html",
        unit=unit,
        units=in_unit.administered(http.read(), http.viewer()),
        lines=tuple(zip(lines, _inputs(lines, draft), strict=True)),
        message=draft.message,
    )


def _inputs(lines: tuple[in_unit.Line, ...], draft: Draft) -> Iterator[Input]:
    for line in lines:
        row = line.setting
        yield Input(
            row.key,
            row.label,
            "text",
            value=draft.values.get(row.key, line.own),
            error=draft.errors.get(row.key, ""),
        )
