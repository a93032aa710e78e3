"""The draft of an answer over the API: DOCX and PDF by Accept, an edited one read back, versions and differences."""

import io
import zipfile

import pytest

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DAY = "2020-09-10"
RESULT = {"outcome": "A2", "fact_provided_by": "随本告知书提供"}


@pytest.fixture
def case(clerk):
    return clerk.did(clerk.register(), "assign", DAY, handler=1)


def written(clerk, case, text, based_on=0):
    return clerk.did(case, "write_reasons", DAY, reasons=text, based_on=based_on)


def upload(clerk, case, data):
    form = {"file": (io.BytesIO(data), "草稿.docx")}
    path = f"/requests/{case['id']}/draft"
    return clerk.call("POST", path, data=form, content_type="multipart/form-data")


def edited(data, before, after):
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(before.encode(), after.encode()))
    return out.getvalue()


def test_a_draft_is_a_docx_and_its_preview_a_pdf_once_a_result_is_proposed(clerk, case):
    path = f"/requests/{case['id']}/draft"
    answer = clerk.get(path)
    assert (answer.status_code, answer.content_type) == (200, DOCX)
    early = clerk.get(path, headers={"Accept": "application/pdf"})
    assert early.json["error"]["code"] == "missing_evidence"
    clerk.did(case, "submit_draft", DAY, **RESULT)
    late = clerk.get(path, headers={"Accept": "application/pdf"})
    assert late.data.startswith(b"%PDF-")
    assert clerk.get(path, headers={"Accept": "text/html"}).status_code == 406


def test_an_edited_draft_is_read_with_its_differences_and_saved_by_the_act(clerk, case):
    case = written(clerk, case, "旧的理由。")
    data = clerk.get(f"/requests/{case['id']}/draft").data
    found = upload(clerk, case, edited(data, "旧的理由", "新的理由")).json
    assert (found["text"], found["changes"]) == ("新的理由。", [])
    assert found["based_on"] == found["newest"] == case["version"]
    kinds = [piece["kind"] for piece in found["differences"][0]["pieces"]]
    assert kinds == ["del", "ins", "same"]
    path = f"/requests/{case['id']}/reasons"
    assert len(clerk.get(path).json["items"]) == 1
    written(clerk, case, found["text"], found["based_on"])
    first, second = clerk.get(path).json["items"]
    assert (second["text"], second["number"], second["mark"]) == ("新的理由。", 2, "最新一稿")
    compared = clerk.get(f"{path}/{first['seq']}/compare/{second['seq']}").json
    assert compared["differences"] == found["differences"]
    assert clerk.get(f"{path}/{first['seq']}/compare/99").status_code == 404


def test_a_draft_that_is_none_is_refused_in_words(clerk, case):
    answer = upload(clerk, case, b"%PDF-1.7")
    assert answer.status_code == 422
    assert answer.json["error"]["message"].startswith("上传的文件")


def test_a_version_on_an_older_one_is_refused(clerk, case):
    case = written(clerk, case, "一。")
    body = {"version": case["version"], "on_day": DAY, "data": {"reasons": "二。", "based_on": 0}}
    answer = clerk.post(f"/requests/{case['id']}/actions/write_reasons", body)
    assert answer.status_code == 409
    assert "更新的一稿" in answer.json["error"]["message"]


def test_papers_sheets_and_previews_are_docx_where_that_is_asked_for(clerk, case):
    asked = {"Accept": DOCX}
    paths = [
        f"/requests/{case['id']}/sheets/register_sheet",
        f"/requests/{case['id']}/documents/{case['documents'][0]['id']}",
    ]
    for path in paths:
        answer = clerk.get(path, headers=asked)
        assert (answer.status_code, answer.content_type) == (200, DOCX), answer.text
