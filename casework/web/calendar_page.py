"""The calendar as a page: a year of months, the notices, the form and its preview as data; it records nothing."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import url_for

from casework import notices as rules
from casework.notices import Notice
from casework.queries import calendar_state
from casework.queries.calendar_state import Missing, RecordedNotice
from casework.services.notices import Preview
from casework.services.rederiving import Effect
from casework.web.act_form import Group, Input, Option
from casework.web.filters import day as said
from workflows.calendar import Day, WorkingCalendar

MOST_SHOWN = 200
KINDS = (
    ("counted", "工作日"),
    ("makeup", "调休上班"),
    ("weekend", "周末"),
    ("holiday", "放假"),
    ("counted provisional", "暂定"),
)


@dataclass(frozen=True)
class Cell:
    """A day of a month; `day` is None before the first and after the last."""

    day: Day | None
    marks: str = "none"
    sign: str = ""
    words: str = ""


@dataclass(frozen=True)
class Month:
    """A month as weeks of seven cells from Monday on."""

    number: int
    working: int
    weeks: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Typed:
    """What the form holds, and what is wrong with it."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    message: str = ""

    def notice(self) -> Notice:
        """The notice as typed. Raises `Invalid` as `notices.read` does."""
        year = self.values.get("year", "")
        return rules.read(
            number=self.values.get("number", ""),
            title=self.values.get("title", ""),
            off=_lines(self.values.get("off", "")),
            work=_lines(self.values.get("work", "")),
            year=int(year) if year.isascii() and year.isdigit() else None,
        )


@dataclass(frozen=True)
class Banner:
    """A sentence for everybody; `href` leads whoever can do something about it to the place."""

    text: str
    href: str = ""


def read(form: Mapping[str, str]) -> Typed:
    """What was sent."""
    return Typed({key: form.get(key, "").strip() for key in _KEYS})


_KEYS = ("number", "title", "year", "off", "work")


def _lines(text: str) -> list[str]:
    return [line for line in re.split(r"[\n；;、，,]", text) if line.strip()]


def banner(missing: Missing, *, may_record: bool) -> Banner:
    """The warning of a missing notice."""
    here = may_record and not missing.ends
    return Banner(calendar_state.sentence(missing), url_for("web.calendar_admin") if here else "")


def page(
    calendar: WorkingCalendar,
    recorded: Sequence[RecordedNotice],
    *,
    year: int,
    today: date,
    typed: Typed,
    may_record: bool,
) -> dict[str, Any]:
    """Everything the template needs without a preview."""
    year = min(max(year, calendar.first.year), calendar.last.year)
    return {
        "year": year,
        "years": range(calendar.last.year, calendar.first.year - 1, -1),
        "months": tuple(months(calendar, year, today=today)),
        "kinds": KINDS,
        "weekdays": rules.WEEKDAYS,
        "provisional": rules.provisional_spans(calendar),
        "recorded": tuple(reversed(recorded)),
        "inputs": tuple(_inputs(typed, calendar)) if may_record else (),
        "message": typed.message,
        "form_action": url_for("web.preview_notice"),
    }


def preview(seen: Preview, notice: Notice, typed: Typed) -> dict[str, Any]:
    """The effect of a notice, to be looked at before it is saved."""
    cases = seen.effects.cases
    return {
        "notice": notice,
        "days": [(day, _changed(day)) for day in seen.days],
        "effects": seen.effects,
        "shown": cases[:MOST_SHOWN],
        "more": max(0, len(cases) - MOST_SHOWN),
        "hidden": {**typed.values, "seen": str(seen.version)},
        "doubts": seen.doubts,
    }


def months(calendar: WorkingCalendar, year: int, *, today: date) -> Iterator[Month]:
    """The twelve months of a year."""
    days = calendar.slice(date(year, 1, 1), date(year, 12, 31))
    for number in range(1, 13):
        listed = [day for day in days if day.on.month == number]
        before = [Cell(None)] * listed[0].on.weekday()
        cells = [*before, *(_cell(day, today=today) for day in listed)]
        cells += [Cell(None)] * (-len(cells) % 7)
        weeks = tuple(tuple(cells[n : n + 7]) for n in range(0, len(cells), 7))
        yield Month(number, sum(day.working for day in listed), weeks)


def _cell(day: Day, *, today: date) -> Cell:
    weekend = day.on.weekday() >= 5
    if day.working:
        kind, sign = ("makeup", "班") if weekend else ("counted", "")
    else:
        plain = weekend and not day.why.startswith(rules.HOLIDAY)
        kind, sign = ("weekend", "") if plain else ("holiday", "休")
    marks = [kind, *(["provisional"] if day.provisional else [])]
    marks += ["today"] if day.on == today else []
    words = f"{said(day.on)}：{day.why}"
    words += "，放假安排尚未登记，暂定" if day.provisional else ""
    words += f"，{day.notice}" if day.notice else ""
    return Cell(day, " ".join(marks), sign, words)


def _changed(day: Day) -> str:
    return f"改为{'上班' if day.working else '休息'}：{day.why}"


def _inputs(typed: Typed, calendar: WorkingCalendar) -> Iterator[Input]:
    value, error = typed.values.get, typed.errors.get
    form = f"每行一段，例如 {rules.FORM}"
    years = tuple(
        Option(str(year), f"{year}年的放假安排", value("year") == str(year))
        for year in _open_years(calendar)
    )
    for key, label, widget, more in (
        ("number", "文号", "text", {"required": True, "hint": "例如 国办发明电〔2026〕7号"}),
        ("title", "标题", "text", {"required": True}),
        (
            "year",
            "年度",
            "select",
            {"groups": (Group("", years),), "hint": "调整个别日期的通知不填"},
        ),
        ("off", "放假日期", "area", {"hint": form}),
        ("work", "调休上班日期", "area", {"hint": "每行一天或者一段，例如 2027-02-20"}),
    ):
        yield Input(
            key,
            label,
            widget,
            value=value(key, ""),
            error=error(key, ""),
            basis=rules.BASIS if key == "year" else "",
            **more,
        )


def _open_years(calendar: WorkingCalendar) -> Iterable[int]:
    """The years whose notice is still to be recorded."""
    years = range(calendar.first.year, calendar.last.year + 1)
    return (year for year in years if calendar.is_provisional(date(year, 1, 1)))


def to_csv(effects: Iterable[Effect]) -> str:
    """Every case that moves or becomes certain, as a table for Excel."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("编号", "办理单位", "承办人", "原期限", "现期限", "变动"))
    for one in effects:
        change = "期限变动" if one.moved else "暂定转为确定"
        writer.writerow((one.number, one.unit, one.handler, one.before, one.after, change))
    return out.getvalue()
