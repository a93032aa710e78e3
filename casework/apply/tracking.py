"""Following a request: open it with number and code, read what happens now, open papers, correct, withdraw."""

from urllib.parse import quote

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.apply import access
from casework.apply.blueprint import apply, network_address
from casework.errors import Conflict, Invalid, TooMany
from casework.files.kinds import ACCEPTED
from casework.queries.applicant_case import STEPS
from casework.services import applying, following


@apply.get("/track")
def track() -> ResponseReturnValue:
    """Ask for number and code; they travel in the body of a form only."""
    return _ask()


@apply.post("/track")
def open_case() -> ResponseReturnValue:
    """Open the case in this browser, or say that number and code do not belong together."""
    number, code = request.form.get("number", "").strip(), request.form.get("code", "").strip()
    try:
        following.open_case(
            http.office(), number[:60], code[:60], address=network_address(), moment=http.now()
        )
    except (Invalid, TooMany) as error:
        return _ask(number[:60], code[:60], error.message), http.status_of(error)
    access.remember(code)
    return redirect(url_for("apply.case"), 303)


@apply.get("/case")
def case() -> ResponseReturnValue:
    """Where the request stands, until when, and what the applicant can do."""
    return _case()


@apply.post("/case/leave")
def leave() -> ResponseReturnValue:
    """Close the case in this browser."""
    access.forget()
    return redirect(url_for("apply.track"), 303)


@apply.post("/case/papers/<int:document_id>")
def paper(document_id: int) -> ResponseReturnValue:
    """Hand out a paper. A form and no link, so that nothing but a person's click proves its arrival."""
    code, moment = access.code_of_session(), http.now()
    found = following.paper(http.office(), code, document_id, moment=moment)
    response = Response(found.pdf, mimetype="application/pdf")
    name = quote(f"{found.title}{found.number}.pdf")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


@apply.post("/case/correction")
def correct() -> ResponseReturnValue:
    """Hand in the corrected request with its files."""
    http.expect_file()
    code, moment = access.code_of_session(), http.now()
    text = request.form.get("corrected", "").strip()
    sent = [one for one in request.files.getlist("files") if one.filename]
    files = [following.brought(one.filename or "", one.read()) for one in sent]
    try:
        following.correct(
            http.office(), code, text, files, address=network_address(), moment=moment
        )
    except (Conflict, Invalid, TooMany) as error:
        return _case(corrected=text, message=error.message), http.status_of(error)
    flash("补正已经收到，答复期限从今天的次日起重新计算。", "done")
    return redirect(url_for("apply.case"), 303)


@apply.get("/case/withdraw")
def ask_withdraw() -> ResponseReturnValue:
    """What a withdrawal leads to, before it is done."""
    return render_template("apply/withdraw.html", view=access.case_of_session())


@apply.post("/case/withdraw")
def withdraw() -> ResponseReturnValue:
    """Withdraw the request; a second click finds it withdrawn."""
    code, moment = access.code_of_session(), http.now()
    try:
        following.withdraw(http.office(), code, address=network_address(), moment=moment)
    except (Conflict, TooMany) as error:
        return _case(message=error.message), http.status_of(error)
    flash("申请已经撤回。", "done")
    return redirect(url_for("apply.case"), 303)


def _ask(number: str = "", code: str = "", message: str = "") -> str:
    return render_template("apply/track.html", number=number, code=code, message=message)


def _case(corrected: str = "", message: str = "") -> str:
    return render_template(
        "apply/case.html",
        view=access.case_of_session(),
        steps=STEPS,
        corrected=corrected,
        message=message,
        accepted=ACCEPTED,
        most_files=applying.MOST_FILES,
        most=http.office().settings.file_bytes // 1024 // 1024,
    )
