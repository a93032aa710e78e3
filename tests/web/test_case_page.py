"""The case page: what it says, and acts through its forms."""

import re
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from casework.models.record import Record
from casework.services.intake import PartyForm, RequestForm, register
from casework.services.registering import open_record
from casework.viewer import Moment
from tests.factories import Case, make_case, make_user
from tests.web.town import TODAY, Town, counted, read_page
from workflows.vocabulary import Role

CASE_QUERIES = 19  # whoever looks is the handler here; another handler is one more


def state_of(town: Town, case: Case) -> str:
    with town.office.db.read() as session:
        return session.get_one(Record, case.done.record_id).state


def post(client: FlaskClient, case: Case, action: str, **data: Any) -> TestResponse:
    """The form of an act, as the page would send it."""
    form = {"version": case.done.version, "on_day": "2020-09-10", **data}
    return client.post(f"/cases/{case.done.record_id}/actions/{action}", data=form)


def page_of(client: FlaskClient, case: Case, query: str = "") -> str:
    answer = client.get(f"/cases/{case.done.record_id}{query}")
    assert answer.status_code == 200
    return answer.text


def test_an_act_through_its_form_leads_back_to_the_case(town: Town, client: FlaskClient) -> None:
    case = town.case()
    answer = post(client, case, "assign", handler=town.all.user_id)
    assert answer.status_code == 303
    assert answer.location == f"/cases/{case.done.record_id}"
    page = page_of(client, case)
    assert "已办理“分办”。" in page
    assert "办理中" in page


def test_the_clock_says_until_when_how_long_and_why(town: Town, client: FlaskClient) -> None:
    page = page_of(client, town.case())
    assert "2020年9月28日（周一）" in page
    assert "还剩 13 个工作日" in page
    assert "自2020年9月1日（周二）的次日起 20 个工作日（条例33）" in page


def test_a_request_without_a_settled_receipt_day_names_the_safe_date(town: Town, client) -> None:
    page = page_of(client, town.case(channel="fax"))
    assert "收到申请之日尚未确定" in page
    assert "在2020年9月28日（周一）前答复" in page


def test_a_role_without_permission_has_no_button_and_a_direct_post_is_403(
    town: Town, sign_in
) -> None:
    case = town.case()
    client = sign_in("handler")
    assert 'id="act-assign"' not in page_of(client, case)
    answer = post(client, case, "assign", handler=town.all.user_id)
    assert answer.status_code == 403
    assert "由登记员、审批人办理" in answer.text or "由审批人、登记员办理" in answer.text
    assert state_of(town, case) == "registered"


def test_a_case_out_of_sight_is_404_for_page_act_and_paper(town: Town, sign_in) -> None:
    case = town.case()
    client = sign_in("edu")
    assert client.get(f"/cases/{case.done.record_id}").status_code == 404
    assert post(client, case, "assign", handler=1).status_code == 404
    assert client.get(f"/cases/{case.done.record_id}/papers/1.pdf").status_code == 404


def test_a_stale_version_is_409_and_keeps_what_was_typed(town: Town, client: FlaskClient) -> None:
    case = town.in_progress()
    data = {"version": 1, "items_to_correct": "请写明文号", "days": 15}
    answer = post(client, case, "request_correction", **data)
    assert answer.status_code == 409
    assert "已有新的记录" in answer.text
    assert "请写明文号" in answer.text
    assert f'name="version" value="{case.done.version}"' in answer.text
    assert state_of(town, case) == "in_progress"


def test_the_second_of_two_people_is_told_who_did_what_in_between(
    town: Town, client: FlaskClient, sign_in
) -> None:
    case = town.in_progress()
    colleague = make_user(town.office, "colleague", roles=[Role.handler], name="赵同事")
    case.do("log_contact", TODAY, viewer=colleague, reached=True, note="电话里说明了")
    data = {"version": case.done.version - 1, "items_to_correct": "请写明文号", "days": 15}
    answer = post(client, case, "request_correction", **data)
    assert answer.status_code == 409
    told = answer.text[answer.text.index("已有新的记录") :][:1500]
    assert "赵同事" in told
    assert "记录联系" in told
    assert "请写明文号" in answer.text


def test_the_second_click_of_a_double_click_changes_nothing(town: Town, client) -> None:
    case = town.case()
    assert post(client, case, "assign", handler=town.all.user_id).status_code == 303
    answer = post(client, case, "assign", handler=town.all.user_id)
    assert answer.status_code == 409
    assert "本案现在处于“办理中”" in answer.text


def test_what_was_typed_into_an_act_that_is_no_longer_open_is_shown(town: Town, client) -> None:
    case = town.in_progress()
    case.do("withdraw", date(2020, 9, 9), paper="书面撤回申请")
    answer = post(client, case, "request_correction", items_to_correct="请写明文号", days=15)
    assert answer.status_code == 409
    assert "您刚才填写的内容" in answer.text
    assert "请写明文号" in answer.text


def test_a_refused_act_says_the_rule_in_a_sentence(town: Town, client: FlaskClient) -> None:
    case = town.in_progress()
    data = {"outcome": "B", "fact_open_content": "第一页"}
    answer = post(client, case, "submit_draft", **data)
    assert answer.status_code == 409
    assert "条例37" in answer.text or "条例36" in answer.text
    assert "第一页" in answer.text


def test_a_missing_field_is_422_with_its_message_and_everything_typed(town: Town, client) -> None:
    case = town.in_progress()
    answer = post(client, case, "request_correction", items_to_correct="请写明文号", days="")
    assert answer.status_code == 422
    assert '<small class="wrong" id="f-request_correction-days-wrong">必填' in answer.text
    assert "请写明文号" in answer.text


@pytest.mark.parametrize("day", ["2020-09-11", "heute", ""])
def test_a_day_that_cannot_be_is_422_at_its_field(town: Town, client, day: str) -> None:
    case = town.case()
    answer = post(client, case, "assign", handler=town.all.user_id, on_day=day)
    assert answer.status_code == 422
    assert 'id="f-assign-on_day" name="on_day"' in answer.text
    assert '<small class="wrong">' in answer.text


def test_a_chosen_result_asks_for_its_facts_without_a_script(town: Town, client) -> None:
    case = town.in_progress()
    assert "fact_search_statement" not in page_of(client, case)
    query = "?act=submit_draft&outcome=D1a"
    assert 'name="fact_search_statement" required' in page_of(client, case, query)


def test_asking_for_the_facts_keeps_what_was_typed_and_does_nothing(town: Town, client) -> None:
    case = town.in_progress()
    data = {"refresh": "1", "outcome": "D1b", "fact_reasons": "不归我们"}
    answer = post(client, case, "submit_draft", **data)
    assert answer.status_code == 200
    assert "不归我们" in answer.text
    assert state_of(town, case) == "in_progress"


def test_a_whole_case_is_closed_through_its_forms(town: Town, client: FlaskClient) -> None:
    case = town.in_progress()
    steps: list[tuple[str, dict[str, Any]]] = [
        ("submit_draft", {"outcome": "D1b", "fact_reasons": "不归我们", "item_results.1": "D1b"}),
        ("pass_review", {}),
        ("approve", {}),
        ("issue", {}),
        ("serve_by_post", {"recipient": 1, "tracking": "EMS1"}),
    ]
    for n, (action, data) in enumerate(steps):
        answer = post(client, case, action, version=case.done.version + n, **data)
        assert answer.status_code == 303, answer.text
    page = page_of(client, case)
    assert "已答复" in page
    assert "2020年9月10日（周四）办结，答复期限为2020年9月28日（周一）。按期答复。" in page
    assert "D1b 不属于本机关负责公开" in page


def test_the_papers_of_a_case_open_as_pdf(town: Town, client: FlaskClient) -> None:
    page = read_page(page_of(client, town.case()))
    address = next(link for link in page.links if link.endswith(".pdf"))
    answer = client.get(address)
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    name = answer.headers["Content-Disposition"]
    assert name.startswith("inline; filename*=UTF-8''%E6%94%BF")
    assert name.isascii()


def test_every_act_says_what_will_happen(town: Town, client: FlaskClient) -> None:
    page = page_of(client, town.in_progress())
    assert (
        "确认后将生成并固定《政府信息公开申请补正告知书》，等待申请人期间答复期限停止计算，"
        "本案转为“待补正”。" in page
    )


def test_an_act_that_must_wait_for_another_names_it(town: Town, client: FlaskClient) -> None:
    page = page_of(client, town.in_progress())
    assert "“准予延期”须在“提出延期”之后进行" in page
    assert "项须先办前一事项" in page


def test_a_row_of_the_journal_is_amended_and_the_date_follows(town: Town, client) -> None:
    case = town.case()
    assert 'action="/cases/' in page_of(client, case, "?correct=2")
    data = {
        "entry": 2,
        "new_day": "2020-09-02",
        "reasons": "登记日期写错",
        "values.received_on": "2020-09-02",
    }
    answer = post(client, case, "amend", **data)
    assert answer.status_code == 303, answer.text
    page = page_of(client, case)
    assert "登记日期写错" in page
    assert re.search(r"<i>更正后的[^<]+</i> ?2020-09-02", page)


def test_a_row_of_the_journal_is_annulled(town: Town, client: FlaskClient) -> None:
    case = town.in_progress()
    answer = post(client, case, "annul", entry=3, reasons="分办错了")
    assert answer.status_code == 303
    assert state_of(town, case) == "registered"
    assert "已撤销" in page_of(client, case)


def test_a_correction_shows_its_changes_before_it_is_confirmed(town: Town, client) -> None:
    case = town.case()
    typed = {
        "refresh": "1",
        "entry": 2,
        "new_day": "2020-09-03",
        "values.received_on": "2020-09-03",
    }
    page = post(client, case, "amend", **typed).text
    moved = '<th scope="row">答复期限</th><td>2020年9月28日（周一）</td><td><b>2020年9月30日（周三）</b></td>'
    assert moved in page
    assert state_of(town, case) == "registered"


def test_a_correction_that_cannot_be_says_so_before_it_is_tried(town: Town, client) -> None:
    page = page_of(client, town.in_progress(), "?correct=2")
    assert "“分办”（第3条）将失去前提" in page


def test_a_refused_correction_stays_open_at_its_row(town: Town, client: FlaskClient) -> None:
    case = town.in_progress()
    answer = post(client, case, "annul", entry=2, reasons="不该登记")
    assert answer.status_code == 409
    assert "失去前提" in answer.text
    assert "不该登记" in answer.text


def test_the_tape_says_of_each_day_whether_it_counts_and_why(town: Town, client) -> None:
    page = page_of(client, town.case())
    assert 'title="2020-09-01（周二）：不计入，起算日，不计入（条例31）；登记"' in page
    assert "2020-09-02（周三）：第 1 个工作日，工作日" in page
    assert "答复期限届满" in page


def test_the_tape_is_printed_as_a_table(town: Town, client: FlaskClient) -> None:
    page = page_of(client, town.case())
    assert '<td>2020年9月2日（周三）</td><td class="figure">1</td><td>计入</td>' in page


def test_a_carried_case_shows_the_year_line(town: Town, client: FlaskClient) -> None:
    case = town.in_progress(arrived_on=date(2019, 12, 10))
    case.do("log_contact", date(2020, 1, 6), reached=True, note="电话告知进展")
    page = page_of(client, case)
    assert "结转 2019→2020" in page


def test_contact_data_is_masked(town: Town, client: FlaskClient) -> None:
    party = PartyForm("张三", phone="13800001111", id_number="370000199001010011")
    form = RequestForm(town.district, date(2020, 9, 1), "in_person", [party], ["方案"])
    moment = Moment.on(date(2020, 9, 1))
    done = register(town.office, form, viewer=town.all, moment=moment)
    page = client.get(f"/cases/{done.record_id}").text
    assert "138****1111" in page
    assert "13800001111" not in page
    assert "370000199001010011" not in page


def test_names_and_texts_are_escaped(town: Town, client: FlaskClient) -> None:
    evil = "<script>alert(1)</script>"
    case = town.in_progress(names=[evil], items=[evil])
    case.do("log_contact", date(2020, 9, 9), reached=False, note=evil)
    for address in (f"/cases/{case.done.record_id}", "/cases", "/", f"/cases?q={evil}"):
        page = client.get(address).text
        assert evil not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_register_of_a_unit_is_no_case(town: Town, sign_in) -> None:
    make_user(town.office, "admin", roles=[Role.admin])
    client = sign_in("admin")
    assert client.get("/cases/1").status_code == 404
    form = {"version": 9, "on_day": "2020-09-10", "login": "x"}
    assert client.post("/cases/1/actions/add_user", data=form).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_journal(town: Town, client) -> None:
    case = town.in_progress()
    numbers = []
    for _ in range(2):
        case.do("log_contact", date(2020, 9, 9), reached=True, note="已联系")
        with counted(town.office.db) as sent:
            page_of(client, case)
        numbers.append(len([s for s in sent if s.lstrip().upper().startswith(("SELECT", "WITH"))]))
    assert numbers == [CASE_QUERIES] * 2


def test_another_kind_of_record_needs_no_page_of_its_own(town: Town, client) -> None:
    case = make_case(town.office, town.all, unit_id=town.district)
    done = open_record(
        town.office,
        unit_id=town.district,
        kind="review",
        on_day=date(2020, 9, 8),
        linked=case.done.record_id,
        data={},
        viewer=town.all,
        moment=Moment.on(date(2020, 9, 8)),
    )
    page = client.get(f"/cases/{done.record_id}")
    assert page.status_code == 200
    assert "行政复议" in page.text


def test_before_assigning_the_page_tells_what_else_the_applicant_asked_in_the_month(
    town: Town, client: FlaskClient
) -> None:
    assert "申请人当月" not in page_of(client, town.case())
    later = town.case()
    assert "2020年9月向本单位提出的申请共2件、2项，本件之前1项。" in page_of(client, later)
