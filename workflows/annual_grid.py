"""The printed grid of the annual tables as data, by format year: rows, labels, merged cells; it counts nothing.

Sources: 60号 for the reports of 2019 and 2020, 30号 from the report of 2021 on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from workflows.vocabulary import ApplicantCategory, ReviewKind, ReviewResult

TOTAL = "total"

RESULTS = "三、本年度办理结果"
REFUSED = "（三）不予公开"
UNABLE = "（四）无法提供"
NOT_PROCESSED = "（五）不予处理"
OTHER = "（六）其他处理"


@dataclass(frozen=True)
class Column:
    """One column of part three; `total` is computed, the others are the categories of applicants."""

    key: str
    label: str


COLUMNS: tuple[Column, ...] = (
    *(Column(category.value, category.label) for category in ApplicantCategory),
    Column(TOTAL, "总计"),
)
COLUMN_KEYS: tuple[str, ...] = tuple(column.key for column in COLUMNS)
CATEGORY_KEYS: tuple[str, ...] = COLUMN_KEYS[:-1]


@dataclass(frozen=True)
class Row:
    """One row of part three. `section` and `group` are the headings it stands under, or empty."""

    key: str
    label: str
    group: str = ""
    section: str = ""

    @property
    def is_outcome(self) -> bool:
        """Whether closed cases are counted in this row: every row under 三 but its sum."""
        return bool(self.section) and self.key != TOTAL


def _under(group: str, *rows: tuple[str, str]) -> tuple[Row, ...]:
    return tuple(Row(key, label, group, RESULTS) for key, label in rows)


_FIRST_ROWS = (
    Row("new_received", "一、本年新收政府信息公开申请数量"),
    Row("carried_in", "二、上年结转政府信息公开申请数量"),
    *_under(
        "",
        ("disclosed", "（一）予以公开"),
        ("partially_disclosed", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
    ),
    *_under(
        REFUSED,
        ("refused_state_secret", "1.属于国家秘密"),
        ("refused_law_forbids", "2.其他法律行政法规禁止公开"),
        ("refused_three_securities", "3.危及“三安全一稳定”"),
        ("refused_third_party", "4.保护第三方合法权益"),
        ("refused_internal_affairs", "5.属于三类内部事务信息"),
        ("refused_process_info", "6.属于四类过程性信息"),
        ("refused_enforcement_file", "7.属于行政执法案卷"),
        ("refused_admin_inquiry", "8.属于行政查询事项"),
    ),
    *_under(
        UNABLE,
        ("unable_not_held", "1.本机关不掌握相关政府信息"),
        ("unable_not_existing_needs_making", "2.没有现成信息需要另行制作"),
        ("unable_still_unclear", "3.补正后申请内容仍不明确"),
    ),
    *_under(
        NOT_PROCESSED,
        ("not_processed_petition", "1.信访举报投诉类申请"),
        ("not_processed_repeat", "2.重复申请"),
        ("not_processed_publication", "3.要求提供公开出版物"),
        ("not_processed_mass", "4.无正当理由大量反复申请"),
        ("not_processed_reconfirm", "5.要求行政机关确认或重新出具已获取信息"),
    ),
)
_LAST_ROWS = (
    *_under("", (TOTAL, "（七）总计")),
    Row("carried_forward", "四、结转下年度继续办理"),
)
_OTHER_2019 = _under("", ("other_total", OTHER))
_OTHER_2021 = _under(
    OTHER,
    (
        "other_overdue_correction",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    ),
    (
        "other_overdue_fee",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    ),
    ("other_other", "3.其他"),
)


@dataclass(frozen=True)
class Format:
    """The table as one circular fixed it; `last_year` is None while it is in force.

    A later table stands beside the older ones and touches none: it `follows` one, and `folds` names the rows whose
    results it counts elsewhere.
    """

    key: str
    basis: str
    first_year: int
    last_year: int | None
    rows: tuple[Row, ...]
    follows: str = ""
    folds: Mapping[str, str] = field(default_factory=dict)

    @property
    def row_keys(self) -> tuple[str, ...]:
        return tuple(row.key for row in self.rows)

    @property
    def outcome_keys(self) -> tuple[str, ...]:
        return tuple(row.key for row in self.rows if row.is_outcome)

    def place(self, rows: Mapping[str, str]) -> str:
        """The row in which a result is counted that has these rows in the formats it was written for."""
        if self.key in rows:
            return rows[self.key]
        before = format_of(self.follows).place(rows)
        return self.folds.get(before, before)

    def row(self, key: str) -> Row:
        """The row of that key; KeyError when this format has none."""
        for row in self.rows:
            if row.key == key:
                return row
        raise KeyError(key)


FORMATS: tuple[Format, ...] = (
    Format("2019", "60号", 2019, 2020, _FIRST_ROWS + _OTHER_2019 + _LAST_ROWS),
    Format("2021", "30号", 2021, None, _FIRST_ROWS + _OTHER_2021 + _LAST_ROWS),
)


def format_for(year: int) -> Format:
    """The format of the report on that year (60号, 30号); ValueError before 2019."""
    for candidate in reversed(FORMATS):
        if year >= candidate.first_year:
            return candidate
    raise ValueError(
        f"{year}年度没有本系统收录的年报格式；国办公开办函〔2019〕60号的格式自2019年度起。"
    )


def format_of(key: str) -> Format:
    """The format with that key; ValueError when there is none."""
    for candidate in FORMATS:
        if candidate.key == key:
            return candidate
    known = "、".join(candidate.key for candidate in FORMATS)
    raise ValueError(f"没有年报格式“{key}”；可用的格式为{known}。")


@dataclass(frozen=True)
class GridCell:
    """A heading of the printed grid; `column` is set where a column of numbers hangs below it."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    column: str = ""


LABEL_COLUMNS = 3
"""Grid columns to the left of the numbers of part three."""

_RULE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
_NATURAL, *_ORGANISATIONS, _TOTAL = COLUMNS

PART3_HEADER: tuple[tuple[GridCell, ...], ...] = (
    (GridCell(_RULE, LABEL_COLUMNS, 3), GridCell("申请人情况", len(COLUMNS))),
    (
        GridCell(_NATURAL.label, 1, 2, _NATURAL.key),
        GridCell("法人或其他组织", len(_ORGANISATIONS)),
        # reading: web tables put 总计 into this row, one printed report beside 申请人情况.
        GridCell(_TOTAL.label, 1, 2, _TOTAL.key),
    ),
    tuple(GridCell(column.label, column=column.key) for column in _ORGANISATIONS),
)

PART4_RESULTS: tuple[Column, ...] = (
    *(Column(result.value, result.label) for result in ReviewResult),
    Column(TOTAL, "总计"),
)


def _results_of(kind: ReviewKind, rowspan: int) -> tuple[GridCell, ...]:
    return tuple(
        GridCell(result.label, 1, rowspan, f"{kind.value}.{result.key}") for result in PART4_RESULTS
    )


_LITIGATION = (ReviewKind.litigation_direct, ReviewKind.litigation_after_reconsideration)

PART4_HEADER: tuple[tuple[GridCell, ...], ...] = (
    (
        GridCell("行政复议", len(PART4_RESULTS)),
        GridCell("行政诉讼", len(PART4_RESULTS) * len(_LITIGATION)),
    ),
    (
        *_results_of(ReviewKind.reconsideration, 2),
        *(GridCell(kind.label, len(PART4_RESULTS)) for kind in _LITIGATION),
    ),
    tuple(cell for kind in _LITIGATION for cell in _results_of(kind, 1)),
)


def left_cells(format: Format) -> tuple[tuple[GridCell, ...], ...]:
    """For each row of the format the heading cells that begin in it, left of the numbers."""
    lines = []
    seen: set[str] = set()
    for row in format.rows:
        line = []
        for heading, holder in ((row.section, "section"), (row.group, "group")):
            if heading and heading not in seen:
                seen.add(heading)
                span = sum(getattr(other, holder) == heading for other in format.rows)
                line.append(GridCell(heading, 1, span))
        width = LABEL_COLUMNS - bool(row.section) - bool(row.group)
        line.append(GridCell(row.label, width))
        lines.append(tuple(line))
    return tuple(lines)
