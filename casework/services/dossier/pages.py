"""The pages a bundle adds of its own: cover, list of contents, and the page that stands for what cannot be bound."""

from collections.abc import Sequence
from dataclasses import dataclass, is_dataclass, replace
from typing import Any

from casework.blocks import Block, Column, Field, Fields, Note, Paper, Table, Title
from casework.files.kinds import MEDIA
from casework.pdf.fonts import FontSet, unprintable
from casework.pdf.render import render
from casework.services.dossier.entry import Entry, Placed
from workflows.guards import chinese_day

_GETA = "〓"  # stands in print for a character that no font holds


@dataclass(frozen=True)
class Cover:
    """What the cover tells: a title, and pairs of label and value."""

    title: str
    author: str
    pairs: tuple[tuple[str, str], ...]
    note: str = ""


class Sheets:
    """Draws papers of typed blocks with the fonts of the office; a character without a glyph is replaced and told by its code."""

    def __init__(self, fonts: FontSet, author: str) -> None:
        self.fonts, self.author = fonts, author

    def draw(self, title: str, *blocks: Block) -> bytes:
        """One paper as a PDF."""
        paper = Paper(title, self.author, (Title(title), *blocks))
        return render(_printable(paper, self.fonts), fonts=self.fonts)

    def cover(self, cover: Cover, *, pages: int) -> bytes:
        """卷宗封面."""
        pairs = (*cover.pairs, ("页数", f"{pages}页（含封面和目录）"))
        fields = Fields(tuple(Field(label, value, wide=True) for label, value in pairs))
        return self.draw(cover.title, fields, *([Note(cover.note)] if cover.note else []))

    def contents(self, title: str, placed: Sequence[Placed]) -> bytes:
        """卷内目录."""
        columns = (
            Column("序号", 0.45, "centre"),
            Column("题名", 2.4),
            Column("文号", 1.5),
            Column("日期", 1.6, "centre"),
            Column("页号", 0.85, "centre"),
            Column("备注", 1.0),
        )
        rows = tuple(
            (
                str(n),
                one.entry.title,
                one.entry.number,
                _day(one.entry),
                one.pages,
                one.entry.remark,
            )
            for n, one in enumerate(placed, start=1)
        )
        return self.draw(title, Table(columns, rows))

    def stand_in(self, entry: Entry, reason: str) -> bytes:
        """The page that names what is not bound, with its digest and the reason."""
        pairs = (
            ("题名", entry.title),
            ("文件名称", entry.name),
            ("种类", MEDIA[entry.media].label),
            ("大小", f"{len(entry.content)}字节" if entry.content is not None else ""),
            ("登记的校验值", f"{entry.sha256}（SHA-256，含盐）" if entry.sha256 else ""),
            ("不能装订的原因", reason),
        )
        fields = tuple(Field(label, value, wide=True) for label, value in pairs if value)
        return self.draw("文件说明页", Fields(fields))


def _day(entry: Entry) -> str:
    return chinese_day(entry.day) if entry.day else ""


def _printable(value: Any, fonts: FontSet) -> Any:
    """The same blocks with every character that no font holds replaced by 〓 and its code."""
    if isinstance(value, str):
        for character in unprintable(value, fonts=fonts):
            value = value.replace(character, f"{_GETA}（U+{ord(character):04X}）")
        return value
    if isinstance(value, tuple):
        return tuple(_printable(one, fonts) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        held = {key: _printable(one, fonts) for key, one in vars(value).items()}
        return replace(value, **held)
    return value
