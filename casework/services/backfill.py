"""Fills what is projected from the history of records that are older than it; every later act keeps its own record in line."""

from datetime import date

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.orm import Session

from casework.models.calendar import Backfill
from casework.models.document import Document
from casework.models.record import Record
from casework.models.timer import TimerEntry
from casework.office import Office
from casework.services import calendars, engine
from casework.services.paper_state import project_papers
from casework.services.projection import project_timers
from casework.viewer import Moment
from workflows.registry import workflow_version

_AT_ONCE = 500
_PAPERS = "papers"
_LAST_DUE = "last_due_on"


def fill_papers(office: Office, *, moment: Moment) -> int:
    """Project once what is known of the service of papers that are older than the register; answers how many cases have papers.

    The mark that it was done is set in the same transaction. A paper sent or served has been projected before.
    """
    with office.db.write() as session:
        if session.get(Backfill, _PAPERS) is not None:
            return 0
        session.add(Backfill(name=_PAPERS, at=moment.at))
        done = or_(Document.sent_on.is_not(None), Document.served_on.is_not(None))
        if session.scalar(select(Document.id).where(done).limit(1)) is not None:
            return 0
        ids = session.scalars(select(Document.record_id).distinct()).all()
        for record_id in ids:
            record = session.get_one(Record, record_id)
            workflow = workflow_version(record.workflow_version)
            facts = engine.history(session, record, workflow)
            project_papers(session, record, workflow, facts)
            session.flush()
            session.expunge_all()
        return len(ids)


def fill_last_due_days(office: Office, *, moment: Moment) -> int:
    """Project once until when the cases could be closed that were closed before this was kept; answers how many have a day now.

    The mark that it was done is set in the same transaction. Imported closed cases have no due date and get none.
    """
    with office.db.write() as session:
        if session.get(Backfill, _LAST_DUE) is not None:
            return 0
        session.add(Backfill(name=_LAST_DUE, at=moment.at))
        filled, last = 0, 0
        while rows := session.scalars(
            select(Record).where(Record.id > last).order_by(Record.id).limit(_AT_ONCE)
        ).all():
            last = rows[-1].id
            found = [
                {"b_id": record.id, "last_due_on": day}
                for record in rows
                if (day := _last_due_on(session, record)) is not None
            ]
            session.expunge_all()
            if found:
                # Past the ORM: what is projected anew is no act, so no version is raised.
                session.connection().execute(_SET_LAST_DUE, found)
            filled += len(found)
        return filled


def _last_due_on(session: Session, record: Record) -> date | None:
    workflow = workflow_version(record.workflow_version)
    facts = engine.history(session, record, workflow)
    if not facts.acts or not record.calendar_version:
        return None
    calendar = calendars.recorded(session, record.calendar_version)
    return workflow.last_due_on(workflow.situation(facts, calendar))


_SET_LAST_DUE = (
    update(Record.__table__)  # type: ignore[arg-type]  # a mapped table is a table
    .where(Record.__table__.c.id == bindparam("b_id"))
    .values(last_due_on=bindparam("last_due_on"))
)


def fill_timers(office: Office) -> int:
    """Project the terms of every record where none is stored at all; answers how many records have some now.

    It is one transaction, so that an interrupted upgrade leaves either nothing or everything.
    """
    with office.db.write() as session:
        if session.scalar(select(TimerEntry.id).limit(1)) is not None:
            return 0
        filled, last = 0, 0
        while batch := session.scalars(
            select(Record).where(Record.id > last).order_by(Record.id).limit(_AT_ONCE)
        ).all():
            last = batch[-1].id
            newest = calendars.newest(session)
            for record in batch:
                workflow = workflow_version(record.workflow_version)
                facts = engine.history(session, record, workflow)
                is_open = workflow.is_open(facts.working_state) if facts.state else False
                # A closed case keeps the calendar it was closed with (model 5).
                calendar = (
                    newest if is_open else calendars.recorded(session, record.calendar_version)
                )
                situation = workflow.situation(facts, calendar)
                filled += project_timers(session, record, situation=situation)
            session.flush()
            session.expunge_all()
        return filled
