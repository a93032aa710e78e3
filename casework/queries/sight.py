"""What a viewer may see: the condition that every query of records starts from (model 9)."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session

from casework.errors import NotAllowed, NotFound
from casework.models.record import Record, Task
from casework.models.unit import Unit
from casework.viewer import WORKING_ROLES, Viewer
from workflows.vocabulary import Phase, Role, State

CLOSED_STATES = tuple(s.value for s in State if s.phase is Phase.closed)


def visible(viewer: Viewer, *, sieve: bool = False) -> ColumnElement[bool]:
    """Records that a unit of the viewer answers or handles.

    What was only asked of his unit is not among them: lists and searches name applicants. `asked_of` lists it.
    With `sieve` no index may serve this condition: another one leads to the rows, in the order they are wanted.
    """
    units = viewer.unit_ids()
    if units is None or viewer.whole:
        return true()
    if sieve:
        return or_((Record.unit_id + 0).in_(units), (Record.handler_unit_id + 0).in_(units))
    return or_(Record.unit_id.in_(units), Record.handler_unit_id.in_(units))


def asked_of(viewer: Viewer) -> ColumnElement[bool]:
    """Open tasks on open records, asked of units whose daily work the viewer does; of every unit for the system."""
    still_open = and_(Task.ended_on.is_(None), Record.state.not_in(CLOSED_STATES))
    if viewer.everywhere:
        return still_open
    return and_(Task.unit_id.in_(viewer.working_units()), still_open)


def asked_units(session: Session, record: Record) -> frozenset[int]:
    """The units with an open task on an open record."""
    if record.state in CLOSED_STATES:
        return frozenset()
    tasks = select(Task.unit_id).where(Task.record_id == record.id, Task.ended_on.is_(None))
    return frozenset(session.scalars(tasks))


def roles_on(session: Session, viewer: Viewer, record: Record) -> frozenset[Role]:
    """What the viewer may do on a record, with what an open task of his unit gives him."""
    held = viewer.roles_on(record.unit_id, record.handler_unit_id)
    if held & WORKING_ROLES:  # whoever works on the case may do all that a task would let him do
        return held
    asked = asked_units(session, record)
    return viewer.roles_on(record.unit_id, record.handler_unit_id, asked=asked)


def may_see(session: Session, viewer: Viewer, record: Record) -> bool:
    """Whether a record is in the viewer's sight, be it for a task alone."""
    if viewer.may_see(record.unit_id, record.handler_unit_id):
        return True
    return viewer.may_see(asked=asked_units(session, record))


def only_contributes(viewer: Viewer, record: Record) -> bool:
    """Whether the viewer sees a record for a task alone: then neither applicant nor papers are shown."""
    return not viewer.may_see(record.unit_id, record.handler_unit_id)


def subtree(session: Session, unit_id: int) -> tuple[int, ...]:
    """A unit and every unit below it."""
    tree = select(Unit.id).where(Unit.id == unit_id).cte(recursive=True)
    tree = tree.union_all(select(Unit.id).where(Unit.parent_id == tree.c.id))
    return tuple(session.scalars(select(tree.c.id)))


def units_for(
    session: Session, viewer: Viewer, code: str, *, rollup: bool
) -> tuple[Unit, tuple[int, ...]]:
    """The unit of that code and the units its table sums over.

    Raises:
        NotFound: no such unit, or out of sight. NotAllowed: a roll-up without the supervisor's role on its root.
    """
    unit = session.scalar(select(Unit).where(Unit.code == code))
    if unit is None or not viewer.may_see(unit.id):
        raise NotFound(f"没有代码为“{code}”的单位，或者不在您可以查看的范围内；请核对单位代码。")
    if not rollup:
        return unit, (unit.id,)
    if not _rolls_up(viewer.roles_in(unit.id)):
        raise NotAllowed(f"汇总“{unit.name}”下属单位须有主管部门角色；请由主管部门人员查看汇总表。")
    return unit, subtree(session, unit.id)


def _rolls_up(roles: Collection[Role]) -> bool:
    return bool({Role.supervisor, Role.admin, Role.auditor, Role.system} & set(roles))
