"""The papers of a request as bytes: those that left the house, sheets on demand, previews; nothing is drawn here."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from flask import Response, request, send_file
from werkzeug.exceptions import NotAcceptable

from casework import http
from casework.api import bodies
from casework.api.blueprint import RECORD, ApiBlueprint
from casework.errors import NotFound
from casework.queries.sealing import paper_bytes
from casework.services import paper_drawing
from casework.services.papers import Drawn

blueprint = ApiBlueprint("api_documents", description="文书")
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BYTES = {"type": "string", "format": "binary"}


@blueprint.at(f"/requests/{RECORD}/documents/<int(max=2147483647):document_id>")
@blueprint.takes(bodies.PaperQuery, query=True)
@blueprint.answers(BYTES, content_type=PDF, description="签名后的或者签发时的 PDF")
def document(query: Mapping[str, Any], record_id: int, document_id: int) -> Response:
    """一份文书：有签名后的文件的给出该文件，否则给出签发时的原件；original=true 总是给出原件。

    Accept 为 DOCX 时按签发时的事实生成 DOCX。
    """
    if accepted(PDF, DOCX) == DOCX:
        return _sent(
            paper_drawing.issued(
                http.read(), http.office(), record_id, document_id, viewer=http.viewer()
            )
        )
    found, pdf = paper_bytes(
        http.read(), http.viewer(), record_id, document_id, original=query["original"]
    )
    if pdf is None:
        raise NotFound("这份文书的内容已依法清除，只保留记录；请查阅案件的记录。")
    return send_file(BytesIO(pdf), mimetype=PDF, download_name=f"{found.title}.pdf")


@blueprint.at(f"/requests/{RECORD}/sheets/<key>")
@blueprint.answers(BYTES, content_type=PDF, description="PDF")
def sheet(record_id: int, key: str) -> Response:
    """按现有记录打印的登记表、检索记录表、政府信息公开审查呈批单、审批单、送达回证；不存档。"""
    drawn = paper_drawing.sheet(
        http.read(), http.office(), record_id, key=key, viewer=http.viewer(), moment=http.now()
    )
    return _sent(drawn)


@blueprint.at(f"/requests/{RECORD}/actions/<name>/preview/<key>", method="POST")
@blueprint.takes(bodies.ActIn)
@blueprint.answers(BYTES, content_type=PDF, description="带“预览”字样的 PDF")
def preview(body: Mapping[str, Any], record_id: int, name: str, key: str) -> Response:
    """办理一个事项将发出的文书，不编号、不存档、不作记录。"""
    drawn = paper_drawing.preview(
        http.read(),
        http.office(),
        record_id,
        name,
        viewer=http.viewer(),
        on_day=body["on_day"],
        data=body["data"],
        moment=http.now(),
    )
    found = next((one for one in drawn if one.kind.key == key), None)
    if found is None:
        listed = "、".join(one.kind.key for one in drawn)
        raise NotFound(f"这一事项不生成“{key}”；可以预览的有：{listed}。")
    return _sent(found)


def _sent(drawn: Drawn) -> Response:
    """A drawn paper in the form that is asked for."""
    if accepted(PDF, DOCX) == DOCX:
        return send_file(BytesIO(drawn.docx), DOCX, download_name=f"{drawn.kind.title}.docx")
    return send_file(BytesIO(drawn.pdf), PDF, download_name=f"{drawn.kind.title}.pdf")


def accepted(*forms: str) -> str:
    """The form a caller asks for; the first one where he does not mind.

    Raises:
        NotAcceptable: he asks for another one.
    """
    if not request.accept_mimetypes:
        return forms[0]
    found = request.accept_mimetypes.best_match(forms)
    if found is None:
        raise NotAcceptable
    return found
