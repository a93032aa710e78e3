"""The register of numbers as a file: PDF to bind, CSV and XLSX to go on with."""

import csv
import io
from collections.abc import Callable, Mapping

import xlsxwriter

from casework.blocks import Column, Note, Paper, Table, Title
from casework.characters import harmless
from casework.pdf.render import render
from casework.queries.number_register import NumberRow, Register
from workflows.documents import DOCUMENTS

HEADINGS = ("文号", "日期", "文书", "案件编号", "送出", "送达凭证", "作废及理由")
_SHARES = (1.9, 1.5, 1.9, 1.8, 1.5, 2.0, 1.4)
_WIDTHS = (26, 12, 34, 22, 24, 30, 30)
EXPORT_LIMIT = 10_000
"""Numbers of one file; a unit that gives more in a year takes its kinds one by one."""


def cells(row: NumberRow) -> tuple[str, ...]:
    """A number as the columns show it."""
    void = f"作废：{row.reason}" if row.void else ""
    day = row.issued_on.isoformat()
    return (row.number, day, row.title, row.case_number, row.sent, row.proof, void)


def title(found: Register) -> str:
    """What the register is called."""
    kind = f"（{DOCUMENTS[found.key].heading}）" if found.key else ""
    return f"{found.unit.name}{found.year}年发文登记簿{kind}"


def to_pdf(found: Register) -> bytes:
    """The register as a table whose heads stand again on each page."""
    columns = tuple(Column(h, s) for h, s in zip(HEADINGS, _SHARES, strict=True))
    rows = tuple(cells(row) for row in found.rows)
    void = sum(row.void for row in found.rows)
    blocks = (
        Title(title(found)),
        Table(columns, rows),
        Note(f"共{found.total}个文号，其中作废{void}个；作废的文号保留，不再使用。"),
    )
    return render(Paper(title(found), found.unit.signatory or found.unit.name, blocks))


def to_csv(found: Register) -> bytes:
    """The register as CSV for Excel."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    for row in found.rows:
        writer.writerow([harmless(text) for text in cells(row)])
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(found: Register) -> bytes:
    """The register as a sheet whose first row stays; every cell is text."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("发文登记簿")
        head = book.add_format({"bold": True, "border": 1, "align": "center"})
        body = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        for at, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, heading, head)
        for line, row in enumerate(found.rows, start=1):
            for at, text in enumerate(cells(row)):
                sheet.write_string(line, at, text, body)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    return out.getvalue()


FILES: Mapping[str, tuple[Callable[[Register], bytes], str]] = {
    "pdf": (to_pdf, "application/pdf"),
    "csv": (to_csv, "text/csv"),
    "xlsx": (to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
