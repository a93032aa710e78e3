"""Create or migrate the database, and bring its calendar up to date with the published notices."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from casework import notices
from casework.db import Database
from casework.models.calendar import CalendarVersion
from casework.office import Office
from casework.paths import MIGRATIONS
from casework.queries import calendar_state
from casework.services import calendars, rederiving
from casework.services.backfill import fill_last_due_days, fill_papers, fill_timers
from casework.services.rederiving import Effect, Tick
from casework.viewer import Moment
from workflows.calendar import WorkingCalendar

_STATISTICS = "sqlite_stat1"
_LABEL = "国务院办公厅放假安排通知"


@dataclass(frozen=True)
class Upgraded:
    """The open cases that moved, and the days on which a notice recorded by hand goes before the package."""

    moved: tuple[Effect, ...] = ()
    kept: tuple[date, ...] = ()


def upgrade(office: Office, *, moment: Moment, tick: Tick = lambda _n: None) -> Upgraded:
    """Bring schema and calendar up to date, then the open cases to the newest calendar (model 11).

    Days that a notice recorded by hand settles stay as recorded. `tick` hears how many cases each batch judged.
    """
    migrate(office.db)
    _renew_statistics(office.db)
    with office.db.write() as session:
        kept = _copy_published(session, moment=moment)
    fill_timers(office)
    fill_papers(office, moment=moment)
    fill_last_due_days(office, moment=moment)
    return Upgraded(rederiving.finish(office, moment=moment, tick=tick).moved, kept)


def _copy_published(session: Session, *, moment: Moment) -> tuple[date, ...]:
    published = calendars.published(moment)
    version = session.scalar(select(func.max(CalendarVersion.id)))
    if version is None:
        calendars.record(session, published, label=_LABEL, moment=moment)
        return ()
    recorded = calendars.recorded(session, version)
    by_hand = [one.notice for one in calendar_state.notices(session)]
    wanted = notices.merged(published, recorded, by_hand)
    if not _same(recorded, wanted):
        calendars.record(session, wanted, label=_LABEL, moment=moment)
    # Where the package only guesses, it contradicts nobody.
    known = (
        on for on in notices.differences(published, wanted) if not published.is_provisional(on)
    )
    return tuple(known)


def migrate(db: Database, revision: str = "head") -> None:
    """Bring the schema to a revision, the newest by default; does nothing when it is there already."""
    config = _config()
    with db.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()


def _renew_statistics(db: Database) -> None:
    """Count again what a planner was told of once: beside old counts SQLite passes over every index that is newer than they.

    Whoever never ran ANALYZE gets none, since the plans are made for that; PostgreSQL keeps its own counts.
    """
    if not db.is_sqlite or db.is_empty_of(_STATISTICS):
        return
    with db.write() as session:
        session.execute(text("ANALYZE"))


def is_migrated(db: Database) -> bool:
    """Whether the schema is at the newest revision."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest_revision()


@cache
def newest_revision() -> str:
    """The revision of the schema that this program works with; the migrations are read once, they come with the program."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def knows_revision(revision: str) -> bool:
    """Whether this program has this revision of the schema; not of one that a newer program wrote."""
    return any(
        script.revision == revision
        for script in ScriptDirectory.from_config(_config()).walk_revisions()
    )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def _same(recorded: WorkingCalendar, published: WorkingCalendar) -> bool:
    return recorded.slice(recorded.first, recorded.last) == published.slice(
        published.first, published.last
    )
