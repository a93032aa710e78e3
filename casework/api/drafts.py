"""The draft of an answer as bytes, an edited one read back, and the versions of its reasons; saving is an act like any other."""

from dataclasses import asdict
from io import BytesIO
from typing import Any

from flask import Response, jsonify, request, send_file

from casework import http
from casework.api.blueprint import RECORD, ApiBlueprint
from casework.api.documents import BYTES, DOCX, PDF, accepted
from casework.differences import Line, differences
from casework.errors import Invalid
from casework.queries.case_page import CaseView, case_page
from casework.queries.draft_versions import Version, version, versions_of
from casework.services import drafting
from workflows import drafts

blueprint = ApiBlueprint("api_drafts", description="理由和答复稿")
_SEQ = "<int(max=2147483647):seq>"
_REASONS = f"/requests/{RECORD}/reasons"
_VERSION_OUT = {
    "type": "object",
    "properties": {
        "seq": {"type": "integer", "description": "保存该稿的记录序号，即下一稿的 based_on"},
        "number": {"type": "integer", "description": "稿次"},
        "actor": {"type": "string"},
        "at": {"type": "string", "format": "date-time"},
        "act": {"type": "string"},
        "text": {"type": "string"},
        "comment": {"type": "string"},
        "is_erased": {"type": "boolean"},
        "mark": {"type": "string"},
    },
}
_VERSIONS_OUT = {
    "type": "object",
    "properties": {"items": {"type": "array", "items": _VERSION_OUT}},
}
_LINES_OUT = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "kind": {"type": "string", "enum": ["same", "del", "ins", "changed"]},
            "pieces": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "kind": {"type": "string", "enum": ["same", "del", "ins"]},
                        "text": {"type": "string"},
                    },
                },
            },
        },
    },
}
_COMPARED_OUT = {"type": "object", "properties": {"differences": _LINES_OUT}}
_READ_OUT = {
    "type": "object",
    "properties": {
        "text": {"type": "string", "description": "文件中的理由，一行一段"},
        "based_on": {"type": "integer", "description": "文件依据的版本"},
        "newest": {"type": "integer", "description": "现在最新的版本，0 为没有"},
        "changes": {
            "type": "array",
            "description": "其他部分的改动，没有采用",
            "items": {
                "type": "object",
                "properties": {key: {"type": "string"} for key in ("label", "before", "after")},
            },
        },
        "remarks": {"type": "array", "items": {"type": "string"}},
        "differences": _LINES_OUT,
    },
}
_FORM = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {"file": {"type": "string", "format": "binary"}},
            }
        }
    },
}


@blueprint.at(f"/requests/{RECORD}/draft")
@blueprint.answers(BYTES, content_type=DOCX, description="DOCX 草稿；Accept 为 PDF 时是答复的预览")
def draft(record_id: int) -> Response:
    """答复书草稿（DOCX）；Accept: application/pdf 时为提交答复稿以后的预览。"""
    asked: dict[str, Any] = {"viewer": http.viewer(), "moment": http.now()}
    if accepted(DOCX, PDF) == PDF:
        drawn = drafting.preview(http.read(), http.office(), record_id, **asked)
        return send_file(BytesIO(drawn.pdf), PDF, download_name=f"{drawn.kind.title}.pdf")
    data = drafting.draft(http.read(), http.office(), record_id, **asked)
    return send_file(BytesIO(data), DOCX, download_name="答复书草稿.docx")


@blueprint.at(f"/requests/{RECORD}/draft", method="POST")
@blueprint.doc(requestBody=_FORM)  # type: ignore[untyped-decorator]  # the library has no types
@blueprint.answers(_READ_OUT)
def read_draft(record_id: int) -> Response:
    """读取改好的草稿（multipart/form-data 的 file），列出差异，不保存；保存用 actions/write_reasons。"""
    http.expect_file()
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Invalid(
            "没有文件；请以 multipart/form-data 的 file 字段发送。", fields={"file": "必填"}
        )
    found = drafting.returned(
        http.read(), http.office(), record_id, sent.read(), viewer=http.viewer(), moment=http.now()
    )
    view = _view(record_id)
    last = drafts.newest(view.facts)
    before = next((v.text for v in versions_of(view) if last and v.seq == last.key), "")
    return jsonify(
        {
            "text": found.text,
            "based_on": found.base,
            "newest": last.key if last else 0,
            "changes": [asdict(change) for change in found.changes],
            "remarks": list(found.remarks),
            "differences": _plain(differences(before, found.text)),
        }
    )


@blueprint.at(_REASONS)
@blueprint.answers(_VERSIONS_OUT)
def listed(record_id: int) -> Response:
    """理由的各稿，按先后。"""
    return jsonify({"items": [_said(one) for one in versions_of(_view(record_id))]})


@blueprint.at(f"{_REASONS}/{_SEQ}/compare/<int(max=2147483647):other>")
@blueprint.answers(_COMPARED_OUT)
def compared(record_id: int, seq: int, other: int) -> Response:
    """两稿的差异：seq 为旧稿，other 为新稿。"""
    view = _view(record_id)
    lines = differences(version(view, seq).text, version(view, other).text)
    return jsonify({"differences": _plain(lines)})


def _view(record_id: int) -> CaseView:
    drafting.check_sight(http.read(), http.viewer(), record_id)
    return case_page(
        http.read(),
        http.viewer(),
        record_id,
        today=http.today(),
        calendar=http.calendar(),
        cipher=http.office().cipher,
    )


def _said(one: Version) -> dict[str, Any]:
    return {**asdict(one), "at": one.at.isoformat()}


def _plain(lines: tuple[Line, ...]) -> list[dict[str, Any]]:
    return [asdict(line) for line in lines]
