"""What is recorded of the calendar: notices with their numbers, versions, and whether a notice is missing that is needed soon.

The notices are read from the registers of the units, where recording them was written; the days lie in the calendar itself.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.models.calendar import CalendarVersion
from casework.models.journal import JournalEntry
from casework.models.message import Message
from casework.models.record import UNDATED, Record
from casework.models.user import User
from casework.notices import Notice, from_entry
from casework.queries import open_cases
from casework.queries.sight import visible
from casework.viewer import Viewer
from workflows.calendar import WorkingCalendar
from workflows.vocabulary import RecordKind

RECORDED = "record_calendar"
CHANGED = "calendar_changed"
"""The journal row of a case whose days a calendar has moved, and the key of the message about it."""
AHEAD = timedelta(days=60)
"""A notice is asked for so long before the first day it decides about."""
END_AHEAD = timedelta(days=180)
"""A calendar that ends sooner cannot hold a term with its extension any more."""


@dataclass(frozen=True)
class RecordedNotice:
    """A notice with the calendar version it made, when and by whom it was recorded."""

    notice: Notice
    version: int
    at: datetime
    by: str


@dataclass(frozen=True)
class Version:
    """One state of the whole calendar."""

    number: int
    label: str
    at: datetime


@dataclass(frozen=True)
class Missing:
    """Days that nobody can be certain of and that are needed soon.

    `year` is the year whose notice is missing, or whose days are not there at all (`ends`); `since` the first such day;
    `cases` how many cases in the viewer's sight run into them, `last` the latest of their days.
    """

    year: int
    since: date
    ends: bool = False
    cases: int = 0
    last: date | None = None


def notices(session: Session) -> tuple[RecordedNotice, ...]:
    """Every notice recorded by hand, the oldest first; each once, though every root unit has its row."""
    registers = select(Record.id).where(Record.kind == RecordKind.administration)
    rows = session.execute(
        select(JournalEntry.data, JournalEntry.at, JournalEntry.actor_label)
        .where(JournalEntry.action == RECORDED, JournalEntry.record_id.in_(registers))
        .order_by(JournalEntry.id)
    )
    found: dict[tuple[int, str], RecordedNotice] = {}
    for data, at, by in rows:
        key = (int(data["calendar"]), str(data.get("number", "")))
        if "number" in data:
            found.setdefault(key, RecordedNotice(from_entry(data), key[0], at, by))
    return tuple(found.values())


def versions(session: Session) -> tuple[Version, ...]:
    """Every version, the oldest first."""
    rows = session.scalars(select(CalendarVersion).order_by(CalendarVersion.id))
    return tuple(Version(row.id, row.label, row.created_at) for row in rows)


@dataclass(frozen=True)
class Progress:
    """How far the open cases have followed the newest version: how many there are, how many were judged by it.

    `moved` cases have another day now; `told` are the users who were told, each with the number of his cases.
    """

    version: Version
    total: int
    done: int
    moved: int
    told: tuple[tuple[str, int], ...]

    @property
    def waiting(self) -> int:
        return self.total - self.done

    @property
    def messages(self) -> int:
        return sum(n for _, n in self.told)


def progress(session: Session) -> Progress | None:
    """The way of the newest version through the open cases; None without a calendar."""
    newest = session.scalars(select(CalendarVersion).order_by(CalendarVersion.id.desc())).first()
    if newest is None:
        return None
    total = open_cases.count(session, open_cases.is_open())
    waiting = open_cases.count(session, open_cases.stale(newest.id))
    moved = session.scalar(
        select(func.count()).where(
            JournalEntry.action == CHANGED, JournalEntry.at >= newest.created_at
        )
    )
    told = session.execute(
        select(User.name, func.count(Message.record_id.distinct()))
        .join(Message, Message.user_id == User.id)
        .where(Message.key == CHANGED, Message.seq == newest.id)
        .group_by(User.id, User.name)
        .order_by(User.id)
    )
    version = Version(newest.id, newest.label, newest.created_at)
    return Progress(version, total, total - waiting, moved or 0, tuple((n, k) for n, k in told))


def newest_version(session: Session) -> int:
    """The number of the newest version; 0 without a calendar."""
    return session.scalar(select(func.max(CalendarVersion.id))) or 0


def is_behind(session: Session) -> bool:
    """Whether some open case was not yet judged by the newest version; one row at most is read."""
    newest = newest_version(session)
    return bool(open_cases.ids_after(session, open_cases.stale(newest), after=0, limit=1))


def missing(
    session: Session, viewer: Viewer, calendar: WorkingCalendar, *, today: date
) -> Missing | None:
    """The notice that should be there by now, if any.

    reading (model 11): it is needed as soon as a running term reaches a provisional day, and sixty days before the
    first such day in any case, since a request that comes in now may be extended that far.
    """
    if calendar.last < today + END_AHEAD:
        return Missing(calendar.last.year + 1, calendar.last + timedelta(days=1), ends=True)
    first = _first_provisional(calendar, today)
    if first is None:
        return None
    year = _waited_for(first)
    # What is closed sorts behind all days, so the index of the open cases leads to those that run so far.
    reach = (Record.sort_due >= first, Record.sort_due < UNDATED)
    cases, last = session.execute(
        select(func.count(), func.max(Record.sort_due)).where(
            Record.kind.in_(tuple(RecordKind)), *reach, visible(viewer, sieve=True)
        )
    ).one()
    if cases or first <= today + AHEAD:
        return Missing(year, first, cases=cases, last=last)
    return None


def sentence(found: Missing) -> str:
    """What everybody is told, with the way out."""
    since = _said(found.since)
    if found.ends:
        return (
            f"工作日历只到{_said(found.since - timedelta(days=1))}，{since}起的期限不能推算（条例33）；"
            "请系统管理员运行 casework upgrade 补充年度。"
        )
    reach = (
        f"，现有{found.cases}件办件的期限在其后，最晚{_said(found.last)}"
        if found.cases and found.last
        else ""
    )
    return (
        f"{found.year}年的放假安排还没有登记，{since}起的日期为暂定{reach}。"
        "通知公布后，请系统管理员在“工作日历”页登记，或者运行 casework calendar record；期限随之确定或者变动。"
    )


def reach(calendar: WorkingCalendar, *, today: date) -> str:
    """How far the calendar goes, and how far by an arrangement of the State Council and not by weekdays alone."""
    first = _first_provisional(calendar, today)
    if first is None:
        return f"已登记至{_said(calendar.last)}"
    return (
        f"国务院的放假安排已登记至{_waited_for(first) - 1}年；{_said(first)}起的日期为暂定，"
        f"按星期推算到{_said(calendar.last)}"
    )


def _first_provisional(calendar: WorkingCalendar, today: date) -> date | None:
    ahead = calendar.slice(today, calendar.last)
    return next((day.on for day in ahead if day.provisional), None)


def _waited_for(first: date) -> int:
    """The year whose notice makes a day certain: days at the end of a year wait for the notice of the next one."""
    return (first + timedelta(days=7)).year


def _said(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"
