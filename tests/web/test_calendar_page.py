"""The calendar page of administrators: the year, the preview, recording; and the warning on everybody's front page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from casework.app import create_app
from casework.calendars import package_calendar
from casework.db import Database
from casework.encryption import Cipher
from casework.models.record import Record
from casework.models.user import User
from casework.office import Office
from casework.services import calendars, ticking
from casework.settings import read_settings
from casework.viewer import Moment
from tests.factories import make_case, make_unit, make_user
from tests.web.town import read_page
from workflows.vocabulary import Role

SNOW = {
    "number": "兰政办电〔2026〕3号",
    "title": "关于雪灾停工的通知",
    "year": "",
    "off": "2026-12-01..2026-12-02:雪灾停工",
    "work": "",
}
YEAR = {
    "number": "国办发明电〔2026〕99号",
    "title": "国务院办公厅关于2027年部分节假日安排的通知",
    "year": "2027",
    "off": "2027-01-01..2027-01-03:元旦\n2027-02-05..2027-02-12:春节",
    "work": "2027-02-20",
}


@dataclass(frozen=True)
class LateOffice(Office):
    """An office whose clock stands in the November before an unknown year."""

    day: ClassVar[date] = date(2026, 11, 23)

    def now(self) -> Moment:
        return Moment.on(self.day)


@pytest.fixture
def template(migrated: str) -> str:
    return migrated


@pytest.fixture
def office(db: Database) -> Office:
    office = LateOffice(db, Cipher(b"a key for tests"), read_settings({}))
    known = package_calendar(first_year=2025, until_year=2028)
    with db.write() as session:
        calendars.record(session, known, label="测试", moment=Moment.on(date(2025, 1, 2)))
    district = make_unit(office)
    make_unit(office, "edu", name="某市某区教育局", parent="district")
    clerk = make_user(office, "clerk", roles=[Role.intake, Role.handler], name="王审")
    make_user(office, "admin", roles=[Role.admin], name="钱管理")
    make_user(office, "edu-admin", roles=[Role.admin], unit="edu", name="吴管理")
    case = make_case(office, clerk, unit_id=district, arrived_on=LateOffice.day)
    case.do("assign", LateOffice.day, handler=clerk.user_id)
    return office


SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def sign_in(office: Office) -> SignIn:
    app: Flask = create_app(office=office)
    app.testing = True

    def sign_in(login: str) -> FlaskClient:
        with office.db.read() as session:
            user_id = session.scalars(select(User.id).where(User.login == login)).one()
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = str(user_id)
        return client

    return sign_in


def due_days(office: Office) -> list[date | None]:
    with office.db.read() as session:
        return list(session.scalars(select(Record.due_on).where(Record.kind == "request")))


def confirm(client: FlaskClient, form: dict[str, str]) -> dict[str, str]:
    """The hidden fields of the form that saves what was previewed."""
    page = read_page(client.post("/admin/calendar/preview", data=form).text)
    (found,) = (one for one in page.forms if one["action"] == "/admin/calendar" and "seen" in one)
    return found


# The page ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", ["/admin/calendar", "/admin/calendar?year=2027", "/admin/calendar?year=x"]
)
def test_the_page_is_well_formed(sign_in: SignIn, address: str) -> None:
    answer = sign_in("admin").get(address)
    assert answer.status_code == 200
    assert read_page(answer.text).faults == []


def test_the_year_shows_make_up_days_holidays_and_provisional_days(sign_in: SignIn) -> None:
    text = sign_in("admin").get("/admin/calendar?year=2026").text
    assert (
        'class="day makeup" title="2026年1月4日：调休上班，国务院办公厅关于2026年部分节假日安排的通知"'
        in text
    )
    assert 'title="2026年10月1日：节假日：国庆节，' in text
    assert (
        'class="day counted provisional" title="2026年12月25日：工作日，放假安排尚未登记，暂定'
        in text
    )


def test_only_administrators_see_the_page_and_its_line_in_the_menu(sign_in: SignIn) -> None:
    clerk, admin = sign_in("clerk"), sign_in("admin")
    assert clerk.get("/admin/calendar").status_code == 403
    assert "/admin/calendar" not in clerk.get("/").text
    assert "/admin/calendar" in read_page(admin.get("/").text).links


def test_the_administrator_of_a_lower_unit_sees_no_form(sign_in: SignIn) -> None:
    text = sign_in("edu-admin").get("/admin/calendar").text
    assert "通知由最上级单位的系统管理员登记" in text
    assert "/admin/calendar/preview" not in text


# Recording -----------------------------------------------------------------------------------------------------


def test_the_preview_lists_each_case_that_moves_and_saves_nothing(
    office: Office, sign_in: SignIn
) -> None:
    answer = sign_in("admin").post("/admin/calendar/preview", data=SNOW)
    page = read_page(answer.text)
    assert (answer.status_code, page.faults) == (200, [])
    line = [
        "DISTRICT-2026-0001",
        "某市某区人民政府",
        "王审",
        "2026年12月21日（周一）",
        "2026年12月23日（周三）",
        "期限变动",
    ]
    start = page.text.index(line[0])
    assert [text for text in page.text[start:] if text][:6] == line
    assert due_days(office) == [date(2026, 12, 21)]


def test_saving_what_was_previewed_moves_the_case(office: Office, sign_in: SignIn) -> None:
    client = sign_in("admin")
    answer = client.post("/admin/calendar", data=confirm(client, SNOW))
    assert (answer.status_code, answer.location) == (303, "/admin/calendar/progress")
    assert due_days(office) == [date(2026, 12, 21)]  # the page does not wait for the cases
    assert ticking.rederive(office)
    assert due_days(office) == [date(2026, 12, 23)]


def test_the_page_tells_how_far_it_is_and_asks_again_by_itself_until_all_is_done(
    office: Office, sign_in: SignIn
) -> None:
    client = sign_in("admin")
    address = client.post("/admin/calendar", data=confirm(client, SNOW)).location
    page = client.get(address).text
    assert 'http-equiv="refresh"' in page
    assert "在办案件 1 件，已按这一版核对 <b>0</b> 件" in page
    assert "还没有需要告知的人" in page
    assert address in read_page(client.get("/admin/calendar").text).links
    ticking.rederive(office)
    page = client.get(address).text
    assert 'http-equiv="refresh"' not in page
    assert "期限变动 <b>1</b> 件" in page
    assert "<td>王审</td>" in page
    assert read_page(page).faults == []
    assert "正在按新登记的日历重算" not in client.get("/admin/calendar").text


def test_the_progress_is_for_administrators(sign_in: SignIn) -> None:
    assert sign_in("clerk").get("/admin/calendar/progress").status_code == 403


def test_a_recorded_notice_stands_on_the_page_with_its_number(sign_in: SignIn) -> None:
    client = sign_in("admin")
    client.post("/admin/calendar", data=confirm(client, YEAR))
    text = client.get("/admin/calendar?year=2027").text
    assert "国办发明电〔2026〕99号" in text
    assert "2027年2月5日至2027年2月12日（春节）" in text
    assert "钱管理（系统管理员）" in text
    assert '<option value="2027">2027年的放假安排</option>' not in text


def test_the_moved_case_tells_its_handler_in_its_journal(office: Office, sign_in: SignIn) -> None:
    client = sign_in("admin")
    client.post("/admin/calendar", data=confirm(client, SNOW))
    ticking.rederive(office)
    text = sign_in("clerk").get("/cases/3").text
    assert "工作日历变更，期限重算" in text


def test_the_whole_list_is_a_table_for_a_spreadsheet(sign_in: SignIn) -> None:
    answer = sign_in("admin").post("/admin/calendar/effects.csv", data=SNOW)
    lines = answer.data.decode("utf-8-sig").splitlines()
    assert lines[0] == "编号,办理单位,承办人,原期限,现期限,变动"
    assert lines[1] == "DISTRICT-2026-0001,某市某区人民政府,王审,2026-12-21,2026-12-23,期限变动"


@pytest.mark.parametrize("address", ["/admin/calendar/preview", "/admin/calendar"])
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"number": ""}, "缺少文号"),
        ({"off": "2026-02-30"}, "没有2026-02-30这一天"),
        ({"off": "2026-12-05..2026-12-01"}, "截止日早于起始日"),
        ({"work": "2026-12-02"}, "既写为放假又写为上班"),
        ({"work": "2026-11-30"}, "本来就是工作日"),
        ({"off": "2050-01-01"}, "没有日历数据"),
    ],
    ids=["number", "day", "backwards", "both", "Monday", "no data"],
)
def test_a_wrong_notice_comes_back_with_what_was_typed_and_a_sentence(
    office: Office, sign_in: SignIn, address: str, wrong: dict[str, str], sentence: str
) -> None:
    answer = sign_in("admin").post(address, data={**SNOW, "seen": "1", **wrong})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "关于雪灾停工的通知" in answer.text
    assert read_page(answer.text).faults == []
    assert due_days(office) == [date(2026, 12, 21)]


def test_the_same_notice_is_saved_once(sign_in: SignIn) -> None:
    client = sign_in("admin")
    found = confirm(client, SNOW)
    client.post("/admin/calendar", data=found)
    answer = client.post("/admin/calendar", data={**found, "seen": "2"})
    assert answer.status_code == 409
    assert "已经登记" in answer.text


def test_what_was_overtaken_since_the_preview_is_not_saved(office: Office, sign_in: SignIn) -> None:
    client = sign_in("admin")
    first, second = confirm(client, SNOW), confirm(client, YEAR)
    client.post("/admin/calendar", data=second)
    answer = client.post("/admin/calendar", data=first)
    assert answer.status_code == 409
    assert "请重新预览" in answer.text
    assert due_days(office) == [date(2026, 12, 21)]


@pytest.mark.parametrize("login", ["clerk", "edu-admin"])
@pytest.mark.parametrize("address", ["/admin/calendar/preview", "/admin/calendar"])
def test_nobody_else_previews_or_records(
    office: Office, sign_in: SignIn, login: str, address: str
) -> None:
    answer = sign_in(login).post(address, data={**SNOW, "seen": "1"})
    assert answer.status_code == 403
    assert due_days(office) == [date(2026, 12, 21)]


# The front page ------------------------------------------------------------------------------------------------


def test_everybody_is_warned_on_the_front_page_while_the_notice_is_missing(sign_in: SignIn) -> None:
    text = sign_in("clerk").get("/").text
    assert "2027年的放假安排还没有登记，2026年12月25日起的日期为暂定" in text
    assert "请系统管理员在“工作日历”页登记" in text


def test_the_warning_leads_the_administrator_to_the_form(sign_in: SignIn) -> None:
    # The menu has one entry for all of administration, so that the only link here is that of the warning.
    assert read_page(sign_in("admin").get("/").text).links.count("/admin/calendar") == 1


def test_once_the_notice_is_recorded_nobody_is_warned(sign_in: SignIn) -> None:
    client = sign_in("admin")
    client.post("/admin/calendar", data=confirm(client, YEAR))
    assert "还没有登记" not in sign_in("clerk").get("/").text
