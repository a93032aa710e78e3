"""The papers of a request as they left the house; nothing is drawn here."""

from io import BytesIO

from flask import Response, request, send_file
from werkzeug.exceptions import NotAcceptable

from casework import http
from casework.api.blueprint import RECORD, ApiBlueprint
from casework.errors import NotFound
from casework.queries.case_page import paper

blueprint = ApiBlueprint("api_documents", description="文书")
PDF = "application/pdf"


@blueprint.at(f"/requests/{RECORD}/documents/<int(max=2147483647):document_id>")
@blueprint.answers(
    {"type": "string", "format": "binary"}, content_type=PDF, description="签发时的 PDF 原件"
)
def document(record_id: int, document_id: int) -> Response:
    """一份文书的 PDF 原件。"""
    if request.accept_mimetypes and not request.accept_mimetypes.best_match([PDF]):
        raise NotAcceptable
    found = paper(http.read(), http.viewer(), record_id, document_id)
    if found.pdf is None:
        raise NotFound("这份文书的内容已依法删除，只保留记录；请查阅案件的记录。")
    return send_file(BytesIO(found.pdf), mimetype=PDF, download_name=f"{found.title}.pdf")
