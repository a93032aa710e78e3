"""The desk of whoever signs: what waits for him, and several cases signed with one opinion."""

from collections.abc import Iterable

from flask import render_template, request
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import Invalid
from casework.queries import approvals
from casework.services import approving
from casework.services.approving import Chosen, Signed
from casework.web.act_form import merged_opinion
from casework.web.blueprint import web


@web.get("/approvals")
def approval_desk() -> ResponseReturnValue:
    """What waits for the viewer's signature, pile by pile."""
    return _desk()


@web.post("/approvals")
def approve_chosen() -> ResponseReturnValue:
    """Sign the ticked cases of one pile; the page then says of each what became of it."""
    form = request.form
    opinion = merged_opinion(form.to_dict(), "opinion")
    who, moment = http.viewer(), http.now()
    http.end_read()
    try:
        signed = approving.sign_many(
            http.office(),
            chosen(form.getlist("pick")),
            form.get("action", ""),
            opinion=opinion,
            viewer=who,
            moment=moment,
        )
    except Invalid as error:
        return _desk(error=error), http.status_of(error)
    return _desk(signed=signed)


def _desk(*, signed: tuple[Signed, ...] = (), error: Invalid | None = None) -> str:
    piles = approvals.waiting(
        http.read(), http.viewer(), today=http.today(), calendar=http.calendar()
    )
    return render_template(
        "web/approvals.html", piles=piles, signed=signed, error=error, most=approvals.MOST
    )


def chosen(picked: Iterable[str]) -> Iterable[Chosen]:
    """The ticked cases, each with the version that the page showed."""
    for text in picked:
        record_id, _, version = text.partition(":")
        if not (_is_number(record_id) and _is_number(version)):
            raise Invalid("勾选的办件无法识别；请刷新页面后重新勾选。", fields={"pick": "无效"})
        yield Chosen(int(record_id), int(version))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
