"""Annual reports as other offices publish them, set by hand after their pages: never with our own grids or writers.

Each form takes the numbers and how that office prints a zero; what a reader finds must be the numbers again.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

Numbers = Mapping[tuple[str, str], int]
COLUMNS = ("natural", "business", "research", "public_welfare", "legal_service", "other", "total")
HEADS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
KINDS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
RESULTS = ("upheld", "corrected", "other", "pending", "total")
RESULT_HEADS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
RULE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
TITLE3 = "三、收到和处理政府信息公开申请情况"
TITLE4 = "四、政府信息公开行政复议、行政诉讼情况"
_REFUSED = (
    ("refused_state_secret", "1.属于国家秘密"),
    ("refused_law_forbids", "2.其他法律行政法规禁止公开"),
    ("refused_three_securities", "3.危及“三安全一稳定”"),
    ("refused_third_party", "4.保护第三方合法权益"),
    ("refused_internal_affairs", "5.属于三类内部事务信息"),
    ("refused_process_info", "6.属于四类过程性信息"),
    ("refused_enforcement_file", "7.属于行政执法案卷"),
    ("refused_admin_inquiry", "8.属于行政查询事项"),
)
_UNABLE = (
    ("unable_not_held", "1.本机关不掌握相关政府信息"),
    ("unable_not_existing_needs_making", "2.没有现成信息需要另行制作"),
    ("unable_still_unclear", "3.补正后申请内容仍不明确"),
)
_NOT_PROCESSED = (
    ("not_processed_petition", "1.信访举报投诉类申请"),
    ("not_processed_repeat", "2.重复申请"),
    ("not_processed_publication", "3.要求提供公开出版物"),
    ("not_processed_mass", "4.无正当理由大量反复申请"),
    ("not_processed_reconfirm", "5.要求行政机关确认或重新出具已获取信息"),
)
_OTHER = (
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
class Row:
    """One row of part three: its key and label, and the group it stands in (empty: the label takes both columns)."""

    key: str
    label: str
    group: str = ""
    inside: bool = True  # of 三、本年度办理结果


def rows(year: int) -> tuple[Row, ...]:
    """Part three as the form of the year prints it."""
    groups = [
        ("（三）不予公开", _REFUSED),
        ("（四）无法提供", _UNABLE),
        ("（五）不予处理", _NOT_PROCESSED),
    ]
    if year > 2020:
        groups.append(("（六）其他处理", _OTHER))
    found = [
        Row("new_received", "一、本年新收政府信息公开申请数量", inside=False),
        Row("carried_in", "二、上年结转政府信息公开申请数量", inside=False),
        Row("disclosed", "（一）予以公开"),
        Row("partially_disclosed", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
        *(Row(key, label, group) for group, lines in groups for key, label in lines),
    ]
    if year <= 2020:
        found.append(Row("other_total", "（六）其他处理"))
    return (
        *found,
        Row("total", "（七）总计"),
        Row("carried_forward", "四、结转下年度继续办理", inside=False),
    )


PART2: Mapping[bool, tuple[tuple[str, tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]], ...]] = {
    False: (
        ("第二十条第（一）项", (("made", "本年新制作数量"), ("opened", "本年新公开数量"), ("public", "对外公开总数量")), (("regulation", "规章"), ("document", "规范性文件"))),
        ("第二十条第（五）项", (("before", "上一年项目数量"), ("change", "本年增/减"), ("decided", "处理决定数量")), (("licence", "行政许可"), ("other_service", "其他对外管理服务事项"))),
        ("第二十条第（六）项", (("before", "上一年项目数量"), ("change", "本年增/减"), ("decided", "处理决定数量")), (("penalty", "行政处罚"), ("coercion", "行政强制"))),
        ("第二十条第（八）项", (("before", "上一年项目数量"), ("change", "本年增/减")), (("fee", "行政事业性收费"),)),
        ("第二十条第（九）项", (("projects", "采购项目数量"), ("amount", "采购总金额")), (("procurement", "政府集中采购"),)),
    ),
    True: (
        ("第二十条第（一）项", (("made", "本年制发件数"), ("repealed", "本年废止件数"), ("valid", "现行有效件数")), (("regulation", "规章"), ("document", "行政规范性文件"))),
        ("第二十条第（五）项", (("decided", "本年处理决定数量"),), (("licence", "行政许可"),)),
        ("第二十条第（六）项", (("decided", "本年处理决定数量"),), (("penalty", "行政处罚"), ("coercion", "行政强制"))),
        ("第二十条第（八）项", (("amount", "本年收费金额（单位：万元）"),), (("fee", "行政事业性收费"),)),
    ),
}  # fmt: skip


def numbers(year: int) -> dict[tuple[str, str], int]:
    """A balanced report with different numbers in as many cells as can be."""
    found: dict[tuple[str, str], int] = {}
    at = itertools.count(1)
    results = [row.key for row in rows(year) if row.inside and row.key != "total"]
    for place, column in enumerate(COLUMNS[:-1]):
        for row in results:
            found[row, column] = next(at) % 7 if (place + len(row)) % 3 else 0
        found["total", column] = sum(found[row, column] for row in results)
        found["carried_in", column], found["carried_forward", column] = place, 2 * place % 5
        found["new_received", column] = (
            found["total", column] + found["carried_forward", column] - place
        )
    for line in rows(year):
        found[line.key, "total"] = sum(found[line.key, one] for one in COLUMNS[:-1])
    for kind in KINDS:
        for result in RESULTS[:-1]:
            found[kind, result] = next(at) % 4
        found[kind, "total"] = sum(found[kind, one] for one in RESULTS[:-1])
    for _, heads, lines in PART2[year > 2020]:
        found |= {
            (f"{line}.{head}", ""): next(at) * 11 % 97 for line, _ in lines for head, _ in heads
        }
    return found


def full_width(text: str) -> str:
    """The digits as a Chinese input method leaves them."""
    return text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))


@dataclass(frozen=True)
class Report:
    """What is published: whose, of which year, the numbers, a zero as this office prints it, and how it prints any other number."""

    name: str
    year: int
    numbers: Numbers
    zero: str = "0"
    digits: Callable[[str], str] = str

    def cell(self, row: str, column: str) -> str:
        value = self.numbers[row, column]
        return self.digits(str(value)) if value else self.zero

    def line(self, row: str) -> list[str]:
        return [self.cell(row, column) for column in COLUMNS]

    def reviews(self) -> list[str]:
        return [self.cell(kind, result) for kind in KINDS for result in RESULTS]

    @property
    def title(self) -> str:
        return f"{self.name}{self.year}年政府信息公开工作年度报告"

    @property
    def sentence(self) -> str:
        new, total = self.numbers["new_received", "total"], self.numbers["total", "total"]
        return f"{self.year}年，本机关共新收政府信息公开申请{new}件，办结{total}件，其中予以公开{self.numbers['disclosed', 'total']}件。"


def every(year: int) -> Iterator[tuple[str, Report]]:
    """One report a way of printing zeros and digits."""
    held = numbers(year)
    ways: Sequence[tuple[str, str, Callable[[str], str]]] = (
        ("plain", "0", str), ("dash", "—", str), ("stroke", "/", str), ("wide", "０", full_width),
    )  # fmt: skip
    for name, zero, digits in ways:
        yield name, Report("某市某县人民政府", year, held, zero, digits)
