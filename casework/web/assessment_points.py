"""The page of an office's points: what each line of the sheet costs, the effect before it is kept, the years, and who assessed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import CaseworkError
from casework.queries import supervision
from casework.services import assessing
from casework.web.blueprint import web
from casework.web.supervision import assessed_by, office_code, supervised_by, this_year
from workflows.assessment import ITEMS, Item, items_for, score
from workflows.vocabulary import Role


@dataclass(frozen=True)
class Effect:
    """What other points would do to a unit: its score and its place, now and then."""

    name: str
    now: str
    then: str
    place: int
    place_then: int


@web.get("/assessment/points")
def assessment_points() -> ResponseReturnValue:
    """The points of a year, and the years that have their own."""
    return _page()


@web.post("/assessment/points")
def set_assessment_points() -> ResponseReturnValue:
    """Show what these points would do, or keep them."""
    typed = {
        item.name: (
            request.form.get(f"{item.name}-points", ""),
            request.form.get(f"{item.name}-most", ""),
        )
        for item in ITEMS
    }
    try:
        items = assessing.typed_items(typed)
    except CaseworkError as error:
        return _page(typed, error=error), http.status_of(error)
    if request.form.get("try"):
        return _page(typed, effect=_effect(items))
    year = this_year().year
    return _acted(
        lambda code, by: assessing.set_points(http.office(), code, year, items, **by),
        f"已保存，从{year}年度起适用。",
        typed,
    )


@web.post("/assessment/close")
def close_assessment() -> ResponseReturnValue:
    """Fix the points and the counts of a year."""
    year = this_year().year
    return _acted(
        lambda code, by: assessing.close_assessment(http.office(), code, year, **by),
        f"{year}年度已评定，分值和数量就此固定。",
    )


@web.post("/assessment/reopen")
def reopen_assessment() -> ResponseReturnValue:
    """Let the points of a year be set again."""
    year, reason = this_year().year, request.form.get("reason", "")
    return _acted(
        lambda code, by: assessing.reopen_assessment(
            http.office(), code, year, reason=reason, **by
        ),
        f"{year}年度可以重新评定。",
    )


def _acted(
    do: Callable[..., None], told: str, typed: dict[str, tuple[str, str]] | None = None
) -> ResponseReturnValue:
    code, by, year = office_code(), {"viewer": http.viewer(), "moment": http.now()}, this_year()
    http.end_read()
    try:
        do(code, by)
    except CaseworkError as error:
        http.end_read()
        return _page(typed, error=error), http.status_of(error)
    flash(told, "done")
    return redirect(url_for("web.assessment_points", year=year.year, unit=code), 303)


def _effect(items: tuple[Item, ...]) -> tuple[Effect, ...]:
    """Every unit by these points, those whose score changes first."""
    here, year = supervised_by(), this_year()
    now = {one.code: one for one in assessed_by(here, year)}
    then = assessed_by(here, year, items)
    places = {code: place for place, code in enumerate(_ranked(now.values()), start=1)}
    places_then = {code: place for place, code in enumerate(_ranked(then), start=1)}
    found = (
        Effect(one.name, now[one.code].score, one.score, places[one.code], places_then[one.code])
        for one in then
    )
    return tuple(sorted(found, key=lambda one: one.now == one.then))


def _ranked(rows: Iterable[supervision.Assessed]) -> list[str]:
    return [one.code for one in sorted(rows, key=lambda one: -score(one.lines))]


def _page(
    typed: dict[str, tuple[str, str]] | None = None,
    *,
    error: CaseworkError | None = None,
    effect: tuple[Effect, ...] = (),
) -> str:
    period = this_year()
    office = supervised_by().office
    years = office.settings.get(assessing.POINTS, {})
    items = items_for(years, period.year)
    return render_template(
        "web/assessment_points.html",
        office=office,
        period=period,
        lines=tuple((item, *_shown(item, typed)) for item in items),
        wrong=error.fields if error else {},
        error=error,
        effect=effect,
        own_years=sorted(years, reverse=True),
        assessed=office.settings.get(supervision.ASSESSED, {}),
        years=range(http.today().year, min(period.year, http.today().year - 6) - 1, -1),
        may_set=Role.supervisor in http.viewer().roles_in(office.id),
    )


def _shown(item: Item, typed: dict[str, tuple[str, str]] | None) -> tuple[str, str]:
    return (typed or {}).get(item.name, (str(item.points), str(item.most)))
