"""Writes the blank ledger: both sheets with their columns and a comment at each, and a sheet with the values that may stand in them."""

import io
from collections.abc import Iterator, Sequence

import xlsxwriter
from xlsxwriter.format import Format as Style
from xlsxwriter.worksheet import Worksheet

from casework.ledger.columns import REQUEST_COLUMNS, REVIEW_COLUMNS, Column, Kind
from casework.ledger.faults import REVIEWS_SHEET

NAME = "ledger.xlsx"
_REQUESTS, _VALUES = "申请", "可填的值"
_LAST = 1_048_575
_BASE = {"font_name": "宋体", "font_size": 11}


def template() -> bytes:
    """The blank ledger as XLSX. What is filled in below its columns can be imported as it is."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        heads = {
            required: book.add_format(
                {
                    **_BASE,
                    "bold": True,
                    "border": 1,
                    "bg_color": "#FFE9B8" if required else "#EFEFEF",
                }
            )
            for required in (True, False)
        }
        cells = {
            Kind.text: book.add_format({**_BASE, "num_format": "@"}),
            Kind.label: book.add_format(_BASE),
            Kind.day: book.add_format({**_BASE, "num_format": "yyyy-mm-dd"}),
        }
        pages = [book.add_worksheet(name) for name in (_REQUESTS, REVIEWS_SHEET)]
        values = book.add_worksheet(_VALUES)
        lists = dict(_write_values(values, heads[False]))
        for page, columns in zip(pages, (REQUEST_COLUMNS, REVIEW_COLUMNS), strict=True):
            _write_sheet(page, columns, heads, cells, lists)
    return out.getvalue()


def _write_values(page: Worksheet, head: Style) -> Iterator[tuple[Column, str]]:
    """The values of each closed list in a column of its own; answers where they stand."""
    page.write_string(0, 0, "这张表只供查看和选择，导入时略过")
    chosen = (one for one in (*REQUEST_COLUMNS, *REVIEW_COLUMNS) if one.known)
    for at, column in enumerate(chosen):
        page.write_string(1, at, column.name, head)
        page.write_column(2, at, column.known)
        page.set_column(at, at, max(16, *(2 * len(one) for one in column.known)))
        letter = chr(ord("A") + at)
        yield column, f"={_VALUES}!${letter}$3:${letter}${len(column.known) + 2}"
    page.protect()


def _write_sheet(
    page: Worksheet,
    columns: Sequence[Column],
    heads: dict[bool, Style],
    cells: dict[Kind, Style],
    lists: dict[Column, str],
) -> None:
    page.freeze_panes(1, 0)
    for at, column in enumerate(columns):
        page.set_column(at, at, 40 if column.most > 1000 else 16, cells[column.kind])
        page.write_string(0, at, column.name, heads[column.required])
        told = "；".join(filter(None, ("必填" if column.required else "选填", column.hint)))
        page.write_comment(0, at, told, {"x_scale": 1.6, "y_scale": 0.9})
        if column in lists:
            # What the list lacks may be right all the same: a code, or full-width characters.
            page.data_validation(
                1,
                at,
                _LAST,
                at,
                {"validate": "list", "source": lists[column], "error_type": "warning"},
            )
