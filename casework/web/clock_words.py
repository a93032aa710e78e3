"""The clock of a case in sentences: until when, from when, what was added; the dates come from the reading."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from casework.queries.case_page import CaseView
from casework.web.filters import long_day, time_left, urgency
from workflows.calendar import WorkingCalendar
from workflows.clock import ClockPhase
from workflows.reading import Reading
from workflows.safe_day import DueDay
from workflows.terms import ANSWER, Term, TermUnit

_UNITS = {TermUnit.working_day: "个工作日", TermUnit.day: "日", TermUnit.month: "个月"}


@dataclass(frozen=True)
class DayWords:
    """One of the days side by side; `passed` when it lies behind today."""

    label: str
    day: str
    basis: str
    why: str
    safe: bool
    passed: bool


@dataclass(frozen=True)
class TimerWords:
    """One running term: until when, who has to act, under what; `act` is proposed once it is over."""

    label: str
    day: str
    whose: str
    basis: str
    passed: bool
    act: str


@dataclass(frozen=True)
class ClockPanel:
    """The panel beside the facts: the date, what is left, why, the days and terms beside it, and every doubt."""

    due: str
    left: str
    urgency: str
    lines: tuple[str, ...]
    days: tuple[DayWords, ...]
    timers: tuple[TimerWords, ...]
    warnings: tuple[str, ...]


def clock_panel(view: CaseView, calendar: WorkingCalendar, *, today: date) -> ClockPanel:
    """The clock of one case."""
    due = view.record.due_on
    return ClockPanel(
        due=long_day(due),
        left=time_left(due, view.days_left),
        urgency=urgency(due, view.days_left),
        lines=tuple(_lines(view, calendar)),
        days=days(view.due_days, today=today),
        timers=tuple(_timers(view, today=today)),
        warnings=tuple(_warnings(view.clock)),
    )


def days(due_days: Iterable[DueDay], *, today: date) -> tuple[DayWords, ...]:
    """The days to work towards in words."""
    return tuple(
        DayWords(one.label, long_day(one.on), one.basis, one.why, one.safe, one.on < today)
        for one in due_days
    )


def _timers(view: CaseView, *, today: date) -> Iterator[TimerWords]:
    """The terms that the panel does not name above."""
    above = OWN_TERM | {day.key for day in view.due_days}
    for one in view.timers:
        gone = one.lapses and one.ends_on < today  # a chance that has passed binds nobody
        if one.key not in above and not gone:
            proposed = view.workflow.action(one.proposes) if one.proposes else None
            act = proposed.label if proposed and one.ends_on < today else ""
            yield TimerWords(
                one.label,
                long_day(one.ends_on),
                one.whose.label,
                one.basis,
                one.ends_on < today,
                act,
            )


OWN_TERM = frozenset({"answer", "fixed_answer", "due"})
"""The timers that tell the answer's own due date, which is shown for itself."""


def _lines(view: CaseView, calendar: WorkingCalendar) -> Iterator[str]:
    clock = view.clock
    if (
        view.workflow.has_applicants
        and clock.phase is ClockPhase.none
        and not view.record.closed_on
    ):
        yield from _unconfirmed(view.record.arrived_on, calendar)
    if clock.phase is ClockPhase.waiting:
        yield f"自{long_day(clock.waiting_since)}起等待申请人，答复期限停止计算。"
    if clock.phase is ClockPhase.ended and clock.closed_on:
        done = "办结" if view.record.closed_on else "完成"
        name = "答复期限" if view.workflow.has_applicants else "期限"
        limit = f"，{name}为{long_day(clock.last_due_on)}" if clock.last_due_on else ""
        yield f"{long_day(clock.closed_on)}{done}{limit}。{_punctual(clock)}"
    if clock.phase is not ClockPhase.none:
        yield from _sum(clock)


def _sum(clock: Reading) -> Iterator[str]:
    if clock.fixed_by is not None:
        yield f"期限由“{clock.fixed_by.label}”另定（{clock.fixed_by.basis}）。"
        return
    if clock.started_on is None:  # closed before a term of its own began
        return
    yield f"自{long_day(clock.started_on)}的次日起 {_length(clock.term)}（{clock.term.basis}）。"
    if clock.extension_days:
        yield f"已延长 {clock.extension_days} 个工作日（条例33）。"
    if clock.excluded_days:
        open_now = "，仍在征求意见，剩余时间暂不减少" if clock.frozen else ""
        yield f"征求意见扣除 {clock.excluded_days} 个工作日（条例33）{open_now}。"


def _length(term: Term) -> str:
    return f"{term.n} {_UNITS[term.unit]}"


def _punctual(clock: Reading) -> str:
    if clock.last_due_on is None or clock.closed_on is None:
        return ""
    return "按期答复。" if clock.closed_on <= clock.last_due_on else "超过期限。"


def _unconfirmed(arrived_on: date, calendar: WorkingCalendar) -> Iterator[str]:
    safe = ANSWER.end(arrived_on, calendar)
    yield "收到申请之日尚未确定，答复期限还没有起算（条例31）。"
    yield f"稳妥起见，请按到达日起算，在{long_day(safe)}前答复。"


def _warnings(clock: Reading) -> Iterator[str]:
    if clock.provisional and clock.due_on:
        yield "该日期暂定：所涉年度的放假安排尚未全部公布，公布后自动重算。"
    for warning in clock.warnings:
        yield warning.message
