"""Typed blocks of a paper: what a template yields and what PDF, HTML preview and (later) DOCX all draw.

No law and no drawing here. A paper is a `Paper`: its blocks in order, and the metadata of the file.
"""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Letterhead:
    """The red name of the issuing body with the paper's number below (GB/T 9704-2012, 7.2).

    `letter` draws the letter format instead (10.1): red double lines, number at the upper right, no number on page 1.
    An empty `agency` draws no red head; the number then stands below the title.
    """

    agency: str
    number: str = ""
    letter: bool = False


@dataclass(frozen=True)
class Title:
    text: str


@dataclass(frozen=True)
class Addressee:
    """主送: one line flush left, ends with a full-width colon."""

    text: str


@dataclass(frozen=True)
class Heading:
    """A heading inside the body. Level 1 is 一、 (黑体), level 2 is （一） (楷体 or 仿宋)."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Running text; indented by two characters unless `indent` is False."""

    text: str
    indent: bool = True


@dataclass(frozen=True)
class Field:
    """One cell pair of a ruled form. `wide` fields take a whole row. `choices` draws ■/□ boxes."""

    label: str
    value: str = ""
    wide: bool = False
    choices: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True)
class Fields:
    """A ruled form table (登记回执, 登记表 …)."""

    fields: tuple[Field, ...]


@dataclass(frozen=True)
class QrCode:
    """A code beside a short text; holds an opaque address only, never a name."""

    data: str
    caption: str


@dataclass(frozen=True)
class Annex:
    """附件说明: the list of annexes below the body."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Signature:
    """署名 and 成文日期. `seal` leaves the place where the seal is stamped (print and stamp is the default)."""

    signatory: str
    signed_on: date
    seal: bool = True


@dataclass(frozen=True)
class Note:
    """附注 or a small explanation under a form."""

    text: str


Block = (
    Letterhead
    | Title
    | Addressee
    | Heading
    | Paragraph
    | Fields
    | QrCode
    | Annex
    | Signature
    | Note
)


@dataclass(frozen=True)
class Paper:
    """A whole paper. `subject` and `keywords` enter the file's metadata and hold no applicant's name."""

    title: str
    author: str
    blocks: tuple[Block, ...]
    subject: str = ""
    keywords: str = field(default="")
