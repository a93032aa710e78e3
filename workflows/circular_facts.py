"""Everything that a circular (通报) states of its period, as plain values gathered from the cases and from the small tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from workflows.further_figures import Further, Reported
from workflows.indicators import Counts
from workflows.periods import Period


@dataclass(frozen=True)
class UnitCount:
    """A count of one unit, under the short name it is spoken of."""

    name: str
    code: str
    n: int


@dataclass(frozen=True)
class Problem:
    """One thing to put right: where it was found, in which unit, until when, and where it stands."""

    circular: str
    problem: str
    unit: str
    code: str
    until: date | None
    state: str
    late: bool
    repeated: bool


@dataclass(frozen=True)
class LateReport:
    """A unit whose annual report was not public by its day (条例49); days are unknown where it was only told by hand."""

    name: str
    code: str = ""
    limit: date | None = None
    published_on: date | None = None


@dataclass(frozen=True)
class UnitNumbers:
    """The counts of one unit, under the name it is spoken of and the group it belongs to."""

    name: str
    code: str
    group: str
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Found:
    """Everything a circular states of its period. `region` is 区, 县 or 市; `as_of` the day up to which work was looked at.

    `unpublished` are the units whose annual report was due in the period and was not public in time.
    """

    region: str
    period: Period
    as_of: date
    counts: Counts
    involved: tuple[str, ...] = ()
    late: tuple[UnitCount, ...] = ()
    letters: tuple[UnitCount, ...] = ()
    letters_late: tuple[UnitCount, ...] = ()
    problems: tuple[Problem, ...] = ()
    reported: tuple[Reported, ...] = ()
    unpublished: tuple[LateReport, ...] = ()
    units: tuple[UnitNumbers, ...] = ()

    def of(self, key: Further) -> tuple[Reported, ...]:
        """The rows of one of the small tables."""
        return tuple(row for row in self.reported if row.key is key)


def region_of(name: str) -> str:
    """区, 县 or 市 of a government's name; another unit speaks of itself."""
    for end in ("区", "县", "市"):
        if name.endswith((f"{end}人民政府", f"{end}政府")):
            return end
    return ""
