"""The pages of files: list, upload, preview, download, redaction; safe headers, sight, and every refusal as a sentence."""

import io
from typing import Any

import pytest
from flask.testing import FlaskClient

from casework.services import beside
from tests.factories import Case
from tests.files import samples as s
from tests.web.town import Town, read_page

PDF = s.pdf(f"ID {s.ID}")


@pytest.fixture
def case(town: Town) -> Case:
    return town.in_progress()


def upload(
    client: FlaskClient, case: Case, content: bytes = PDF, name: str = "扫描.pdf", **form: Any
):
    typed = {"version": case.done.version, "file_kind": "release", "on_day": "2020-09-05", **form}
    return client.post(
        f"/cases/{case.done.record_id}/files",
        data={**typed, "file": (io.BytesIO(content), name)},
        content_type="multipart/form-data",
    )


def page(client: FlaskClient, case: Case, path: str = "") -> str:
    found = client.get(f"/cases/{case.done.record_id}/files{path}")
    assert found.status_code == 200, found.text
    assert read_page(found.text).faults == []
    return found.text


def test_a_file_is_attached_listed_shown_and_downloaded(client: FlaskClient, case: Case) -> None:
    assert "还没有登记文件" in page(client, case)
    assert upload(client, case, proves="1").status_code == 303
    listed = page(client, case)
    assert "扫描.pdf" in listed
    assert "证明第 1 条" in listed
    assert "尚未保密审查" in listed
    seq = case.done.version + 1
    assert f"/files/{seq}/pages/1.png" in page(client, case, f"/{seq}")
    got = client.get(f"/cases/{case.done.record_id}/files/{seq}/original")
    assert got.data == PDF
    assert got.headers["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in got.headers["Content-Security-Policy"]
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert f"/cases/{case.done.record_id}/files" in client.get(f"/cases/{case.done.record_id}").text


def test_a_page_of_a_file_is_a_picture_of_ours(client: FlaskClient, case: Case) -> None:
    upload(client, case)
    base = f"/cases/{case.done.record_id}/files/{case.done.version + 1}/pages"
    got = client.get(f"{base}/1.png")
    assert got.data.startswith(b"\x89PNG")
    assert "sandbox" in got.headers["Content-Security-Policy"]
    assert client.get(f"{base}/2.png").status_code == 422
    assert client.get(f"{base}/0.png").status_code == 404


def test_markup_in_a_text_is_shown_and_not_run(client: FlaskClient, case: Case) -> None:
    upload(client, case, "说明 <script>alert(1)</script>".encode(), "a.txt")
    shown = page(client, case, f"/{case.done.version + 1}")
    assert "&lt;script&gt;alert(1)" in shown
    assert "<script>alert" not in shown


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "a.pdf", "空文件"),
        (b"MZ\x90\0", "a.pdf", "不是可以登记的格式"),
        (PDF, "a\u202eb.pdf", "名称含有控制字符"),
    ],
)
def test_a_refused_file_is_told_and_nothing_typed_is_lost(
    client: FlaskClient, case: Case, content: bytes, name: str, told: str
) -> None:
    got = upload(client, case, content, name, remark="某说明")
    assert got.status_code == 422
    assert told in got.text
    assert 'value="某说明"' in got.text
    assert "还没有登记文件" in got.text


def test_without_a_file_or_with_a_wrong_day_nothing_is_attached(
    client: FlaskClient, case: Case
) -> None:
    path = f"/cases/{case.done.record_id}/files"
    assert "没有选择文件" in client.post(path, data={"version": 3}).text
    assert "不是有效日期" in upload(client, case, on_day="昨天").text
    assert upload(client, case, version=1).status_code == 409


def test_a_body_far_over_the_limit_is_not_even_read(client: FlaskClient, case: Case) -> None:
    got = client.post(
        f"/cases/{case.done.record_id}/files",
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(22 * 1024 * 1024)},
    )
    assert got.status_code == 422
    assert "超过20 MB" in got.text


def test_a_stranger_finds_no_files(sign_in, client: FlaskClient, case: Case) -> None:
    upload(client, case)
    stranger = sign_in("edu")
    for path in ("", f"/{case.done.version + 1}", f"/{case.done.version + 1}/original"):
        assert stranger.get(f"/cases/{case.done.record_id}/files{path}").status_code == 404


def test_places_are_proposed_confirmed_and_covered(client: FlaskClient, case: Case) -> None:
    upload(client, case)
    seq = case.done.version + 1
    path = f"/cases/{case.done.record_id}/files/{seq}/redact"
    asked = page(client, case, f"/{seq}/redact?propose=1")
    line = asked.split('name="confirmed" value="')[1].split('"')[0]
    turned = client.post(path, data={"confirmed": line, "marks": "1,1,1,9,9", "page": "1"}).text
    assert f"1,1,1,9,9\n{line}" in turned
    wrong = client.post(path, data={"version": seq, "marks": "x", "make": "1"})
    assert wrong.status_code == 422
    assert "标记的第1行" in wrong.text
    made = client.post(path, data={"version": seq, "confirmed": line, "make": "1"})
    assert made.status_code == 303
    assert f"由第 {seq} 条的文件处理而来" in page(client, case)


def test_a_page_without_proposals_says_where_to_look(client: FlaskClient, case: Case) -> None:
    upload(client, case, s.pdf("plain"))
    assert "扫描件没有文字可查" in page(client, case, f"/{case.done.version + 1}/redact?propose=1")


def test_the_case_page_offers_no_form_for_an_act_with_a_file(
    client: FlaskClient, case: Case
) -> None:
    assert "act-attach_file" not in client.get(f"/cases/{case.done.record_id}").text


def test_the_case_page_offers_the_case_file_and_the_button_brings_it(
    client: FlaskClient, case: Case
) -> None:
    address = f"/cases/{case.done.record_id}"
    shown = client.get(address).text
    assert f'action="{address}/case-file"' in shown
    asked = client.post(f"{address}/case-file", data={"form": "pdf"})
    assert asked.status_code == 303
    beside.finish(60)
    got = client.get(f"{address}/bundles/1/file")
    assert got.status_code == 200
    listed = client.get(f"{address}/bundles")
    assert read_page(listed.text).faults == []
    assert f"{address}/bundles/1/file" in listed.text
    assert got.data.startswith(b"%PDF-")
    assert got.headers["Content-Disposition"].startswith("attachment;")
    refused = client.post(f"{address}/case-file", data={"form": "doc"})
    assert refused.status_code == 422
    assert "请从案件页选择" in refused.text
