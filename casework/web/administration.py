"""The overview of administration: where each thing is kept, and the tree of the units."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import CaseworkError
from casework.queries import unit_settings as in_unit
from casework.queries import unit_tree
from casework.services import units
from casework.services.units import UnitForm
from casework.web.act_form import Draft
from casework.web.blueprint import web

_TYPED = ("code", "name", "parent", "signatory", "mark")


@web.get("/admin")
def administration() -> ResponseReturnValue:
    """Everything an administrator keeps, and the units he keeps it for."""
    return _page(Draft())


@web.post("/admin")
def add_unit() -> ResponseReturnValue:
    """Found a unit below one of the administrator's own, or show the page again with what is wrong."""
    who, moment = http.viewer(), http.now()
    typed = {key: request.form.get(key, "").strip() for key in _TYPED}
    unit_tree.in_charge(http.read(), who, typed["parent"])
    http.end_read()
    try:
        form = UnitForm(
            typed["code"],
            typed["name"],
            parent=typed["parent"],
            signatory=typed["signatory"],
            mark=typed["mark"],
        )
        units.add_unit(http.office(), form, viewer=who, moment=moment)
    except CaseworkError as error:
        return _page(Draft("", typed, error.fields, error.message)), http.status_of(error)
    flash(f"已新增单位：{typed['name']}；请按下列步骤接着设置。", "done")
    return redirect(url_for("web.setup", code=typed["code"]), 303)


def _page(draft: Draft) -> str:
    wanted = request.args.get("q", "")
    administered = in_unit.administered(http.read(), http.viewer())
    forest = unit_tree.forest(administered, on_day=http.today(), wanted=wanted)
    return render_template(
        "web/admin.html",
        forest=forest,
        count=sum(node.size for node in forest),
        wanted_unit=wanted,
        units=administered,
        draft=draft,
    )
