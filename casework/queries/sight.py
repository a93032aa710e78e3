"""What a viewer may see: the condition that every query of records starts from (model 9)."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from casework.errors import NotAllowed, NotFound
from casework.models.record import Record
from casework.models.unit import Unit
from casework.viewer import Viewer
from workflows.vocabulary import Role


def visible(viewer: Viewer) -> ColumnElement[bool]:
    """Records that a unit of the viewer answers or handles."""
    units = viewer.unit_ids()
    if units is None:
        return true()
    return or_(Record.unit_id.in_(units), Record.handler_unit_id.in_(units))


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
