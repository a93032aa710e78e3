"""The schema at head on both databases: equal to the models, and closed to changes where history is kept."""

import pkgutil
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DBAPIError

import casework.models
from casework.db import Base, Database
from casework.models.annual import AnnualVersion
from casework.models.journal import JournalEntry, Seal, SealedRow
from casework.models.record import Record
from casework.models.search import include_name
from casework.models.unit import Unit
from casework.paths import MIGRATIONS
from casework.services.upgrade import is_migrated, migrate, upgrade
from casework.viewer import Moment
from tests.factories import make_office

for module in pkgutil.iter_modules(casework.models.__path__, "casework.models."):
    import_module(module.name)  # fills the metadata, also with what the migrations forgot

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
APPEND_ONLY = (JournalEntry, Seal, SealedRow, AnnualVersion)
CARRIED = (
    "INSERT INTO unit (id, code, name, signatory, mark, remedies, settings)"
    " VALUES (1, 'a', '甲', '', '', '{}', '{}'), (2, 'b', '乙', '', '', '{}', '{}')",
    "INSERT INTO record (id, kind, unit_id, state, resumes_to, category, arrived_on, outcome, workflow_version,"
    " calendar_version, version, facts)"
    " VALUES (1, 'request', 2, 'in_progress', '', 'natural', '2020-09-01', '', 'request-2019', 1, 2, '{}')",
    "INSERT INTO carry (year, record_id, unit_id, category) VALUES (2020, 1, 1, 'natural')",
)


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return ScriptDirectory.from_config(config)


@pytest.fixture
def blank(blank_url: str) -> Iterator[Database]:
    database = Database(blank_url)
    yield database
    database.close()


@pytest.fixture
def sealed(db: Database) -> Database:
    """A database with one row in each table of history."""
    with db.write() as session:
        unit = Unit(code="lanshan", name="兰山区人民政府办公室")
        session.add(unit)
        session.flush()
        record = Record(
            kind="request", unit_id=unit.id, arrived_on=date(2026, 3, 2), workflow_version="2019"
        )
        session.add(record)
        session.flush()
        entry = JournalEntry(
            record_id=record.id,
            seq=1,
            unit_id=unit.id,
            at=AT,
            on_day=date(2026, 3, 2),
            actor_label="登记员",
            action="register",
            basis="条例30",
            before="",
            after="registered",
            data={},
            previous_hash="",
            hash="0" * 64,
        )
        seal = Seal(at=AT, rows=1, previous_hash="", hash="1" * 64)
        session.add_all([entry, seal])
        session.flush()
        session.add(SealedRow(journal_id=entry.id, seal_id=seal.id))
        session.add(
            AnnualVersion(
                record_id=record.id, number=1, seq=1, unit_id=unit.id, year=2025, rollup=False,
                kind="frozen", on_day=date(2026, 1, 20), at=AT, signer="审批人", digest="2" * 64,
                content={},
            )
        )  # fmt: skip
    return db


def test_the_migrations_have_one_head() -> None:
    assert len(scripts().get_heads()) == 1


def test_a_migration_is_named_by_number_and_slug_and_says_why() -> None:
    for revision in scripts().walk_revisions():
        assert re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", Path(revision.path).name)
        assert revision.doc


def test_the_migrated_schema_equals_the_models(db: Database) -> None:
    with db.engine.connect() as connection:
        opts = {"compare_type": True, "include_name": include_name}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Base.metadata) == []


def test_a_database_is_migrated_only_after_the_migration(blank: Database) -> None:
    assert not is_migrated(blank)
    migrate(blank)
    assert is_migrated(blank)


@pytest.mark.parametrize("counted", [True, False])
def test_an_upgrade_counts_newer_indexes_where_the_office_has_counts(
    tmp_path: Path, sqlite_template: Path, counted: bool
) -> None:
    shutil.copyfile(sqlite_template, tmp_path / "casework.db")
    database = Database(f"sqlite:///{tmp_path / 'casework.db'}")
    office = make_office(database)
    if counted:
        with database.engine.begin() as connection:
            connection.execute(text("ANALYZE calendar_version"))  # and no table with an index yet
    upgrade(office, moment=Moment.on(date(2026, 3, 2)))
    with database.engine.connect() as connection:
        tables = connection.execute(text("SELECT name FROM sqlite_master")).scalars().all()
        assert ("sqlite_stat1" in tables) is counted
        if counted:
            known = connection.execute(text("SELECT tbl FROM sqlite_stat1")).scalars().all()
            assert "calendar_day" in known
    database.close()


def test_migrating_twice_keeps_what_is_there(sealed: Database) -> None:
    migrate(sealed)
    with sealed.read() as session:
        assert session.scalar(select(func.count(JournalEntry.id))) == 1


@pytest.mark.parametrize("table", APPEND_ONLY, ids=lambda table: table.__tablename__)
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_itself_refuses_to_rewrite_history(
    sealed: Database, table: type[Base], verb: str
) -> None:
    column = next(iter(table.__table__.columns))
    statement = update(table).values({column.name: column}) if verb == "update" else delete(table)
    with pytest.raises(DBAPIError, match=f"{table.__tablename__} is append-only"):
        rewrite(sealed, statement)


def rewrite(db: Database, statement: object) -> None:
    with db.write() as session:
        session.execute(statement, execution_options={"synchronize_session": False})


def test_every_table_of_history_has_its_two_triggers(db: Database) -> None:
    catalogue = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if db.is_sqlite
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with db.read() as session:
        found = set(session.scalars(text(catalogue)))
    expected = {
        f"{table.__tablename__}_no_{v}" for table in APPEND_ONLY for v in ("update", "delete")
    }
    assert expected <= found


def test_what_was_carried_learns_the_unit_that_answers_it_now(blank: Database) -> None:
    migrate(blank, "0027")
    with blank.engine.begin() as connection:
        for statement in CARRIED:
            connection.execute(text(statement))
    migrate(blank)
    with blank.engine.connect() as connection:
        row = connection.execute(text("SELECT year, unit_id, current_unit_id FROM carry")).one()
    assert tuple(row) == (2020, 1, 2)
