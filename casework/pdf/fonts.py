"""Which font draws which character: roles, the chain of fonts behind each role, and their loading; draws nothing."""

import io
import lzma
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from reportlab.pdfbase.ttfonts import TTFError

from casework.errors import MissingGlyph, NotConfigured
from casework.paths import FONTS
from casework.pdf.faces import Face

# The shipped files behind each role, first choice first. Punctuation must come from the 仿宋: its marks are one em
# wide, those of the others are not.
ROLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("body", ("CaseworkFang", "CaseworkLight")),
    ("kai", ("CaseworkFang", "CaseworkLight")),
    ("title", ("CaseworkTitle", "CaseworkFang", "CaseworkLight")),
    ("hei", ("CaseworkHei", "CaseworkFang", "CaseworkLight")),
    ("song", ("CaseworkLight", "CaseworkFang")),
)

_loading = Lock()


class Glyph(NamedTuple):
    """The face that draws a character, and its advance in em."""

    face: Face
    width: float


class Chain:
    """The fonts of one role in the order they are asked. Faces load when first asked, so rare ones may never."""

    def __init__(self, sources: tuple[Callable[[], Face], ...]) -> None:
        self._sources = sources
        self._found: dict[str, Glyph | None] = {}

    def find(self, character: str) -> Glyph | None:
        """The glyph, or None when no font of the chain holds the character."""
        # Two threads may both look a new character up; both write the same answer.
        try:
            return self._found[character]
        except KeyError:
            glyph = self._found[character] = self._search(ord(character))
            return glyph

    def _search(self, code: int) -> Glyph | None:
        for source in self._sources:
            face = source()
            if code in face.glyphs:
                return Glyph(face, face.width(code))
        return None

    def glyph(self, character: str) -> Glyph:
        """The glyph of a character that has been checked with `require`; raises MissingGlyph otherwise."""
        return self.find(character) or self._refuse(character, "正文")

    def width(self, character: str) -> float:
        """Advance in em; raises MissingGlyph."""
        glyph = self._found.get(character) or self.glyph(character)
        return glyph.width

    def require(self, text: str, field: str) -> None:
        """Raises MissingGlyph, naming `field`, when a character of `text` cannot be drawn.

        A blank in a name would go out unnoticed, so the paper stops instead.
        """
        for character in dict.fromkeys(text):
            if self.find(character) is None:
                self._refuse(character, field)

    def _refuse(self, character: str, field: str) -> Glyph:
        shown = character if character.isprintable() else "不可见字符"
        raise MissingGlyph(
            f"“{field}”中的字“{shown}”（U+{ord(character):04X}）没有字体可以印制；"
            "请核对该字，或者由管理员在单位字体目录中放入含有该字的字体。",
            fields={field: character},
        )


class FontSet:
    """The fonts of one office: its own folder in front, the shipped set behind. Safe to share between threads."""

    def __init__(self, folder: Path | None = None) -> None:
        """`folder` holds the office's own TrueType files; casework/fonts/README.md tells how they are named.

        Raises NotConfigured when a file in it cannot be embedded.
        """
        own = _own_files(folder)
        rest = tuple(_source(p) for stem, p in own if stem not in dict(ROLES))
        self._chains: dict[str, Chain] = {}
        for role, shipped in ROLES:
            front = tuple(_source(p) for stem, p in own if stem == role)
            behind = tuple(_source(FONTS / f"{name}.ttf.xz") for name in shipped)
            self._chains[role] = Chain(front + behind + rest)
        for _, path in own:
            load(
                path
            )  # a wrong file is told at the start of the program, not at the first rare name

    def chain(self, role: str) -> Chain:
        """The chain of a role of `ROLES`."""
        return self._chains[role]


def _own_files(folder: Path | None) -> tuple[tuple[str, Path], ...]:
    if folder is None:
        return ()
    return tuple(
        (path.stem.casefold(), path)
        for path in sorted(folder.iterdir())
        if path.suffix.casefold() in {".ttf", ".ttc", ".otf"}
    )


def _source(path: Path) -> Callable[[], Face]:
    return lambda: load(path)


_faces: dict[Path, Face] = {}


def load(path: Path) -> Face:
    """The face of a file, parsed once in a process; `.xz` is undone. Raises NotConfigured for an unusable file."""
    face = _faces.get(path)
    if face is None:
        with _loading:
            face = _faces.get(path) or _faces.setdefault(path, _parse(path))
    return face


def _parse(path: Path) -> Face:
    data = path.read_bytes()
    try:
        return Face(lzma.decompress(data) if path.suffix == ".xz" else data)
    except TTFError as error:
        raise NotConfigured(
            f"字体文件“{path.name}”不能嵌入文书（{error}）；请换用允许嵌入的 TrueType 字体，或者将其移出字体目录。"
        ) from error


@lru_cache(maxsize=8)
def font_set(folder: Path | None = None) -> FontSet:
    """The set for a folder, made once in a process."""
    return FontSet(folder)


def normal(text: str) -> str:
    """NFC, except that compatibility ideographs stay as they are.

    NFC would replace U+F900–FAFF and U+2F800–2FA1F by other characters, and a name is written as its bearer writes it.
    """
    if unicodedata.is_normalized("NFC", text):
        return text
    out = io.StringIO()
    run = ""
    for character in text:
        if _is_compatibility(character):
            out.write(unicodedata.normalize("NFC", run) + character)
            run = ""
        else:
            run += character
    out.write(unicodedata.normalize("NFC", run))
    return out.getvalue()


def _is_compatibility(character: str) -> bool:
    return "\uf900" <= character <= "\ufaff" or "\U0002f800" <= character <= "\U0002fa1f"


# Pasted text brings these: white space is set as a space, what has no width at all is left out.
_PASTED = str.maketrans(
    dict.fromkeys("\t\v\f\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029\u202f", " ")
    | dict.fromkeys("\r\xad\u200b\u2060\ufeff", "")
)


def shown(text: str) -> str:
    """The text as papers set it; only line feeds stay, for the caller to make paragraphs of."""
    return normal(text.translate(_PASTED))


def unprintable(text: str, *, fonts: FontSet | None = None) -> tuple[str, ...]:
    """The characters of `text` that no font can draw, each once, in order; empty when all can.

    To be asked when a name or an address is registered: the clerk learns it then and not when the paper is due.
    """
    chain = (fonts or font_set()).chain("body")
    text = shown(text).replace("\n", "")
    return tuple(dict.fromkeys(c for c in text if chain.find(c) is None))
