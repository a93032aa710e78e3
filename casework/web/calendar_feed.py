"""A user's terms as an iCalendar document (RFC 5545): all-day events, stable names, nobody's name; it asks no database."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from casework.queries.feed import FeedRow

MEDIA_TYPE = "text/calendar; charset=utf-8"
_HOURLY = timedelta(hours=1)


def drawn(rows: Iterable[FeedRow], *, owner: str, base_url: str, at: datetime) -> bytes:
    """The document. `base_url` is the address of the application without a slash at its end."""
    calendar = Calendar()
    calendar.add("prodid", "-//casework//government information disclosure//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{owner}的办件期限")
    calendar.add("refresh-interval", _HOURLY, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for row in rows:
        calendar.add_component(_event(row, base_url=base_url, at=at))
    return bytes(calendar.to_ical())


def _event(row: FeedRow, *, base_url: str, at: datetime) -> Event:
    event = Event()
    # The same term keeps its name when its day moves, so that a calendar moves the entry instead of doubling it.
    event.add("uid", f"{row.record_id}-{row.key}-{row.seq}@casework")
    event.add("dtstamp", at)
    event.add("dtstart", row.ends_on)
    event.add("dtend", row.ends_on + timedelta(days=1))
    event.add("summary", f"{'【暂定】' if row.provisional else ''}{row.label}：{row.case}")
    doubt = "；放假安排尚未公布，日期可能变动" if row.provisional else ""
    event.add("description", f"{row.whose}的期限，至当日届满（{row.basis}）{doubt}。")
    event.add("status", "TENTATIVE" if row.provisional else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("url", f"{base_url}/cases/{row.record_id}")
    return event
