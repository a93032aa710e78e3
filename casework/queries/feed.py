"""The terms that belong into a user's own calendar: of his cases, and of the units he answers for; no names, no contents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from casework.models.record import Record
from casework.models.timer import TimerEntry
from casework.queries.terms import OWN, named
from casework.viewer import Viewer
from workflows.calendar import OutsideCalendar, WorkingCalendar
from workflows.timer import Whose
from workflows.vocabulary import Role

PAST = timedelta(days=30)  # what ended longer ago leaves the calendar
MOST = 2000  # the earliest ends; no calendar program takes more in good time
_ANSWERING = (Role.approver, Role.supervisor)


@dataclass(frozen=True)
class FeedRow:
    """One term as a calendar shows it."""

    record_id: int
    case: str
    key: str
    seq: int
    label: str
    basis: str
    whose: str
    ends_on: date
    provisional: bool


def terms_of(
    session: Session, viewer: Viewer, *, today: date, calendar: WorkingCalendar
) -> Sequence[FeedRow]:
    """Every running term of the viewer's own cases, and for those who answer for units our own terms there."""
    rows = session.execute(
        select(TimerEntry, Record.number, Record.workflow_version)
        .join(Record, Record.id == TimerEntry.record_id)
        .where(TimerEntry.ends_on >= today - PAST, or_(*_mine(viewer)))
        .order_by(TimerEntry.ends_on, TimerEntry.id)
        .limit(MOST)
    )
    return [
        FeedRow(
            timer.record_id,
            named(version, number, timer.record_id).rstrip(),
            timer.key,
            timer.seq,
            timer.label,
            timer.basis,
            Whose(timer.whose).label,
            timer.ends_on,
            _is_provisional(timer, calendar),
        )
        for timer, number, version in rows
    ]


def _mine(viewer: Viewer) -> tuple[ColumnElement[bool], ...]:
    units = [unit_id for unit_id, held in viewer.roles.items() if held & set(_ANSWERING)]
    own = and_(Record.handler_id == viewer.user_id, _still_seen(viewer))
    answering = and_(Record.unit_id.in_(units), TimerEntry.whose.in_(OWN))
    return own, answering


def _still_seen(viewer: Viewer) -> ColumnElement[bool]:
    """A handler who has lost his unit sees nothing of its cases any more (model 9)."""
    units = list(viewer.roles)
    return or_(Record.unit_id.in_(units), Record.handler_unit_id.in_(units))


def _is_provisional(timer: TimerEntry, calendar: WorkingCalendar) -> bool:
    try:
        within = calendar.any_provisional(timer.starts_on, timer.ends_on)
        return within or calendar.is_provisional(timer.ends_on)
    except OutsideCalendar:  # nothing is known of that day
        return True
