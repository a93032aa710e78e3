"""The numbers in what people write of a year, compared with the tables (R10): in free paragraphs, in edited
sentences, and in reports that were published.

A number is compared only where the words right before it name one number of the tables, or a difference to the year before
where that year is known. What tells of a part of the year, of another year, of one of several units, of several numbers “分别”, or of anything else than
requests and their disputes, is left alone.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from workflows.annual_checks import Part3, Part4
from workflows.annual_sentences import REVIEWS, SUITS, percentage
from workflows.annual_words import (
    GENERAL,
    PETITION,
    Known,
    Vocabulary,
    request_words,
    review_words,
)
from workflows.numerals import in_digits
from workflows.vocabulary import ReviewKind

POINTS = "个百分点"


@dataclass(frozen=True)
class Claim:
    """A number beside a known word: its sentence, the word, what was written, what the tables allow; `sign` is 件, % or 个百分点.

    Of a difference to the year before (`moved`) the numbers are below zero where it is a decrease; `right_sign` is the sign it
    should bear.
    """

    sentence: str
    word: str
    written: Decimal
    expected: tuple[Decimal, ...]
    sign: str
    moved: bool = False
    right_sign: str = ""

    @property
    def ok(self) -> bool:
        return self.written in self.expected and self.right_sign in ("", self.sign)

    @property
    def message(self) -> str:
        told = self._told(self.written, self.sign)
        right = "或者".join(self._told(n, self.right_sign or self.sign) for n in self.expected)
        since = "比上年" if self.moved else ""
        return f"“{self.sentence}”中，“{self.word}”{since}写的是{told}，按表格为{right}。"

    def _told(self, number: Decimal, sign: str) -> str:
        if not self.moved:
            return f"{number}{sign}"
        return f"{'减少' if number < 0 else '增加'}{abs(number)}{sign}" if number else "持平"


_SENTENCE = re.compile(r"[^。！？!?\n]+")
_GROUP = re.compile(r"[；;]")
# A number in brackets belongs to the word before them: 土地征收（45件）.
_CLAUSE = re.compile(
    r"(?<!\d)[，,]|[，,](?!\d)|[：:）)]|[（(](?!\d[\d,，]*[件起宗])|(?<=[件起宗%％]|点)、"
)
_COUNT = re.compile(r"(\d+(?:[,，]\d{3})*)[件起宗](?!次)")
_SHARE = re.compile(r"(\d+(?:\.\d+)?)[%％]")
_WHOLE_YEAR = re.compile(r"1月1日起?[至到]12月31日|12月31日|12月底")
_PETITION = re.compile(r"信访、?举报、?投诉类?(申请)?")
_OURSELVES = re.compile(r"[我本](局|委|办|镇|乡|街道|单位|部门|机关(?!不?掌握)|院|区|县|市)|同级")
_PART = re.compile(r"[\d一二三四五六七八九十]月|季度|半年|第[一二三四]季|以来|累计")
_OTHERS = re.compile(
    r"部门|单位|镇|乡|街道|办事处|委员会|局|学校|医院|法院|检察院|信箱|信件|来信|热线|建议|提案|咨询|投诉|举报|网站|留言|解读|文件|"
    r"协助调查|更正|人次|许可|处罚|收费(?!通知)|工单|平台|事项"
)
_LAST_YEAR = r"(?:上年|去年|上一年)度?(?!度?结转)"
_SINCE = re.compile(rf"(?:比|较|与|同|和){_LAST_YEAR}|同比")
_PAST = re.compile(rf"^(?:其中|而|其)?{_LAST_YEAR}")
_MOVED = re.compile(
    rf"(增加|增长|上升|提高|上涨|减少|下降|降低|回落)了?(\d+(?:[,，]\d{{3}})*(?:\.\d+)?)([件起宗]|[%％]|{POINTS})"
)
_DOWN = frozenset({"减少", "下降", "降低", "回落"})
_FILLING = re.compile(
    rf"(?:比|较|与|同|和)?{_LAST_YEAR}(?:同期|数据)*(?:相比|对比|比)?|同比|数量|总量|总数|件数|[则又均共也为]"
)
_DIFFERENCE = re.compile(
    rf"增加|减少|增长|下降|上升|提高|降低|同比|相比|较|多于|少于|往年|{_LAST_YEAR}"
)
_YEAR = re.compile(r"(20\d\d)年")
_ABOUT = re.compile(r"信息公开|依申请公开")
_VERB = "(?:新收|收到|受理|答复|办结)了?"
_ASKED = re.compile(
    rf"{_VERB}(?:公民)?申请(?:公开)?(?:数量|总量|总数)?(?:共计|合计|共|为)?\d[\d,，]*件|{_VERB}\d[\d,，]*件申请"
)
# reading: an office takes applications of many other kinds; where one is named nearby, 申请 alone is not one for information.
_OTHER_APPLICATIONS = re.compile(
    r"许可|审批|政务服务|大厅|窗口|热线|信访|举报|投诉|救助|低保|补贴|补助|援助|资助|贷款|赔偿|裁决|仲裁|调解|执行|登记|备案|证照|"
    r"办证|公证|鉴定|住房|公租房|户口|社保|医保|入学|转学|报名|考试|职称|资格|专利|商标|项目|资金|养老|退役|残疾"
)
_JOINED = re.compile(r"[、和与及或]")
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
    last: tuple[str, int, int] | None = None  # what was counted, how many, the whole
    subject: tuple[str, bool] | None = None  # what a difference is of, and whether of its share
    told: bool = False  # requests or their disputes are told of
    general: bool = False
    since: bool = False  # a difference is one to the year before
    past: bool = False  # last year is told of

    def read(self, sentence: str, *, about: bool) -> Iterator[Claim]:
        if not (
            self.told and sentence.startswith("其中")
        ):  # it goes on with what the sentence before told of
            self.words = self.requests if about else {}
            self.told = about or _ABOUT.search(sentence) is not None
        self.last = self.subject = None
        self.since = False
        self.general = "申请" in sentence
        if not self.told:
            return
        for group in _GROUP.split(sentence):
            self.past = False
            for raw in _CLAUSE.split(group):
                clause = self._own(raw)
                if self._leads_away(clause):
                    return
                yield from self._read_clause(clause, sentence)

    def _read_clause(self, clause: str, sentence: str) -> Iterator[Claim]:
        self._turn(clause)
        moved = _MOVED.search(clause)
        since = _SINCE.search(clause)
        self.since |= since is not None
        if _PAST.search(clause):
            self.past = True
            then = {word: known.of_last_year() for word, known in self.words.items()}
            yield from self._compare(clause, sentence, then)
        elif moved:
            start = min(one.start() for one in (moved, since) if one)
            if not self.past and _COUNT.search(clause, 0, start):
                yield from self._compare(clause[:start], sentence, self.words)
                clause = clause[start:]
            yield from self._differences(clause, sentence)
        elif not self.past and not _DIFFERENCE.search(clause):
            yield from self._compare(clause, sentence, self.words)

    def _own(self, clause: str) -> str:
        """The clause without what names the unit itself, the whole year, or a label that holds another word."""
        clause = "".join(clause.split()).replace(self.own_name, "")
        if self.year:
            clause = re.sub(rf"(比|较|与|同|和){self.year - 1}年", r"\1上年", clause)
        clause = _WHOLE_YEAR.sub("", _OURSELVES.sub("", clause))
        return in_digits(_PETITION.sub(PETITION, clause).replace("行政处罚", "处罚"))

    def _leads_away(self, clause: str) -> bool:
        others = self.year and {int(year) for year in _YEAR.findall(clause)} - {self.year}
        return bool(others or _PART.search(clause) or _OTHERS.search(clause) or "分别" in clause)

    def _turn(self, clause: str) -> None:
        found = [name for name in self.disputes if name in clause]
        if found:
            both = "复议" in clause and "诉讼" in clause and "复议后" not in clause
            both |= "直接起诉" in clause and "复议后" in clause
            self.words = {} if both else self.disputes[found[0]]
        elif "申请" in clause and _ABOUT.search(clause):
            self.words = self.requests

    def _compare(self, clause: str, sentence: str, words: Vocabulary) -> Iterator[Claim]:
        start = 0
        for found in _COUNT.finditer(clause):
            word, known = self._named(clause[start : found.start()], words)
            start = found.end()
            self.last = self.subject = None
            if word and known.counts:
                written = _integer(found[1])
                if written in known.counts:
                    self.last = (word, written, known.whole)
                self.subject = (word, False)
                expected = tuple(Decimal(n) for n in dict.fromkeys(known.counts))
                yield Claim(sentence, word, Decimal(written), expected, "件")
        for found in _SHARE.finditer(clause, start):
            yield from self._share(clause[start : found.start()], found[1], sentence, words)
            start = found.end()

    def _named(self, before: str, words: Vocabulary) -> tuple[str, Known]:
        """What the number behind these words counts: one known word, or the sum of several that are joined."""
        found = self._several(before, words)
        if len(found) > 1:
            sums = sum(words[word].counts[0] for word in found if words[word].counts)
            whole = words[found[0]].whole
            return "、".join(found), Known((sums,) if words[found[0]].counts else (), whole)
        word = self._word(before, words)
        return word, words[word] if word else Known(())

    def _several(self, before: str, words: Vocabulary) -> list[str]:
        """The last known words that are joined to one another, so that one number tells of them together."""
        special = sorted((w for w in words if w not in GENERAL), key=len, reverse=True)
        places = [
            one
            for one in re.finditer("|".join(map(re.escape, special)) or "$^", before)
            if words[one[0]].whole
        ]
        if not places or len(before) - places[-1].end() > _REACH:
            return []
        joined = [places[-1]]
        for one in reversed(places[:-1]):
            if not _JOINED.search(before, one.end(), joined[0].start()):
                break
            joined.insert(0, one)
        return [one[0] for one in joined]

    def _word(self, before: str, words: Vocabulary) -> str:
        """The known word that ends nearest to the number, the longest of them; none that is too far away."""
        ends = [
            (w not in GENERAL, before.rfind(w) + len(w), len(w), w)
            for w in words
            if w in before and (self.general or w not in GENERAL)
        ]
        _, end, _, word = max(ends, default=(False, 0, 0, ""))
        return word if word and len(before) - end <= _REACH else ""

    def _share(self, before: str, text: str, sentence: str, words: Vocabulary) -> Iterator[Claim]:
        word, part, whole = self._part_of(before, words)
        if not whole:
            return
        self.subject = (word, True)
        written = Decimal(text)
        # As finely as it is written: 33% and 33.0% are both right for 33.01%.
        yield Claim(sentence, word, written, (_rounded(Decimal(100 * part) / whole, written),), "%")

    def _part_of(self, before: str, words: Vocabulary) -> tuple[str, int, int]:
        """What a share is of: the word before it, or what was counted last; “占不予公开的” names another whole."""
        head, of, tail = before.rpartition("占")
        named = self._word(tail if of else before, words)
        if of and not tail.startswith("比") and named and words[named].whole:
            word, part = (self._word(head, words), 0) if head.strip() else ("", 0)
            if word and words[word].whole:
                return word, words[word].counts[0], words[named].counts[0]
            return (
                (self.last[0], self.last[1], words[named].counts[0]) if self.last else ("", part, 0)
            )
        word = self._word(before, words)
        if word and words[word].whole and words[word].counts:
            return word, words[word].counts[0], words[word].whole
        return self.last if self.last and (not before.strip() or of) else ("", 0, 0)

    def _differences(self, clause: str, sentence: str) -> Iterator[Claim]:
        start = 0
        for found in _MOVED.finditer(clause):
            before = clause[start : found.start()]
            start = found.end()
            if _FILLING.sub("", before):
                word = self._word(before, self.words)
                self.subject = (
                    (word, bool(re.search("比例|占比|比重|率", before))) if word else None
                )
            if self.subject and self.since:
                yield from self._difference(found, sentence, *self.subject)

    def _difference(
        self, found: re.Match[str], sentence: str, word: str, is_share: bool
    ) -> Iterator[Claim]:
        known = self.words.get(word, Known(()))
        pairs = list(zip(known.counts, known.before, strict=False))
        size = Decimal(found[2].replace(",", "").replace("，", ""))
        written = -size if found[1] in _DOWN else size
        sign = found[3].replace("％", "%") if found[3] in ("%", "％", POINTS) else "件"
        if sign == "件":
            expected, right = [Decimal(now - old) for now, old in pairs], "件"
        elif is_share or sign == POINTS:
            expected, right = _in_points(known, size), POINTS
        else:
            rates = [Decimal(100 * (now - old)) / old for now, old in pairs if old]
            expected, right = [_rounded(rate, size) for rate in rates], "%"
        if expected:
            allowed = tuple(dict.fromkeys(expected))
            yield Claim(sentence, word, written, allowed, sign, moved=True, right_sign=right)


def _integer(text: str) -> int:
    return int(text.replace(",", "").replace("，", ""))


def _rounded(value: Decimal, written: Decimal) -> Decimal:
    """As finely as the other number is written, half up."""
    return value.quantize(Decimal(1).scaleb(int(written.as_tuple().exponent)), ROUND_HALF_UP)


def _in_points(known: Known, written: Decimal) -> list[Decimal]:
    """The difference of the shares: of the printed ones, and of those that are not rounded."""
    if not (known.whole and known.before_whole):
        return []
    shares = [(known.counts[0], known.whole), (known.before[0], known.before_whole)]
    now, old = (percentage(*one) for one in shares)
    exact, before = (Decimal(100 * part) / whole for part, whole in shares)
    return [_rounded(now - old, written), _rounded(exact - before, written)]


@dataclass(frozen=True)
class Tables:
    """What a text is compared with: parts three and four, those of the year before where they are known, the new requests by topic."""

    part3: Part3
    part4: Part4
    before3: Part3 | None = None
    before4: Part4 | None = None
    topics: Mapping[str, int] = field(default_factory=dict)


def claims(
    text: str, tables: Tables, *, unit_name: str, year: int | None, about: bool
) -> tuple[Claim, ...]:
    """Every number beside a known word, right or wrong.

    `about`: the text stands where requests are told of, so that a sentence need not name them. Elsewhere it names 信息公开, or
    counts applications as such (“受理申请63件”) in a paragraph that tells of no others. Without a `year` every year that a
    sentence names is taken for the report's own.
    """
    kinds: Mapping[str, tuple[ReviewKind, ...]] = {
        "直接起诉": (ReviewKind.litigation_direct,),
        "复议后": (ReviewKind.litigation_after_reconsideration,),
        "诉讼": SUITS,
        "复议": REVIEWS,
    }
    disputes = {
        word: review_words(tables.part4, which, tables.before4) for word, which in kinds.items()
    }
    requests = request_words(tables.part3, tables.before3, tables.topics)
    reader = _Reader(year, unit_name, requests, disputes)
    return tuple(
        one
        for paragraph in text.splitlines()
        for sentence in _SENTENCE.findall(paragraph)
        for one in reader.read(sentence.strip(), about=about or _is_asked(sentence, paragraph))
    )


def _is_asked(sentence: str, paragraph: str) -> bool:
    """Whether a sentence counts applications by that word alone, in a paragraph that names no other kind of them."""
    told = in_digits("".join(sentence.split()))
    return bool(_ASKED.search(told)) and not _OTHER_APPLICATIONS.search(paragraph)
