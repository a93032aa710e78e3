"""Which font draws which character: roles, the chain of fonts behind each role, and their loading; draws nothing."""

import lzma
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from reportlab.pdfbase.ttfonts import TTFError

from casework.characters import hidden, shown
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
        self._drawable: set[str] = set()
        self.plain: set[str] = set()
        """Characters that `unprintable` need not look at again."""

    def find(self, character: str) -> Glyph | None:
        """The glyph, or None when no font of the chain holds the character."""
        # Two threads may both look a new character up; both write the same answer.
        try:
            return self._found[character]
        except KeyError:
            glyph = self._found[character] = self._search(ord(character))
            return glyph

    def _search(self, code: int) -> Glyph | None:
        if code & 0xFFFE == 0xFFFE:  # no character at all (Unicode 23.7), though some fonts draw it
            return None
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
        if self._drawable.issuperset(text):
            return
        for character in dict.fromkeys(text):
            if self.find(character) is None:
                self._refuse(character, field)
        self._drawable.update(text)

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


def unprintable(text: str, *, fonts: FontSet | None = None) -> tuple[str, ...]:
    """The characters of `text` that no paper can show, each once, in order; empty when there are none.

    To be asked when a name or an address is registered: the clerk learns it then and not when the paper is due.
    Control characters and marks that turn the writing direction count too; `typed` takes them out first.
    """
    chain = (fonts or font_set()).chain("body")
    if chain.plain.issuperset(text):
        return ()
    bad = (
        *hidden(text),
        *(c for c in shown(text).replace("\n", "") if chain.find(c) is None),
    )
    if not bad:
        chain.plain.update(c for c in text if _stands_alone(c))
    return tuple(dict.fromkeys(sorted(bad, key=text.find)))


# Line feeds, visible ASCII, Chinese marks, common characters, full-width letters and digits.
_ALONE = (
    ("\n", "\n"),
    ("\x20", "\x7e"),
    ("\u2018", "\u201d"),
    ("\u3001", "\u3011"),
    ("\u4e00", "\u9fff"),
    ("\uff01", "\uff5e"),
)


def _stands_alone(character: str) -> bool:
    """Whether no other such character beside it makes another one of it."""
    return any(first <= character <= last for first, last in _ALONE)


def typed(text: str, *, field: str, fonts: FontSet | None = None) -> str:
    """The text as it may be stored: what cannot be seen is taken out, what no font holds is refused.

    Raises MissingGlyph, naming `field` and the first such character.
    """
    clean = shown(text)
    (fonts or font_set()).chain("body").require(clean.replace("\n", ""), field)
    return clean
