"""Records of kinds other than requests: lists of one kind, what hangs on a request, one record by its number; no rule of the law."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased

from casework.errors import Invalid, NotFound
from casework.models.record import Note, Record
from casework.models.unit import Unit
from casework.queries.cases import days_left
from casework.queries.sight import may_see, visible
from casework.viewer import DOWNWARD_ROLES, Viewer
from workflows.calendar import WorkingCalendar
from workflows.definition import Workflow
from workflows.registry import all_workflows, plain_kinds, workflow_version
from workflows.vocabulary import Labelled, Phase, PhasedState, Role

PAGE_SIZE = 50
_LOOKING = DOWNWARD_ROLES | {Role.statistics, Role.system}


@dataclass(frozen=True)
class RecordFilter:
    """What to list of a kind. Empty fields ask for nothing; `open` leaves out the closed."""

    kind: str
    state: str = ""
    open: bool = False
    overdue: bool = False
    unit: str = ""
    page: int = 1


@dataclass(frozen=True)
class RecordRow:
    """One line of a list. `days_left` counts working days, negative when late, None while no period runs."""

    id: int
    kind: str
    kind_label: str
    number: str
    title: str
    state: str
    state_label: str
    phase: Phase
    unit: str
    received_on: date | None
    due_on: date | None
    limit_on: date | None
    days_left: int | None
    provisional: bool
    closed_on: date | None
    linked_id: int | None
    linked_number: str
    version: int


@dataclass(frozen=True)
class Records:
    """One page of a list, with how many records stand in each state."""

    kind: Labelled
    rows: tuple[RecordRow, ...]
    counts: tuple[tuple[PhasedState, int], ...]
    total: int
    page: int
    pages: int


def kinds_seen(roles: Iterable[Role]) -> tuple[Workflow, ...]:
    """The kinds that somebody with these roles works on, or looks at as a supervising or counting office."""
    held = frozenset(roles)
    return tuple(
        workflow
        for workflow in plain_kinds()
        if held & _LOOKING or any(held & roles for roles in _working_roles(workflow))
    )


def _working_roles(workflow: Workflow) -> Iterator[frozenset[Role]]:
    """Whose work the acts are that open a record or move it; filing and correcting belong to others too."""
    for action in workflow.actions:
        if action.creates or (action.targets and not action.voids):
            yield action.roles


def of_kind(kind: str) -> Workflow:
    """The newest workflow of a kind that is listed here.

    Raises:
        NotFound: there is no such kind.
    """
    found = next((w for w in plain_kinds() if w.kind.value == kind), None)
    if found is None:
        listed = "、".join(f"{w.kind.value}（{w.kind.label}）" for w in plain_kinds())
        raise NotFound(f"没有“{kind}”这一类记录；可以查看的有：{listed}。")
    return found


def records(
    session: Session,
    viewer: Viewer,
    wanted: RecordFilter,
    *,
    today: date,
    calendar: WorkingCalendar,
    page_size: int = PAGE_SIZE,
) -> Records:
    """The records of one kind in sight, the most urgent first.

    Raises:
        NotFound: there is no such kind.
    """
    workflow = of_kind(wanted.kind)
    where = _conditions(viewer, wanted, workflow, today=today)
    total = session.scalar(select(func.count()).select_from(Record).where(*where)) or 0
    pages = max(1, -(-total // page_size))
    page = min(max(1, wanted.page), pages)
    rows = _rows(
        session, where, today=today, calendar=calendar, limit=page_size, skip=(page - 1) * page_size
    )
    return Records(workflow.kind, rows, _counts(session, viewer, workflow), total, page, pages)


def hanging_on(
    session: Session, viewer: Viewer, record: Record, *, today: date, calendar: WorkingCalendar
) -> tuple[RecordRow, ...]:
    """What is linked to a record and in sight: the request it concerns, and the records that concern it."""
    linked = Record.parent_id == record.id
    if record.parent_id is not None:
        linked = linked | (Record.id == record.parent_id)
    return _rows(session, [linked, visible(viewer)], today=today, calendar=calendar)


def named(session: Session, viewer: Viewer, reference: str, *, kind: str) -> Record:
    """The record of a kind that its number names, or its internal id.

    Raises:
        NotFound: there is none in sight. Invalid: the number stands for several.
    """
    statement = select(Record).where(Record.kind == kind)
    found = [
        one
        for one in session.scalars(statement.where(Record.number == reference))
        if may_see(session, viewer, one)
    ]
    if not found and reference.isascii() and reference.isdigit() and len(reference) < 10:
        by_id = session.scalar(statement.where(Record.id == int(reference)))
        found = [by_id] if by_id is not None and may_see(session, viewer, by_id) else []
    if not found:
        raise NotFound(
            f"没有编号为“{reference}”的记录，或者不在可以查看的范围内；请核对编号和种类。"
        )
    if len(found) > 1:
        ids = "、".join(str(one.id) for one in found)
        raise Invalid(f"有多件记录的编号是“{reference}”；请改用内部编号（{ids}）。")
    return found[0]


def _conditions(
    viewer: Viewer, wanted: RecordFilter, workflow: Workflow, *, today: date
) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = [Record.kind == wanted.kind, visible(viewer)]
    if wanted.state:
        where.append(Record.state == wanted.state)
    if wanted.open:
        where.append(Record.state.not_in([s.value for s in workflow.states_in(Phase.closed)]))
    if wanted.overdue:
        where.append(Record.due_on < today)
    if wanted.unit:
        where.append(Record.unit_id.in_(select(Unit.id).where(Unit.code == wanted.unit)))
    return where


def _counts(
    session: Session, viewer: Viewer, workflow: Workflow
) -> tuple[tuple[PhasedState, int], ...]:
    found = dict(
        session.execute(
            select(Record.state, func.count())
            .where(Record.kind == workflow.kind, visible(viewer))
            .group_by(Record.state)
        ).all()
    )
    return tuple((state, found.get(state.value, 0)) for state in workflow.states)


def _rows(
    session: Session,
    where: Iterable[ColumnElement[bool]],
    *,
    today: date,
    calendar: WorkingCalendar,
    limit: int | None = None,
    skip: int = 0,
) -> tuple[RecordRow, ...]:
    linked = aliased(Record)
    titles = {w.title_field for w in all_workflows()} - {""}
    # The creating act is the first row of the journal, so its texts stand under the number 1.
    title = and_(Note.record_id == Record.id, Note.seq == 1, Note.field.in_(titles))
    lines = session.execute(
        select(Record, Unit.name, Note.content, linked.number)
        .join(Unit, Unit.id == Record.unit_id)
        .outerjoin(Note, title)
        .outerjoin(linked, linked.id == Record.parent_id)
        .where(*where)
        .order_by(
            Record.closed_on.is_not(None),
            Record.due_on.is_(None),
            Record.due_on,
            Record.closed_on.desc(),
            Record.id.desc(),
        )
        .limit(limit)
        .offset(skip)
    )
    return tuple(_row(*line, today=today, calendar=calendar) for line in lines)


def _row(
    record: Record,
    unit: str,
    title: str | None,
    linked_number: str | None,
    *,
    today: date,
    calendar: WorkingCalendar,
) -> RecordRow:
    workflow = workflow_version(record.workflow_version)
    due: dict[str, Any] = {
        "due_on": record.due_on,
        "days_left": days_left(record.due_on, today=today, calendar=calendar),
        "provisional": record.due_on is not None and calendar.is_provisional(record.due_on),
    }
    return RecordRow(
        id=record.id,
        kind=record.kind,
        kind_label=workflow.kind.label,
        number=record.number or "",
        title=title or "",
        state=record.state,
        state_label=workflow.label(record.state),
        phase=workflow.phase(record.state),
        unit=unit,
        received_on=record.received_on,
        limit_on=record.limit_on,
        closed_on=record.closed_on,
        linked_id=record.parent_id,
        linked_number=linked_number or "",
        version=record.version,
        **due,
    )
