"""Text set in lines on the grid of GB/T 9704-2012: styles, and the pieces a page is filled with; no page breaks here.

The text block is 156 mm x 225 mm, 22 lines of 28 characters (GB/T 9704-2012, 5.2).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import NamedTuple, Protocol

from casework.characters import shown
from casework.errors import MissingGlyph
from casework.pdf.breaker import break_lines, line_ends
from casework.pdf.fonts import Chain
from casework.pdf.pen import Pen, Type
from casework.pdf.structure import Tag

MM = 72 / 25.4
WIDTH = 156 * MM
PITCH = 28.95
LINES = 22
BODY_SIZE = 16.0

# 28 characters of 16 pt are 158 mm; each of the 27 gaps gives a little so that they fill 156 mm.
TRACKING = (WIDTH - 28 * BODY_SIZE) / 27
CELL = BODY_SIZE + TRACKING

# Where a character stands in its line: the em box of Han fonts reaches from -0.12 to 0.88.
_ASCENT = 0.88


class Piece(Protocol):
    """What a page is filled with. `keep` says that it must not be the last thing on a page."""

    @property
    def height(self) -> float:
        """Height in points."""

    @property
    def keep(self) -> bool:
        """Stands on the same page as the piece after it."""

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draws it; `x` is the left edge of the text block, `top` the upper edge of the piece."""

    def cut(self, room: float) -> tuple["Piece | None", "Piece | None"]:
        """The part that fits into `room` points, and the rest; (None, self) when nothing fits."""


@dataclass(frozen=True)
class Style:
    """How a paragraph is set. Lengths in points; `indent` of the first line and `inset` of all in characters."""

    kind: Type
    pitch: float = PITCH
    tracking: float = TRACKING
    indent: float = 0.0
    inset: float = 0.0
    align: str = "justify"  # or left, centre, right

    @cached_property
    def _hash(self) -> int:
        return hash((self.kind, self.pitch, self.tracking, self.indent, self.inset, self.align))

    def __hash__(self) -> int:
        return self._hash  # asked for with every paragraph

    @property
    def cell(self) -> float:
        """One character with its gap."""
        return self.kind.size + self.tracking


BODY = Style(Type("body", BODY_SIZE), indent=2)
FLUSH = replace(BODY, indent=0)
LEVEL_1 = replace(BODY, kind=Type("hei", BODY_SIZE))
LEVEL_2 = replace(BODY, kind=Type("kai", BODY_SIZE))


class SetLine(NamedTuple):
    """A line ready to draw: offset from the left edge and tracking, in points."""

    text: str
    x: float
    tracking: float


@dataclass(frozen=True)
class Text:
    """Lines of one style, as high as their number says."""

    lines: tuple[SetLine, ...]
    style: Style
    keep: bool = False
    tag: Tag | None = None

    @property
    def height(self) -> float:
        return len(self.lines) * self.style.pitch

    def draw(self, pen: Pen, x: float, top: float) -> None:
        if not self.lines:
            return
        kind, pitch = self.style.kind, self.style.pitch
        baseline = top - (pitch - kind.size) / 2 - _ASCENT * kind.size
        pen.begin(self.tag)
        for line in self.lines:
            pen.text(x + line.x, baseline, line.text, kind=kind, tracking=line.tracking)
            baseline -= pitch
        pen.end()

    def cut(self, room: float) -> tuple[Piece | None, Piece | None]:
        fit = int(room / self.style.pitch + 1e-6)
        if fit >= len(self.lines):
            return self, None
        if fit < 1:
            return None, self
        return replace(self, lines=self.lines[:fit]), replace(self, lines=self.lines[fit:])


@dataclass(frozen=True)
class Space:
    """Empty height; vanishes at the top of a page. `least` is what remains of it where lines are set closer."""

    height: float
    keep: bool = True
    least: float | None = None

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Nothing to draw."""

    def cut(self, room: float) -> tuple[Piece | None, Piece | None]:
        return (self, None) if room >= self.height - 1e-6 else (None, None)


@dataclass(frozen=True)
class Turn:
    """What follows begins on a page of its own; itself it is never placed."""

    height: float = 0.0
    keep: bool = False

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Nothing to draw."""

    def cut(self, room: float) -> tuple[Piece | None, Piece | None]:
        return self, None


def set_text(
    text: str,
    style: Style,
    *,
    chain: Chain,
    field: str,
    width: float = WIDTH,
    keep: bool = False,
    tag: Tag | None = None,
) -> Text:
    """The lines of one paragraph in a column `width` points wide, read out as `tag` (a paragraph when None).

    Raises MissingGlyph, naming `field`, for a character that no font holds.
    """
    text = shown(text).replace("\n", " ")
    make = _set_lines if len(text) <= _REMEMBERED else _set_lines.__wrapped__
    try:
        lines = make(text, style, chain, width)
    except MissingGlyph:
        chain.require(text, field)  # says in which field it stands
        raise
    return Text(lines, style, keep, tag or Tag("P"))


# Papers of one kind share most of their paragraphs; those of a batch are divided into lines once.
_REMEMBERED = 1000


@lru_cache(maxsize=512)
def _set_lines(text: str, style: Style, chain: Chain, width: float) -> tuple[SetLine, ...]:
    size, tracking = style.kind.size, style.tracking
    inset, indent = style.inset * style.cell, style.indent * style.cell
    broken = break_lines(
        text,
        (width - inset) / size,
        width=chain.width,
        tracking=tracking / size,
        first_indent=indent / size,
        justify=style.align == "justify",
    )
    share = _SHARES.get(style.align, 0.0)  # of what is free at the left of a line
    lines = []
    for number, line in enumerate(broken):
        gap = line.tracking * size
        left = inset if number else inset + indent
        if share:
            extent = line.length * size + gap * max(len(line.visible) - 1, 0)
            left += (width - inset - extent) * share
        lines.append(SetLine(line.text, left, gap))
    return tuple(lines)


_SHARES = {"centre": 0.5, "right": 1.0}


def extent(text: str, style: Style, chain: Chain) -> float:
    """Length in points of `text` set in one line."""
    natural = sum(map(chain.width, text)) * style.kind.size
    return natural + style.tracking * max(len(text) - 1, 0)


def balanced(
    text: str,
    style: Style,
    *,
    chain: Chain,
    field: str,
    width: float = WIDTH,
    keep: bool = True,
    tag: Tag | None = None,
) -> Text:
    """A centred heading whose lines are about equally long, divided between words where it can be.

    GB/T 9704-2012, 7.3.1: 回行时做到词意完整，排列对称，长短适宜，间距恰当，排成梯形或者菱形.
    """
    text = shown(text).replace("\n", "").strip()
    chain.require(text, field)
    style = replace(style, align="centre")
    lines = _balanced_lines(text, style, chain, width)
    return Text(lines, style, keep, tag or Tag("P"))


@lru_cache(maxsize=256)
def _balanced_lines(text: str, style: Style, chain: Chain, width: float) -> tuple[SetLine, ...]:
    rows, rest = [], text
    count = math.ceil(extent(text, style, chain) / width)
    # What needs more lines than a heading should have is a text, and is set like one.
    heading = count <= _HEADING_LINES and len(text) <= _HEADING_CHARACTERS
    for parts in range(count if heading else 1, 1, -1):
        row, rest = _parted(rest, parts, lambda part: extent(part, style, chain) <= width)
        rows.append(row)
    lines: list[SetLine] = []
    for row in (*rows, rest):
        lines += _set_lines(row, style, chain, width)
    return tuple(lines)


_HEADING_LINES, _HEADING_CHARACTERS = 8, 250

# A title is not divided inside these.
_WORDS = (
    "政府信息公开", "政府信息", "信息公开", "依申请公开", "申请", "公开", "答复书", "告知书", "通知书", "决定书",
    "意见书", "征求", "意见", "登记", "回执", "补正", "延长", "期限", "部分", "不予", "处理", "行政", "复议", "更正",
    "第三方", "收费", "办公室", "人民政府", "委员会", "管理局", "管理", "服务", "中心", "街道办事处", "关于", "进一步", "征收", "征地", "补偿",
    "安置", "方案", "项目", "改造", "批复", "文件", "街道", "某某", "情况", "信息",
)  # fmt: skip


def _parted(text: str, parts: int, fits: Callable[[str], bool]) -> tuple[str, str]:
    """Parts off the first of `parts` lines at a place between words near its share; the earlier line is the longer."""
    share = len(text) / parts + 0.5
    inside = {
        at + step
        for word in _WORDS
        for at in range(len(text))
        if text.startswith(word, at)
        for step in range(1, len(word))
    }

    def cost(end: int) -> float:
        split_word = 8 if end in inside or text[end - 1].isdigit() else 0  # 2020年 stays together
        stranded = 4 if text.startswith("的", end) else 0
        natural = 2 if text[end - 1] in "的》”、，）" or text[end] in "及和与《“" else 0
        too_long = 0 if fits(text[:end]) and (parts > 2 or fits(text[end:])) else 100
        return abs(end - share) + split_word + stranded + too_long - natural

    best = min(line_ends(text), key=cost, default=len(text))
    return text[:best], text[best:]
