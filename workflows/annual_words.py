"""The words with which people tell of the numbers of the yearly tables, and what each may be followed by (R10)."""

from collections.abc import Mapping
from dataclasses import dataclass

from workflows import topics as about
from workflows.annual_checks import Part3, Part4, cell
from workflows.annual_grid import COLUMNS, TOTAL
from workflows.annual_sentences import REVIEWS, kind_counts
from workflows.vocabulary import ApplicantCategory, ReviewKind, ReviewResult


@dataclass(frozen=True)
class Known:
    """What a word may be followed by: the numbers that are right, and the whole that its share is of, 0 if there is none.

    `before` and `before_whole` are the same of the year before, empty where it is not known.
    """

    counts: tuple[int, ...]
    whole: int = 0
    before: tuple[int, ...] = ()
    before_whole: int = 0

    def of_last_year(self) -> "Known":
        """The same word where last year is told of."""
        return Known(self.before, self.before_whole)


Vocabulary = Mapping[str, Known]
_Numbers = Mapping[str, tuple[tuple[int, ...], int]]

GENERAL = frozenset({"合计", "处理", "办理", "收到", "受理", "办结", "答复", "结转", "申请数量"})
"""Words that tell of other things as well: they give way to any other word, and need “申请” in their sentence."""
PETITION = "信访类"
"""Stands for the label of the row on petitions, complaints and reports, whose words tell of other things everywhere else."""

_ROWS: Mapping[str, tuple[str, ...]] = {
    "refused_state_secret": ("国家秘密",),
    "refused_law_forbids": ("法律行政法规禁止公开", "法律、行政法规禁止公开"),
    "refused_three_securities": ("三安全一稳定",),
    "refused_third_party": ("第三方合法权益",),
    "refused_internal_affairs": ("内部事务",),
    "refused_process_info": ("过程性信息",),
    "refused_enforcement_file": ("执法案卷",),
    "refused_admin_inquiry": ("行政查询",),
    "unable_not_held": ("非本机关掌握", "本机关不掌握"),
    "unable_not_existing_needs_making": ("另行制作",),
    "unable_still_unclear": ("仍不明确",),
    "not_processed_petition": (PETITION,),
    "not_processed_repeat": ("重复申请",),
    "not_processed_publication": ("公开出版物",),
    "not_processed_mass": ("大量反复申请",),
    "not_processed_reconfirm": ("重新出具",),
    "other_overdue_correction": ("逾期不补正",),
    "other_overdue_fee": ("逾期未按收费通知",),
}


def request_words(
    part3: Part3, before: Part3 | None = None, topics: Mapping[str, int] | None = None
) -> Vocabulary:
    """The words for the rows and columns of part three, as offices write them, and for the topics that were counted."""
    now = {**about.words(topics or {}), **_requests(part3)}
    return _joined(now, _requests(before) if before is not None else {})


def _requests(part3: Part3) -> _Numbers:
    new, carried, total, forward = (
        cell(part3, row, TOTAL) for row in ("new_received", "carried_in", TOTAL, "carried_forward")
    )
    kinds = {kind.value: ((n,), total) for kind, n in kind_counts(part3).items()}
    natural = cell(part3, "new_received", ApplicantCategory.natural.value)
    # reading: what was answered may be told without what came over from the year before.
    answered = ((total, total - carried), 0)
    taken = ((new, new + carried), 0)
    came, went = ((carried,), 0), ((forward,), 0)
    handled = ((new + carried, new, total), 0)
    return {
        "新收": ((new,), 0),
        "申请数量": ((new,), 0),
        **dict.fromkeys(("收到", "受理"), taken),
        **dict.fromkeys(("合计", "处理", "办理"), handled),
        **dict.fromkeys(("办结", "答复"), answered),
        **dict.fromkeys(("上年结转", "上年度结转", "结转上年", "结转上一年度", "结转上年度"), came),
        **dict.fromkeys(("结转下年", "结转下一年", "结转至下", "转办下一年", "转下年"), went),
        "结转": ((carried, forward), 0),
        **_columns(part3, new),
        **dict.fromkeys(("法人或其他组织", "法人或者其他组织"), ((new - natural,), new)),
        **_rows(part3, total),
        **dict.fromkeys(("予以公开", "同意公开", "全部公开"), kinds["disclosed"]),
        **dict.fromkeys(("部分公开", "同意部分公开", "予以部分公开"), kinds["partial"]),
        "不予公开": kinds["refused"],
        "无法提供": kinds["unable"],
        "不予处理": kinds["not_processed"],
        **dict.fromkeys(("其他处理", "其他情况", "其他情形"), kinds["other"]),
    }


def _columns(part3: Part3, new: int) -> _Numbers:
    """The applicants of the new requests; “其他” says too little."""
    left_out = (TOTAL, ApplicantCategory.other.value)
    return {
        one.label: ((cell(part3, "new_received", one.key),), new)
        for one in COLUMNS
        if one.key not in left_out
    }


def _rows(part3: Part3, total: int) -> _Numbers:
    """The single grounds, those that the format of the year has."""
    return {
        word: ((cell(part3, row, TOTAL),), total)
        for row, words in _ROWS.items()
        if row in part3
        for word in words
    }


def review_words(
    part4: Part4, kinds: tuple[ReviewKind, ...], before: Part4 | None = None
) -> Vocabulary:
    """The words for reviews, or for lawsuits of some kinds."""
    return _joined(_reviews(part4, kinds), _reviews(before, kinds) if before is not None else {})


def _reviews(part4: Part4, kinds: tuple[ReviewKind, ...]) -> _Numbers:
    total = sum(cell(part4, kind.value, TOTAL) for kind in kinds)
    known = {
        result: ((sum(cell(part4, kind.value, result.value) for kind in kinds),), total)
        for result in ReviewResult
    }
    names = ("行政复议", "复议案件") if kinds == REVIEWS else ("诉讼", "诉讼案件", "起诉")
    return {
        **dict.fromkeys(names, ((total,), 0)),
        "维持": known[ReviewResult.upheld],
        **dict.fromkeys(("纠正", "纠错"), known[ReviewResult.corrected]),
        **dict.fromkeys(("其他结果", "其他情形"), known[ReviewResult.other]),
        **dict.fromkeys(("尚未审结", "未审结"), known[ReviewResult.pending]),
    }


def _joined(now: _Numbers, before: _Numbers) -> Vocabulary:
    return {word: Known(*numbers, *before.get(word, ((), 0))) for word, numbers in now.items()}
