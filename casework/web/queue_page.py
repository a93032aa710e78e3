"""What the queue shows around its rows: phase tabs, filter chips, page links and the export; it reads no database."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from flask import url_for

from casework.characters import harmless
from casework.queries.access import UnitRow
from casework.queries.cases import CaseRow, Queue, QueueFilter
from casework.web.filters import SOON, time_left
from workflows.vocabulary import Phase

EXPORT_LIMIT = 10_000
"""Rows of one export; a longer list is narrowed first."""

_PLAIN = QueueFilter()


@dataclass(frozen=True)
class Link:
    """A tab, a chip or a page: where it leads, whether it is on, and a count where there is one."""

    label: str
    href: str
    on: bool = False
    count: int | None = None


@dataclass(frozen=True)
class DeskList:
    """One list of the desk, with the link to all of it."""

    title: str
    empty: str
    queue: Queue
    href: str


def wanted(args: Mapping[str, str]) -> QueueFilter:
    """The filter that an address asks for; what cannot be read asks for nothing."""
    return QueueFilter(
        phase=args.get("phase", "") if args.get("phase", "") in set(Phase) else "",
        state=args.get("state", ""),
        overdue=args.get("overdue") == "1",
        soon=_number(args.get("soon")),
        unit=args.get("unit", ""),
        mine=args.get("mine") == "1",
        open=args.get("open") == "1",
        q=args.get("q", "")[:100],
        year=_number(args.get("year")),
        page=_number(args.get("page")) or 1,
    )


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else None


def address(wanted: QueueFilter, *, endpoint: str = "web.queue") -> str:
    """The address of a filter; what it does not ask for is left out."""
    return url_for(endpoint, **_asked(wanted))


def _asked(wanted: QueueFilter) -> dict[str, Any]:
    given = {f.name: getattr(wanted, f.name) for f in fields(wanted)}
    return {k: 1 if v is True else v for k, v in given.items() if v != getattr(_PLAIN, k)}


def page(
    wanted: QueueFilter, queue: Queue, *, counts: Mapping[Phase, int], units: Sequence[UnitRow]
) -> dict[str, Any]:
    """Everything the template of the queue needs."""
    others = _asked(replace(wanted, unit="", page=1))
    return {
        "wanted": wanted,
        "queue": queue,
        "tabs": tabs(wanted, counts),
        "chips": chips(wanted, units),
        "pages": pages(wanted, queue),
        "unit_choices": units,
        "kept": tuple(others.items()),
        "export": address(replace(wanted, page=1), endpoint="web.queue_csv"),
    }


def tabs(wanted: QueueFilter, counts: Mapping[Phase, int]) -> tuple[Link, ...]:
    """All phases in their order, each with its count; the filter other than the phase stays."""
    whole = replace(wanted, phase="", state="", page=1)
    found = [Link("全部", address(whole), not wanted.phase, sum(counts.values()))]
    found += [
        Link(p.label, address(replace(whole, phase=p.value)), wanted.phase == p, counts[p])
        for p in Phase
    ]
    return tuple(found)


def chips(wanted: QueueFilter, units: Iterable[UnitRow]) -> tuple[Link, ...]:
    """Filters that read as a sentence; a chip that is on takes itself away."""
    return tuple(_chips(replace(wanted, page=1), list(units)))


def _chips(wanted: QueueFilter, units: list[UnitRow]) -> Iterator[Link]:
    yield Link("我承办的", address(replace(wanted, mine=not wanted.mine)), wanted.mine)
    late = replace(wanted, overdue=not wanted.overdue, soon=None)
    yield Link("已逾期", address(late), wanted.overdue)
    on = wanted.soon is not None
    soon = replace(wanted, soon=None if on else SOON, overdue=False)
    yield Link(f"{wanted.soon if on else SOON} 个工作日内到期", address(soon), on)
    yield Link("未办结", address(replace(wanted, open=not wanted.open)), wanted.open)
    for unit in units if wanted.unit else ():
        if unit.code == wanted.unit:
            yield Link(unit.name, address(replace(wanted, unit="")), True)
    if wanted.year is not None:
        yield Link(f"{wanted.year}年收到", address(replace(wanted, year=None)), True)
    if wanted.q.strip():
        yield Link(f"含“{wanted.q.strip()}”", address(replace(wanted, q="")), True)


def pages(wanted: QueueFilter, queue: Queue) -> tuple[Link, ...]:
    """Links to the pages near this one; none when there is one page."""
    if queue.pages == 1:
        return ()
    near = sorted({1, queue.pages, *range(queue.page - 2, queue.page + 3)} & set(_all(queue)))
    return tuple(Link(str(n), address(replace(wanted, page=n)), n == queue.page) for n in near)


def _all(queue: Queue) -> range:
    return range(1, queue.pages + 1)


def desk_lists(*, late: Queue, soon: Queue, mine: Queue) -> tuple[DeskList, ...]:
    """The three lists of the desk, the most urgent first."""
    return (
        DeskList("已逾期", "没有逾期的办件。", late, address(QueueFilter(overdue=True))),
        DeskList(
            f"{SOON} 个工作日内到期",
            f"{SOON} 个工作日内没有到期的办件。",
            soon,
            address(QueueFilter(soon=SOON)),
        ),
        DeskList(
            "我承办的",
            "没有分给您承办的办件。",
            mine,
            address(QueueFilter(mine=True, open=True)),
        ),
    )


def to_csv(rows: Iterable[CaseRow]) -> str:
    """The rows as CSV under the headings of the page."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_HEADINGS)
    for row in rows:
        left = time_left(row.due_on, row.days_left)
        line = (
            *(row.number, row.phase.label, row.state_label, row.applicant, row.category),
            *(row.content, row.unit, row.handler, row.received_on or "", row.due_on or ""),
            *(left, "暂定" if row.provisional else "", row.closed_on or ""),
        )
        writer.writerow([harmless(str(value)) for value in line])
    return out.getvalue()


_HEADINGS = (
    *("编号", "阶段", "状态", "申请人", "申请人类型", "申请内容", "办理单位", "承办人"),
    *("收到日期", "答复期限", "剩余时间", "期限是否暂定", "办结日期"),
)
