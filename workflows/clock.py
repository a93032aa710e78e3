"""The statutory clock: a replay of dated acts over a working-day calendar; it must not know cases, states or today.

`read_clock` folds the acts by (on_day, seq), so an act recorded late comes out right, and answers with a `Reading`; `due_on`
is the same fold without the reading. An act that the law gives no effect (too late, no proof of receipt, a second
extension) changes nothing and leaves a `ClockWarning`; refusing it is the business of the guards.
reading: whether an act was in time is judged on all that is known now. That never makes a timely act late: an interval
that was still open when the act was dispatched reaches at least to that day.
"""

from collections.abc import Iterable
from datetime import date
from operator import attrgetter

from workflows.calendar import ONE_DAY, OutsideCalendar, WorkingCalendar
from workflows.reading import ClockAct, ClockMark, ClockPhase, ClockWarning, Exclusion, Reading
from workflows.terms import AGENCY_OPINION, ANSWER, EXTENSION_MAX, Term
from workflows.vocabulary import ClockEffect

__all__ = (  # whoever asks the clock finds its words here
    "ClockAct",
    "ClockPhase",
    "ClockWarning",
    "Exclusion",
    "OutsideCalendar",
    "Reading",
    "Term",
    "WorkingCalendar",
    "days_left",
    "due_on",
    "read_clock",
)

_NONE, _RUNNING, _WAITING, _ENDED = (
    ClockPhase.none,
    ClockPhase.running,
    ClockPhase.waiting,
    ClockPhase.ended,
)
# An attribute of an enum class costs a lookup through its metaclass; the fold runs once for every case of a list.
_START, _RESTART, _EXCLUDE, _EXTEND, _FIX, _STOP = ClockEffect
_IN_ORDER = attrgetter("on_day", "seq")
# Whose own notice a fixed date rests on: the agency cannot give itself more time after its time is over.
_OWN_NOTICE = "条例35"


class _Fold:
    """The state of one replay. `base` is the end of the plain term, `excluded` the size of the union of exclusions."""

    phase = _NONE
    term = ANSWER
    started_on: date | None = None
    base: date | None = None
    extension = 0
    extended_by: ClockAct | None = None
    excluded = 0
    covered_until: date | None = None
    fixed_by: ClockAct | None = None
    waiting_since: date | None = None
    closed_on: date | None = None
    last_due_on: date | None = None

    def __init__(self, calendar: WorkingCalendar) -> None:
        self.calendar = calendar
        self.exclusions: list[tuple[date, date, ClockAct]] = []  # after, until, the consultation
        self.marks: list[tuple[ClockPhase, ClockAct]] = []
        self.warnings: list[ClockWarning] = []

    def apply(self, act: ClockAct) -> None:
        effect = act.effect
        if effect is _EXCLUDE:
            self.exclude(act)
        elif effect is _EXTEND:
            self.extend(act)
        elif effect is _START:
            self.run(act)
        elif effect is _STOP:
            self.stop(act)
        elif effect is _RESTART:
            self.restart(act)
        else:
            self.fix(act)

    def due(self) -> date | None:
        """`due = R0 + term + extension + union of exclusions`, or the fixed date; None unless running."""
        if self.phase is not _RUNNING or self.base is None:
            return None
        more = self.extension + self.excluded
        return self.calendar.add(self.base, more) if more else self.base

    def warn(self, act: ClockAct, message: str) -> None:
        self.warnings.append(ClockWarning(act.seq, act.basis, message))

    def run(self, act: ClockAct) -> None:
        """A period starts anew: what was extended, fixed or waited for before is forgotten (条例30)."""
        self.phase = _RUNNING
        self.term = act.term or self.term
        self.started_on = act.on_day
        self.base = self.term.end(act.on_day, self.calendar)
        self.extension = 0
        self.extended_by = None
        self.fixed_by = self.waiting_since = self.closed_on = self.last_due_on = None
        self.excluded = 0
        self.covered_until = None
        # reading: a consultation opened before the restart still takes time, but only its days after R0 count.
        for after, until, _ in self.exclusions:
            self.cover(after, until)
        self.marks.append((_RUNNING, act))

    def restart(self, act: ClockAct) -> None:
        """条例30, 109号第6条: only what the applicant was validly asked for starts the period anew."""
        if self.phase is _WAITING:
            self.run(act)
        else:
            self.warn(
                act,
                f"{act.on_day}的重新起算无效：此前没有按期发出的补正或缴费通知，期限仍按原起算日计算（{act.basis}）。",
            )

    def cover(self, after: date, until: date) -> None:
        """Adds the days that no earlier consultation covers. reading: parallel consultations count as their union.

        Acts arrive ordered by their sending day, so one running end of the union is enough.
        """
        if self.started_on is not None and after < self.started_on:
            after = self.started_on
        if self.covered_until is not None and after < self.covered_until:
            after = self.covered_until
        if until > after:
            self.excluded += self.calendar.count(after, until)
            self.covered_until = until

    def exclude(self, act: ClockAct) -> None:
        """条例33(3): the time needed to consult third parties and other agencies is not counted."""
        if self.fixed_by is not None:
            self.warn(
                act,
                f"{act.on_day}的征求意见不扣除时间：答复期限已另定为{self.fixed_by.until}（{self.fixed_by.basis}）。",
            )
            return
        if self.phase is _ENDED:
            self.warn(act, f"{act.on_day}的征求意见不扣除时间：本案已于{self.closed_on}办结。")
            return
        due = self.due()
        if due is not None and act.on_day > due:
            self.warn(act, f"征求意见于{act.on_day}发出，晚于答复期限{due}，不扣除时间（条例33）。")
            return
        until = self.last_excluded(act)
        if until is not None:
            self.exclusions.append((act.on_day, until, act))
            self.cover(act.on_day, until)

    def last_excluded(self, act: ClockAct) -> date | None:
        """The last day of one consultation: its end or its legal limit, whichever is earlier (条例32, 34)."""
        sent, received, ended = act.on_day, act.received_on, act.ended_on
        if received is None:
            if ended is None:
                self.warn(
                    act,
                    f"{sent}发出的征求意见函没有送达证明，暂不扣除时间；请登记对方收到的日期（{act.basis}）。",
                )
                return None
            # reading: silence needs a proven receipt, so an end without one is an opinion, which proves the receipt on
            # its own day at the latest. The limit then runs from the sending day, the safe side.
            received = sent
        if ended is not None and act.accepted_late:
            return ended
        limit = (act.term or AGENCY_OPINION).lasting(act.days).end(received, self.calendar)
        if ended is None:
            return limit
        if ended > limit:
            self.warn(
                act, f"征求意见于{ended}结束，超过意见期限{limit}，只扣除至{limit}（{act.basis}）。"
            )
            return limit
        return ended

    def extend(self, act: ClockAct) -> None:
        """条例33(2): at most 20 working days. reading: once, and the notice leaves no later than the due date."""
        due = self.due()
        if due is None:
            self.warn(act, f"{act.on_day}的延期无效：期限没有在计算中（条例33）。")
        elif self.fixed_by is not None:
            self.warn(
                act, f"{act.on_day}的延期无效：答复期限已另定为{due}（{self.fixed_by.basis}）。"
            )
        elif self.extension:
            self.warn(
                act,
                f"{act.on_day}的延期无效：只能延长一次，本案已延长{self.extension}个工作日（条例33）。",
            )
        elif act.on_day > due:
            self.warn(act, f"延期告知于{act.on_day}发出，晚于答复期限{due}，延期无效（条例33）。")
        elif act.days < 1:
            self.warn(act, f"{act.on_day}的延期无效：没有写明延长的工作日数（条例33）。")
        else:
            most = (act.term or EXTENSION_MAX).n
            self.extension = min(act.days, most)
            self.extended_by = act
            if act.days > most:
                # reading: the notice is valid as far as the article reaches, and no further.
                self.warn(
                    act,
                    f"延长{act.days}个工作日超过上限，只按{most}个工作日计算（条例33）。",
                )

    def fix(self, act: ClockAct) -> None:
        """条例35(3) or the decision of a court or review body: the period ends on the named day.

        reading: a named date stands by itself, so earlier and later extensions and consultations do not move it. The agency's
        own notice must leave inside the period; a decision from outside binds at any time, even after closing. Where no
        clock ran, the day of the decision is the new start.
        """
        if act.until is None:
            if (
                act.term is not None
            ):  # law 10.3: a decision that sets no period gives the whole of it again
                self.run(act)
            else:
                self.warn(act, f"{act.on_day}另定期限没有写明日期，期限不变（{act.basis}）。")
            return
        due = self.due()
        if act.basis.startswith(_OWN_NOTICE) and (due is None or act.on_day > due):
            when = f"答复期限{due}已过" if due is not None else "期限没有在计算中"
            self.warn(act, f"{act.on_day}的延迟答复告知无效：{when}（{act.basis}）。")
            return
        if self.phase is not _RUNNING:
            self.marks.append((_RUNNING, act))
            self.started_on = act.on_day
        self.phase = _RUNNING
        self.base = act.until
        self.fixed_by = act
        self.extension = self.excluded = 0
        self.extended_by = None
        self.exclusions = []
        self.waiting_since = self.closed_on = self.last_due_on = None

    def stop(self, act: ClockAct) -> None:
        if self.phase is _ENDED:
            self.warn(act, f"{act.on_day}的停止无效：本案已于{self.closed_on}办结。")
        elif act.final:
            self.last_due_on = self.due()
            self.closed_on = act.on_day
            self.phase = _ENDED
            self.marks.append((_ENDED, act))
        else:
            self.wait(act)

    def wait(self, act: ClockAct) -> None:
        """条例30 (7 working days), 109号第6条 (inside the period): a notice sent later never stopped the clock."""
        due = self.due()
        if due is None or self.started_on is None:
            self.warn(act, f"{act.on_day}的通知不停止期限：期限没有在计算中（{act.basis}）。")
            return
        limit = due if act.term is None else act.term.end(self.started_on, self.calendar)
        if act.on_day > limit:
            self.warn(
                act,
                f"通知于{act.on_day}发出，晚于{limit}，期限不停止，仍按原期限{due}答复（{act.basis}）。",
            )
            return
        self.phase = _WAITING
        self.waiting_since = act.on_day
        self.marks.append((_WAITING, act))

    def strict(self) -> date | None:
        """The due date when the end day of each consultation is counted after all."""
        kept, self.excluded, self.covered_until = self.excluded, 0, None
        for after, until, _ in self.exclusions:
            self.cover(after, until - ONE_DAY)
        strict, self.excluded = self.due(), kept
        return strict


def _fold(acts: Iterable[ClockAct], calendar: WorkingCalendar) -> _Fold:
    fold = _Fold(calendar)
    apply = fold.apply
    for act in sorted(acts, key=_IN_ORDER):
        apply(act)
    return fold


def due_on(acts: Iterable[ClockAct], calendar: WorkingCalendar) -> date | None:
    """The last day of the period, or None while nothing runs. Raises `OutsideCalendar`."""
    return _fold(acts, calendar).due()


def read_clock(acts: Iterable[ClockAct], calendar: WorkingCalendar) -> Reading:
    """What the clock says after all `acts`, in whatever order they come. Raises `OutsideCalendar`."""
    fold = _fold(acts, calendar)
    due = fold.due()
    last = due or fold.last_due_on
    shown = tuple(
        Exclusion(act.key, after, until, act.basis, act.label, act.ended_on is None)
        for after, until, act in fold.exclusions
        if fold.started_on is not None and until > max(after, fold.started_on)
    )
    return Reading(
        phase=fold.phase,
        started_on=fold.started_on,
        term=fold.term,
        due_on=due,
        strict_due_on=fold.strict(),
        last_due_on=fold.last_due_on,
        provisional=_is_provisional(fold.started_on, last, calendar),
        frozen=due is not None and any(one.open for one in shown),
        extension_days=fold.extension,
        excluded_days=fold.excluded,
        exclusions=shown,
        warnings=tuple(fold.warnings),
        fixed_by=fold.fixed_by,
        waiting_since=fold.waiting_since,
        closed_on=fold.closed_on,
        marks=tuple(
            ClockMark(act.on_day, phase, act.label, act.basis, act.seq) for phase, act in fold.marks
        ),
        extended_by=fold.extended_by,
    )


def _is_provisional(started_on: date | None, last: date | None, calendar: WorkingCalendar) -> bool:
    """A rest day that becomes a working day moves the date too, so every day of the period is asked, not only working ones."""
    if started_on is None or last is None:
        return False
    return calendar.any_provisional(started_on, last) or calendar.is_provisional(last)


def days_left(reading: Reading, *, today: date, calendar: WorkingCalendar) -> int | None:
    """Working days after `today` that still count, the due date included; negative when late, None when nothing runs.

    Days of a consultation are not counted, so the number stands still while one is open and moves again after its legal limit.
    """
    if reading.due_on is None:
        return None
    if today > reading.due_on:
        return -calendar.count(reading.due_on, today)
    left = calendar.count(today, reading.due_on)
    covered = today
    for one in reading.exclusions:
        after = max(one.after, covered)
        if one.until > after:
            left -= calendar.count(after, one.until)
            covered = one.until
    return left
