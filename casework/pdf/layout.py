"""Turns the blocks of a paper into pieces and pages after GB/T 9704-2012; writes no file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from casework import blocks
from casework.pdf.fitting import fitted
from casework.pdf.fonts import FontSet
from casework.pdf.form import set_form
from casework.pdf.furniture import (
    LEFT,
    PAGE_HEIGHT,
    TOP,
    draw_page_number,
    set_code,
    set_head,
    set_imprint,
)
from casework.pdf.grid import Grid
from casework.pdf.merged import Sheet, set_merged
from casework.pdf.page import HEIGHT, Placed
from casework.pdf.paragraph import (
    BODY,
    CELL,
    FLUSH,
    LEVEL_1,
    LEVEL_2,
    PITCH,
    TRACKING,
    Piece,
    Space,
    Style,
    Text,
    Turn,
    balanced,
    extent,
    set_text,
)
from casework.pdf.pen import Pen, Type
from casework.pdf.seal import Room, Seal
from casework.pdf.signature import set_signature
from casework.pdf.structure import Tag
from casework.pdf.table import set_table

TITLE = Style(Type("title", 22), pitch=34.0, tracking=0)
NUMBER = Style(BODY.kind, align="centre")
SMALL = Style(Type("body", 12), pitch=20.0, tracking=0, indent=2)

# White above a form or a table, and the least below it, in points.
_ABOVE_GRID, _BELOW_GRID = 6.0, 8.0
# The fewest lines of text that go to the next page with a signature; a signature never stands there alone.
_WITH_SIGNATURE = 2


@dataclass(frozen=True)
class Sheets:
    """A laid-out paper: its pages, and whether the first one bears its number (the letter format leaves it out)."""

    pages: tuple[tuple[Placed, ...], ...]
    numbered_first: bool

    def draw(self, pen: Pen, page: int) -> None:
        """Draws the page with index `page`."""
        for placed in self.pages[page]:
            placed.piece.draw(pen, LEFT, PAGE_HEIGHT - TOP - placed.down)
        if page or self.numbered_first:
            draw_page_number(pen, page + 1)


def lay_out(paper: blocks.Paper, fonts: FontSet, seal: Seal | Room | None = None) -> Sheets:
    """The pages of a paper; raises MissingGlyph, naming the field, for a character no font holds."""
    setting = _Setting(fonts, seal)
    for block in paper.blocks:
        setting.add(block)
    pages = fitted(setting.pieces, foot=setting.foot)
    return Sheets(pages, numbered_first=not setting.letter)


class _Setting:
    """The pieces so far, and what a later block must know of the earlier ones."""

    def __init__(self, fonts: FontSet, seal: Seal | Room | None) -> None:
        self.fonts, self.seal = fonts, seal
        self.foot: Piece | None = None
        self.pieces: list[Piece] = []
        self.letter = False
        self._number = ""  # waits for the title when there is no red head
        self._signed = False
        self._titled = False

    def add(self, block: blocks.Block) -> None:
        make: Callable[[Any], Iterator[Piece]] = getattr(self, f"_{type(block).__name__.lower()}")
        self.pieces.extend(make(block))

    def _text(
        self, text: str, style: Style, field: str, *, keep: bool = False, tag: str = "P"
    ) -> Iterator[Piece]:
        """One piece for each paragraph of `text`."""
        chain = self.fonts.chain(style.kind.role)
        for paragraph in text.split("\n"):
            yield set_text(paragraph, style, chain=chain, field=field, keep=keep, tag=Tag(tag))

    def _letterhead(self, block: blocks.Letterhead) -> Iterator[Piece]:
        if not block.agency:
            self._number = block.number
            return
        self.letter = block.letter
        yield set_head(block, self.fonts)

    def _title(self, block: blocks.Title) -> Iterator[Piece]:
        """Two lines below the red rule, one line at the top of a plain sheet; one blank line follows."""
        if (
            self._titled
        ):  # a paper of several sheets: each begins with its title on a page of its own
            self.pieces.append(Turn())
        begun = len(self.pieces) if self._titled else 0
        self._titled = True
        above = Space((2 if self.pieces[begun:] else 1) * PITCH)
        title = balanced(
            block.text, TITLE, chain=self.fonts.chain("title"), field="标题", tag=Tag("H1")
        )
        made: list[Piece] = [above, title]
        if self._number:
            made += self._text(self._number, NUMBER, "发文字号", keep=True)
        used = sum(piece.height for piece in (*self.pieces[begun:], *made))
        yield from made
        # About one line, and as much as brings the body back to the grid.
        yield Space(ceil((used + PITCH / 2) / PITCH) * PITCH - used, least=PITCH / 2)

    def _addressee(self, block: blocks.Addressee) -> Iterator[Piece]:
        yield from self._text(block.text, FLUSH, "主送", keep=True)

    def _heading(self, block: blocks.Heading) -> Iterator[Piece]:
        style = {1: LEVEL_1, 2: LEVEL_2}.get(block.level, BODY)
        tag = f"H{min(block.level + 1, 6)}"  # the title is H1
        yield from self._text(block.text, style, "标题", keep=True, tag=tag)

    def _paragraph(self, block: blocks.Paragraph) -> Iterator[Piece]:
        yield from self._text(block.text, BODY if block.indent else FLUSH, "正文")

    def _fields(self, block: blocks.Fields) -> Iterator[Piece]:
        yield from _with_gap(set_form(block, self.fonts))

    def _table(self, block: blocks.Table) -> Iterator[Piece]:
        yield from _with_gap(set_table(block, self.fonts))

    def _merged(self, block: blocks.Merged) -> Iterator[Piece]:
        yield from _with_gap(set_merged(block, self.fonts))

    def _qrcode(self, block: blocks.QrCode) -> Iterator[Piece]:
        *before, code = set_code(block, self.fonts)
        yield from before
        yield code
        yield Space(ceil(code.height / PITCH) * PITCH - code.height, keep=False)

    def _annex(self, block: blocks.Annex) -> Iterator[Piece]:
        """One line below the body, two characters in, no mark at the end (GB/T 9704-2012, 7.3.4)."""
        yield Space(PITCH)
        label, many, chain = "附件：", len(block.names) > 1, self.fonts.chain("body")
        for number, name in enumerate(block.names, 1):
            mark = f"{number}." if many else ""
            hang = 5 + (extent(mark, FLUSH, chain) + TRACKING if many else 0) / CELL
            text = (label if number == 1 else "") + mark + name.strip().rstrip("；。，;")
            begin = 2 if number == 1 else 5
            style = replace(FLUSH, inset=hang, indent=begin - hang, align="left")
            yield from self._text(text, style, "附件说明")

    def _signature(self, block: blocks.Signature) -> Iterator[Piece]:
        self._signed = True
        self._hold_tail()
        yield from set_signature(block, self.fonts, self.seal)

    def _hold_tail(self) -> None:
        """Ties the end of what stands above to the signature, two lines at the least: an annex may be only one."""
        lines = 0
        for at in range(len(self.pieces) - 1, -1, -1):
            piece = self.pieces[at]
            self.pieces[at : at + 1] = _tied(piece)
            lines += _lines_of(piece)
            if lines >= _WITH_SIGNATURE:
                return

    def _note(self, block: blocks.Note) -> Iterator[Piece]:
        """附注 below the date is body text, two characters in; an explanation is small, and no page holds it alone."""
        made = list(self._text(block.text, BODY if self._signed else SMALL, "附注"))
        self._hold_row(sum(piece.height for piece in made))
        yield from made

    def _hold_row(self, below: float) -> None:
        """Ties the last row of the form or table above to what stands below it, `below` points high."""
        at = len(self.pieces) - 1
        while at >= 0 and isinstance(self.pieces[at], Space):
            below += self.pieces[at].height
            at -= 1
        piece = self.pieces[at] if at >= 0 else None
        if isinstance(piece, Grid) and below < HEIGHT / 2:
            self.pieces[at] = replace(piece, below=below)

    def _imprint(self, block: blocks.Imprint) -> Iterator[Piece]:
        """At the foot of the last page, wherever it stands among the blocks."""
        before, self.foot = set_imprint(block, self.fonts, letter=self.letter)
        yield from before


def _with_gap(grid: Grid | Sheet) -> Iterator[Piece]:
    """A grid between half a line above and as much below it as brings the text back to its lines."""
    yield Space(_ABOVE_GRID)
    yield grid
    used = _ABOVE_GRID + grid.height
    below = ceil((used + _BELOW_GRID) / PITCH) * PITCH - used
    yield Space(below, keep=False, least=_BELOW_GRID)


def _lines_of(piece: Piece) -> int:
    """How many lines of text a piece counts for beside a signature; a form or a table stands for itself."""
    if isinstance(piece, Text):
        return len(piece.lines)
    return 0 if isinstance(piece, Space) else _WITH_SIGNATURE


def _tied(piece: Piece) -> list[Piece]:
    """The piece with an end that keeps to what follows; long ones are parted so that only their end moves."""
    if isinstance(piece, Text) and len(piece.lines) > _WITH_SIGNATURE:
        head, tail = piece.cut((len(piece.lines) - _WITH_SIGNATURE) * piece.style.pitch)
        assert isinstance(head, Text)
        assert isinstance(tail, Text)
        return [head, replace(tail, keep=True)]
    if isinstance(piece, Grid) and piece.height > HEIGHT / 2:
        return [piece]  # moving it whole would leave half a page empty
    return [replace(piece, keep=True)]  # type: ignore[type-var]  # every piece is a frozen dataclass
