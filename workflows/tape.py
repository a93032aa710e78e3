"""The tape: a deadline shown day by day, each with the reason why it counts or not; it must not compute a due date."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflows.calendar import ONE_DAY, Day, WorkingCalendar
from workflows.clock import read_clock
from workflows.reading import ClockAct, ClockMark, ClockPhase, Reading
from workflows.terms import TermUnit


class TapeKind(StrEnum):
    start = "start"
    counted = "counted"
    makeup = "makeup"
    weekend = "weekend"
    holiday = "holiday"
    excluded = "excluded"
    waiting = "waiting"
    void = "void"
    late = "late"


@dataclass(frozen=True, slots=True)
class TapeDay:
    """One day: whether it counts towards the period, why (Chinese), its running number (0 when it does not count)."""

    on: date
    counts: bool
    kind: TapeKind
    why: str
    number: int = 0
    provisional: bool = False
    acts: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, str | bool]:
        """The three keys that `casework deadline --tape --json` prints for a day."""
        return {"on": self.on.isoformat(), "counts": self.counts, "why": self.why}


def plain_tape(start: date, n: int, calendar: WorkingCalendar) -> tuple[TapeDay, ...]:
    """The days of a plain term of `n` working days, from the day after `start` (民诉法85) to its last day."""
    number = 0
    tape = []
    for day in calendar.slice(start + ONE_DAY, calendar.add(start, n)):
        number += day.working
        tape.append(_tape_day(day, *_plain(day), number=number))
    return tuple(tape)


def tape(
    acts: Iterable[ClockAct], calendar: WorkingCalendar, *, until: date | None = None
) -> tuple[TapeDay, ...]:
    """Every day from the first start to the due date, the closing, or the day the wait began; `until` names another last day.

    The days that count number exactly the period with its extension; days before a restart are shown as void. Empty when
    the clock never ran. Raises `OutsideCalendar`.
    """
    acts = tuple(sorted(acts, key=lambda act: (act.on_day, act.seq)))
    reading = read_clock(acts, calendar)
    if reading.started_on is None:
        return ()
    last = until or reading.due_on or reading.closed_on or reading.waiting_since
    labels: dict[date, tuple[str, ...]] = {}
    for act in acts:
        labels[act.on_day] = (*labels.get(act.on_day, ()), act.label or act.effect.label)
    days = calendar.slice(reading.marks[0].on, last or reading.started_on)
    story = _Story(reading)
    number = 0
    rows = []
    for day in days:
        kind, why = story.judge(day)
        counts = kind in (TapeKind.counted, TapeKind.makeup)
        number += counts
        rows.append(_tape_day(day, kind, why, number=number, acts=labels.get(day.on, ())))
    return tuple(rows)


class _Story:
    """A reading prepared for being asked about one day after the other."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.starts = {mark.on: mark for mark in reading.marks if mark.phase is ClockPhase.running}
        self.days = [mark.on for mark in reading.marks]
        self.due = reading.due_on or reading.last_due_on
        unit = reading.term.unit
        self.nominal_end: date | None = None
        if unit is not TermUnit.working_day and not reading.fixed_by and reading.started_on:
            self.nominal_end = reading.term.nominal_end(reading.started_on)

    def before(self, on: date) -> ClockMark:
        """The last change of phase before `on`."""
        return self.reading.marks[bisect_left(self.days, on) - 1]

    def judge(self, day: Day) -> tuple[TapeKind, str]:
        on = day.on
        mark = self.starts.get(on)
        if mark is not None:
            return TapeKind.start, f"起算日，不计入（{mark.basis}）"
        mark = self.before(on)
        if mark.phase is ClockPhase.waiting:
            return TapeKind.waiting, f"{mark.label or '等待申请人'}，不计入（{mark.basis}）"
        started_on = self.reading.started_on
        if started_on is not None and on < started_on:
            return TapeKind.void, f"期限自{started_on}重新起算，此前不计入"
        if self.due is not None and on > self.due:
            return TapeKind.late, f"已超过期限{self.due}"
        return self.running(day)

    def running(self, day: Day) -> tuple[TapeKind, str]:
        if self.nominal_end is not None and day.on <= self.nominal_end:
            # A day or month term counts every day, but its last day rolls off a rest day (民诉法85).
            if day.working or day.on < self.nominal_end:
                return TapeKind.counted, "自然日"
            return _plain(day)[0], f"{day.why}，期限届满日顺延（民诉法85）"
        if day.working:
            for one in self.reading.exclusions:
                if one.after < day.on <= one.until:
                    return TapeKind.excluded, f"{one.label or '征求意见'}，不计入（{one.basis}）"
        return _plain(day)


def _plain(day: Day) -> tuple[TapeKind, str]:
    on_weekend = day.on.weekday() >= 5
    if day.working:
        return (TapeKind.makeup if on_weekend else TapeKind.counted), day.why
    if on_weekend and day.why.startswith("周末"):
        return TapeKind.weekend, day.why
    return TapeKind.holiday, day.why


def _tape_day(
    day: Day, kind: TapeKind, why: str, *, number: int, acts: tuple[str, ...] = ()
) -> TapeDay:
    counts = kind in (TapeKind.counted, TapeKind.makeup)
    return TapeDay(day.on, counts, kind, why, number if counts else 0, day.provisional, acts)
