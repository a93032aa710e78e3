"""Binds entries to one numbered PDF: reads their pages, draws cover and contents, stamps every page, writes the outline."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from casework.files.binding import Pages, Part, Told, bound, gathered
from casework.files.kinds import MEDIA
from casework.pdf.render import page_count
from casework.pdf.stamps import stamps
from casework.services.dossier.entry import PDF, Entry, Placed
from casework.services.dossier.pages import Cover, Sheets

MOST_BYTES = 300 * 1024 * 1024  # of all that is bound; a larger file stays in the ZIP alone

_ERASED = "内容已依法清除，只保留题名和登记的校验值。"
_NOT_DRAWN = "不是可以按页装订的格式；原件在卷宗压缩包中，按校验值核对。"
_TOO_LARGE = "装订的内容过大，原件只收入卷宗压缩包，按校验值核对。"
_DAMAGED = "文件已经损坏，不能读出各页；原件在卷宗压缩包中，按校验值核对。"


@dataclass(frozen=True)
class Bundle:
    """A bound file: its bytes, and where each entry stands in it."""

    pdf: bytes
    placed: tuple[Placed, ...]
    pages: int


@dataclass(frozen=True)
class Heading:
    """What stands before the entries: the cover, the list that is drawn from where they stand, and more of a fixed length.

    `word` is how an entry is called before its number (证据); empty: the number alone.
    """

    cover: Cover
    listed_as: str
    listing: Callable[[Sequence[Placed]], bytes]
    more: tuple[tuple[str, bytes], ...] = ()
    word: str = ""


def bind(entries: Sequence[Entry], sheets: Sheets, heading: Heading, *, told: Told) -> Bundle:
    """One PDF of cover, list and all entries.

    Raises:
        Invalid: the whole is more than one process may hold.
    """
    leaves = _leaves(entries, sheets, told=told)
    counts = [pages.count for pages in leaves]
    told(len(entries), len(entries), "编目录、编页号")
    front, placed = _front(entries, counts, sheets, heading)
    total = sum(part.pages.count for part in front) + sum(counts)
    parts = [
        *front,
        *(
            Part(pages, f"{heading.word}{n}　{one.title}")
            for n, (one, pages) in enumerate(zip(entries, leaves, strict=True), start=1)
        ),
    ]
    told(len(entries), len(entries), "装订")
    texts = _stamps(placed, total, word=heading.word)
    pdf = bound(parts, title=heading.cover.title, stamps=stamps(texts, sheets.fonts))
    return Bundle(pdf, placed, total)


def _stamps(placed: Sequence[Placed], total: int, *, word: str) -> list[str]:
    """第N页, in an evidence pack with the number of the evidence before it."""
    names = [""] * total
    for n, one in enumerate(placed, start=1):
        for page in range(one.first, one.last + 1):
            names[page - 1] = f"{word}{n}　" if word else ""
    return [f"{name}第{page}页" for page, name in enumerate(names, start=1)]


def _leaves(entries: Sequence[Entry], sheets: Sheets, *, told: Told) -> list[Pages]:
    """The pages of each entry; where it has none, a page that says so."""
    room = MOST_BYTES
    wanted: list[tuple[str, bytes]] = []
    for entry in entries:
        reason = _reason(entry, room)
        if reason or entry.content is None:
            wanted.append((PDF, sheets.stand_in(entry, reason)))
        else:
            wanted.append((entry.media, entry.content))
            room -= len(entry.content)
    leaves = gathered(wanted, told=told)
    return [
        pages if pages.count else _own(sheets.stand_in(entry, _DAMAGED))
        for entry, pages in zip(entries, leaves, strict=True)
    ]


def _own(pdf: bytes) -> Pages:
    return Pages(page_count(pdf), pdf)


def _reason(entry: Entry, room: int) -> str:
    """Why an entry cannot be bound; empty where it can."""
    if entry.content is None:
        return _ERASED
    if not MEDIA[entry.media].is_drawn:
        return _NOT_DRAWN
    return _TOO_LARGE if len(entry.content) > room else ""


def _front(
    entries: Sequence[Entry], counts: Sequence[int], sheets: Sheets, heading: Heading
) -> tuple[tuple[Part, ...], tuple[Placed, ...]]:
    """Cover, list and the rest. The list tells pages that depend on its own length, so it is drawn until they agree."""
    more = tuple(Part(_own(pdf), title) for title, pdf in heading.more)
    before = 2 + sum(part.pages.count for part in more)
    while True:
        placed = _placed(entries, counts, before)
        cover = _own(sheets.cover(heading.cover, pages=before + sum(counts)))
        listing = _own(heading.listing(placed))
        front = (Part(cover, "封面"), Part(listing, heading.listed_as), *more)
        length = sum(part.pages.count for part in front)
        if length == before:
            return front, placed
        before = length


def _placed(entries: Sequence[Entry], counts: Sequence[int], before: int) -> tuple[Placed, ...]:
    found, at = [], before
    for entry, count in zip(entries, counts, strict=True):
        found.append(Placed(entry, at + 1, at + count))
        at += count
    return tuple(found)
