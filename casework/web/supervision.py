"""The pages of a supervising office: risk across its units today, missing reports, and the yearly assessment sheets."""

import csv
import io

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.characters import harmless
from casework.errors import NotFound
from casework.queries import access, sight, supervision
from casework.queries.indicators import Asked
from casework.queries.publishing import filings
from casework.web.blueprint import web
from casework.web.indicator_page import Wanted, cases_href
from casework.web.supervision_page import CHASES, COLUMNS, chase_href
from workflows.periods import Period, Span, holding


@web.get("/supervision")
def supervised() -> ResponseReturnValue:
    """Every unit with something late, due or doubtful, and whose annual report is missing."""
    unit, asked = _office(), _asked(holding(Span.month, http.today()))
    wanted = Wanted(unit, True, holding(Span.month, http.today()), http.today())
    last_year = http.today().year - 1
    missing = [
        one
        for one in filings(http.read(), asked.units, year=last_year, as_of=http.today())
        if one.published_on is None
    ]
    return render_template(
        "web/supervision.html",
        rows=supervision.risks(http.read(), asked),
        columns=COLUMNS,
        bad=supervision.BAD,
        href=lambda key, code: cases_href(wanted, key, about=code),
        chases=CHASES,
        chase_href=chase_href,
        missing=missing,
        year=last_year,
        total=len(asked.units),
        today=http.today(),
    )


@web.get("/assessment")
def assessment_list() -> ResponseReturnValue:
    """The scores of a year, the lowest first."""
    period = _year()
    found = _assessed(period)
    return render_template("web/assessment.html", rows=found, period=period, years=_years(period))


@web.get("/assessment/<code>")
def assessment_sheet(code: str) -> ResponseReturnValue:
    """The sheet of one unit; each count opens what it counts."""
    period = _year()
    one = next((row for row in _assessed(period) if row.code == code), None)
    if one is None:
        raise NotFound(f"没有单位“{code}”的考核表；请从考核列表中打开。")
    wanted = Wanted(_office(), True, period)
    figures = url_for("web.further_figures", unit=_office(), year=period.year, month=12)
    return render_template(
        "web/assessment_sheet.html",
        one=one,
        period=period,
        href=lambda item: cases_href(wanted, item.key, about=code) if item.key else figures,
    )


@web.get("/assessment.csv")
def assessment_csv() -> ResponseReturnValue:
    """All sheets as a table for Excel: counts and points of each line, and the score."""
    period, out = _year(), io.StringIO()
    found = _assessed(period)
    writer = csv.writer(out)
    labels = [line.item.label for line in found[0].lines] if found else []
    writer.writerow(
        ["单位", *(f"{label}{part}" for label in labels for part in ("", "（分）")), "得分"]
    )
    for one in found:
        cells = [str(x) for line in one.lines for x in (line.count, line.points)]
        writer.writerow([harmless(one.name), *cells, one.score])
    headers = {"Content-Disposition": f'attachment; filename="assessment-{period.year}.csv"'}
    return Response(out.getvalue().encode("utf-8-sig"), mimetype="text/csv", headers=headers)


def _office() -> str:
    """The unit that is supervised with all below it: the one named, else the highest in sight.

    Raises:
        NotFound: nothing is in sight.
    """
    units = access.units_in_sight(http.read(), http.viewer())
    known = {unit.code for unit in units}
    top = next((unit.code for unit in units if unit.parent not in known), "")
    return request.args.get("unit", top)


def _asked(period: Period) -> Asked:
    _, units = sight.units_for(http.read(), http.viewer(), _office(), rollup=True)
    today = http.today()
    return Asked(units, period.first, period.last, min(today, period.last), http.calendar())


def _assessed(period: Period) -> tuple[supervision.Assessed, ...]:
    asked = _asked(period)
    office, _ = sight.units_for(http.read(), http.viewer(), _office(), rollup=True)
    return supervision.assessed(http.read(), asked, office_id=office.id, year=period.year)


def _year() -> Period:
    text, today = request.args.get("year", ""), http.today()
    usable = text.isascii() and text.isdigit() and len(text) == 4
    return Period(Span.year, min(int(text), today.year) if usable else today.year)


def _years(period: Period) -> range:
    return range(http.today().year, min(period.year, http.today().year - 6) - 1, -1)
