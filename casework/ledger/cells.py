"""One cell of a ledger as a text, a day or a label's code; a cell that cannot be read raises a sentence. No rule between cells."""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time
from functools import lru_cache

from openpyxl.utils.datetime import from_excel

Cell = str | int | float | bool | date | datetime | time | None

_FORMS = (
    re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})"),
    re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})"),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日"),
)
_DATE_HINT = "请写成 2020-09-01、2020/9/1、2020年9月1日，或者使用日期单元格"
# A bare number in a column of days is what a spreadsheet shows of a day whose format was lost; 1990 to 2099.
_FIRST_SERIAL, _LAST_SERIAL = 32874, 73050
_EXACT = 10**15  # a spreadsheet keeps 15 digits of a number and fills the rest with zeros
_BROKEN = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})
_ALLOWED_CONTROLS = frozenset("\n\t")


class Unreadable(ValueError):
    """A cell that cannot be read; the message is the sentence for the clerk."""


def folded(text: str) -> str:
    """A label for comparing: NFKC, no white space, one case (contract 3)."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def as_text(cell: Cell, *, most: int) -> str:
    """The cell as a text without white space around it; empty when there is nothing.

    Raises:
        Unreadable: too long, control characters, a formula's error, or a number that lost its digits.
    """
    if not isinstance(cell, str):
        return "" if cell is None else _unwritten(cell)
    text = cell.strip()
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text in _BROKEN:
        raise Unreadable(f"单元格是公式错误“{text}”；请改为实际内容。")
    if not text.isprintable() and (hidden := _controls(text)):
        raise Unreadable(
            f"含有不可见的控制字符（U+{ord(hidden[0]):04X}），不能保存；请删除后重新填写。"
        )
    if len(text) > most:
        raise Unreadable(f"有{len(text)}个字，不能超过{most}个字；请缩短。")
    return text


def _unwritten(cell: int | float | bool | date | datetime | time) -> str:
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, (int, float)):
        return _number(cell)
    return (cell.date() if isinstance(cell, datetime) else cell).isoformat()


def _controls(text: str) -> list[str]:
    return [c for c in text if unicodedata.category(c) == "Cc" and c not in _ALLOWED_CONTROLS]


def _number(cell: int | float) -> str:
    if abs(cell) >= _EXACT:
        raise Unreadable("以数字保存，超过15位的部分已丢失；请把该列设为文本格式后重新填写。")
    return str(int(cell)) if cell == int(cell) else str(cell)


def as_day(cell: Cell, *, epoch: datetime) -> date | None:
    """The cell as a day; None when it is empty.

    Raises:
        Unreadable: none of the four forms, or no such day.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        if _FIRST_SERIAL <= cell <= _LAST_SERIAL:
            found = from_excel(cell, epoch)
            return found.date() if isinstance(found, datetime) else None
        raise Unreadable(f"“{cell:g}”不是日期；{_DATE_HINT}。")
    if isinstance(cell, (bool, time)):
        raise Unreadable(f"“{cell}”不是日期；{_DATE_HINT}。")
    return _written_day(cell or "")


@lru_cache(maxsize=4096)
def _written_day(text: str) -> date | None:
    written = folded(text)
    if not written:
        return None
    for form in _FORMS:
        match = form.fullmatch(written)
        if match:
            year, month, day = map(int, match.groups())
            try:
                return date(year, month, day)
            except ValueError:
                raise Unreadable(f"没有“{text.strip()}”这一天；请改正日期。") from None
    raise Unreadable(f"“{text.strip()}”不是日期；{_DATE_HINT}。")


def nearest(text: str, known: Iterable[str]) -> str:
    """The known label that looks most like the text, in its own spelling; empty when there is none at all."""
    spelling = {folded(label): label for label in known}
    wanted = folded(text)
    inside = [label for label in spelling if wanted and wanted in label]
    found = inside or difflib.get_close_matches(wanted, spelling, n=1, cutoff=0.0)
    return spelling[found[0]] if found else ""
