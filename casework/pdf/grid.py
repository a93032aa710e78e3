"""Ruled rows of cells, as forms and tables are made of them: heights, rules, page breaks; knows no block of a paper."""

from dataclasses import dataclass, replace
from functools import cached_property

from casework.pdf.paragraph import WIDTH, Piece, Text
from casework.pdf.pen import Pen

PAD_X, PAD_Y = 6.0, 5.0
_INNER, _OUTER = 0.5, 1.0  # weights of the rules

# A row of more lines may be divided; a shorter one moves to the next page whole.
_TALL = 11
# Heads that take more of the page than this are drawn once only.
_HEAD_LIMIT = 0.25 * 22 * 28.95


@dataclass(frozen=True)
class Cell:
    """Text in a box: left edge from the grid's, width of the box.

    A `head` is repeated when its row is divided. `foot` stands at the lower edge, `least` is the least inner height.
    """

    x: float
    width: float
    text: Text
    head: bool = False
    foot: Text | None = None
    least: float = 0.0

    @cached_property
    def inner(self) -> float:
        """Height of what stands in the cell."""
        foot = self.foot.height if self.foot else 0.0
        return max(self.text.height + foot, self.least)

    def draw(self, pen: Pen, x: float, top: float, *, height: float) -> None:
        """Draws the text half-way down; beside a foot it begins at the top."""
        left = x + self.x + PAD_X
        if self.foot is None:
            self.text.draw(pen, left, top - (height - self.text.height) / 2)
            return
        self.text.draw(pen, left, top - PAD_Y)
        self.foot.draw(pen, left, top - height + PAD_Y + self.foot.height)

    def divided(self, lines: int) -> "tuple[Cell, Cell]":
        """The first lines, and the rest with the foot; of a head both parts are the whole."""
        if self.head:
            return self, self.unread()
        first = replace(self.text, lines=self.text.lines[:lines])
        rest = replace(self.text, lines=self.text.lines[lines:])
        least = max(self.least - lines * self.text.style.pitch, 0.0)
        return replace(self, text=first, foot=None, least=0.0), replace(
            self, text=rest, least=least
        )

    def unread(self) -> "Cell":
        """The cell as it is repeated on the next page: seen, but not read out again."""
        return replace(self, text=replace(self.text, tag=None))


@dataclass(frozen=True)
class Row:
    cells: tuple[Cell, ...]

    @cached_property
    def height(self) -> float:
        return max(cell.inner for cell in self.cells) + 2 * PAD_Y

    @property
    def pitch(self) -> float:
        return self.cells[0].text.style.pitch

    def draw(self, pen: Pen, x: float, top: float) -> None:
        for cell in self.cells:
            cell.draw(pen, x, top, height=self.height)

    def cut(self, room: float) -> "tuple[Row, Row] | None":
        """A row too tall for its page, divided by lines."""
        fit = int((room - 2 * PAD_Y) / self.pitch + 1e-6)
        cells = self.cells
        repeated = max((len(cell.text.lines) for cell in cells if cell.head), default=0)
        if repeated > _TALL:  # too long to stand twice
            cells, repeated = tuple(replace(cell, head=False) for cell in cells), 0
        tallest = max((len(cell.text.lines) for cell in cells if not cell.head), default=0)
        if fit < max(2, repeated) or tallest <= fit:
            return None
        parts = [cell.divided(fit) for cell in cells]
        return Row(tuple(first for first, _ in parts)), Row(tuple(rest for _, rest in parts))


@dataclass(frozen=True)
class Grid:
    """Rows with their rules. Divides between rows, and a tall row by lines; `heads` stand again on each page.

    `below` is the height of what stands on the page of the last row with it.
    """

    rows: tuple[Row, ...]
    heads: tuple[Row, ...] = ()
    keep: bool = False
    below: float = 0.0

    @cached_property
    def height(self) -> float:
        return sum(row.height for row in (*self.heads, *self.rows))

    def draw(self, pen: Pen, x: float, top: float) -> None:
        y = top
        inner: list[tuple[float, float, float, float]] = []
        for row in (*self.heads, *self.rows):
            bottom = y - row.height
            if y < top:
                inner.append((x, y, x + WIDTH, y))
            inner += [(x + cell.x, y, x + cell.x, bottom) for cell in row.cells if cell.x]
            row.draw(pen, x, y)
            y = bottom
        if inner:
            pen.rules(inner, weight=_INNER)
        right = x + WIDTH
        frame = [(x, top, right, top), (x, y, right, y), (x, top, x, y), (right, top, right, y)]
        pen.rules(frame, weight=_OUTER)

    def cut(self, room: float) -> tuple[Piece | None, Piece | None]:
        room -= sum(row.height for row in self.heads)
        fit = 0
        while fit < len(self.rows) and self.rows[fit].height <= room + 1e-6:
            room -= self.rows[fit].height
            fit += 1
        if fit == len(self.rows):
            if room >= self.below - 1e-6:
                return self, None
            fit -= 1
            room += self.rows[fit].height
        before, after = self.rows[:fit], self.rows[fit:]
        tall = after[0].height > _TALL * after[0].pitch
        divided = after[0].cut(room) if tall else None
        if divided:
            before, after = (*before, divided[0]), (divided[1], *after[1:])
        if not before:
            return None, self
        heads = tuple(Row(tuple(cell.unread() for cell in row.cells)) for row in self.heads)
        return replace(self, rows=before), replace(self, rows=after, heads=heads)


def ruled(rows: tuple[Row, ...], heads: tuple[Row, ...] = ()) -> Grid:
    """A grid; heads too tall to be drawn on every page become ordinary rows."""
    if sum(row.height for row in heads) > _HEAD_LIMIT or not rows:
        return Grid((*heads, *rows))
    return Grid(rows, heads)
