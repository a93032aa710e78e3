"""How the year is counted: tallies of parts three and four, their sum rules R1-R5, and the sentences over them.

Pure arithmetic on counts; which cases fall into a year is the application's query, the printed grid is `annual_grid`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

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
from workflows.outcomes import AnswerKind, outcome
from workflows.statute import provision
from workflows.vocabulary import ApplicantCategory, ReviewKind, ReviewResult

__all__ = [
    "COLUMNS",
    "FORMATS",
    "AnnualTable",
    "Check",
    "Column",
    "FeeTotals",
    "Format",
    "Part3",
    "Part4",
    "Row",
    "annual_table",
    "check",
    "format_for",
    "format_of",
    "narrative",
    "other_matters",
    "place_name",
    "row_sums",
    "share",
    "tally3",
    "tally4",
]

Part3 = Mapping[str, Mapping[str, int]]
"""Row key, then column key, then the number of cases."""
Part4 = Mapping[str, Mapping[str, int]]
"""Kind of review, then result, then the number of cases."""
Rank = Literal["error", "warning"]


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


@dataclass(frozen=True)
class Check:
    """One sum rule on one place. `where` is a column key (R1, R3, R5), a row key (R2) or a kind of review (R4)."""

    rule: str
    rank: Rank
    ok: bool
    where: str
    left: int
    right: int
    message: str


def place_name(check: Check, format: Format) -> str:
    """The official label of the place of a check: a column, a row, or a kind of review."""
    if check.rule == "R2":
        return format.row(check.where).label
    if check.rule == "R4":
        return ReviewKind[check.where].label
    return next(column.label for column in COLUMNS if column.key == check.where)


def _cell(part: Part3, row: str, column: str) -> int:
    # R8: an empty cell is 0.
    return part.get(row, {}).get(column, 0)


def _check(
    rule: str, where: str, left: int, right: int, *, message: str, rank: Rank = "error"
) -> Check:
    ok = left == right
    return Check(rule, rank, ok, where, left, right, "" if ok else message)


def _check_columns(format: Format, part3: Part3) -> Iterable[Check]:
    for column in COLUMNS:
        new, carried_in, total, forward = (
            _cell(part3, row, column.key)
            for row in ("new_received", "carried_in", TOTAL, "carried_forward")
        )
        yield _check(
            "R1",
            column.key,
            new + carried_in,
            total + forward,
            message=f"“{column.label}”列：本年新收{new}加上年结转{carried_in}等于{new + carried_in}，"
            f"办理结果总计{total}加结转下年度{forward}等于{total + forward}，两者应当相等。"
            "请核对该列的登记、办结和结转（30号、60号勾稽关系）。",
        )
        leaves = sum(_cell(part3, key, column.key) for key in format.outcome_keys)
        yield _check(
            "R3",
            column.key,
            total,
            leaves,
            message=f"“{column.label}”列：（七）总计为{total}，各项办理结果之和为{leaves}，两者应当相等。"
            "请核对该列各项办理结果。",
        )


def _check_rows(format: Format, part3: Part3) -> Iterable[Check]:
    for row in format.rows:
        total = _cell(part3, row.key, TOTAL)
        parts = sum(_cell(part3, row.key, column) for column in CATEGORY_KEYS)
        yield _check(
            "R2",
            row.key,
            parts,
            total,
            message=f"“{row.label}”行：各类申请人之和为{parts}，总计为{total}，两者应当相等。"
            "请核对该行各类申请人的数量。",
        )


def _check_reviews(part4: Part4) -> Iterable[Check]:
    for kind in ReviewKind:
        total = _cell(part4, kind.value, TOTAL)
        parts = sum(_cell(part4, kind.value, result.value) for result in ReviewResult)
        yield _check(
            "R4",
            kind.value,
            parts,
            total,
            message=f"“{kind.label}”：结果维持、结果纠正、其他结果、尚未审结之和为{parts}，总计为{total}，"
            "两者应当相等。请核对复议和诉讼案件的结果。",
        )


def _check_years(part3: Part3, previous: Part3, *, rank: Rank) -> Iterable[Check]:
    # reading: our own frozen years must fit; published figures of others do not always, so they only warn.
    for column in COLUMNS:
        carried_in = _cell(part3, "carried_in", column.key)
        forward = _cell(previous, "carried_forward", column.key)
        yield _check(
            "R5",
            column.key,
            carried_in,
            forward,
            rank=rank,
            message=f"“{column.label}”列：本年的上年结转为{carried_in}，上年度年报的结转下年度为{forward}，"
            "两者应当相等。请核对上年度未办结的案件和申请人类型。",
        )


def check(
    format: Format,
    part3: Part3,
    part4: Part4,
    *,
    previous: Part3 | None = None,
    previous_is_ours: bool = False,
) -> tuple[Check, ...]:
    """Every rule R1-R5 on every place, failing or not (60号, 30号); R5 only when last year's part three is given."""
    checks = [*_check_columns(format, part3), *_check_rows(format, part3), *_check_reviews(part4)]
    if previous is not None:
        checks += _check_years(part3, previous, rank="error" if previous_is_ours else "warning")
    return tuple(sorted(checks, key=lambda one: one.rule))


@dataclass(frozen=True)
class FeeTotals:
    """The information-processing fee of one year (109号): cases that paid, yuan that came in, yuan that went back."""

    cases: int = 0
    received: int = 0
    refunded: int = 0

    @property
    def net(self) -> int:
        """What stayed, in yuan; below zero where fees of earlier years were refunded."""
        return self.received - self.refunded


def other_matters(year: int, fees: FeeTotals) -> str:
    """The sentence of part six on the fee (109号); empty before there was one."""
    if not provision("109号").in_force_on(date(year, 12, 31)):
        return ""
    if not fees.received and not fees.refunded:
        return "本年度未收取政府信息公开信息处理费。"
    charged = f"本年度收取政府信息公开信息处理费{fees.cases}件，共{fees.received}元"
    if not fees.received:
        charged = "本年度未收取政府信息公开信息处理费"
    back = f"，退还{fees.refunded}元" if fees.refunded else ""
    return f"{charged}{back}。"


@dataclass(frozen=True)
class AnnualTable:
    """Parts three and four of one unit and year, with their checks and the sentences over them, and the fees of part six."""

    unit: str
    unit_name: str
    year: int
    format: Format
    part3: Part3
    part4: Part4
    checks: tuple[Check, ...]
    narrative: str
    fees: FeeTotals = FeeTotals()

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
    text = narrative(year, used, part3=part3, part4=part4, previous=previous)
    return AnnualTable(unit, unit_name, year, used, part3, part4, checks, text)


def share(part: int, whole: int) -> str:
    """A percentage with one decimal, rounded half up: share(14, 206) is "6.8%". An empty whole gives "0.0%"."""
    ratio = Decimal(100 * part) / Decimal(whole) if whole else Decimal(0)
    return f"{ratio.quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def _kind_counts(format: Format, part3: Part3) -> Mapping[AnswerKind, int]:
    prefixes = {
        AnswerKind.disclosed: "disclosed",
        AnswerKind.partial: "partially_disclosed",
        AnswerKind.refused: "refused_",
        AnswerKind.unable: "unable_",
        AnswerKind.not_processed: "not_processed_",
        AnswerKind.other: "other_",
    }
    return {
        kind: sum(_cell(part3, key, TOTAL) for key in format.outcome_keys if key.startswith(prefix))
        for kind, prefix in prefixes.items()
    }


def _received(year: int, part3: Part3, previous: Part3 | None) -> str:
    new, carried_in = (_cell(part3, row, TOTAL) for row in ("new_received", "carried_in"))
    natural = _cell(part3, "new_received", ApplicantCategory.natural.value)
    text = f"{year}年，新收政府信息公开申请{new}件"
    if previous is not None:
        change = new - _cell(previous, "new_received", TOTAL)
        words = {True: f"增加{change}件", False: f"减少{-change}件"}
        text += f"，比上年{words[change > 0]}" if change else "，与上年持平"
    return (
        f"{text}，其中自然人{natural}件，法人或其他组织{new - natural}件；"
        f"上年结转{carried_in}件，合计{new + carried_in}件。"
    )


def _closed(format: Format, part3: Part3) -> str:
    total, forward = (_cell(part3, row, TOTAL) for row in (TOTAL, "carried_forward"))
    kinds = "，".join(
        f"{kind.label}{count}件，占{share(count, total)}"
        for kind, count in _kind_counts(format, part3).items()
    ).replace("%，", "%；")
    shares = f"：{kinds}" if total else ""
    return f"本年度办结{total}件{shares}。结转下年度继续办理{forward}件。"


def _reviewed(name: str, part4: Part4, kinds: tuple[ReviewKind, ...]) -> str:
    total = sum(_cell(part4, kind.value, TOTAL) for kind in kinds)
    if not total:
        return f"{name}0件。"
    results = "，".join(
        f"{result.label}{count}件（{share(count, total)}）"
        for result in ReviewResult
        for count in [sum(_cell(part4, kind.value, result.value) for kind in kinds)]
    )
    return f"{name}{total}件：{results}。"


def narrative(
    year: int, format: Format, *, part3: Part3, part4: Part4, previous: Part3 | None = None
) -> str:
    """The sentences over the tables, written from the numbers alone so that they cannot differ from them (R10)."""
    reconsideration = (ReviewKind.reconsideration,)
    suits = tuple(kind for kind in ReviewKind if kind not in reconsideration)
    return (
        _received(year, part3, previous)
        + _closed(format, part3)
        + _reviewed("政府信息公开行政复议", part4, reconsideration)
        + _reviewed("政府信息公开行政诉讼", part4, suits)
    )
