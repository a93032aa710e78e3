"""The blank ledger: its columns are those that are read, its lists hold what is taken, and filled in it loads."""

import io
from datetime import date

import openpyxl

from casework.ledger.columns import REQUEST_COLUMNS, REVIEW_COLUMNS
from casework.ledger.reading import Sent, read_sent
from casework.ledger.template import template


def test_the_blank_ledger_names_every_column_and_is_read_back_filled_in() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template()))
    requests, reviews, values = book.worksheets
    for page, columns in ((requests, REQUEST_COLUMNS), (reviews, REVIEW_COLUMNS)):
        assert [cell.value for cell in page[1]] == [one.name for one in columns]
        for cell, column in zip(page[1], columns, strict=True):
            assert cell.comment.text.startswith("必填" if column.required else "选填")
    heads = {cell.value: cell.column for cell in values[2]}
    lists = {one.name: one for one in (*REQUEST_COLUMNS, *REVIEW_COLUMNS) if one.known}
    assert set(heads) == set(lists)
    for name, at in heads.items():
        shown = [
            row[0].value for row in values.iter_rows(3, min_col=at, max_col=at) if row[0].value
        ]
        assert all(lists[name].find(label) for label in shown)
    ranges = {rule.formula1 for rule in requests.data_validations.dataValidation}
    assert "可填的值!$A$3:$A$8" in ranges

    at = {one.name: number for number, one in enumerate(REQUEST_COLUMNS, start=1)}
    for name, value in {
        "申请人类型": "自然人", "申请人": "张三", "收到日期": date(2020, 9, 1), "申请内容": "补偿方案",
        "办理结果": values.cell(3, heads["办理结果"]).value, "办结日期": "2020-09-20",
    }.items():  # fmt: skip
        requests.cell(2, at[name], value)
    out = io.BytesIO()
    book.save(out)
    for content, rows in ((template(), 0), (out.getvalue(), 1)):
        ledger = read_sent(Sent("台账.xlsx", content))
        assert (ledger.faults, len(ledger.requests), len(ledger.reviews)) == ((), rows, 0)
