"""Papers in the browser: those that left the house, sheets drawn on demand, and previews; it draws nothing itself."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any
from urllib.parse import quote

from flask import Response, request, send_file
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import NotFound
from casework.queries.sealing import paper_bytes
from casework.services import envelopes, paper_drawing
from casework.web.blueprint import web

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@web.get("/cases/<int:record_id>/papers/<int:document_id>.pdf")
def paper(record_id: int, document_id: int) -> ResponseReturnValue:
    """A paper as it left the house: signed where there is a signed file, as it was issued on request."""
    original = request.args.get("original") == "1"
    found, pdf = paper_bytes(http.read(), http.viewer(), record_id, document_id, original=original)
    if pdf is None:
        raise NotFound("这份文书的内容已依法清除；目录和文号仍保留在案件页。")
    return shown(pdf, f"{found.title}{found.number}")


@web.get("/cases/<int:record_id>/papers/<int:document_id>.docx")
def paper_docx(record_id: int, document_id: int) -> ResponseReturnValue:
    """An issued paper for a word processor; the original stays its PDF."""
    drawn = paper_drawing.issued(
        http.read(), http.office(), record_id, document_id, viewer=http.viewer()
    )
    return saved(drawn.docx, drawn.kind.title)


@web.get("/cases/<int:record_id>/sheets/<key>.pdf")
def sheet(record_id: int, key: str) -> ResponseReturnValue:
    """A sheet as the file of the case stands now."""
    drawn = paper_drawing.sheet(
        http.read(), http.office(), record_id, key=key, viewer=http.viewer(), moment=http.now()
    )
    return shown(drawn.pdf, drawn.kind.title)


@web.get("/cases/<int:record_id>/envelopes/<form>-<int:recipient>.pdf")
def envelope(record_id: int, form: str, recipient: int) -> ResponseReturnValue:
    """The envelope or postal label of one party."""
    pdf = envelopes.envelope(
        http.read(), http.office(), record_id, recipient=recipient, form=form, viewer=http.viewer()
    )
    return shown(pdf, f"{form}-{record_id}-{recipient}")


@web.get("/cases/<int:record_id>/envelopes/<form>-row-<int:seq>.pdf")
def envelope_to_other(record_id: int, form: str, seq: int) -> ResponseReturnValue:
    """The envelope or postal label for whom a row wrote to."""
    pdf = envelopes.envelope_to_other(
        http.read(), http.office(), record_id, seq=seq, form=form, viewer=http.viewer()
    )
    return shown(pdf, f"{form}-{record_id}-row-{seq}")


def previewed(
    record_id: int, name: str, *, key: str, on_day: date, payload: Mapping[str, Any]
) -> ResponseReturnValue:
    """One of the papers that an act would send with what was typed."""
    key, _, form = key.partition(".")
    drawn = paper_drawing.preview(
        http.read(),
        http.office(),
        record_id,
        name,
        viewer=http.viewer(),
        on_day=on_day,
        data=payload,
        moment=http.now(),
    )
    chosen = next((one for one in drawn if one.kind.key == key), drawn[0])
    title = f"{chosen.kind.title}（预览）"
    return saved(chosen.docx, title) if form == "docx" else shown(chosen.pdf, title)


def saved(data: bytes, title: str) -> Response:
    """A DOCX to be saved and opened outside the browser."""
    return send_file(BytesIO(data), DOCX, as_attachment=True, download_name=f"{title}.docx")


def shown(pdf: bytes, title: str) -> Response:
    """A PDF for the browser's own viewer."""
    response = Response(pdf, mimetype="application/pdf")
    # A header holds ASCII only; the Chinese name travels in the extended form (RFC 6266).
    response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(f'{title}.pdf')}"
    # The browser's own viewer is a plug-in, which the policy of the pages forbids.
    response.headers["Content-Security-Policy"] = "frame-ancestors 'none'"
    return response
