"""The desk as data: groups of numbers, each with its list; it reads no database."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from casework.queries.desk_numbers import WAITING_FOR_US, UnitLine, of_year
from casework.queries.queue_filter import QueueFilter
from casework.web.filters import SOON
from casework.web.queue_page import address, soon_words
from workflows.vocabulary import Phase, State
from workflows.waiting import Waiting

_DAYS = (0, 1, 3, SOON)
"""Working days before the due date that the desk counts by, as the reminders do."""
LATE, NEAR, MINE = (
    QueueFilter(overdue=True),
    QueueFilter(soon=SOON),
    QueueFilter(mine=True, open=True),
)


@dataclass(frozen=True)
class Figure:
    """A number with its word and the list behind it; `mark` colours what is late or soon due while there is any.

    `text` is what is shown in the place of the count, such as a rate.
    """

    label: str
    count: int
    href: str
    mark: str = ""
    text: str = ""


@dataclass(frozen=True)
class Group:
    """Numbers that belong together."""

    title: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Plan:
    """A group before it is counted."""

    title: str
    rows: tuple[tuple[str, QueueFilter], ...]


def plans(phases: Sequence[Phase] = tuple(Phase)[:-1]) -> tuple[Plan, ...]:
    """What the desk counts of the open cases, in the order of urgency."""
    states = {state.value: state.label for state in State}
    return (
        Plan("我承办的", (("在办", MINE), *_urgent(mine=True))),
        Plan("范围内全部", (("在办", QueueFilter(open=True)), *_urgent())),
        Plan(
            "待本机关办理",
            (
                ("无人承办", QueueFilter(nobody=True)),
                *((states[one.state], one) for one in WAITING_FOR_US),
                ("期限暂定", QueueFilter(provisional=True)),
            ),
        ),
        Plan("在等他人", tuple((w.label, QueueFilter(wait=w.value)) for w in Waiting)),
        Plan("阶段", tuple((p.label, QueueFilter(phase=p.value)) for p in phases)),
    )


def _urgent(*, mine: bool = False) -> tuple[tuple[str, QueueFilter], ...]:
    return (
        ("已逾期", QueueFilter(overdue=True, mine=mine)),
        *((soon_words(n), QueueFilter(soon=n, mine=mine)) for n in _DAYS),
    )


def year_plan(year: int) -> Plan:
    """What the desk counts of this year; void cases count nowhere, as in the annual table."""
    came, closed = of_year(year)
    carried = QueueFilter(carried=year, counted=True)
    return Plan(f"{year}年", (("收到", came), ("上年结转", carried), ("办结", closed)))


def group(plan: Plan, counts: Sequence[int]) -> Group:
    """A plan with its numbers."""
    rows = zip(plan.rows, counts, strict=True)
    return Group(plan.title, tuple(figure(label, wanted, n) for (label, wanted), n in rows))


def with_figure(found: Group, more: Figure) -> Group:
    """A group with one figure more at its end."""
    return replace(found, figures=(*found.figures, more))


def figure(label: str, wanted: QueueFilter, count: int) -> Figure:
    """One number; its address lists what it counts."""
    mark = "late" if wanted.overdue else "soon" if wanted.soon is not None else ""
    return Figure(label, count, address(wanted), mark if count else "")


def groups(found: Sequence[Plan], counts: Sequence[int]) -> tuple[Group, ...]:
    """Plans that were counted in one go, with their numbers."""
    numbers = iter(counts)
    return tuple(group(plan, tuple(islice(numbers, len(plan.rows)))) for plan in found)


def unit_rows(lines: Sequence[UnitLine]) -> tuple[tuple[str, tuple[Figure, ...]], ...]:
    """The units that have any work, with a link behind each number."""
    return tuple(
        (line.name, tuple(figure("", wanted, n) for wanted, n in line.numbers)) for line in lines
    )
