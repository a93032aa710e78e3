"""The desk and the queue."""

import csv
import io
import re
from datetime import date
from html import unescape

import openpyxl
import pytest
from flask.testing import FlaskClient

from casework.calendars import package_calendar
from casework.models.record import Record
from casework.queries import cases
from casework.queries.queue_order import SORTS
from casework.services import calendars, intake
from casework.viewer import Moment
from tests.factories import OPERATOR, make_case
from tests.web.town import Town, counted

# user, roles, tree of units, calendar, places, rows, counts of open and of closed, units to choose,
# topics to choose, handlers to choose, saved filters, unread messages
QUEUE_QUERIES = 13
KEPT = dict(cases.shelf.__kwdefaults__)


def make_case_of_a_body(town: Town) -> None:
    applicant = intake.PartyForm("某某商贸有限公司", category="business")
    form = intake.RequestForm(
        town.district, date(2020, 9, 1), "in_person", [applicant], ["某街道2019年预算"]
    )
    intake.register(town.office, form, viewer=town.all, moment=Moment.on(date(2020, 9, 1)))


def numbers_of(page: str) -> list[str]:
    return re.findall(r"DISTRICT-2020-\d+(?=</a></td>)", page)


def walk(client: FlaskClient, address: str, label: str) -> list[str]:
    """The pages that one link after another leads to."""
    found = []
    while address:
        found.append(client.get(address).text)
        address = link_of(found[-1], label)
    return found


def link_of(page: str, label: str) -> str:
    found = re.search(rf'href="([^"]+)">{label}</a>', page)
    return unescape(found[1]) if found else ""


def test_the_queue_shows_only_what_the_viewer_may_see(town: Town, sign_in) -> None:
    town.case(names=["区里的人"])
    make_case(town.office, OPERATOR, unit_id=town.department, names=["局里的人"])
    for login, seen, unseen in (("all", "区**", "局**"), ("edu", "局**", "区**")):
        page = sign_in(login).get("/cases").text
        assert seen in page
        assert unseen not in page
    page = sign_in("boss").get("/cases").text
    assert "区**" in page
    assert "局**" in page


def test_the_tabs_count_every_phase(town: Town, client: FlaskClient) -> None:
    town.case()
    town.in_progress()
    page = client.get("/cases").text
    assert "全部 <b>2</b>" in page
    assert "登记 <b>1</b>" in page
    assert "办理 <b>1</b>" in page
    assert "结转 <b>0</b>" in page


def test_the_time_left_is_said_in_working_days(town: Town, client: FlaskClient) -> None:
    town.case(arrived_on=date(2020, 9, 1))  # due on 28 September, a make-up Sunday before it
    assert "还剩 13 个工作日" in client.get("/cases").text


def test_a_late_case_says_by_how_much_and_a_case_due_today_says_so(town: Town, client) -> None:
    town.case(arrived_on=date(2020, 8, 12), names=["迟到者"])  # due on 9 September
    town.case(arrived_on=date(2020, 8, 13), names=["今日者"])
    page = client.get("/cases").text
    assert "逾期 1 个工作日" in page
    assert "今天到期" in page
    late = client.get("/cases?overdue=1").text
    assert "迟**" in late
    assert "今**" not in late


def test_a_date_that_may_still_move_is_marked(town: Town, client: FlaskClient) -> None:
    case = town.case()
    coming = package_calendar(first_year=2020, until_year=2027)
    with town.office.db.write() as session:
        calendars.record(session, coming, label="测试", moment=town.office.now())
        row = session.get_one(Record, case.done.record_id)
        row.due_on = date(2027, 9, 28)  # a year whose notice is not published
        row.version += 1
    assert "暂定" in client.get("/cases").text


def test_a_filter_that_is_on_takes_itself_away(town: Town, client: FlaskClient) -> None:
    page = client.get("/cases?phase=reply&overdue=1").text
    assert 'href="/cases?phase=reply" class="on"' in page


def test_the_search_finds_a_name_and_stays_in_its_field(town: Town, client: FlaskClient) -> None:
    town.case(names=["欧阳修"])
    town.case(names=["王安石"])
    page = client.get("/cases?q=欧阳修").text
    assert "共 1 件" in page
    assert "欧**" in page
    assert "王**" not in page
    assert 'value="欧阳修"' in page


def test_the_export_holds_what_is_shown_and_no_formula(town: Town, client: FlaskClient) -> None:
    town.case(items=["=HYPERLINK(1)"], names=["张三"])
    town.in_progress(names=["李四"])
    answer = client.get("/cases.csv?phase=registered")
    rows = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert [row["申请内容"] for row in rows] == ["'=HYPERLINK(1)"]
    assert [row["申请人"] for row in rows] == ["张**"]
    assert rows[0]["答复期限"] == "2020-09-28"


def test_the_export_holds_the_day_until_which_the_applicant_has_time(
    town: Town, client: FlaskClient
) -> None:
    stopped = town.case(arrived_on=date(2020, 9, 1))
    stopped.do("request_correction", date(2020, 9, 3), items_to_correct="请写明文件名称", days=10)
    stopped.do("correction_notice_received", date(2020, 9, 4), proof="挂号")
    (shown,) = re.findall(r"(\d{4}-\d\d-\d\d) 申请人期限", client.get("/cases").text)
    text = client.get("/cases.csv").get_data().decode("utf-8-sig")
    assert [row["申请人期限"] for row in csv.DictReader(io.StringIO(text))] == [shown]


def test_the_workbook_holds_every_row_in_the_order_of_the_page_as_text(
    town: Town, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cases, "_BATCH", 2)  # so that a few rows need several batches
    for day in (3, 1, 2):
        town.case(arrived_on=date(2020, 9, day), items=["=1+1"])
    town.in_progress()
    answer = client.get("/cases.xlsx?sort=-received&phase=registered")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.get_data())).active
    answer.close()
    lines = list(sheet.iter_rows(min_row=2))
    assert [line[9].value for line in lines] == ["2020-09-03", "2020-09-02", "2020-09-01"]
    assert {line[5].data_type for line in lines} == {"s"}


def test_a_person_is_masked_in_the_list_and_a_body_is_not(town: Town, client: FlaskClient) -> None:
    town.case(names=["张三丰"])
    make_case_of_a_body(town)
    page = client.get("/cases").text
    assert "张**" in page
    assert "张三丰" not in page
    assert "某某商贸有限公司" in page


def test_the_pages_of_every_order_hold_each_case_once_forwards_and_back(
    town: Town, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cases.shelf, "__kwdefaults__", {**KEPT, "size": 2})
    for day in (1, 2, 2, 3):
        town.case(arrived_on=date(2020, 9, day), names=[f"人{day % 2}"])
    town.in_progress()
    for sort in ("", *SORTS, *(f"-{key}" for key in SORTS)):
        pages = walk(client, f"/cases?sort={sort}", "下一页")
        forwards = [numbers_of(page) for page in pages]
        assert [len(one) for one in forwards] == [2, 2, 1]
        assert len({number for one in forwards for number in one}) == 5
        back = walk(client, link_of(pages[-1], "上一页"), "上一页")
        assert [numbers_of(page) for page in back] == forwards[1::-1]


def test_the_tabs_count_what_the_filter_leaves(town: Town, client: FlaskClient) -> None:
    town.case(names=["欧阳修"])
    town.in_progress(names=["王安石"])
    page = client.get("/cases?q=欧阳修").text
    assert "全部 <b>1</b>" in page
    assert "办理 <b>0</b>" in page


def test_a_list_of_very_many_closed_cases_says_that_there_are_more(
    town: Town, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cases, "MOST_COUNTED", 1)
    for _ in range(2):
        town.case().do("withdraw", date(2020, 9, 2), paper="—")
    page = client.get("/cases").text
    assert "全部 <b>1 以上</b>" in page
    assert "登记 <b>0</b>" in page
    assert "全部 <b>2</b>" in client.get("/cases?year=2020").text


def test_the_line_says_what_is_waited_for_and_what_the_clock_does(town: Town, client) -> None:
    town.in_progress()
    assert "▶" in client.get("/cases").text
    stopped = town.in_progress()
    stopped.do("request_correction", date(2020, 9, 3), items_to_correct="请写明文件名称", days=10)
    page = client.get("/cases?wait=applicant").text
    assert "等申请人补正" in page
    assert "共 1 件" in page
    assert "停止" in page


def test_an_empty_queue_says_so_and_leads_on(client: FlaskClient, town: Town) -> None:
    page = client.get("/cases?phase=closed").text
    assert "没有符合这些条件的办件" in page
    assert "查看全部办件" in page


def test_the_desk_opens_with_what_is_late(town: Town, client: FlaskClient) -> None:
    town.case(arrived_on=date(2020, 8, 12), names=["迟到者"])
    town.case(arrived_on=date(2020, 8, 19), names=["将到者"])
    lists = client.get("/").text.partition("<section>")[2]
    assert lists.index("已逾期") < lists.index("迟**") < lists.index("将**")


def test_nonsense_in_the_address_asks_for_nothing(town: Town, client: FlaskClient) -> None:
    town.case()
    assert "共 1 件" in client.get("/cases?phase=x&page=-3&soon=abc&year=２０２０").text


def test_the_number_of_queries_does_not_grow_with_the_rows(town: Town, client) -> None:
    numbers = []
    for _ in range(3):
        town.case()
        with counted(town.office.db) as sent:
            client.get("/cases")
        numbers.append(len([s for s in sent if s.lstrip().upper().startswith(("SELECT", "WITH"))]))
    assert numbers == [QUEUE_QUERIES] * 3
