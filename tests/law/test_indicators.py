"""What supervising offices count: every indicator says what it counts; rates, averages and differences as they are printed."""

from datetime import date

import pytest

from casework.queries.indicators import COUNTS
from workflows import indicators
from workflows.indicators import BY_KEY, INDICATORS, WAYS, Counts
from workflows.periods import Period, Span, holding, last_ended
from workflows.vocabulary import Channel


def test_every_indicator_is_counted_by_a_condition_and_tells_it_and_its_source() -> None:
    for one in INDICATORS:
        assert one.label, one.key
        assert one.definition, one.key
        assert one.source, one.key
        assert (
            {one.part, one.whole} <= set(COUNTS) if one.is_rate else one.days or one.key in COUNTS
        )


def test_the_shares_of_the_published_district_come_out() -> None:
    counts = Counts(
        {"reviews_closed": 21, "reviews_corrected": 11, "suits_closed": 18, "suits_corrected": 3}
    )
    assert indicators.said(BY_KEY["review_correction_rate"], counts) == "52.4%"
    assert indicators.said(BY_KEY["suit_correction_rate"], counts) == "16.7%"


def test_a_number_is_printed_with_what_it_counts() -> None:
    assert indicators.said(BY_KEY["received"], Counts({"received": 9})) == "9"
    units = [BY_KEY[key].unit for key in ("received", "on_time_rate", "average_days")]
    assert units == ["件", "", "个工作日"]


def test_a_rate_of_nothing_is_a_dash() -> None:
    assert indicators.said(BY_KEY["on_time_rate"], Counts({})) == "—"
    assert indicators.said(BY_KEY["average_days"], Counts({})) == "—"
    assert indicators.said(BY_KEY["average_days"], Counts({"answered": 4}, days=45)) == "11.3"


@pytest.mark.parametrize(
    ("key", "now", "before", "said"),
    [
        ("received", {"received": 9}, {"received": 8}, "增加 1（12.5%）"),
        ("received", {"received": 6}, {"received": 8}, "减少 2（25.0%）"),
        ("received", {"received": 6}, {}, "增加 6"),
        ("received", {"received": 6}, {"received": 6}, "持平"),
        ("on_time_rate", {"in_time": 9, "dated": 10}, {"in_time": 8, "dated": 10}, "上升 10.0 个百分点"),
        ("on_time_rate", {"in_time": 9, "dated": 10}, {}, ""),
        ("on_time_rate", {"in_time": 9, "dated": 10}, {"in_time": 9, "dated": 10}, "持平"),
        ("average_days", {"answered": 4}, {"answered": 5}, ""),
        ("overdue", {"overdue": 3}, {"overdue": 1}, ""),
    ],
)  # fmt: skip
def test_differences_keep_points_and_per_cent_apart(
    key: str, now: dict[str, int], before: dict[str, int], said: str
) -> None:
    assert indicators.change(BY_KEY[key], Counts(now), Counts(before)) == said


def test_a_period_knows_its_days_and_the_same_time_last_year() -> None:
    quarter = Period(Span.quarter, 2020, 4)
    assert (quarter.first, quarter.last) == (date(2020, 10, 1), date(2020, 12, 31))
    assert (quarter.label, quarter.short, quarter.months) == (
        "2020年第四季度",
        "第四季度",
        (10, 11, 12),
    )
    assert Period(Span.month, 2020, 2).before.last == date(2019, 2, 28)
    assert holding(Span.quarter, date(2020, 9, 30)) == Period(Span.quarter, 2020, 3)
    assert last_ended(Span.month, date(2020, 1, 5)) == Period(Span.month, 2019, 12)
    assert last_ended(Span.month, date(2020, 5, 5)) == Period(Span.month, 2020, 4)
    with pytest.raises(ValueError, match="没有第5个季度"):
        Period(Span.quarter, 2020, 5)


def test_every_channel_stands_in_one_way_of_receipt() -> None:
    assert sorted(one for ways in WAYS.values() for one in ways) == sorted(Channel)
