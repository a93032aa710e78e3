"""The pages of records of any kind: their list and the form that opens one; the case page shows every kind."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import Conflict, Invalid, NotAllowed
from casework.queries import access
from casework.queries import records as lists
from casework.queries.access import UnitRow
from casework.services import registering
from casework.services.engine import Done
from casework.web import record_page
from casework.web.act_form import Draft
from casework.web.blueprint import web
from workflows.definition import Workflow


@web.get("/records/<kind>")
def records(kind: str) -> ResponseReturnValue:
    """The records of one kind, filtered; one page of rows."""
    wanted = record_page.wanted(kind, request.args)
    session, viewer = http.read(), http.viewer()
    found = lists.records(session, viewer, wanted, today=http.today(), calendar=http.calendar())
    may_open = bool(_units(lists.of_kind(kind)))
    page = record_page.listing(wanted, found, may_open=may_open)
    return render_template("web/records.html", **page)


@web.get("/records/<kind>/new")
def new_record(kind: str) -> ResponseReturnValue:
    """An empty form; the address may already name the linked request."""
    return _form(lists.of_kind(kind), Draft(values=request.args.to_dict()))


@web.post("/records/<kind>/new")
def add_record(kind: str) -> ResponseReturnValue:
    """Open the record, or show the form again with everything typed and what is wrong."""
    workflow, typed = lists.of_kind(kind), request.form.to_dict()
    try:
        form = record_page.sent(workflow.opening, typed, _units(workflow))
        done = _open(kind, form, key=typed.get("key", ""))
    except (Conflict, Invalid) as error:
        http.end_read()
        draft = Draft("", typed, error.fields, error.message, error.basis)
        return _form(workflow, draft), http.status_of(error)
    _tell(workflow, done)
    return redirect(url_for("web.case", record_id=done.record_id), 303)


def _open(kind: str, form: record_page.Sent, *, key: str) -> Done:
    who, moment = http.viewer(), http.now()
    http.end_read()
    return registering.open_record(
        http.office(),
        kind=kind,
        unit_id=form.unit_id,
        on_day=form.on_day,
        data=form.data,
        linked=form.linked,
        viewer=who,
        moment=moment,
        form_key=key,
    )


def _units(workflow: Workflow) -> tuple[UnitRow, ...]:
    viewer = http.viewer()
    units = access.units_in_sight(http.read(), viewer)
    return record_page.units_to_open_in(viewer, units, workflow.opening)


def _form(workflow: Workflow, draft: Draft) -> str:
    units = _units(workflow)
    if not units:
        who = "、".join(sorted(role.label for role in workflow.opening.roles))
        raise NotAllowed(
            f"“{workflow.opening.label}”由{who}办理，您没有这一角色；请交有权人员办理。"
        )
    page = record_page.form(workflow, units, draft=draft, today=http.today())
    return render_template("web/record_new.html", **page)


def _tell(workflow: Workflow, done: Done) -> None:
    flash(f"已登记“{workflow.kind.label}”，编号 {done.number}。", "done")
    for warning in done.warnings:
        flash(warning, "warn")
