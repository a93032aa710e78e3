"""Remarks beside the paragraphs of a draft: written, settled, and shown again with the reason where that was refused."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import Conflict, Invalid, NotAllowed
from casework.queries.case_page import CaseView
from casework.queries.draft_remarks import passages, remarks_of
from casework.queries.draft_versions import Version
from workflows import remarks


@dataclass(frozen=True)
class Remarking:
    """A remark on its way: which paragraph is open for one, what was typed, and why it was not taken."""

    paragraph: int | None = None
    text: str = ""
    error: Conflict | Invalid | NotAllowed | None = None


def shown(view: CaseView, versions: tuple[Version, ...], newest: Version | None) -> dict[str, Any]:
    """What the page of the draft shows of remarks."""
    found = remarks_of(view, versions)
    acts = [one.action for one in view.open_acts if one.action.thread_kind == remarks.REMARK]
    return {
        "passages": tuple(passages(newest, found)) if newest else (),
        "apart": tuple(one for one in found if not one.at_now),
        "open_remarks": sum(one.is_open for one in found),
        "remarking": next((act for act in acts if act.opens), None),
        "settling": next((act for act in acts if act.closes), None),
    }


def asked() -> Remarking:
    """The paragraph that the address opens for a remark."""
    return Remarking(paragraph=number(request.args.get("remark")))


def typed(error: Conflict | Invalid | NotAllowed) -> Remarking:
    """What a refused form brought."""
    form = request.form
    return Remarking(number(form.get(remarks.PARAGRAPH)), form.get("remark", ""), error)


def write(record_id: int, action: str) -> ResponseReturnValue:
    """Write the remark that the form brings.

    Raises:
        Conflict, Invalid, NotAllowed: as `actions.perform`.
    """
    fields = ("remark", remarks.PARAGRAPH, remarks.VERSION)
    return _done(record_id, action, {key: request.form.get(key, "") for key in fields})


def settle(record_id: int, action: str, seq: int) -> ResponseReturnValue:
    """Settle a remark, with or without a word.

    Raises:
        Conflict, Invalid, NotAllowed: as `actions.perform`.
    """
    return _done(record_id, action, {"thread": seq, "answer": request.form.get("answer", "")})


def _done(record_id: int, action: str, data: dict[str, Any]) -> ResponseReturnValue:
    version = number(request.form.get("record_version")) or 0
    http.perform_action(record_id, action, data, version=version, on_day=http.today())
    flash("已登记。", "done")
    return redirect(url_for("web.draft", record_id=record_id, _anchor="remarks"), 303)


def number(text: str | None) -> int | None:
    """A whole number as an address or a form brings it."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
