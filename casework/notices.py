"""A notice that moves working days, as data: its text form, what speaks against it, and the calendar after it; no database.

A notice is the State Council's for a year (放假办法: 调休由每年的通知安排) or a later change of single days with its own number.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from casework.calendars import PROVISIONAL_FROM
from casework.errors import Conflict, Invalid
from workflows.calendar import Day, WorkingCalendar

BASIS = "放假办法"
FORM = "2027-02-06..2027-02-12:春节"
MOST_NUMBER, MOST_TITLE, MOST_NAME = 60, 120, 40
WEEKDAYS = "一二三四五六日"

_DAY = r"(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})日?"
_SPAN = re.compile(rf"{_DAY}(?:\s*(?:\.\.|至|到|~|—+|–)\s*{_DAY})?(?:\s*[:：]\s*(.*)|\s+(.*))?")


@dataclass(frozen=True, order=True)
class Span:
    """Days from `first` to `last`, both included, with the name of the holiday (empty for make-up days)."""

    first: date
    last: date
    name: str = ""

    def __str__(self) -> str:
        days = f"{self.first}..{self.last}" if self.last != self.first else f"{self.first}"
        return f"{days}:{self.name}" if self.name else days

    def days(self) -> Iterator[date]:
        """Each day of the span; none when it runs backwards."""
        for n in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=n)


@dataclass(frozen=True)
class Notice:
    """What a notice says: days off, make-up working days, and the year it settles (None: single days only)."""

    number: str
    title: str
    off: tuple[Span, ...] = ()
    work: tuple[Span, ...] = ()
    year: int | None = None

    @property
    def source(self) -> str:
        """How the days cite it."""
        return f"{self.title}（{self.number}）"

    @property
    def named(self) -> frozenset[date]:
        """Every day it names."""
        return frozenset(on for span in (*self.off, *self.work) for on in span.days())

    @property
    def settled(self) -> frozenset[date]:
        """Every day that is certain once the notice is recorded: named by it, or in the reach of its year (model 11)."""
        return self.named | (_reach(self.year) if self.year is not None else frozenset())

    def entry(self) -> dict[str, Any]:
        """The notice as the journal keeps it; `from_entry` reads it back."""
        return {
            "number": self.number,
            "title": self.title,
            "year": self.year,
            "off": [str(span) for span in self.off],
            "work": [str(span) for span in self.work],
        }


def from_entry(data: Mapping[str, Any]) -> Notice:
    """The notice that a journal row holds."""
    return Notice(
        str(data["number"]),
        str(data["title"]),
        tuple(span(text) for text in data["off"]),
        tuple(span(text) for text in data["work"]),
        data.get("year"),
    )


def _reach(year: int) -> frozenset[date]:
    """From 25 December before the year to 24 December in it: what the notice for the year makes firm (model 11)."""
    first, end = date(year - 1, *PROVISIONAL_FROM), date(year, *PROVISIONAL_FROM)
    return frozenset(first + timedelta(days=n) for n in range((end - first).days))


# Reading -------------------------------------------------------------------------------------------------------


def read(
    *, number: str, title: str, off: Iterable[str], work: Iterable[str], year: int | None = None
) -> Notice:
    """The notice as typed.

    Raises:
        Invalid: a text that is no day or range, a missing number or title; every fault in one message.
    """
    faults = _Faults()
    number, title = _plain(number), _plain(title)
    faults.unless(
        bool(number), "number", "缺少文号；请填写通知的文号，例如 国办发明电〔2026〕7号。"
    )
    faults.unless(bool(title), "title", "缺少标题；请填写通知的标题。")
    faults.unless(len(number) <= MOST_NUMBER, "number", f"文号超过{MOST_NUMBER}个字；请改短。")
    faults.unless(len(title) <= MOST_TITLE, "title", f"标题超过{MOST_TITLE}个字；请改短。")
    read_off = faults.spans("off", "放假日期", off)
    read_work = faults.spans("work", "上班日期", work)
    if not (read_off or read_work or faults.fields):
        faults.add("off", "没有写明放假或者上班的日期；请至少填写一项。")
    faults.raise_if_any()
    return Notice(number, title, read_off, read_work, year)


def span(text: str) -> Span:
    """A day or a range as typed.

    Raises:
        Invalid: it is none.
    """
    found = _SPAN.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        raise Invalid(f"“{text.strip()}”不是日期或者日期段；请按 {FORM} 的格式填写。")
    parts = found.groups()
    first = _day(parts[:3], text)
    last = _day(parts[3:6], text) if parts[3] else first
    if last < first:
        raise Invalid(f"“{text.strip()}”的截止日早于起始日；请把较早的日期写在前面。")
    name = " ".join((parts[6] or parts[7] or "").split())
    if len(name) > MOST_NAME:
        raise Invalid(f"“{name}”超过{MOST_NAME}个字；请改短。")
    return Span(first, last, name)


def _day(parts: Sequence[str], text: str) -> date:
    try:
        return date(*map(int, parts))
    except ValueError as error:
        wrong = "-".join(parts)
        raise Invalid(
            f"“{text.strip()}”中没有{wrong}这一天；请按 {FORM} 的格式核对日期。"
        ) from error


def _plain(text: str) -> str:
    return " ".join(text.split())


def same_number(one: str, other: str) -> bool:
    """Whether two numbers are one: brackets and spaces are written in many ways."""
    return _folded(one) == _folded(other)


_BRACKETS = str.maketrans("〔［【（([", "(" * 6) | str.maketrans("〕］】）)]", ")" * 6)


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).translate(_BRACKETS).split())


# Checking ------------------------------------------------------------------------------------------------------


class _Faults:
    """Everything that is wrong with one notice, by field."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}

    def add(self, field: str, sentence: str) -> None:
        self.fields[field] = self.fields.get(field, "") + sentence

    def unless(self, holds: bool, field: str, sentence: str) -> None:
        if not holds:
            self.add(field, sentence)

    def spans(self, field: str, place: str, texts: Iterable[str]) -> tuple[Span, ...]:
        found = []
        for n, text in enumerate((text for text in texts if text.strip()), 1):
            try:
                found.append(span(text))
            except Invalid as error:
                self.add(field, f"{place}第{n}段：{error.message}")
        return tuple(found)

    def raise_if_any(self) -> None:
        if self.fields:
            raise Invalid("".join(self.fields.values()), basis=BASIS, fields=self.fields)


def check(notice: Notice, calendar: WorkingCalendar, known: Collection[Notice]) -> None:
    """Refuse a notice that contradicts itself, the calendar in force, or what is recorded already.

    Raises:
        Conflict: its number, or its year, is recorded. Invalid: its days cannot be.
    """
    if any(same_number(notice.number, one.number) for one in known):
        raise Conflict(
            f"文号“{notice.number}”的通知已经登记，不能重复登记；登记内容有误的，请在文号后注明“更正”，只登记更正的日期。",
            basis=BASIS,
            fields={"number": "该文号已经登记"},
        )
    faults = _Faults()
    _check_days(notice, calendar, faults)
    faults.raise_if_any()
    if notice.year is not None:
        _check_year(notice, notice.year, calendar, faults)
        faults.raise_if_any()


def _check_days(notice: Notice, calendar: WorkingCalendar, faults: _Faults) -> None:
    off = [on for one in notice.off for on in one.days()]
    work = [on for one in notice.work for on in one.days()]
    for field, place, days in (("off", "放假日期", off), ("work", "上班日期", work)):
        for on in _twice(days):
            faults.add(field, f"{place}中 {_said(on)} 写了两次；请只保留一次。")
        outside = [on for on in days if not calendar.first <= on <= calendar.last]
        if outside:
            faults.add(
                field,
                f"{place}中 {_said(outside[0])} 所在年度没有日历数据（现有{calendar.first.year}年至{calendar.last.year}年）；"
                "请核对年份，年份无误的，先运行 casework upgrade 补充年度。",
            )
    for on in sorted({*off} & {*work}):
        faults.add("work", f"{_said(on)} 既写为放假又写为上班；请按通知原文只保留一项。")
    for on in sorted({*work} - {*off}):
        known = calendar.first <= on <= calendar.last
        if known and on.weekday() < 5 and calendar.is_working(on):
            faults.add(
                "work",
                f"{_said(on)} 本来就是工作日，不能登记为调休上班（放假办法：调休是把休息日改为上班）；请核对日期。",
            )


def _check_year(notice: Notice, year: int, calendar: WorkingCalendar, faults: _Faults) -> None:
    if not calendar.first.year < year <= calendar.last.year:
        faults.add(
            "year",
            f"没有{year}年的日历数据；请核对年度，年度无误的，先运行 casework upgrade 补充年度。",
        )
        return
    if not calendar.is_provisional(date(year, 1, 1)):
        raise Conflict(
            f"{year}年的放假安排已经登记（{calendar.day(date(year, 1, 1)).notice}）；调整个别日期的通知，请不填年度。",
            basis=BASIS,
            fields={"year": "该年度已经登记"},
        )
    if calendar.is_provisional(date(year - 1, 1, 1)):
        faults.add("year", f"{year - 1}年的放假安排还没有登记；请先登记前一年度的通知。")
    for on in sorted(notice.named):
        if not date(year - 1, *PROVISIONAL_FROM) <= on <= date(year, 12, 31):
            faults.add(
                "year", f"{_said(on)} 不在{year}年的放假安排之内；请核对日期，或者更正年度。"
            )


def doubts(notice: Notice, calendar: WorkingCalendar) -> tuple[str, ...]:
    """What is worth a second look before the notice is recorded; nothing of it stands in the way."""
    found = []
    if notice.year is not None:
        left_out = [
            f"{_said(day.on)}{day.why.removeprefix(HOLIDAY)}"
            for day in calendar.slice(date(notice.year, 1, 1), date(notice.year, 12, 31))
            if _is_holiday_by_law(day) and IN_LIEU not in day.why and day.on not in notice.named
        ]
        if left_out:
            found.append(
                f"通知中没有写明{'、'.join(left_out)}；法定节日仍按休息日计算（放假办法），请对照通知原文核对。"
            )
    elif sum(calendar.is_provisional(on) for on in notice.named) > MOST_SINGLE_DAYS:
        found.append(
            "没有写明年度：只有写明的日期确定下来，其余日期仍为暂定。如果这是年度放假安排，请写明年度后重新预览。"
        )
    return tuple(found)


HOLIDAY = "节假日："
CLOSED = "临时放假："  # a settled day that a notice of single days takes off: no holiday, a storm or a flood
IN_LIEU = "（补假）"
MOST_SINGLE_DAYS = (
    7  # a change of single days names few; more than a week of uncertain days is a year's notice
)


def _is_holiday_by_law(day: Day) -> bool:
    """A weekday off that no notice has settled yet: the law itself gives it (放假办法)."""
    return day.provisional and not day.working and day.on.weekday() < 5


def _twice(days: Sequence[date]) -> list[date]:
    return sorted({on for on in days if days.count(on) > 1})


def _said(on: date) -> str:
    return f"{on.isoformat()}（周{WEEKDAYS[on.weekday()]}）"


# The calendar after a notice -----------------------------------------------------------------------------------


def applied(calendar: WorkingCalendar, notice: Notice) -> WorkingCalendar:
    """The calendar after the notice: named days as it says, the rest of its year firm as it stands (model 11)."""
    off = {on: one.name for one in notice.off for on in one.days()}
    work = {on for one in notice.work for on in one.days()}
    settled, back = notice.settled, frozenset(_back_to_work(calendar, notice))
    days = calendar.slice(calendar.first, calendar.last)
    return WorkingCalendar(
        _after(day, notice, off, work | back) if day.on in settled else day for day in days
    )


def _back_to_work(calendar: WorkingCalendar, notice: Notice) -> Iterator[date]:
    """Days in lieu that were computed and that the notice arranges otherwise.

    reading: where a year's notice names a day of a run of days off, it alone says which weekdays in lieu belong to it.
    """
    if notice.year is None:
        return
    named = notice.named
    run: list[Day] = []
    for day in calendar.slice(date(notice.year, 1, 1), date(notice.year, 12, 31)):
        if not day.working:
            run.append(day)
            continue
        if any(one.on in named for one in run):
            in_lieu = (one for one in run if IN_LIEU in one.why and _is_holiday_by_law(one))
            yield from (one.on for one in in_lieu if one.on not in named)
        run = []


def _after(day: Day, notice: Notice, off: Mapping[date, str], work: Collection[date]) -> Day:
    if day.on in off:
        name = off[day.on]
        kind = HOLIDAY if notice.year or day.provisional else CLOSED
        return Day(day.on, False, f"{kind}{name}" if name else "放假", False, notice.source)
    if day.on in work:
        why = "调休上班" if day.on.weekday() >= 5 else "工作日"
        return Day(day.on, True, why, False, notice.source)
    if not day.provisional:  # settled already, by the package or by an earlier notice
        return day
    own = notice.source if day.on.year == notice.year else day.notice
    return Day(day.on, day.working, day.why, False, own)


def merged(
    published: WorkingCalendar, recorded: WorkingCalendar, notices: Collection[Notice]
) -> WorkingCalendar:
    """The published calendar, with what was recorded by hand for the days that such a notice settles.

    reading: of two sources for one day the notice that a person recorded with its number goes first; the package may be older.
    """
    settled = frozenset[date]().union(*(notice.settled for notice in notices))
    recorded_days = recorded.slice(recorded.first, recorded.last)
    kept = {day.on: day for day in recorded_days if day.on in settled}
    days = published.slice(published.first, published.last)
    return WorkingCalendar(kept.get(day.on, day) for day in days)


def differences(one: WorkingCalendar, other: WorkingCalendar) -> tuple[date, ...]:
    """The days that both know and of which they say different things, worked or not."""
    first, last = max(one.first, other.first), min(one.last, other.last)
    pairs = zip(one.slice(first, last), other.slice(first, last), strict=True)
    return tuple(a.on for a, b in pairs if a.working != b.working)


def provisional_spans(calendar: WorkingCalendar) -> tuple[Span, ...]:
    """The runs of days that a notice may still change, the earliest first."""
    found: list[Span] = []
    for day in calendar.slice(calendar.first, calendar.last):
        if not day.provisional:
            continue
        if found and (day.on - found[-1].last).days == 1:
            found[-1] = Span(found[-1].first, day.on)
        else:
            found.append(Span(day.on, day.on))
    return tuple(found)
