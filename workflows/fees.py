"""The information-processing fee as a table of tiers (109号, charged from 2021-01-01); no clock, no notice, no payment."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from workflows.vocabulary import FeeStandard


@dataclass(frozen=True)
class Tier:
    """From number `first` on, each further piece or page costs `yuan_each`."""

    first: int
    yuan_each: int
    basis: str


@dataclass(frozen=True)
class GrowingTier:
    """From number `first` on, every `width` pieces form a tier that costs `step_yuan` more per piece than the last."""

    first: int
    width: int
    step_yuan: int
    basis: str


# 109号第4条: pieces of one applicant in one calendar month; ten are free.
PIECE_TIERS: tuple[Tier, ...] = (Tier(1, 0, "109号第4条"), Tier(11, 100, "109号第4条"))
PIECE_GROWTH = GrowingTier(31, 10, 100, "109号第4条")
# 109号第5条: pages of one request, one side of A4 or smaller each; thirty are free.
PAGE_TIERS: tuple[Tier, ...] = (
    Tier(1, 0, "109号第5条"),
    Tier(31, 10, "109号第5条"),
    Tier(101, 20, "109号第5条"),
    Tier(201, 40, "109号第5条"),
)
FREE_PIECES = PIECE_TIERS[1].first - 1
FREE_PAGES = PAGE_TIERS[1].first - 1
MANY_PIECES = FREE_PIECES
"""Pieces of one applicant in a month from which the fee and 条例35 are offered to the handler, never applied."""
BASIS: Mapping[FeeStandard, str] = MappingProxyType(
    {FeeStandard.per_piece: "109号第4条", FeeStandard.per_page: "109号第5条"}
)
"""The article of each standard."""


class InvalidCount(ValueError):
    """A number of pieces or pages that cannot be charged."""


def _checked(count: int, unit: str) -> int:
    if count < 0:
        raise InvalidCount(f"{unit}数不能小于0，收到的是{count}；请填写0或者正整数（109号）。")
    return count


def _by_tiers(count: int, tiers: tuple[Tier, ...]) -> int:
    """Each unit is charged by the tier it falls in (超额累进, 109号第3条)."""
    ends = [tier.first - 1 for tier in tiers[1:]]
    fee_yuan = 0
    for tier, end in zip(tiers, [*ends, count], strict=True):
        fee_yuan += max(0, min(count, end) - tier.first + 1) * tier.yuan_each
    return fee_yuan


def fee_for_pieces(pieces: int) -> int:
    """The fee in yuan for all pieces of one applicant in one month (109号第4条); InvalidCount below 0."""
    _checked(pieces, "件")
    flat = min(pieces, PIECE_GROWTH.first - 1)
    tiers, rest = divmod(pieces - flat, PIECE_GROWTH.width)
    base = PIECE_TIERS[-1].yuan_each
    # The k-th growing tier costs base + k steps a piece; whole tiers sum up in closed form.
    whole = PIECE_GROWTH.width * (tiers * base + PIECE_GROWTH.step_yuan * tiers * (tiers + 1) // 2)
    last = rest * (base + PIECE_GROWTH.step_yuan * (tiers + 1))
    return _by_tiers(flat, PIECE_TIERS) + whole + last


def fee_for_pages(pages: int) -> int:
    """The fee in yuan for all pages of one request (109号第5条); InvalidCount below 0."""
    return _by_tiers(_checked(pages, "页"), PAGE_TIERS)


def fee_of(standard: str, count: int, *, before: int = 0) -> int:
    """The fee in yuan of one request: `count` pages, or `count` pieces behind `before` of the same month.

    109号第4条 charges the pieces of a month together; the request bears what its own pieces add to that sum.
    """
    if standard == FeeStandard.per_page:
        return fee_for_pages(count)
    return fee_for_pieces(before + count) - fee_for_pieces(before)


def tiers_in_words(standard: str) -> str:
    """What one standard charges, tier by tier, as a notice must state it (109号第4条至第6条)."""
    if standard == FeeStandard.per_page:
        tiers, unit, last = PAGE_TIERS, "页", f"{PAGE_TIERS[-1].first}页以上"
    else:
        tiers, unit = PIECE_TIERS, "件"
        last = f"{PIECE_TIERS[-1].first}至{PIECE_GROWTH.first - 1}件"
    spans = [f"{t.first}至{after.first - 1}{unit}" for t, after in pairwise(tiers[1:])] + [last]
    said = [f"{tiers[1].first - 1}{unit}以下不收费"]
    said += [
        f"{span}的部分每{unit}{tier.yuan_each}元"
        for span, tier in zip(spans, tiers[1:], strict=True)
    ]
    if unit == "件":
        growth = PIECE_GROWTH
        said.append(
            f"{growth.first}件以上的部分每{growth.width}件为一档，每增加一档每件加收{growth.step_yuan}元"
        )
    return "，".join(said)
