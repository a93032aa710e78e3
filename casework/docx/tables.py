"""Ruled forms and tables of a draft; knows nothing of the rest of a paper."""

from typing import Any

from docx.document import Document
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.shared import Mm, Pt

from casework import blocks
from casework.docx.text import FANG, HEI, Look, element, fill, paragraph

_LABEL = Look(HEI, 12, align="center", pitch=19)
_VALUE = Look(size=12, align="left", pitch=19)
_SIGN = Look(size=12, align="right", pitch=19)
_ALIGNS = {"left": "left", "centre": "center", "right": "right"}
_WIDTHS = (Pt(84), Mm(78) - Pt(84), Pt(84), Mm(78) - Pt(84))
CHOSEN, OPEN = "■", "□"


def add_fields(document: Document, block: blocks.Fields) -> None:
    """Two narrow fields side by side, a wide one (or a narrow one left over) across."""
    rows: list[list[blocks.Field | blocks.Opinion | blocks.Band]] = []
    for field in block.fields:
        narrow = isinstance(field, blocks.Field) and not field.wide
        if narrow and rows and len(rows[-1]) == 1 and _narrow(rows[-1][0]):
            rows[-1].append(field)
        else:
            rows.append([field])
    table = _ruled(document, len(rows), [*_WIDTHS])
    for row, fields in zip(table.rows, rows, strict=True):
        _fill_row(row, fields)


def _narrow(field: blocks.Field | blocks.Opinion | blocks.Band) -> bool:
    return isinstance(field, blocks.Field) and not field.wide


def _fill_row(row: Any, fields: list[blocks.Field | blocks.Opinion | blocks.Band]) -> None:
    cells = row.cells
    first = fields[0]
    if isinstance(first, blocks.Band):
        fill(cells[0].merge(cells[3]), [first.text], _LABEL)
        return
    if len(fields) == 1:
        fill(cells[0], [first.label], _LABEL)
        _content(cells[1].merge(cells[3]), first)
        return
    for at, field in zip((0, 2), fields, strict=True):
        assert isinstance(field, blocks.Field)
        fill(cells[at], [field.label], _LABEL)
        _content(cells[at + 1], field)


def _content(cell: Any, field: blocks.Field | blocks.Opinion) -> None:
    if isinstance(field, blocks.Opinion):
        lines = field.text.split("\n")
        fill(cell, [*lines, *[""] * (field.lines - len(lines))], _VALUE)
        paragraph(cell, field.foot, _SIGN)
        return
    boxes = "\u3000".join(f"{CHOSEN if on else OPEN} {label}" for label, on in field.choices)
    fill(cell, [*filter(None, (boxes, *field.value.split("\n")))], _VALUE)


def add_table(document: Document, block: blocks.Table) -> None:
    """Columns by their shares; the row of heads stands again on each page."""
    total = sum(max(column.share, 0.0) for column in block.columns) or 1.0
    widths = [round(Mm(156) * max(column.share, 0.0) / total) for column in block.columns]
    table = _ruled(document, len(block.rows) + 1, widths)
    head, *rows = table.rows
    head._tr.get_or_add_trPr().append(element("tblHeader"))
    for cell, column in zip(head.cells, block.columns, strict=True):
        fill(cell, [column.head], _LABEL)
    for row, texts in zip(rows, block.rows, strict=True):
        for cell, text, column in zip(row.cells, texts, block.columns, strict=True):
            look = Look(size=12, align=_ALIGNS[column.align], pitch=19)
            fill(cell, text.split("\n"), look)


_SMALL = 9  # points: ten columns stand side by side


def add_merged(document: Document, block: blocks.Merged) -> None:
    """Cells merged as the form merges them."""
    total = sum(block.shares)
    widths = [round(Mm(156) * share / total) for share in block.shares]
    table = _ruled(document, len(block.lines), widths)
    for at, left, cell in block.placed():
        first = table.cell(at, left)
        if cell.rows * cell.columns > 1:
            first = first.merge(table.cell(at + cell.rows - 1, left + cell.columns - 1))
        font = HEI if cell.head else FANG
        look = Look(font, _SMALL, align=_ALIGNS[cell.align], pitch=12)
        fill(first, cell.text.split("\n"), look)


def _ruled(document: Document, rows: int, widths: list[int]) -> Any:
    table: Any = document.add_table(rows=rows, cols=len(widths))
    table.style = "Table Grid"
    table.autofit = False
    for row in table.rows:
        row._tr.get_or_add_trPr().append(element("cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    return table
