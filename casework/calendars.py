"""The working days of China from the `holidays` package, as calendar rows; it must not read or write the database.

The package holds the yearly notices of the General Office of the State Council with their make-up working weekends. The running
system reads recorded rows only, so an update of the package changes nothing before `casework upgrade` copies it.
"""

import re
from datetime import date, timedelta
from functools import cache
from itertools import count

import holidays

from workflows.calendar import Day, WorkingCalendar

FIRST_YEAR = 2001  # the package checks its rows against the notices from this year on
PROVISIONAL_FROM = (12, 25)  # notices for the next year have moved 28-31 December
_MOVED = re.compile(r"休息日（由 (\d{4})-(\d{2})-(\d{2}) 调休）")
_TITLE = "国务院办公厅关于{year}年部分节假日安排的通知"
_EARLY_TITLES = {
    2001: "国务院办公厅关于2001年春节、“五一”、“十一”放假安排的通知",
    2002: "国务院办公厅关于2002年部分节假日休息安排的通知",
    2003: "国务院办公厅关于2003年部分节假日休息安排的通知",
}
_CHANGES = (  # notices that changed a year in its course: the days they moved
    (
        "国务院办公厅关于调整2019年劳动节假期安排的通知",
        (date(2019, 4, 28), date(2019, 5, 2), date(2019, 5, 3), date(2019, 5, 5)),
    ),
    (
        "国务院办公厅关于延长2020年春节假期的通知",
        (date(2020, 1, 31), date(2020, 2, 1), date(2020, 2, 2)),
    ),
)


@cache
def _china(year: int) -> holidays.HolidayBase:
    """One year, and the days of the neighbouring notice that reach into it."""
    return holidays.country_holidays("CN", years=(year, year + 1), language="zh_CN", expand=False)


@cache
def _moved(year: int) -> dict[date, date]:
    """Make-up working day -> the rest day it was moved for, as the notice for `year` says."""
    moved = {}
    for on, name in _china(year).items():
        if on.year == year:
            for found in _MOVED.finditer(name):
                moved[date(*map(int, found.groups()))] = on
    return moved


@cache
def published_years() -> range:
    """The years whose notice the installed package knows.

    reading: every notice since 2001 has moved at least one rest day, and the package can only know a move from a notice
    (it computes the statutory holidays of any year). So the first year without a move is the first year without a notice.
    """
    return range(FIRST_YEAR, next(year for year in count(FIRST_YEAR) if not _moved(year)))


def notice_title(year: int) -> str:
    """The title of the notice for `year`, without its number."""
    return _EARLY_TITLES.get(year) or _TITLE.format(year=year)


def provisional_from(last_year: int) -> date:
    """The first day that may still change when `last_year` is the last year with a recorded notice."""
    return date(last_year, *PROVISIONAL_FROM)


def published_days(first_year: int, last_year: int) -> tuple[Day, ...]:
    """Every day from 1 January of `first_year` to 31 December of `last_year`.

    Days from 25 December of the last published year on are provisional; later years hold the statutory holidays as the
    package computes them, without make-up days. Raises `ValueError` before 2001.
    """
    if first_year < FIRST_YEAR:
        raise ValueError(f"no notice is known before {FIRST_YEAR}")
    years = range(first_year, last_year + 1)
    return tuple(day for year in years for day in _days_of(year))


def package_calendar(*, until_year: int, first_year: int = FIRST_YEAR) -> WorkingCalendar:
    """The calendar of the installed package, without a database: for `casework deadline`, tests and benchmarks."""
    return WorkingCalendar(published_days(first_year, until_year))


@cache
def _days_of(year: int) -> tuple[Day, ...]:
    names = _china(year)
    makeup = dict.fromkeys(_moved(year), year) | dict.fromkeys(_moved(year + 1), year + 1)
    unsure_from = provisional_from(published_years()[-1])
    changed = {on: title for title, days in _CHANGES for on in days}
    rows = []
    on = date(year, 1, 1)
    while on.year == year:
        notice_year = makeup.get(on, year)
        known = notice_year in published_years()
        title = changed.get(on) or (notice_title(notice_year) if known else "")
        working, why = _judge(on, name=names.get(on), moved=on in makeup)
        rows.append(Day(on, working, why, on >= unsure_from, title))
        on += timedelta(days=1)
    return tuple(rows)


def _judge(on: date, *, name: str | None, moved: bool) -> tuple[bool, str]:
    if moved:
        return True, "调休上班"
    if name is not None:
        found = _MOVED.search(name)
        if found is not None:
            return False, f"节假日：调休休息（{'-'.join(found.groups())}上班）"
        return False, f"节假日：{'、'.join(name.split('; '))}"
    if on.weekday() >= 5:
        return False, "周末"
    return True, "工作日"
