"""A ruled table of several columns under heads that stand again on each page; knows nothing of the rest of a paper."""

from dataclasses import replace

from casework.blocks import Column, Table
from casework.pdf.fonts import FontSet
from casework.pdf.grid import PAD_X, Cell, Grid, Row, ruled
from casework.pdf.paragraph import WIDTH, SetLine, Style, Text, balanced, set_text
from casework.pdf.pen import Type
from casework.pdf.structure import COLUMN_HEAD, Tag

# Up to five columns in 小四 (12 pt), more of them in 五号 (10.5 pt).
_FEW = 5
_SIZES = ((12.0, 19.0), (10.5, 16.5))
# No column is narrower than two characters: then a date still breaks into readable parts.
_LEAST = 2.0


def set_table(block: Table, fonts: FontSet) -> Grid:
    """The rows of a table; raises MissingGlyph, naming the column."""
    size, pitch = _SIZES[len(block.columns) > _FEW]
    head = Style(Type("hei", size), pitch=pitch, tracking=0, align="centre")
    body = Style(Type("body", size), pitch=pitch, tracking=0)
    widths = _widths(block.columns, _LEAST * size + 2 * PAD_X)
    places = tuple(sum(widths[:number]) for number in range(len(widths)))
    table = Tag("Table")
    top = Tag("TR", table)
    heads = [
        Cell(x, width, balanced(
            column.head, head, chain=fonts.chain("hei"), field="表头", width=width - 2 * PAD_X,
            tag=Tag("TH", top, "", COLUMN_HEAD),
        ))
        for column, x, width in zip(block.columns, places, widths, strict=True)
    ]  # fmt: skip
    rows = []
    for row in block.rows:
        line, cells = Tag("TR", table), []
        for text, column, x, width in zip(row, block.columns, places, widths, strict=True):
            inner, tag = width - 2 * PAD_X, Tag("TD", line)
            words = _text(text, column, body, fonts=fonts, width=inner, tag=tag)
            cells.append(Cell(x, width, words))
        rows.append(Row(tuple(cells)))
    return ruled(tuple(rows), (Row(tuple(heads)),))


def _text(
    text: str, column: Column, style: Style, *, fonts: FontSet, width: float, tag: Tag
) -> Text:
    """Each line of the cell is a paragraph of its own."""
    style = replace(style, align=column.align)
    lines: list[SetLine] = []
    for paragraph in [*filter(None, text.split("\n"))] or [""]:
        lines += set_text(
            paragraph, style, chain=fonts.chain("body"), field=column.head, width=width
        ).lines
    return Text(tuple(lines), style, tag=tag)


def _widths(columns: tuple[Column, ...], least: float) -> tuple[float, ...]:
    """The columns by their shares of the width; those too narrow take what the others can give.

    Raises ValueError when there are more columns than the page holds; a fault of the template.
    """
    if least * len(columns) > WIDTH:
        raise ValueError(f"{len(columns)} columns do not fit the width of a page")
    shares = [max(column.share, 0.0) for column in columns]
    total = sum(shares)
    wanted = [max(WIDTH * share / total - least, 0.0) if total else 1.0 for share in shares]
    scale = (WIDTH - least * len(columns)) / sum(wanted)
    return tuple(least + scale * more for more in wanted)
