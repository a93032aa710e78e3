"""Every kind of paper for administrators: what it is, what it needs, and how it looks before any case."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import NotAllowed, NotFound
from casework.models.unit import Unit
from casework.queries import unit_settings as in_unit
from casework.services import paper_samples, papers
from casework.web.blueprint import web
from casework.web.papers import shown
from workflows.documents import DOCUMENTS
from workflows.numbering import numbering_of
from workflows.registry import all_workflows


@web.get("/admin/papers")
def paper_kinds() -> ResponseReturnValue:
    """The list, as the unit chosen in it would send them."""
    units, unit = _units()
    issued_by = {
        key: [row.label for w in all_workflows() for row in w.actions if key in row.papers]
        for key in DOCUMENTS
    }
    return render_template(
        "web/paper_kinds.html",
        units=units,
        unit=unit,
        kinds=tuple(DOCUMENTS.values()),
        issued_by={key: tuple(dict.fromkeys(labels)) for key, labels in issued_by.items()},
        numbering=numbering_of(unit.settings),
        template=papers.template,
    )


@web.get("/admin/papers/<key>.pdf")
def paper_sample(key: str) -> ResponseReturnValue:
    """One of them with the names of its facts in the places of the facts."""
    _, unit = _units()
    if key not in DOCUMENTS:
        raise NotFound(f"没有“{key}”这一种文书；请从“文书样式”的列表中打开。")
    drawn = paper_samples.sample(http.office(), unit, key, on_day=http.today())
    return shown(drawn.pdf, f"{drawn.kind.title}（样式）")


def _units() -> tuple[tuple[Unit, ...], Unit]:
    """The units that the viewer administers, and the one the address names (else the first).

    Raises:
        NotAllowed: there are none, or not this one.
    """
    units = in_unit.administered(http.read(), http.viewer())
    code = request.args.get("unit", units[0].code if units else "")
    found = next((one for one in units if one.code == code), None)
    if found is None:
        raise NotAllowed(
            "文书样式由单位的系统管理员查看，您在这一单位没有这一角色；请联系系统管理员。"
        )
    return units, found
