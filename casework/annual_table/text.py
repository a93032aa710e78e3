"""An annual table for a terminal: aligned columns in which a Chinese character is two cells wide."""

import unicodedata
from collections.abc import Iterable, Mapping

from casework.annual_table.grid import PART3_TITLE, PART4_TITLE, PART6_TITLE
from workflows.annual_checks import RULES
from workflows.annual_grid import COLUMNS, PART4_RESULTS, Column
from workflows.annual_report import AnnualTable, Check
from workflows.vocabulary import ReviewKind

LABEL_WIDTH = 46
"""Cells for the labels; longer ones go on in the next line."""


def width(text: str) -> int:
    """Terminal cells of a text: wide and full-width characters count two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _pad(text: str) -> str:
    return text + " " * (LABEL_WIDTH - width(text))


def _wrapped(text: str, indent: str) -> list[str]:
    lines = [indent]
    for char in text:
        if width(lines[-1] + char) > LABEL_WIDTH:
            lines.append(indent + "  ")
        lines[-1] += char
    return lines


def _line(label: str, indent: str, *, numbers: Iterable[str]) -> list[str]:
    first, *rest = _wrapped(label, indent)
    return [_pad(first) + "".join(numbers), *rest]


def _header(columns: tuple[Column, ...]) -> str:
    return " " * LABEL_WIDTH + "".join(f"  {column.label}" for column in columns)


def _numbers(line: Mapping[str, int], columns: tuple[Column, ...]) -> Iterable[str]:
    for column in columns:
        yield str(line.get(column.key, 0)).rjust(width(column.label) + 2)


def _part3(table: AnnualTable) -> list[str]:
    lines = [PART3_TITLE, _header(COLUMNS)]
    seen: set[str] = set()
    for row in table.format.rows:
        indent = ""
        for heading in (row.section, row.group):
            if heading and heading not in seen:
                seen.add(heading)
                lines.append(indent + heading)
            indent += "  " if heading else ""
        numbers = _numbers(table.part3.get(row.key, {}), COLUMNS)
        lines += _line(row.label, indent, numbers=numbers)
    return lines


def _part4(table: AnnualTable) -> list[str]:
    lines = [PART4_TITLE, _header(PART4_RESULTS)]
    for kind in ReviewKind:
        numbers = _numbers(table.part4.get(kind.value, {}), PART4_RESULTS)
        lines += _line(kind.label, "", numbers=numbers)
    return lines


def _checks(checks: tuple[Check, ...]) -> list[str]:
    lines = ["勾稽检查"]
    for rule, meaning in RULES.items():
        of_rule = [check for check in checks if check.rule == rule]
        if of_rule:
            failed = [check for check in of_rule if not check.ok]
            verdict = f"{len(failed)}处不符" if failed else "全部相符"
            lines.append(f"  {rule}  {meaning}：检查{len(of_rule)}处，{verdict}。")
            lines += [f"    {_rank(check)} {check.message}" for check in failed]
    return lines


def _rank(check: Check) -> str:
    return "[错误]" if check.rank == "error" else "[提示]"


def to_text(table: AnnualTable) -> str:
    """Parts three, four and six and the checks as text for a terminal, with a final newline."""
    title = f"{table.unit_name}{table.year}年度政府信息公开工作年度报告（{table.format.key}年格式）"
    part6 = [PART6_TITLE, f"  {table.other_matters}"] if table.other_matters else []
    blocks = (
        [title, "", table.narrative],
        _part3(table),
        _part4(table),
        part6,
        _checks(table.checks),
    )
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"
