"""The sweep over the turn of the year: writes the acts of carrying that cases still lack (model 6); it counts nothing."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from casework.models.record import Carry, Record
from casework.office import Office
from casework.services import calendars, engine
from casework.services.carrying import last_day
from casework.viewer import Moment, system
from workflows.calendar import OutsideCalendar
from workflows.registry import all_workflows
from workflows.vocabulary import State

BATCH = 100  # model 15: at most so many cases in a transaction


def carry_over(office: Office, *, moment: Moment) -> int:
    """Write every missing act of carrying up to the last 31 December before today; answers how many cases had one.

    A case that a correction opened over the end of a year is among them. Doing it again changes nothing.

    Raises:
        NoCalendar: a term of a case runs into a day that no recorded calendar knows.
    """
    with office.db.read() as session:
        missing = lacking(session, moment.today)
    return sum(
        _write(office, missing[start : start + BATCH], moment=moment)
        for start in range(0, len(missing), BATCH)
    )


def lacking(
    session: Session, today: date, *, units: Collection[int] | None = None
) -> Sequence[int]:
    """The cases, of these units or of all, that stood open over the end of a year without a row of it, told by the database
    alone.
    """
    kinds = sorted({w.kind.value for w in all_workflows() if w.parked is not None})
    of_kind = [Record.kind.in_(kinds), Record.state != State.void]
    of_kind += [] if units is None else [Record.unit_id.in_(units)]
    first = session.scalar(select(func.min(Record.received_on)).where(*of_kind))
    found: set[int] = set()
    for year in range(first.year, today.year) if first is not None else ():
        carried = select(Carry.record_id).where(Carry.year == year, Carry.record_id == Record.id)
        found.update(
            session.scalars(
                select(Record.id).where(
                    *of_kind,
                    Record.received_on <= last_day(year),
                    or_(Record.closed_on.is_(None), Record.closed_on > last_day(year)),
                    ~carried.exists(),
                )
            )
        )
    return sorted(found)


def _write(office: Office, record_ids: Sequence[int], *, moment: Moment) -> int:
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=system(), moment=moment)
        records = session.scalars(
            select(Record).where(Record.id.in_(record_ids)).order_by(Record.id).with_for_update()
        ).all()
        try:
            return sum(engine.carry_over(at, record, before=moment.today) for record in records)
        except OutsideCalendar as error:
            raise calendars.outside(error) from error
