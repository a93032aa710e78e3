"""Which units have not closed the annual report of a year, for whoever supervises them (条例47、49)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.models.record import Record
from casework.models.unit import Unit
from casework.queries.access import UnitRow
from casework.queries.annual_versions import year_number
from casework.viewer import Viewer
from workflows.kinds.year import PUBLISHED
from workflows.vocabulary import RecordKind, Role


def not_filed(session: Session, viewer: Viewer, *, year: int) -> tuple[UnitRow, ...]:
    """The supervised units without a closed report of their own, by code. One statement."""
    units = [n for n, roles in viewer.roles.items() if Role.supervisor in roles]
    if not units:
        return ()
    filed = select(Record.unit_id).where(
        Record.kind == RecordKind.year,
        Record.unit_id.in_(units),
        Record.number_year == year,
        Record.number == year_number(year, rollup=False),
        Record.state.in_(PUBLISHED),
    )
    found = session.execute(
        select(Unit.id, Unit.code, Unit.name)
        .where(Unit.id.in_(units), Unit.id.not_in(filed))
        .order_by(Unit.code)
    )
    return tuple(UnitRow(*row, None) for row in found)
