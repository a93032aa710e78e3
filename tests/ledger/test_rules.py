"""The rules between the cells of a row: each faulty row is named with its column."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casework.ledger import read_ledger
from casework.ledger.rules import faults_of
from tests.ledger.sheets import CASE, CLOSED, REVIEW, xlsx_file

TODAY = date(2021, 1, 15)
REVIEWED = {**REVIEW, "结果": "结果维持", "结案日期": "2020-12-01"}


def columns(
    path: Path,
    row: Mapping[str, Any],
    *,
    review: Mapping[str, Any] | None = None,
    year: int | None = 2020,
) -> list[tuple[str, int, str]]:
    file = xlsx_file(path / "a.xlsx", [row], reviews=[review] if review else ())
    found = faults_of(read_ledger(file), today=TODAY, year=year)
    assert all(fault.reason.endswith("。") for fault in found)
    return [(fault.sheet, fault.row, fault.column) for fault in found]


@pytest.mark.parametrize("row", [CASE, CLOSED, {**CLOSED, "送达日期": "2020-09-20"}])
def test_a_good_row_has_no_fault(tmp_path: Path, row: Mapping[str, Any]) -> None:
    assert columns(tmp_path, row) == []


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"办理结果": None}, "办理结果"),
        ({"办结日期": None}, "办结日期"),
        ({"办结日期": "2020-08-31"}, "办结日期"),
        ({"办结日期": "2021-01-16"}, "办结日期"),
        ({"送达日期": "2021-01-16"}, "送达日期"),
        ({"送达日期": "2020-09-19"}, "送达日期"),
        ({"办理结果": None, "办结日期": None, "送达日期": "2020-09-20"}, "送达日期"),
        ({"收到日期": "2019-09-01", "办结日期": "2019-12-31"}, "办结日期"),
    ],
)
def test_a_contradiction_between_cells_is_a_fault(
    tmp_path: Path, changes: Mapping[str, Any], column: str
) -> None:
    assert columns(tmp_path, {**CLOSED, **changes}) == [("", 2, column)]


def test_a_receipt_in_the_future_is_a_fault(tmp_path: Path) -> None:
    assert columns(tmp_path, {**CASE, "收到日期": "2021-01-16"}) == [("", 2, "收到日期")]


def test_without_a_reporting_year_an_earlier_closing_is_no_fault(tmp_path: Path) -> None:
    row = {**CLOSED, "收到日期": "2019-09-01", "办结日期": "2019-12-31"}

    assert columns(tmp_path, row, year=None) == []


def test_an_unreadable_cell_is_not_called_empty_as_well(tmp_path: Path) -> None:
    assert columns(tmp_path, {**CLOSED, "办结日期": "不详"}) == [("", 2, "办结日期")]


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"结果": None}, "结果"),
        ({"结果": "尚未审结"}, "结果"),
        ({"结案日期": None}, "结案日期"),
        ({"结案日期": "2020-10-08"}, "结案日期"),
        ({"结案日期": "2021-01-16"}, "结案日期"),
        ({"受理日期": "2019-10-09", "结案日期": "2019-12-01"}, "结案日期"),
        ({"类型": "行政诉讼"}, "经过复议"),
        ({"类型": "行政诉讼", "经过复议": "不详"}, "经过复议"),
    ],
)
def test_a_contradiction_in_a_review_is_a_fault_of_its_sheet(
    tmp_path: Path, changes: Mapping[str, Any], column: str
) -> None:
    found = columns(tmp_path, CASE, review={**REVIEWED, **changes})

    assert found == [("复议诉讼", 2, column)]


@pytest.mark.parametrize(
    "review",
    [
        REVIEW,
        {**REVIEW, "结果": "尚未审结"},
        REVIEWED,
        {**REVIEWED, "类型": "行政诉讼", "经过复议": "否"},
        {**REVIEWED, "类型": "行政诉讼", "经过复议": True},
    ],
)
def test_a_good_review_has_no_fault(tmp_path: Path, review: Mapping[str, Any]) -> None:
    assert columns(tmp_path, CASE, review=review) == []
