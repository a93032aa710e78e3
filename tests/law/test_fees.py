"""The information-processing fee (109号)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.annual_report import (
    FeeTotals,
    annual_table,
    format_for,
    other_matters,
    tally3,
    tally4,
)
from workflows.fees import (
    BASIS,
    PAGE_TIERS,
    PIECE_GROWTH,
    PIECE_TIERS,
    InvalidCount,
    fee_for_pages,
    fee_for_pieces,
    fee_of,
    tiers_in_words,
)
from workflows.statute import provision
from workflows.vocabulary import FeeStandard


@pytest.mark.parametrize(
    ("pieces", "yuan"),
    [
        (0, 0),
        (1, 0),
        (10, 0),
        (11, 100),
        (30, 2000),
        (31, 2200),
        (40, 4000),
        (41, 4300),
        (50, 7000),
        (51, 7400),
    ],
)
def test_pieces_of_a_month_cost(pieces: int, yuan: int) -> None:
    assert fee_for_pieces(pieces) == yuan


@pytest.mark.parametrize(
    ("pages", "yuan"),
    [
        (0, 0),
        (30, 0),
        (31, 10),
        (68, 380),
        (100, 700),
        (101, 720),
        (200, 2700),
        (201, 2740),
        (250, 4700),
    ],
)
def test_pages_of_a_request_cost(pages: int, yuan: int) -> None:
    assert fee_for_pages(pages) == yuan


@given(st.integers(0, 2000))
def test_pieces_cost_the_sum_of_their_own_tiers(pieces: int) -> None:
    # 109号第4条 read piece by piece: the slow and plain way.
    def one(number: int) -> int:
        return 0 if number <= 10 else 100 if number <= 30 else 100 * ((number - 31) // 10 + 2)

    assert fee_for_pieces(pieces) == sum(one(number) for number in range(1, pieces + 1))


@given(st.integers(0, 2000))
def test_one_more_page_never_costs_less(pages: int) -> None:
    assert fee_for_pages(pages) <= fee_for_pages(pages + 1)


@pytest.mark.parametrize(("fee", "unit"), [(fee_for_pieces, "件"), (fee_for_pages, "页")])
def test_a_negative_count_is_refused_with_a_sentence(fee: object, unit: str) -> None:
    with pytest.raises(InvalidCount, match=f"{unit}数不能小于0，收到的是-1"):
        fee(-1)  # type: ignore[operator]


def test_each_tier_cites_its_article() -> None:
    assert {provision(tier.basis).key for tier in PAGE_TIERS} == {"109号第5条"}
    assert {provision(tier.basis).key for tier in (*PIECE_TIERS, PIECE_GROWTH)} == {"109号第4条"}


@pytest.mark.parametrize(
    ("before", "count", "yuan"),
    [(0, 10, 0), (9, 1, 0), (10, 1, 100), (9, 3, 200), (29, 2, 300), (30, 1, 200), (40, 10, 3000)],
)
def test_a_request_bears_what_its_pieces_add_to_the_month(
    before: int, count: int, yuan: int
) -> None:
    assert fee_of("per_piece", count, before=before) == yuan


@given(st.lists(st.integers(1, 30), max_size=20))
def test_the_requests_of_a_month_bear_its_whole_fee_together(counts: list[int]) -> None:
    before = [sum(counts[:n]) for n in range(len(counts))]
    fees = [fee_of("per_piece", n, before=b) for n, b in zip(counts, before, strict=True)]
    assert sum(fees) == fee_for_pieces(sum(counts))


def test_pages_know_no_month() -> None:
    assert fee_of("per_page", 68, before=300) == 380


def test_each_standard_has_its_article() -> None:
    assert {provision(BASIS[one]).key for one in FeeStandard} == {"109号第4条", "109号第5条"}


@pytest.mark.parametrize(
    ("year", "fees", "said"),
    [
        (2020, FeeTotals(), ""),
        (2021, FeeTotals(), "本年度未收取政府信息公开信息处理费。"),
        (2025, FeeTotals(1, 380), "本年度收取政府信息公开信息处理费1件，共380元。"),
        (2025, FeeTotals(2, 500, 120), "本年度收取政府信息公开信息处理费2件，共500元，退还120元。"),
        (2025, FeeTotals(0, 0, 120), "本年度未收取政府信息公开信息处理费，退还120元。"),
    ],
)
def test_part_six_says_what_was_charged(year: int, fees: FeeTotals, said: str) -> None:
    assert other_matters(year, fees) == said


def test_the_table_of_a_year_carries_its_fees_and_their_sentence() -> None:
    part3 = tally3(format_for(2025), new={}, carried_in={}, results={}, carried_forward={})
    table = annual_table("x", "某局", year=2025, part3=part3, part4=tally4({}))
    assert table.other_matters == "本年度未收取政府信息公开信息处理费。"
    assert replace(table, fees=FeeTotals(2, 500, 120)).fees.net == 380


def test_a_notice_states_each_tier_of_its_standard() -> None:
    assert tiers_in_words("per_page") == (
        "30页以下不收费，31至100页的部分每页10元，101至200页的部分每页20元，201页以上的部分每页40元"
    )
    assert tiers_in_words("per_piece") == (
        "10件以下不收费，11至30件的部分每件100元，31件以上的部分每10件为一档，每增加一档每件加收100元"
    )
