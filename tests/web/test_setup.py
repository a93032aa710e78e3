"""The set-up assistant: steps with ticks, what is told about courts, a green list at the end, the same from the command."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from casework.queries import setup_list
from casework.services import calendars, units
from casework.viewer import system
from tests.factories import make_user
from tests.web.town import TODAY, Town, read_page
from workflows.calendar import WorkingCalendar
from workflows.vocabulary import Role

SignIn = Callable[[str], FlaskClient]
pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.fixture
def admin(town: Town, sign_in: SignIn) -> FlaskClient:
    make_user(town.office, "admin", roles=[Role.admin], name="钱管理")
    return sign_in("admin")


def test_a_new_unit_is_led_from_step_to_step_to_a_green_list(admin: FlaskClient) -> None:
    founded = {"code": "water", "name": "某市某区水利局", "parent": "district"}
    page = admin.get(admin.post("/admin", data=founded).location).text
    assert read_page(page).faults == []
    assert '下一步：<a href="/admin/units/water#names">署名机关、机关代字和发文字号' in page
    assert "登记之前可以直接起诉的答复书不能签发" in page
    admin.post("/admin/units/water/names", data={**founded, "mark": "某水", "signatory": ""})
    remedies = {
        "signatory_kind": "department",
        "online_review_url": "https://fy.example.invalid",
        "review_name": ["某市某区人民政府", "某市水利局"],  # in 2020 both could be chosen
        "review_address": ["某路1号", "某路4号"],
        "court_name": ["某市某区人民法院"],
        "court_address": ["某路2号"],
    }
    admin.post("/admin/units/water/remedies", data=remedies)
    contact = {"address": "某路3号", "phone": "0539-1", "channels": "当面、邮寄、网络"}
    admin.post("/admin/units/water", data=contact)
    page = admin.get("/admin/units/water/setup").text
    assert "还没有登记员、承办人、法律顾问、审批人" in page
    people = {"login": "lin", "name": "林某", "unit": "water"}
    admin.post("/admin/people", data={**people, "role": ["intake", "handler", "legal", "approver"]})
    done = admin.get("/admin/units/water/setup").text
    assert "11 步都已办好" in done
    assert "✕" not in done


def test_the_step_of_the_court_says_which_court_judges_such_a_body(admin: FlaskClient) -> None:
    sent = {
        "signatory_kind": "department",
        "review_name": ["某市某区人民政府"],
        "review_address": ["某路1号"],
        "court_name": ["某市中级人民法院"],
        "court_address": ["某路2号"],
    }
    assert admin.post("/admin/units/edu/remedies", data=sent).status_code == 303
    page = admin.get("/admin/units/edu/setup").text
    step = page.split('id="step-court"')[1].split("</tr>")[0]
    assert "一般由基层人民法院管辖" in step
    assert "请核对是否实行集中管辖" in step
    assert "! 未办" in step
    above = admin.get("/admin/units/district/setup").text
    assert "管辖法院" in above.split("下级单位")[1]


def test_the_command_tells_the_same_list(admin: FlaskClient, town: Town) -> None:
    with town.office.db.read() as session:
        found = setup_list.steps(
            session,
            system(Role.admin),
            units.by_code(session, "edu"),
            calendars.newest(session),
            today=TODAY,
        )
    page = admin.get("/admin/units/edu/setup").text
    assert len(found) == 11
    assert all(one.says in page and one.sign in page for one in found)
    assert any(one.line.startswith("! 未办  署名机关的类型：") for one in found)


@pytest.mark.parametrize(
    ("today", "sign", "says"),
    [
        (date(2026, 11, 27), "✓ 已办", "2027年的放假安排还没有登记"),
        (date(2030, 12, 30), "✕ 必须", "工作日历只到"),
    ],
)
def test_a_notice_to_come_is_no_step_of_a_unit_but_the_end_of_the_calendar_stops_it(
    town: Town, calendar: WorkingCalendar, today: date, sign: str, says: str
) -> None:
    with town.office.db.read() as session:
        unit = units.by_code(session, "edu")
        found = setup_list.steps(session, system(Role.admin), unit, calendar, today=today)
    step = next(one for one in found if one.key == "calendar")
    assert (step.sign, says in step.says) == (sign, True)


def test_the_assistant_is_for_administrators_of_the_unit(sign_in: SignIn, town: Town) -> None:
    assert sign_in("all").get("/admin/units/district/setup").status_code == 403
