"""The pages of a supervising office: risk across its units today, missing reports, and the yearly assessment sheets."""

import csv
import io
from dataclasses import dataclass

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.characters import harmless
from casework.errors import CaseworkError, NotFound
from casework.models.unit import Unit
from casework.queries import access, records, sight, supervision
from casework.queries.indicators import Asked
from casework.queries.late_reports import corrections
from casework.queries.publishing import filings
from casework.services import assessing
from casework.web import record_page
from casework.web.blueprint import web
from casework.web.indicator_page import Wanted, cases_href
from casework.web.supervision_page import COLUMNS, chase_href
from workflows.assessment import Item, items_for
from workflows.periods import Period, Span, holding
from workflows.vocabulary import Role


@web.get("/supervision")
def supervised() -> ResponseReturnValue:
    """Every unit with something late, due or doubtful, and whose annual report is missing."""
    here, month = supervised_by(), holding(Span.month, http.today())
    asked = _asked(here, month)
    wanted = Wanted(here.office.code, True, month, http.today())
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
        chase_href=chase_href if _may_chase() else None,
        missing=missing,
        year=last_year,
        total=len(asked.units),
        today=http.today(),
    )


@web.get("/assessment")
def assessment_list() -> ResponseReturnValue:
    """The scores of a year, the lowest first."""
    period, here = this_year(), supervised_by()
    return render_template(
        "web/assessment.html",
        rows=assessed_by(here, period),
        period=period,
        years=_years(period),
        office=here.office,
        assessed=here.office.settings.get(supervision.ASSESSED, {}).get(str(period.year)),
    )


@web.get("/assessment/<code>")
def assessment_sheet(code: str) -> ResponseReturnValue:
    """The sheet of one unit; each count opens what it counts."""
    return _sheet(code)


@web.post("/assessment/<code>/late-report")
def correct_late_report(code: str) -> ResponseReturnValue:
    """Say against the dates whether the annual report was late, or follow the dates again."""
    period, said = this_year(), {"late": True, "in_time": False}.get(request.form.get("late", ""))
    office, who, moment = office_code(), http.viewer(), http.now()
    reason = request.form.get("reason", "")
    http.end_read()
    try:
        assessing.correct_late_report(
            http.office(),
            office,
            period.year,
            about=code,
            late=said,
            reason=reason,
            viewer=who,
            moment=moment,
        )
    except CaseworkError as error:
        http.end_read()
        return _sheet(code, error), http.status_of(error)
    flash("已更正。" if said is not None else "已恢复按公布日期推算。", "done")
    return redirect(url_for("web.assessment_sheet", code=code, year=period.year), 303)


def _sheet(code: str, error: CaseworkError | None = None) -> str:
    period, here = this_year(), supervised_by()
    one = next((row for row in assessed_by(here, period) if row.code == code), None)
    if one is None:
        raise NotFound(f"没有单位“{code}”的考核表；请从考核列表中打开。")
    return render_template(
        "web/assessment_sheet.html",
        one=one,
        period=period,
        href=lambda item: _source(here.office.code, item, code, period),
        may_correct=Role.supervisor in http.viewer().roles_in(here.office.id),
        correction=corrections(here.office, period.year).get(code),
        assessed=here.office.settings.get(supervision.ASSESSED, {}).get(str(period.year)),
        error=error,
        reason=request.form.get("reason", ""),
    )


def _source(office: str, item: Item, code: str, period: Period) -> str:
    """What a count is counted from: the cases, the dates of publication, or the small tables."""
    if item.key:
        return cases_href(Wanted(office, True, period), item.key, about=code)
    if item.dated:
        return url_for("web.annual_units", unit=office, year=period.year - 1)
    return url_for(
        "web.further_figures",
        unit=office,
        span="year",
        year=period.year,
        month=1,
        _anchor=item.name,
    )


@web.get("/assessment.csv")
def assessment_csv() -> ResponseReturnValue:
    """All sheets as a table for Excel: counts and points of each line, and the score."""
    period, out = this_year(), io.StringIO()
    found = assessed_by(supervised_by(), period)
    writer = csv.writer(out)
    labels = [line.item.label for line in found[0].lines] if found else []
    writer.writerow(
        [
            "单位",
            *(f"{label}{part}" for label in labels for part in ("", "（分）")),
            "得分",
            "评定以后的变动",
        ]
    )
    for one in found:
        cells = [str(x) for line in one.lines for x in (line.count, line.points)]
        writer.writerow([harmless(one.name), *cells, one.score, _moved(one)])
    headers = {"Content-Disposition": f'attachment; filename="assessment-{period.year}.csv"'}
    return Response(out.getvalue().encode("utf-8-sig"), mimetype="text/csv", headers=headers)


def _moved(one: supervision.Assessed) -> str:
    """What is counted otherwise today than when the year was assessed."""
    moved = (line for line in one.lines if line.now is not None)
    return "；".join(f"{line.item.label}现为{line.now}" for line in moved)


def office_code() -> str:
    """The unit that is supervised with all below it: the one named, else the highest in sight.

    Raises:
        NotFound: nothing is in sight.
    """
    if "unit" in request.args:
        return request.args["unit"]
    units = access.units_in_sight(http.read(), http.viewer())
    known = {unit.code for unit in units}
    return next((unit.code for unit in units if unit.parent not in known), "")


@dataclass(frozen=True)
class Supervised:
    """The office whose page this is, and the units it looks after."""

    office: Unit
    units: tuple[int, ...]


def supervised_by() -> Supervised:
    """Both, asked for once by each page.

    Raises:
        NotFound, NotAllowed: the office is out of sight, or the role for its units is missing.
    """
    return Supervised(*sight.units_for(http.read(), http.viewer(), office_code(), rollup=True))


def _may_chase() -> bool:
    """Whether the form that the page leads to would open for the reader."""
    session, viewer = http.read(), http.viewer()
    opening = records.of_kind("chase").opening
    return bool(
        record_page.units_to_open_in(viewer, access.units_in_sight(session, viewer), opening)
    )


def _asked(here: Supervised, period: Period) -> Asked:
    today = http.today()
    return Asked(here.units, period.first, period.last, min(today, period.last), http.calendar())


def assessed_by(
    here: Supervised, period: Period, items: tuple[Item, ...] | None = None
) -> tuple[supervision.Assessed, ...]:
    """The sheets of a year, by the office's points of that year or by others."""
    own = items_for(here.office.settings.get(assessing.POINTS, {}), period.year)
    return supervision.assessed(
        http.read(),
        _asked(here, period),
        office=here.office,
        year=period.year,
        items=items or own,
    )


def this_year() -> Period:
    """The year that an address asks for; this one where it asks for none, or for one to come."""
    text, today = request.args.get("year", ""), http.today()
    usable = text.isascii() and text.isdigit() and len(text) == 4
    return Period(Span.year, min(int(text), today.year) if usable else today.year)


def _years(period: Period) -> range:
    return range(http.today().year, min(period.year, http.today().year - 6) - 1, -1)
