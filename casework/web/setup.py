"""The set-up assistant: the steps of one unit with their ticks, and of the units below it; it can be left at any time."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.queries import setup_list, unit_tree
from casework.web.blueprint import web


@web.get("/admin/units/<code>/setup")
def setup(code: str) -> ResponseReturnValue:
    """What is done and what is still to do; nothing is kept here, so nothing is lost by leaving."""
    session, viewer, today = http.read(), http.viewer(), http.today()
    unit = unit_tree.in_charge(session, viewer, code)
    found = setup_list.steps(session, viewer, unit, http.calendar(), today=today)
    below = [
        (one, setup_list.steps(session, viewer, one, http.calendar(), today=today))
        for one in unit_tree.neighbours(session, unit).below
    ]
    return render_template(
        "web/setup.html",
        unit=unit,
        steps=found,
        left=setup_list.open_steps(found),
        places=_places(code),
        next_step=next((one for one in found if not one.done), None),
        below=[(one, setup_list.open_steps(steps), steps) for one, steps in below],
    )


def _places(code: str) -> dict[str, str]:
    """Where each step is done."""
    page = url_for("web.unit_page", code=code)
    return {
        "names": f"{page}#names",
        "remedies": f"{page}#remedies",
        "settings": url_for("web.unit_settings_page", unit=code),
        "people": f"{url_for('web.people', unit=code)}#new-person",
        "seal": f"{url_for('web.seal_admin')}#unit-{code}",
        "calendar": url_for("web.calendar_admin"),
    }
