"""The cases that wait for the viewer's signature, by the act that signs them; each judged by the same guards as the act."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from casework.models.record import UNDATED, Record, RequestItem
from casework.models.unit import Unit
from casework.queries import journal_rows
from casework.queries.cases import days_left
from casework.queries.sight import visible
from casework.viewer import Viewer
from workflows.action import Action
from workflows.calendar import WorkingCalendar
from workflows.history import Act
from workflows.outcomes import OUTCOMES
from workflows.registry import workflow_version
from workflows.signing import ABSENCES, NOT_HIS, STATE_STEPS, signer
from workflows.vocabulary import RecordKind, SigningStep, State

MOST = 200


@dataclass(frozen=True)
class Waiting:
    """One case that waits. `refusals` say why it cannot be signed now, `warnings` what is doubtful."""

    record_id: int
    version: int
    number: str
    content: str
    outcome: str
    unit: str
    due_on: date | None
    days_left: int | None
    refusals: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Pile:
    """The cases that wait for one act, the most urgent first. `at_once`: several can be signed with one opinion."""

    action: Action
    rows: tuple[Waiting, ...]

    @property
    def at_once(self) -> bool:
        return signs_at_once(self.action) and any(not row.refusals for row in self.rows)


def signs_at_once(action: Action | None) -> bool:
    """Whether an act may be done on several cases with one opinion: it signs, sends nothing back and asks for nothing else."""
    if action is None or not _approves(action):
        return False
    return not any(field.required for field in action.fields)


def waiting(
    session: Session, viewer: Viewer, *, today: date, calendar: WorkingCalendar
) -> tuple[Pile, ...]:
    """What the viewer may sign now, in the order of the steps; at most MOST cases, the most urgent ones."""
    found: dict[str, tuple[Action, list[Waiting]]] = {}
    for action, row in _rows(session, viewer, today=today, calendar=calendar):
        found.setdefault(action.name, (action, []))[1].append(row)
    order = list(SigningStep)
    piles = [Pile(action, tuple(rows)) for action, rows in found.values()]
    return tuple(sorted(piles, key=lambda pile: order.index(pile.action.signs or order[0])))


def count(session: Session, viewer: Viewer, *, today: date, calendar: WorkingCalendar) -> int:
    """How many cases wait for the viewer."""
    piles = waiting(session, viewer, today=today, calendar=calendar)
    return len({row.record_id for pile in piles for row in pile.rows})


def _rows(
    session: Session, viewer: Viewer, *, today: date, calendar: WorkingCalendar
) -> Iterator[tuple[Action, Waiting]]:
    held = session.execute(_waiting_records(viewer)).all()
    acts = journal_rows.acts_of(session, [row.id for row in held])
    for row in held:
        workflow = workflow_version(row.workflow_version)
        situation = workflow.situation(workflow.fold(acts[row.id]), calendar)
        actor = signer(row.settings.get(ABSENCES) or (), viewer.user_id, today)
        open_acts = workflow.open_to(
            situation,
            roles=viewer.roles_on(row.unit_id, row.handler_unit_id),
            on_day=today,
            actor=actor,
            among=_approves,
        )
        for one in open_acts:
            action = one.action
            if any(r.guard in NOT_HIS for r in one.refusals):
                continue
            doubts = workflow.warnings(situation, Act(0, action.name, today, actor))
            yield (
                action,
                _row(
                    row,
                    facts=situation.facts.values,
                    refusals=tuple(r.sentence for r in one.refusals),
                    warnings=tuple(r.sentence for r in doubts),
                    left=days_left(row.due_on, today=today, calendar=calendar),
                ),
            )


def _approves(action: Action) -> bool:
    return action.signs not in (None, SigningStep.draft) and not action.returns


def _waiting_records(viewer: Viewer) -> Any:
    states = list(STATE_STEPS)
    parked = and_(Record.state == State.carried_forward, Record.resumes_to.in_(states))
    first = and_(RequestItem.record_id == Record.id, RequestItem.position == 1)
    return (
        select(
            *(Record.id, Record.number, Record.version, Record.workflow_version, Record.due_on),
            *(Record.unit_id, Record.handler_unit_id, Unit.name, Unit.settings),
            RequestItem.content,
        )
        .join(Unit, Unit.id == Record.unit_id)
        .outerjoin(RequestItem, first)
        .where(
            Record.kind == RecordKind.request,
            Record.sort_due <= UNDATED,  # what is closed sorts later, however much of it there is
            visible(viewer),
            or_(Record.state.in_(states), parked),
        )
        .order_by(Record.due_on.is_(None), Record.due_on, Record.id)
        .limit(MOST)
    )


def _row(
    row: Any,
    *,
    facts: Any,
    refusals: tuple[str, ...],
    warnings: tuple[str, ...],
    left: int | None,
) -> Waiting:
    code = str(facts.get("outcome") or "")
    return Waiting(
        record_id=row.id,
        version=row.version,
        number=row.number or "",
        content=row.content or "",
        outcome=f"{code} {OUTCOMES[code].label}" if code in OUTCOMES else code,
        unit=row.name,
        due_on=row.due_on,
        days_left=left,
        refusals=refusals,
        warnings=warnings,
    )
