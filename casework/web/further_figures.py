"""The page of the numbers that no case tells: small tables of a month, rows typed in, a table imported, rows taken out."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import CaseworkError, Invalid
from casework.queries import sight
from casework.queries.access import units_in_sight
from casework.queries.further_figures import reported, rows_of
from casework.services import further_figures as entering
from casework.services.further_figures import FigureForm
from casework.web.blueprint import web
from workflows.further_figures import FURTHER, doubts
from workflows.periods import Period, Span
from workflows.vocabulary import Role

_FIRST_YEAR = 2008


@dataclass(frozen=True)
class Month:
    """The office and the month that an address asks for; a quarter or a year is only looked at."""

    unit: str
    period: Period


@web.get("/circulars/figures")
def further_figures() -> ResponseReturnValue:
    """The small tables of a month."""
    return _page(_asked())


@web.post("/circulars/figures")
def enter_figures() -> ResponseReturnValue:
    """Store one number."""
    asked, typed = _asked(), request.form.to_dict()
    try:
        form = FigureForm(
            asked.period.year,
            asked.period.part,
            typed.get("key", ""),
            typed.get("part", "").strip(),
            typed.get("about", "").strip(),
            entering.whole(typed.get("count", ""), "数量"),
        )
        return _stored(asked, [form])
    except CaseworkError as error:
        http.end_read()
        return _page(asked, typed, error), http.status_of(error)


@web.post("/circulars/figures/import")
def import_figures() -> ResponseReturnValue:
    """Store every row of a table, or none."""
    asked = _asked()
    try:
        http.expect_file()
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            raise Invalid("没有选择文件；请选择 XLSX 或者 CSV。", fields={"file": "请选择文件"})
        return _stored(asked, entering.read_table(sent.read(), file=sent.filename))
    except CaseworkError as error:
        http.end_read()
        return _page(asked, {}, error), http.status_of(error)


@web.post("/circulars/figures/<int:figure_id>/drop")
def drop_figure(figure_id: int) -> ResponseReturnValue:
    """Take one number out."""
    asked, who, moment = _asked(), http.viewer(), http.now()
    http.end_read()
    entering.drop(http.office(), asked.unit, figure_id, viewer=who, moment=moment)
    flash("已删除，记入本单位的管理台账。", "done")
    return _back(asked)


def _stored(asked: Month, forms: list[FigureForm]) -> ResponseReturnValue:
    who, moment = http.viewer(), http.now()
    http.end_read()
    changed = entering.enter(http.office(), asked.unit, forms, viewer=who, moment=moment)
    flash(f"已登记 {changed} 项。" if changed else "没有变化。", "done")
    return _back(asked)


def _back(asked: Month) -> ResponseReturnValue:
    period = asked.period
    there = url_for("web.further_figures", unit=asked.unit, year=period.year, month=period.part)
    return redirect(there, 303)


def _asked() -> Month:
    today = http.today()
    year = _within(request.args.get("year"), _FIRST_YEAR, today.year, today.year)
    span = next((s for s in Span if s.value == request.args.get("span")), Span.month)
    part = min(_within(request.args.get("month"), 1, 12, today.month), span.parts)
    return Month(request.args.get("unit", ""), Period(span, year, part))


def _within(text: str | None, least: int, most: int, default: int) -> int:
    usable = text and text.isascii() and text.isdigit() and len(text) < 5
    return min(max(int(text), least), most) if text and usable else default


def _page(
    asked: Month, typed: dict[str, str] | None = None, error: CaseworkError | None = None
) -> str:
    session, viewer = http.read(), http.viewer()
    unit, below = sight.units_for(session, viewer, asked.unit, rollup=True)
    rows = rows_of(session, unit.id, asked.period)
    return render_template(
        "web/further_figures.html",
        unit=unit,
        period=asked.period,
        years=range(http.today().year, min(asked.period.year, http.today().year - 6) - 1, -1),
        tables=tuple((k, tuple(r for r in rows if r.key is k.key)) for k in FURTHER.values()),
        names=tuple(u.name for u in units_in_sight(session, viewer) if u.id in below),
        doubts=doubts(reported(session, unit.id, asked.period)),
        is_month=asked.period.span is Span.month,
        may_enter=asked.period.span is Span.month and Role.supervisor in viewer.roles_in(unit.id),
        heads="、".join(entering.HEADS),
        typed=typed or {},
        error=error,
    )
