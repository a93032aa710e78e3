"""The working-day calendar as sorted arrays: it answers questions about days, and must not know where the rows come from.

Weekends, statutory holidays and make-up working weekends (调休) are all rows of the same shape, one a day
(国务院关于职工工作时间的规定第7条; 全国年节及纪念日放假办法). A question about a day that has no row raises; nothing is guessed.
"""

import itertools
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


class OutsideCalendar(LookupError):
    """A day without a row in the calendar was needed; `on` is the first such day."""

    def __init__(self, on: date) -> None:
        super().__init__(f"no calendar row for {on.isoformat()}")
        self.on = on


@dataclass(frozen=True, slots=True)
class Day:
    """One row of the calendar: whether state organs work that day, why, and by which notice.

    `provisional` marks a day that a notice not yet recorded may still change.
    """

    on: date
    working: bool
    why: str
    provisional: bool = False
    notice: str = ""


class WorkingCalendar:
    """Working days between `first` and `last`, looked up by array index and bisect, never by a loop over days.

    The rows must be one for each day without a gap: a gap raises `OutsideCalendar` for its first day, two rows for one
    day raise `ValueError`. `version` is the number under which the rows are stored.
    """

    __slots__ = (
        "_days",
        "_origin",
        "_provisional",
        "_rank",
        "_working",
        "first",
        "last",
        "version",
    )

    def __init__(self, days: Iterable[Day], version: int = 0) -> None:
        ordered = sorted(days, key=lambda day: day.on)
        if not ordered:
            raise ValueError("a calendar needs at least one day")
        for before, after in itertools.pairwise(ordered):
            if before.on == after.on:
                raise ValueError(f"two calendar rows for {after.on.isoformat()}")
            if before.on + ONE_DAY != after.on:
                raise OutsideCalendar(before.on + ONE_DAY)
        self.first = ordered[0].on
        self.last = ordered[-1].on
        self.version = version
        self._origin = self.first.toordinal()
        self._days = tuple(ordered)
        self._working = tuple(day.on for day in ordered if day.working)
        self._provisional = tuple(day.on for day in ordered if day.provisional)
        rank = 0
        ranks = []
        for day in ordered:
            rank += day.working
            ranks.append(rank)
        self._rank = tuple(ranks)  # working days up to and including each day

    def is_working(self, on: date) -> bool:
        return self.day(on).working

    def is_provisional(self, on: date) -> bool:
        return self.day(on).provisional

    def day(self, on: date) -> Day:
        return self._days[self._index(on)]

    def add(self, on: date, n: int) -> date:
        """The n-th working day after `on`; `on` itself is not counted (民诉法85), and may be a rest day. 0 gives `on`."""
        if n <= 0:
            if n < 0:
                raise ValueError("a term cannot be negative")
            return self._days[self._index(on)].on
        at = on.toordinal() - self._origin
        if at < 0:
            raise OutsideCalendar(on)
        try:
            return self._working[self._rank[at] + n - 1]
        except IndexError:
            raise OutsideCalendar(max(on, self.last + ONE_DAY)) from None

    def before(self, on: date, n: int) -> date:
        """The n-th working day before `on`; `on` itself is not counted, and may be a rest day. 0 gives `on`."""
        if n < 0:
            raise ValueError("a distance cannot be negative")
        at = self._index(on)
        if n == 0:
            return on
        earlier = self._rank[at] - self._days[at].working - n
        if earlier < 0:
            raise OutsideCalendar(self.first - ONE_DAY)
        return self._working[earlier]

    def roll(self, on: date) -> date:
        """`on`, or when it is a rest day the first working day after it (民诉法85)."""
        at = self._index(on)
        return on if self._days[at].working else self.add(on, 1)

    def count(self, after: date, until: date) -> int:
        """Working days d with after < d <= until; 0 when `until` is not later than `after`."""
        rank = self._rank
        low = after.toordinal() - self._origin
        high = until.toordinal() - self._origin
        if low < 0 or high < 0:
            raise OutsideCalendar(min(after, until))
        try:
            found = rank[high] - rank[low]
        except IndexError:
            raise OutsideCalendar(max(after, until)) from None
        return found if found > 0 else 0

    def any_provisional(self, after: date, until: date) -> bool:
        """Whether a day d with after < d <= until may still be changed by a notice."""
        days = self._provisional
        return bisect_right(days, until) > bisect_right(days, after)

    def slice(self, first: date, last: date) -> tuple[Day, ...]:
        """The rows from `first` to `last`, both included; empty when `last` is before `first`."""
        if last < first:
            return ()
        return self._days[self._index(first) : self._index(last) + 1]

    def _index(self, on: date) -> int:
        at = on.toordinal() - self._origin
        if 0 <= at < len(self._days):
            return at
        raise OutsideCalendar(on)
