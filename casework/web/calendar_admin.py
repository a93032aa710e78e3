"""The working-day calendar for administrators: the year, the notices, and recording a new one after a look at its effect."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import Conflict, Invalid, NotAllowed
from casework.queries import calendar_state
from casework.services import notices
from casework.services.notices import Preview
from casework.web import calendar_page
from casework.web.blueprint import web
from casework.web.calendar_page import Banner, Typed
from casework.web.filters import holds
from workflows.vocabulary import Role


@web.get("/admin/calendar")
def calendar_admin() -> ResponseReturnValue:
    """The year as months, the notices, and the form."""
    return _page(Typed())


@web.post("/admin/calendar/preview")
def preview_notice() -> ResponseReturnValue:
    """What the notice would do, case by case; nothing is saved."""
    typed = calendar_page.read(request.form)
    try:
        notice = typed.notice()
        seen = _foresee(typed)
    except (Invalid, Conflict) as error:
        return _page(Typed(typed.values, error.fields, error.message)), http.status_of(error)
    return _page(typed, **calendar_page.preview(seen, notice, typed))


@web.post("/admin/calendar/effects.csv")
def preview_csv() -> ResponseReturnValue:
    """The whole list of a preview as a table for Excel."""
    seen = _foresee(calendar_page.read(request.form))
    return Response(
        calendar_page.to_csv(seen.effects.cases).encode("utf-8-sig"),
        mimetype="text/csv",
        headers={"Content-Disposition": 'attachment; filename="calendar-effects.csv"'},
    )


@web.post("/admin/calendar")
def record_notice() -> ResponseReturnValue:
    """Save what was previewed and answer at once; the open cases follow (`casework serve`, `casework tick`)."""
    typed = calendar_page.read(request.form)
    seen, who, moment = request.form.get("seen", ""), http.viewer(), http.now()
    http.end_read()
    try:
        notice = typed.notice()
        notices.save(
            http.office(),
            [notice],
            viewer=who,
            moment=moment,
            seen=int(seen) if seen.isascii() and seen.isdigit() else 0,
        )
    except (Invalid, Conflict) as error:
        return _page(Typed(typed.values, error.fields, error.message)), http.status_of(error)
    flash(f"已登记{notice.source}；在办案件的期限正在按新的日历重算。", "done")
    return redirect(url_for("web.calendar_progress"), 303)


@web.get("/admin/calendar/progress")
def calendar_progress() -> ResponseReturnValue:
    """How far the open cases have followed the newest calendar, and who was told; it asks again by itself while it runs."""
    _check_admin()
    found = calendar_state.progress(http.read())
    return render_template("web/calendar_progress.html", progress=found)


def warning() -> Banner | None:
    """What everybody is told on the front page while a notice that is needed soon is missing."""
    session, viewer = http.read(), http.viewer()
    found = calendar_state.missing(session, viewer, http.calendar(), today=http.today())
    if found is None:
        return None
    return calendar_page.banner(found, may_record=notices.may_record(session, viewer))


def _foresee(typed: Typed) -> Preview:
    return notices.foresee(http.read(), [typed.notice()], viewer=http.viewer())


def _page(typed: Typed, **preview: object) -> str:
    _check_admin()
    session = http.read()
    year = request.args.get("year", "")
    context = calendar_page.page(
        http.calendar(),
        calendar_state.notices(session),
        year=int(year) if year.isascii() and year.isdigit() else http.today().year,
        today=http.today(),
        typed=typed,
        may_record=notices.may_record(session, http.viewer()),
    )
    return render_template(
        "web/admin_calendar.html",
        **context,
        preview=preview or None,
        behind=calendar_state.is_behind(session),
    )


def _check_admin() -> None:
    if not holds(Role.admin):
        raise NotAllowed("工作日历由系统管理员维护，您没有这一角色；请联系系统管理员。")
