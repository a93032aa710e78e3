"""发文字号 of a unit: mark, word of the kind of paper, full year in 〔〕, serial without leading zeros (GB/T 9704-2012, 7.2.5).

What a unit chose is checked here when it is chosen; which serial is next is counted elsewhere.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from workflows.documents import DOCUMENTS
from workflows.history import ANNUL, Act, annulled

PATTERN = "{mark}〔{year}〕{serial}号"
_PARTS = ("mark", "year", "serial")
_PLACE = re.compile(r"\{([^{}]*)\}")
_WORD = re.compile(r"[\u4e00-\u9fff]{1,10}")


@dataclass(frozen=True)
class Numbering:
    """How a unit numbers its papers.

    `words` replaces the usual word of a kind, `series` names the series it counts in. Without a name of its own a kind
    counts in the series of its word, so that two kinds with one word can never bear one number.
    """

    pattern: str = PATTERN
    words: Mapping[str, str] = field(default_factory=dict)
    series: Mapping[str, str] = field(default_factory=dict)

    def word(self, key: str) -> str:
        return self.words.get(key) or DOCUMENTS[key].word

    def series_of(self, key: str) -> str:
        return self.series.get(key) or self.word(key)

    def spelt(self, key: str, *, mark: str, year: int, serial: int) -> str:
        """The number as it stands on the paper."""
        return self.pattern.format(mark=f"{mark}{self.word(key)}", year=year, serial=serial)


def numbering_of(settings: Mapping[str, Any]) -> Numbering:
    """What the settings of a unit say on its numbers."""
    return Numbering(
        str(settings.get("paper_pattern") or PATTERN),
        dict(settings.get("paper_words") or {}),
        dict(settings.get("paper_series") or {}),
    )


def numbered_papers() -> tuple[str, ...]:
    """The keys of the papers that bear a 发文字号."""
    return tuple(key for key, kind in DOCUMENTS.items() if kind.word)


def faults(chosen: Numbering) -> tuple[str, ...]:
    """Why a unit cannot number like this, one sentence each; empty when it can."""
    return (*_pattern_faults(chosen.pattern), *_word_faults(chosen))


def _pattern_faults(pattern: str) -> Iterator[str]:
    places = _PLACE.findall(pattern)
    unknown = [place for place in places if place not in _PARTS]
    if unknown or set("{}") & set(_PLACE.sub("", pattern)):
        yield (
            f"文号格式“{pattern}”中只能用 {{mark}}（机关代字和字）、{{year}}（年份）、{{serial}}（序号）；"
            "序号不编虚位，也不能规定位数（GB/T 9704-2012）。"
        )
        return
    for part, label in zip(_PARTS, ("机关代字", "年份", "序号"), strict=True):
        if places.count(part) != 1:
            yield f"文号格式“{pattern}”中{label} {{{part}}} 应当出现一次；如：{PATTERN}。"
    if "〔{year}〕" not in pattern:
        yield f"文号格式“{pattern}”的年份应当用六角括号〔〕括入（GB/T 9704-2012）；如：{PATTERN}。"
    if not pattern.endswith(("{serial}号", "第{serial}号")):
        yield f"文号格式“{pattern}”应当以序号和“号”结尾，可以加“第”；如：{PATTERN}。"


def _word_faults(chosen: Numbering) -> Iterator[str]:
    known = numbered_papers()
    for key in (*chosen.words, *chosen.series):
        if key not in known:
            yield f"没有需要编号的文书“{key}”；可以设置的有：{'、'.join(known)}。"
            return
    for word in (*chosen.words.values(), *chosen.series.values()):
        if not _WORD.fullmatch(word):
            yield f"“{word}”不能用作文号的字或者编号序列的名称；请填写一至十个汉字，如：公复。"
    counted: dict[str, str] = {}
    for key in known:
        word, series = chosen.word(key), chosen.series_of(key)
        if counted.setdefault(word, series) != series:
            yield (
                f"字“{word}”分在“{counted[word]}”和“{series}”两个编号序列，会编出相同的文号；"
                "同一个字的文书请用同一个序列。"
            )


def voided_papers(
    acts: tuple[Act, ...], *, drawn_by: tuple[int, ...], sent: frozenset[int], voids: frozenset[str]
) -> dict[int, int]:
    """Of the papers drawn by these rows, the void ones, each with the row that took it back.

    A paper is void when its row was annulled, or its case declared void by one of the acts `voids`, before it was sent.
    What was sent has been used, whatever became of its case. The number is never given again.
    """
    dropped = annulled(acts)
    ends = {int(a.data["entry"]): a.seq for a in acts if a.action == ANNUL and a.seq not in dropped}
    void_case = next((a.seq for a in acts if a.action in voids and a.seq not in dropped), 0)
    found = {}
    for seq in drawn_by:
        by = ends.get(seq) or (void_case if void_case > seq else 0)
        if by and seq not in sent:
            found[seq] = by
    return found
