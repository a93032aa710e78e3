"""Part two of the annual report, what was made public unasked, as typed tables by format (60号, 30号): labels, cells, entering.

The numbers are entered by each unit; nothing is counted here.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from workflows.annual_grid import GridCell

PART2_TITLE = "二、主动公开政府信息情况"
Part2 = Mapping[str, Decimal]
"""Cell key `row.column`, then the number; a cell that is missing counts 0 (R8)."""

_LABEL = "信息内容"
_WIDTH = 4
MOST = Decimal(10) ** 12


@dataclass(frozen=True)
class Kind:
    """What numbers a column takes: below zero or not, and how many decimals."""

    signed: bool = False
    decimals: int = 0


_COUNT, _CHANGE, _MONEY = Kind(), Kind(signed=True), Kind(decimals=6)


@dataclass(frozen=True)
class Figure:
    """A column of one table of part two."""

    key: str
    label: str
    kind: Kind = _COUNT


@dataclass(frozen=True)
class Line:
    """A row of one table of part two."""

    key: str
    label: str


@dataclass(frozen=True)
class Section:
    """The table of one item of 条例20."""

    title: str
    columns: tuple[Figure, ...]
    lines: tuple[Line, ...]

    def cells(self) -> Iterator[tuple[str, Line, Figure]]:
        for line in self.lines:
            for figure in self.columns:
                yield f"{line.key}.{figure.key}", line, figure


_REGULATION = Line("regulation", "规章")
_LICENCE = Line("licence", "行政许可")
_PENALTY, _COERCION = Line("penalty", "行政处罚"), Line("coercion", "行政强制")
_FEE = Line("fee", "行政事业性收费")
_ITEMS = (Figure("before", "上一年项目数量"), Figure("change", "本年增/减", _CHANGE))
_DECIDED = Figure("decided", "处理决定数量")
_DECIDED_2021 = (Figure("decided", "本年处理决定数量"),)

SECTIONS: Mapping[str, tuple[Section, ...]] = {
    "2019": (
        Section(
            "第二十条第（一）项",
            (
                Figure("made", "本年新制作数量"),
                Figure("opened", "本年新公开数量"),
                Figure("public", "对外公开总数量"),
            ),
            (_REGULATION, Line("document", "规范性文件")),
        ),
        Section(
            "第二十条第（五）项",
            (*_ITEMS, _DECIDED),
            (_LICENCE, Line("other_service", "其他对外管理服务事项")),
        ),
        Section("第二十条第（六）项", (*_ITEMS, _DECIDED), (_PENALTY, _COERCION)),
        Section("第二十条第（八）项", _ITEMS, (_FEE,)),
        Section(
            "第二十条第（九）项",
            (Figure("projects", "采购项目数量"), Figure("amount", "采购总金额", _MONEY)),
            (Line("procurement", "政府集中采购"),),
        ),
    ),
    "2021": (
        Section(
            "第二十条第（一）项",
            (
                Figure("made", "本年制发件数"),
                Figure("repealed", "本年废止件数"),
                Figure("valid", "现行有效件数"),
            ),
            (_REGULATION, Line("document", "行政规范性文件")),
        ),
        Section("第二十条第（五）项", _DECIDED_2021, (_LICENCE,)),
        Section("第二十条第（六）项", _DECIDED_2021, (_PENALTY, _COERCION)),
        Section(
            "第二十条第（八）项",
            (Figure("amount", "本年收费金额（单位：万元）", _MONEY),),
            (_FEE,),
        ),
    ),
}


@dataclass(frozen=True)
class Continues:
    """R6: a stock that goes on from year to year: last year's `before`, with what came (`plus`) and went (`minus`) this year."""

    stock: str
    before: tuple[str, ...]
    plus: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()


# reading: the rule is written for the 2021 form; in the 2019 form the like holds for what is public and for the items.
CONTINUES: Mapping[str, tuple[Continues, ...]] = {
    "2019": (
        Continues("public", ("public",), ("opened",)),
        Continues("before", ("before", "change")),
    ),
    "2021": (Continues("valid", ("valid",), ("made",), ("repealed",)),),
}


def figures(format_key: str) -> dict[str, tuple[str, Kind]]:
    """Every cell of part two in its order: its words, and what it takes."""
    return {
        key: (f"{section.title}“{line.label}”的“{figure.label}”", figure.kind)
        for section in SECTIONS[format_key]
        for key, line, figure in section.cells()
    }


def number(text: str, words: str, kind: Kind) -> Decimal:
    """A typed number; an empty cell and “/” are 0 (R8).

    Raises:
        ValueError: text, a negative number or decimals where there are none; the sentence names the cell.
    """
    typed = "".join(unicodedata.normalize("NFKC", text).split()).replace(",", "")
    if typed in ("", "/", "-", "—"):
        return Decimal(0)
    try:
        value = Decimal(typed)
    except InvalidOperation:
        raise ValueError(f"{words}应为数字，收到的是“{text.strip()[:20]}”；没有的填0。") from None
    if not value.is_finite() or abs(value) >= MOST:
        raise ValueError(f"{words}“{text.strip()[:20]}”太大；请核对数字和单位。")
    if value < 0 and not kind.signed:
        raise ValueError(f"{words}不能小于0，收到的是{typed}；请改正。")
    if -int(value.normalize().as_tuple().exponent) > kind.decimals:
        allowed = f"最多{kind.decimals}位小数" if kind.decimals else "只能填整数"
        raise ValueError(f"{words}{allowed}，收到的是{typed}；请改正。")
    return value


def is_blank(text: str) -> bool:
    """Whether a cell was left empty or struck out, so that it counts 0 (R8)."""
    return "".join(text.split()) in ("", "/", "／", "-", "—")


def written(value: Decimal) -> str:
    """A number as it is stored and printed: no exponent, no trailing zero."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def part2_sums(parts: Iterable[Part2]) -> Part2:
    """R7: the numbers of a group of units are the sums of theirs."""
    total: dict[str, Decimal] = {}
    for part in parts:
        for key, value in part.items():
            total[key] = total.get(key, Decimal(0)) + value
    return total


def part2_lines(format_key: str) -> tuple[tuple[GridCell | str, ...], ...]:
    """The printed grid, four columns wide; a text is the key of a cell with a number, printed over what is left of it."""
    lines: list[tuple[GridCell | str, ...]] = []
    for section in SECTIONS[format_key]:
        spans = _spans(len(section.columns))
        lines.append((GridCell(section.title, _WIDTH),))
        heads = zip(section.columns, spans, strict=True)
        lines.append((GridCell(_LABEL), *(GridCell(one.label, span) for one, span in heads)))
        for line in section.lines:
            keys = (f"{line.key}.{figure.key}" for figure in section.columns)
            lines.append((GridCell(line.label), *keys))
    return tuple(lines)


def _spans(columns: int) -> tuple[int, ...]:
    """How many of the three columns right of the labels each column takes."""
    return {1: (3,), 2: (1, 2), 3: (1, 1, 1)}[columns]


def spans_of(format_key: str) -> Mapping[str, int]:
    """The width of each cell with a number."""
    return {
        f"{line.key}.{figure.key}": span
        for section in SECTIONS[format_key]
        for line in section.lines
        for figure, span in zip(section.columns, _spans(len(section.columns)), strict=True)
    }
