"""The printed grid of an annual table as rows of cells, merged as the official form merges them; no format of its own."""

from dataclasses import dataclass
from decimal import Decimal

from workflows import annual_part2
from workflows.annual_grid import (
    COLUMNS,
    PART3_HEADER,
    PART4_HEADER,
    PART4_RESULTS,
    GridCell,
    left_cells,
)
from workflows.annual_report import AnnualTable
from workflows.vocabulary import ReviewKind

PART3_TITLE = "三、收到和处理政府信息公开申请情况"
PART4_TITLE = "四、政府信息公开行政复议、行政诉讼情况"
PART6_TITLE = "六、其他需要报告的事项"


@dataclass(frozen=True)
class Cell:
    """One cell. A number has `value` and both keys (part four: kind of review and result); a heading has no value."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    row: str = ""
    column: str = ""
    value: int | Decimal | None = None

    @property
    def is_heading(self) -> bool:
        return self.value is None


Line = tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """Header lines and body lines of one part; a line holds only the cells that begin in it."""

    title: str
    header: tuple[Line, ...]
    body: tuple[Line, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.header + self.body


def _heading(cell: GridCell, row: str = "") -> Cell:
    return Cell(cell.text, cell.colspan, cell.rowspan, row, cell.column)


def _number(value: int, *, row: str, column: str) -> Cell:
    return Cell(str(value), row=row, column=column, value=value)


def _headings(lines: tuple[tuple[GridCell, ...], ...]) -> tuple[Line, ...]:
    return tuple(tuple(_heading(cell) for cell in line) for line in lines)


def part2_grid(table: AnnualTable) -> Grid:
    """Part two; the row of a number is the key of its cell, and it has no column."""
    spans = annual_part2.spans_of(table.format.key)
    body = tuple(
        tuple(
            _figure(item, table.part2.get(item, Decimal(0)), spans[item])
            if isinstance(item, str)
            else _heading(item)
            for item in line
        )
        for line in annual_part2.part2_lines(table.format.key)
    )
    return Grid(annual_part2.PART2_TITLE, (), body)


def _figure(key: str, value: Decimal, span: int) -> Cell:
    return Cell(annual_part2.written(value), span, row=key, value=value)


def part3_grid(table: AnnualTable) -> Grid:
    """Part three; empty cells are 0 (R8)."""
    body = tuple(
        tuple(_heading(cell, row.key) for cell in left)
        + tuple(
            _number(table.part3.get(row.key, {}).get(column.key, 0), row=row.key, column=column.key)
            for column in COLUMNS
        )
        for row, left in zip(table.format.rows, left_cells(table.format), strict=True)
    )
    return Grid(PART3_TITLE, _headings(PART3_HEADER), body)


def part4_grid(table: AnnualTable) -> Grid:
    """Part four: one line of fifteen numbers."""
    line = tuple(
        _number(
            table.part4.get(kind.value, {}).get(result.key, 0), row=kind.value, column=result.key
        )
        for kind in ReviewKind
        for result in PART4_RESULTS
    )
    return Grid(PART4_TITLE, _headings(PART4_HEADER), (line,))


def to_html_cells(table: AnnualTable) -> tuple[Grid, Grid]:
    """Parts three and four as data for a page: text, colspan, rowspan, row key and column key of every cell."""
    return part3_grid(table), part4_grid(table)
