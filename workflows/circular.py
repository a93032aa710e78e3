"""What a circular (通报) says: its sections, and the sentences that state the figures of a period, in the manner of those issued.

A figure keeps the key of its count, so that a page can link it to its cases; on paper it is plain text. No figure is typed into
a sentence by hand.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from workflows.further_figures import Further, Reported, total
from workflows.indicators import Counts
from workflows.periods import Period


@dataclass(frozen=True)
class Piece:
    """A run of text; with a `key` it states a count, of the unit `about` or of all."""

    text: str
    key: str = ""
    about: str = ""


Line = tuple[Piece, ...]


@dataclass(frozen=True)
class UnitCount:
    """A count of one unit, under the short name it is spoken of."""

    name: str
    code: str
    n: int


@dataclass(frozen=True)
class Problem:
    """One thing to put right: where it was found, in which unit, until when, and where it stands."""

    circular: str
    problem: str
    unit: str
    code: str
    until: date | None
    state: str
    late: bool
    repeated: bool


@dataclass(frozen=True)
class Found:
    """Everything a circular states of its period. `region` is 区, 县 or 市; `as_of` the day up to which work was looked at.

    `unpublished` are the units whose annual report was due in the period and is not public (条例49).
    """

    region: str
    period: Period
    as_of: date
    counts: Counts
    involved: tuple[str, ...] = ()
    late: tuple[UnitCount, ...] = ()
    letters: tuple[UnitCount, ...] = ()
    letters_late: tuple[UnitCount, ...] = ()
    problems: tuple[Problem, ...] = ()
    reported: tuple[Reported, ...] = ()
    unpublished: tuple[str, ...] = ()

    def of(self, key: Further) -> tuple[Reported, ...]:
        """The rows of one of the small tables."""
        return tuple(row for row in self.reported if row.key is key)


@dataclass(frozen=True)
class Section:
    """A numbered part of the first chapter, its lines from the figures, and the key of the words that may be added to it."""

    key: str
    heading: str
    lines: Callable[[Found], Sequence[Line]] = field(repr=False)


def region_of(name: str) -> str:
    """区, 县 or 市 of a government's name; another unit speaks of itself."""
    for end in ("区", "县", "市"):
        if name.endswith((f"{end}人民政府", f"{end}政府")):
            return end
    return ""


def title(period: Period, region: str) -> str:
    """The title as it is usually worded."""
    month = f"{period.label}份" if period.span.value == "month" else period.label
    return f"关于{month}{_whole(region)}政务公开工作情况的通报"


def usual_lead(found: Found) -> str:
    """The sentence that opens a circular, where nobody wrote another."""
    return (
        "为认真贯彻落实国家、省、市政务公开工作要点精神，进一步推进政务公开工作，"
        f"近期对{_short(found.period)}{_whole(found.region)}政务公开工作情况进行了全面检查，现将检查情况通报如下："
    )


def usual_addressee(region: str) -> str:
    """Whom a circular goes to, where nobody wrote another."""
    if region == "县":
        return "各镇街人民政府（办事处），县直有关部门、单位"
    return f"各镇人民政府、街道办事处，{region}政府有关部门" if region else "各有关单位"


def _whole(region: str) -> str:
    return f"全{region}" if region else "本单位"


def _government(region: str) -> str:
    return f"{region}政府" if region else "本单位"


def _short(period: Period) -> str:
    return f"{period.short}份" if period.span.value == "month" else period.short


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def spread(units: Iterable[UnitCount], measure: str, *, key: str = "") -> Line:
    """区教体局3件，区住建局2件，区发改局、区卫健局各1件: the most first, equal ones together, each unit's by its name."""
    ordered = sorted(units, key=lambda one: -one.n)
    pieces: list[Piece] = []
    for n, group in groupby(ordered, key=lambda one: one.n):
        held = list(group)
        pieces.append(Piece("，" if pieces else ""))
        if len(held) == 1:
            pieces += [Piece(held[0].name), Piece(f"{n}{measure}", key, held[0].code)]
            continue
        for place, unit in enumerate(held):
            pieces += [Piece("、" if place else ""), Piece(unit.name, key, unit.code)]
        pieces.append(Piece(f"各{n}{measure}"))
    return tuple(piece for piece in pieces if piece.text)


def _postings(found: Found) -> Sequence[Line]:
    rows = found.of(Further.postings)
    if not rows:
        return ()
    where = f"{_government(found.region)}门户网站"
    text = f"{_short(found.period)}，{_whole(found.region)}通过{where}共发布信息{total(rows)}条"
    text += _among([r for r in rows if not r.part])
    for part, held in groupby((r for r in rows if r.part), key=lambda r: r.part):
        mine = list(held)
        text += f"；{part}信息{sum(r.count for r in mine)}条{_among(mine)}"
    return ((Piece(f"{text}。"),),)


def _among(rows: Sequence[Reported]) -> str:
    named = [r for r in rows if r.about]
    return "，其中" + "，".join(f"{r.about}{r.count}条" for r in named) if named else ""


def _requests(found: Found) -> Sequence[Line]:
    counts, start = found.counts, f"{_short(found.period)}，{_whole(found.region)}"
    if not counts.of("received") and not counts.of("inquiries"):
        return ((Piece(f"{start}没有收到政府信息公开申请和协助调查函。"),),)
    line = [
        Piece(f"{start}共收到政府信息公开申请"),
        Piece(f"{counts.of('received')}件", "received"),
        *_inquiries(counts),
        Piece("。"),
    ]
    if found.involved:
        line.append(Piece(f"涉及{'、'.join(found.involved)}等部门、单位。"))
    return (tuple(line), _on_time(found))


def _inquiries(counts: Counts) -> list[Piece]:
    province, city = counts.of("inquiries_province"), counts.of("inquiries_city")
    found: list[Piece] = []
    if province and province == city:
        found = [
            Piece("，收到省、市政府依申请协助调查函"),
            Piece(f"各{city}件", "inquiries_both"),
        ]
    else:
        for key, label in (("inquiries_province", "省"), ("inquiries_city", "市")):
            if counts.of(key):
                found += [Piece(f"、{label}协助调查函"), Piece(f"{counts.of(key)}件", key)]
    if counts.of("inquiries_other"):
        key = "inquiries_other"
        found += [Piece("、其他协助调查函"), Piece(f"{counts.of(key)}件", key)]
    return found


def _on_time(found: Found) -> Line:
    late, running = found.counts.of("asked_late"), found.counts.of("asked_open")
    if late:
        return (
            Piece("其中"),
            Piece(f"{late}件", "asked_late"),
            Piece("没有按时答复："),
            *spread(found.late, "件", key="asked_late"),
            Piece("。"),
        )
    if running:
        return (
            Piece("其中"),
            Piece(f"{running}件", "asked_open"),
            Piece("尚在期限内办理，其余均按时进行了规范答复。"),
        )
    return (Piece("相关单位均按时进行了规范答复。"),)


def _letters(found: Found) -> Sequence[Line]:
    counts = found.counts
    if not counts.of("letters"):
        return ()
    line = [
        Piece(f"{_short(found.period)}，{_government(found.region)}网站后台共收到部门信箱"),
        Piece(f"{counts.of('letters')}件", "letters"),
        Piece("，涉及"),
        *spread(found.letters, "件", key="letters"),
    ]
    late, running = counts.of("letters_late"), counts.of("letters_open")
    if late:
        line += [
            Piece("，其中"),
            Piece(f"{late}件", "letters_late"),
            Piece("没有按时答复（"),
            *spread(found.letters_late, "件", key="letters_late"),
            Piece("）。"),
        ]
    elif running:
        line += [Piece("，"), Piece(f"{running}件", "letters_open"), Piece("尚在期限内办理。")]
    else:
        line.append(Piece("，各部门均按时进行了答复。"))
    return (tuple(line),)


def _new_media(found: Found) -> Sequence[Line]:
    rows = found.of(Further.new_media)
    if not rows:
        return ()
    parts = "、".join(f"{r.part}{r.count}次" for r in rows if r.part)
    units = [UnitCount(r.about, r.code, r.count) for r in rows if r.about]
    text = (
        f"{_short(found.period)}，{_whole(found.region)}政务新媒体共出现{total(rows)}次超期更新情况"
    )
    text += f"，其中{parts}" if parts else ""
    named = "".join(piece.text for piece in spread(units, "次"))
    return ((Piece(f"{text}{f'，涉及{named}' if named else ''}。"),),)


def _articles(found: Found) -> Sequence[Line]:
    sentences = []
    rows = found.of(Further.articles)
    for part, held in groupby(rows, key=lambda r: r.part):
        mine = list(held)
        units = [UnitCount(r.about, r.code, r.count) for r in mine if r.about]
        among = "".join(piece.text for piece in spread(units, "条"))
        column = f"《{part}》栏目" if part else "上级栏目"
        text = f"{column}采用{_whole(found.region)}稿件共{sum(r.count for r in mine)}条"
        sentences.append(f"{text}，其中{among}" if among else text)
    days = found.of(Further.open_days)
    if len(days) == 1 and days[0].about:
        sentences.append(f"{days[0].about}组织政府开放日活动{days[0].count}次")
    elif days:
        units = [UnitCount(r.about, r.code, r.count) for r in days if r.about]
        among = "".join(piece.text for piece in spread(units, "次"))
        text = f"组织政府开放日活动{total(days)}次"
        sentences.append(f"{text}，其中{among}" if among else text)
    start = f"{_short(found.period)}，"
    return ((Piece(f"{start}{'；'.join(sentences)}。"),),) if sentences else ()


def _past(found: Found) -> Sequence[Line]:
    if not found.problems:
        return ()
    counts = found.counts
    line = [
        Piece(f"截至{_day(found.as_of)}，往期通报要求整改的事项还有"),
        Piece(f"{counts.of('rectifying')}项", "rectifying"),
        Piece("没有完成，其中逾期"),
        Piece(f"{counts.of('rectifying_late')}项", "rectifying_late"),
        Piece("、重复发生"),
        Piece(f"{counts.of('repeated')}项", "repeated"),
        Piece("，名单详见附件。"),
    ]
    told = sorted(found.problems, key=lambda p: (p.circular, p.problem))
    for (circular, problem), held in groupby(told, key=lambda p: (p.circular, p.problem)):
        units = "、".join(p.unit for p in held)
        line.append(Piece(f"{circular}中要求整改的“{problem}”，{units}未完成。"))
    return (tuple(line),)


def _filings(found: Found) -> Sequence[Line]:
    lines: list[Line] = []
    for key, known, what in (
        (Further.report_late, found.unpublished, "未按时公布政府信息公开工作年度报告"),
        (Further.feedback_late, (), "未按时报送整改反馈情况"),
    ):
        typed = (row.about for row in found.of(key))
        names = "、".join(dict.fromkeys((*known, *typed)))
        if names:
            lines.append((Piece(f"截至{_day(found.as_of)}，{names}{what}。"),))
    return lines


SECTIONS: tuple[Section, ...] = (
    Section("proactive", "主动公开情况", _postings),
    Section("requests", "依申请公开情况", _requests),
    Section("letters", "部门信箱办理情况", _letters),
    Section("media", "政务新媒体更新情况", _new_media),
    Section("articles", "政务公开交流刊物发布、政府开放日活动开展情况", _articles),
    Section("past", "往期通报中重点工作完成情况", _past),
    Section("filings", "年度报告公布和整改反馈报送情况", _filings),
)
CHAPTERS = (("problems", "存在的主要问题"), ("tasks", "下一步工作要求"))
"""The chapters that hold written words only."""
_NUMERALS = "一二三四五六七八九"


def content(found: Found, words: Mapping[str, str]) -> dict[str, Any]:
    """A circular as plain values: what the paper prints and the page links. `words` are the written parts by their key.

    A section with neither figures nor words is left out, and the numbers close up.
    """
    sections: list[dict[str, Any]] = []
    for section in SECTIONS:
        lines = [*section.lines(found), *_written(words.get(section.key, ""))]
        if lines:
            number = _NUMERALS[len(sections)]
            sections.append(_section(section.key, f"（{number}）{section.heading}", lines))
    chapters = [{"heading": "一、基本情况", "sections": sections}]
    for key, heading in CHAPTERS:
        lines = _written(words.get(key, ""))
        if lines:
            number = _NUMERALS[len(chapters)]
            whole = [_section(key, "", lines)]
            chapters.append({"heading": f"{number}、{heading}", "sections": whole})
    lead = words.get("lead") or usual_lead(found)
    return {
        "addressee": words.get("addressee") or usual_addressee(found.region),
        "lead": [line[0].text for line in _written(lead)],
        "chapters": chapters,
        "problems": [_problem_row(n, one) for n, one in enumerate(found.problems, start=1)],
        "as_of": found.as_of.isoformat(),
    }


def _section(key: str, heading: str, lines: Iterable[Line]) -> dict[str, Any]:
    return {
        "key": key,
        "heading": heading,
        "lines": [
            {
                "text": "".join(piece.text for piece in line),
                "pieces": [[piece.text, piece.key, piece.about] for piece in line],
            }
            for line in lines
        ],
    }


def _written(text: str) -> list[Line]:
    return [(Piece(line.strip()),) for line in text.splitlines() if line.strip()]


def _problem_row(n: int, one: Problem) -> list[str]:
    marks = [one.state, *(["逾期"] if one.late else []), *(["重复发生"] if one.repeated else [])]
    until = _day(one.until) if one.until else ""
    return [str(n), one.unit, one.problem, one.circular, until, "、".join(marks)]
