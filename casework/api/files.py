"""The files of a record as JSON and as bytes: list, attach by multipart, download. Nothing is opened here."""

from datetime import date
from io import BytesIO
from typing import Any

from flask import Response, jsonify, request, send_file

from casework import http
from casework.api.blueprint import RECORD, ApiBlueprint
from casework.api.errors import PREFIX
from casework.errors import Invalid, NotFound
from casework.files.kinds import MEDIA
from casework.queries.case_page import case_page
from casework.queries.files import FileView, file_of, files_of
from casework.services import files
from workflows.file_guards import FileKind

blueprint = ApiBlueprint("api_files", description="文件")
_FILES = f"/records/{RECORD}/files"
_FILE_OUT = {
    "type": "object",
    "properties": {
        "seq": {"type": "integer", "description": "登记该文件的记录序号"},
        "kind": {"type": "string"},
        "name": {"type": "string"},
        "media": {"type": "string"},
        "size": {"type": "integer", "description": "字节"},
        "pages": {"type": "integer", "description": "A4 单面页数，0 为不能得出"},
        "attached_on": {"type": "string", "format": "date"},
        "proves": {"type": "integer"},
        "original": {"type": "integer"},
        "review": {"type": "string"},
        "withdrawn": {"type": "boolean"},
    },
}
_LIST_OUT = {
    "type": "object",
    "properties": {"items": {"type": "array", "items": _FILE_OUT}},
}
_FORM = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file", "version", "file_kind"],
                "properties": {
                    "file": {"type": "string", "format": "binary"},
                    "version": {"type": "integer"},
                    "on_day": {"type": "string", "format": "date"},
                    "file_kind": {"type": "string", "enum": [kind.value for kind in FileKind]},
                    "proves": {"type": "integer", "description": "所证明的记录序号"},
                    "original": {"type": "integer", "description": "原件登记时的序号"},
                    "pages": {"type": "integer"},
                    "remark": {"type": "string"},
                },
            }
        }
    },
}
_DONE_OUT = {
    "type": "object",
    "properties": {
        "version": {"type": "integer"},
        "warnings": {"type": "array", "items": {"type": "string"}},
    },
}


@blueprint.at(_FILES)
@blueprint.answers(_LIST_OUT)
def listed(record_id: int) -> Response:
    """一件案件登记的文件，按登记先后。"""
    view = case_page(
        http.read(),
        http.viewer(),
        record_id,
        today=http.today(),
        calendar=http.calendar(),
        cipher=http.office().cipher,
    )
    if view.workflow.is_register:
        raise NotFound("没有这一案件；请从列表中取得编号。")
    held = files_of(http.read(), http.viewer(), view.record, view.facts)
    return jsonify({"items": [_plain(one) for one in held]})


@blueprint.at(_FILES, method="POST")
@blueprint.doc(requestBody=_FORM)  # type: ignore[untyped-decorator]  # the library has no types
@blueprint.answers(_DONE_OUT, status=201, description="登记后的版本")
def attached(record_id: int) -> tuple[Response, int]:
    """登记一份文件：multipart/form-data，file 为文件，另有 version、on_day、file_kind、proves、pages、remark。"""
    office, who, moment = http.office(), http.viewer(), http.now()
    http.expect_file()
    form, sent = request.form.to_dict(), request.files.get("file")
    if sent is None or not sent.filename:
        raise Invalid(
            "没有文件；请以 multipart/form-data 的 file 字段发送。", fields={"file": "必填"}
        )
    version, on_day = _version(form.pop("version", "")), _day(form.pop("on_day", ""), moment.today)
    http.end_read()
    done = files.attach(
        office,
        record_id,
        viewer=who,
        version=version,
        on_day=on_day,
        name=sent.filename,
        content=sent.read(),
        data=form,
        moment=moment,
    )
    made = jsonify({"version": done.version, "warnings": list(done.warnings)})
    made.headers["Location"] = f"{PREFIX}/records/{record_id}/files/{done.version}"
    return made, 201


@blueprint.at(f"{_FILES}/<int(max=2147483647):seq>")
@blueprint.answers(
    {"type": "string", "format": "binary"},
    content_type="application/octet-stream",
    description="收到的原件",
)
def original(record_id: int, seq: int) -> Response:
    """一份文件的原件，只供下载。"""
    row, content = file_of(http.read(), http.viewer(), record_id, seq)
    sent = send_file(
        BytesIO(content.content or b""),
        MEDIA[content.media].mime,
        as_attachment=True,
        download_name=row.name,
    )
    sent.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return sent


def _plain(one: FileView) -> dict[str, Any]:
    keys = ("seq", "kind", "name", "media", "size", "pages", "proves", "original", "review")
    found = {key: getattr(one, key) for key in keys}
    return {**found, "attached_on": one.attached_on.isoformat(), "withdrawn": one.is_withdrawn}


def _version(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Invalid(
            "version 须为案件的版本号；请先读取案件。", fields={"version": "只能填写整数"}
        )
    return int(text)


def _day(text: str, today: date) -> date:
    try:
        return date.fromisoformat(text) if text else today
    except ValueError as error:
        wrong = "不是有效日期，请按 2020-09-01 的格式填写"
        raise Invalid(f"on_day {wrong}。", fields={"on_day": wrong}) from error
