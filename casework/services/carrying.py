"""The turn of the year: which cases are carried over 31 December, as rows and as acts (model 6)."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from casework.models.record import Carry, Record
from casework.services import journal
from workflows.acts.moving import answering_unit
from workflows.definition import Workflow
from workflows.history import Act, Facts

CARRY_FORWARD = "carry_forward"


def last_day(year: int) -> date:
    return date(year, 12, 31)


def years_to_carry(facts: Facts, *, before: date) -> tuple[int, ...]:
    """The years over whose end a case stood open, up to the last 31 December before a day.

    Carried over 31 December Y: received by that day, and its first closing is empty or later.
    """
    received = facts.day("received_on")
    if received is None or facts.state == "void":
        return ()
    closed = facts.closed_on or date.max
    return tuple(year for year in range(received.year, before.year) if closed > last_day(year))


def carried_years(facts: Facts) -> tuple[int, ...]:
    """The years for which the history holds an act of carrying."""
    return tuple(act.on_day.year for act in facts.acts if act.action == CARRY_FORWARD)


def rows_of_carrying(rows: Iterable[Act]) -> frozenset[int]:
    """The numbers of the rows by which a case was carried over a year."""
    return frozenset(row.seq for row in rows if row.action == CARRY_FORWARD)


def missing_acts(facts: Facts, workflow: Workflow, *, before: date, seq: int) -> tuple[Act, ...]:
    """The acts of carrying that are still to be written before an act of that day; numbered from `seq`."""
    if workflow.parked is None:
        return ()
    written = carried_years(facts)
    missing = [year for year in years_to_carry(facts, before=before) if year not in written]
    return tuple(Act(seq + n, CARRY_FORWARD, last_day(year)) for n, year in enumerate(missing))


def unjustified(facts: Facts) -> tuple[Act, ...]:
    """Acts of carrying that a later fact has made wrong, e.g. an answer posted on 30 December and entered in January."""
    received, closed = facts.day("received_on"), facts.closed_on or date.max
    return tuple(
        act
        for act in facts.acts
        if act.action == CARRY_FORWARD
        and (received is None or received > act.on_day or closed <= act.on_day)
    )


def unit_of(
    session: Session,
    record: Record,
    workflow: Workflow,
    facts: Facts,
    *,
    upto: date = date.max,
) -> int:
    """The unit that answers by the history, or answered on a day."""
    # An import carries before its rows are flushed; nothing was moved then.
    opened_in = journal.opened_in(session, record.id) or record.unit_id
    return answering_unit(workflow.moving, facts.acts, opened_in=opened_in, upto=upto)


def project_carries(session: Session, record: Record, workflow: Workflow, facts: Facts) -> None:
    """Make the rows of carried cases equal to the history."""
    wanted = set(carried_years(facts)) if facts.state != "void" else set()
    if facts.state != "void" and not wanted and len(facts.acts) == record.version:
        return  # nothing was corrected or voided, so no row is to be taken back
    present = set(session.scalars(select(Carry.year).where(Carry.record_id == record.id)))
    _drop(session, record, present - wanted)
    for year in sorted(wanted):
        # A corrected category, or a move that is taken back, moves the carried case as well, else a column no longer
        # adds up (R5).
        unit_id = unit_of(session, record, workflow, facts, upto=last_day(year))
        row = Carry(year=year, record_id=record.id, unit_id=unit_id)
        row.current_unit_id, row.category = record.unit_id, record.category
        session.merge(row)


def _drop(session: Session, record: Record, years: Iterable[int]) -> None:
    gone = list(years)
    if gone:
        session.execute(delete(Carry).where(Carry.record_id == record.id, Carry.year.in_(gone)))
