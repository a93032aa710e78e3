"""When a missing notice, or a calendar that ends, is something to be told about."""

from datetime import date

import pytest
from factories import OPERATOR, make_case, make_unit, make_user

from casework.calendars import package_calendar
from casework.db import Database
from casework.encryption import Cipher
from casework.office import Office
from casework.queries import calendar_state
from casework.queries.calendar_state import Missing
from casework.services import calendars
from casework.settings import read_settings
from casework.viewer import Moment, Viewer
from workflows.vocabulary import Role


@pytest.fixture
def office(db: Database) -> Office:
    office = Office(db, Cipher(b"a key for tests"), read_settings({}))
    known = package_calendar(first_year=2025, until_year=2028)  # firm until 24 December 2026
    with db.write() as session:
        calendars.record(session, known, label="测试", moment=Moment.on(date(2025, 1, 2)))
    make_unit(office)
    make_unit(office, "other", name="另一机关")
    return office


def missing(office: Office, today: date, viewer: Viewer = OPERATOR) -> Missing | None:
    with office.db.read() as session:
        newest = calendars.newest(session)
        return calendar_state.missing(session, viewer, newest, today=today)


@pytest.mark.parametrize(
    ("today", "told"),
    [(date(2026, 10, 25), False), (date(2026, 10, 26), True)],
    ids=["61 days before", "60 days before"],
)
def test_a_notice_is_asked_for_sixty_days_before_the_first_uncertain_day(
    office: Office, today: date, told: bool
) -> None:
    assert (missing(office, today) is not None) is told


def test_the_days_at_the_end_of_a_year_wait_for_the_notice_of_the_next(office: Office) -> None:
    found = missing(office, date(2026, 11, 23))
    assert found == Missing(2027, date(2026, 12, 25))


def test_a_running_term_that_reaches_an_uncertain_day_asks_for_the_notice_earlier(
    office: Office,
) -> None:
    clerk = make_user(office, "clerk", roles=list(Role))
    today = date(2026, 10, 21)
    made = make_case(office, clerk, unit_id=1, arrived_on=today)
    assert missing(office, today) is None
    made.do("assign", today, handler=clerk.user_id)
    made.do("withdraw", today, paper="2026年10月21日书面撤回")
    made.do("redo", today, until="2026-12-28", decision="某政复决〔2026〕1号")
    assert missing(office, today) == Missing(
        2027, date(2026, 12, 25), cases=1, last=date(2026, 12, 28)
    )


@pytest.mark.parametrize(
    ("today", "told"),
    [(date(2028, 7, 4), False), (date(2028, 7, 5), True)],
    ids=["180 days left", "fewer"],
)
def test_a_calendar_that_ends_is_told_half_a_year_before(
    office: Office, today: date, told: bool
) -> None:
    found = missing(office, today)
    assert found is not None  # the notice of 2027 was never recorded either
    assert found.ends is told


def test_whoever_sees_no_case_is_told_of_the_notice_without_a_count(office: Office) -> None:
    clerk = make_user(office, "clerk", roles=list(Role))
    stranger = make_user(office, "stranger", roles=[Role.handler], unit="other")
    make_case(office, clerk, unit_id=1, arrived_on=date(2026, 12, 1))
    today = date(2026, 12, 1)
    assert missing(office, today, clerk) == Missing(
        2027, date(2026, 12, 25), cases=1, last=date(2026, 12, 29)
    )
    assert missing(office, today, stranger) == Missing(2027, date(2026, 12, 25))


def test_the_sentence_counts_the_cases_and_names_the_way_out(office: Office) -> None:
    found = Missing(2027, date(2026, 12, 25), cases=3, last=date(2026, 12, 29))
    assert calendar_state.sentence(found) == (
        "2027年的放假安排还没有登记，2026年12月25日起的日期为暂定，现有3件办件的期限在其后，最晚2026年12月29日。"
        "通知公布后，请系统管理员在“工作日历”页登记，或者运行 casework calendar record；期限随之确定或者变动。"
    )


def test_the_sentence_of_a_calendar_that_ends_says_what_to_run() -> None:
    found = Missing(2029, date(2029, 1, 1), ends=True)
    assert calendar_state.sentence(found) == (
        "工作日历只到2028年12月31日，2029年1月1日起的期限不能推算（条例33）；请系统管理员运行 casework upgrade 补充年度。"
    )


def test_how_far_the_calendar_goes_is_told_with_what_is_arranged(office: Office) -> None:
    with office.db.read() as session:
        calendar = calendars.newest(session)
    assert calendar_state.reach(calendar, today=date(2026, 9, 1)) == (
        "国务院的放假安排已登记至2026年；2026年12月25日起的日期为暂定，按星期推算到2028年12月31日"
    )
