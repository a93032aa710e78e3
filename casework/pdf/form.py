"""The ruled form of a receipt, a register or an approval sheet: pairs of label and value in rows; knows nothing of the rest of a paper."""

from dataclasses import replace

from casework.blocks import Band, Field, Fields, Opinion
from casework.pdf.fonts import FontSet
from casework.pdf.grid import PAD_X, Cell, Grid, Row, ruled
from casework.pdf.paragraph import WIDTH, SetLine, Style, Text, balanced, extent, set_text
from casework.pdf.pen import Type
from casework.pdf.structure import ROW_HEAD, Tag

LABEL_WIDTH = 84.0
_VALUE_WIDTH = (WIDTH - 2 * LABEL_WIDTH) / 2
_PITCH = 19.0

LABEL = Style(Type("hei", 12), pitch=_PITCH, tracking=0, align="centre")
VALUE = Style(Type("body", 12), pitch=_PITCH, tracking=0, align="left")
_FOOT = replace(VALUE, align="right")
# A field on a row of its own goes over the rest of a row of two fields.
_WIDE = b"/O /Table /ColSpan 3"
_WHOLE = b"/O /Table /ColSpan 4 /Scope /Column"

CHOSEN, OPEN = "■", "□"
_MOST_LINES = 12  # an opinion asks for no more than fits beside three others on a page


def set_form(block: Fields, fonts: FontSet) -> Grid:
    """The rows of a form: two narrow fields side by side, a wide one (or a narrow one left over) across.

    Raises MissingGlyph, naming the field's label.
    """
    form = _Form(fonts)
    for field in block.fields:
        form.add(field)
    return ruled(form.finished())


class _Form:
    """The rows so far, and a narrow field that waits for its neighbour."""

    def __init__(self, fonts: FontSet) -> None:
        self.fonts = fonts
        self.table = Tag("Table")
        self.rows: list[Row] = []
        self._waiting: Field | None = None

    def add(self, field: Field | Opinion | Band) -> None:
        waiting, self._waiting = self._waiting, None
        if isinstance(field, Field) and not field.wide:
            if waiting is None:
                self._waiting = field
            else:
                self._row((waiting, 0.0), (field, LABEL_WIDTH + _VALUE_WIDTH))
            return
        if waiting is not None:
            self._row((waiting, 0.0))
        if isinstance(field, Band):
            self._band(field)
        else:
            self._row((field, 0.0))

    def finished(self) -> tuple[Row, ...]:
        """All rows; a field that still waits takes a row of its own."""
        if self._waiting is not None:
            self._row((self._waiting, 0.0))
            self._waiting = None
        return tuple(self.rows)

    def _row(self, *fields: tuple[Field | Opinion, float]) -> None:
        line = Tag("TR", self.table)
        cells: list[Cell] = []
        for field, at in fields:
            wide = len(fields) == 1
            width = WIDTH - LABEL_WIDTH if wide else _VALUE_WIDTH
            label = _label(field.label, self.fonts, LABEL_WIDTH, Tag("TH", line, "", ROW_HEAD))
            cells.append(Cell(at, LABEL_WIDTH, label, head=True))
            tag = Tag("TD", line, "", _WIDE if wide else b"")
            cells.append(_content(field, self.fonts, at + LABEL_WIDTH, width=width, tag=tag))
        self.rows.append(Row(tuple(cells)))

    def _band(self, band: Band) -> None:
        tag = Tag("TH", Tag("TR", self.table), "", _WHOLE)
        self.rows.append(Row((Cell(0.0, WIDTH, _label(band.text, self.fonts, WIDTH, tag)),)))


def _label(text: str, fonts: FontSet, width: float, tag: Tag) -> Text:
    return balanced(
        text, LABEL, chain=fonts.chain("hei"), field="表格项目", width=width - 2 * PAD_X, tag=tag
    )


def _content(field: Field | Opinion, fonts: FontSet, x: float, *, width: float, tag: Tag) -> Cell:
    inner = width - 2 * PAD_X
    if isinstance(field, Field):
        return Cell(x, width, _value(field, fonts, inner, tag))
    text = _lines(field.text.split("\n"), field.label, fonts, inner)
    foot = set_text(
        field.foot, _FOOT, chain=fonts.chain("body"), field=field.label, width=inner, tag=tag
    )
    # A foot is never divided, so of a name that fills lines only the last stands there.
    above, foot = foot.lines[:-1], replace(foot, lines=foot.lines[-1:])
    least = min(max(field.lines, 1), _MOST_LINES) * _PITCH + foot.height
    return Cell(x, width, Text((*text, *above), VALUE, tag=tag), foot=foot, least=least)


def _value(field: Field, fonts: FontSet, width: float, tag: Tag) -> Text:
    """The choices, then the value; each line of the value is a paragraph of its own."""
    paragraphs = [*_choice_lines(field, fonts, width), *filter(None, field.value.split("\n"))]
    return Text(_lines(paragraphs or [""], field.label, fonts, width), VALUE, tag=tag)


def _lines(paragraphs: list[str], label: str, fonts: FontSet, width: float) -> tuple[SetLine, ...]:
    chain = fonts.chain("body")
    return tuple(
        line
        for paragraph in paragraphs
        for line in set_text(paragraph, VALUE, chain=chain, field=label, width=width).lines
    )


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
