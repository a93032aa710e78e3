"""The open tasks of departments: those asked of the viewer's units, and those his units have asked of others."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from casework.models.record import Note, Record, RequestItem, Task
from casework.models.unit import Unit
from casework.queries.cases import days_left
from casework.queries.sight import CLOSED_STATES, asked_of, visible
from casework.viewer import Viewer
from workflows.acts.tasks import TaskKind
from workflows.calendar import WorkingCalendar

LIMIT = 200


@dataclass(frozen=True)
class TaskRow:
    """One open task. `days_left` counts working days to its internal limit; negative when it is late."""

    record_id: int
    seq: int
    number: str
    content: str
    kind: str
    kind_label: str
    matter: str
    asked_by: str
    asked_of: str
    asked_on: date
    limit_on: date | None
    claimed_on: date | None
    days_left: int | None

    @property
    def is_late(self) -> bool:
        return self.days_left is not None and self.days_left < 0

    @property
    def is_unclaimed(self) -> bool:
        return self.claimed_on is None


@dataclass(frozen=True)
class TaskCounts:
    """How many open tasks the viewer's units have to do, and how many of them nobody claimed or are late."""

    open: int = 0
    unclaimed: int = 0
    late: int = 0


def to_do(
    session: Session, viewer: Viewer, *, today: date, calendar: WorkingCalendar
) -> tuple[TaskRow, ...]:
    """The open tasks asked of the viewer's units, the most urgent first."""
    return _rows(session, asked_of(viewer), today=today, calendar=calendar)


def waiting_for(
    session: Session, viewer: Viewer, *, today: date, calendar: WorkingCalendar
) -> tuple[TaskRow, ...]:
    """The open tasks on cases that the viewer's units answer or handle."""
    own = and_(visible(viewer), Task.ended_on.is_(None), Record.state.not_in(CLOSED_STATES))
    return _rows(session, own, today=today, calendar=calendar)


def counts(session: Session, viewer: Viewer, *, today: date) -> TaskCounts:
    """What a desk says about the tasks of the viewer's units, in one query."""
    row = session.execute(
        select(
            func.count(),
            func.count().filter(Task.claimed_on.is_(None)),
            func.count().filter(Task.limit_on < today),
        )
        .select_from(Task)
        .join(Record, Record.id == Task.record_id)
        .where(asked_of(viewer))
    ).one()
    return TaskCounts(*row)


def _rows(
    session: Session, where: ColumnElement[bool], *, today: date, calendar: WorkingCalendar
) -> tuple[TaskRow, ...]:
    return tuple(
        TaskRow(
            record_id=task.record_id,
            seq=task.seq,
            number=number or "",
            content=content or "",
            kind=task.kind,
            kind_label=TaskKind(task.kind).label,
            matter=matter or "",
            asked_by=asking,
            asked_of=asked,
            asked_on=task.asked_on,
            limit_on=task.limit_on,
            claimed_on=task.claimed_on,
            days_left=days_left(task.limit_on, today=today, calendar=calendar),
        )
        for task, number, content, matter, asking, asked in session.execute(_select(where))
    )


def _select(where: ColumnElement[bool]) -> Select[Task, str | None, str, str | None, str, str]:
    asking, asked = aliased(Unit), aliased(Unit)
    first_item = and_(RequestItem.record_id == Record.id, RequestItem.position == 1)
    matter = and_(Note.record_id == Task.record_id, Note.seq == Task.seq, Note.field == "matter")
    return (
        select(Task, Record.number, RequestItem.content, Note.content, asking.name, asked.name)
        .join(Record, Record.id == Task.record_id)
        .join(asking, asking.id == Record.unit_id)
        .join(asked, asked.id == Task.unit_id)
        .outerjoin(RequestItem, first_item)
        .outerjoin(Note, matter)
        .where(where)
        .order_by(Task.limit_on.is_(None), Task.limit_on, Task.id)
        .limit(LIMIT)
    )
