"""The recorded calendar: loading a version of it, and bringing it up to date with the published notices (model 11)."""

import hashlib
from threading import Lock

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from casework.calendars import FIRST_YEAR, package_calendar, published_years
from casework.errors import NoCalendar
from casework.models.calendar import CalendarDay, CalendarVersion
from casework.viewer import Moment
from workflows.calendar import Day, OutsideCalendar, WorkingCalendar

_YEARS_AHEAD = 2
_loaded: dict[tuple[int, str], WorkingCalendar] = {}  # by number and digest of the days
_lock = Lock()


def newest(session: Session) -> WorkingCalendar:
    """The calendar that open cases are judged by.

    Raises:
        NoCalendar: nothing is recorded yet.
    """
    latest = select(CalendarVersion.id, CalendarVersion.digest).order_by(CalendarVersion.id.desc())
    version = session.execute(latest.limit(1)).one_or_none()
    if version is None:
        raise NoCalendar("数据库中还没有工作日历；请先运行 casework upgrade。")
    return _calendar(session, *version)


def recorded(session: Session, version: int) -> WorkingCalendar:
    """One recorded version. Raises `LookupError` when there is none of that number."""
    digest = session.scalar(select(CalendarVersion.digest).where(CalendarVersion.id == version))
    if digest is None:
        raise LookupError(f"no calendar version {version}")
    return _calendar(session, version, digest)


def _calendar(session: Session, version: int, digest: str) -> WorkingCalendar:
    """The days of a version, read once per process.

    Kept by their digest and not by the place they came from: a number may stand for other days after a rollback, in a
    restored backup, or in another database of the process.
    """
    key = (version, digest)
    with _lock:
        found = _loaded.get(key)
    if found is not None:
        return found
    calendar = stored(session, version)
    with _lock:
        _loaded[key] = calendar
    return calendar


def stored(session: Session, version: int) -> WorkingCalendar:
    """The days of a version as they stand in the database now. Raises `ValueError` or `OutsideCalendar` when they are none."""
    # Thousands of rows: as plain columns, since nothing is done with them as objects.
    columns = (CalendarDay.on, CalendarDay.working, CalendarDay.why, CalendarDay.provisional)
    rows = session.execute(
        select(*columns, CalendarDay.notice)
        .where(CalendarDay.version_id == version)
        .order_by(CalendarDay.on)
    )
    return WorkingCalendar((Day(*row) for row in rows), version=version)


def record(session: Session, calendar: WorkingCalendar, *, label: str, moment: Moment) -> int:
    """Store a calendar as a new version; answers its number."""
    version = CalendarVersion(created_at=moment.at, label=label, digest=digest_of(calendar))
    session.add(version)
    session.flush()
    session.execute(
        insert(CalendarDay),
        [
            {
                "version_id": version.id,
                "on": day.on,
                "working": day.working,
                "why": day.why,
                "notice": day.notice,
                "provisional": day.provisional,
            }
            for day in calendar.slice(calendar.first, calendar.last)
        ],
    )
    return version.id


def digest_of(calendar: WorkingCalendar) -> str:
    """SHA-256 over every day as it is stored: two versions have the same one when they hold the same days."""
    lines = (
        f"{day.on.isoformat()}|{int(day.working)}|{day.why}|{day.notice}|{int(day.provisional)}"
        for day in calendar.slice(calendar.first, calendar.last)
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def published(moment: Moment) -> WorkingCalendar:
    """The calendar of the published notices, with provisional years ahead of today."""
    last = max(published_years()[-1], moment.today.year) + _YEARS_AHEAD
    return package_calendar(first_year=FIRST_YEAR, until_year=last)


def outside(error: OutsideCalendar) -> NoCalendar:
    """The sentence for a day that no recorded calendar knows."""
    return NoCalendar(
        f"{error.on.isoformat()} 不在已登记的工作日历范围内，不能推算期限（条例33）；"
        "请核对日期，或者由管理员登记该年度的日历。"
    )
