"""The rows made from the `holidays` package, checked against a second source and the published notices."""

import warnings
from dataclasses import replace
from datetime import date, timedelta

import pytest

with warnings.catch_warnings():
    warnings.simplefilter(
        "ignore"
    )  # the second source is only a witness; its own deprecations are not ours
    from chinese_calendar import is_workday

from casework.calendars import (
    notice_title,
    package_calendar,
    provisional_from,
    published_days,
    published_years,
)
from workflows.calendar import WorkingCalendar
from workflows.terms import ANSWER

CALENDAR = package_calendar(until_year=published_years()[-1])

MAKEUP = {
    2020: "01-19 04-26 05-09 06-28 09-27 10-10",
    2021: "02-07 02-20 04-25 05-08 09-18 09-26 10-09",
    2022: "01-29 01-30 04-02 04-24 05-07 10-08 10-09",
    2023: "01-28 01-29 04-23 05-06 06-25 10-07 10-08",
    2024: "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    2025: "01-26 02-08 04-27 09-28 10-11",
    2026: "01-04 02-14 02-28 05-09 09-20 10-10",
}


@pytest.mark.parametrize("year", MAKEUP)
def test_the_make_up_weekends_of_a_year_are_those_of_its_notice(year):
    days = CALENDAR.slice(date(year, 1, 1), date(year, 12, 31))
    found = [day for day in days if day.working and day.on.weekday() >= 5]
    assert " ".join(f"{day.on:%m-%d}" for day in found) == MAKEUP[year]
    assert {day.why for day in found} == {"调休上班"}


@pytest.mark.parametrize(
    ("year", "working_days"),
    [(2020, 249), (2021, 250), (2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248)],
)
def test_the_working_days_of_a_year(year, working_days):
    assert CALENDAR.count(date(year - 1, 12, 31), date(year, 12, 31)) == working_days


def test_both_sources_agree_on_every_day_but_one():
    """On 31 December 2005 the notice for 2006 had a Saturday worked; the second source misses it."""
    days = CALENDAR.slice(date(2004, 1, 1), date(2026, 12, 31))
    differing = [day.on for day in days if day.working != is_workday(day.on)]
    assert differing == [date(2005, 12, 31)]


def test_the_make_up_day_of_31_december_2005_is_right():
    day = CALENDAR.day(date(2005, 12, 31))
    assert (day.working, day.why) == (True, "调休上班")
    assert day.notice == "国务院办公厅关于2006年部分节假日安排的通知"


def test_published_years_end_where_the_package_knows_no_moved_day():
    years = published_years()
    assert years[0] == 2001
    assert set(MAKEUP) <= set(years)


@pytest.mark.parametrize(
    ("on", "why"),
    [
        ("2024-10-01", "节假日：国庆节"),
        ("2020-10-01", "节假日：中秋节、国庆节"),
        ("2020-02-02", "节假日：春节延长假期"),
        ("2023-01-02", "节假日：元旦（补假）"),
        ("2024-10-07", "节假日：调休休息（2024-10-12上班）"),
        ("2024-10-05", "周末"),
        ("2024-10-12", "调休上班"),
        ("2024-10-08", "工作日"),
    ],
)
def test_every_day_says_in_chinese_why_it_is_worked_or_not(on, why):
    assert CALENDAR.day(date.fromisoformat(on)).why == why


@pytest.mark.parametrize(
    ("on", "title"),
    [
        ("2024-10-07", "国务院办公厅关于2024年部分节假日安排的通知"),
        ("2020-01-30", "国务院办公厅关于2020年部分节假日安排的通知"),
        ("2020-01-31", "国务院办公厅关于延长2020年春节假期的通知"),
        ("2019-05-05", "国务院办公厅关于调整2019年劳动节假期安排的通知"),
        ("2001-05-07", "国务院办公厅关于2001年春节、“五一”、“十一”放假安排的通知"),
        ("2002-05-07", "国务院办公厅关于2002年部分节假日休息安排的通知"),
    ],
)
def test_every_day_names_the_notice_it_rests_on(on, title):
    assert CALENDAR.day(date.fromisoformat(on)).notice == title


def test_a_notice_has_a_title_and_no_invented_number():
    assert all("号" not in notice_title(year) for year in published_years())


def test_days_from_25_december_of_the_last_published_year_on_are_provisional():
    last = published_years()[-1]
    sure_until = date(last, 12, 24)
    assert provisional_from(last) == sure_until + timedelta(days=1)
    days = package_calendar(until_year=last + 1).slice(date(last, 1, 1), date(last + 1, 12, 31))
    assert {day.on for day in days if not day.provisional} == {
        day.on for day in days if day.on <= sure_until
    }


def test_the_end_of_a_year_whose_successor_is_published_is_sure():
    last = published_years()[-1]
    assert not any(day.provisional for day in published_days(2001, last - 1))


def test_a_provisional_year_has_its_statutory_holidays_and_no_make_up_days():
    year = published_years()[-1] + 1
    days = package_calendar(until_year=year).slice(date(year, 1, 1), date(year, 12, 31))
    assert not any(day.working and day.on.weekday() >= 5 for day in days)
    assert not any("调休" in day.why for day in days)
    assert {day.notice for day in days} == {""}
    rest = [day.on for day in days if day.why.startswith("节假日")]
    # 全国年节及纪念日放假办法 (2024): 13 statutory days.
    assert len(rest) >= 13
    assert date(year, 10, 1) in rest


def test_years_before_the_first_notice_are_refused():
    with pytest.raises(ValueError, match="2001"):
        published_days(2000, 2001)


def test_the_rows_of_a_range_of_years_follow_each_other_without_a_gap():
    days = published_days(2020, 2022)
    assert len(days) == 366 + 365 + 365
    assert days[0].on == date(2020, 1, 1)
    assert days[-1].on == date(2022, 12, 31)


def test_a_second_notice_in_the_year_moves_the_due_dates_that_were_open():
    """2020-01-27: the Spring Festival holiday was extended from 30 January to 2 February."""
    before = WorkingCalendar(
        replace(day, working=True, why="工作日") if day.on == date(2020, 1, 31) else day
        for day in published_days(2020, 2020)
    )
    assert ANSWER.end(date(2020, 1, 20), before) == date(2020, 2, 24)
    assert ANSWER.end(date(2020, 1, 20), CALENDAR) == date(2020, 2, 25)
