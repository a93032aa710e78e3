"""The fonts of one file: gives characters their codes and embeds the subsets; draws nothing.

A text becomes codes by `str.translate`, in C: each character is replaced by one whose high byte is the number of a font
and whose low byte is its code in it.
"""

import re
from functools import lru_cache

from casework.pdf.faces import Face
from casework.pdf.file import File
from casework.pdf.fonts import Chain, FontSet
from casework.pdf.seed import COMMON, SEED

_CODES = 256
_NAMES = tuple(b"F%d" % number for number in range(256))
# One byte again and again.
_RUN = re.compile(rb"(.)\1*", re.DOTALL)


class _Font:
    """A subset of a face while it grows; code 0 is .notdef."""

    def __init__(self, face: Face, number: int, codes: list[int]) -> None:
        self.face, self.number, self.codes = face, number, codes


class _Places(dict[int, int]):
    """From characters to places, for one chain in one file; asks when it meets a character first."""

    def __init__(self, fonts: "Fonts", chain: Chain, known: dict[int, int]) -> None:
        super().__init__(known)
        self._place, self._glyph = fonts.place, chain.glyph

    def __missing__(self, code: int) -> int:
        place = self[code] = self._place(code, self._glyph(chr(code)).face)
        return place


class Fonts:
    """The fonts of one file."""

    def __init__(self, fonts: FontSet) -> None:
        self._set = fonts
        self._body = fonts.chain("body")
        self._fonts: list[_Font] = []
        # For each face the subset that grows, and the places given.
        self._open: dict[Face, _Font] = {}
        self._known: dict[Face, dict[int, int]] = {}
        # Chains live as long as the set of fonts does.
        self._places: dict[int, _Places] = {}

    def runs(self, text: str, chain: Chain) -> list[tuple[bytes, bytes]]:
        """Names of fonts and codes in them, for a text whose characters all have glyphs."""
        places = self._places.get(id(chain))
        if places is None:
            places = self.begin(chain)
        pairs = text.translate(places).encode("utf-16-be")
        fonts, codes = pairs[::2], pairs[1::2]
        if fonts.count(fonts[0]) == len(fonts):
            return [(_NAMES[fonts[0]], codes)]
        spans = (run.span() for run in _RUN.finditer(fonts))
        return [(_NAMES[fonts[begin]], codes[begin:end]) for begin, end in spans]

    def begin(self, chain: Chain) -> _Places:
        """Makes a chain known; the body's chain at first."""
        known: dict[int, int] = {}
        if chain is self._body and not self._fonts:
            # The seeded subset is the first of the file, so that its places need not be given anew.
            known = _seeding(chain)
            face = chain.glyph(COMMON).face
            self._fonts.append(_Font(face, 0, [0, *known]))
            self._known[face] = known.copy()
        places = self._places[id(chain)] = _Places(self, chain, known)
        return places

    def place(self, code: int, face: Face) -> int:
        """Font and code of a character that was met first."""
        known = self._known.setdefault(face, {})
        place = known.get(code)
        if place is None:
            font = self._open.get(face)
            if font is None or len(font.codes) == _CODES:
                font = self._open[face] = _Font(face, len(self._fonts), [0])
                self._fonts.append(font)
            place = known[code] = (font.number << 8) + len(font.codes)
            font.codes.append(code)
        return place

    def write(self, file: File) -> bytes:
        """Adds the fonts to the file; the entries of a dictionary of fonts."""
        used = (font for font in self._fonts if len(font.codes) > 1)
        entries = (b"/F%d %d 0 R" % (font.number, _write(file, font)) for font in used)
        return b" ".join(entries)


def _write(file: File, font: _Font) -> int:
    subset = font.face.subset(tuple(font.codes))
    name = b"%b+%b" % (_tag(font.number), font.face.name.encode())
    program = file.deflated(subset.font, b"/Length1 %d" % subset.font_length)
    descriptor = file.put(
        b"<< /Type /FontDescriptor /FontName /%b %b /FontFile2 %d 0 R >>"
        % (name, font.face.descriptor, program)
    )
    return file.put(
        b"<< /Type /Font /Subtype /TrueType /BaseFont /%b /FirstChar 0 /LastChar %d "
        b"/Widths %b /ToUnicode %d 0 R /FontDescriptor %d 0 R >>"
        % (name, len(font.codes) - 1, subset.widths, file.deflated(subset.to_unicode), descriptor)
    )


@lru_cache(maxsize=8)
def _seeding(chain: Chain) -> dict[int, int]:
    """The characters of the seed that the face with the commonest one holds, and their places in it."""
    face = chain.glyph(COMMON).face
    held = [c for c in dict.fromkeys(SEED) if (glyph := chain.find(c)) and glyph.face is face]
    return {ord(character): code for code, character in enumerate(held[: _CODES - 1], 1)}


@lru_cache(maxsize=64)
def _tag(number: int) -> bytes:
    """Six capital letters that tell the subsets of a document apart (ISO 32000-1, 9.6.4)."""
    letters = ""
    for _ in range(6):
        number, letter = divmod(number, 26)
        letters = chr(65 + letter) + letters
    return letters.encode()
