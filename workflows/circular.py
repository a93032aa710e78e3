"""What a circular (通报) says: its title, its sections with their sentences, the chapters of written words, and its annexes.

No figure is typed into a sentence by hand; a sentence may be worded otherwise beside its source (`workflows.edited_sentences`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workflows import circular_sentences as sentences
from workflows.circular_annexes import Annex, annexes
from workflows.circular_facts import Found
from workflows.circular_sentences import Line, Piece, Sentence, said
from workflows.edited_sentences import Edited, disagreement
from workflows.periods import Period


@dataclass(frozen=True)
class Section:
    """A numbered part of the first chapter: its sentences, and the key of the words that may be added to it."""

    key: str
    heading: str
    sentences: tuple[Sentence, ...]


SECTIONS: tuple[Section, ...] = (
    Section("proactive", "主动公开情况", sentences.PROACTIVE),
    Section("requests", "依申请公开情况", sentences.REQUESTS),
    Section("letters", "部门信箱办理情况", sentences.LETTERS),
    Section("media", "政务新媒体更新情况", sentences.MEDIA),
    Section("articles", "政务公开交流刊物发布、政府开放日活动开展情况", sentences.ARTICLES),
    Section("others", "其他工作情况", sentences.OTHERS),
    Section("past", "往期通报中重点工作完成情况", sentences.PAST),
    Section("filings", "年度报告公布和整改反馈报送情况", sentences.FILINGS),
)
SENTENCES: tuple[Sentence, ...] = tuple(one for section in SECTIONS for one in section.sentences)
CHAPTERS = (("problems", "存在的主要问题"), ("tasks", "下一步工作要求"))
"""The chapters that hold written words only."""
_NUMERALS = "一二三四五六七八九"


def title(period: Period, region: str) -> str:
    """The title as it is usually worded."""
    month = f"{period.label}份" if period.span.value == "month" else period.label
    return f"关于{month}{sentences.whole(region)}政务公开工作情况的通报"


def usual_lead(found: Found) -> str:
    """The sentence that opens a circular, where nobody wrote another."""
    return (
        "为认真贯彻落实国家、省、市政务公开工作要点精神，进一步推进政务公开工作，"
        f"近期对{sentences.short(found.period)}{sentences.whole(found.region)}政务公开工作情况进行了全面检查，"
        "现将检查情况通报如下："
    )


def usual_addressee(region: str) -> str:
    """Whom a circular goes to, where nobody wrote another."""
    if region == "县":
        return "各镇街人民政府（办事处），县直有关部门、单位"
    return f"各镇人民政府、街道办事处，{region}政府有关部门" if region else "各有关单位"


def content(
    found: Found,
    words: Mapping[str, str],
    edited: Mapping[str, Edited] | None = None,
    chosen: Iterable[Annex] = (Annex.rectification,),
) -> dict[str, Any]:
    """A circular as plain values: what the paper prints and the page links.

    `words` are the written parts by their key, `edited` the sentences worded otherwise, `chosen` the annexes. A section with
    neither figures nor words is left out, and the numbers close up.
    """
    parts: list[dict[str, Any]] = []
    for section in SECTIONS:
        lines = [*_told(section, found, edited or {}), *_written(words.get(section.key, ""))]
        if lines:
            number = _NUMERALS[len(parts)]
            parts.append(_section(section.key, f"（{number}）{section.heading}", lines))
    chapters = [{"heading": "一、基本情况", "sections": parts}]
    for key, heading in CHAPTERS:
        written = _written(words.get(key, ""))
        if written:
            number = _NUMERALS[len(chapters)]
            whole = [_section(key, "", written)]
            chapters.append({"heading": f"{number}、{heading}", "sections": whole})
    lead = words.get("lead") or usual_lead(found)
    return {
        "addressee": words.get("addressee") or usual_addressee(found.region),
        "lead": [line[0].text for line in _written(lead)],
        "chapters": chapters,
        "annexes": annexes(found, chosen),
        "as_of": found.as_of.isoformat(),
    }


def generated(found: Found) -> dict[str, str]:
    """Every sentence as the figures write it, by its key; empty where there is nothing to say."""
    return {one.key: said(one.write(found)) for one in SENTENCES}


def disagreements(found: Found, edited: Mapping[str, Edited]) -> dict[str, str]:
    """What is wrong with the edited sentences whose numbers are none of their source, or are no longer, by key."""
    source = generated(found)
    told = {
        one.key: disagreement(one.label, edited[one.key], source[one.key])
        for one in SENTENCES
        if one.key in edited
    }
    return {key: sentence for key, sentence in told.items() if sentence}


def _told(section: Section, found: Found, edited: Mapping[str, Edited]) -> Iterator[Line]:
    for one in section.sentences:
        line = one.write(found)
        if one.key in edited:
            yield from (linked(text, line) for text in _paragraphs(edited[one.key].text))
        elif line:
            yield line


def linked(text: str, source: Line) -> Line:
    """Edited words with the figures of their source found again, so that they still lead to their cases."""
    taken: list[tuple[int, Piece]] = []
    for piece in source:
        if piece.key and (at := _place(text, piece.text, taken)) is not None:
            taken.append((at, piece))
    line, here = [], 0
    for at, piece in sorted(taken, key=lambda one: one[0]):
        line += [Piece(text[here:at]), piece]
        here = at + len(piece.text)
    return tuple(piece for piece in (*line, Piece(text[here:])) if piece.text)


def _place(text: str, wanted: str, taken: Iterable[tuple[int, Piece]]) -> int | None:
    """Where a figure stands in the words, apart from those found already; 8件 is not found within 28件."""
    at = text.find(wanted)
    while at >= 0:
        within = wanted[0].isdigit() and text[at - 1 : at].isdigit()
        if not within and not any(a < at + len(wanted) and at < a + len(p.text) for a, p in taken):
            return at
        at = text.find(wanted, at + 1)
    return None


def _section(key: str, heading: str, lines: Iterable[Line]) -> dict[str, Any]:
    return {
        "key": key,
        "heading": heading,
        "lines": [
            {
                "text": said(line),
                "pieces": [[piece.text, piece.key, piece.about] for piece in line],
            }
            for line in lines
        ],
    }


def _written(text: str) -> list[Line]:
    return [(Piece(line),) for line in _paragraphs(text)]


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
