"""An annual table as an XLSX workbook: the official grids ready to print, and the checks on a sheet of their own."""

import io
from collections.abc import Mapping
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.format import Format as Style
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from casework.annual_table.grid import (
    PART3_TITLE,
    PART4_TITLE,
    PART6_TITLE,
    Cell,
    Grid,
    part2_grid,
    to_html_cells,
)
from workflows.annual_grid import CATEGORY_KEYS, LABEL_COLUMNS, TOTAL
from workflows.annual_part2 import PART2_TITLE
from workflows.annual_report import AnnualTable, place_name
from workflows.annual_text import Slot
from workflows.vocabulary import ReviewResult

FIRST_LINE = 2
"""Lines above the grid: the title of the report and that of the part."""

_BASE: Mapping[str, object] = {
    "font_name": "宋体",
    "font_size": 10,
    "align": "center",
    "valign": "vcenter",
    "text_wrap": True,
}
_BORDER = {**_BASE, "border": 1}
_PART3_WIDTHS = (8, 15, 38, 9, 9, 9, 13, 13, 9, 9)
_PART4_WIDTHS = (9.0,) * 15
_WIDTHS: Mapping[str, tuple[float, ...]] = {
    PART2_TITLE: (24.0, 22.0, 22.0, 22.0),
    PART3_TITLE: _PART3_WIDTHS,
    PART4_TITLE: _PART4_WIDTHS,
}
_A4 = 9
_LINE_POINTS = 18
_LABEL_CHARACTERS = 20
"""Full-width characters that fit in one line of the label column; longer labels make their line taller."""


@dataclass(frozen=True)
class _Styles:
    """The four looks of the book."""

    title: Style
    heading: Style
    label: Style
    number: Style


def _styles(book: xlsxwriter.Workbook) -> _Styles:
    return _Styles(
        title=book.add_format({**_BASE, "font_name": "黑体", "font_size": 14}),
        heading=book.add_format({**_BORDER, "bold": True}),
        label=book.add_format({**_BORDER, "align": "left"}),
        number=book.add_format({**_BORDER, "num_format": "General"}),
    )


def _positions(grid: Grid) -> list[tuple[int, int, Cell]]:
    """Line, column and cell: each cell takes the first place that no merged cell above covers."""
    taken: set[tuple[int, int]] = set()
    placed = []
    for line, cells in enumerate(grid.lines, start=FIRST_LINE):
        at = 0
        for cell in cells:
            while (line, at) in taken:
                at += 1
            taken.update(
                (line + down, at + right)
                for down in range(cell.rowspan)
                for right in range(cell.colspan)
            )
            placed.append((line, at, cell))
    return placed


def _summands(cell: Cell, table: AnnualTable) -> tuple[tuple[str, str], ...]:
    """The row and column keys that a total adds up; none for a plain number."""
    if cell.column == TOTAL:
        keys = CATEGORY_KEYS if cell.row in table.format.row_keys else tuple(ReviewResult)
        return tuple((cell.row, key) for key in keys)
    if cell.row == TOTAL:
        return tuple((key, cell.column) for key in table.format.outcome_keys)
    return ()


def _write_grid(sheet: Worksheet, grid: Grid, *, styles: _Styles, table: AnnualTable) -> None:
    placed = _positions(grid)
    numbers = {
        (cell.row, cell.column): (xl_rowcol_to_cell(line, at), cell.value)
        for line, at, cell in placed
        if cell.value is not None
    }
    for line, at, cell in placed:
        if cell.value is None:
            style = styles.label if cell.row and cell.rowspan == 1 else styles.heading
            _write_heading(sheet, line, at, cell=cell, style=style)
            continue
        parts = [numbers[keys] for keys in _summands(cell, table)]
        # A published total that does not add up stays as published: a formula would change it silently.
        if parts and cell.value == sum(value for _, value in parts):
            formula = f"=SUM({parts[0][0]}:{parts[-1][0]})"
            sheet.write_formula(line, at, formula, styles.number, cell.value)
        else:
            if cell.colspan > 1:
                sheet.merge_range(line, at, line, at + cell.colspan - 1, "", styles.number)
            sheet.write_number(line, at, cell.value, styles.number)


def _write_heading(sheet: Worksheet, line: int, at: int, *, cell: Cell, style: Style) -> None:
    if cell.colspan * cell.rowspan == 1:
        sheet.write_string(line, at, cell.text, style)
        return
    bottom, right = line + cell.rowspan - 1, at + cell.colspan - 1
    sheet.merge_range(line, at, bottom, right, cell.text, style)


def _set_up(sheet: Worksheet, widths: tuple[float, ...], *, title: str, name: str) -> None:
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    sheet.set_footer(f"&C{name.replace('&', '&&')}　第&P页")
    sheet.set_header(f"&R{title}")


def _add_part(
    book: xlsxwriter.Workbook, name: str, *, table: AnnualTable, grid: Grid, styles: _Styles
) -> None:
    widths = _WIDTHS[grid.title]
    sheet = book.add_worksheet(name)
    _set_up(sheet, widths, title=f"{table.year}年度", name=table.unit_name)
    title = f"{table.unit_name}{table.year}年度政府信息公开工作年度报告"
    sheet.merge_range(0, 0, 0, len(widths) - 1, title, styles.title)
    sheet.merge_range(1, 0, 1, len(widths) - 1, grid.title, styles.title)
    for line in range(FIRST_LINE):
        sheet.set_row(line, 2 * _LINE_POINTS - 8)
    for line, cells in enumerate(grid.lines, start=FIRST_LINE):
        labels = [cell.text for cell in cells if cell.row and cell.colspan * cell.rowspan == 1]
        longest = max((len(label) for label in labels), default=1)
        sheet.set_row(line, _LINE_POINTS * (1 + (longest - 1) // _LABEL_CHARACTERS))
    _write_grid(sheet, grid, styles=styles, table=table)
    head = FIRST_LINE + len(grid.header)
    if grid.header:
        sheet.repeat_rows(FIRST_LINE, head - 1)
    sheet.freeze_panes(head, LABEL_COLUMNS if grid.title == PART3_TITLE else 0)


def _add_checks(book: xlsxwriter.Workbook, *, table: AnnualTable, styles: _Styles) -> None:
    sheet = book.add_worksheet("勾稽检查")
    widths = (8, 12, 10, 44, 10, 10, 70)
    _set_up(sheet, widths, title=f"{table.year}年度", name=table.unit_name)
    sheet.fit_to_pages(1, 0)
    for at, heading in enumerate(("规则", "要求", "结果", "位置", "左边", "右边", "说明")):
        sheet.write_string(0, at, heading, styles.heading)
    demands = {"error": "必须相符", "warning": "仅作提示"}
    for line, check in enumerate(table.checks, start=1):
        verdict = "相符" if check.ok else "不符"
        words = (check.rule, demands[check.rank], verdict, place_name(check, table.format))
        for at, word in enumerate(words):
            sheet.write_string(line, at, word, styles.label)
        sheet.write_number(line, 4, check.left, styles.number)
        sheet.write_number(line, 5, check.right, styles.number)
        sheet.write_string(line, 6, check.message, styles.label)
    last = len(table.checks) + 2
    sheet.merge_range(last, 0, last, len(widths) - 1, table.narrative, styles.label)
    sheet.set_row(last, 6 * _LINE_POINTS)
    if table.other_matters:
        part6 = f"{PART6_TITLE}：{table.other_matters}"
        sheet.merge_range(last + 1, 0, last + 1, len(widths) - 1, part6, styles.label)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 0)


def _add_words(
    book: xlsxwriter.Workbook, words: Mapping[str, tuple[str, ...]], *, styles: _Styles
) -> None:
    sheet = book.add_worksheet("文字部分")
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 110)
    line = 0
    for slot in Slot:
        for text in words.get(slot.value, ()):
            sheet.write_string(line, 0, slot.label, styles.label)
            sheet.write_string(line, 1, text, styles.label)
            line += 1


def to_xlsx(table: AnnualTable, words: Mapping[str, tuple[str, ...]] | None = None) -> bytes:
    """The workbook: parts two to four on a sheet each, since their grids differ, then the checks and the words by slot."""
    out = io.BytesIO()
    # A unit's name is text even when it begins like a formula or an address.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        styles = _styles(book)
        part2, part3, part4 = part2_grid(table), *to_html_cells(table)
        _add_part(book, "三、申请情况", table=table, grid=part3, styles=styles)
        _add_part(book, "四、复议诉讼", table=table, grid=part4, styles=styles)
        _add_checks(book, table=table, styles=styles)
        # Behind the rest: programs that read the tables count on the first sheets.
        _add_part(book, "二、主动公开", table=table, grid=part2, styles=styles)
        if words:
            _add_words(book, words, styles=styles)
    return out.getvalue()
