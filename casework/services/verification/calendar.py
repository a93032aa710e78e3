"""The recorded calendars: the days of every version are those that were recorded, by their digest (model 11)."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.models.calendar import CalendarVersion
from casework.services import calendars
from casework.services.verification.fault import Fault
from workflows.calendar import OutsideCalendar

UNREADABLE = (ValueError, TypeError, OutsideCalendar)
_CHANGED = "所存的日子与登记时不同，有日子在系统之外被改动；按它推算的期限不可信，请由备份恢复。"
_BROKEN = "所存的日子不能读出或者不相连，有日子在系统之外被改动或者删除；请由备份恢复。"


def check(session: Session) -> Iterator[Fault]:
    """Every version, read anew: what the process has read before may have been changed since."""
    versions = select(CalendarVersion.id, CalendarVersion.digest).order_by(CalendarVersion.id)
    for version, digest in session.execute(versions).all():
        place = f"工作日历第{version}版"
        try:
            found = calendars.digest_of(calendars.stored(session, version))
        except UNREADABLE:
            yield Fault(place, "calendar", _BROKEN)
            continue
        if found != digest:
            yield Fault(place, "calendar", _CHANGED)
