"""Many files as one numbered PDF: asks the worker for their pages, then for the whole. It knows no case."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from casework.errors import Invalid
from casework.files.pack import pack, unpack
from casework.files.sandbox import ask

Told = Callable[[int, int, str], None]
"""How far a long work has come: done, of how many, with what."""
# What one process is given at a time; whoever waits hears of each batch.
_BATCH, _FILES = 32 * 1024 * 1024, 16


@dataclass(frozen=True)
class Pages:
    """The visible pages of a file as a PDF; `count` is 0 where it could not be read."""

    count: int
    pdf: bytes


@dataclass(frozen=True)
class Part:
    """A part of a bundle: its pages, and its entry in the outline (`level` 1 stands below the last one of level 0)."""

    pages: Pages
    title: str = ""
    level: int = 0


def gathered(files: Sequence[tuple[str, bytes]], *, told: Told) -> tuple[Pages, ...]:
    """The pages of each (kind of media, content). A file that breaks its reader costs itself only."""
    found: list[Pages] = []
    for batch in _batches(files):
        told(len(found), len(files), "读取各件的页")
        found += _gathered(batch)
    return tuple(found)


def _batches(files: Sequence[tuple[str, bytes]]) -> list[list[tuple[str, bytes]]]:
    batches: list[list[tuple[str, bytes]]] = []
    room = 0
    for file in files:
        if not batches or len(file[1]) > room or len(batches[-1]) == _FILES:
            batches.append([])
            room = _BATCH
        batches[-1].append(file)
        room -= len(file[1])
    return batches


def _gathered(files: Sequence[tuple[str, bytes]]) -> list[Pages]:
    """One process for all of them; when it ends badly, each half gets its own, down to the file that did it."""
    try:
        head = [kind for kind, _ in files]
        counts, pdfs = unpack(
            ask("gather", pack(head, [content for _, content in files]), is_long=True)
        )
    except Invalid:
        if len(files) == 1:
            return [Pages(0, b"")]
        half = len(files) // 2
        return [*_gathered(files[:half]), *_gathered(files[half:])]
    return [Pages(count, pdf) for count, pdf in zip(counts, pdfs, strict=True)]


def bound(parts: Sequence[Part], *, title: str, stamps: bytes) -> bytes:
    """The parts as one PDF, the same bytes for the same parts; `stamps` is a PDF with one small page for each page.

    Raises:
        Invalid: the whole is more than one process may hold.
    """
    head = {"title": title, "parts": [(part.title, part.level) for part in parts]}
    return ask("bind", pack(head, [*(part.pages.pdf for part in parts), stamps]), is_long=True)
