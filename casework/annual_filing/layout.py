"""Where everything stands in the form: one sheet a part, every label with its merged cells, every number with its key."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from xlsxwriter.utility import xl_rowcol_to_cell

from casework.annual_table.grid import Cell, Grid, part2_grid, part3_grid, part4_grid
from workflows.annual_grid import CATEGORY_KEYS, TOTAL, Format, format_of
from workflows.annual_report import AnnualTable
from workflows.vocabulary import ReviewResult

ABOUT = "填报说明"
CODE, NAME, YEAR, FORM, PUBLISHED_ON, PUBLISHED_AT = "B2", "B3", "B4", "B5", "B6", "B7"
ABOUT_LABELS: Mapping[str, str] = {
    "A2": "单位代码",
    "A3": "单位名称",
    "A4": "年度",
    "A5": "表格格式",
    "A6": "公布日期",
    "A7": "公布网址",
}
TITLE = "A1"
FIRST_LINE = 2
"""Lines above the grid: the title of the report and that of the part."""


@dataclass(frozen=True)
class Placed:
    """A cell of the form: line and column from 0, and what stands there."""

    line: int
    at: int
    cell: Cell

    @property
    def address(self) -> str:
        return str(xl_rowcol_to_cell(self.line, self.at))

    @property
    def merged(self) -> str:
        """The merged range as a spreadsheet names it; empty for a single cell."""
        down, right = self.line + self.cell.rowspan - 1, self.at + self.cell.colspan - 1
        alone = (down, right) == (self.line, self.at)
        return "" if alone else f"{self.address}:{xl_rowcol_to_cell(down, right)}"

    @property
    def key(self) -> tuple[str, str]:
        return self.cell.row, self.cell.column


@dataclass(frozen=True)
class Sheet:
    """One sheet of the form. `sums` gives for each total the formula that the form has there."""

    name: str
    grid: Grid
    placed: tuple[Placed, ...]
    sums: Mapping[tuple[str, str], str]

    @property
    def labels(self) -> Iterator[Placed]:
        return (one for one in self.placed if one.cell.is_heading)

    @property
    def numbers(self) -> Iterator[Placed]:
        return (one for one in self.placed if not one.cell.is_heading)


@lru_cache(maxsize=8)
def sheets(format_key: str) -> tuple[Sheet, ...]:
    """The three sheets of a format, in the order of the report."""
    format = format_of(format_key)
    empty = AnnualTable("", "", format.first_year, format, {}, {}, (), "")
    named = (
        ("二、主动公开", part2_grid(empty)),
        ("三、申请情况", part3_grid(empty)),
        ("四、复议诉讼", part4_grid(empty)),
    )
    return tuple(_sheet(name, grid, format) for name, grid in named)


def _sheet(name: str, grid: Grid, format: Format) -> Sheet:
    placed = positions(grid)
    at = {one.key: one.address for one in placed if not one.cell.is_heading}
    sums = {
        one.key: f"=SUM({at[parts[0]]}:{at[parts[-1]]})"
        for one in placed
        if not one.cell.is_heading and (parts := summands(one.key, format))
    }
    return Sheet(name, grid, placed, sums)


def positions(grid: Grid) -> tuple[Placed, ...]:
    """Each cell takes the first place that no merged cell above covers."""
    taken: set[tuple[int, int]] = set()
    placed = []
    for line, cells in enumerate(grid.lines, start=FIRST_LINE):
        at = 0
        for cell in cells:
            while (line, at) in taken:
                at += 1
            taken.update(
                (line + down, at + right)
                for down in range(cell.rowspan)
                for right in range(cell.colspan)
            )
            placed.append(Placed(line, at, cell))
    return tuple(placed)


def summands(key: tuple[str, str], format: Format) -> tuple[tuple[str, str], ...]:
    """The cells that a total adds up; none for a plain number."""
    row, column = key
    if column == TOTAL:
        keys = CATEGORY_KEYS if row in format.row_keys else tuple(ReviewResult)
        return tuple((row, str(one)) for one in keys)
    if row == TOTAL:
        return tuple((one, column) for one in format.outcome_keys)
    return ()
