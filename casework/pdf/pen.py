"""Puts text, rules and pictures on the pages of one PDF, each under its tag; knows fonts and coordinates, not papers.

Coordinates are points from the lower left corner, as in PDF. What stands under no tag is an artifact: it is seen, but
not read out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from casework.pdf.embedding import Fonts
from casework.pdf.file import File
from casework.pdf.fonts import Chain, FontSet
from casework.pdf.structure import Tag, Tree

Colour = tuple[float, float, float]
BLACK: Colour = (0.0, 0.0, 0.0)
RED: Colour = (0.86, 0.0, 0.0)


@dataclass(frozen=True)
class Type:
    """How characters look: the role of the font, the size in points and the colour."""

    role: str
    size: float
    colour: Colour = BLACK


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture that is already deflated: its colours (RGB) and how far each point covers what lies below."""

    width: int
    height: int
    colours: bytes
    cover: bytes


class Pen:
    """Draws on the last page that was begun."""

    def __init__(self, file: File, tree: Tree, fonts: FontSet) -> None:
        self._file, self._tree, self._set = file, tree, fonts
        self.pages: list[list[bytes]] = []
        self.pictures: dict[Picture, int] = {}
        self._out: list[bytes] = []
        self._state: tuple[Colour, str] = (BLACK, "")
        self.fonts = Fonts(fonts)
        # The body's chain comes first, so that its seed has the same place in every file.
        self.fonts.begin(fonts.chain("body"))

    def turn(self) -> None:
        """Begins a page."""
        self._out = []
        self._state = (BLACK, "0")
        self.pages.append(self._out)
        self._tree.turn()

    def chain(self, role: str) -> Chain:
        return self._set.chain(role)

    def begin(self, tag: Tag | None) -> None:
        """What is drawn until `end` belongs to `tag`."""
        if tag is None:
            self._out.append(b"/Artifact BMC")
        else:
            mark = self._tree.mark(tag)
            self._out.append(b"/%b <</MCID %d>> BDC" % (tag.kind.encode(), mark))

    def end(self) -> None:
        self._out.append(b"EMC")

    def text(
        self, x: float, baseline: float, text: str, *, kind: Type, tracking: float = 0.0
    ) -> None:
        """One line of characters that all have glyphs; `tracking` in points between two characters."""
        if not text:
            return
        parts = [b"BT"]
        state = (kind.colour, _n(tracking))
        if self._state != state:
            self._state = state
            parts.append(_look(state))
        parts.append(_start(x, baseline))
        size = _n(kind.size).encode()
        for font, codes in self.fonts.runs(text, self.chain(kind.role)):
            if _SPECIAL.search(codes):
                codes = _escaped(codes)
            parts.append(b"/%b %b Tf (%b) Tj" % (font, size, codes))
        parts.append(b"ET")
        self._out.append(b" ".join(parts))

    def rules(
        self,
        lines: Sequence[tuple[float, float, float, float]],
        *,
        weight: float,
        colour: Colour = BLACK,
    ) -> None:
        """Straight lines (x, y to x, y) of `weight` points; they belong to no text."""
        path = " ".join(f"{_n(x)} {_n(y)} m {_n(u)} {_n(v)} l" for x, y, u, v in lines)
        look = f"{' '.join(map(_n, colour))} RG {_n(weight)} w 2 J"
        self._out.append(f"/Artifact BMC {look} {path} S EMC".encode())

    def boxes(self, rectangles: list[tuple[float, float, float, float]]) -> None:
        """Filled black rectangles (x, y, width, height) as one path."""
        path = " ".join(f"{_n(x)} {_n(y)} {_n(w)} {_n(h)} re" for x, y, w, h in rectangles)
        self._state = (BLACK, self._state[1])
        self._out.append(f"0 0 0 rg {path} f".encode())

    def picture(self, picture: Picture, x: float, y: float, *, size: tuple[float, float]) -> None:
        """A picture with its lower left corner at x, y; its bytes stand once in the file."""
        number = self.pictures.get(picture)
        if number is None:
            number = self.pictures[picture] = _embed(self._file, picture)
        place = f"q {_n(size[0])} 0 0 {_n(size[1])} {_n(x)} {_n(y)} cm /P{number} Do Q"
        self._out.append(place.encode())


def _embed(file: File, picture: Picture) -> int:
    shape = b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8" % (
        picture.width,
        picture.height,
    )
    cover = file.deflated(picture.cover, shape + b" /ColorSpace /DeviceGray")
    return file.deflated(picture.colours, shape + b" /ColorSpace /DeviceRGB /SMask %d 0 R" % cover)


@lru_cache(maxsize=4096)
def _start(x: float, baseline: float) -> bytes:
    """Where a line begins; the lines of letters stand in the same places."""
    return f"1 0 0 1 {_n(x)} {_n(baseline)} Tm".encode()


@lru_cache(maxsize=1024)
def _look(state: tuple[Colour, str]) -> bytes:
    """The operators for a colour and the space between two characters."""
    colour, spread = state
    return f"{' '.join(map(_n, colour))} rg {spread} Tc".encode()


_SPECIAL = re.compile(rb"[\\()\r]")


def _escaped(data: bytes) -> bytes:
    """Codes as the inside of a PDF string; a bare carriage return would be read as a line feed."""
    data = data.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return data.replace(b"\r", b"\\r")


@lru_cache(maxsize=4096)
def _n(number: float) -> str:
    """A PDF number: at most three decimals, no exponent, no trailing zeros."""
    return f"{number:.3f}".rstrip("0").rstrip(".") or "0"
