"""The annual table as a page and as files: which address each number leads to, and what the checks say."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from casework.annual_table import to_csv, to_html_cells, to_json, to_text, to_xlsx
from casework.annual_table.grid import PART6_TITLE
from casework.queries.access import UnitRow
from casework.queries.annual_cases import CellCases
from casework.web.queue_page import Link
from workflows.annual_checks import RULES
from workflows.annual_grid import FORMATS
from workflows.annual_report import AnnualTable, Check, place_name

Drawn = tuple[str | bytes, str]

FILES: Mapping[str, Callable[[AnnualTable], Drawn]] = {
    "xlsx": lambda table: (
        to_xlsx(table),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "csv": lambda table: (to_csv(table).encode("utf-8-sig"), "text/csv"),
    "json": lambda table: (to_json(table), "application/json"),
    "txt": lambda table: (to_text(table), "text/plain"),
}

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
class CheckLine:
    """One sum rule over all its places: how many hold, and a sentence for each that does not."""

    rule: str
    words: str
    places: int
    failed: tuple[str, ...]
    warning: bool


def page(
    table: AnnualTable, asked: Mapping[str, Any], *, units: Sequence[UnitRow], today: date
) -> dict[str, Any]:
    """Everything the template needs."""
    address = _address(asked)
    return {
        "table": table,
        "grids": to_html_cells(table),
        "part6_title": PART6_TITLE,
        "asked": asked,
        "units": units,
        "years": range(today.year, min(FORMATS[0].first_year, table.year) - 1, -1),
        "formats": tuple(
            Link(
                f"{f.key}年格式（{f.basis}）", _link({**address, "table": f.key}), f == table.format
            )
            for f in FORMATS
        ),
        "files": tuple(
            Link(kind.upper(), url_for("web.annual_report_file", kind=kind, **address))
            for kind in FILES
        ),
        "checks": check_lines(table),
        "cell": lambda one: url_for(
            "web.annual_report_cases", **address, row=one.row, column=one.column
        ),
        "is_sum": lambda line: any(one.row in _SUMS and one.value is None for one in line),
        "has_children": any(u.parent == table.unit for u in units),
        "running": table.year == today.year,
    }


def _address(asked: Mapping[str, Any]) -> dict[str, Any]:
    found = {"year": asked["year"], "unit": asked["unit_code"]}
    found |= {"rollup": 1} if asked["rollup"] else {}
    return found | ({"table": asked["table"]} if asked["table"] else {})


def _link(address: Mapping[str, Any]) -> str:
    return url_for("web.annual_report", **address)


def check_lines(table: AnnualTable) -> tuple[CheckLine, ...]:
    """The checks of a table, one line a rule."""
    rules: dict[str, list[Check]] = {}
    for one in table.checks:
        rules.setdefault(one.rule, []).append(one)
    return tuple(
        CheckLine(
            rule,
            _RULES[rule],
            len(found),
            tuple(_failed(one, table) for one in found if not one.ok),
            all(one.rank == "warning" for one in found if not one.ok),
        )
        for rule, found in rules.items()
    )


def _failed(one: Check, table: AnnualTable) -> str:
    return one.message or f"{place_name(one, table.format)}：{one.left} 与 {one.right} 不相等。"


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
