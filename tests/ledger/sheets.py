"""Ledgers for tests: rows as mappings, written as CSV or XLSX into a folder."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from casework.ledger.faults import REVIEWS_SHEET

Rows = Sequence[Mapping[str, Any]]

CASE: Mapping[str, Any] = {
    "申请人类型": "自然人",
    "申请人": "张三",
    "收到日期": "2020-09-01",
    "申请内容": "某街道2019年房屋征收补偿方案",
}
CLOSED: Mapping[str, Any] = {**CASE, "办理结果": "（一）予以公开", "办结日期": "2020-09-20"}
REVIEW: Mapping[str, Any] = {"类型": "行政复议", "受理日期": "2020-10-09"}


def columns_of(rows: Rows) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def csv_file(path: Path, rows: Rows, *, encoding: str = "utf-8") -> Path:
    """A CSV file of these rows."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns_of(rows), restval="")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def xlsx_file(path: Path, rows: Rows, *, reviews: Rows = (), sheet: str = "申请") -> Path:
    """A workbook of these rows, with the sheet of reviews when there are some."""
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = sheet
    _fill(first, rows)
    if reviews:
        _fill(book.create_sheet(REVIEWS_SHEET), reviews)
    book.save(path)
    return path


def _fill(sheet: Any, rows: Rows) -> None:
    names = columns_of(rows)
    sheet.append(names)
    for row in rows:
        sheet.append([row.get(name) for name in names])
