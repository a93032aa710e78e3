"""The tables of a PDF out of its text: each official label, however its lines break, then the numbers behind it.

This reads what word processors and this system write row by row. A PDF of pictures has no text, and one whose cells are stored in
another order is told as not found rather than guessed.
"""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from casework.annual_reading.content import Found
from workflows.annual_grid import COLUMNS, PART4_RESULTS, RESULTS, Format
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
    _read_part3(found, part3.split(), format)
    numbers = re.search(rf"(?<!\S){_NUMBER}" + rf"\s+{_NUMBER}" * (3 * len(PART4_RESULTS) - 1) + r"(?!\S)", part4)  # fmt: skip
    if numbers is not None:
        keys = [(kind.value, result.key) for kind in ReviewKind for result in PART4_RESULTS]
        for key, number in zip(keys, numbers.groups(), strict=True):
            _take(found, key, number, "第四部分的表")


def _read_part3(found: Found, words: Sequence[str], format: Format) -> None:
    between = "".join(_bare(one) for one in (RESULTS, *(row.group for row in format.rows)))
    at = 0
    for row in format.rows:
        for start in range(at, len(words)):
            taken = _row_from(words, start, _bare(row.label), between)
            if taken is not None:
                at, numbers = taken
                for column, number in zip(COLUMNS, numbers, strict=True):
                    _take(found, (row.key, column.key), number, f"“{row.label}”一行")
                break


def _row_from(
    words: Sequence[str], start: int, label: str, between: str
) -> tuple[int, list[str]] | None:
    """The numbers of the row whose label begins with a word, and where the next may begin.

    A label of several lines has its numbers behind the line that stands in their height, and pieces of the narrow cell at its
    left between its own.
    """
    numbers: list[str] = []
    rest = label
    for at in range(start, len(words)):
        word = _bare(words[at])
        piece = next((word[n:] for n in range(len(word)) if rest.startswith(word[n:]) and word[:n] in between), "")  # fmt: skip
        if piece:
            rest = rest[len(piece) :]
        elif rest != label and re.fullmatch(_NUMBER, words[at]):
            numbers.append(words[at])
        elif rest == label or not rest or word not in between:
            return None
        if not rest and len(numbers) == len(COLUMNS):
            return at + 1, numbers
        if len(numbers) > len(COLUMNS):
            return None
    return None


def _bare(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKC", text) if one not in _MARKS and not one.isspace())  # fmt: skip


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
