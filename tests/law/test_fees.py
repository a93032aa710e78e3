"""The information-processing fee (109号)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.fees import (
    PAGE_TIERS,
    PIECE_GROWTH,
    PIECE_TIERS,
    InvalidCount,
    fee_for_pages,
    fee_for_pieces,
)
from workflows.statute import provision


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
