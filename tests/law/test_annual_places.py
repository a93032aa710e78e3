"""The cells one case stands in, what moves when it changes, and the sentences that say why and why not (model 7)."""

from dataclasses import replace
from datetime import date

import pytest

from workflows.annual_grid import format_for
from workflows.annual_places import (
    FEES,
    Change,
    Counted,
    Place,
    amended,
    amended_fees,
    fee_places,
    in_year,
    moved,
    places,
)
from workflows.annual_reasons import label_of, stands_in, why, why_not
from workflows.annual_report import tally3, tally4
from workflows.vocabulary import RecordKind

TODAY = date(2022, 6, 1)
REQUEST = Counted(RecordKind.request, 1, "natural", received_on=date(2020, 12, 1))
CARRIED = replace(REQUEST, carried={2020: 1})
CLOSED = replace(CARRIED, closed_on=date(2021, 3, 1), outcome="A1")
PART = replace(REQUEST, closed_on=date(2020, 12, 20), outcome="B")
REVIEW = Counted(RecordKind.review, 1, received_on=date(2020, 11, 2))
ENDED = replace(REVIEW, closed_on=date(2021, 1, 9), outcome="upheld")
SUIT = Counted(RecordKind.lawsuit, 1, received_on=date(2021, 2, 2))


def rows(case: Counted) -> list[tuple[int, str]]:
    return [(one.year, one.row) for one in places(case, before=2022)]


def test_a_request_stands_where_it_came_was_carried_and_was_answered() -> None:
    assert rows(CLOSED) == [
        (2020, "new_received"),
        (2020, "carried_forward"),
        (2021, "carried_in"),
        (2021, "disclosed"),
    ]
    assert rows(replace(CLOSED, elsewhere=True)) == rows(replace(CLOSED, received_on=None)) == []
    assert in_year(replace(CLOSED, received_on=None), 2020) == ()


def test_a_case_of_a_predecessor_counts_where_it_was_carried() -> None:
    found = places(replace(CLOSED, unit=2), before=2022)
    assert [(one.year, one.unit) for one in found] == [(2020, 1)] * 2 + [(2021, 2)] * 2


def test_an_open_case_of_the_running_year_is_carried_forward_as_of_today() -> None:
    here = in_year(replace(REQUEST, received_on=date(2022, 2, 2)), 2022, today=TODAY)
    assert [one.row for one in here] == ["new_received", "carried_forward"]


def test_a_dispute_is_pending_until_the_year_in_which_it_ends() -> None:
    found = places(ENDED, before=2022)
    assert [(one.year, one.row, one.column) for one in found] == [
        (2020, "reconsideration", "pending"),
        (2021, "reconsideration", "upheld"),
    ]
    kinds = [in_year(replace(SUIT, after_reconsideration=after), 2021)[0].row for after in (False, True)]  # fmt: skip
    assert kinds == ["litigation_direct", "litigation_after_reconsideration"]
    assert in_year(SUIT, 2020) == ()


def test_what_moves_is_told_by_unit_and_year_with_its_sums() -> None:
    before = places(CLOSED, before=2022)
    after = places(replace(CLOSED, closed_on=None, carried={2020: 1, 2021: 1}), before=2022)
    changes = moved(before, after)[1, 2021]
    assert set(changes) == {Change("disclosed", "natural", -1), Change("carried_forward", "natural", 1)}  # fmt: skip
    used = format_for(2021)
    part3 = tally3(used, new={}, carried_in={"natural": 1}, results={("natural", "A1"): 1}, carried_forward={})  # type: ignore[dict-item]  # fmt: skip
    review = Change("reconsideration", "upheld", 1)
    now3, now4 = amended(used, part3, tally4({}), (*changes, review, Change(FEES, "cases", 1)))
    assert now3["total"] == {**part3["total"], "natural": 0, "total": 0}
    assert now3["carried_forward"]["total"] == 1
    assert (now4["reconsideration"]["upheld"], now4["reconsideration"]["total"]) == (1, 1)


def test_a_fee_counts_once_a_year_with_its_yuan_and_its_refunds() -> None:
    moves = (
        (True, date(2021, 3, 1), 300),
        (True, date(2021, 4, 1), 80),
        (False, date(2021, 5, 1), 80),
        (False, date(2022, 1, 4), 10),
    )
    found = fee_places(1, moves, before=2022)
    assert [(one.column, one.by) for one in found] == [("cases", 1), ("received", 380), ("refunded", 80)]  # fmt: skip
    changes = moved((), found)[1, 2021]
    zero = {"cases": 0, "received": 0, "refunded": 0}
    assert amended_fees(zero, (*changes, Change("total", "natural", 1))) == {
        "cases": 1,
        "received": 380,
        "refunded": 80,
    }
    assert moved(found, found) == {}


@pytest.mark.parametrize(
    ("case", "year", "row", "sentence"),
    [
        (CLOSED, 2020, "new_received", "收到申请之日为2020年12月1日（条例31），计入本年新收；申请人类型为自然人。"),
        (CLOSED, 2021, "carried_in", "2020年12月31日尚未办结，由上一年度结转而来"),
        (CLOSED, 2020, "carried_forward", "2020年12月31日尚未办结，结转下年度"),
        (CLOSED, 2021, "disclosed", "2021年3月1日首次办结，结果为"),
        (replace(REQUEST, received_on=date(2022, 2, 2)), 2022, "carried_forward", "目前尚未办结"),
        (ENDED, 2020, "reconsideration", "2020年11月2日受理，2020年12月31日尚未审结。"),
        (ENDED, 2021, "reconsideration", "2021年1月9日审结，结果为“结果维持”"),
    ],
)  # fmt: skip
def test_each_cell_of_a_case_says_why(case: Counted, year: int, row: str, sentence: str) -> None:
    own = [p for p in stands_in(case, today=TODAY) if (p.year, p.row) == (year, row)]
    assert len(own) == 1
    assert sentence in why(case, own[0])
    assert why_not(case, own[0], today=TODAY) == "本案就计入这一格。"


OPEN_NOW = replace(REQUEST, received_on=date(2022, 2, 2))


@pytest.mark.parametrize(
    ("case", "place", "sentence"),
    [
        (replace(CLOSED, elsewhere=True), Place(2020, 1, "total", "total"), "不计入本单位的任何一格"),
        (replace(REQUEST, received_on=None), Place(2020, 1, "total", "total"), "收到日期尚未确定"),
        (CLOSED, Place(2021, 1, "new_received", "natural"), "计入2020年度的本年新收。"),
        (CLOSED, Place(2020, 1, "new_received", "business"), "计入“自然人”一列"),
        (CLOSED, Place(2021, 1, "carried_in", "business"), "计入“自然人”一列"),
        (CLOSED, Place(2020, 1, "carried_in", "natural"), "2019年12月31日还没有收到，不在结转之列。"),
        (PART, Place(2020, 1, "carried_forward", "natural"), "已经首次办结"),
        (OPEN_NOW, Place(2022, 1, "carried_in", "natural"), "2021年12月31日还没有收到"),
        (replace(OPEN_NOW, received_on=date(2021, 2, 2)), Place(2022, 1, "carried_forward", "business"), "2022年12月31日还没有到"),
        (OPEN_NOW, Place(2022, 1, "disclosed", "natural"), "本案尚未办结"),
        (CLOSED, Place(2020, 1, "disclosed", "natural"), "计入2021年度；重新办理不再计数。"),
        (CLOSED, Place(2021, 1, "disclosed", "business"), "计入“自然人”一列"),
        (CLOSED, Place(2021, 1, "unable_not_held", "natural"), "一案只计一种结果。"),
        (PART, Place(2020, 1, "disclosed", "natural"), "区分处理的只计“部分公开”"),
        (ENDED, Place(2021, 1, "litigation_direct", "upheld"), "本案属于“行政复议”，计入该组。"),
        (ENDED, Place(2021, 1, "reconsideration", "corrected"), "计入2021年度的“行政复议：结果维持”。"),
        (REVIEW, Place(2021, 1, "reconsideration", "corrected"), "计入“尚未审结”"),
        (REVIEW, Place(2019, 1, "reconsideration", "total"), "计入“尚未审结”"),
    ],
)  # fmt: skip
def test_a_cell_without_the_case_says_why_not(case: Counted, place: Place, sentence: str) -> None:
    assert sentence in why_not(case, place, today=TODAY)


def test_the_sums_hold_the_case_too_and_every_cell_has_its_printed_label() -> None:
    assert why_not(CLOSED, Place(2021, 1, "total", "total"), today=TODAY) == "本案就计入这一格。"
    assert "计入第三部分“" in why_not(CLOSED, Place(2021, 1, "new_received", "natural"), today=TODAY)  # fmt: skip
    assert stands_in(replace(REQUEST, received_on=None), today=TODAY) == ()
    assert label_of(Place(2021, 1, "reconsideration", "total")).endswith("：总计”")
    assert label_of(Place(2021, 1, "reconsideration", "upheld")) == "第四部分“行政复议：结果维持”"
    assert label_of(Place(2021, 1, "new_received", "natural")).endswith("：自然人”")
