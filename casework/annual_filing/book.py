"""Reads a filled form cell by cell: every label and merged cell must stand where the form has it; each fault names its cell."""

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.utils.cell import get_column_letter

from casework.annual_filing.content import (
    LONGEST_ADDRESS,
    PUBLISHED,
    Fault,
    Filed,
    Reading,
    Wanted,
)
from casework.annual_filing.form import title_of
from casework.annual_filing.kinds import refusal
from casework.annual_filing.layout import (
    ABOUT,
    ABOUT_LABELS,
    CODE,
    FIRST_LINE,
    FORM,
    NAME,
    PUBLISHED_AT,
    PUBLISHED_ON,
    TITLE,
    YEAR,
    Placed,
    Sheet,
    sheets,
    summands,
)
from casework.errors import BROKEN
from workflows import annual_part2
from workflows.annual_grid import FORMATS, format_of
from workflows.annual_part2 import Kind

_SHOWN = 20
_ASK = "请在系统中重新下载本单位本年度的填报表，不要增删行列"
_NO_FORM = f"没有这张工作表，不是本系统生成的填报表；{_ASK}。"


@dataclass
class _Book:
    """A form while it is read."""

    wanted: Wanted
    pages: Mapping[str, Any]
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)
    values: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    places: dict[tuple[str, str], str] = field(default_factory=dict)

    def fault(self, page: str, address: str, reason: str) -> None:
        self.faults.append(Fault(f"{page}!{address}" if address else page, reason))


def read_form(data: bytes, wanted: Wanted) -> Reading:
    """The numbers of a form that was made for this unit and year, or every fault with its cell."""
    pages = _pages(data)
    if isinstance(pages, Fault):
        return Reading(None, (pages,))
    book = _Book(wanted, pages)
    if not _read_about(book):
        return Reading(None, tuple(book.faults))
    for sheet in sheets(wanted.format):
        _read_sheet(book, sheet)
    on = _published_on(book)
    at = _published_at(book, on)
    if book.faults:
        return Reading(None, tuple(book.faults), tuple(book.notes), book.places)
    return Reading(_filed(book, on, at), (), tuple(book.notes), book.places)


def unit_of_form(data: bytes) -> str | Fault:
    """The code of the unit that a form was made for, or why it cannot be told."""
    pages = _pages(data)
    if isinstance(pages, Fault):
        return pages
    if ABOUT not in pages:
        return Fault(ABOUT, _NO_FORM)
    code = _text(pages[ABOUT][CODE].value)
    return code or Fault(f"{ABOUT}!{CODE}", f"没有单位代码；{_ASK}。")


def _pages(data: bytes) -> Mapping[str, Any] | Fault:
    """The sheets by name."""
    wrong = refusal(data)
    if wrong is not None:
        return wrong
    try:
        book = openpyxl.load_workbook(io.BytesIO(data))
    except BROKEN:
        return Fault("文件", "不是完好的 XLSX 文件；请用 WPS 或者 Excel 打开后另存为 XLSX 再报送。")
    return {page.title.strip(): page for page in book.worksheets}


def _read_about(book: _Book) -> bool:
    """Whose form it is. Answers whether it is worth reading on."""
    page, wanted = book.pages.get(ABOUT), book.wanted
    if page is None:
        book.fault(ABOUT, "", _NO_FORM)
        return False
    for address, label in ABOUT_LABELS.items():
        _check_label(book, ABOUT, address, page[address].value, label)
    code, year, form = (_text(page[one].value) for one in (CODE, YEAR, FORM))
    if code != wanted.unit:
        other = f"“{_text(page[NAME].value)}”（{code}）"
        mine = f"“{wanted.unit_name}”（{wanted.unit}）"
        book.fault(
            ABOUT, CODE, f"这是{other}的填报表，不是{mine}的；请选对单位，或者用该单位的表填报。"
        )
    elif _text(page[NAME].value) != folded(wanted.unit_name):
        book.fault(ABOUT, NAME, f"单位名称应为“{wanted.unit_name}”；{_ASK}。")
    if year != str(wanted.year):
        book.fault(
            ABOUT,
            YEAR,
            f"这是{year or '没有写明'}年度的填报表，现在要的是{wanted.year}年度；请用{wanted.year}年度的表填报。",
        )
    if form != wanted.format:
        basis = format_of(wanted.format).basis
        book.fault(ABOUT, FORM, f"{wanted.year}年度适用{wanted.format}年格式（{basis}），这份是{form or '没有写明'}年格式；{_ASK}。")  # fmt: skip
    return not book.faults


def folded(text: str) -> str:
    """For comparing: NFKC, no white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _text(value: Any) -> str:
    if isinstance(value, float) and value == int(value):
        value = int(value)
    return folded("" if value is None else str(value))


def _check_label(book: _Book, page: str, address: str, value: Any, label: str) -> None:
    if _text(value) != folded(label):
        now = f"“{str(value)[:40]}”" if value not in (None, "") else "空白"
        book.fault(page, address, f"应为“{label}”，现在是{now}；{_ASK}，也不要改动表中的文字。")


def _read_sheet(book: _Book, sheet: Sheet) -> None:
    page = book.pages.get(sheet.name)
    if page is None:
        book.fault(sheet.name, "", f"没有这张工作表；{_ASK}。")
        return
    told = _other_format(book, sheet, page) or _shifted(sheet, page)
    if told:
        book.fault(sheet.name, *told)
        return
    _check_label(book, sheet.name, TITLE, page[TITLE].value, title_of(book.wanted))
    before = len(book.faults)
    for one in sheet.labels:
        _check_label(book, sheet.name, one.address, page[one.address].value, one.cell.text)
    _check_merges(book, sheet, page)
    if len(book.faults) - before > _SHOWN:
        more = len(book.faults) - before - _SHOWN
        del book.faults[before + _SHOWN :]
        book.fault(sheet.name, "", f"另有{more}处与填报表不同；{_ASK}。")
        return
    for one in sheet.numbers:
        _read_number(book, sheet, one, page[one.address].value)
    _check_beside(book, sheet, page)


def _other_format(book: _Book, sheet: Sheet, page: Any) -> tuple[str, str] | None:
    """Whether these are the labels of another year's format."""
    for format in FORMATS:
        other = next(s for s in sheets(format.key) if s.name == sheet.name)
        if format.key == book.wanted.format or list(_words(other)) == list(_words(sheet)):
            continue
        only = [one for one in other.labels if one.cell.text not in set(_words(sheet))]
        if only and all(_text(page[one.address].value) == folded(one.cell.text) for one in only):
            basis = format_of(book.wanted.format).basis
            said = f"这是{format.key}年格式（{format.basis}）的表；{book.wanted.year}年度适用{book.wanted.format}年格式（{basis}）。{_ASK}。"
            return only[0].address, said
    return None


def _words(sheet: Sheet) -> Iterator[str]:
    return (one.cell.text for one in sheet.labels)


def _shifted(sheet: Sheet, page: Any) -> tuple[str, str] | None:
    """Whether most labels stand in the form's order but so many lines and columns away."""
    found: dict[str, tuple[int, int]] = {}
    for line in page.iter_rows(max_row=min(page.max_row, 200), max_col=min(page.max_column, 60)):
        for cell in line:
            if cell.value is not None:
                found.setdefault(_text(cell.value), (cell.row - 1, cell.column - 1))
    moves: dict[tuple[int, int], list[Placed]] = {}
    texts = [one.cell.text for one in sheet.labels]
    for one in (label for label in sheet.labels if texts.count(label.cell.text) == 1):
        there = found.get(folded(one.cell.text))
        if there is not None:
            moves.setdefault((there[0] - one.line, there[1] - one.at), []).append(one)
    for (down, right), moved in moves.items():
        if (down, right) != (0, 0) and len(moved) > 2:
            one = min(moved, key=lambda each: (each.line, each.at))
            where = f"{get_column_letter(one.at + right + 1)}{one.line + down + 1}"
            ways = [f"{'下' if down > 0 else '上'}移了{abs(down)}行"] if down else []
            ways += [f"{'右' if right > 0 else '左'}移了{abs(right)}列"] if right else []
            said = f"“{one.cell.text[:20]}”应在{one.address}，现在在{where}：从这里起{'、'.join(ways)}；{_ASK}。"
            return where, said
    return None


def _check_merges(book: _Book, sheet: Sheet, page: Any) -> None:
    due = {one.merged for one in sheet.placed if one.merged}
    now = {str(one) for one in page.merged_cells.ranges if one.min_row > FIRST_LINE}
    for missing in sorted(due - now):
        book.fault(sheet.name, missing, f"这里应当是合并的单元格；{_ASK}。")
    for extra in sorted(now - due):
        book.fault(
            sheet.name, extra, f"这里合并了不应合并的单元格，下面的数字可能填错了格；{_ASK}。"
        )


def _check_beside(book: _Book, sheet: Sheet, page: Any) -> None:
    """What stands outside the grid would be lost in silence."""
    lines = FIRST_LINE + len(sheet.grid.lines)
    columns = max(one.at + one.cell.colspan for one in sheet.placed)
    for line in page.iter_rows(min_row=FIRST_LINE + 1, max_row=min(page.max_row, 200), max_col=min(page.max_column, 60)):  # fmt: skip
        for cell in line:
            if cell.value is not None and (cell.row > lines or cell.column > columns):
                book.fault(sheet.name, cell.coordinate, f"表格以外填写了“{str(cell.value)[:20]}”，不会读入；请删去，或者填到对应的格中。")  # fmt: skip


def _read_number(book: _Book, sheet: Sheet, one: Placed, value: Any) -> None:
    key = one.key
    book.places[key] = f"{sheet.name}!{one.address}"
    formula = sheet.sums.get(key)
    if formula and isinstance(value, str) and value.startswith("="):
        if value.replace("$", "").replace(" ", "").upper() != formula:
            book.fault(
                sheet.name, one.address, f"合计的公式应为{formula}，现在是{value[:40]}；请恢复。"
            )
        return  # added up below
    words, kind = _words_of(book, sheet, one)
    number = _number(book, sheet, one, value, words, kind)
    if number is not None:
        book.values[key] = number


def _words_of(book: _Book, sheet: Sheet, one: Placed) -> tuple[str, Kind]:
    if not one.cell.column:
        return annual_part2.figures(book.wanted.format)[one.cell.row]
    return "数量", Kind()


def _number(
    book: _Book, sheet: Sheet, one: Placed, value: Any, words: str, kind: Kind
) -> Decimal | None:
    name, address = sheet.name, one.address
    if isinstance(value, str) and value.startswith("="):
        book.fault(name, address, f"{words}应填数字，现在是公式{value[:30]}；请填写结果。")
        return None
    if isinstance(value, bool | date | datetime):
        book.fault(name, address, f"{words}应填数字，现在是“{value}”；请改为数字。")
        return None
    text = "" if value is None else repr(value) if isinstance(value, float) else str(value)
    if isinstance(value, float) and value == int(value):
        text = str(int(value))
    try:
        number = annual_part2.number(text, words, kind)
    except ValueError as error:
        book.fault(name, address, str(error))
        return None
    place = f"{name}!{address}"
    if annual_part2.is_blank(text):
        shown = f"“{text.strip()}”" if text.strip() else "空白"
        book.notes.append(Fault(place, f"{shown}按0计（没有的请填0）。"))
    elif isinstance(value, str):
        book.notes.append(
            Fault(place, f"以文本保存的“{text.strip()}”按数字{annual_part2.written(number)}读取。")
        )
    return number


def _published_on(book: _Book) -> date | None:
    """The day of publication; empty or “/” where the report is not published yet."""
    value = book.pages[ABOUT][PUBLISHED_ON].value
    book.places[PUBLISHED] = f"{ABOUT}!{PUBLISHED_ON}"
    text = str(value or "").strip()
    found = _day(value)
    if found is None and not annual_part2.is_blank(text):
        book.fault(
            ABOUT,
            PUBLISHED_ON,
            f"公布日期“{text[:20]}”不能识别；请按 2023-01-20 的格式填写，没有公布的留空。",
        )
    return found


def _published_at(book: _Book, on: date | None) -> str:
    """Where it was published; an address without its day would be lost."""
    address = str(book.pages[ABOUT][PUBLISHED_AT].value or "").strip()
    if annual_part2.is_blank(address):
        if on is not None:
            said = "填了公布日期，没有填公布网址；有网址的请补填后重新报送。"
            book.notes.append(Fault(f"{ABOUT}!{PUBLISHED_ON}、{PUBLISHED_AT}", said))
        return ""
    if len(address) > LONGEST_ADDRESS:
        said = f"公布网址有{len(address)}个字，最多{LONGEST_ADDRESS}个；请填写报告所在页面的网址。"
        book.fault(ABOUT, PUBLISHED_AT, said)
    dated = book.pages[ABOUT][PUBLISHED_ON].value
    if on is None and annual_part2.is_blank(str(dated or "").strip()):
        said = f"填了公布网址，{PUBLISHED_ON}没有公布日期；已经公布的补填日期，没有公布的删去网址。"
        book.fault(ABOUT, f"{PUBLISHED_ON}、{PUBLISHED_AT}", said)
    return address


def _filed(book: _Book, on: date | None, at: str) -> Filed:
    format = format_of(book.wanted.format)
    values = book.values
    _add_up(values, (key for sheet in sheets(format.key) for key in sheet.sums), format.key)
    part2 = {key: values[key, ""] for key in annual_part2.figures(format.key)}
    part3: dict[str, dict[str, int]] = {}
    part4: dict[str, dict[str, int]] = {}
    for (row, column), value in values.items():
        if column:
            part = part3 if row in format.row_keys else part4
            part.setdefault(row, {})[column] = int(value)
    return Filed(book.wanted, part2, part3, part4, {}, on, at)


def _add_up(
    values: dict[tuple[str, str], Decimal], totals: Iterable[tuple[str, str]], format_key: str
) -> None:
    """The sums that the form's own formulas give; sums of columns before sums of rows."""
    format = format_of(format_key)
    for key in sorted(totals, key=lambda key: key[1] == "total"):
        if key not in values:
            values[key] = sum((values[one] for one in summands(key, format)), Decimal(0))


_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    match = _DAY.fullmatch(folded(str(value or "")))
    if match is None:
        return None
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        return None
