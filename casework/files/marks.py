"""Marks on the pages of a PDF: which rectangle is to be covered and why; reads and writes them as lines of text."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from casework.errors import Invalid

_MOST = 2000
_LABEL = 40


@dataclass(frozen=True)
class Mark:
    """A rectangle in points (1/72 inch) from the upper left corner of a page as it is shown; `page` counts from 1."""

    page: int
    left: float
    top: float
    width: float
    height: float
    label: str = ""

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def line(self) -> str:
        """As a person may type it: 页,左,上,宽,高,说明."""
        sides = (self.left, self.top, self.width, self.height)
        numbers = ",".join(f"{side:.1f}" for side in sides)
        return f"{self.page},{numbers}" + (f",{self.label}" if self.label else "")


def read_marks(text: str) -> tuple[Mark, ...]:
    """Marks from lines such as `1,72,100,120,14,身份证号`; full-width commas do as well, empty lines are skipped.

    Raises:
        Invalid: a line that is no mark, by its number; more marks than anybody sets.
    """
    found = tuple(
        _mark(n, line) for n, line in enumerate(text.splitlines(), start=1) if line.strip()
    )
    if len(found) > _MOST:
        raise _wrong(f"标记超过{_MOST}处；请分几次处理。")
    return found


def check_marks(marks: Iterable[Mark], pages: Sequence[tuple[float, float]]) -> None:
    """Every mark lies on a page of the file; `pages` are widths and heights in points.

    Raises:
        Invalid: none is given, or one lies outside.
    """
    marks = tuple(marks)
    if not marks:
        raise _wrong("没有标记；请先标出要遮盖的位置。")
    for mark in marks:
        if not 1 <= mark.page <= len(pages):
            raise _wrong(f"第{mark.page}页不存在，文件共{len(pages)}页；请改正标记“{mark.line}”。")
        width, height = pages[mark.page - 1]
        if mark.left >= width or mark.top >= height or mark.right <= 0 or mark.bottom <= 0:
            raise _wrong(
                f"标记“{mark.line}”在页面之外，该页宽{width:.0f}点、高{height:.0f}点；请改正坐标。"
            )


def _mark(number: int, line: str) -> Mark:
    parts = line.replace("，", ",").split(",", 5)
    try:
        page = int(parts[0])
        left, top, width, height = (float(part) for part in parts[1:5])
    except ValueError as error:
        raise _malformed(number) from error
    sides = (left, top, width, height)
    if (
        not all(map(math.isfinite, sides))
        or max(map(abs, sides)) > 20_000
        or min(width, height) <= 0
    ):
        raise _malformed(number)
    label = parts[5].strip()[:_LABEL] if len(parts) == 6 else ""
    return Mark(page, left, top, width, height, "".join(c for c in label if c.isprintable()))


def _malformed(number: int) -> Invalid:
    return _wrong(f"标记的第{number}行不是“页,左,上,宽,高,说明”，宽和高须大于零；请改正。")


def _wrong(sentence: str) -> Invalid:
    return Invalid(sentence, fields={"marks": sentence})
