"""The rows of the queue as files for Excel: every row of the filter in its order, written as they are read."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO

import xlsxwriter

from casework.characters import harmless
from casework.errors import Invalid
from casework.queries.cases import CaseRow
from casework.web.filters import time_left

MOST_XLSX = 1_048_575
"""Lines of one sheet below its heading, as the format has them."""
_PIECE = 1 << 16
HEADINGS = (
    *("编号", "阶段", "状态", "申请人", "申请人类型", "申请内容", "办理单位", "承办人", "在等"),
    *(
        "收到日期",
        "答复期限",
        "剩余时间",
        "申请人期限",
        "计时",
        "期限是否暂定",
        "办结日期",
        "事项类别",
    ),
)


def cells(row: CaseRow) -> tuple[str, ...]:
    """One row under the headings, as the page shows it: names of persons are masked."""
    return (
        *(row.number, row.phase.label, row.state_label, row.masked, row.category, row.content),
        *(row.unit, row.handler, row.waits, str(row.received_on or ""), str(row.due_on or "")),
        *(time_left(row.due_on, row.days_left), str(row.limit_on or ""), row.clock.label),
        *("暂定" if row.provisional else "", str(row.closed_on or ""), row.topic),
    )


def csv_lines(rows: Iterable[CaseRow]) -> Iterator[bytes]:
    """The file in pieces; the mark at its beginning tells Excel that it is UTF-8."""
    yield _line(HEADINGS, bom=True)
    for row in rows:
        yield _line(map(harmless, cells(row)))


def xlsx(rows: Iterable[CaseRow]) -> Iterator[bytes]:
    """The workbook in pieces, from a temporary file that is written line by line.

    Raises:
        Invalid: more rows than a sheet holds.
    """
    with tempfile.TemporaryFile() as file:
        _write(file, rows)
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


def _write(file: IO[bytes], rows: Iterable[CaseRow]) -> None:
    """Every cell is a text, so that none is a formula."""
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("办件")
        sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for at, heading in enumerate(HEADINGS):
            sheet.set_column(at, at, 40 if heading == "申请内容" else 16)
            sheet.write_string(0, at, heading, bold)
        for line, row in enumerate(rows, start=1):
            if line > MOST_XLSX:
                raise Invalid(
                    f"超过 {MOST_XLSX} 件，一张工作表放不下；请加上条件，或者导出为 CSV。"
                )
            for at, value in enumerate(cells(row)):
                sheet.write_string(line, at, value)


def _line(values: Iterable[str], *, bom: bool = False) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow(values)
    return out.getvalue().encode("utf-8-sig" if bom else "utf-8")
