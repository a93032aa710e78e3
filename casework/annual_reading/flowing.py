"""The tables of a PDF out of its text: each official label, however its lines break, then the numbers behind it.

This reads what word processors and this system write row by row. A PDF of pictures has no text, and one whose cells are stored in
another order is told as not found rather than guessed.
"""

import re
import unicodedata
from decimal import Decimal

from casework.annual_reading.content import Found
from workflows.annual_grid import COLUMNS, PART4_RESULTS, Format
from workflows.annual_part2 import SECTIONS
from workflows.vocabulary import ReviewKind

_NUMBER = r"(-?\d[\d,]*(?:\.\d+)?|[/／—])"
_MARKS = set("“”\"'.．·、，,:：()（）")
_PART3, _PART4 = "三、收到和处理", "四、政府信息公开行政复议"


def read_flow(found: Found, text: str, format: Format) -> None:
    """Take every number that stands behind its label."""
    text = unicodedata.normalize("NFKC", text)
    part2, _, rest = text.rpartition(unicodedata.normalize("NFKC", _PART3))
    part3, _, part4 = rest.partition(unicodedata.normalize("NFKC", _PART4))
    _read_part2(found, part2, format)
    at = 0
    for row in format.rows:
        match = _behind(row.label, len(COLUMNS)).search(part3, at)
        if match is None:
            continue
        at = match.end()
        for column, number in zip(COLUMNS, match.groups(), strict=True):
            _take(found, (row.key, column.key), number, f"“{row.label}”一行")
    numbers = re.search(rf"(?<!\S){_NUMBER}" + rf"\s+{_NUMBER}" * (3 * len(PART4_RESULTS) - 1) + r"(?!\S)", part4)  # fmt: skip
    if numbers is not None:
        keys = [(kind.value, result.key) for kind in ReviewKind for result in PART4_RESULTS]
        for key, number in zip(keys, numbers.groups(), strict=True):
            _take(found, key, number, "第四部分的表")


def _read_part2(found: Found, text: str, format: Format) -> None:
    at = 0
    for section in SECTIONS[format.key]:
        title = re.compile(_loose(section.title)).search(text, at)
        if title is None:
            continue
        at = title.end()
        for line in section.lines:
            match = _behind(line.label, len(section.columns)).search(text, at)
            if match is None:
                continue
            at = match.end()
            for figure, number in zip(section.columns, match.groups(), strict=True):
                _take(found, (f"{line.key}.{figure.key}", ""), number, f"“{line.label}”一行")


def _take(found: Found, key: tuple[str, str], number: str, place: str) -> None:
    found.places[key] = place
    blank = not number[-1].isdigit()
    if blank:
        found.notes.append(f"{place}有“{number}”，按0计（R8）。")
    found.numbers[key] = Decimal(0) if blank else Decimal(number.replace(",", ""))


def _loose(label: str) -> str:
    """The label with white space between its characters, and its marks left out or not."""
    pieces = []
    for character in unicodedata.normalize("NFKC", label):
        mark = character in _MARKS
        pieces.append(rf"[{re.escape(character)}“”\"]?" if mark else re.escape(character))
    return r"\s*".join(pieces)


def _behind(label: str, numbers: int) -> re.Pattern[str]:
    return re.compile(_loose(label) + rf"\s+{_NUMBER}" * numbers + r"(?!\S)")
