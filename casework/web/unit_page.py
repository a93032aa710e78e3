"""The page of one unit for its administrators: its names and place, its remedies, what is kept elsewhere, and its history."""

from itertools import zip_longest

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from casework import http
from casework.errors import CaseworkError, Invalid
from casework.queries import registers, remedies, unit_tree
from casework.queries import unit_settings as in_unit
from casework.services import unit_remedies, units
from casework.services.units import UnitForm
from casework.web.act_form import Draft
from casework.web.blueprint import web
from workflows.documents import DOCUMENTS
from workflows.numbering import numbered_papers, numbering_of
from workflows.signatories import Signatory

_NAMES = ("name", "parent", "signatory", "mark")
_BODY = ("name", "address", "since", "until")
_EMPTY_ROWS = 2

Rows = list[dict[str, str]]


@web.get("/admin/units/<code>")
def unit_page(code: str) -> ResponseReturnValue:
    """Everything that is kept of a unit."""
    return _page(code, Draft())


@web.post("/admin/units/<code>/names")
def change_unit(code: str) -> ResponseReturnValue:
    """Another name, signatory, mark or place."""
    who, moment = http.viewer(), http.now()
    typed = {key: request.form.get(key, "").strip() for key in _NAMES}
    unit_tree.in_charge(http.read(), who, code)
    http.end_read()
    try:
        form = UnitForm(
            code,
            typed["name"],
            parent=typed["parent"],
            signatory=typed["signatory"],
            mark=typed["mark"],
        )
        changed = units.change_unit(http.office(), code, form, viewer=who, moment=moment)
    except CaseworkError as error:
        return _page(code, Draft("names", typed, error.fields, error.message)), http.status_of(
            error
        )
    flash(f"已变更：{'；'.join(changed)}。" if changed else "没有变化。", "done")
    return redirect(url_for("web.unit_page", code=code), 303)


@web.post("/admin/units/<code>/remedies")
def change_remedies(code: str) -> ResponseReturnValue:
    """Other review bodies, courts, or kind of signatory."""
    who, moment, sent = http.viewer(), http.now(), request.form
    unit_tree.in_charge(http.read(), who, code)
    http.end_read()
    try:
        changed = unit_remedies.change_remedies(
            http.office(),
            code,
            remedies={
                "review_bodies": [unit_remedies.body(**row) for row in _rows(sent, "review")],
                "courts": [unit_remedies.body(**row) for row in _rows(sent, "court")],
                "online_review_url": sent.get("online_review_url", "").strip(),
            },
            settings={"signatory_kind": _kind(sent), "gathered_since": _gathered(sent)},
            viewer=who,
            moment=moment,
        )
    except CaseworkError as error:
        typed = {key: value for key, value in sent.items() if isinstance(value, str)}
        draft = Draft("remedies", typed, error.fields, error.message)
        return _page(code, draft), http.status_of(error)
    flash("已登记救济途径；今后签发的文书按此写明。" if changed else "没有变化。", "done")
    return redirect(url_for("web.unit_page", code=code), 303)


def _rows(sent: MultiDict[str, str], which: str) -> Rows:
    """What is typed in the rows of a table, without those left empty."""
    columns = [sent.getlist(f"{which}_{key}") for key in _BODY]
    rows = [dict(zip(_BODY, row, strict=True)) for row in zip_longest(*columns, fillvalue="")]
    return [row for row in rows if any(value.strip() for value in row.values())]


def _kind(sent: MultiDict[str, str]) -> str | None:
    chosen = sent.get("signatory_kind", "")
    if chosen and chosen not in set(Signatory):
        rule = "请从列出的类型中选择"
        raise Invalid(f"没有这种署名机关类型；{rule}。", fields={"signatory_kind": rule})
    return chosen or None


def _gathered(sent: MultiDict[str, str]) -> str | None:
    text = sent.get("gathered_since", "").strip()
    what = "集中行使行政复议职责的起始日"
    return unit_remedies.day(what, text, place="gathered_since").isoformat() if text else None


def _page(code: str, draft: Draft) -> str:
    session, viewer, today = http.read(), http.viewer(), http.today()
    unit = unit_tree.in_charge(session, viewer, code)
    sent = request.form if draft.action == "remedies" else None
    stored = unit.remedies or {}
    numbering = numbering_of(unit.settings)
    return render_template(
        "web/unit.html",
        unit=unit,
        around=unit_tree.neighbours(session, unit),
        administered={one.code for one in in_unit.administered(session, viewer)},
        units=in_unit.administered(session, viewer),
        gaps=remedies.gaps(unit, on_day=today),
        doubts=remedies.remedy_doubts(unit, on_day=today),
        kinds=tuple(Signatory),
        bodies=_padded(_rows(sent, "review") if sent else stored.get("review_bodies", [])),
        courts=_padded(_rows(sent, "court") if sent else stored.get("courts", [])),
        numbers=[
            (DOCUMENTS[key].title, numbering.spelt(key, mark=unit.mark, year=today.year, serial=1))
            for key in numbered_papers()
        ],
        roles=unit_tree.roles_held(session, unit.id),
        lines=in_unit.lines(session, unit),
        history=registers.history(session, unit.id),
        draft=draft,
    )


def _padded(rows: Rows) -> Rows:
    return [*rows, *({} for _ in range(_EMPTY_ROWS))]
