"""The ruled form of a receipt or a register sheet: pairs of label and value in rows; knows nothing of the rest of a paper."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from casework.blocks import Field, Fields
from casework.pdf.fonts import FontSet
from casework.pdf.paragraph import (
    WIDTH,
    Piece,
    SetLine,
    Style,
    Text,
    balanced,
    extent,
    set_text,
)
from casework.pdf.pen import Pen, Type

LABEL_WIDTH = 84.0
_VALUE_WIDTH = (WIDTH - 2 * LABEL_WIDTH) / 2
_PAD_X, _PAD_Y = 6.0, 5.0
_INNER, _OUTER = 0.5, 1.0  # weights of the rules
_PITCH = 19.0

LABEL = Style(Type("hei", 12), pitch=_PITCH, tracking=0, align="centre")
VALUE = Style(Type("body", 12), pitch=_PITCH, tracking=0, align="left")

CHOSEN, OPEN = "■", "□"


@dataclass(frozen=True)
class _Cell:
    """Text in a box: left edge from the form's, width of the box."""

    x: float
    width: float
    text: Text


@dataclass(frozen=True)
class _Row:
    cells: tuple[_Cell, ...]

    @property
    def height(self) -> float:
        return max(cell.text.height for cell in self.cells) + 2 * _PAD_Y

    def draw(self, pen: Pen, x: float, top: float) -> None:
        for cell in self.cells:
            free = self.height - cell.text.height
            cell.text.draw(pen, x + cell.x + _PAD_X, top - free / 2)
            if cell.x:
                left = x + cell.x
                pen.rule(left, top, to=(left, top - self.height), weight=_INNER)

    def cut(self, room: float) -> "tuple[_Row, _Row] | None":
        """A row too tall for its page, divided by lines; the label stands in both parts."""
        fit = int((room - 2 * _PAD_Y) / _PITCH + 1e-6)
        tallest = max(len(cell.text.lines) for cell in self.cells)
        if fit < 2 or tallest <= fit:
            return None
        parts: tuple[list[_Cell], list[_Cell]] = ([], [])
        for cell in self.cells:
            head, rest = cell.text.lines[:fit], cell.text.lines[fit:]
            if cell.text.style == LABEL:
                head = rest = cell.text.lines
            parts[0].append(replace(cell, text=replace(cell.text, lines=head)))
            parts[1].append(replace(cell, text=replace(cell.text, lines=rest)))
        return _Row(tuple(parts[0])), _Row(tuple(parts[1]))


@dataclass(frozen=True)
class Form:
    """Rows with their rules. Divides between rows; a row taller than half a page divides by lines."""

    rows: tuple[_Row, ...]
    keep: bool = False

    @property
    def height(self) -> float:
        return sum(row.height for row in self.rows)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        y = top
        for row in self.rows:
            if y < top:
                pen.rule(x, y, to=(x + WIDTH, y), weight=_INNER)
            row.draw(pen, x, y)
            y -= row.height
        for left, right in (((x, top), (x + WIDTH, top)), ((x, y), (x + WIDTH, y)),
                            ((x, top), (x, y)), ((x + WIDTH, top), (x + WIDTH, y))):  # fmt: skip
            pen.rule(*left, to=right, weight=_OUTER)

    def cut(self, room: float) -> tuple[Piece | None, Piece | None]:
        fit = 0
        while fit < len(self.rows) and self.rows[fit].height <= room + 1e-6:
            room -= self.rows[fit].height
            fit += 1
        if fit == len(self.rows):
            return self, None
        before, after = self.rows[:fit], self.rows[fit:]
        divided = after[0].cut(room) if after[0].height > _TALL else None
        if divided:
            before, after = (*before, divided[0]), (divided[1], *after[1:])
        return (replace(self, rows=before) if before else None), replace(self, rows=after)


# A row of more than eleven lines or so may be divided; shorter ones move to the next page whole.
_TALL = 11 * _PITCH


def set_form(block: Fields, fonts: FontSet) -> Form:
    """The rows of a form: two narrow fields side by side, a wide one (or a narrow one left over) across.

    Raises MissingGlyph, naming the field's label.
    """
    rows: list[_Row] = []
    waiting: Field | None = None
    for field in block.fields:
        if field.wide:
            rows += _wide(waiting, fonts)
            rows += _wide(field, fonts)
            waiting = None
        elif waiting is None:
            waiting = field
        else:
            right = _pair(field, fonts, at=LABEL_WIDTH + _VALUE_WIDTH, width=_VALUE_WIDTH)
            rows.append(_Row((*_pair(waiting, fonts, at=0, width=_VALUE_WIDTH), *right)))
            waiting = None
    return Form((*rows, *_wide(waiting, fonts)))


def _wide(field: Field | None, fonts: FontSet) -> Iterable[_Row]:
    if field is not None:
        yield _Row(tuple(_pair(field, fonts, at=0, width=WIDTH - LABEL_WIDTH)))


def _pair(field: Field, fonts: FontSet, *, at: float, width: float) -> tuple[_Cell, _Cell]:
    label = balanced(
        field.label, LABEL, chain=fonts.chain("hei"), field="表格项目",
        width=LABEL_WIDTH - 2 * _PAD_X,
    )  # fmt: skip
    value = _value(field, fonts, width - 2 * _PAD_X)
    return _Cell(at, LABEL_WIDTH, label), _Cell(at + LABEL_WIDTH, width, value)


def _value(field: Field, fonts: FontSet, width: float) -> Text:
    """The choices, then the value; each line of the value is a paragraph of its own."""
    chain = fonts.chain("body")
    lines: list[SetLine] = []
    paragraphs = [*_choice_lines(field, fonts, width), *filter(None, field.value.split("\n"))]
    for paragraph in paragraphs or [""]:
        lines += set_text(paragraph, VALUE, chain=chain, field=field.label, width=width).lines
    return Text(tuple(lines), VALUE)


def _choice_lines(field: Field, fonts: FontSet, width: float) -> list[str]:
    """Boxes with their labels, as many in a line as fit; a box is never parted from its label."""
    chain = fonts.chain("body")
    lines: list[str] = []
    for label, chosen in field.choices:
        choice = f"{CHOSEN if chosen else OPEN} {label}"
        chain.require(choice, field.label)
        joined = f"{lines[-1]}\u3000{choice}" if lines else choice
        if lines and extent(joined, VALUE, chain) <= width:
            lines[-1] = joined
        else:
            lines.append(choice)
    return lines
