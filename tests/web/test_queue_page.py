"""The desk and the queue."""

import csv
import io
from datetime import date

from flask.testing import FlaskClient

from casework.calendars import package_calendar
from casework.models.record import Record
from casework.services import calendars
from tests.factories import OPERATOR, make_case
from tests.web.town import Town, counted

# user, roles, tree of units, calendar, total, rows, counts of the phases, units to choose, unread messages
QUEUE_QUERIES = 9


def test_the_queue_shows_only_what_the_viewer_may_see(town: Town, sign_in) -> None:
    town.case(names=["区里的人"])
    make_case(town.office, OPERATOR, unit_id=town.department, names=["局里的人"])
    for login, seen, unseen in (("all", "区里的人", "局里的人"), ("edu", "局里的人", "区里的人")):
        page = sign_in(login).get("/cases").text
        assert seen in page
        assert unseen not in page
    page = sign_in("boss").get("/cases").text
    assert "区里的人" in page
    assert "局里的人" in page


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
    assert "迟到者" in late
    assert "今日者" not in late


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
    assert "王安石" not in page
    assert 'value="欧阳修"' in page


def test_the_export_holds_what_is_shown_and_no_formula(town: Town, client: FlaskClient) -> None:
    town.case(names=["=HYPERLINK(1)"])
    town.in_progress(names=["李四"])
    answer = client.get("/cases.csv?phase=registered")
    rows = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert [row["申请人"] for row in rows] == ["'=HYPERLINK(1)"]
    assert rows[0]["答复期限"] == "2020-09-28"


def test_an_empty_queue_says_so_and_leads_on(client: FlaskClient, town: Town) -> None:
    page = client.get("/cases?phase=closed").text
    assert "没有符合这些条件的办件" in page
    assert "查看全部办件" in page


def test_the_desk_opens_with_what_is_late(town: Town, client: FlaskClient) -> None:
    town.case(arrived_on=date(2020, 8, 12), names=["迟到者"])
    page = client.get("/").text
    assert page.index("已逾期") < page.index("迟到者") < page.index("个工作日内到期")


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
