"""The drawings of an annual table: text, JSON, CSV, grid and XLSX show the same numbers."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from casework.annual_table import to_csv, to_html_cells, to_json, to_text, to_xlsx
from casework.annual_table.text import width
from workflows.annual_report import AnnualTable, annual_table, format_for, tally3, tally4

GOLDEN: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "golden" / "2020-lanshan.json").read_text(encoding="utf-8")
)


def _table(**changes: Any) -> AnnualTable:
    facts = {
        "unit": "lanshan",
        "unit_name": GOLDEN["unit_name"],
        "year": 2020,
        "part3": GOLDEN["part3"],
        "part4": GOLDEN["part4"],
    } | changes
    unit, unit_name = facts.pop("unit"), facts.pop("unit_name")
    return annual_table(unit, unit_name, **facts)


def _of_2025(unit_name: str = "兰山区发展和改革局") -> AnnualTable:
    results = {("natural", "F1"): 2, ("business", "C4"): 1}
    part3 = tally3(
        format_for(2025),
        new={"natural": 2, "business": 1},  # type: ignore[dict-item]
        carried_in={},
        results=results,  # type: ignore[arg-type]
        carried_forward={},
    )
    return _table(unit="fgj", unit_name=unit_name, year=2025, part3=part3, part4=tally4({}))


def _broken() -> AnnualTable:
    part3 = json.loads(json.dumps(GOLDEN["part3"]))
    part3["total"]["natural"] = 999
    return _table(part3=part3)


def _sheet(table: AnnualTable, number: int, *, values: bool = False) -> Worksheet:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(table)), data_only=values)
    return book.worksheets[number]


FIRST_RULE = ("new_received", "carried_in", "total", "carried_forward")


def test_json_has_exactly_the_stable_keys() -> None:
    answer = json.loads(to_json(_table()))
    assert list(answer) == [
        "unit",
        "unit_name",
        "year",
        "format",
        "part3",
        "part4",
        "checks",
        "narrative",
        "fees",
        "part2",
        "rollup",
        "edition",
    ]
    assert (answer["unit"], answer["year"], answer["format"]) == ("lanshan", 2020, "2019")
    assert answer["checks"][0] == {
        "rule": "R1",
        "rank": "error",
        "ok": True,
        "where": "natural",
        "left": 205,
        "right": 205,
        "difference": 0,
        "cells": [[row, "natural"] for row in FIRST_RULE],
    }


def test_json_carries_the_published_numbers_in_their_order() -> None:
    answer = json.loads(to_json(_table()))
    assert answer["part3"] == GOLDEN["part3"]
    assert answer["part4"] == GOLDEN["part4"]
    assert list(answer["part3"]) == list(GOLDEN["part3"])


def test_an_empty_cell_is_drawn_as_zero() -> None:
    answer = json.loads(to_json(_table(part3={}, part4={})))
    assert {n for line in answer["part3"].values() for n in line.values()} == {0}
    assert len(answer["part3"]) == 23


def test_csv_has_every_part() -> None:
    lines = list(csv.reader(io.StringIO(to_csv(_table()))))
    assert lines[0] == [
        "代码",
        "项目",
        "自然人",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
        "总计",
    ]
    assert ["total", "（七）总计", "202", "0", "0", "1", "2", "1", "206"] in lines
    assert ["litigation_after_reconsideration", "复议后起诉", "8", "0", "0", "0", "8"] in lines
    assert lines[-1][0] == "procurement.amount"


def test_text_shows_each_row_of_the_table_once() -> None:
    lines = to_text(_table()).splitlines()
    for label, total in (("一、本年新收", "205"), ("（七）总计", "206"), ("四、结转下年度", "3")):
        found = [line for line in lines if label in line and line.split()[-1] == total]
        assert len(found) == 1
    assert "R1" in to_text(_table())


@pytest.mark.parametrize("table", [_table(), _of_2025()], ids=["2019", "2021"])
def test_text_columns_are_aligned_in_cells_of_a_terminal(table: AnnualTable) -> None:
    part3 = to_text(table).split("\n\n")[2].splitlines()
    rows = [line for line in part3[2:] if line.rstrip()[-1].isdigit()]
    assert len(rows) == len(table.format.rows)
    assert {width(line) for line in rows} == {width(part3[1])}


def test_text_names_each_failing_rule_with_its_sentence() -> None:
    text = to_text(_broken())
    assert "R1  各列：" in text
    assert "检查7处，1处不符。" in text
    assert "[错误] “自然人”列：（七）总计为999，各项办理结果之和为202" in text


def test_text_marks_a_warning_as_a_hint() -> None:
    previous = {"carried_forward": {"natural": 5, "total": 4}}
    assert "[提示] “自然人”列：本年的上年结转为4，上年度年报的结转下年度为5" in to_text(
        _table(previous=previous)
    )


def test_grid_gives_every_number_its_row_and_column_key() -> None:
    part3, part4 = to_html_cells(_table())
    numbers = [cell for line in part3.body for cell in line if not cell.is_heading]
    assert len(numbers) == 23 * 7
    assert all(cell.value == GOLDEN["part3"][cell.row][cell.column] for cell in numbers)
    assert [cell.value for cell in part4.body[0]] == [
        6,
        11,
        4,
        0,
        21,
        2,
        3,
        2,
        3,
        10,
        8,
        0,
        0,
        0,
        8,
    ]
    assert {(cell.row, cell.column) for cell in part4.body[0]} == {
        (kind, result) for kind, line in GOLDEN["part4"].items() for result in line
    }


@pytest.mark.parametrize(
    ("table", "height"), [(_table(), 26), (_of_2025(), 28)], ids=["2019", "2021"]
)
def test_merged_cells_of_the_grid_cover_each_place_once(table: AnnualTable, height: int) -> None:
    for grid, size in zip(to_html_cells(table), (height * 10, 4 * 15), strict=True):
        assert sum(cell.colspan * cell.rowspan for line in grid.lines for cell in line) == size


def test_the_workbook_merges_cells_as_the_official_form() -> None:
    merged = {str(span) for span in _sheet(_table(), 0).merged_cells.ranges}
    assert {"A3:C5", "D3:J3", "D4:D5", "E4:I4", "J4:J5", "A6:C6", "A7:C7", "A8:A27"} < merged
    assert {"B8:C8", "B9:C9", "B10:B17", "B18:B20", "B21:B25", "B26:C26", "A28:C28"} < merged
    part4 = {str(span) for span in _sheet(_table(), 1).merged_cells.ranges}
    assert {"A3:E3", "F3:O3", "A4:A5", "E4:E5", "F4:J4", "K4:O4"} < part4


def test_the_workbook_of_2021_has_three_rows_of_other_results() -> None:
    sheet = _sheet(_of_2025(), 0)
    merged = {str(span) for span in sheet.merged_cells.ranges}
    assert {"A8:A29", "B26:B28", "B29:C29", "A30:C30"} < merged
    assert sheet["C26"].value == "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"
    assert sheet["D26"].value == 2


@pytest.mark.parametrize(
    ("cell", "formula", "value"),
    [("J6", "=SUM(D6:I6)", 205), ("D27", "=SUM(D8:D26)", 202), ("J27", "=SUM(D27:I27)", 206)],
)
def test_totals_are_formulas_with_their_value_stored(cell: str, formula: str, value: int) -> None:
    assert _sheet(_table(), 0)[cell].value == formula
    assert _sheet(_table(), 0, values=True)[cell].value == value


def test_totals_of_reviews_are_formulas_too() -> None:
    assert [_sheet(_table(), 1)[cell].value for cell in ("E6", "J6", "O6")] == [
        "=SUM(A6:D6)",
        "=SUM(F6:I6)",
        "=SUM(K6:N6)",
    ]
    assert _sheet(_table(), 1, values=True)["E6"].value == 21


def test_a_total_that_does_not_add_up_stays_as_it_was_reported() -> None:
    sheet = _sheet(_broken(), 0)
    assert sheet["D27"].value == 999
    assert sheet["J27"].value == 206


def test_the_workbook_prints_on_one_landscape_page_with_a_frozen_header() -> None:
    sheet = _sheet(_table(), 0)
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.freeze_panes == "D6"
    assert sheet.print_title_rows == "$3:$5"


def test_the_last_sheet_lists_every_check_and_the_sentences() -> None:
    table = _broken()
    sheet = _sheet(table, 2)
    assert sheet.title == "勾稽检查"
    lines = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)]
    failed = [line for line in lines if line[2] == "不符"]
    assert [line[:4] for line in failed] == [
        ["R1", "必须相符", "不符", "自然人"],
        ["R2", "必须相符", "不符", "（七）总计"],
        ["R3", "必须相符", "不符", "自然人"],
    ]
    assert failed[0][4:6] == [205, 1002]
    assert "请核对" in str(failed[0][6])
    assert sheet.cell(len(table.checks) + 3, 1).value == table.narrative


@pytest.mark.parametrize("name", ["=1+1", "https://example.cn", "甲&乙"])
def test_a_name_is_text_even_when_it_looks_like_a_formula(name: str) -> None:
    cell = _sheet(_of_2025(name), 0)["A1"]
    assert cell.value == f"{name}2025年度政府信息公开工作年度报告"
    assert cell.hyperlink is None
    # openpyxl reads any text that begins so as a formula; the stored value proves that it is text.
    assert _sheet(_of_2025(name), 0, values=True)["A1"].value == cell.value


@pytest.mark.parametrize("draw", [to_text, to_json, to_csv, to_html_cells])
def test_drawing_twice_gives_the_same(draw: Any) -> None:
    assert draw(_table()) == draw(_table())


@pytest.mark.parametrize(("table", "name"), [(_table(), "2019.txt"), (_of_2025(), "2021.txt")])
def test_the_printed_table_is_the_recorded_one(table: AnnualTable, name: str) -> None:
    recorded = Path(__file__).parent / "golden" / name
    assert to_text(table) == recorded.read_text(encoding="utf-8")
