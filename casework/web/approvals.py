"""The desk of whoever signs: what waits for him, and several cases signed with one opinion."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import Invalid
from casework.queries import approvals
from casework.services import approving
from casework.web import batches
from casework.web.act_form import merged_opinion
from casework.web.blueprint import web

_DESK = "approvals"


@web.get("/approvals")
def approval_desk() -> ResponseReturnValue:
    """What waits for the viewer's signature, pile by pile."""
    return _desk()


@web.post("/approvals")
def approve_chosen() -> ResponseReturnValue:
    """Sign the ticked cases of one pile; the desk then says of each what became of it."""
    form = request.form
    opinion = merged_opinion(form.to_dict(), "opinion")
    who, moment = http.viewer(), http.now()
    http.end_read()
    try:
        became = approving.sign_many(
            http.office(),
            batches.chosen(form.getlist("pick")),
            form.get("action", ""),
            opinion=opinion,
            viewer=who,
            moment=moment,
        )
    except Invalid as error:
        return _desk(error), http.status_of(error)
    batches.keep(_DESK, "签署", became)
    return redirect(url_for("web.approval_desk", **batches.TOLD), 303)


def _desk(error: Invalid | None = None) -> str:
    piles = approvals.waiting(
        http.read(), http.viewer(), today=http.today(), calendar=http.calendar()
    )
    return render_template(
        "web/approvals.html",
        piles=piles,
        told=batches.told(_DESK),
        error=error,
        most=approvals.MOST,
    )
