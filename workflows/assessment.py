"""The yearly assessment sheet (考核表) of a unit: what is counted against it and for it, by how many points, and from which source.

reading: no public rule fixes the points. These are ours, so that circulars and the year's assessment speak of the same
facts; an office that has its own sheet takes the counts from here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from workflows.further_figures import Further

FULL = Decimal(100)


@dataclass(frozen=True)
class Item:
    """One line: `points` for each one counted, at most `most` in all; `key` is a count of the cases, or `further` a number typed in."""

    label: str
    points: Decimal
    most: Decimal
    source: str
    key: str = ""
    further: Further | None = None


@dataclass(frozen=True)
class Line:
    """An item with its count and what it comes to."""

    item: Item
    count: int
    points: Decimal


_LEDGER, _TYPED = "案件", "通报数字"


def _item(label: str, points: str, most: str, key: str) -> Item:
    return Item(label, Decimal(points), Decimal(most), _LEDGER, key=key)


def _typed(label: str, points: str, most: str, further: Further) -> Item:
    return Item(label, Decimal(points), Decimal(most), _TYPED, further=further)


ITEMS: tuple[Item, ...] = (
    _item("申请逾期办结", "-2", "20", "late"),
    _item("申请逾期尚未办结", "-2", "10", "overdue"),
    _item("复议结果纠正", "-3", "15", "reviews_corrected"),
    _item("诉讼结果纠正", "-3", "15", "suits_corrected"),
    _item("协助调查函逾期", "-2", "6", "inquiries_late"),
    _item("部门信箱逾期", "-1", "5", "letters_late"),
    _item("整改逾期", "-2", "10", "problems_late"),
    _item("问题重复发生", "-2", "10", "problems_repeated"),
    _item("督办逾期反馈", "-2", "10", "chased_late"),
    _item("依申请转为主动公开", "1", "3", "turned_public"),
    _typed("政务新媒体超期更新", "-0.5", "5", Further.new_media),
    _typed("年度报告未按时公布", "-5", "5", Further.report_late),
    _typed("整改反馈未按时报送", "-2", "6", Further.feedback_late),
    _typed("采用稿件", "1", "5", Further.articles),
    _typed("政府开放日", "1", "3", Further.open_days),
)


def sheet(counts: Mapping[str, int], further: Mapping[Further, int]) -> tuple[Line, ...]:
    """Every line of the sheet; what is nothing costs nothing."""
    return tuple(
        _line(item, further.get(item.further, 0) if item.further else counts.get(item.key, 0))
        for item in ITEMS
    )


def _line(item: Item, count: int) -> Line:
    points = item.points * count
    bound = item.most.copy_sign(item.points)
    return Line(item, count, max(points, bound) if item.points < 0 else min(points, bound))


def score(lines: tuple[Line, ...]) -> Decimal:
    """What is left of the full points."""
    return FULL + sum((line.points for line in lines), Decimal(0))
