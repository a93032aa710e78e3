"""How a unit lets its answers be signed, and who is away: one page for its administrators, over the same service as the commands."""

from collections.abc import Callable
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from casework import http
from casework.errors import CaseworkError, Invalid
from casework.queries import signers as queries
from casework.queries import unit_tree
from casework.services import signing_chains
from casework.services.signing_chains import COUNTERSIGNERS, SIGNING_ROLES, Absence, ChainForm
from casework.viewer import Moment, Viewer
from casework.web.blueprint import web
from workflows.signing import CHAIN, chain_of
from workflows.vocabulary import Role, SigningStep

STEPS = (
    (SigningStep.legal, Role.legal),
    (SigningStep.approve, Role.approver),
    (SigningStep.issue, Role.approver),
)
"""Whom a unit may name for a step; without a choice whoever holds the role signs."""

APART = (SigningStep.draft, SigningStep.legal, SigningStep.approve)


@web.get("/admin/units/<code>/signing")
def signing_chain(code: str) -> ResponseReturnValue:
    """The chain and the absences as they stand."""
    return _page(code)


@web.post("/admin/units/<code>/signing")
def set_chain(code: str) -> ResponseReturnValue:
    """Put another chain in its place."""

    def change(viewer: Viewer, moment: Moment) -> None:
        form = _form(request.form)
        signing_chains.set_chain(http.office(), code, form, viewer=viewer, moment=moment)

    return _changed(code, change, "已设定；今后提交的答复稿按此办理，已经提交的仍按原来的设定。")


@web.post("/admin/units/<code>/absences")
def add_absence(code: str) -> ResponseReturnValue:
    """Somebody is away, and who signs for him."""

    def change(viewer: Viewer, moment: Moment) -> None:
        sent = request.form
        first, last = (_day(sent, key) for key in ("first", "last"))
        away = Absence(sent.get("login", ""), sent.get("substitute", ""), first, last)
        signing_chains.set_absence(http.office(), code, away, viewer=viewer, moment=moment)

    return _changed(code, change, "已登记不在岗和代签人，正在办理的答复稿也适用。")


@web.post("/admin/units/<code>/absences/drop")
def drop_absence(code: str) -> ResponseReturnValue:
    """Take an absence back."""

    def change(viewer: Viewer, moment: Moment) -> None:
        login, first = request.form.get("login", ""), _day(request.form, "first")
        signing_chains.drop_absence(http.office(), code, login, first, viewer=viewer, moment=moment)

    return _changed(code, change, "已撤销；代签人已经签署的不变。")


def _form(sent: MultiDict[str, str]) -> ChainForm:
    wanted: dict[SigningStep, str | tuple[str, ...]] = {}
    for step, _ in STEPS:
        named = tuple(sent.getlist(f"who_{step.value}"))
        wanted[step] = named or sent.get(f"role_{step.value}", "")
    return ChainForm(
        skip_legal=sent.get("skip_legal", ""),
        signers=wanted,
        apart=[step for step in APART if step.value in sent.getlist("apart")],
        countersigners=tuple(sent.getlist("countersign")),
    )


def _day(sent: MultiDict[str, str], key: str) -> date:
    text = sent.get(key, "")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(
            f"没有“{text[:20]}”这一天；请填写不在岗的起止日期，如 2026-08-03。",
            fields={key: "没有这一天"},
        ) from None


def _changed(code: str, change: Callable[[Viewer, Moment], None], said: str) -> ResponseReturnValue:
    viewer, moment = http.viewer(), http.now()
    unit_tree.in_charge(http.read(), viewer, code)
    http.end_read()
    try:
        change(viewer, moment)
    except CaseworkError as error:
        return _page(code, error), http.status_of(error)
    flash(said, "done")
    return redirect(url_for("web.signing_chain", code=code), 303)


def _page(code: str, error: CaseworkError | None = None) -> str:
    """What was typed stays where it was refused; otherwise the chain as it is kept."""
    unit = unit_tree.in_charge(http.read(), http.viewer(), code)
    people = queries.signers(http.read(), unit)
    logins = {one.id: one.login for one in people}
    kept = chain_of(unit.settings.get(CHAIN))
    sent = request.form if error else None
    form = _form(sent) if sent and request.endpoint == "web.set_chain" else None
    named = {step: {logins.get(one.user_id, "") for one in who} for step, who in kept.named.items()}
    return render_template(
        "web/signing_chain.html",
        unit=unit,
        steps=STEPS,
        apart=APART,
        roles=SIGNING_ROLES,
        people=[one for one in people if one.roles & COUNTERSIGNERS],
        skip=form.skip_legal if form else kept.skip_reason,
        chosen={step: form.signers[step] for step, _ in STEPS} if form else {**kept.roles, **named},
        kept_apart=form.apart if form else kept.apart,
        asked=form.countersigners if form else named.get(SigningStep.countersign, set()),
        away=queries.absences(http.read(), unit),
        typed=sent or {},
        message=error.message if error else "",
        wrong=error.fields if isinstance(error, Invalid) else {},
    )
