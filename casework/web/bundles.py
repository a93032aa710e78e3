"""The case file and the evidence pack of a case: asked for by a form and never by a link, because the making is noted.

They are made beside the page, which shows how far they have come; one that is quick is sent at once.
"""

from io import BytesIO

from flask import redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import Invalid
from casework.models.record import Record
from casework.queries import bundles
from casework.services.dossier import jobs
from casework.services.dossier.jobs import What
from casework.services.dossier.making import Form
from casework.web.blueprint import web

_MIMES = {Form.pdf: "application/pdf", Form.zip: "application/zip"}
_PATIENCE = 2.0  # seconds that a page may take before it shows the progress instead


@web.post("/cases/<int:record_id>/case-file")
def bundle(record_id: int) -> ResponseReturnValue:
    """卷宗 as PDF or ZIP."""
    return _asked(record_id, What.case_file)


@web.post("/cases/<int:record_id>/evidence")
def evidence_pack(record_id: int) -> ResponseReturnValue:
    """证据材料 of a request, or of the review or suit about it."""
    return _asked(record_id, What.evidence)


@web.get("/cases/<int:record_id>/bundles")
def bundle_list(record_id: int) -> ResponseReturnValue:
    """What one asked for, how far it has come, and what lies ready; it asks again by itself while something is made."""
    session = http.read()
    found = bundles.bundles_of(session, http.viewer(), record_id, at=http.now().at)
    return render_template(
        "web/bundles.html", record=session.get_one(Record, record_id), found=found, What=What
    )


@web.get("/cases/<int:record_id>/bundles/<int:bundle_id>/file")
def bundle_file(record_id: int, bundle_id: int) -> ResponseReturnValue:
    """A finished one, to be saved."""
    row = bundles.ready(http.read(), http.viewer(), record_id, bundle_id)
    return send_file(
        BytesIO(row.content or b""),
        _MIMES[Form(row.form)],
        as_attachment=True,
        download_name=row.name,
    )


def _asked(record_id: int, what: What) -> ResponseReturnValue:
    office, form, who, moment = http.office(), _wanted(), http.viewer(), http.now()
    http.end_read()  # the making reads on its own, and nobody's write waits for it
    bundle_id, is_new = jobs.ask(office, record_id, what, form, viewer=who, moment=moment)
    if is_new:
        jobs.begin(
            office, bundle_id, record_id, what, form, viewer=who, moment=moment, patience=_PATIENCE
        )
    if is_new and _is_ready(record_id, bundle_id):
        address = url_for("web.bundle_file", record_id=record_id, bundle_id=bundle_id)
    else:
        address = url_for("web.bundle_list", record_id=record_id)
    return redirect(address, 303)


def _is_ready(record_id: int, bundle_id: int) -> bool:
    found = bundles.bundles_of(http.read(), http.viewer(), record_id, at=http.now().at)
    return any(one.row.id == bundle_id and one.is_ready for one in found)


def _wanted() -> Form:
    """The form that the button asks for.

    Raises:
        Invalid: another one.
    """
    asked = request.form.get("form", "")
    if asked not in set(Form):
        raise Invalid("没有说明要哪一种格式；请从案件页选择 PDF 或者压缩包。")
    return Form(asked)
