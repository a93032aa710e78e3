"""Sheets and previews of papers as bytes."""

import pytest


@pytest.fixture
def case(clerk):
    handler = clerk.register()
    return clerk.did(handler, "assign", "2020-09-10", handler=1)


def _preview(case, action, key, /, **data):
    body = {"version": case["version"], "on_day": "2020-09-10", "data": data}
    return f"/requests/{case['id']}/actions/{action}/preview/{key}", body


def test_a_sheet_is_a_pdf(clerk, case):
    answer = clerk.get(f"/requests/{case['id']}/sheets/register_sheet")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF-")


def test_a_sheet_names_the_facts_it_lacks(clerk, case):
    answer = clerk.get(f"/requests/{case['id']}/sheets/search_record")
    assert answer.json["error"]["code"] == "missing_evidence"
    assert "检索记录" in answer.json["error"]["message"]


def test_an_unknown_sheet_is_refused_with_those_there_are(clerk, case):
    answer = clerk.get(f"/requests/{case['id']}/sheets/answer")
    assert answer.status_code == 404
    assert "register_sheet" in answer.text


def test_a_sheet_is_not_offered_in_another_format(clerk, case):
    path = f"/requests/{case['id']}/sheets/register_sheet"
    assert clerk.get(path, headers={"Accept": "text/html"}).status_code == 406


def test_a_preview_is_a_pdf_and_records_nothing(clerk, case):
    answer = clerk.post(
        *_preview(case, "consult_third_party", "reply_slip", name="某公司", matter="报价")
    )
    assert answer.status_code == 200, answer.text
    assert answer.data.startswith(b"%PDF-")
    assert clerk.get(f"/requests/{case['id']}").json["version"] == case["version"]


def test_a_preview_says_what_the_act_would_refuse(clerk, case):
    answer = clerk.post(*_preview(case, "consult_third_party", "reply_slip", name="某公司"))
    assert answer.status_code == 422
    assert "matter" in answer.text


def test_a_preview_of_a_paper_of_another_act_is_refused(clerk, case):
    data = {"name": "某公司", "matter": "报价"}
    answer = clerk.post(*_preview(case, "consult_third_party", "answer", **data))
    assert answer.status_code == 404
    assert "third_party_letter" in answer.text


def test_an_act_without_papers_has_no_preview(clerk, case):
    answer = clerk.post(*_preview(case, "assign", "answer", handler=1))
    assert answer.status_code == 409
    assert "没有可以预览的内容" in answer.text
