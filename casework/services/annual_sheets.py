"""What is entered for an annual report as files: part two as a table of its cells, the words as a text under the headings of the report.

Both are written with what is known so far, filled in outside, and read back whole; a fault names its row or line.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from casework.errors import Invalid
from casework.ledger.cells import Unreadable, as_text, folded
from casework.ledger.tables import Line, open_tables
from workflows.annual_part2 import Part2, figures, written
from workflows.annual_text import (
    PART1_TITLE,
    AllWords,
    Figures,
    Slot,
    Words,
    blocks_of,
)

CELL, NAME, BEFORE, NOW = "单元格", "名称", "上年", "本年"
_ENCODINGS = ("utf-8-sig", "gb18030")
_LONGEST = 100
_GENERATED = ">"
_HOW = (
    f"以“{_GENERATED}”开头的行是生成的句子，随数字变动，读取时略过；写在它上面的段落印在句子之前，写在下面的印在之后。",
    "标题不要改动；删去一个标题和它下面的段落，该处不变。",
)


def part2_sheet(format_key: str, now: Part2, before: Part2) -> bytes:
    """The cells of part two as CSV, with last year's numbers and what is entered of this year's."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow((CELL, NAME, BEFORE, NOW))
    for key, (words, _) in figures(format_key).items():
        rows.writerow((key, words, *(written(p[key]) if key in p else "" for p in (before, now))))
    return out.getvalue().encode("utf-8-sig")


def read_part2_sheet(content: bytes, *, file: str, format_key: str) -> dict[str, str]:
    """What was typed, by cell key; the cell is told by its key or by its name (CSV or XLSX).

    Raises:
        Invalid: no table, a column is missing, or a row is of no cell of this format, or of one that was there before.
    """
    head, *lines = open_tables(content, file=file)[0].lines
    columns = {folded(str(cell or "")): at for at, cell in enumerate(head.cells)}
    if NOW not in columns or not {CELL, NAME} & set(columns):
        raise Invalid(
            f"文件“{file}”没有“{NOW}”列，或者没有“{CELL}”“{NAME}”列；请用 casework year cells 生成的表填写。"
        )
    known = {folded(key): key for key in figures(format_key)}
    known |= {folded(words): key for key, (words, _) in figures(format_key).items()}
    found: dict[str, str] = {}
    for line in lines:
        names = [_cell(line, columns[one], file) for one in (CELL, NAME) if one in columns]
        name = next(filter(None, names), "")
        key = known.get(folded(name))
        if key is None:
            raise Invalid(
                f"文件“{file}”第{line.number}行：{format_key}年格式的第二部分没有“{name}”；请核对年度，或者重新生成表。"
            )
        if key in found:
            raise Invalid(f"文件“{file}”第{line.number}行：“{name}”填了两次；请只留一行。")
        found[key] = _cell(line, columns[NOW], file)
    return found


def _cell(line: Line, at: int, file: str) -> str:
    try:
        return as_text(line.cells[at], most=_LONGEST) if at < len(line.cells) else ""
    except Unreadable as error:
        raise Invalid(f"文件“{file}”第{line.number}行：{error}") from error


def words_sheet(numbers: Figures, words: AllWords) -> str:
    """The words of a report as a text: every heading, the free paragraphs, the generated sentences between them."""
    return "\n".join((*_HOW, "", *(line for slot in Slot for line in _slot(slot, numbers, words))))


def _slot(slot: Slot, numbers: Figures, words: AllWords) -> Iterator[str]:
    held = words.get(slot.value) or Words()
    yield slot.label
    yield from held.before.splitlines()
    for key, write in blocks_of(slot).items():
        text = held.edited[key].text if key in held.edited else write(numbers)
        yield f"{_GENERATED} {' '.join(text.split())}"
    yield from held.after.splitlines()
    yield ""


@dataclass
class _Part:
    """One heading while its paragraphs are read."""

    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    passed: bool = False

    def take(self, line: str) -> None:
        if line.startswith(_GENERATED):
            self.passed = True
        else:
            (self.after if self.passed else self.before).append(line)


def read_words_sheet(content: bytes, *, file: str, now: AllWords) -> dict[str, Words]:
    """The free paragraphs by slot; edited sentences stay as they are `now`, and so does every heading the text leaves out.

    Raises:
        Invalid: not a text, no heading, a heading twice, or text above the first one.
    """
    headings = {folded(slot.label): slot.value for slot in Slot}
    parts: dict[str, _Part] = {}
    current: _Part | None = None
    for number, raw in enumerate(_decoded(content, file).splitlines(), start=1):
        line = raw.strip()
        name = headings.get(folded(line.lstrip("#")))
        if name in parts:
            raise Invalid(f"文件“{file}”第{number}行：标题“{line}”出现两次；请合并。")
        if name is not None:
            current = parts[name] = _Part()
        elif folded(line.lstrip("#")) == folded(PART1_TITLE):
            current = None  # what belongs to part one stands under its five headings
        elif current is not None and line:
            current.take(line)
        elif line and line not in _HOW:
            raise Invalid(
                f"文件“{file}”第{number}行不在任何一个标题下面：“{line[:20]}”；标题为{'、'.join(f'“{s.label}”' for s in Slot)}，各占一行。"
            )
    if not parts:
        raise Invalid(f"文件“{file}”没有年报的标题；请用 casework year words 生成的文本填写。")
    return {
        slot: replace(
            now.get(slot) or Words(), before="\n".join(one.before), after="\n".join(one.after)
        )
        for slot, one in parts.items()
    }


def _decoded(content: bytes, file: str) -> str:
    for encoding in _ENCODINGS if b"\0" not in content else ():
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid(
        f"文件“{file}”不是 UTF-8 或者 GB18030 编码的文本；请另存为文本文件（TXT）后重试。"
    )
