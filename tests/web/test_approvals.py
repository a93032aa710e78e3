"""The desk of whoever signs, and the one screen on which a case is reviewed or approved."""

import pytest
from flask.testing import FlaskClient

from tests.factories import Case
from tests.web.town import TODAY, Town

D1B = {"outcome": "D1b", "fact_reasons": "由区教育局负责"}


def drafted(town: Town, **draft: str) -> Case:
    case = town.in_progress()
    case.do("submit_draft", TODAY, **(draft or D1B))
    return case


def approvable(town: Town) -> Case:
    case = drafted(town)
    case.do("pass_review", TODAY, opinion="依据准确")
    return case


def pick(case: Case) -> str:
    return f"{case.done.record_id}:{case.done.version}"


def test_ticked_cases_are_signed_and_the_refused_one_is_named(
    town: Town, client: FlaskClient
) -> None:
    first, second = approvable(town), approvable(town)
    stale = pick(second)
    second.do("return_from_approval", TODAY, opinion="再核")
    sent = client.post(
        "/approvals",
        data={"action": "approve", "pick": [pick(first), stale], "opinion.standard": "同意"},
    )
    assert sent.status_code == 303  # to load the page again signs nothing
    page = client.get(sent.location).text
    assert "已签署 1 件，1 件没有签署" in page
    assert f"{second.done.number}</a> 没有签署：本案在您打开页面之后" in page
    assert "签发所选各件" in page
    assert "已签署" not in client.get("/approvals").text


@pytest.mark.parametrize("picked", [[], ["x"], ["1"], ["1:²"]])
def test_a_choice_that_cannot_be_read_signs_nothing(
    town: Town, client: FlaskClient, picked: list[str]
) -> None:
    case = approvable(town)
    sent = client.post("/approvals", data={"action": "approve", "pick": picked})
    assert sent.status_code == 422
    assert "勾选" in sent.text
    assert f"勾选 {case.done.number}" in sent.text


def test_the_approver_sees_the_answer_its_checks_and_the_opinions_and_decides(
    town: Town, client: FlaskClient
) -> None:
    case = approvable(town)
    address = f"/cases/{case.done.record_id}/approval"
    page = client.get(address).text
    for said in (
        "由区教育局负责",
        "核对清单",
        "在答复期限之内",
        "依据准确",
        "审批同意",
        "审批退回",
    ):
        assert said in page
    sent = client.post(address, data={"decide": "approve", "version": case.done.version})
    assert (sent.status_code, sent.location) == (303, "/approvals")
    assert "签发" in client.get(address).text


def test_a_return_without_a_reason_keeps_the_page(town: Town, client: FlaskClient) -> None:
    case = approvable(town)
    sent = client.post(
        f"/cases/{case.done.record_id}/approval",
        data={"decide": "return_from_approval", "version": case.done.version},
    )
    assert sent.status_code == 422
    assert "退回意见：必填" in sent.text


@pytest.mark.parametrize("name", ["issue", "void", "pass_review", ""])
def test_nothing_else_is_decided_on_the_page(town: Town, client: FlaskClient, name: str) -> None:
    case = approvable(town)
    sent = client.post(
        f"/cases/{case.done.record_id}/approval",
        data={"decide": name, "version": case.done.version},
    )
    assert sent.status_code == 409
    assert "没有这一签署事项" in sent.text


def test_the_adviser_compares_with_past_answers_and_the_clause(
    town: Town, client: FlaskClient
) -> None:
    past = approvable(town)
    for action in ("approve", "issue"):
        past.do(action, TODAY)
    past.do("serve_in_person", TODAY, recipient=1, signer="张三")
    case = drafted(town)
    page = client.get(f"/cases/{case.done.record_id}/review").text
    assert f">{past.done.number}</a>" in page
    assert "理由如下：〔理由〕" in page
    assert "法制审核退回" in page


def test_who_may_not_sign_may_read_and_decides_nothing(town: Town, sign_in) -> None:
    case = approvable(town)
    page = sign_in("handler").get(f"/cases/{case.done.record_id}/approval").text
    assert "现在没有由您签署的事项" in page
    assert 'name="decide"' not in page


def test_a_case_without_a_draft_has_no_page_to_sign(town: Town, client: FlaskClient) -> None:
    case = town.in_progress()
    sent = client.get(f"/cases/{case.done.record_id}/approval")
    assert sent.status_code == 404
    assert "还没有提交答复稿" in sent.text
