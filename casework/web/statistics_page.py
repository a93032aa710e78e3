"""The pictures of a year as data: months against last year, results, topics, working days used, the units' rate in time."""

from collections.abc import Mapping, Sequence

from casework.queries.access import UnitRow
from casework.queries.trend import Point
from casework.web import charts
from casework.web.charts import Chart, Line, Words
from casework.web.indicator_page import Wanted, cases_href
from workflows.indicators import BY_KEY, Counts, said
from workflows.outcome_rows import AnswerKind
from workflows.terms import ANSWER, EXTENSION_MAX
from workflows.topics import UNSORTED, ranked

_STEP = 5  # working days to a column
_MANY_UNITS = 60


def months(asked: Wanted, points: Sequence[Point]) -> Chart:
    """Requests received each month beside the same month last year."""
    year = asked.period.year
    words = Words(
        "months",
        "每月收到申请",
        f"{year}年共收到{sum(p.now.of('received') for p in points)}件，"
        f"{year - 1}年为{sum(p.before.of('received') for p in points)}件。",
        ("月份", f"{year}年", f"{year - 1}年"),
        legend=(("before", f"{year - 1}年"), ("now", f"{year}年")),
    )
    groups = [
        (
            p.period.short,
            ((p.before.of("received"), "before"), (p.now.of("received"), "now")),
        )
        for p in points
    ]
    return charts.columns(words, groups, [_month(asked, p) for p in points])


def _month(asked: Wanted, point: Point) -> Line:
    def cell(period_counts: Counts, *, before: bool) -> tuple[str, str]:
        period = point.period.before if before else point.period
        there = Wanted(asked.unit, asked.rollup, period)
        return str(period_counts.of("received")), cases_href(there, "received")

    now = ("", "") if point.ahead else cell(point.now, before=False)
    return Line(point.period.short, (now, cell(point.before, before=True)))


def results(asked: Wanted, counts: Counts) -> Chart:
    """What the requests that were closed in the year came to."""
    numbers = {kind: counts.of(kind.value) for kind in AnswerKind}
    total, most = sum(numbers.values()), max(numbers.values(), default=0)
    words = Words(
        "results",
        "办理结果",
        f"办结{total}件，其中" + "，".join(f"{k.label}{n}件" for k, n in numbers.items()) + "。",
        ("结果", "件数", "占比"),
    )
    return charts.rows(
        words,
        [
            (kind.label, n / most if most else 0, f"{n}（{_percent(n, total)}）", "now")
            for kind, n in numbers.items()
        ],
        [
            Line(kind.label, ((str(n), cases_href(asked, kind.value)), (_percent(n, total), "")))
            for kind, n in numbers.items()
        ],
    )


def topics(asked: Wanted, counts: Mapping[str, int]) -> Chart:
    """What the requests of the year were about, the most usual first; nothing is drawn where none has a topic."""
    known, total, without = ranked(counts), sum(counts.values()), counts.get("", 0)
    found = (*known, *([(UNSORTED, without)] if known and without else ()))
    most = max((n for _, n in found), default=0)
    words = Words(
        "topics",
        "申请事项类别",
        f"收到{total}件，"
        + (f"已归类{total - without}件，{UNSORTED}{without}件。" if without else "都已归类。"),
        ("类别", "件数", "占比"),
        note="按收到的年度统计。登记时选择，或者在案件页、办件列表“归类”；类别在单位设置中维护。",
    )
    return charts.rows(
        words,
        [
            (
                word,
                n / most,
                f"{n}（{_percent(n, total)}）",
                "beyond" if word == UNSORTED else "now",
            )
            for word, n in found
        ],
        [
            Line(
                word,
                ((str(n), cases_href(asked, "received", topic=word)), (_percent(n, total), "")),
            )
            for word, n in found
        ],
    )


def days(taken: Mapping[int, int]) -> Chart:
    """Working days from receipt to closing, five to a column, against the term of an answer (条例33)."""
    term, last = ANSWER.n, ANSWER.n + EXTENSION_MAX.n
    edges = range(0, last, _STEP)
    found = [(f"{low + 1}–{low + _STEP}", _between(taken, low + 1, low + _STEP)) for low in edges]
    found[0] = (f"0–{_STEP}", found[0][1] + taken.get(0, 0))
    found.append((f"{last}以上", sum(n for used, n in taken.items() if used > last)))
    total = sum(n for _, n in found)
    within = sum(n for used, n in taken.items() if used <= term)
    words = Words(
        "days",
        "办理用了多少个工作日",
        f"办结{total}件，其中{within}件在{term}个工作日以内，占{_percent(within, total)}。",
        ("工作日", "件数", "占比"),
        note="自收到申请之日至办结。补正、缴费后重新起算的，依法延长和扣除的，超过二十个工作日也可能按时；是否按时以各件的期限为准。",
    )
    return charts.columns(
        words,
        [
            (label, ((n, "now" if at * _STEP < term else "beyond"),))
            for at, (label, n) in enumerate(found)
        ],
        [Line(label, ((str(n), ""), (_percent(n, total), ""))) for label, n in found],
        limit=(term // _STEP, f"{term} 个工作日（条例33）"),
    )


def units(
    asked: Wanted, numbers: Mapping[int, Mapping[str, int]], named: Sequence[UnitRow]
) -> Chart:
    """The share of what each unit closed in time, the lowest first."""
    found = [(one, Counts(numbers.get(one.id, {}))) for one in named]
    dated = [(one, c) for one, c in found if c.of("dated")]
    ranked = sorted(dated, key=lambda pair: _rate(pair[1]))[:_MANY_UNITS]
    indicator = BY_KEY["on_time_rate"]
    words = Words(
        "units",
        "各单位按时办结率",
        f"{len(dated)}个单位有办结的申请，"
        f"其中{sum(c.of('in_time') == c.of('dated') for _, c in dated)}个全部按时办结。",
        ("单位", "有期限的办结", "按时", "按时办结率"),
        note=f"{indicator.definition}。没有办结的单位不列；低的在前。",
    )
    return charts.rows(
        words,
        [(one.name, _rate(c), said(indicator, c), "now") for one, c in ranked],
        [
            Line(
                one.name,
                (
                    (str(c.of("dated")), cases_href(asked, "dated", about=one.code)),
                    (str(c.of("in_time")), cases_href(asked, "in_time", about=one.code)),
                    (said(indicator, c), ""),
                ),
            )
            for one, c in ranked
        ],
    )


def _rate(counts: Counts) -> float:
    return counts.of("in_time") / counts.of("dated")


def _between(taken: Mapping[int, int], low: int, high: int) -> int:
    return sum(n for used, n in taken.items() if low <= used <= high)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "—"
