"""Files over the API: multipart in, JSON list, bytes out, and refusals in the one shape of errors."""

import io
from typing import Any

import pytest

from tests.files import samples as s

PDF = s.pdf("text", pages=2)


def send(clerk: Any, case: dict[str, Any], content: bytes = PDF, **form: Any) -> Any:
    typed = {"version": case["version"], "file_kind": "release", **form}
    return clerk.call(
        "POST",
        f"/records/{case['id']}/files",
        data={**typed, "file": (io.BytesIO(content), "扫描.pdf")},
        content_type="multipart/form-data",
    )


def test_a_file_goes_in_is_listed_and_comes_out(clerk):
    case = clerk.register()
    made = send(clerk, case)
    assert made.status_code == 201, made.text
    seq = made.json["version"]
    path = f"/records/{case['id']}/files"
    assert made.headers["Location"] == f"/api/v1{path}/{seq}"
    (one,) = clerk.get(path).json["items"]
    assert (one["seq"], one["kind"], one["pages"], one["name"]) == (seq, "release", 2, "扫描.pdf")
    got = clerk.get(f"{path}/{seq}")
    assert got.data == PDF
    assert got.headers["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize(
    ("content", "form", "told"),
    [
        (b"MZ\x90\0", {}, "不是可以登记的格式"),
        (PDF, {"version": "x"}, "version"),
        (PDF, {"on_day": "x"}, "on_day"),
        (PDF, {"nothing": "1"}, "没有这些字段"),
        (PDF, {"file_kind": "nothing"}, "文件种类"),
    ],
)
def test_what_cannot_be_attached_is_an_error_with_a_sentence(clerk, content, form, told):
    got = send(clerk, clerk.register(), content, **form)
    assert got.status_code == 422
    assert told in got.json["error"]["message"]


def test_without_a_file_nothing_is_attached(clerk):
    case = clerk.register()
    got = clerk.post(f"/records/{case['id']}/files", {})
    assert (got.status_code, got.json["error"]["fields"]) == (422, {"file": "必填"})


def test_a_file_that_is_not_there_is_not_found(clerk):
    case = clerk.register()
    assert clerk.get(f"/records/{case['id']}/files/99").status_code == 404
    assert clerk.get("/records/99/files").status_code == 404
