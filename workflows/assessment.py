"""The yearly assessment sheet (考核表) of a unit: what is counted against it and for it, by how many points, and from which source.

reading: no public rule fixes the points. Those here are where an office begins; it sets its own per year, and a year that
was assessed keeps the points and the counts it was assessed by.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from workflows.further_figures import Further

FULL = Decimal(100)


@dataclass(frozen=True)
class Item:
    """One line: `points` for each one counted, at most `most` in all; `key` is a count of the cases, or `further` a number typed in.

    `dated`: read from the days of publication and filing; an office may correct it with a reason.
    """

    label: str
    points: Decimal
    most: Decimal
    source: str
    key: str = ""
    further: Further | None = None
    dated: bool = False

    @property
    def name(self) -> str:
        return self.further.value if self.further else self.key

    @property
    def costs(self) -> bool:
        """Whether it counts against the unit; that is the sheet's and no office's choice."""
        return _COSTS[self.name]


@dataclass(frozen=True)
class Line:
    """An item with its count and what it comes to; `note` says why the count was corrected.

    `now`: what is counted today, where the year was assessed by another count; it changes no points.
    """

    item: Item
    count: int
    points: Decimal
    note: str = ""
    now: int | None = None


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
    replace(
        _typed("年度报告未按时公布", "-5", "5", Further.report_late), source="公布日期", dated=True
    ),
    _typed("整改反馈未按时报送", "-2", "6", Further.feedback_late),
    _typed("采用稿件", "1", "5", Further.articles),
    _typed("政府开放日", "1", "3", Further.open_days),
)


_COSTS = {item.name: item.points < 0 for item in ITEMS}
Points = Mapping[str, tuple[str, str]]
"""For each item by its name: the points for each one, and the most in all, as they are stored."""


def items_for(years: Mapping[str, Points], year: int) -> tuple[Item, ...]:
    """The sheet of a year by an office's own points: those of the newest year that is not later; else those of the beginning."""
    known = max((one for one in years if int(one) <= year), default="")
    own = years.get(known, {})
    return tuple(
        replace(item, points=Decimal(own[item.name][0]), most=Decimal(own[item.name][1]))
        if item.name in own
        else item
        for item in ITEMS
    )


def stored(items: tuple[Item, ...]) -> dict[str, tuple[str, str]]:
    """The points of a sheet as they are kept."""
    return {item.name: (str(item.points), str(item.most)) for item in items}


def read_points(item: Item, points: str, most: str) -> Item:
    """The item with what was typed for it.

    Raises:
        ValueError: a sentence; no number, more than one decimal, too large, or a cost that would be a gain.
    """
    each, bound = _number(item, points, "每件"), _number(item, most, "最多")
    if bound < 0:
        raise ValueError(f"“{item.label}”的“最多”是加减分的上限，不带负号；请改为{abs(bound)}。")
    if each and item.costs != (each < 0):
        wanted = "扣分项，每件填负数" if item.costs else "加分项，每件填正数"
        raise ValueError(f"“{item.label}”是{wanted}，不计的填0；请改正。")
    return replace(item, points=each, most=bound)


def _number(item: Item, text: str, what: str) -> Decimal:
    plain = text.strip().replace("－", "-").replace("−", "-")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        value = Decimal("NaN")
    if not plain.isascii() or not value.is_finite():
        raise ValueError(f"“{item.label}”的“{what}”不是数字：“{text[:20]}”；请填写如 -2 或者 0.5。")
    if abs(value) > FULL or value != round(value, 1):
        raise ValueError(f"“{item.label}”的“{what}”应在100以内，最多一位小数，不能是{plain[:20]}。")
    return value.normalize() if value % 1 else value.quantize(Decimal(1))


def sheet(
    counts: Mapping[str, int],
    further: Mapping[Further, int],
    items: tuple[Item, ...] = ITEMS,
    notes: Mapping[str, str] | None = None,
) -> tuple[Line, ...]:
    """Every line of the sheet; what is nothing costs nothing. `notes` are why a count was corrected, by the item's name."""
    return tuple(
        _line(
            item,
            further.get(item.further, 0) if item.further else counts.get(item.key, 0),
            (notes or {}).get(item.name, ""),
        )
        for item in items
    )


def _line(item: Item, count: int, note: str) -> Line:
    points = item.points * count
    bound = item.most.copy_sign(item.points)
    return Line(item, count, max(points, bound) if item.points < 0 else min(points, bound), note)


Counted = Mapping[str, tuple[int, str]]
"""The counts of one sheet by the names of its items with why they were corrected, as they are kept; what was nothing is left out."""


def counted(lines: tuple[Line, ...]) -> dict[str, tuple[int, str]]:
    """The counts of a sheet to be kept."""
    return {line.item.name: (line.count, line.note) for line in lines if line.count or line.note}


def as_assessed(lines: tuple[Line, ...], held: Counted) -> tuple[Line, ...]:
    """A sheet by the counts that were kept; what is counted otherwise today stands beside them."""
    kept = (_line(line.item, *held.get(line.item.name, (0, ""))) for line in lines)
    return tuple(
        one if one.count == line.count else replace(one, now=line.count)
        for one, line in zip(kept, lines, strict=True)
    )


def score(lines: tuple[Line, ...]) -> Decimal:
    """What is left of the full points."""
    return FULL + sum((line.points for line in lines), Decimal(0))
