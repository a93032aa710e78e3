"""The case file and the evidence pack of a case as downloads; making it is noted, so it is asked for by a form and never by a link."""

from io import BytesIO

from flask import request, send_file
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import Invalid
from casework.services.dossier.making import Form, Made, make_case_file, make_evidence
from casework.web.blueprint import web

_MIMES = {Form.pdf: "application/pdf", Form.zip: "application/zip"}


@web.post("/cases/<int:record_id>/case-file")
def bundle(record_id: int) -> ResponseReturnValue:
    """卷宗 as PDF or ZIP."""
    form, who, moment = wanted(), http.viewer(), http.now()
    http.end_read()  # the making reads on its own, and nobody's write waits for it
    return sent(make_case_file(http.office(), record_id, form, viewer=who, moment=moment), form)


@web.post("/cases/<int:record_id>/evidence")
def evidence_pack(record_id: int) -> ResponseReturnValue:
    """证据材料 of a request, or of the review or suit about it."""
    form, who, moment = wanted(), http.viewer(), http.now()
    http.end_read()
    return sent(make_evidence(http.office(), record_id, form, viewer=who, moment=moment), form)


def wanted() -> Form:
    """The form that the button asks for.

    Raises:
        Invalid: another one.
    """
    asked = request.form.get("form", "")
    if asked not in set(Form):
        raise Invalid("没有说明要哪一种格式；请从案件页选择 PDF 或者压缩包。")
    return Form(asked)


def sent(made: Made, form: Form) -> ResponseReturnValue:
    """What was made, to be saved."""
    return send_file(
        BytesIO(made.content), _MIMES[form], as_attachment=True, download_name=made.name
    )
