"""Create or migrate the database, and bring its calendar up to date with the published notices."""

from dataclasses import dataclass
from datetime import date

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.db import Database
from casework.models.calendar import CalendarVersion
from casework.models.record import Record
from casework.office import Office
from casework.paths import MIGRATIONS
from casework.services import calendars, engine
from casework.viewer import Moment, system
from workflows.calendar import WorkingCalendar
from workflows.registry import workflow_version


@dataclass(frozen=True)
class Moved:
    """An open case whose due date a new calendar has moved."""

    number: str
    before: date
    after: date


def upgrade(office: Office, *, moment: Moment) -> tuple[Moved, ...]:
    """Bring schema and calendar up to date; answers the open cases whose due date moved (model 11)."""
    migrate(office.db)
    with office.db.write() as session:
        published = calendars.published(moment)
        version = session.scalar(select(func.max(CalendarVersion.id)))
        if version is not None and _same(calendars.recorded(session, version), published):
            return ()
        calendars.record(session, published, label="国务院办公厅放假安排通知", moment=moment)
        return _rederive(session, office, moment=moment) if version is not None else ()


def migrate(db: Database) -> None:
    """Bring the schema to the newest revision; does nothing when it is there already."""
    config = _config()
    with db.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()


def is_migrated(db: Database) -> bool:
    """Whether the schema is at the newest revision."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def _same(recorded: WorkingCalendar, published: WorkingCalendar) -> bool:
    return recorded.slice(recorded.first, recorded.last) == published.slice(
        published.first, published.last
    )


def _rederive(session: Session, office: Office, *, moment: Moment) -> tuple[Moved, ...]:
    at = engine.desk(session, office, viewer=system(), moment=moment)
    moved = []
    for record in session.scalars(select(Record).where(Record.due_on.is_not(None))):
        workflow = workflow_version(record.workflow_version)
        facts = engine.history(session, record, workflow)
        before, after = record.due_on, workflow.read_clock(facts, at.calendar).due_on
        if before is None or after is None or before == after:
            continue
        data = {"calendar": at.calendar.version}
        engine.apply(at, record, "calendar_changed", on_day=moment.today, data=data)
        moved.append(Moved(record.number or str(record.id), before, after))
    return tuple(moved)
