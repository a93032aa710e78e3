"""The sum rules of the annual report, R1 to R10, each on every place: left, right, difference, rank, and the cells it looks at.

Pure arithmetic; 30号 and 60号 print R1 on the form, the others follow from it or are our own readings, marked at the line.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from workflows.annual_grid import CATEGORY_KEYS, COLUMN_KEYS, COLUMNS, TOTAL, Format
from workflows.annual_part2 import CONTINUES, PART2_TITLE, Part2, figures
from workflows.vocabulary import ReviewKind, ReviewResult

Part3 = Mapping[str, Mapping[str, int]]
"""Row key, then column key, then the number of cases."""
Part4 = Mapping[str, Mapping[str, int]]
"""Kind of review, then result, then the number of cases."""
Rank = Literal["error", "warning"]
Cells = tuple[tuple[str, str], ...]
"""Row and column keys; of part two the cell key and an empty column."""

RULES = {
    "R1": "各列：本年新收与上年结转之和，等于办理结果总计与结转下年度之和",
    "R2": "各行：自然人与各类法人或其他组织之和，等于总计",
    "R3": "各列：（七）总计，等于各项办理结果之和",
    "R4": "复议、诉讼：各项结果之和，等于总计",
    "R5": "各列：本年的上年结转，等于上年度的结转下年度",
    "R6": "主动公开：存量与上年度和本年增减相符",
    "R7": "汇总：等于各单位之和",
    "R8": "空白的数字按0计",
    "R9": "收取信息处理费的，第六部分应当写明",
    "R10": "文字中的数字与表格一致",
}


@dataclass(frozen=True)
class Check:
    """One sum rule on one place. `where` is a column key (R1, R3, R5, R7), a row key (R2), a kind of review (R4), a cell of part
    two (R6, R8) or a block of text (R9, R10). `cells` are those that are compared.
    """

    rule: str
    rank: Rank
    ok: bool
    where: str
    left: int | Decimal
    right: int | Decimal
    message: str
    cells: Cells = ()

    @property
    def key(self) -> str:
        """What stays the same when the check is run again."""
        return f"{self.rule}.{self.where}"

    @property
    def difference(self) -> int | Decimal:
        return self.left - self.right


def place_name(check: Check, format: Format) -> str:
    """The official label of the place of a check: a column, a row, or a kind of review."""
    if check.rule == "R2":
        return format.row(check.where).label
    if check.rule == "R4":
        return ReviewKind[check.where].label
    if check.rule == "R6":
        return figures(format.key)[check.where][0]
    if check.rule == "R8":
        return PART2_TITLE
    return next((column.label for column in COLUMNS if column.key == check.where), check.where)


def cell(part: Part3, row: str, column: str) -> int:
    """A number of part three or four; an empty cell is 0 (R8)."""
    return part.get(row, {}).get(column, 0)


def _check(
    rule: str,
    where: str,
    left: int | Decimal,
    right: int | Decimal,
    *,
    message: str,
    cells: Cells = (),
    rank: Rank = "error",
) -> Check:
    ok = left == right
    return Check(rule, rank, ok, where, left, right, "" if ok else message, cells)


_R1 = ("new_received", "carried_in", TOTAL, "carried_forward")


def _check_columns(format: Format, part3: Part3) -> Iterable[Check]:
    for column in COLUMNS:
        new, carried_in, total, forward = (cell(part3, row, column.key) for row in _R1)
        yield _check(
            "R1",
            column.key,
            new + carried_in,
            total + forward,
            message=f"“{column.label}”列：本年新收{new}加上年结转{carried_in}等于{new + carried_in}，"
            f"办理结果总计{total}加结转下年度{forward}等于{total + forward}，两者应当相等。"
            "请核对该列的登记、办结和结转（30号、60号勾稽关系）。",
            cells=tuple((row, column.key) for row in _R1),
        )
        leaves = sum(cell(part3, key, column.key) for key in format.outcome_keys)
        yield _check(
            "R3",
            column.key,
            total,
            leaves,
            message=f"“{column.label}”列：（七）总计为{total}，各项办理结果之和为{leaves}，两者应当相等。"
            "请核对该列各项办理结果。",
            cells=tuple((row, column.key) for row in (*format.outcome_keys, TOTAL)),
        )


def _check_rows(format: Format, part3: Part3) -> Iterable[Check]:
    for row in format.rows:
        total = cell(part3, row.key, TOTAL)
        parts = sum(cell(part3, row.key, column) for column in CATEGORY_KEYS)
        yield _check(
            "R2",
            row.key,
            parts,
            total,
            message=f"“{row.label}”行：各类申请人之和为{parts}，总计为{total}，两者应当相等。"
            "请核对该行各类申请人的数量。",
            cells=tuple((row.key, column) for column in COLUMN_KEYS),
        )


_RESULTS = tuple(result.value for result in ReviewResult)


def _check_reviews(part4: Part4) -> Iterable[Check]:
    for kind in ReviewKind:
        total = cell(part4, kind.value, TOTAL)
        parts = sum(cell(part4, kind.value, result.value) for result in ReviewResult)
        yield _check(
            "R4",
            kind.value,
            parts,
            total,
            message=f"“{kind.label}”：结果维持、结果纠正、其他结果、尚未审结之和为{parts}，总计为{total}，"
            "两者应当相等。请核对复议和诉讼案件的结果。",
            cells=tuple((kind.value, key) for key in (*_RESULTS, TOTAL)),
        )


def _check_years(part3: Part3, previous: Part3, *, rank: Rank) -> Iterable[Check]:
    # reading: our own frozen years must fit; published figures of others do not always, so they only warn.
    for column in COLUMNS:
        carried_in = cell(part3, "carried_in", column.key)
        forward = cell(previous, "carried_forward", column.key)
        yield _check(
            "R5",
            column.key,
            carried_in,
            forward,
            rank=rank,
            message=f"“{column.label}”列：本年的上年结转为{carried_in}，上年度年报的结转下年度为{forward}，"
            "两者应当相等。请核对上年度未办结的案件和申请人类型。",
            cells=(("carried_in", column.key),),
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


def check_part2(
    format: Format, part2: Part2, *, previous: Part2 | None = None, previous_format: str = ""
) -> tuple[Check, ...]:
    """R6 where last year's numbers of the same form are known, R8 over the cells that were left out; both only warn.

    Of a part two that nobody has begun there is nothing to check.
    """
    if not part2:
        return ()
    empty = [key for key in figures(format.key) if key not in part2]
    blank = _check(
        "R8",
        "part2",
        len(empty),
        0,
        rank="warning",
        message=f"第二部分有{len(empty)}格没有填写，按0计；没有的请填0。",
        cells=tuple((key, "") for key in empty),
    )
    if not previous or previous_format != format.key:
        return (blank,)
    return (*_continued(format, part2, previous), blank)


def _continued(format: Format, part2: Part2, previous: Part2) -> Iterable[Check]:
    names = figures(format.key)
    lines = dict.fromkeys(key.partition(".")[0] for key in names)
    for rule in CONTINUES[format.key]:
        for line in (one for one in lines if f"{one}.{rule.stock}" in names):
            key, now = f"{line}.{rule.stock}", _sum(part2, line, (rule.stock,))
            due = _sum(previous, line, rule.before) + _sum(part2, line, rule.plus)
            due -= _sum(part2, line, rule.minus)
            yield _check(
                "R6",
                key,
                now,
                due,
                rank="warning",
                message=f"{names[key][0]}为{now}，按上年度的数字和本年的增减应为{due}；"
                "请核对，确有原因的请注明。",
                cells=tuple((f"{line}.{k}", "") for k in (rule.stock, *rule.plus, *rule.minus)),
            )


def _sum(part2: Part2, line: str, columns: Iterable[str]) -> Decimal:
    return sum((part2.get(f"{line}.{one}", Decimal(0)) for one in columns), Decimal(0))


def check_sum(own3: Part3, own4: Part4, units3: Part3, units4: Part4) -> tuple[Check, ...]:
    """R7 cell by cell: the report of a group against what its units show, one check a column and one a kind of review."""
    columns = [
        (one.key, one.label, [(row, one.key) for row in {**own3, **units3}]) for one in COLUMNS
    ]
    kinds = [
        (kind.value, kind.label, [(kind.value, key) for key in (*_RESULTS, TOTAL)])
        for kind in ReviewKind
    ]
    found = [_check_sum(*one, own3, units3) for one in columns]
    return (*found, *(_check_sum(*one, own4, units4) for one in kinds))


def _check_sum(
    where: str, label: str, cells: list[tuple[str, str]], own: Part3, units: Part3
) -> Check:
    wrong = tuple(one for one in cells if cell(own, *one) != cell(units, *one))
    left, right = (sum(cell(part, *one) for one in cells) for part in (own, units))
    message = (
        f"“{label}”：汇总年报与各单位之和有{len(wrong)}格不同（汇总表合计{left}，各单位合计{right}）；"
        "请核对封存以后的更正和单位的增减。"
    )
    return Check(
        "R7",
        "error",
        not wrong,
        where,
        left,
        right,
        message if wrong else "",
        wrong or tuple(cells),
    )
