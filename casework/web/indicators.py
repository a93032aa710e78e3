"""The pages of the indicators: a period with the same time last year, the units beside each other, the trend, the cases behind a number."""

import csv
import io
from dataclasses import replace
from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from casework import http
from casework.characters import harmless
from casework.errors import NotFound
from casework.queries import access, sight
from casework.queries import indicators as counting
from casework.queries.access import UnitRow
from casework.queries.counted_cases import counted_cases
from casework.queries.indicators import COUNTS, Asked
from casework.queries.queue_filter import QueueFilter
from casework.queries.trend import trend
from casework.web import indicator_page, queue_page
from casework.web.blueprint import web
from casework.web.filters import ABOVE
from casework.web.indicator_page import Wanted
from workflows.indicators import BY_KEY
from workflows.topics import LONGEST, UNSORTED

# The counts that no indicator shows by itself, for the heading of the list behind them.
_INSIDE = {
    "dated": "有期限的办结申请",
    "received_open": "本期收到、尚在办理的申请",
    "disputes": "复议和诉讼",
    "reviews_closed": "审结的复议",
    "reviews_corrected": "结果纠正的复议",
    "suits_closed": "审结的诉讼",
    "suits_corrected": "结果纠正的诉讼",
    "inquiries": "协助调查函",
    "inquiries_other": "其他协助调查函",
    "inquiries_both": "省、市协助调查函",
    "letters_open": "尚在办理的来信",
    "waived": "例外放行的在办申请",
    "mail_late": "逾期的来信和协助调查函",
    "chasing": "没有办结的督办",
    "chasing_late": "逾期没有反馈的督办",
    "problems_late": "逾期报告或者没有报告的整改",
    "problems_repeated": "重复发生的问题",
    "chased_late": "逾期反馈或者没有反馈的督办",
    "asked_of_period": "申请和协助调查函",
    "asked_late": "没有按时答复的申请和协助调查函",
    "asked_open": "尚在办理的申请和协助调查函",
}


@web.get("/indicators")
def indicators() -> ResponseReturnValue:
    """Every indicator of a unit, or of a tree of units, in one period."""
    return render_template("web/indicators.html", **_page())


@web.get("/indicators.csv")
def indicators_csv() -> ResponseReturnValue:
    """The same numbers as a table for Excel."""
    page = _page()
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(indicator_page.CSV_HEAD)
    for _, lines in page["groups"]:
        for line in lines:
            writer.writerow([harmless(text) for text in indicator_page.csv_row(line)])
    name = f"indicators-{page['asked'].unit}-{page['asked'].period.first.isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(out.getvalue().encode("utf-8-sig"), mimetype="text/csv", headers=headers)


@web.get("/indicators/cases/<key>")
def indicator_cases(key: str) -> ResponseReturnValue:
    """The cases behind one number."""
    if key not in COUNTS:
        raise NotFound(f"没有“{key}”这一项统计；请从统计页面点击数字打开。")
    asked = wanted(_units())
    scope = scope_of(asked)
    about, topic = request.args.get("about", ""), request.args.get("topic", "")[:LONGEST]
    one = next((u for u in _units() if u.code == about and u.id in scope.units), None)
    found = counted_cases(
        http.read(),
        scope.of_unit(one.id) if one else scope,
        key,
        topic=topic,
        page=int(n) if (n := request.args.get("page", "")).isdigit() and len(n) < 6 else 1,
    )
    return render_template(
        "web/counted_cases.html",
        found=found,
        title=(BY_KEY[key].label if key in BY_KEY else _INSIDE[key])
        + (f"：{topic}" if topic else ""),
        sorting=_to_be_sorted(asked, one) if topic == UNSORTED else "",
        definition=BY_KEY[key].definition if key in BY_KEY else "",
        asked=asked,
        unit_name=one.name if one else next(u.name for u in _units() if u.code == asked.unit),
        here=lambda n: (
            indicator_page.cases_href(asked, key, about=about, topic=topic) + f"&page={n}"
        ),
    )


def _to_be_sorted(asked: Wanted, one: UnitRow | None) -> str:
    """Where the cases without a topic are ticked and sorted."""
    unit = one.code if one else "" if asked.rollup else asked.unit
    wanted = QueueFilter(year=asked.period.year, topic=UNSORTED, unit=unit, counted=True)
    return queue_page.address(wanted)


def wanted(units: tuple[UnitRow, ...]) -> Wanted:
    """What the address asks for; without a word the highest unit in sight, with those below where the viewer supervises it."""
    known = {u.code for u in units}
    top = next((u for u in units if u.parent not in known), None)
    above = bool(top and http.viewer().roles_in(top.id) & ABOVE)
    code = top.code if top else ""
    return indicator_page.wanted(request.args, unit=code, rollup=above, today=http.today())


def scope_of(asked: Wanted) -> Asked:
    """The units and days that are counted.

    Raises:
        NotFound, NotAllowed: the unit is out of sight, or the roll-up needs the supervisor's role.
    """
    _, units = sight.units_for(http.read(), http.viewer(), asked.unit, rollup=asked.rollup)
    period = asked.period
    as_of = asked.as_of or min(http.today(), period.last)
    return Asked(units, period.first, period.last, as_of, http.calendar())


def _units() -> tuple[UnitRow, ...]:
    return access.units_in_sight(http.read(), http.viewer())


def _page() -> dict[str, Any]:
    session, units = http.read(), _units()
    asked = wanted(units)
    scope = scope_of(asked)
    ago = asked.period.before
    numbers = counting.by_unit(session, scope)
    now = counting.totalled(numbers, counting.days_used(session, scope))
    before = counting.counts(
        session, replace(scope, first=ago.first, last=ago.last, as_of=ago.last)
    )
    span = indicator_page.trend_span(asked.period)
    points = trend(session, scope, year=asked.period.year, span=span, today=http.today())
    below = [u for u in units if u.id in scope.units]
    return {
        **indicator_page.page(asked, now=now, before=before, units=units, today=http.today()),
        "by_unit": indicator_page.unit_lines(asked, numbers, below) if len(below) > 1 else (),
        "columns": tuple(BY_KEY[key].label for key in indicator_page.UNIT_COLUMNS),
        "trend": indicator_page.trend_lines(asked, points),
        "unit_name": next((u.name for u in units if u.code == asked.unit), ""),
        "has_children": any(u.parent == asked.unit for u in units),
    }
