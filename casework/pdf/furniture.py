"""The parts of a paper that are not running text: letterhead, code, imprint, page number; each a piece of fixed height."""

from dataclasses import dataclass, replace

import segno

from casework.blocks import Imprint, Letterhead, QrCode, chinese_date
from casework.characters import shown
from casework.pdf.fonts import FontSet
from casework.pdf.paragraph import (
    BODY,
    CELL,
    MM,
    PITCH,
    WIDTH,
    Piece,
    Style,
    Text,
    balanced,
    extent,
    set_text,
)
from casework.pdf.pen import RED, Pen, Type
from casework.pdf.structure import Tag

PAGE_WIDTH, PAGE_HEIGHT = 210 * MM, 297 * MM
LEFT, TOP, BOTTOM = 28 * MM, 37 * MM, 35 * MM

# GB/T 9704-2012, 7.2.4: upper edge of the name 35 mm below the text block; 10.1: 30 mm below the edge of the sheet.
_HEAD_DOWN, _LETTER_DOWN = 35 * MM, 30 * MM - TOP
_RULE_GAP = 4 * MM  # 7.2.7 and 10.1
_LETTER_RULE = 170 * MM  # 10.1
_LETTER_FOOT = 20 * MM  # 10.1: the second double line above the lower edge of the sheet
_HEAD_SIZE, _HEAD_LEAST = 46.0, 26.0


@dataclass(frozen=True)
class Head:
    """Letterhead with its rules; `height` reaches to the line (or number) below which the title's blank lines begin."""

    name: Text
    number: Text | None
    letter: bool
    keep: bool = True

    @property
    def height(self) -> float:
        below = self._down + self.name.height
        if self.letter:
            return below + _RULE_GAP + (0.875 * 16 + PITCH if self.number else 0)
        return below + (3 * PITCH if self.number else PITCH) + _RULE_GAP

    @property
    def _down(self) -> float:
        return _LETTER_DOWN if self.letter else _HEAD_DOWN

    def draw(self, pen: Pen, x: float, top: float) -> None:
        self.name.draw(pen, x, top - self._down)
        below = top - self._down - self.name.height
        if self.letter:
            y = below - _RULE_GAP
            self._double(pen, y, thick_first=True)
            self._double(pen, _LETTER_FOOT, thick_first=False)
            if self.number:  # 10.1: seven eighths of a character below the line
                self.number.draw(pen, x, y - 0.875 * 16 + (PITCH - 16) / 2)
            return
        if self.number:  # 7.2.5: two lines below the name
            self.number.draw(pen, x, below - 2 * PITCH)
            below -= 3 * PITCH
        else:
            below -= PITCH
        y = below - _RULE_GAP + (PITCH - 16) / 2
        pen.rules([(x, y, x + WIDTH, y)], weight=1.5, colour=RED)

    def _double(self, pen: Pen, y: float, *, thick_first: bool) -> None:
        left = (PAGE_WIDTH - _LETTER_RULE) / 2
        weights = (2.2, 0.8) if thick_first else (0.8, 2.2)
        for at, weight in zip((y, y - 3), weights, strict=True):
            pen.rules([(left, at, left + _LETTER_RULE, at)], weight=weight, colour=RED)

    def cut(self, room: float) -> tuple[Piece | None, Piece | None]:
        return self, None


def set_head(block: Letterhead, fonts: FontSet) -> Head:
    """The name as large as its length allows, on two lines when it would become too small."""
    chain = fonts.chain("title")
    natural = sum(map(chain.width, shown(block.agency))) or 1.0
    size = min(_HEAD_SIZE, 0.99 * WIDTH / natural)
    if size < _HEAD_LEAST:
        size = min(_HEAD_SIZE, 2 * WIDTH / (natural + 6))
    style = Style(Type("title", size, RED), pitch=1.15 * size, tracking=0)
    number = None
    if block.number:
        number = _set_number(block, fonts)
    name = balanced(block.agency, style, chain=chain, field="发文机关标志")
    return Head(name, number, block.letter)


def _set_number(block: Letterhead, fonts: FontSet) -> Text:
    """发文字号 in one line, smaller when it is longer than any real one."""
    chain = fonts.chain("body")
    align = "right" if block.letter else "centre"
    style = Style(BODY.kind, align=align)
    text = shown(block.number).replace("\n", " ")
    chain.require(text, "发文字号")
    wide = extent(text, style, chain)
    if wide > WIDTH:
        kind = replace(BODY.kind, size=0.99 * BODY.kind.size * WIDTH / wide)
        style = replace(style, kind=kind, tracking=0.0)
    return set_text(text, style, chain=chain, field="发文字号")


_CODE_SIZE = 30 * MM
_CAPTION_LINES = 4
_QUIET = 4  # modules of white around a code (ISO/IEC 18004)
_CAPTION = Style(Type("body", 14), pitch=24.0, tracking=0, indent=2)


@dataclass(frozen=True)
class Code:
    """A QR code at the right with its caption at the left."""

    caption: Text
    modules: tuple[tuple[int, int, int], ...]  # runs of dark modules: row, first column, length
    side: int
    keep: bool = False

    @property
    def height(self) -> float:
        return max(self.caption.height, _CODE_SIZE)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        self.caption.draw(pen, x, top - (self.height - self.caption.height) / 2)
        module = _CODE_SIZE / (self.side + 2 * _QUIET)
        left = x + WIDTH - _CODE_SIZE + _QUIET * module
        upper = top - (self.height - _CODE_SIZE) / 2 - _QUIET * module
        right, lower = x + WIDTH, upper + _QUIET * module - _CODE_SIZE
        box = (right - _CODE_SIZE, lower, right, lower + _CODE_SIZE)
        place = b"/O /Layout /Placement /Block /BBox [%.2f %.2f %.2f %.2f]" % box
        pen.begin(Tag("Figure", None, "二维码", place))
        pen.boxes(_boxes(self.modules, left, upper, module))
        pen.end()

    def cut(self, room: float) -> tuple[Piece | None, Piece | None]:
        return (self, None) if room >= self.height - 1e-6 else (None, self)


def set_code(block: QrCode, fonts: FontSet) -> list[Piece]:
    """The code with its caption; of a long caption all but the end comes first, as text.

    Level M, so that a fold or a stamp does not spoil it; drawn as one path, so no picture enters the file.
    """
    rows = tuple(segno.make_qr(block.data, error="m", boost_error=False).matrix)
    caption = set_text(
        block.caption, _CAPTION, chain=fonts.chain("body"), field="二维码说明",
        width=WIDTH - _CODE_SIZE - 6,
    )  # fmt: skip
    before: list[Piece] = []
    if len(caption.lines) > _CAPTION_LINES:
        long = replace(caption, lines=caption.lines[:-_CAPTION_LINES])
        before = [long]
        caption = replace(caption, lines=caption.lines[-_CAPTION_LINES:])
    return [*before, Code(caption, tuple(_runs(rows)), len(rows))]


def code_boxes(
    rows: tuple[bytearray, ...], left: float, upper: float, size: float
) -> list[tuple[float, float, float, float]]:
    """The dark modules of a code whose upper left corner stands here, `size` points wide with its quiet zone."""
    module = size / (len(rows) + 2 * _QUIET)
    return _boxes(tuple(_runs(rows)), left + _QUIET * module, upper - _QUIET * module, module)


def _boxes(
    runs: tuple[tuple[int, int, int], ...], left: float, upper: float, module: float
) -> list[tuple[float, float, float, float]]:
    return [
        (left + column * module, upper - (row + 1) * module, length * module, module)
        for row, column, length in runs
    ]


def _runs(rows: tuple[bytearray, ...]) -> list[tuple[int, int, int]]:
    runs = []
    for number, row in enumerate(rows):
        column = 0
        while column < len(row):
            length = 0
            while column + length < len(row) and row[column + length]:
                length += 1
            if length:
                runs.append((number, column, length))
            column += length or 1
    return runs


_NUMBER = Type("song", 14)


def draw_page_number(pen: Pen, number: int) -> None:
    """— 1 — in 14 pt 宋体, 7 mm below the text block, one character in: odd right, even left (GB/T 9704-2012, 7.5)."""
    text = f"— {number} —"
    wide = sum(map(pen.chain("song").width, text)) * _NUMBER.size
    x = LEFT + CELL if number % 2 == 0 else LEFT + WIDTH - CELL - wide
    # The dash stands about a third of an em above the baseline.
    pen.begin(None)
    pen.text(x, BOTTOM - 7 * MM - 0.35 * _NUMBER.size, text, kind=_NUMBER)
    pen.end()


_MARK = Type("body", 110, (0.9, 0.9, 0.9))


def draw_mark(pen: Pen, mark: str) -> None:
    """A watermark across the middle of the page, below whatever is drawn after it; no part of the text."""
    if not mark:
        return
    wide = sum(map(pen.chain(_MARK.role).width, mark)) * _MARK.size
    pen.begin(None)
    pen.text((PAGE_WIDTH - wide) / 2, PAGE_HEIGHT / 2, mark, kind=_MARK)
    pen.end()


_IMPRINT = Style(Type("body", 14), pitch=22.0, tracking=0)
_FOOT_LINES = 10
_EDGE_RULE, _INNER_RULE = 0.35 * MM, 0.25 * MM  # GB/T 9704-2012, 7.4.1


@dataclass(frozen=True)
class Foot:
    """版记: copies, then printer and day of printing, with rules around and between (without rules in the letter form)."""

    copies: Text | None
    printer: Text | None
    day: Text | None
    ruled: bool
    keep: bool = False

    @property
    def height(self) -> float:
        return sum(part.height for part in (self.copies, self.printer) if part)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        y = top
        if self.copies:
            self.copies.draw(pen, x, y)
            y -= self.copies.height
            if self.ruled and self.printer:
                pen.rules([(x, y, x + WIDTH, y)], weight=_INNER_RULE)
        if self.printer:
            self.printer.draw(pen, x, y)
        if self.day:
            self.day.draw(pen, x, y)
        if self.ruled:
            edges = [(x, at, x + WIDTH, at) for at in (top, top - self.height)]
            pen.rules(edges, weight=_EDGE_RULE)

    def cut(self, room: float) -> tuple[Piece | None, Piece | None]:
        return (self, None) if room >= self.height - 1e-6 else (None, self)


def set_imprint(block: Imprint, fonts: FontSet, *, letter: bool) -> tuple[list[Piece], Foot]:
    """GB/T 9704-2012, 7.4.2, 7.4.3: one character in from both sides, copies hang behind 抄送：and end in a full stop.

    10.1: the letter form has neither printer nor rules. Of copies that fill a page only the end stands in the
    foot; the rest is given back as text to stand before it.
    """
    chain = fonts.chain("body")
    copies = printer = day = None
    if block.copies:
        names = "，".join(name.strip() for name in block.copies).rstrip("。") + "。"
        style = replace(_IMPRINT, inset=4, indent=-3)
        copies = set_text(f"抄送：{names}", style, chain=chain, field="抄送", width=WIDTH - 14)
    if block.printer and not letter:
        left = replace(_IMPRINT, inset=1, align="left")
        printer = set_text(block.printer, left, chain=chain, field="印发机关", width=WIDTH - 14)
        if block.printed_on:
            printed = f"{chinese_date(block.printed_on)}印发"
            right = replace(_IMPRINT, align="right")
            day = set_text(printed, right, chain=chain, field="印发日期", width=WIDTH - 14)
    before: list[Piece] = []
    if copies and len(copies.lines) > _FOOT_LINES:
        before = [replace(copies, lines=copies.lines[:-_FOOT_LINES])]
        copies = replace(copies, lines=copies.lines[-_FOOT_LINES:])
    return before, Foot(copies, printer, day, ruled=not letter)
