"""The annual report as a page: which address each number leads to, which cells a failing check lights, what may be done now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from casework.annual_table import to_html_cells
from casework.annual_table.grid import PART6_TITLE, part2_grid
from casework.queries.access import UnitRow
from casework.queries.annual_cases import CellCases
from casework.queries.annual_documents import AnnualDocument, Comment
from casework.services.annual_files import FILES
from casework.viewer import Viewer
from casework.web.queue_page import Link
from workflows.annual_checks import RULES
from workflows.annual_grid import FORMATS
from workflows.annual_places import cell_words
from workflows.annual_report import AnnualTable, Check, place_name
from workflows.annual_text import PART1_SLOTS, PART1_TITLE, PART5_TITLE, Slot
from workflows.kinds.year import CLOSERS, PREPARERS, PUBLISHED, REOPENERS, YearState

_RULES = {
    **RULES,
    "R1": "新收加上年结转，等于办理结果总计加结转下年度",
    "R2": "各类申请人之和，等于总计",
    "R3": "各项办理结果之和，等于（七）总计",
    "R4": "复议、诉讼各结果之和，等于总计",
    "R5": "上年结转，等于上年度年报的结转下年度",
}
_SUMS = frozenset({"total", "new_received", "carried_in", "carried_forward"})


@dataclass(frozen=True)
class Failure:
    """One place at which a rule does not hold: its two sides, and the comment on it, if it was confirmed."""

    check: Check
    place: str
    comment: Comment | None

    @property
    def is_settled(self) -> bool:
        """Whether it was confirmed as it is now."""
        return self.comment is not None and self.comment.fits(self.check)

    @property
    def words(self) -> str:
        sides = f"左边{self.check.left}，右边{self.check.right}，相差{self.check.difference}"
        return self.check.message or f"{self.place}：{sides}。"


@dataclass(frozen=True)
class CheckLine:
    """One rule over all its places: how many hold, and those that do not."""

    rule: str
    words: str
    places: int
    failed: tuple[Failure, ...]

    @property
    def warning(self) -> bool:
        return all(one.check.rank == "warning" for one in self.failed)


def page(
    found: AnnualDocument,
    asked: Mapping[str, Any],
    *,
    units: Sequence[UnitRow],
    viewer: Viewer,
    today: date,
) -> dict[str, Any]:
    """Everything the template needs."""
    table, address = found.table, _address(asked)
    lit = _lit(table)
    return {
        "found": found,
        "table": table,
        "part2": part2_grid(table),
        "grids": to_html_cells(table),
        "texts": _texts(found),
        "asked": asked,
        "units": units,
        "years": range(today.year, min(FORMATS[0].first_year, table.year) - 1, -1),
        "formats": tuple(
            Link(f"{f.key}年格式（{f.basis}）", _link({**address, "table": f.key}), f == table.format) for f in FORMATS
        ),
        "files": tuple(
            Link(kind.upper(), url_for("web.annual_report_file", kind=kind, **address)) for kind in FILES
        ),
        "checks": check_lines(table, found.comments),
        "cell": lambda one: url_for("web.annual_report_cases", **address, row=one.row, column=one.column),
        "light": lambda one: lit.get((one.row, one.column), ""),
        "is_sum": lambda line: any(one.row in _SUMS and one.value is None for one in line),
        "has_children": any(u.parent == table.unit for u in units),
        "running": table.year == today.year,
        **_beside(found, may := _may(found, asked, units, viewer=viewer, today=today)),
        "may": may,
        "edit": url_for("web.edit_annual_report", **address),
        "post": lambda name: url_for(f"web.{name}", **address),
        "cell_words": lambda change: cell_words(table.format, change["row"], change["column"]),
        "live_link": _link({**address, "live": 1}),
        "published_link": _link({k: v for k, v in address.items() if k != "live"}),
    }  # fmt: skip


def _beside(found: AnnualDocument, may: Mapping[str, bool]) -> dict[str, str]:
    """Where the units of a group stand, and the closed report as a signed file; empty where there is none."""
    table = found.table
    where: dict[str, Any] = {"year": table.year, "unit": table.unit}
    own = table.edition is not None and table.edition.is_ours and not table.rollup
    return {
        "of_units": url_for("web.annual_units", **where) if table.rollup else "",
        "signed": url_for("web.annual_signed_file", **where) if own and may["publish"] else "",
    }


def _lit(table: AnnualTable) -> dict[tuple[str, str], str]:
    """The cells of failing checks, and how they are shown: what is an error goes before what is doubtful."""
    failing = [one for one in table.checks if not one.ok]
    lit = {cell: "doubtful" for one in failing if one.rank == "warning" for cell in one.cells}
    return lit | {cell: "lit" for one in failing if one.rank == "error" for cell in one.cells}


def _may(
    found: AnnualDocument,
    asked: Mapping[str, Any],
    units: Sequence[UnitRow],
    *,
    viewer: Viewer,
    today: date,
) -> dict[str, bool]:
    """What this viewer may do with the report as it stands."""
    unit_id = next((u.id for u in units if u.code == found.table.unit), None)
    roles = viewer.roles_in(unit_id)
    is_open, over = found.state is YearState.open, today.year > found.table.year
    return {
        "prepare": bool(roles & PREPARERS) and is_open,
        "close": bool(roles & CLOSERS) and is_open and over,
        "reopen": bool(roles & REOPENERS) and found.state in PUBLISHED,
        "publish": bool(roles & PREPARERS) and found.state in PUBLISHED,
    }


def _texts(found: AnnualDocument) -> dict[str, Any]:
    """The words by the place where they stand on the page."""

    def of(slot: Slot) -> tuple[str, ...]:
        return found.paragraphs.get(slot.value, ())

    return {
        "opening": of(Slot.opening),
        "part1_title": PART1_TITLE,
        "part1": tuple((slot.label, of(slot)) for slot in PART1_SLOTS),
        "after_part3": of(Slot.after_part3),
        "after_part4": of(Slot.after_part4),
        "part5_title": PART5_TITLE,
        "problems": of(Slot.problems),
        "part6_title": PART6_TITLE,
        "other": of(Slot.other),
    }


def _address(asked: Mapping[str, Any]) -> dict[str, Any]:
    found = {"year": asked["year"], "unit": asked["unit_code"]}
    found |= {"rollup": 1} if asked["rollup"] else {}
    found |= {"live": 1} if asked.get("live") else {}
    return found | ({"table": asked["table"]} if asked["table"] else {})


def _link(address: Mapping[str, Any]) -> str:
    return url_for("web.annual_report", **address)


def check_lines(table: AnnualTable, comments: Mapping[str, Comment]) -> tuple[CheckLine, ...]:
    """The checks of a table, one line a rule."""
    rules: dict[str, list[Check]] = {}
    for one in table.checks:
        rules.setdefault(one.rule, []).append(one)
    return tuple(
        CheckLine(
            rule,
            _RULES[rule],
            len(found),
            tuple(
                Failure(one, place_name(one, table.format), comments.get(one.key))
                for one in found
                if not one.ok
            ),
        )
        for rule, found in rules.items()
    )


def cases_page(
    found: CellCases, asked: Mapping[str, Any], *, args: Mapping[str, str]
) -> dict[str, Any]:
    """The list behind one number."""
    address = _address(asked)
    cell: dict[str, Any] = {"row": args.get("row", ""), "column": args.get("column", "")}
    numbers = range(1, found.pages + 1) if found.pages > 1 else ()
    return {
        "found": found,
        "back": _link(address),
        "pages": tuple(
            Link(
                str(n),
                url_for("web.annual_report_cases", **address, **cell, page=n),
                n == found.page,
            )
            for n in numbers
        ),
    }
