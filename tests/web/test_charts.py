"""Charts as data: every bar stays inside its picture, and an axis holds the largest number in four whole steps."""

import pytest

from casework.queries.access import UnitRow
from casework.web import charts, statistics_page
from casework.web.charts import Chart, Words
from casework.web.indicator_page import Wanted
from workflows.periods import Period, Span

WORDS = Words("k", "标题", "说明", ("甲", "乙"))
YEAR = Wanted("district", rollup=False, period=Period(Span.year, 2020))


def inside(chart: Chart) -> bool:
    return all(
        bar.x >= 0 and bar.x + bar.width <= chart.width and bar.y >= 0
        and bar.y + bar.height <= chart.height
        for bar in chart.bars
    )  # fmt: skip


@pytest.mark.parametrize(
    ("most", "top"), [(0, 4), (1, 4), (5, 8), (9, 20), (37, 40), (90, 200), (4001, 8000)]
)
def test_an_axis_ends_in_four_whole_steps_above_the_largest_number(most: int, top: int) -> None:
    chart = charts.columns(WORDS, [("一", ((most, "now"),)), ("二", ((0, "now"),))], [])
    assert [tick.text for tick in chart.ticks] == [str(top * n // 4) for n in range(5)]
    assert inside(chart)
    assert chart.is_empty == (most == 0)


def test_lying_bars_are_as_long_as_their_share() -> None:
    chart = charts.rows(WORDS, [("甲", 1.0, "100%", "now"), ("乙", 0.5, "50%", "now")], [])
    assert chart.bars[0].width == 2 * chart.bars[1].width
    assert inside(chart)


def test_working_days_are_told_apart_at_the_term_of_an_answer() -> None:
    """条例33."""
    chart = statistics_page.days({0: 1, 5: 2, 6: 3, 20: 4, 21: 5, 40: 6, 90: 7})
    numbers = {line.label: line.cells[0][0] for line in chart.lines}
    assert numbers["0–5"] == "3"
    assert numbers["16–20"] == "4"
    assert numbers["21–25"] == "5"
    assert numbers["36–40"] == "6"
    assert numbers["40以上"] == "7"
    assert "10件在20个工作日以内" in chart.said
    assert [bar.kind for bar in chart.bars] == ["now"] * 4 + ["beyond"] * 5
    assert inside(chart)


def test_a_year_without_anything_closed_has_no_picture() -> None:
    assert statistics_page.days({}).is_empty
    assert statistics_page.units(YEAR, {}, [UnitRow(1, "a", "甲", "")]).is_empty
