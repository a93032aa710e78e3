"""The sentences of a circular, written from the figures of its period in the manner of those issued.

A figure keeps the key of its count, so that a page can link it to its cases; on paper it is plain text.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from workflows.circular_facts import Found, UnitCount
from workflows.further_figures import FURTHER, Further, Reported, total
from workflows.indicators import Counts
from workflows.periods import Period


@dataclass(frozen=True)
class Piece:
    """A run of text; with a `key` it states a count, of the unit `about` or of all."""

    text: str
    key: str = ""
    about: str = ""


Line = tuple[Piece, ...]
UNPUBLISHED = "unpublished"
"""The key of what leads to the publication dates of the annual reports."""


@dataclass(frozen=True)
class Sentence:
    """One generated sentence: what it is called, and how it is written; an empty line where there is nothing to say."""

    key: str
    label: str
    write: Callable[[Found], Line] = field(repr=False)


def said(line: Line) -> str:
    """The words of a line."""
    return "".join(piece.text for piece in line)


def whole(region: str) -> str:
    """全区, 全县; the office itself where it is no government."""
    return f"全{region}" if region else "本单位"


def _government(region: str) -> str:
    return f"{region}政府" if region else "本单位"


def short(period: Period) -> str:
    """9月份, 第四季度."""
    return f"{period.short}份" if period.span.value == "month" else period.short


def spoken_day(day: date) -> str:
    """10月15日."""
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


def _start(found: Found) -> str:
    return f"{short(found.period)}，{whole(found.region)}"


def _postings(found: Found) -> Line:
    rows = found.of(Further.postings)
    if not rows:
        return ()
    where = f"{_government(found.region)}门户网站"
    line = [Piece(f"{_start(found)}通过{where}共发布信息"), _typed(Further.postings, total(rows))]
    line += _among([r for r in rows if not r.part])
    for part, held in groupby((r for r in rows if r.part), key=lambda r: r.part):
        mine = list(held)
        line += [Piece(f"；{part}信息"), _typed(Further.postings, sum(r.count for r in mine))]
        line += _among(mine)
    return (*line, Piece("。"))


def _typed(key: Further, n: int) -> Piece:
    """A number of a small table; its key leads to the table."""
    return Piece(f"{n}{FURTHER[key].measure}", key.value)


def _among(rows: Sequence[Reported]) -> list[Piece]:
    pieces: list[Piece] = []
    for row in (r for r in rows if r.about):
        pieces += [Piece(f"{'' if pieces else '，其中'}{row.about}"), _typed(row.key, row.count)]
        pieces.append(Piece("，"))
    return pieces[:-1]


def _requests(found: Found) -> Line:
    counts = found.counts
    if not counts.of("received") and not counts.of("inquiries"):
        return (Piece(f"{_start(found)}没有收到政府信息公开申请和协助调查函。"),)
    line = [
        Piece(f"{_start(found)}共收到政府信息公开申请"),
        Piece(f"{counts.of('received')}件", "received"),
        *_inquiries(counts),
        Piece("。"),
    ]
    if found.involved:
        line.append(Piece(f"涉及{'、'.join(found.involved)}等部门、单位。"))
    return tuple(line)


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
    if not found.counts.of("received") and not found.counts.of("inquiries"):
        return ()
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


def _letters(found: Found) -> Line:
    counts = found.counts
    if not counts.of("letters"):
        return ()
    line = [
        Piece(f"{short(found.period)}，{_government(found.region)}网站后台共收到部门信箱"),
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
    return tuple(line)


def _checks(found: Found) -> Line:
    rows = found.of(Further.media_checks)
    if not rows:
        return ()
    start = f"{_start(found)}共组织政务新媒体检查"
    return (Piece(start), _typed(Further.media_checks, total(rows)), Piece("。"))


def _new_media(found: Found) -> Line:
    rows = found.of(Further.new_media)
    if not rows:
        return ()
    line = [
        Piece(f"{_start(found)}政务新媒体共出现"),
        _typed(Further.new_media, total(rows)),
        Piece("超期更新情况"),
    ]
    pieces: list[Piece] = []
    for part, held in groupby((r for r in rows if r.part), key=lambda r: r.part):
        pieces.append(Piece(f"{'、' if pieces else '，其中'}{part}"))
        pieces.append(_typed(Further.new_media, sum(r.count for r in held)))
    named = spread(_by_unit(rows), "次", key=Further.new_media.value)
    return (*line, *pieces, *((Piece("，涉及"), *named) if named else ()), Piece("。"))


def _by_unit(rows: Iterable[Reported]) -> tuple[UnitCount, ...]:
    """The rows about units, each unit once."""
    sums: dict[tuple[str, str], int] = {}
    for row in rows:
        if row.about:
            sums[row.about, row.code] = sums.get((row.about, row.code), 0) + row.count
    return tuple(UnitCount(name, code, n) for (name, code), n in sums.items())


def _accounts(found: Found) -> Line:
    rows = found.of(Further.accounts)
    line: list[Piece] = []
    for part, held in groupby(rows, key=lambda r: r.part):
        line.append(Piece(f"{'，' if line else ''}{part or '账号'}"))
        line.append(_typed(Further.accounts, sum(r.count for r in held)))
    return (Piece(f"{_start(found)}清查政务新媒体账号："), *line, Piece("。")) if line else ()


def _articles(found: Found) -> Line:
    """What was printed elsewhere and the open days, in one sentence as in those issued."""
    clauses: list[Line] = []
    for part, held in groupby(found.of(Further.articles), key=lambda r: r.part):
        mine = list(held)
        column = f"《{part}》栏目" if part else "上级栏目"
        number = _typed(Further.articles, sum(r.count for r in mine))
        named = _named(mine, Further.articles)
        clauses.append((Piece(f"{column}采用{whole(found.region)}稿件共"), number, *named))
    clauses += _open_days(found.of(Further.open_days))
    if not clauses:
        return ()
    first, *others = clauses
    rest = (piece for clause in others for piece in (Piece("；"), *clause))
    return (Piece(f"{short(found.period)}，"), *first, *rest, Piece("。"))


def _open_days(rows: Sequence[Reported]) -> list[Line]:
    if not rows:
        return []
    number = _typed(Further.open_days, total(rows))
    if len(rows) == 1 and rows[0].about:
        return [(Piece(f"{rows[0].about}组织政府开放日活动"), number)]
    return [(Piece("组织政府开放日活动"), number, *_named(rows, Further.open_days))]


def _named(rows: Sequence[Reported], key: Further) -> Line:
    named = spread(_by_unit(rows), FURTHER[key].measure, key=key.value)
    return (Piece("，其中"), *named) if named else ()


def _others(found: Found) -> Line:
    """Whatever an office counts beside: its name and measure are its own."""
    pieces: list[Piece] = []
    for part, held in groupby(found.of(Further.other), key=lambda r: r.part):
        name, _, measure = part.removesuffix("）").partition("（")
        mine = list(held)
        n = f"{sum(r.count for r in mine)}{measure}"
        pieces += [Piece(f"{'；' if pieces else ''}{name}"), Piece(n, Further.other.value)]
        named = spread(_by_unit(mine), measure, key=Further.other.value)
        pieces += (Piece("，其中"), *named) if named else ()
    return (Piece(f"{_start(found)}"), *pieces, Piece("。")) if pieces else ()


def _past(found: Found) -> Line:
    if not found.problems:
        return ()
    counts = found.counts
    line = [
        Piece(f"截至{spoken_day(found.as_of)}，往期通报要求整改的事项还有"),
        Piece(f"{counts.of('rectifying')}项", "rectifying"),
        Piece("没有完成，其中逾期"),
        Piece(f"{counts.of('rectifying_late')}项", "rectifying_late"),
        Piece("、重复发生"),
        Piece(f"{counts.of('repeated')}项", "repeated"),
        Piece("，名单详见附件。"),
    ]
    told = sorted(found.problems, key=lambda p: (p.circular, p.problem))
    for (circular, problem), held in groupby(told, key=lambda p: (p.circular, p.problem)):
        line.append(Piece(f"{circular}中要求整改的“{problem}”，"))
        for place, one in enumerate(held):
            line += [Piece("、" if place else ""), Piece(one.unit, "rectifying", one.code)]
        line.append(Piece("未完成。"))
    return tuple(piece for piece in line if piece.text)


def _reports_late(found: Found) -> Line:
    """A report was due by the end of a month, so its lateness is told as of the end of the period, as those issued do."""
    names = [(one.name, UNPUBLISHED) for one in found.unpublished]
    day = min(found.as_of, found.period.last)
    return _late_units(names, day, "公布政府信息公开工作年度报告")


def _feedback_late(found: Found) -> Line:
    line: list[Piece] = []
    for part, held in groupby(found.of(Further.feedback_late), key=lambda r: r.part):
        names = dict.fromkeys((row.about, Further.feedback_late.value) for row in held)
        line += _late_units([*names], found.as_of, f"报送{part}整改反馈情况")
    return tuple(line)


def _late_units(names: Sequence[tuple[str, str]], day: date, what: str) -> Line:
    if not names:
        return ()
    line = [Piece(f"截至{spoken_day(day)}，")]
    for place, (name, key) in enumerate(names):
        line += [Piece("、" if place else ""), Piece(name, key)]
    return tuple(p for p in (*line, Piece(f"未按时{what}。")) if p.text)


PROACTIVE = (Sentence("postings", "网站发布信息", _postings),)
REQUESTS = (
    Sentence("requests", "收到申请和协助调查函", _requests),
    Sentence("on_time", "按时答复", _on_time),
)
LETTERS = (Sentence("letters", "部门信箱", _letters),)
MEDIA = (
    Sentence("media_checks", "新媒体检查", _checks),
    Sentence("new_media", "新媒体超期更新", _new_media),
    Sentence("accounts", "新媒体账号清查", _accounts),
)
ARTICLES = (Sentence("articles", "稿件和开放日", _articles),)
OTHERS = (Sentence("others", "其他指标", _others),)
PAST = (Sentence("past", "往期整改", _past),)
FILINGS = (
    Sentence("reports_late", "年度报告未按时公布", _reports_late),
    Sentence("feedback_late", "整改反馈未按时报送", _feedback_late),
)
