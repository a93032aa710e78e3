"""Typed blocks of a paper: what a template yields and what PDF, HTML preview and DOCX all draw.

No law and no drawing here. A paper is a `Paper`: its blocks in order, and the metadata of the file.
"""

from dataclasses import dataclass, field
from datetime import date, datetime


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
    """Running text; indented by two characters unless `indent` is False.

    `reasons` marks the paragraphs a handler may rewrite in a word processor; every other block is made from facts.
    """

    text: str
    indent: bool = True
    reasons: bool = False


@dataclass(frozen=True)
class Field:
    """One cell pair of a ruled form. `wide` fields take a whole row. `choices` draws ■/□ boxes."""

    label: str
    value: str = ""
    wide: bool = False
    choices: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True)
class Opinion:
    """A row of a ruled form with room to write in and a line for signature and date at its foot.

    What is known is printed (`text`, `name`, `day`); what is not stays blank for the pen. `lines` is the least height.
    A `day` with its time is printed with it.
    """

    label: str
    text: str = ""
    signer: str = "签名"
    name: str = ""
    day: date | datetime | None = None
    lines: int = 3

    @property
    def foot(self) -> str:
        """The line for signature and date."""
        day = chinese_date(self.day) if self.day else "\u3000\u3000年\u3000月\u3000日"
        day += f" {self.day:%H:%M}" if isinstance(self.day, datetime) else ""
        name = self.name or "\u3000" * 5
        return f"{self.signer}：{name}\u3000{day}"


@dataclass(frozen=True)
class Band:
    """A row of a ruled form that names the rows below it."""

    text: str


@dataclass(frozen=True)
class Fields:
    """A ruled form table (登记回执, 登记表, 审批单 …)."""

    fields: tuple[Field | Opinion | Band, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table: its head, its share of the width, and where its cells stand (left, centre, right)."""

    head: str
    share: float = 1.0
    align: str = "left"


@dataclass(frozen=True)
class Table:
    """A ruled table whose heads stand again on each page (检索记录表, 证据清单, 文号登记簿 …).

    Raises ValueError when a row has not as many cells as there are columns; a fault of the template.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        wrong = [row for row in self.rows if len(row) != len(self.columns)]
        if wrong or not self.columns:
            raise ValueError(f"a row of {len(self.columns)} columns is expected, not {wrong[:1]}")


@dataclass(frozen=True)
class Span:
    """A cell of a merged table: its text, how many columns and rows it covers, and whether it names what others hold."""

    text: str
    columns: int = 1
    rows: int = 1
    head: bool = False
    align: str = "centre"


@dataclass(frozen=True)
class Merged:
    """A ruled table with merged cells (年度报告表格 …). A line holds only the cells that begin in it.

    `shares` are those of the columns in the width; a row of only heads at the top is one of the table's head. Raises
    ValueError when the cells do not fill the grid once; a fault of whoever made it.
    """

    shares: tuple[float, ...]
    lines: tuple[tuple[Span, ...], ...]

    def __post_init__(self) -> None:
        covered = [
            (at + down, left + right)
            for at, left, cell in self.placed()
            for down in range(cell.rows)
            for right in range(cell.columns)
        ]
        size = len(self.lines) * len(self.shares)
        if len(covered) != size or len(set(covered)) != size:
            raise ValueError("the cells of a merged table must fill its grid once")

    def placed(self) -> tuple[tuple[int, int, Span], ...]:
        """Line, column and cell: each cell takes the first place that no merged cell above covers."""
        taken: set[tuple[int, int]] = set()
        found = []
        for at, line in enumerate(self.lines):
            left = 0
            for cell in line:
                while (at, left) in taken:
                    left += 1
                taken.update(
                    (at + down, left + right)
                    for down in range(cell.rows)
                    for right in range(cell.columns)
                )
                found.append((at, left, cell))
        return tuple(found)


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


@dataclass(frozen=True)
class Imprint:
    """版记 at the foot of the last page: 抄送, and with the red head 印发机关 and 印发日期 (GB/T 9704-2012, 7.4)."""

    copies: tuple[str, ...]
    printer: str = ""
    printed_on: date | None = None


Block = (
    Letterhead
    | Title
    | Addressee
    | Heading
    | Paragraph
    | Fields
    | Table
    | Merged
    | QrCode
    | Annex
    | Signature
    | Note
    | Imprint
)


@dataclass(frozen=True)
class Paper:
    """A whole paper. `subject` and `keywords` enter the file's metadata and hold no applicant's name."""

    title: str
    author: str
    blocks: tuple[Block, ...]
    subject: str = ""
    keywords: str = field(default="")


def chinese_date(day: date) -> str:
    """A date in Arabic numerals without leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"
