"""The table of an exercise to fill in elsewhere: a blank one as CSV, and what stands in a filled one."""

import csv
import io
from collections.abc import Iterator, Mapping

from casework.training.dossier import Cell
from casework.training.traps import FORMAT
from workflows.annual_grid import CATEGORY_KEYS, COLUMNS, TOTAL, Row
from workflows.vocabulary import ApplicantCategory, ReviewKind, ReviewResult

MOST = 9999


class Unreadable(ValueError):
    """A table that cannot be read, as a sentence; `cell` is where, if it is one cell."""

    def __init__(self, sentence: str, cell: Cell | None = None) -> None:
        self.cell = cell
        super().__init__(sentence)


def rows() -> tuple[Row, ...]:
    """The rows that are filled in; sums are not."""
    return tuple(row for row in FORMAT.rows if row.key != TOTAL)


def cells() -> Iterator[Cell]:
    """Every cell that can be filled in."""
    yield from ((row.key, column) for row in rows() for column in CATEGORY_KEYS)
    yield from ((kind.value, result.value) for kind in ReviewKind for result in ReviewResult)


def place(cell: Cell) -> str:
    """A cell in words: its row and its column."""
    row, column = cell
    if row in {kind.value for kind in ReviewKind}:
        return f"{ReviewKind(row).label}：{ReviewResult(column).label}"
    return f"{FORMAT.row(row).label}：{ApplicantCategory(column).label}"


def blank() -> str:
    """The table without a number; write it with encoding "utf-8-sig" so that Excel reads the Chinese."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("代码", "项目", *(column.label for column in COLUMNS if column.key != TOTAL)))
    for row in rows():
        writer.writerow((row.key, row.label, *("" for _ in CATEGORY_KEYS)))
    writer.writerow(())
    writer.writerow(("代码", "项目", *(result.label for result in ReviewResult)))
    for kind in ReviewKind:
        writer.writerow((kind.value, kind.label, *("" for _ in ReviewResult)))
    return out.getvalue()


def read(text: str) -> Mapping[Cell, int]:
    """The numbers of a filled table.

    Raises:
        Unreadable: a row that the table does not have, or a cell that is no number.
    """
    parts = {row.key: CATEGORY_KEYS for row in rows()}
    parts |= {kind.value: tuple(result.value for result in ReviewResult) for kind in ReviewKind}
    found: dict[Cell, int] = {}
    for line in csv.reader(io.StringIO(text.removeprefix("\ufeff"))):
        if not any(line) or line[0] == "代码":
            continue
        if line[0] not in parts:
            raise Unreadable(f"表中没有代码为“{line[0][:40]}”的一行；请用原来的空白表填写。")
        for column, written in zip(parts[line[0]], line[2:], strict=False):
            found[line[0], column] = number(written, (line[0], column))
    return found


def number(written: str, cell: Cell) -> int:
    """What a cell holds; a blank is 0 (R8).

    Raises:
        Unreadable: no number between 0 and 9999.
    """
    text = written.strip() or "0"
    if text.isascii() and text.isdigit() and int(text[:9]) <= MOST and len(text) < 9:
        return int(text)
    raise Unreadable(f"“{written.strip()[:20]}”不是件数；请填写 0 至 {MOST} 的整数。", cell)
