"""What a bundle is made of: one entry a paper, file or sheet, and where its pages came to stand. Plain values."""

from dataclasses import dataclass
from datetime import date

from casework.files.kinds import MEDIA

PDF = "pdf"


@dataclass(frozen=True)
class Entry:
    """One thing in the file of a case.

    `content` are the bytes as they are kept, None where they were erased. `sha256` and `salt` are those of the journal;
    a sheet that is drawn for the bundle has none. `folder` is where the ZIP keeps it; empty: in the bundle only.
    `original` is the paper as it was issued where `content` is the signed file; the ZIP keeps it beside.
    """

    title: str
    content: bytes | None
    number: str = ""
    day: date | None = None
    remark: str = ""
    media: str = PDF
    name: str = ""
    folder: str = ""
    sha256: str = ""
    salt: str = ""
    original: "Entry | None" = None

    @property
    def is_drawn(self) -> bool:
        """Whether it has pages that can be bound."""
        return self.content is not None and MEDIA[self.media].is_drawn


@dataclass(frozen=True)
class Placed:
    """An entry in its bundle: from which page to which, counted from the first page of the PDF."""

    entry: Entry
    first: int
    last: int

    @property
    def pages(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"
