"""Puts text and rules on the pages of one PDF; knows fonts and coordinates, not papers.

Coordinates are points from the lower left corner, as in PDF.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from reportlab.pdfbase import pdfdoc

from casework.pdf.faces import Face
from casework.pdf.fonts import Chain, FontSet
from casework.pdf.seed import SEED

_CODES = 256
_FONT = itemgetter(0)

BLACK = (0.0, 0.0, 0.0)
RED = (0.86, 0.0, 0.0)


@dataclass(frozen=True)
class Type:
    """How characters look: the role of the font, the size in points and the colour."""

    role: str
    size: float
    colour: tuple[float, float, float] = BLACK


class _Use:
    """One face in one document: which character has which code in which subset."""

    def __init__(self, face: Face, number: int, *, seeded: bool) -> None:
        self.face, self.name = face, f"F{number}"
        self._subsets: list[list[int]] = [[0]]
        self._places: dict[str, tuple[int, int]] = {}
        if seeded:
            seed = _seed(face)
            self._places |= {character: (0, code) for code, character in enumerate(seed, 1)}
            # What follows goes into a subset of its own, so that this one is the same in every paper.
            self._subsets = [[0, *map(ord, seed)], [0]]

    def place(self, character: str) -> tuple[int, int]:
        """Subset and code of the character, given when it is met first."""
        place = self._places.get(character)
        if place is None:
            if len(self._subsets[-1]) == _CODES:
                self._subsets.append([0])
            place = (len(self._subsets) - 1, len(self._subsets[-1]))
            self._subsets[-1].append(ord(character))
            self._places[character] = place
        return place

    def addObjects(self, document: Any) -> None:  # the name ReportLab calls when it saves
        """Adds a font for each subset to the document."""
        fonts = document.idToObject["BasicFonts"].dict
        for number, codes in enumerate(map(tuple, self._subsets)):
            if len(codes) > 1:
                name = f"{self.name}+{number}"
                fonts[name] = document.Reference(self._font(document, number, codes), name)

    def _font(self, document: Any, number: int, codes: tuple[int, ...]) -> Any:
        subset = self.face.subset(codes)
        name = f"{_tag(int(self.name[1:]), number)}+{self.face.name}"
        descriptor = {
            key: pdfdoc.PDFArray(value) if isinstance(value, list) else value
            for key, value in self.face.descriptor().items()
        }
        descriptor |= {
            "Type": "/FontDescriptor",
            "FontName": pdfdoc.PDFName(name),
            "FontFile2": document.Reference(
                _deflated(subset.font, Length1=subset.font_length), f"file:{name}"
            ),
        }
        return pdfdoc.PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/TrueType",
                "BaseFont": pdfdoc.PDFName(name),
                "FirstChar": 0,
                "LastChar": len(codes) - 1,
                "Widths": subset.widths,
                "ToUnicode": document.Reference(_deflated(subset.to_unicode), f"map:{name}"),
                "FontDescriptor": document.Reference(
                    pdfdoc.PDFDictionary(descriptor), f"descriptor:{name}"
                ),
            }
        )


@lru_cache(maxsize=8)
def _seed(face: Face) -> str:
    """The characters of the seed that the face holds, each once."""
    return "".join(c for c in dict.fromkeys(SEED) if ord(c) in face.glyphs)


def _deflated(data: bytes, **entries: int) -> Any:
    """A stream whose bytes are compressed already, so that a cached subset costs no time."""
    return pdfdoc.PDFStream(
        pdfdoc.PDFDictionary({"Filter": pdfdoc.PDFName("FlateDecode"), **entries}), data
    )


def _tag(face: int, subset: int) -> str:
    """Six capital letters that tell the subsets of a document apart (ISO 32000-1, 9.6.4)."""
    number, letters = face * 1000 + subset, ""
    for _ in range(6):
        number, letter = divmod(number, 26)
        letters = chr(65 + letter) + letters
    return letters


class Pen:
    """Draws on the current page of a ReportLab canvas."""

    def __init__(self, canvas: Any, fonts: FontSet) -> None:
        self.canvas = canvas
        self._fonts = fonts
        self._uses: dict[Face, _Use] = {}
        # For each chain (they live as long as the fonts do): font name and code of every character met.
        self._known: dict[int, dict[str, tuple[str, int]]] = {}
        self._seeded = fonts.chain("body").glyph("的").face

    def chain(self, role: str) -> Chain:
        return self._fonts.chain(role)

    def text(
        self, x: float, baseline: float, text: str, *, kind: Type, tracking: float = 0.0
    ) -> None:
        """One line of characters that all have glyphs; `tracking` in points between two characters."""
        if not text:
            return
        size = f"{_n(kind.size)} Tf"
        parts = ["BT", f"{' '.join(map(_n, kind.colour))} rg {_n(tracking)} Tc"]
        parts.append(f"1 0 0 1 {_n(x)} {_n(baseline)} Tm")
        for font, codes in self._runs(text, self.chain(kind.role)):
            parts.append(f"/{font} {size} <{bytes(codes).hex()}> Tj")
        parts.append("ET")
        self.canvas.addLiteral(" ".join(parts))

    def _runs(self, text: str, chain: Chain) -> list[tuple[str, list[int]]]:
        known = self._known.setdefault(id(chain), {})
        placed = []
        for character in text:
            place = known.get(character)
            if place is None:
                use = self._use(chain.glyph(character).face)
                subset, code = use.place(character)
                place = known[character] = (f"{use.name}+{subset}", code)
            placed.append(place)
        return [(font, [code for _, code in run]) for font, run in groupby(placed, _FONT)]

    def _use(self, face: Face) -> _Use:
        use = self._uses.get(face)
        if use is None:
            use = _Use(face, len(self._uses) + 1, seeded=face is self._seeded)
            self._uses[face] = use
            self.canvas._doc.delayedFonts.append(use)
        return use

    def rule(
        self,
        x: float,
        y: float,
        *,
        to: tuple[float, float],
        weight: float,
        colour: tuple[float, float, float] = BLACK,
    ) -> None:
        """A straight line of `weight` points."""
        self.canvas.addLiteral(
            f"{' '.join(map(_n, colour))} RG {_n(weight)} w 2 J "
            f"{_n(x)} {_n(y)} m {_n(to[0])} {_n(to[1])} l S"
        )

    def boxes(self, rectangles: list[tuple[float, float, float, float]]) -> None:
        """Filled black rectangles (x, y, width, height) as one path."""
        path = " ".join(f"{_n(x)} {_n(y)} {_n(w)} {_n(h)} re" for x, y, w, h in rectangles)
        self.canvas.addLiteral(f"0 0 0 rg {path} f")


def _n(number: float) -> str:
    """A PDF number: at most three decimals, no exponent, no trailing zeros."""
    return f"{number:.3f}".rstrip("0").rstrip(".") or "0"
