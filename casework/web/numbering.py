"""How a unit numbers its papers: the pattern, the words and the series, with the next number of each before it is saved."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import Conflict, Invalid
from casework.queries import unit_tree
from casework.queries.next_numbers import next_numbers
from casework.services import numbering as services
from casework.web.blueprint import web
from workflows.numbering import PATTERN, Numbering, faults, numbered_papers, numbering_of

_PAGE = "/admin/units/<code>/numbering"


@web.get(_PAGE)
def numbering(code: str) -> ResponseReturnValue:
    """What the unit chose, and the next number of each kind of paper."""
    return _page(code)


@web.post(_PAGE)
def change_numbering(code: str) -> ResponseReturnValue:
    """Look at the numbers that would be given, or save the choice; what is refused stays in its fields."""
    who, moment, chosen = http.viewer(), http.now(), _typed()
    unit_tree.in_charge(http.read(), who, code)
    if request.form.get("look"):
        return _page(code, chosen, " ".join(faults(chosen)))
    http.end_read()
    try:
        services.set_numbering(http.office(), code, chosen, viewer=who, moment=moment)
    except (Invalid, Conflict) as error:
        http.end_read()
        return _page(code, chosen, error.message), http.status_of(error)
    flash("已保存发文字号；今后签发和发出的文书按此编号，已经编的不变。", "done")
    return redirect(url_for("web.numbering", code=code), 303)


def _typed() -> Numbering:
    """The choice in the form; an empty field means the usual word or series."""

    def column(name: str) -> dict[str, str]:
        given = ((key, request.form.get(f"{name}.{key}", "").strip()) for key in numbered_papers())
        return {key: value for key, value in given if value}

    pattern = request.form.get("pattern", "").strip() or PATTERN
    return Numbering(pattern, column("word"), column("series"))


def _page(code: str, typed: Numbering | None = None, message: str = "") -> str:
    session, year = http.read(), http.today().year
    unit = unit_tree.in_charge(session, http.viewer(), code)
    stored = numbering_of(unit.settings)
    chosen = typed or stored
    # Where the choice cannot be, the numbers of what holds are shown.
    counted = stored if faults(chosen) else chosen
    return render_template(
        "web/numbering.html",
        unit=unit,
        usual=Numbering(),
        chosen=chosen,
        rows=next_numbers(session, unit, counted, year=year),
        is_stored=counted == stored,
        year=year,
        message=message,
    )
