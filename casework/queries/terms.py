"""Running terms that are near or over, cases nobody has taken, and who is responsible; it decides nothing and writes nothing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session

from casework.models.record import Record, Task
from casework.models.timer import TimerEntry
from casework.models.unit import Unit
from casework.models.user import RoleGrant, User
from workflows.definition import Workflow
from workflows.registry import all_workflows, workflow_version
from workflows.timer import Whose
from workflows.vocabulary import Phase, Role

OWN = (Whose.ours.value, Whose.department.value)


@dataclass(frozen=True)
class CaseRow:
    """What a reminder may know of a case: no name and no content."""

    id: int
    number: str | None
    workflow_version: str
    unit_id: int
    handler_id: int | None
    handler_unit_id: int | None
    due_on: date | None


@dataclass(frozen=True)
class TermRow:
    """A running term with its case; `id` orders the sweep. `asked_unit_id` is the department a task was asked of."""

    case: CaseRow
    id: int
    key: str
    seq: int
    label: str
    basis: str
    whose: str
    ends_on: date
    proposes: str
    lapses: bool
    asked_unit_id: int | None


@dataclass(frozen=True)
class UnclaimedRow:
    """An open case without a handler; `registered` is false while it waits at the desk."""

    case: CaseRow
    since: date
    registered: bool

    @property
    def id(self) -> int:
        return self.case.id


def named(version: str, number: str | None, record_id: int) -> str:
    """A case as a message or a calendar names it: kind and number, never a person."""
    kind = workflow_version(version).kind.label
    if not number:
        return f"{kind}（登记序号{record_id}）"
    return f"{kind}{number}" if number[0].isascii() else f"{kind} {number} "


_CASE = (
    Record.id,
    Record.number,
    Record.workflow_version,
    Record.unit_id,
    Record.handler_id,
    Record.handler_unit_id,
    Record.due_on,
)
_TERM = (
    TimerEntry.id,
    TimerEntry.key,
    TimerEntry.seq,
    TimerEntry.label,
    TimerEntry.basis,
    TimerEntry.whose,
    TimerEntry.ends_on,
    TimerEntry.proposes,
    TimerEntry.lapses,
    Task.unit_id,
)
_OF_TASK = and_(
    TimerEntry.whose == Whose.department,
    Task.record_id == TimerEntry.record_id,
    Task.seq == TimerEntry.seq,
)


def near_or_over(
    session: Session, *, today: date, until: date, after: int, limit: int
) -> Sequence[TermRow]:
    """Our own terms that end by `until`, and terms of others that are over and propose an act.

    A chance that has lapsed is not asked for again.
    """
    ours = and_(
        TimerEntry.whose.in_(OWN),
        TimerEntry.ends_on <= until,
        or_(TimerEntry.lapses.is_(False), TimerEntry.ends_on >= today),
    )
    theirs = and_(TimerEntry.proposes > "", TimerEntry.ends_on < today)
    rows = session.execute(
        select(*_TERM, *_CASE)
        .join(Record, Record.id == TimerEntry.record_id)
        .outerjoin(Task, _OF_TASK)
        .where(or_(ours, theirs), TimerEntry.id > after)
        .order_by(TimerEntry.id)
        .limit(limit)
    )
    return [_term(tuple(row)) for row in rows]


def _term(values: tuple[Any, ...]) -> TermRow:
    n = len(_TERM)
    return TermRow(CaseRow(*values[n:]), *values[:n])


def unclaimed(session: Session, *, before: date, after: int, limit: int) -> Sequence[UnclaimedRow]:
    """Open cases that arrived before a day and that somebody could be given, or that still wait to be registered."""
    claimable = or_(false(), *(_claimable(w) for w in all_workflows()))
    rows = session.execute(
        select(*_CASE, Record.received_on, Record.arrived_on, _WORKING_STATE)
        .where(Record.handler_id.is_(None), Record.arrived_on < before, claimable)
        .where(Record.id > after)
        .order_by(Record.id)
        .limit(limit)
    )
    waiting = {state.value for w in all_workflows() for state in w.states_in(Phase.received)}
    return [_waiting(tuple(row), waiting) for row in rows]


def _waiting(values: tuple[Any, ...], waiting: Collection[str]) -> UnclaimedRow:
    n = len(_CASE)
    received, arrived, state = values[n:]
    return UnclaimedRow(CaseRow(*values[:n]), received or arrived, state not in waiting)


_WORKING_STATE = func.coalesce(func.nullif(Record.resumes_to, ""), Record.state)


def _claimable(workflow: Workflow) -> ColumnElement[bool]:
    """States in which an act can name a handler, and those in which the desk has not yet let it in."""
    if workflow.is_register:
        return false()
    states = {
        state.value
        for action in workflow.actions
        if "handler" in action.sets
        for state in action.sources
    }
    states |= {state.value for state in workflow.states_in(Phase.received)}
    return and_(Record.workflow_version == workflow.version, _WORKING_STATE.in_(sorted(states)))


@dataclass(frozen=True)
class Tree:
    """Units with their settings, and who of the active staff holds which role where; read once for a sweep."""

    parents: Mapping[int, int | None]
    settings: Mapping[int, Mapping[str, Any]]
    holders: Mapping[tuple[int, str], Collection[int]]
    active: Collection[int] = field(default_factory=frozenset)

    def upwards(self, unit_id: int) -> tuple[int, ...]:
        """A unit and the units above it, the nearest first."""
        found: list[int] = []
        above: int | None = unit_id
        while above is not None and above not in found:
            found.append(above)
            above = self.parents.get(above)
        return tuple(found)

    def setting(self, unit_id: int, key: str) -> Any:
        """What a unit has set, else what the nearest unit above it has; None when nobody has."""
        for one in self.upwards(unit_id):
            if key in self.settings.get(one, {}):
                return self.settings[one][key]
        return None

    def all_set(self, key: str) -> tuple[Any, ...]:
        """Every value that some unit has set."""
        return tuple(held[key] for held in self.settings.values() if key in held)

    def holding(self, role: Role, *unit_ids: int | None) -> tuple[int, ...]:
        """Active users with this role in any of these units."""
        found = {
            user_id
            for unit_id in unit_ids
            if unit_id is not None
            for user_id in self.holders.get((unit_id, role.value), ())
        }
        return tuple(sorted(found))


_TOLD = (Role.intake, Role.handler, Role.approver, Role.supervisor)


def tree(session: Session) -> Tree:
    """The units and the staff a reminder can go to."""
    units = session.execute(select(Unit.id, Unit.parent_id, Unit.settings)).all()
    grants = session.execute(
        select(RoleGrant.unit_id, RoleGrant.role, RoleGrant.user_id)
        .join(User, User.id == RoleGrant.user_id)
        .where(User.active, RoleGrant.role.in_(_TOLD))
    )
    holders: dict[tuple[int, str], set[int]] = {}
    for unit_id, role, user_id in grants:
        holders.setdefault((unit_id, role), set()).add(user_id)
    return Tree(
        {row.id: row.parent_id for row in units},
        {row.id: row.settings for row in units},
        holders,
        frozenset(session.scalars(select(User.id).where(User.active))),
    )
