"""Writes the form: the official grids of the year with protected labels, open cells, sums as formulas, and whose form it is."""

import io

import xlsxwriter
from xlsxwriter.format import Format as Style
from xlsxwriter.worksheet import Worksheet

from casework.annual_filing.content import Wanted
from casework.annual_filing.layout import ABOUT, ABOUT_LABELS, Placed, Sheet, sheets
from workflows.annual_part2 import figures

_WIDTHS = {3: (8, 15, 38, 9, 9, 9, 13, 13, 9, 9), 4: (9,) * 15, 2: (24, 22, 22, 22)}
_GUIDE = (
    "只填写“二、主动公开”“三、申请情况”“四、复议诉讼”三张表中的空格：没有的填0；合计由公式计算。",
    "请不要改动表中的文字、合并的单元格、行和列，也不要改用其他单位或者其他年度的表。",
    "金额以万元为单位，其他数字为整数；只有“本年增/减”可以小于0。",
    "已经公布的，在上面填写公布日期（如 2023-01-20）和网址。填好后保存为 XLSX，报送主管部门导入。",
    "表中不填写申请人的姓名、证件、联系方式等个人信息。",
)
_BASE = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True}


def title_of(wanted: Wanted) -> str:
    """The first line of every sheet."""
    return f"{wanted.unit_name}{wanted.year}年度政府信息公开工作年度报告"


def to_form(wanted: Wanted) -> bytes:
    """The form of a unit for a year."""
    out = io.BytesIO()
    # A unit's name is text even when it begins like a formula or an address.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        styles = {
            "label": book.add_format({**_BASE, "border": 1, "align": "left"}),
            "heading": book.add_format({**_BASE, "border": 1, "align": "center", "bold": True}),
            "sum": book.add_format(
                {**_BASE, "border": 1, "align": "center", "bg_color": "#EFEFEF"}
            ),
            "open": book.add_format({**_BASE, "border": 1, "align": "center", "locked": False}),
            "title": book.add_format({**_BASE, "align": "center", "font_size": 14, "bold": True}),
        }
        _add_about(book.add_worksheet(ABOUT), wanted, styles)
        for number, sheet in enumerate(sheets(wanted.format), start=2):
            page = book.add_worksheet(sheet.name)
            _set_up(page, _WIDTHS[number])
            width = len(_WIDTHS[number]) - 1
            page.merge_range(0, 0, 0, width, title_of(wanted), styles["title"])
            page.merge_range(1, 0, 1, width, sheet.grid.title, styles["title"])
            for one in sheet.placed:
                _write(page, sheet, one, styles, wanted)
            page.protect()
    return out.getvalue()


def _add_about(page: Worksheet, wanted: Wanted, styles: dict[str, Style]) -> None:
    _set_up(page, (16, 90))
    page.merge_range(0, 0, 0, 1, title_of(wanted), styles["title"])
    for address, label in ABOUT_LABELS.items():
        page.write_string(address, label, styles["heading"])
    for address, value in (("B2", wanted.unit), ("B3", wanted.unit_name), ("B5", wanted.format)):
        page.write_string(address, value, styles["label"])
    page.write_number("B4", wanted.year, styles["label"])
    for address in ("B6", "B7"):
        page.write_blank(address, None, styles["open"])
    for line, text in enumerate(_GUIDE, start=8):
        page.merge_range(line, 0, line, 1, text, styles["label"])
    page.protect()


def _set_up(page: Worksheet, widths: tuple[int, ...]) -> None:
    for at, width in enumerate(widths):
        page.set_column(at, at, width)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 1)


def _write(
    page: Worksheet, sheet: Sheet, one: Placed, styles: dict[str, Style], wanted: Wanted
) -> None:
    cell = one.cell
    formula = sheet.sums.get(one.key, "") if not cell.is_heading else ""
    look = "sum" if formula else "open"
    if cell.is_heading:
        look = "label" if cell.row and cell.rowspan == 1 else "heading"
    style, text = styles[look], cell.text if cell.is_heading else ""
    if one.merged:
        page.merge_range(one.merged, text, style)
    elif cell.is_heading:
        page.write_string(one.address, text, style)
    elif formula:
        page.write_formula(one.address, formula, style, 0)
        return
    else:
        page.write_blank(one.address, None, style)
    if not cell.is_heading:
        page.data_validation(one.address, _rule(one, wanted))


def _rule(one: Placed, wanted: Wanted) -> dict[str, object]:
    """What a spreadsheet program lets somebody type."""
    kind = figures(wanted.format)[one.cell.row][1] if not one.cell.column else None
    signed, decimals = (kind.signed, kind.decimals) if kind else (False, 0)
    return {
        "validate": "decimal" if decimals else "integer",
        "criteria": "between",
        "minimum": -999_999_999 if signed else 0,
        "maximum": 999_999_999,
        "error_title": "请填写数字",
        "error_message": "没有的填0；请不要填写文字。" if signed else "没有的填0；不能小于0。",
    }
