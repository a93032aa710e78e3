"""Open cases in batches, for whoever judges all of them again: plain rows and their acts, a few statements a batch, no filter by viewer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from casework.models.journal import JournalEntry
from casework.models.record import Record
from casework.models.timer import TimerEntry
from casework.models.unit import Unit
from casework.models.user import User
from workflows.definition import Workflow
from workflows.history import Act
from workflows.registry import all_workflows


@dataclass(frozen=True)
class OpenCase:
    """What is stored of an open case that a calendar can move, its acts, the hash of its last row, its running terms."""

    id: int
    number: str | None
    unit_id: int
    handler_unit_id: int | None
    handler_id: int | None
    workflow_version: str
    version: int
    due_on: date | None
    limit_on: date | None
    last_due_on: date | None
    acts: tuple[Act, ...]
    last_hash: str
    timers: tuple[TimerEntry, ...]


@dataclass(frozen=True)
class Names:
    """Names of units and staff by id, read once for a whole list."""

    units: dict[int, str]
    users: dict[int, str]


def stale(calendar_version: int) -> ColumnElement[bool]:
    """Open cases that an older calendar judged last."""
    return and_(Record.calendar_version < calendar_version, is_open())


def is_open() -> ColumnElement[bool]:
    """Cases in no closed state. The registers of the units are records too, but no cases.

    The day of closing says nothing here: a case that is taken up again keeps it.
    """
    found = {w.version: _open_states(w) for w in all_workflows() if not w.is_register}
    one_of = or_(
        *(and_(Record.workflow_version == v, Record.state.in_(s)) for v, s in found.items())
    )
    # An index by state finds them by this alone, however many closed ones there are.
    return and_(Record.state.in_(sorted({s for states in found.values() for s in states})), one_of)


def _open_states(workflow: Workflow) -> list[str]:
    return [state.value for state in workflow.states if workflow.is_open(state.value)]


def count(session: Session, which: ColumnElement[bool]) -> int:
    """How many cases match."""
    return session.scalar(select(func.count()).select_from(Record).where(which)) or 0


def ids_after(
    session: Session, which: ColumnElement[bool], *, after: int, limit: int
) -> Sequence[int]:
    """The next ids behind `after`, so that a sweep passes over the table once."""
    found = select(Record.id).where(which, Record.id > after).order_by(Record.id).limit(limit)
    return session.scalars(found).all()


def batch(
    session: Session, which: ColumnElement[bool], ids: Collection[int], *, lock: bool
) -> tuple[OpenCase, ...]:
    """Those of the ids that (still) match, in order, with their acts; locked for this transaction if wanted."""
    columns = (
        Record.id,
        Record.number,
        Record.unit_id,
        Record.handler_unit_id,
        Record.handler_id,
        Record.workflow_version,
        Record.version,
        Record.due_on,
        Record.limit_on,
        Record.last_due_on,
    )
    rows = select(*columns).where(which, Record.id.in_(ids)).order_by(Record.id)
    found = session.execute(rows.with_for_update() if lock else rows).all()
    present = [row.id for row in found]
    acts, hashes = _journals(session, present)
    timers = _timers(session, present)
    return tuple(
        OpenCase(
            **row._mapping,
            acts=tuple(acts.get(row.id, ())),
            last_hash=hashes.get(row.id, ""),
            timers=tuple(timers.get(row.id, ())),
        )
        for row in found
    )


def _timers(session: Session, ids: Collection[int]) -> dict[int, list[TimerEntry]]:
    found: dict[int, list[TimerEntry]] = {}
    for row in session.scalars(select(TimerEntry).where(TimerEntry.record_id.in_(ids))):
        found.setdefault(row.record_id, []).append(row)
    return found


def _journals(
    session: Session, ids: Collection[int]
) -> tuple[dict[int, list[Act]], dict[int, str]]:
    acts: dict[int, list[Act]] = {}
    hashes: dict[int, str] = {}
    rows = session.execute(
        select(
            JournalEntry.record_id,
            JournalEntry.seq,
            JournalEntry.action,
            JournalEntry.on_day,
            JournalEntry.data,
            JournalEntry.hash,
        )
        .where(JournalEntry.record_id.in_(ids))
        .order_by(JournalEntry.record_id, JournalEntry.seq)
    )
    for record_id, seq, action, on_day, data, row_hash in rows:
        acts.setdefault(record_id, []).append(Act(seq, action, on_day, data))
        hashes[record_id] = row_hash
    return acts, hashes


def names(session: Session) -> Names:
    """Every unit and every member of staff by id."""
    return Names(
        {row.id: row.name for row in session.execute(select(Unit.id, Unit.name))},
        {row.id: row.name for row in session.execute(select(User.id, User.name))},
    )
