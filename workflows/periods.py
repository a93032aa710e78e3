"""Periods that circulars and trends speak of: a month, a quarter, a year; the same one a year before."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from workflows.vocabulary import Labelled

_NUMERALS = "一二三四"


class Span(Labelled):
    """How long a period is."""

    month = "month", "月"
    quarter = "quarter", "季度"
    year = "year", "年度"

    @property
    def parts(self) -> int:
        """How many of them make a year."""
        return {"month": 12, "quarter": 4, "year": 1}[self.value]


@dataclass(frozen=True)
class Period:
    """One month, quarter or year; `part` is its place in the year, from 1.

    Raises:
        ValueError: a part that the year does not have, as a sentence.
    """

    span: Span
    year: int
    part: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.part <= self.span.parts:
            raise ValueError(f"没有第{self.part}个{self.span.label}；请填写1至{self.span.parts}。")

    @property
    def first(self) -> date:
        return date(self.year, (self.part - 1) * self._months + 1, 1)

    @property
    def last(self) -> date:
        month = self.part * self._months
        return date(self.year, month, monthrange(self.year, month)[1])

    @property
    def before(self) -> "Period":
        """The same time last year."""
        return Period(self.span, self.year - 1, self.part)

    @property
    def label(self) -> str:
        """2020年9月, 2020年第四季度, 2020年度."""
        return f"{self.year}年{self.short}" if self.span is not Span.year else f"{self.year}年度"

    @property
    def short(self) -> str:
        """9月, 第四季度, 全年."""
        if self.span is Span.month:
            return f"{self.part}月"
        return f"第{_NUMERALS[self.part - 1]}季度" if self.span is Span.quarter else "全年"

    @property
    def months(self) -> tuple[int, ...]:
        return tuple(range(self.first.month, self.last.month + 1))

    @property
    def _months(self) -> int:
        return 12 // self.span.parts


def last_ended(span: Span, today: date) -> Period:
    """The newest period that is over."""
    found = holding(span, today)
    if found.part > 1:
        return Period(span, found.year, found.part - 1)
    return Period(span, found.year - 1, span.parts)


def holding(span: Span, day: date) -> Period:
    """The period that a day lies in."""
    return Period(span, day.year, (day.month - 1) // (12 // span.parts) + 1)
