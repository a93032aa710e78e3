"""What the queue shows around its rows: phase tabs, filter chips, headings to sort by, page links; it reads no database."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import takewhile
from typing import Any
from urllib.parse import urlencode

from flask import url_for

from casework.queries.access import UnitRow
from casework.queries.cases import CaseRow, Counts, Shelf
from casework.queries.queue_filter import QueueFilter
from casework.queries.queue_order import SORTS, Place, order_of
from casework.web.filters import SOON
from workflows.topics import LONGEST, UNSORTED
from workflows.vocabulary import Phase, State
from workflows.waiting import Waiting

_PLAIN = QueueFilter()
_PLAIN_VALUES = tuple((one.name, getattr(_PLAIN, one.name)) for one in fields(QueueFilter))


@dataclass(frozen=True)
class Link:
    """A tab, a chip or a page: where it leads, whether it is on, and a count where there is one."""

    label: str
    href: str
    on: bool = False
    count: int | str | None = None


@dataclass(frozen=True)
class Heading:
    """A column that the list can be sorted by; `sorted` is ascending, descending or empty."""

    label: str
    css: str
    href: str = ""
    sorted: str = ""


@dataclass(frozen=True)
class DeskList:
    """One list of the desk: its first rows, whether there are more, and where all of them are."""

    title: str
    empty: str
    rows: tuple[CaseRow, ...]
    more: bool
    href: str


def wanted(args: Mapping[str, str]) -> QueueFilter:
    """The filter that an address asks for; what cannot be read asks for nothing."""
    return QueueFilter(
        phase=_one_of(Phase, args.get("phase", "")),
        state=_one_of(State, args.get("state", "")),
        overdue=args.get("overdue") == "1",
        soon=_number(args.get("soon"), most=30),
        unit=args.get("unit", "")[:40],
        mine=args.get("mine") == "1",
        nobody=args.get("nobody") == "1",
        open=args.get("open") == "1",
        wait=_one_of(Waiting, args.get("wait", "")),
        provisional=args.get("provisional") == "1",
        q=args.get("q", "")[:100],
        year=_number(args.get("year"), least=1000, most=9998),
        closed=_number(args.get("closed"), least=1000, most=9998),
        carried=_number(args.get("carried"), least=1000, most=9998),
        topic=args.get("topic", "")[:LONGEST],
        counted=args.get("counted") == "1",
        sort=args.get("sort", "") if args.get("sort", "").removeprefix("-") in SORTS else "",
    )


def _one_of(known: Iterable[str], text: str) -> str:
    return text if text in set(known) else ""


def _number(text: str | None, *, least: int = 0, most: int) -> int | None:
    if not (text and text.isascii() and text.isdigit() and len(text) < 6):
        return None
    return int(text) if least <= int(text) <= most else None


def address(wanted: QueueFilter, *, endpoint: str = "web.queue", **more: Any) -> str:
    """The address of a filter; what it does not ask for is left out."""
    given = urlencode(
        asked(wanted) | more
    )  # many of them stand on a page, and this is quicker than by the routes
    return f"{url_for(endpoint)}?{given}" if given else url_for(endpoint)


def query(wanted: QueueFilter) -> str:
    """What a filter asks for as the part of an address behind the question mark."""
    return urlencode(asked(wanted))


def asked(wanted: QueueFilter) -> dict[str, Any]:
    """What a filter asks for, as an address says it."""
    given = ((name, getattr(wanted, name), plain) for name, plain in _PLAIN_VALUES)
    return {name: 1 if value is True else value for name, value, plain in given if value != plain}


def page(
    wanted: QueueFilter,
    shelf: Shelf,
    *,
    counts: Counts,
    units: Sequence[UnitRow],
    topics: Sequence[str],
) -> dict[str, Any]:
    """Everything the template of the queue needs; `topics` are those of these units."""
    others = asked(replace(wanted, unit="", wait="", topic=""))
    found = tuple(chips(wanted, units))
    return {
        "wanted": wanted,
        "rows": shelf.rows,
        "total": number(counts, wanted.phase, wanted.state),
        "tabs": tabs(wanted, counts),
        "chips": found,
        "sentence": " · ".join(chip.label for chip in found if chip.on),
        "headings": headings(wanted, with_unit=len(units) > 1),
        "pages": tuple(pages(wanted, shelf)),
        "unit_choices": units,
        "prefix": common_prefix(units),
        "wait_choices": tuple(Waiting),
        "topics": topics,
        # A topic that the lists have lost since can still be asked for.
        "topic_choices": tuple(dict.fromkeys(filter(None, (*topics, UNSORTED, wanted.topic)))),
        "kept": tuple(others.items()),
        "csv": address(wanted, endpoint="web.queue_csv"),
        "xlsx": address(wanted, endpoint="web.queue_xlsx"),
    }


def common_prefix(units: Sequence[UnitRow]) -> str:
    """What most units' names begin with, the name of their region: a narrow column leaves it out."""
    names = sorted(unit.name for unit in units)
    if len(names) < 4:
        return ""
    pairs = zip(names[len(names) // 4], names[-len(names) // 4], strict=False)
    return "".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def number(counts: Counts, phase: str = "", state: str = "") -> int | str:
    """A count as a page says it: of very many closed cases only that there are more."""
    capped = counts.is_capped(phase, state)
    return f"{counts.cap} 以上" if capped else counts.of(phase, state)


def tabs(wanted: QueueFilter, counts: Counts) -> tuple[Link, ...]:
    """All phases in their order, each with its count under the same filter."""
    whole = replace(wanted, phase="", state="")
    found = [Link("全部", address(whole), not wanted.phase, number(counts))]
    found += [
        Link(
            p.label,
            address(replace(whole, phase=p.value)),
            wanted.phase == p,
            number(counts, p.value),
        )
        for p in Phase
    ]
    return tuple(found)


def chips(wanted: QueueFilter, units: Iterable[UnitRow]) -> Iterator[Link]:
    """Filters that read as a sentence; a chip that is on takes itself away."""
    yield _switch(wanted, "我承办的", "mine")
    yield _switch(wanted, "无人承办", "nobody")
    late = replace(wanted, overdue=not wanted.overdue, soon=None)
    yield Link("已逾期", address(late), wanted.overdue)
    on = wanted.soon is not None
    soon = replace(wanted, soon=None if on else SOON, overdue=False)
    yield Link(soon_words(wanted.soon if wanted.soon is not None else SOON), address(soon), on)
    yield _switch(wanted, "期限暂定", "provisional")
    yield _switch(wanted, "未办结", "open")
    yield from _named(wanted, units)


def _named(wanted: QueueFilter, units: Iterable[UnitRow]) -> Iterator[Link]:
    """The conditions that are there only while they are on."""
    names = {unit.code: unit.name for unit in units}
    words = {
        "unit": names.get(wanted.unit, ""),
        "state": f"状态：{_STATES[wanted.state].label}" if wanted.state else "",
        "wait": _WAITS[wanted.wait].label if wanted.wait else "",
        "year": f"{wanted.year}年收到" if wanted.year is not None else "",
        "closed": f"{wanted.closed}年办结" if wanted.closed is not None else "",
        "carried": f"{wanted.carried - 1}年结转" if wanted.carried is not None else "",
        "topic": f"类别：{wanted.topic}" if wanted.topic else "",
        "counted": "不含作废" if wanted.counted else "",
        "q": f"含“{wanted.q.strip()}”" if wanted.q.strip() else "",
    }
    for name, label in words.items():
        if label:
            nothing: Any = getattr(_PLAIN, name)
            yield Link(label, address(replace(wanted, **{name: nothing})), True)


_STATES = {state.value: state for state in State}
_WAITS = {one.value: one for one in Waiting}


def _switch(wanted: QueueFilter, label: str, name: str) -> Link:
    turned: dict[str, Any] = {name: not getattr(wanted, name)}
    return Link(label, address(replace(wanted, **turned)), not turned[name])


def soon_words(days: int) -> str:
    """What a number of working days up to the due date is called."""
    return f"{days} 个工作日内到期" if days else "今天到期"


def headings(wanted: QueueFilter, *, with_unit: bool) -> tuple[Heading, ...]:
    """The columns in their order; a click sorts, a second one turns the order round."""
    order = order_of(wanted)
    found = []
    for label, css, key in _COLUMNS:
        if key == "unit" and not with_unit:
            continue
        if key not in SORTS:
            found.append(Heading(label, css))
            continue
        now = order.key == key
        turned = f"-{key}" if now and not order.descending else key
        direction = ("descending" if order.descending else "ascending") if now else ""
        found.append(Heading(label, css, address(replace(wanted, sort=turned)), direction))
    return tuple(found)


def plain_headings(*, with_unit: bool) -> tuple[Heading, ...]:
    """The columns of a list that is only the beginning of another, so that nothing is sorted in it."""
    shown = (one for one in _COLUMNS if with_unit or one[2] != "unit")
    return tuple(Heading(label, css) for label, css, _ in shown)


_COLUMNS = (
    ("编号", "c-number", "number"),
    ("状态", "c-state", "state"),
    ("申请人", "c-name", "name"),
    ("申请内容", "c-what", "what"),
    ("办理单位", "c-unit", "unit"),
    ("承办人／在等", "c-with", "handler"),
    ("收到", "c-day", "received"),
    ("期限和剩余时间", "c-due", "due"),
    ("计时", "c-clock", "clock"),
)


def pages(wanted: QueueFilter, shelf: Shelf) -> Iterator[Link]:
    """Links to the first page, the one before and the one after; none when there is one page."""
    if shelf.before:
        yield Link("首页", address(wanted))
        yield Link("上一页", address(wanted, before=str(shelf.before)))
    if shelf.after:
        yield Link("下一页", address(wanted, after=str(shelf.after)))


def places(args: Mapping[str, str]) -> tuple[Place | None, Place | None]:
    """Behind which row, or before which, the page lies that an address asks for."""
    return Place.read(args.get("after", "")), Place.read(args.get("before", ""))
