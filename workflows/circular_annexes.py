"""The annexes of a circular: lists and tables by unit that an office chooses from; each count keeps the key that leads to its cases."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflows.circular_facts import Found, Problem
from workflows.circular_sentences import UNPUBLISHED, Line, Piece, spoken_day
from workflows.further_figures import FURTHER, Further, Reported
from workflows.vocabulary import Labelled


class Annex(Labelled):
    """What can be annexed, in the order it is printed."""

    rectification = "rectification", "整改事项清单"
    requests = "requests", "各单位依申请公开办理情况"
    inquiries = "inquiries", "各单位协助调查函办理情况"
    letters = "letters", "各单位部门信箱办理情况"
    late_reports = "late_reports", "未按时公布年度报告的单位"
    feedback_late = "feedback_late", "未按时报送整改反馈的单位"
    postings = "postings", "网站发布信息情况"
    new_media = "new_media", "政务新媒体超期更新情况"
    media_checks = "media_checks", "政务新媒体检查情况"
    accounts = "accounts", "政务新媒体账号清查情况"
    articles = "articles", "稿件采用情况"
    open_days = "open_days", "政府开放日活动情况"
    other = "other", "其他指标"


@dataclass(frozen=True)
class _Table:
    """The heads with their share of the width, and the rows; no rows, no annex."""

    heads: tuple[tuple[str, str], ...]
    rows: tuple[Line, ...]


# 收到 and 尚在办理 are of what came in the period; 办结 is of what was closed in it, so the columns need not add up.
_COUNTED: Mapping[Annex, tuple[tuple[str, str], ...]] = {
    Annex.requests: (
        ("收到申请", "received"),
        ("其中尚在办理", "received_open"),
        ("办结", "answered"),
        ("按时办结", "in_time"),
        ("逾期办结", "late"),
    ),
    Annex.inquiries: (
        ("省", "inquiries_province"),
        ("市", "inquiries_city"),
        ("其他", "inquiries_other"),
        ("共收到", "inquiries"),
        ("其中逾期", "inquiries_late"),
    ),
    Annex.letters: (
        ("收到", "letters"),
        ("其中尚在办理", "letters_open"),
        ("其中逾期", "letters_late"),
    ),
}
KEYS = tuple(key for columns in _COUNTED.values() for _, key in columns)
"""The counts by unit that the tables need."""


def annexes(found: Found, chosen: Iterable[Annex]) -> list[dict[str, Any]]:
    """The chosen annexes that have anything to show, as plain values, numbered where there are several."""
    wanted = set(chosen)
    made = [(one, _made(one, found)) for one in Annex if one in wanted]
    held = [(one, table) for one, table in made if table.rows]
    return [
        {
            "key": one.value,
            "number": str(n) if len(held) > 1 else "",
            "heading": one.label,
            "heads": [list(head) for head in table.heads],
            "rows": [[[p.text, p.key, p.about] for p in row] for row in table.rows],
        }
        for n, (one, table) in enumerate(held, start=1)
    ]


def issued_annexes(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The annexes of a circular as it was frozen. One issued before there was a choice holds 整改事项清单 alone, as rows of text."""
    if "annexes" in content or not content.get("problems"):
        return list(content.get("annexes", ()))
    rows = [[[text, "", ""] for text in row] for row in content["problems"]]
    heading, heads = Annex.rectification.label, [list(head) for head in _PROBLEM_HEADS]
    key = Annex.rectification.value
    return [{"key": key, "number": "", "heading": heading, "heads": heads, "rows": rows}]


def _made(annex: Annex, found: Found) -> _Table:
    if annex in _COUNTED:
        return _counted(found, _COUNTED[annex])
    return _LISTED[annex](found) if annex in _LISTED else _reported(found, Further(annex.value))


def _counted(found: Found, columns: Sequence[tuple[str, str]]) -> _Table:
    heads = (("单位", "2"), *((label, "1") for label, _ in columns))
    units = [u for u in found.units if any(u.counts.get(key) for _, key in columns)]
    rows: list[Line] = []
    groups = dict.fromkeys(u.group for u in units)
    for group in groups:
        mine = [u for u in units if u.group == group]
        for unit in mine:
            counts = (_count(unit.counts.get(key, 0), key, unit.code) for _, key in columns)
            rows.append((Piece(unit.name), *counts))
        if len(groups) > 1:
            sums = (_sum(u.counts.get(key, 0) for u in mine) for _, key in columns)
            rows.append((Piece(f"{group}小计"), *sums))
    totals = (_count(sum(u.counts.get(key, 0) for u in units), key, "") for _, key in columns)
    return _Table(heads, (*rows, (Piece("合计"), *totals)) if rows else ())


def _count(n: int, key: str, about: str) -> Piece:
    return Piece(str(n), key if n else "", about)


def _sum(numbers: Iterable[int]) -> Piece:
    return Piece(str(sum(numbers)))


_PROBLEM_HEADS = (
    ("序号", "0.5"),
    ("单位", "1.4"),
    ("问题", "2.4"),
    ("所在通报", "1.6"),
    ("期限", "1"),
    ("情况", "1.2"),
)


def _problems(found: Found) -> _Table:
    rows = (_problem(n, one) for n, one in enumerate(found.problems, start=1))
    return _Table(_PROBLEM_HEADS, tuple(rows))


def _problem(n: int, one: Problem) -> Line:
    marks = [one.state, *(["逾期"] if one.late else []), *(["重复发生"] if one.repeated else [])]
    until = spoken_day(one.until) if one.until else ""
    cells = (one.problem, one.circular, until, "、".join(marks))
    unit = Piece(one.unit, "rectifying", one.code)
    return (Piece(str(n)), unit, *(Piece(text) for text in cells))


def _unpublished(found: Found) -> _Table:
    rows = (
        (
            Piece(str(n)),
            Piece(one.name, UNPUBLISHED),
            Piece(spoken_day(one.limit) if one.limit else ""),
            Piece(spoken_day(one.published_on) if one.published_on else "未公布"),
        )
        for n, one in enumerate(found.unpublished, start=1)
    )
    heads = (("序号", "0.5"), ("单位", "2"), ("公布期限", "1.2"), ("公布日期", "1.2"))
    return _Table(heads, tuple(rows))


def _feedback(found: Found) -> _Table:
    rows = (
        (Piece(str(n)), Piece(one.about, one.key.value), Piece(one.part or "整改反馈"))
        for n, one in enumerate(found.of(Further.feedback_late), start=1)
    )
    return _Table((("序号", "0.5"), ("单位", "2"), ("没有按时报送的反馈", "2.4")), tuple(rows))


_LISTED: Mapping[Annex, Callable[[Found], _Table]] = {
    Annex.rectification: _problems,
    Annex.late_reports: _unpublished,
    Annex.feedback_late: _feedback,
}


def _reported(found: Found, key: Further) -> _Table:
    """A small table with a row for each unit and a column for each part; towns and departments apart where both are told."""
    held = found.of(key)
    kind = FURTHER[key]
    parts = tuple(dict.fromkeys(r.part for r in held))
    whole = "总数" if len(parts) > 1 else f"数量（{kind.measure}）"
    heads = ((kind.about, "2"), *((part or whole, "1") for part in parts))
    group_of = {unit.code: unit.group for unit in found.units}
    named = dict.fromkeys((r.about, r.code) for r in held if r.about)
    groups = dict.fromkeys(group_of.get(code, "") for _, code in named)
    rows: list[Line] = []
    for group in groups:
        mine = [one for one in named if group_of.get(one[1], "") == group]
        rows += [_of(about, parts, [r for r in held if (r.about, r.code) == (about, code)]) for about, code in mine]  # fmt: skip
        if len(groups) > 1 and group:
            rows.append(_of(f"{group}小计", parts, [r for r in held if (r.about, r.code) in mine]))
    unnamed = [r for r in held if not r.about]
    if rows and unnamed:
        rows.append(_of("没有列明单位的", parts, unnamed))
    return _Table(heads, (*rows, _of("合计", parts, held)) if held else ())


def _of(label: str, parts: Sequence[str], rows: Sequence[Reported]) -> Line:
    sums = (sum(r.count for r in rows if r.part == part) for part in parts)
    key = rows[0].key.value
    return (Piece(label), *(Piece(str(n), key if n else "") for n in sums))
