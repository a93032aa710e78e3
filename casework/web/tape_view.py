"""The tape as weeks of seven cells with their words; which day counts is decided by the law's package."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from workflows.tape import TapeDay, TapeKind

LABELS = {
    TapeKind.start: "起算日",
    TapeKind.counted: "计入",
    TapeKind.makeup: "调休上班，计入",
    TapeKind.extension: "延长期，计入",
    TapeKind.weekend: "休息日",
    TapeKind.holiday: "节假日",
    TapeKind.excluded: "扣除",
    TapeKind.waiting: "等待申请人",
    TapeKind.void: "重新起算前",
    TapeKind.late: "逾期",
}


@dataclass(frozen=True)
class Cell:
    """One day of the strip; `day` is None where a week begins or ends outside the tape."""

    day: TapeDay | None
    marks: str = ""
    words: str = ""


@dataclass(frozen=True)
class Week:
    """Seven cells from Monday on."""

    monday: date
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Tape:
    """The strip, its days for the printed table, and the kinds that occur, for the legend."""

    weeks: tuple[Week, ...]
    days: tuple[TapeDay, ...]
    kinds: tuple[tuple[str, str], ...]
    sources: Mapping[int, str]


def tape_view(
    days: Iterable[TapeDay],
    *,
    due_on: date | None,
    today: date,
    sources: Mapping[int, str] | None = None,
) -> Tape:
    """The days of a tape by week. A tape of safe days ends with the safe due date.

    `sources` says by the number of a row of the journal which act and which paper it was.
    """
    days = tuple(days)
    if due_on is None and days and days[-1].safe:
        due_on = days[-1].on
    by_day = {day.on: day for day in days}
    weeks = []
    for monday, _ in groupby(days, key=lambda one: one.on - timedelta(days=one.on.weekday())):
        week = [by_day.get(monday + timedelta(days=n)) for n in range(7)]
        weeks.append(
            Week(
                monday,
                tuple(_cell(d, due_on=due_on, today=today, sources=sources or {}) for d in week),
            )
        )
    present = {day.kind for day in days}
    kinds = tuple((kind.value, label) for kind, label in LABELS.items() if kind in present)
    return Tape(tuple(weeks), days, kinds, sources or {})


def _cell(
    day: TapeDay | None, *, due_on: date | None, today: date, sources: Mapping[int, str]
) -> Cell:
    if day is None:
        return Cell(None)
    marks = [day.kind.value]
    marks += ["provisional"] if day.provisional else []
    marks += ["safe"] if day.safe else []
    marks += ["flag"] if day.acts else []
    marks += ["due"] if day.on == due_on else []
    marks += ["today"] if day.on == today else []
    return Cell(day, " ".join(marks), words(day, due_on=due_on, sources=sources))


def words(day: TapeDay, *, due_on: date | None, sources: Mapping[int, str]) -> str:
    """What a day is and why it counts or not, with the acts done on it."""
    count = f"第 {day.number} 个工作日" if day.number else "不计入"
    said = [f"{day.on.isoformat()}（周{'一二三四五六日'[day.on.weekday()]}）：{count}，{day.why}"]
    if day.by and day.kind is not TapeKind.start:
        said.append(f"见办理过程第 {day.by} 条{sources.get(day.by, '')}")
    if day.safe:
        said.append("稳妥计算，收到之日待确认")
    if day.provisional:
        said.append("放假安排尚未公布，暂定")
    said += day.acts
    if day.on == due_on:
        said.append("答复期限届满")
    return "；".join(said)
