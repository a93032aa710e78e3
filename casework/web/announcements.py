"""The announcements of an administrator's units: publish, see what is shown, take back."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import CaseworkError, NotAllowed
from casework.models.announcement import Audience
from casework.models.unit import Unit
from casework.queries import announcements as kept
from casework.queries import unit_settings as in_unit
from casework.services import announcements
from casework.services.announcements import LONGEST, AnnouncementForm
from casework.web.act_form import Draft
from casework.web.blueprint import web

_FIELDS = ("unit", "audience", "text", "first_on", "last_on")


@web.get("/admin/announcements")
def announcement_page() -> ResponseReturnValue:
    """What is announced, and the form for one more."""
    return _page(Draft())


@web.post("/admin/announcements")
def publish_announcement() -> ResponseReturnValue:
    """Publish, or show the page again with what is wrong."""
    _units()
    typed = {key: request.form.get(key, "").strip() for key in _FIELDS}
    who, moment = http.viewer(), http.now()
    http.end_read()
    try:
        announcements.publish(http.office(), AnnouncementForm(**typed), viewer=who, moment=moment)
    except CaseworkError as error:
        draft = Draft("publish", typed, error.fields, error.message)
        return _page(draft), http.status_of(error)
    flash("公告已发布。", "done")
    return redirect(url_for("web.announcement_page"), 303)


@web.post("/admin/announcements/<int:announcement_id>/withdraw")
def withdraw_announcement(announcement_id: int) -> ResponseReturnValue:
    """Take one back."""
    who, moment = http.viewer(), http.now()
    http.end_read()
    announcements.withdraw(http.office(), announcement_id, viewer=who, moment=moment)
    flash("公告已撤下。", "done")
    return redirect(url_for("web.announcement_page"), 303)


def _units() -> tuple[Unit, ...]:
    """The units that the viewer administers.

    Raises:
        NotAllowed: there are none.
    """
    found = in_unit.administered(http.read(), http.viewer())
    if not found:
        raise NotAllowed("公告由系统管理员发布，您没有这一角色；请联系系统管理员。")
    return found


def _page(draft: Draft) -> str:
    units = _units()
    return render_template(
        "web/announcements.html",
        units=units,
        audiences=tuple(Audience),
        rows=kept.kept(http.read(), [unit.id for unit in units]),
        draft=draft,
        longest=LONGEST,
        today=http.today(),
        labels={one.value: one.label for one in Audience},
    )
