"""How the year is counted: tallies of parts three and four, their sum rules R1-R5, and the sentences over them.

Pure arithmetic on counts; which cases fall into a year is the application's query, the printed grid is `annual_grid`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from workflows.annual_checks import Check, Part3, Part4, check, check_part2, check_sum, place_name
from workflows.annual_grid import (
    CATEGORY_KEYS,
    COLUMN_KEYS,
    COLUMNS,
    FORMATS,
    TOTAL,
    Column,
    Format,
    Row,
    format_for,
    format_of,
)
from workflows.annual_part2 import Part2
from workflows.annual_sentences import NO_FEES, FeeTotals, narrative, other_matters, share
from workflows.outcomes import outcome
from workflows.vocabulary import ApplicantCategory, ReviewKind, ReviewResult

__all__ = [
    "COLUMNS",
    "FORMATS",
    "AnnualTable",
    "Check",
    "Column",
    "Edition",
    "FeeTotals",
    "Format",
    "Part3",
    "Part4",
    "Row",
    "annual_table",
    "check",
    "check_part2",
    "check_sum",
    "format_for",
    "format_of",
    "in_format",
    "narrative",
    "other_matters",
    "place_name",
    "review_sums",
    "row_sums",
    "share",
    "tally3",
    "tally4",
]


def _counted(value: int) -> int:
    if value < 0:
        raise ValueError(f"年报表格的数量不能小于0，收到的是{value}。")
    return value


def _known(key: str, keys: Iterable[str], place: str) -> str:
    if key not in keys:
        raise ValueError(f"{place}没有“{key}”；可用的为{'、'.join(keys)}。")
    return str(key)


def tally3(
    format: Format,
    *,
    new: Mapping[ApplicantCategory, int],
    carried_in: Mapping[ApplicantCategory, int],
    results: Mapping[tuple[ApplicantCategory, str], int],
    carried_forward: Mapping[ApplicantCategory, int],
) -> Part3:
    """Part three from counts of cases; absent keys count 0. `results` is keyed by category and outcome code.

    The row （七）总计 and the column 总计 are computed. ValueError for an unknown code or a negative count.
    """
    cells: dict[str, dict[str, int]] = {
        key: dict.fromkeys(CATEGORY_KEYS, 0) for key in format.row_keys
    }
    plain = {"new_received": new, "carried_in": carried_in, "carried_forward": carried_forward}
    for key, counts in plain.items():
        for category, count in counts.items():
            cells[key][_known(category, CATEGORY_KEYS, "申请人类型")] += _counted(count)
    for (category, code), count in results.items():
        line = cells[format.place(outcome(code).rows)]
        line[_known(category, CATEGORY_KEYS, "申请人类型")] += _counted(count)
    for column in CATEGORY_KEYS:
        cells[TOTAL][column] = sum(cells[key][column] for key in format.outcome_keys)
    return {key: {**line, TOTAL: sum(line.values())} for key, line in cells.items()}


def tally4(counts: Mapping[tuple[ReviewKind, ReviewResult], int]) -> Part4:
    """Part four from counts by kind and result; absent keys count 0, 总计 is computed."""
    cells: dict[str, dict[str, int]] = {
        kind.value: {result.value: 0 for result in ReviewResult} for kind in ReviewKind
    }
    for (kind, result), count in counts.items():
        line = cells[_known(kind, cells, "复议诉讼类型")]
        line[_known(result, line, "复议诉讼结果")] += _counted(count)
    return {kind: {**line, TOTAL: sum(line.values())} for kind, line in cells.items()}


def row_sums(parts: Iterable[Part3]) -> Part3:
    """R7: the table of a group of units is the cell-by-cell sum of theirs; all must be of one format."""
    total: dict[str, dict[str, int]] = {}
    for part in parts:
        if total and set(total) != set(part):
            raise ValueError("不同格式的年报表格不能相加；请先按同一格式重新统计。")
        for row, line in part.items():
            sums = total.setdefault(row, dict.fromkeys(COLUMN_KEYS, 0))
            for column in COLUMN_KEYS:
                sums[column] += line.get(column, 0)
    return total


def in_format(part: Part3, format: Format) -> Part3:
    """Part three with the rows of another format, so that both can be added or compared.

    reading: （六） is one row in the format of 2019 and three in that of 2021; what cannot be told apart is 其他.
    """
    if set(part) == set(format.row_keys):
        return part
    known = {row: dict(part.get(row, {})) for row in format.row_keys}
    rest = known[format.outcome_keys[-1]]
    for row in set(part) - set(format.row_keys):
        for column, n in part[row].items():
            rest[column] = rest.get(column, 0) + n
    return known


def review_sums(parts: Iterable[Part4]) -> Part4:
    """R7 for part four."""
    total: dict[str, dict[str, int]] = {}
    for part in parts:
        for kind, line in part.items():
            sums = total.setdefault(kind, {})
            for result, n in line.items():
                sums[result] = sums.get(result, 0) + n
    return total


@dataclass(frozen=True)
class Edition:
    """A published version of a report: its number, what made it, its digest, who signed it and when.

    `kind` is frozen, amended, filed for a report that a unit without the system sent, or published for other figures from elsewhere.
    """

    number: int
    kind: str
    digest: str
    signer: str
    on_day: date

    @property
    def is_ours(self) -> bool:
        """Whether our own cases stand behind it, so that its numbers bind the next year (R5)."""
        return self.kind in ("frozen", "amended")


@dataclass(frozen=True)
class AnnualTable:
    """Parts two to four of one unit and year, with their checks and the sentences over them, and the fees of part six.

    `edition` is the published version that the numbers come from; None when they are counted from the cases now.
    """

    unit: str
    unit_name: str
    year: int
    format: Format
    part3: Part3
    part4: Part4
    checks: tuple[Check, ...]
    narrative: str
    fees: FeeTotals = NO_FEES
    part2: Part2 = field(default_factory=dict)
    rollup: bool = False
    edition: Edition | None = None

    @property
    def other_matters(self) -> str:
        """Part six as far as the cases know it: the fee (30号; 109号)."""
        return other_matters(self.year, self.fees)

    @property
    def balanced(self) -> bool:
        """Whether no rule of rank error fails."""
        return all(one.ok for one in self.checks if one.rank == "error")


def annual_table(
    unit: str,
    unit_name: str,
    *,
    year: int,
    part3: Part3,
    part4: Part4,
    format: Format | None = None,
    previous: Part3 | None = None,
    previous_is_ours: bool = False,
) -> AnnualTable:
    """The whole table; `format` overrides the one of the year."""
    used = format or format_for(year)
    checks = check(used, part3, part4, previous=previous, previous_is_ours=previous_is_ours)
    text = narrative(year, part3=part3, part4=part4, previous=previous)
    return AnnualTable(unit, unit_name, year, used, part3, part4, checks, text)
