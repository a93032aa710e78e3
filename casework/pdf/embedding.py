"""The faces of one file: gives characters their codes and embeds the subsets; draws nothing."""

from functools import lru_cache

from casework.pdf.faces import Face
from casework.pdf.file import File
from casework.pdf.seed import SEED

_CODES = 256


class Embedded:
    """One face in one file: which character has which code in which subset."""

    def __init__(self, face: Face, number: int, *, seeded: bool) -> None:
        self.face, self._number = face, number
        self._subsets: list[list[int]] = [[0]]
        self._places: dict[str, tuple[bytes, int]] = {}
        if seeded:
            seed, places = _seeding(face, number)
            self._places = places.copy()
            # What follows goes into a subset of its own, so that this one is the same in every paper.
            self._subsets = [[0, *map(ord, seed)], [0]]

    def place(self, character: str) -> tuple[bytes, int]:
        """Name of the font and code of the character, given when it is met first."""
        place = self._places.get(character)
        if place is None:
            if len(self._subsets[-1]) == _CODES:
                self._subsets.append([0])
            code = len(self._subsets[-1])
            name = b"F%d+%d" % (self._number, len(self._subsets) - 1)
            place = self._places[character] = (name, code)
            self._subsets[-1].append(ord(character))
        return place

    def write(self, file: File) -> None:
        """Adds a font for each subset that holds a character."""
        for number, codes in enumerate(map(tuple, self._subsets)):
            if len(codes) > 1:
                self._write(file, number, codes)

    def _write(self, file: File, number: int, codes: tuple[int, ...]) -> None:
        subset = self.face.subset(codes)
        name = b"%b+%b" % (_tag(self._number, number), self.face.name.encode())
        program = file.deflated(subset.font, b"/Length1 %d" % subset.font_length)
        descriptor = file.put(
            b"<< /Type /FontDescriptor /FontName /%b %b /FontFile2 %d 0 R >>"
            % (name, self.face.descriptor, program)
        )
        file.font(
            f"F{self._number}+{number}",
            b"<< /Type /Font /Subtype /TrueType /BaseFont /%b /FirstChar 0 /LastChar %d "
            b"/Widths %b /ToUnicode %d 0 R /FontDescriptor %d 0 R >>"
            % (name, len(codes) - 1, subset.widths, file.deflated(subset.to_unicode), descriptor),
        )


@lru_cache(maxsize=32)
def _seeding(face: Face, number: int) -> tuple[str, dict[str, tuple[bytes, int]]]:
    """The characters of the seed that the face holds, each once, and their places."""
    seed = "".join(c for c in dict.fromkeys(SEED) if ord(c) in face.glyphs)[: _CODES - 1]
    name = b"F%d+0" % number
    return seed, {character: (name, code) for code, character in enumerate(seed, 1)}


def _tag(face: int, subset: int) -> bytes:
    """Six capital letters that tell the subsets of a document apart (ISO 32000-1, 9.6.4)."""
    number, letters = face * 1000 + subset, ""
    for _ in range(6):
        number, letter = divmod(number, 26)
        letters = chr(65 + letter) + letters
    return letters.encode()
