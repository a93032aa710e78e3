"""Numbers in the sentences of a published report, compared with its own tables (R10); for reports whose sentences we did not write.

Only what is said in so many words is compared: a phrase that names a row, then its number, then a share. What is not
recognised is not judged.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from workflows.annual_checks import Part3, Part4, cell
from workflows.annual_grid import TOTAL
from workflows.vocabulary import ReviewKind, ReviewResult


@dataclass(frozen=True)
class Claim:
    """A number that a sentence gives, and the numbers of the tables that it may be."""

    words: str
    said: str
    allowed: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return self.said in self.allowed

    @property
    def message(self) -> str:
        return f"文字“{self.words}”中的{self.said}与表格不一致，按表格应为{'或者'.join(self.allowed)}。"


def claims(lines: Iterable[str], part3: Part3, part4: Part4) -> tuple[Claim, ...]:
    """Every recognised number, right or wrong."""
    text = unicodedata.normalize("NFKC", "".join("".join(line.split()) + "\n" for line in lines))
    found: list[Claim] = []
    for sentence in re.split(r"[。\n]", text):
        found += _sentence(sentence, part3, part4)
    return tuple(found)


def _sentence(sentence: str, part3: Part3, part4: Part4) -> Iterator[Claim]:
    reviews = re.search(r"行政复议|行政诉讼", sentence)
    head = sentence[: reviews.start()] if reviews else sentence
    yield from _counts(head, _requests(part3))
    wholes = [sum(_received(part3)), *_received(part3), cell(part3, TOTAL, TOTAL)]
    yield from _shares(head, wholes)
    for name, kinds in _REVIEWS:
        for match in re.finditer(rf"{name}(?:案件)?(\d+)件", sentence):
            counts = [sum(cell(part4, kind, r.value) for kind in kinds) for r in ReviewResult]
            yield Claim(match[0], match[1], (str(sum(cell(part4, kind, TOTAL) for kind in kinds)),))
            rest = re.split(r"行政(?:复议|诉讼)", sentence[match.end() :])[0]
            yield from _counts(rest, zip(_RESULTS, ([n] for n in counts), strict=True))
            yield from _shares(rest, [int(match[1])])


_REVIEWS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("行政复议", (ReviewKind.reconsideration.value,)),
    (
        "行政诉讼",
        (ReviewKind.litigation_direct.value, ReviewKind.litigation_after_reconsideration.value),
    ),
)
_RESULTS = (
    r"维持[^,;、\d]{0,8}",
    r"(?:纠正|纠错)",
    r"其他(?:结果|情形|情况)?",
    r"尚未审结",
)


def _received(part3: Part3) -> tuple[int, int]:
    return cell(part3, "new_received", TOTAL), cell(part3, "carried_in", TOTAL)


def _sum(part3: Part3, prefix: str) -> int:
    return sum(cell(part3, row, TOTAL) for row in part3 if row.startswith(prefix))


def _requests(part3: Part3) -> Iterator[tuple[str, list[int]]]:
    """A phrase, and what its number may be."""
    new, carried = _received(part3)
    answered = cell(part3, TOTAL, TOTAL)
    yield r"(?:新收|受理|收到|接收)[^,;、\d]{0,14}申请(?:共|共计|总数为)?", [new, new + carried]
    yield r"(?:上年|上一年度?)结转[^,;、\d]{0,10}|结转上年申请", [carried]
    yield r"(?:结转|转办)至?下一?年度?[^,;、\d]{0,8}", [cell(part3, "carried_forward", TOTAL)]
    yield r"(?:办结|答复)[^,;、\d占]{0,12}", [answered, answered - carried]
    yield r"(?<!部分)(?:予以公开|同意公开|全部公开)", [cell(part3, "disclosed", TOTAL)]
    yield r"部分公开", [cell(part3, "partially_disclosed", TOTAL)]
    yield r"不予公开", [_sum(part3, "refused_")]
    yield r"无法提供", [_sum(part3, "unable_")]
    yield r"(?:非本机关掌握|本机关不掌握)[^,;、\d]{0,8}", [cell(part3, "unable_not_held", TOTAL)]
    yield r"不予处理", [_sum(part3, "not_processed_")]
    yield r"其他(?:处理|情况|情形)", [_sum(part3, "other_")]


def _counts(text: str, phrases: Iterable[tuple[str, list[int]]]) -> Iterator[Claim]:
    for phrase, allowed in phrases:
        for match in re.finditer(rf"(?:{phrase})的?(\d+)[件宗]", text):
            yield Claim(match[0], match[1], tuple(dict.fromkeys(map(str, allowed))))


_SHARE = re.compile(r"(\d+)[件宗](?:[,(]|,?占[^,;\d]{0,8})(\d+(?:\.\d+)?)%")


def _shares(text: str, wholes: Iterable[int]) -> Iterator[Claim]:
    """A count and its share right behind it: of whichever whole the sentence may mean, rounded as finely as it is written."""
    for match in _SHARE.finditer(text):
        count, said = int(match[1]), match[2]
        exact = Decimal(1).scaleb(-len(said.partition(".")[2]))
        allowed = [
            str((Decimal(100 * count) / whole).quantize(exact, ROUND_HALF_UP))
            for whole in dict.fromkeys(wholes)
            if whole
        ]
        if allowed:
            yield Claim(match[0], said, tuple(dict.fromkeys(allowed)))
