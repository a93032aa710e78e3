"""Packed rows come out as they went in, and a long ledger is told row by row while it is read."""

from datetime import date
from pathlib import Path

from casework.ledger import read_ledger
from casework.ledger.rows import Row, Rows
from tests.ledger.sheets import CASE, REVIEW, xlsx_file


def test_rows_come_out_as_they_went_in() -> None:
    first = Row(2, {"name": "张三", "received_on": date(2020, 9, 1)}, frozenset({"closed_on"}))
    rows = Rows(["name", "received_on", "closed_on"])
    for row in (first, Row(4, {})):
        rows.add(row)

    assert (list(rows), rows[0], rows[1:], len(rows)) == (
        [first, Row(4, {})], first, (Row(4, {}),), 2,
    )  # fmt: skip
    assert rows[0].has("closed_on")


def test_reading_tells_of_every_row_of_both_sheets(tmp_path: Path) -> None:
    counted: list[int] = []
    path = xlsx_file(tmp_path / "a.xlsx", [CASE] * 1_200, reviews=[REVIEW])
    ledger = read_ledger(path, tick=counted.append)
    assert (sum(counted), ledger.requests[1_199].number) == (1_201, 1_201)
