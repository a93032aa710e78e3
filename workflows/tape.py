"""The tape: a deadline shown day by day, each with the reason why it counts or not; it must not compute a due date."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from workflows.calendar import ONE_DAY, Day, WorkingCalendar
from workflows.clock import read_clock
from workflows.reading import ClockAct, ClockMark, ClockPhase, Exclusion, Reading
from workflows.terms import TermUnit


class TapeKind(StrEnum):
    start = "start"
    counted = "counted"
    makeup = "makeup"
    extension = "extension"
    weekend = "weekend"
    holiday = "holiday"
    excluded = "excluded"
    waiting = "waiting"
    void = "void"
    late = "late"


COUNTING = frozenset({TapeKind.counted, TapeKind.makeup, TapeKind.extension})


@dataclass(frozen=True, slots=True)
class TapeDay:
    """One day: whether it counts towards the period, why (Chinese), its running number (0 when it does not count).

    `by` is the number of the act that makes the day what it is (a consultation, a wait, an extension, a fixed date), 0
    for the calendar alone. `safe`: the day belongs to a period counted from the safe side, not to one that runs.
    """

    on: date
    counts: bool
    kind: TapeKind
    why: str
    number: int = 0
    provisional: bool = False
    acts: tuple[str, ...] = ()
    by: int = 0
    safe: bool = False

    def as_dict(self) -> dict[str, str | bool]:
        """The three keys that `casework deadline --tape --json` prints for a day."""
        return {"on": self.on.isoformat(), "counts": self.counts, "why": self.why}


def plain_tape(start: date, n: int, calendar: WorkingCalendar) -> tuple[TapeDay, ...]:
    """The days of a plain term of `n` working days, from the day after `start` (民诉法85) to its last day."""
    number = 0
    tape = []
    for day in calendar.slice(start + ONE_DAY, calendar.add(start, n)):
        number += day.working
        tape.append(_tape_day(day, _plain(day), number=number))
    return tuple(tape)


def tape(
    acts: Iterable[ClockAct],
    calendar: WorkingCalendar,
    *,
    until: date | None = None,
    safe: bool = False,
) -> tuple[TapeDay, ...]:
    """Every day from the first start to the due date, the closing, or the day the wait began; `until` names another last day.

    The days that count number exactly the period with its extension; days before a restart are shown as void. `safe`
    marks every day as one of a period that does not run yet. Empty when the clock never ran. Raises `OutsideCalendar`.
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
    story = _Story(reading, acts)
    number = 0
    rows = []
    for day in days:
        verdict = story.judge(day)
        if verdict.kind in COUNTING:
            number += 1
            verdict = story.extended(verdict, number)
        rows.append(_tape_day(day, verdict, number=number, acts=labels.get(day.on, ()), safe=safe))
    return tuple(rows)


class _Verdict(NamedTuple):
    """What one day is, why, and by which act."""

    kind: TapeKind
    why: str
    by: int = 0


class _Story:
    """A reading prepared for being asked about one day after the other."""

    def __init__(self, reading: Reading, acts: tuple[ClockAct, ...]) -> None:
        self.reading = reading
        self.sent = {act.key: act for act in acts if act.key}
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

    def judge(self, day: Day) -> _Verdict:
        on = day.on
        mark = self.starts.get(on)
        if mark is not None:
            again = "重新" if on > self.days[0] else ""
            return _Verdict(TapeKind.start, f"{again}起算日，不计入（{mark.basis}）", mark.seq)
        mark = self.before(on)
        if mark.phase is ClockPhase.waiting:
            why = f"{mark.label or '等待申请人'}，不计入（{mark.basis}）"
            return _Verdict(TapeKind.waiting, why, mark.seq)
        started_on = self.reading.started_on
        if started_on is not None and on < started_on:
            return _Verdict(TapeKind.void, f"期限自{started_on}重新起算，此前不计入")
        if self.due is not None and on > self.due:
            return _Verdict(TapeKind.late, f"已超过期限{self.due}")
        return self.running(day)

    def running(self, day: Day) -> _Verdict:
        if self.nominal_end is not None and day.on <= self.nominal_end:
            # A day or month term counts every day, but its last day rolls off a rest day (民诉法85).
            if day.working or day.on < self.nominal_end:
                return _Verdict(TapeKind.counted, "自然日")
            return _Verdict(_plain(day).kind, f"{day.why}，期限届满日顺延（民诉法85）")
        if day.working:
            for one in self.reading.exclusions:
                if one.after < day.on <= one.until:
                    return self.excluded(one)
        fixed = self.reading.fixed_by
        if fixed is not None and day.on == self.due:
            kind, why, _ = _plain(day)
            return _Verdict(
                kind, f"{why}，{fixed.label or '另定期限'}所定之日（{fixed.basis}）", fixed.seq
            )
        return _plain(day)

    def excluded(self, one: Exclusion) -> _Verdict:
        """条例33(3): a day of the time needed to consult, with the letter that opened the time."""
        why = f"{one.label or '征求意见'}，不计入（{one.basis}）"
        act = self.sent.get(one.key)
        return _Verdict(TapeKind.excluded, why, act.seq if act else 0)

    def extended(self, verdict: _Verdict, number: int) -> _Verdict:
        """条例33(2): the days behind the plain term are those of the extension."""
        by = self.reading.extended_by
        if by is None or number <= self.reading.term.n:
            return verdict
        nth = number - self.reading.term.n
        why = f"{verdict.why}，延长期第{nth}日（{by.basis}）"
        return _Verdict(TapeKind.extension, why, by.seq)


def _plain(day: Day) -> _Verdict:
    on_weekend = day.on.weekday() >= 5
    if day.working:
        return _Verdict(TapeKind.makeup if on_weekend else TapeKind.counted, day.why)
    if on_weekend and day.why.startswith("周末"):
        return _Verdict(TapeKind.weekend, day.why)
    return _Verdict(TapeKind.holiday, day.why)


def _tape_day(
    day: Day,
    verdict: _Verdict,
    *,
    number: int,
    acts: tuple[str, ...] = (),
    safe: bool = False,
) -> TapeDay:
    counts = verdict.kind in COUNTING
    nth = number if counts else 0
    return TapeDay(
        day.on, counts, verdict.kind, verdict.why, nth, day.provisional, acts, verdict.by, safe
    )
