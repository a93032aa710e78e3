"""Trying before doing: the button of every act, the page of suppositions, and the days side by side."""

from datetime import date
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select

from casework.models.journal import JournalEntry
from casework.models.record import Record
from casework.models.unit import Unit
from casework.services import registering
from tests.factories import Case
from tests.web.town import Town, read_page
from workflows.acts.common import POSTAL_ADDRESS


def consulting(town: Town) -> Case:
    """A third party asked on 4 September (row 4), who had the letter on the 7th."""
    case = town.in_progress()
    case.do("consult_third_party", date(2020, 9, 4), name="某公司", matter="报价")
    case.do("third_party_received", date(2020, 9, 7), thread=4, proof="EMS1")
    return case


def attempt(client: FlaskClient, case: Case, action: str, **data: Any) -> str:
    """The button 试算 of an act's form."""
    form = {"version": case.done.version, "on_day": "2020-09-10", "try": "1", **data}
    answer = client.post(f"/cases/{case.done.record_id}/actions/{action}", data=form)
    assert answer.status_code == 200
    return answer.text


def what_if(client: FlaskClient, case: Case, **asked: str) -> str:
    answer = client.get(f"/cases/{case.done.record_id}/what-if", query_string=asked)
    assert answer.status_code == 200
    return answer.text


def rows(town: Town) -> int:
    with town.office.db.read() as session:
        return session.scalar(select(func.count()).select_from(JournalEntry)) or 0


def moved(what: str, before: str, after: str) -> str:
    return f'<th scope="row">{what}</th><td>{before}</td><td><b>{after}</b></td>'


def test_trying_an_act_shows_what_it_would_change_and_writes_nothing(town: Town, client) -> None:
    case = consulting(town)
    before = rows(town)
    page = attempt(client, case, "third_party_opinion", thread="4", opinion="consent")
    assert moved("状态", "征求意见中", "办理中") in page
    assert moved("答复期限", "2020年10月27日（周二）", "2020年10月10日（周六）") in page
    assert rows(town) == before
    with town.office.db.read() as session:
        assert session.get_one(Record, case.done.record_id).version == case.done.version


def test_trying_keeps_what_was_typed_and_needs_no_text(town: Town, client) -> None:
    case = town.in_progress()
    page = attempt(client, case, "request_correction", days="12")
    assert moved("状态", "办理中", "待补正") in page
    assert 'value="12"' in page


def test_trying_an_act_names_the_paper_and_the_doubts(town: Town, client) -> None:
    case = town.in_progress()
    assert "将生成并固定《政府信息公开申请终止办理告知书》" in attempt(client, case, "withdraw")
    late = attempt(client, case, "request_correction", on_day="2020-09-21", days="12")
    assert "逾期告知不停止答复期限" in late


def test_trying_an_act_that_cannot_be_shows_the_sentence(town: Town, client) -> None:
    case = consulting(town)
    ours = {"thread": "4", "opinion": "consent"}
    page = attempt(client, case, "third_party_silent", thread="4")
    assert "届满前不能按未答复处理" in page
    early = attempt(client, case, "third_party_opinion", on_day="2020-08-31", **ours)
    assert "早于申请到达日" in early
    assert "请按 2020-09-01 的格式填写" in attempt(client, case, "withdraw", on_day="soon")


def test_the_case_page_offers_to_suppose_an_act(town: Town, client: FlaskClient) -> None:
    case = consulting(town)
    page = client.get(f"/cases/{case.done.record_id}").text
    assert f'action="/cases/{case.done.record_id}/what-if"' in page
    assert '<option value="third_party_opinion">' in page
    assert page.count("试算</button>") >= 2


def test_an_opinion_on_the_18th_is_supposed_and_an_extension_after_it(town: Town, client) -> None:
    case = consulting(town)
    first = {"act": "third_party_opinion", "on_day": "2020-09-18", "opinion": "consent"}
    page = what_if(client, case, **first)
    assert moved("答复期限", "2020年10月27日（周二）", "2020年10月19日（周一）") in page
    assert "最晚交邮日" in page
    assert "2020-10-19（周一）" in page
    second = {"then.act": "ask_extension", "then.on_day": "2020-09-21", "then.days": "10"}
    both = what_if(client, case, **first, **second)
    assert 'name="then.days"' in both
    assert moved("状态", "征求意见中", "办理中") in both


def test_a_supposition_asks_for_what_it_needs(town: Town, client: FlaskClient) -> None:
    case = consulting(town)
    page = what_if(client, case, act="third_party_opinion", on_day="2020-09-18")
    assert "请补充下列内容后再试算" in page
    assert "推算结果" not in page
    assert "推算结果" not in what_if(client, case)


def test_a_supposition_does_not_ask_how_somebody_is_reached(town: Town, client) -> None:
    page = what_if(client, town.in_progress(), act="consult_agency", on_day="2020-09-04")
    assert "答复意见的期限（工作日）" in page
    assert f'name="{POSTAL_ADDRESS.key}"' not in page
    assert POSTAL_ADDRESS.hint not in page


def test_a_supposition_that_cannot_be_says_why(town: Town, client: FlaskClient) -> None:
    case = town.in_progress()
    refused = what_if(client, case, act="issue", on_day="2020-09-11")
    assert "本案处于“办理中”，不能“签发”" in refused
    assert 'name="then.act"' not in refused
    outside = what_if(client, case, act="withdraw", on_day="2099-01-01")
    assert "不在已登记的工作日历范围内" in outside
    assert "格式填写" in what_if(client, case, act="withdraw", on_day="soon")
    early = what_if(client, case, act="withdraw", on_day="2020-08-01")
    assert "早于申请到达日" in early


def test_the_page_of_suppositions_is_sound_html_and_not_for_strangers(
    town: Town, client: FlaskClient, sign_in
) -> None:
    case = consulting(town)
    asked = {"act": "third_party_opinion", "on_day": "2020-09-18", "opinion": "consent"}
    assert read_page(what_if(client, case, **asked)).faults == []
    page = attempt(client, case, "third_party_opinion", thread="4", opinion="consent")
    assert read_page(page).faults == []
    path = f"/cases/{case.done.record_id}/what-if"
    assert sign_in("edu").get(path).status_code == 404


def test_three_dates_stand_side_by_side_with_their_sources(town: Town, client) -> None:
    with town.office.db.write() as session:
        session.get_one(Unit, town.district).settings = {"internal_target": 3}
    page = client.get(f"/cases/{town.case().done.record_id}").text
    for label, day, source in (
        ("答复期限", "2020年9月28日（周一）", "条例33"),
        ("内部目标", "2020年9月24日（周四）", "本单位设定"),
        ("最晚交邮日", "2020年9月28日（周一）", "235号"),
    ):
        assert f'<span class="label">{label}</span>\n    <b>{day}</b>' in page
        assert f"（{source}）" in page


def test_a_request_not_yet_confirmed_shows_safe_days_and_their_tape(town: Town, client) -> None:
    page = client.get(f"/cases/{town.case(channel='fax').done.record_id}").text
    assert page.count("<small>稳妥</small>") == 3
    assert "2020年9月10日（周四）" in page
    assert "期限日历（稳妥，自到达之日起）" in page
    assert "稳妥计算，收到之日待确认" in page
    assert "稳妥计算，收到之日待确认；答复期限届满" in page
    assert "其他期限" not in page


def test_the_terms_beside_the_answer_are_named_with_who_has_to_act(town: Town, client) -> None:
    page = client.get(f"/cases/{consulting(town).done.record_id}").text
    assert "其他期限" in page
    assert "被征求意见方，条例32" in page


def test_a_correction_lists_the_year_and_the_papers_it_would_change(town: Town, client) -> None:
    case = town.case()
    typed = {"refresh": "1", "entry": "1", "new_day": "2019-12-30", "on_day": "2020-09-10"}
    form = {"version": case.done.version, **typed}
    page = client.post(f"/cases/{case.done.record_id}/actions/amend", data=form).text
    assert "《政府信息公开申请登记回执》已发出，将注明所依据的事实有变" in page
    values = {"entry": "2", "values.received_on": "2020-09-02", "new_day": "2020-09-02"}
    page = client.post(f"/cases/{case.done.record_id}/actions/amend", data=form | values).text
    assert moved("收到申请之日", "2020年9月1日（周二）", "2020年9月2日（周三）") in page


def test_a_chance_that_has_passed_is_not_shown_as_a_term(town: Town, client) -> None:
    early = town.case(arrived_on=date(2020, 8, 17))
    assert "告知补正期限" not in client.get(f"/cases/{early.done.record_id}").text
    assert "告知补正期限" in client.get(f"/cases/{town.case().done.record_id}").text


def test_a_day_to_come_can_be_tried_but_not_yet_recorded(town: Town, client) -> None:
    page = attempt(client, town.in_progress(), "withdraw", on_day="2020-09-21")
    assert "所填日期在今天之后，只能试算" in page
    assert moved("办结日期", "未办结", "2020年9月21日（周一）") in page


def test_every_act_that_the_state_allows_can_be_supposed(town: Town, client) -> None:
    for case in (town.case(channel="fax"), town.case(), town.in_progress(), consulting(town)):
        page = client.get(f"/cases/{case.done.record_id}").text
        choices = page.split('name="act" required')[1].split("</select>")[0]
        names = [part.split('"')[0] for part in choices.split('<option value="')[1:]]
        assert len(names) > 5
        for name in filter(None, names):
            assert "如果" in what_if(client, case, act=name, on_day="2020-09-11")
            attempt(client, case, name, on_day="2020-09-11")


def test_the_menu_shows_where_a_supposition_belongs(town: Town, client) -> None:
    page = what_if(client, town.in_progress())
    assert 'aria-current="page">办件' in page


def test_the_form_of_a_result_shows_what_becomes_of_the_request(town: Town, client) -> None:
    case = town.case()
    case.do("withdraw", date(2020, 9, 2), paper="书面撤回")
    review = registering.open_record(
        town.office,
        kind="review",
        unit_id=town.district,
        on_day=date(2020, 9, 7),
        data={"copy_received_on": "2020-09-07"},
        linked=case.done.number,
        viewer=town.all,
        moment=town.office.now(),
    )
    page = attempt(
        client,
        Case(town.office, town.all, review),
        "conclude",
        result="corrected",
        redo_until="2020-09-25",
    )
    assert f">{case.done.number}</a> 随之变化" in page
    assert moved("状态", "已终止", "重新办理") in page
    assert "<b>2020年9月25日（周五）</b>" in page
    assert moved("办理结果", "无", "结果纠正") in page


def test_supposing_a_division_shows_the_case_it_would_open(town: Town, client) -> None:
    case = town.in_progress(items=("补偿方案", "勘测定界图"))
    before = rows(town)
    page = what_if(client, case, act="split_off", on_day="2020-09-14", items_moved="2")
    assert "将另立一案" in page
    assert "1. 勘测定界图" in page
    assert '<th scope="row">收到申请之日</th><td>2020年9月1日（周二）</td>' in page
    assert rows(town) == before
