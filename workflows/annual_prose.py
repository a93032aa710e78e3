"""The numbers in what people write of a year, compared with the tables (R10): in free paragraphs, in edited
sentences, and in reports that were published.

A number is compared only where the words right before it name one number of the tables. What tells of a part of the year, of
another year, of one of several units, of a difference, or of anything else than requests and their disputes, is left alone.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from workflows.annual_checks import Part3, Part4, cell
from workflows.annual_grid import TOTAL, Format
from workflows.annual_sentences import REVIEWS, SUITS, kind_counts
from workflows.vocabulary import ApplicantCategory, ReviewKind, ReviewResult


@dataclass(frozen=True)
class Known:
    """What a word may be followed by: the numbers that are right, and the whole that its share is of, 0 if there is none."""

    counts: tuple[int, ...]
    whole: int = 0


@dataclass(frozen=True)
class Claim:
    """A number beside a known word: its sentence, the word, what was written, what the tables allow; `sign` is 件 or %."""

    sentence: str
    word: str
    written: Decimal
    expected: tuple[Decimal, ...]
    sign: str

    @property
    def ok(self) -> bool:
        return self.written in self.expected

    @property
    def message(self) -> str:
        right = "或者".join(f"{n}{self.sign}" for n in self.expected)
        return (
            f"“{self.sentence}”中，“{self.word}”写的是{self.written}{self.sign}，按表格为{right}。"
        )


Vocabulary = Mapping[str, Known]


def request_words(format: Format, part3: Part3) -> Vocabulary:
    """The words for the rows of part three, as offices write them."""
    new, carried, total, forward = (
        cell(part3, row, TOTAL) for row in ("new_received", "carried_in", TOTAL, "carried_forward")
    )
    kinds = {kind.value: Known((n,), total) for kind, n in kind_counts(format, part3).items()}
    not_held = cell(part3, "unable_not_held", TOTAL)
    natural = cell(part3, "new_received", ApplicantCategory.natural.value)
    # reading: what was answered may be told without what came over from the year before.
    answered = Known((total, total - carried))
    taken = Known((new, new + carried))
    came, went = Known((carried,)), Known((forward,))
    handled = Known((new + carried, new, total))
    return {
        "新收": Known((new,)),
        **dict.fromkeys(("收到", "受理"), taken),
        **dict.fromkeys(("合计", "处理", "办理"), handled),
        **dict.fromkeys(("办结", "答复"), answered),
        **dict.fromkeys(("上年结转", "上年度结转", "结转上年", "结转上一年度", "结转上年度"), came),
        **dict.fromkeys(("结转下年", "结转下一年", "结转至下", "转办下一年", "转下年"), went),
        "结转": Known((carried, forward)),
        "自然人": Known((natural,), new),
        **dict.fromkeys(("法人或其他组织", "法人或者其他组织"), Known((new - natural,), new)),
        **dict.fromkeys(("予以公开", "同意公开", "全部公开"), kinds["disclosed"]),
        **dict.fromkeys(("部分公开", "同意部分公开", "予以部分公开"), kinds["partial"]),
        "不予公开": kinds["refused"],
        "无法提供": kinds["unable"],
        "不予处理": kinds["not_processed"],
        **dict.fromkeys(("非本机关掌握", "本机关不掌握"), Known((not_held,), total)),
        **dict.fromkeys(("其他处理", "其他情况", "其他情形"), kinds["other"]),
    }


def review_words(part4: Part4, kinds: tuple[ReviewKind, ...]) -> Vocabulary:
    """The words for reviews, or for lawsuits of some kinds."""
    total = sum(cell(part4, kind.value, TOTAL) for kind in kinds)
    known = {
        result: Known((sum(cell(part4, kind.value, result.value) for kind in kinds),), total)
        for result in ReviewResult
    }
    names = ("行政复议", "复议案件") if kinds == REVIEWS else ("诉讼", "诉讼案件", "起诉")
    return {
        **dict.fromkeys(names, Known((total,))),
        "维持": known[ReviewResult.upheld],
        **dict.fromkeys(("纠正", "纠错"), known[ReviewResult.corrected]),
        **dict.fromkeys(("其他结果", "其他情形"), known[ReviewResult.other]),
        **dict.fromkeys(("尚未审结", "未审结"), known[ReviewResult.pending]),
    }


_SENTENCE = re.compile(r"[^。！？!?\n]+")
_CLAUSE = re.compile(r"(?<!\d)[，,]|[，,](?!\d)|[；;：:（）()]|(?<=[件起宗%％])、")
_COUNT = re.compile(r"(\d+(?:[,，]\d{3})*)\s*[件起宗]")
_SHARE = re.compile(r"(\d+(?:\.\d+)?)\s*[%％]")
_WHOLE_YEAR = re.compile(r"1月1日起?[至到]12月31日|12月31日|12月底|信访举报投诉类?(申请)?")
_OURSELVES = re.compile(r"[我本](局|委|办|镇|乡|街道|单位|部门|机关|院|区|县|市)|同级")
_PART = re.compile(r"\d+月|季度|半年|第[一二三四]季|以来|累计")
_OTHERS = re.compile(
    r"部门|单位|镇|乡|街道|办事处|委员会|局|学校|医院|法院|检察院|信箱|信件|来信|热线|建议|提案|咨询|投诉|举报|网站|留言|解读|文件|"
    r"协助调查|更正|人次|许可|处罚|收费|工单|平台|事项"
)
_DIFFERENCE = re.compile(
    r"增加|减少|增长|下降|上升|提高|降低|同比|相比|较|多于|少于|去年|往年|上年(?!度?结转)"
)
_YEAR = re.compile(r"(20\d\d)\s*年")
_ABOUT = re.compile(r"信息公开|依申请公开")
_GENERAL = frozenset({"合计", "处理", "办理", "收到", "受理", "办结", "答复", "结转"})
"""Words that tell of other things as well: they give way to any other word, and need “申请” in their sentence."""
_REACH = 16
"""How many characters may stand between a word and its number."""


@dataclass
class _Reader:
    """Goes through one sentence; what it is about may change from clause to clause."""

    year: int | None
    own_name: str
    requests: Vocabulary
    disputes: Mapping[str, Vocabulary]
    words: Vocabulary = field(default_factory=dict)
    last: tuple[str, int, int] | None = None
    general: bool = False

    def read(self, sentence: str, *, about: bool) -> Iterator[Claim]:
        self.words = self.requests if about else {}
        self.last = None
        self.general = "申请" in sentence
        if not about and not _ABOUT.search(sentence):
            return
        for raw in _CLAUSE.split(sentence):
            clause = self._own(raw)
            if self._leads_away(clause):
                return
            self._turn(clause)
            if not _DIFFERENCE.search(clause):
                yield from self._compare(clause, sentence)

    def _own(self, clause: str) -> str:
        """The clause without what names the unit itself, the whole year, or a label that holds another word."""
        clause = _WHOLE_YEAR.sub("", _OURSELVES.sub("", clause.replace(self.own_name, "")))
        return clause.replace("行政处罚", "处罚")

    def _leads_away(self, clause: str) -> bool:
        others = self.year and {int(year) for year in _YEAR.findall(clause)} - {self.year}
        return bool(others or _PART.search(clause) or _OTHERS.search(clause))

    def _turn(self, clause: str) -> None:
        found = [name for name in self.disputes if name in clause]
        if found:
            both = "复议" in clause and "诉讼" in clause and "复议后" not in clause
            self.words = {} if both else self.disputes[found[0]]
        elif "申请" in clause and _ABOUT.search(clause):
            self.words = self.requests

    def _compare(self, clause: str, sentence: str) -> Iterator[Claim]:
        start = 0
        for found in _COUNT.finditer(clause):
            before = clause[start : found.start()]
            start = found.end()
            word = self._word(before)
            self.last = None
            if word:
                written = int(found[1].replace(",", "").replace("，", ""))
                known = self.words[word]
                if written in known.counts:
                    self.last = (word, written, known.whole)
                expected = tuple(Decimal(n) for n in dict.fromkeys(known.counts))
                yield Claim(sentence, word, Decimal(written), expected, "件")
        for found in _SHARE.finditer(clause, start):
            yield from self._share(clause[start : found.start()], found[1], sentence)
            start = found.end()

    def _word(self, before: str) -> str:
        """The known word that ends nearest to the number, the longest of them; none that is too far away."""
        ends = [
            (w not in _GENERAL, before.rfind(w) + len(w), len(w), w)
            for w in self.words
            if w in before and (self.general or w not in _GENERAL)
        ]
        _, end, _, word = max(ends, default=(False, 0, 0, ""))
        return word if word and len(before) - end <= _REACH else ""

    def _share(self, before: str, text: str, sentence: str) -> Iterator[Claim]:
        word = self._word(before)
        if word and self.words[word].whole:
            part, whole = self.words[word].counts[0], self.words[word].whole
        elif self.last and (not before.strip() or "占" in before):
            word, part, whole = self.last
        else:
            return
        written = Decimal(text)
        if not whole:
            return
        # As finely as it is written: 33% and 33.0% are both right for 33.01%.
        step = Decimal(1).scaleb(int(written.as_tuple().exponent))
        expected = (Decimal(100 * part) / Decimal(whole)).quantize(step, ROUND_HALF_UP)
        yield Claim(sentence, word, written, (expected,), "%")


def claims(
    text: str,
    *,
    unit_name: str,
    year: int | None,
    format: Format,
    part3: Part3,
    part4: Part4,
    about: bool,
) -> tuple[Claim, ...]:
    """Every number beside a known word, right or wrong.

    `about`: the text stands where requests are told of, so that a sentence need not name them. Without a `year` every year
    that a sentence names is taken for the report's own.
    """
    direct, after = (
        (ReviewKind.litigation_direct,),
        (ReviewKind.litigation_after_reconsideration,),
    )
    disputes = {
        "直接起诉": review_words(part4, direct),
        "复议后": review_words(part4, after),
        "诉讼": review_words(part4, SUITS),
        "复议": review_words(part4, REVIEWS),
    }
    reader = _Reader(year, unit_name, request_words(format, part3), disputes)
    return tuple(
        one
        for sentence in _SENTENCE.findall(text)
        for one in reader.read(sentence.strip(), about=about)
    )
