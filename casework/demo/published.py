"""The published table of 2020, shipped as data, and its comparison with a table that was counted from cases."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from workflows.annual_grid import COLUMNS, PART4_RESULTS
from workflows.annual_report import AnnualTable
from workflows.vocabulary import ReviewKind

YEAR = 2020
_FILE = "published-2020.json"
_Part = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Cell:
    """One cell of the table: what was counted beside what was published."""

    row: str
    column: str
    label: str
    counted: int
    published: int

    @property
    def agrees(self) -> bool:
        return self.counted == self.published


@lru_cache(maxsize=1)
def published() -> Mapping[str, _Part]:
    """Parts three and four as published, keyed as in the annual report's JSON."""
    source = resources.files(__package__).joinpath(_FILE)
    found: Mapping[str, _Part] = json.loads(source.read_text(encoding="utf-8"))
    return found


def compared(table: AnnualTable) -> tuple[Cell, ...]:
    """Every cell of both parts."""
    return (*_part3(table), *_part4(table))


def _part3(table: AnnualTable) -> Iterator[Cell]:
    given = published()["part3"]
    for row in table.format.rows:
        for column in COLUMNS:
            label = f"{row.label}“{column.label}”"
            counted = table.part3[row.key][column.key]
            yield Cell(row.key, column.key, label, counted, given[row.key][column.key])


def _part4(table: AnnualTable) -> Iterator[Cell]:
    given = published()["part4"]
    for kind in ReviewKind:
        for result in PART4_RESULTS:
            label = f"{kind.label}“{result.label}”"
            counted = table.part4[kind.value][result.key]
            yield Cell(kind.value, result.key, label, counted, given[kind.value][result.key])


def sentences(table: AnnualTable) -> tuple[str, ...]:
    """The comparison for a terminal: one sentence, and one for each cell that differs."""
    cells = compared(table)
    wrong = [cell for cell in cells if not cell.agrees]
    verdict = f"{len(wrong)}格不一致" if wrong else "全部一致"
    first = f"与公布的{YEAR}年度报告逐格核对：共{len(cells)}格，{verdict}。"
    return (
        first,
        *(f"  {cell.label}：统计{cell.counted}，公布{cell.published}。" for cell in wrong),
    )
