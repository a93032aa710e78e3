"""The page by which an administrator sees whether the installation runs as it should."""

from datetime import timedelta

from flask import render_template
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import NotAllowed
from casework.queries import calendar_state
from casework.queries import health as queries
from casework.services import mailing, sealing, upgrade
from casework.web.blueprint import web
from casework.web.filters import holds
from workflows.vocabulary import Role

_LATE = timedelta(days=2)  # the timer seals every day; a day may fall between two looks


@web.get("/admin/health")
def health() -> ResponseReturnValue:
    """Database, calendar, timer, mail, signing, storage."""
    if not holds(Role.admin):
        raise NotAllowed("系统状态由系统管理员查看，您没有这一角色；请联系系统管理员。")
    session, office = http.read(), http.office()
    found = queries.health(session, mailed_since=http.now().at - mailing.FRESH)
    calendar, today = http.calendar(), http.today()
    lacking = calendar_state.missing(session, http.viewer(), calendar, today=today)
    return render_template(
        "web/health.html",
        found=found,
        migrated=upgrade.is_migrated(office.db),
        calendar_lacks=lacking is not None,
        calendar_says=calendar_state.sentence(lacking)
        if lacking
        else calendar_state.reach(calendar, today=today),
        timer_late=found.sealed_at is None or http.now().at - found.sealed_at > _LATE,
        mail=office.settings.mail is not None,
        kinds=sealing.kinds_at_hand(office.settings),
    )
