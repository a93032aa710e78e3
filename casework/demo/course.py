"""A case of the demonstration as a list of dated acts, and the working days they fall on; it must not perform them."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casework.services.intake import PartyForm
from workflows.calendar import WorkingCalendar


@dataclass(frozen=True)
class Late:
    """A value that is known only when the act is done. `what` names it, `of` the case or the thread it is taken from."""

    what: str
    of: str = ""


HANDLER = Late("handler")


@dataclass(frozen=True)
class Step:
    """One act on its day. `mark` remembers the act's own number for later steps; `by` is the department that does it."""

    on: date
    action: str
    data: Mapping[str, Any]
    mark: str = ""
    by: str = ""


@dataclass(frozen=True)
class Story:
    """One request from arrival to end, under a key of its own. `topic` is what the desk sorts it under, empty for nothing."""

    key: str
    unit: str
    applicants: tuple[PartyForm, ...]
    items: tuple[str, ...]
    arrived_on: date
    channel: str
    delivery: str
    steps: tuple[Step, ...]
    topic: str = ""


@dataclass(frozen=True)
class Proceeding:
    """A record of another kind than a request: what opened it, the acts since, and its result if it has one.

    `of` names the story whose request it concerns; `redo_until` is the day that a 结果纠正 sets for a new answer.
    """

    key: str
    of: str
    unit: str
    kind: str
    accepted_on: date
    data: Mapping[str, Any]
    concluded_on: date | None = None
    result: str = ""
    steps: tuple[Step, ...] = ()
    redo_until: date | None = None


class WorkingDays:
    """The working days of a calendar, forwards and backwards."""

    def __init__(self, calendar: WorkingCalendar) -> None:
        self._days = tuple(d.on for d in calendar.slice(calendar.first, calendar.last) if d.working)

    def last(self, until: date) -> date:
        """The last working day up to and including a day."""
        return self._days[bisect_right(self._days, until) - 1]

    def add(self, on: date, n: int) -> date:
        """The n-th working day after a day, or before it where n is negative; 0 gives the day itself."""
        if n == 0:
            return on
        if n > 0:
            return self._days[bisect_right(self._days, on) + n - 1]
        return self._days[bisect_left(self._days, on) + n]

    def between(self, first: date, last: date) -> tuple[date, ...]:
        """Every working day from `first` to `last`, both included."""
        return self._days[bisect_left(self._days, first) : bisect_right(self._days, last)]


@dataclass
class Course:
    """Collects the acts of one case; `on` is the day it has come to."""

    days: WorkingDays
    on: date
    delivery: str = "mail"
    steps: list[Step] = field(default_factory=list)

    def wait(self, n: int) -> "Course":
        """Let n working days pass."""
        self.on = self.days.add(self.on, n)
        return self

    def do(
        self, action: str, *, mark: str = "", by: str = "", after: int = 0, **data: Any
    ) -> "Course":
        """Do an act, `after` working days later."""
        self.wait(after)
        self.steps.append(Step(self.on, action, data, mark, by))
        return self

    def aside(self, action: str, *, after: int = 0, mark: str = "", **data: Any) -> "Course":
        """An act that comes in `after` working days from here and holds nothing up."""
        self.steps.append(Step(self.days.add(self.on, after), action, data, mark))
        return self

    def until(self, last: date) -> tuple[Step, ...]:
        """The acts up to a day; what would lie behind it has not happened yet."""
        return tuple(step for step in self.steps if step.on <= last)
