"""The page of tasks between departments, and the case as an asked department sees it."""

import pytest
from flask.testing import FlaskClient

from casework.services.agencies import AgencyForm, add_agency
from tests.factories import OPERATOR, Case
from tests.web.town import TODAY, Town, read_page


@pytest.fixture
def asked(town: Town) -> Case:
    """A case on which the education office was asked for a search on 3 September, to answer by the 8th."""
    case = town.in_progress()
    case.do(
        "ask_department",
        TODAY.replace(day=3),
        asked_unit=town.department,
        task_kind="search",
        matter="请检索学校档案",
        limit_on="2020-09-08",
    )
    return case


def answer(client: FlaskClient, case: Case, name: str, **data: object):  # type: ignore[no-untyped-def]
    sent = {"version": case.done.version, "on_day": TODAY.isoformat(), **data}
    return client.post(f"/cases/{case.done.record_id}/actions/{name}", data=sent)


def test_the_desk_says_what_was_asked_of_the_unit(asked: Case, sign_in) -> None:
    page = sign_in("edu").get("/").text
    assert "交给本单位的协办事项 1 项" in page
    assert "未认领 1 项" in page
    assert "已过内部期限 1 项" in page


def test_the_desk_says_nothing_where_nothing_was_asked(asked: Case, client: FlaskClient) -> None:
    assert "交给本单位的协办事项" not in client.get("/").text


def test_the_list_marks_unclaimed_and_late_tasks(asked: Case, sign_in) -> None:
    page = sign_in("edu").get("/tasks").text
    assert "请检索学校档案" in page
    assert "未认领" in page
    assert "逾期" in page
    assert read_page(page).faults == []


def test_who_asked_sees_whom_he_waits_for(asked: Case, client: FlaskClient) -> None:
    page = client.get("/tasks").text
    assert "本单位交出的 <small>1 项" in page
    assert "某市某区教育局" in page


def test_an_asked_department_reads_the_question_and_not_the_applicant(asked: Case, sign_in) -> None:
    page = sign_in("edu").get(f"/cases/{asked.done.record_id}").text
    assert "请检索学校档案" in page
    assert "某街道2019年房屋征收补偿方案" in page
    assert "张三" not in page
    assert 'id="act-answer_task"' in page
    assert 'id="act-withdraw"' not in page
    assert read_page(page).faults == []


def test_a_department_claims_and_answers_through_the_forms(asked: Case, sign_in) -> None:
    client = sign_in("edu")
    thread = asked.done.version
    claimed = answer(client, asked, "claim_task", thread=thread)
    assert claimed.headers["Location"] == f"/cases/{asked.done.record_id}"
    done = answer(
        client,
        asked,
        "answer_task",
        version=thread + 1,
        thread=thread,
        result="none",
        systems="档案室",
        note="未查找到",
    )
    assert (done.status_code, done.headers["Location"]) == (303, "/tasks")
    page = client.get("/tasks").text
    assert "已办理；协办事项办完后，本案不再由您查看" in page
    assert client.get(f"/cases/{asked.done.record_id}").status_code == 404


def test_any_other_unit_can_be_asked(town: Town, client: FlaskClient) -> None:
    page = client.get(f"/cases/{town.in_progress().done.record_id}?act=ask_department").text
    form = page[page.index('id="f-ask_department-asked_unit"') :]
    choices = form[: form.index("</select>")]
    assert "某市某区教育局" in choices
    assert "某市某区人民政府" not in choices


def test_the_api_lists_tasks_and_takes_their_answer(asked: Case, sign_in) -> None:
    client = sign_in("edu")
    listed = client.get("/api/v1/tasks").json
    (task,) = listed["to_do"]
    assert (task["request_id"], task["unclaimed"], task["late"]) == (
        asked.done.record_id,
        True,
        True,
    )
    assert listed["waiting"] == []
    sent = {
        "version": asked.done.version,
        "on_day": TODAY.isoformat(),
        "data": {"thread": task["thread"], "result": "none", "systems": "—", "note": "—"},
    }
    done = client.post(f"/api/v1/requests/{task['request_id']}/actions/answer_task", json=sent)
    assert (done.status_code, done.json) == (200, {"id": task["request_id"], "warnings": []})
    assert client.get("/api/v1/tasks").json["to_do"] == []


def test_an_answer_for_another_agency_offers_the_directory(town: Town, client: FlaskClient) -> None:
    form = AgencyForm("某区财政局", "财政路1号", "0539-1")
    add_agency(town.office, form, viewer=OPERATOR)
    case = town.in_progress()
    page = client.get(f"/cases/{case.done.record_id}?act=submit_draft&outcome=D1b").text
    assert '<option value="某区财政局">' in page
    assert '<option value="财政路1号，电话0539-1">某区财政局</option>' in page
    assert read_page(page).faults == []
    assert client.get("/api/v1/agencies").json["items"][0]["contact"] == "财政路1号，电话0539-1"


def test_the_case_lists_its_searches_with_the_answers_of_departments(
    asked: Case, client: FlaskClient
) -> None:
    page = client.get(f"/cases/{asked.done.record_id}").text
    assert "尚未答复" in page
    thread = asked.done.version
    asked.do(
        "answer_task", TODAY, thread=thread, result="none", systems="学校档案室", note="未查找到"
    )
    asked.do(
        "record_search",
        TODAY,
        systems="公文系统",
        keywords="补偿方案",
        span_from="2010-01-01",
        span_to="2019-12-31",
        searcher="王审",
        result="none",
    )
    page = client.get(f"/cases/{asked.done.record_id}").text
    listed = page[page.index('id="searches"') : page.index('id="journal"')]
    for part in (
        "某市某区教育局",
        "学校档案室",
        "公文系统",
        "2010-01-01 至 2019-12-31",
        "未查找到",
    ):
        assert part in listed
    assert "尚未答复" not in listed
    assert read_page(page).faults == []


def test_a_search_that_was_taken_back_is_no_record(asked: Case, client: FlaskClient) -> None:
    asked.do("withdraw_task", TODAY, thread=asked.done.version, reasons="不再需要")
    assert 'id="searches"' not in client.get(f"/cases/{asked.done.record_id}").text


def test_the_journal_names_the_asked_unit_and_the_chosen_words(
    asked: Case, client: FlaskClient
) -> None:
    asked.do(
        "submit_draft",
        TODAY,
        outcome="C5",
        fact_internal_kind="personnel",
        fact_separable="no",
        fact_separable_why="全部为人事内容",
        fact_reasons="只用于内部管理",
    )
    page = client.get(f"/cases/{asked.done.record_id}").text
    assert "<i>协办单位</i> 某市某区教育局" in page
    assert "<i>能否作区分处理</i> 不能区分" in page
