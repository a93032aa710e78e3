"""A ruled table with merged cells, set as one piece that stands on one page; knows nothing of the rest of a paper."""

from dataclasses import dataclass

from casework.blocks import Merged, Span
from casework.pdf.fonts import FontSet
from casework.pdf.paragraph import LINES, PITCH, WIDTH, Piece, Style, Text, set_text
from casework.pdf.pen import Pen, Type
from casework.pdf.structure import Tag

# 五号 where it fits a page, else smaller; official tables of 25 rows need the third.
_SIZES = ((10.5, 14.0), (9.0, 11.5), (8.0, 10.0), (7.0, 8.6))
_PAD_X, _PAD_Y = 2.0, 2.5
_INNER, _OUTER = 0.5, 1.0
_PAGE = (LINES - 2) * PITCH  # the heading above it and the gap between them stand on the same page


@dataclass(frozen=True)
class _Box:
    """A cell as it is set: left edge, width, first line, lines covered."""

    x: float
    width: float
    line: int
    lines: int
    text: Text


@dataclass(frozen=True)
class Sheet:
    """The table: its boxes and the heights of its lines. It is not divided."""

    boxes: tuple[_Box, ...]
    heights: tuple[float, ...]
    keep: bool = False

    @property
    def height(self) -> float:
        return sum(self.heights)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        rules: list[tuple[float, float, float, float]] = []
        for box in self.boxes:
            above = top - sum(self.heights[: box.line])
            height = sum(self.heights[box.line : box.line + box.lines])
            left, below = x + box.x, above - height
            if box.x:
                rules.append((left, above, left, below))
            if box.line:
                rules.append((left, above, left + box.width, above))
            box.text.draw(pen, left + _PAD_X, above - (height - box.text.height) / 2)
        pen.rules(rules, weight=_INNER)
        right, foot = x + WIDTH, top - self.height
        frame = [(x, top, right, top), (x, foot, right, foot), (x, top, x, foot), (right, top, right, foot)]  # fmt: skip
        pen.rules(frame, weight=_OUTER)

    def cut(self, room: float) -> tuple[Piece | None, Piece | None]:
        return (self, None) if self.height <= room + 1e-6 else (None, self)


def set_merged(block: Merged, fonts: FontSet) -> Sheet:
    """The table in the largest size that a page holds; raises MissingGlyph, ValueError when no size is small enough."""
    for size, pitch in _SIZES:
        made = _set(block, fonts, size, pitch)
        if made.height <= _PAGE:
            return made
    raise ValueError(f"a table of {len(block.lines)} lines is taller than a page")


def _set(block: Merged, fonts: FontSet, size: float, pitch: float) -> Sheet:
    scale = WIDTH / sum(block.shares)
    edges = [scale * sum(block.shares[:n]) for n in range(len(block.shares) + 1)]
    table = Tag("Table")
    rows = [Tag("TR", table) for _ in block.lines]
    boxes = []
    for at, left, cell in block.placed():
        width = edges[left + cell.columns] - edges[left]
        style = Style(
            Type("hei" if cell.head else "body", size), pitch=pitch, tracking=0, align=cell.align
        )
        words = set_text(
            cell.text, style, chain=fonts.chain(style.kind.role), field="表格", width=width - 2 * _PAD_X,
            tag=_tag(cell, rows[at]),
        )  # fmt: skip
        boxes.append(_Box(edges[left], width, at, cell.rows, words))
    return Sheet(tuple(boxes), _heights(boxes, len(block.lines)))


def _tag(cell: Span, row: Tag) -> Tag:
    spans = b"/O /Table /ColSpan %d /RowSpan %d" % (cell.columns, cell.rows)
    return Tag("TH" if cell.head else "TD", row, "", spans)


def _heights(boxes: list[_Box], lines: int) -> tuple[float, ...]:
    """Each line as high as its own cells; the last line of a merged cell gives what that cell still needs."""
    found = [0.0] * lines
    for box in sorted(boxes, key=lambda one: one.lines):
        needed = box.text.height + 2 * _PAD_Y
        have = sum(found[box.line : box.line + box.lines])
        if needed > have:
            found[box.line + box.lines - 1] += needed - have
    return tuple(found)
