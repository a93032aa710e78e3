"""The database: base class, column types, and the only two ways to a session, `read()` and `write()`.

Only `write()` commits, and only public functions of `casework.services` open it (design 7).
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    DateTime,
    Engine,
    MetaData,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import URL, Connection, Dialect
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from casework.errors import Busy

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of every row."""

    metadata = MetaData(naming_convention=NAMING)


class UTCDateTime(TypeDecorator[datetime]):
    """An aware UTC moment on every database; SQLite would return it naive."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a time zone must not reach the database")
        return value if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = JSON().with_variant(JSONB(), "postgresql")


# Made once: `json.dumps` would make one for every value.
_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def normalised_url(database_url: str) -> URL:
    """The address with the driver we ship: `postgresql://` means psycopg 3."""
    url = make_url(database_url)
    return (
        url.set(drivername="postgresql+psycopg")
        if url.drivername in ("postgresql", "postgres")
        else url
    )


class Database:
    """One database: an engine and the two kinds of session."""

    def __init__(self, database_url: str) -> None:
        self.url = normalised_url(database_url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite and self.url.database:
            Path(self.url.database).absolute().parent.mkdir(parents=True, exist_ok=True)
        self.engine = _engine(self.url)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one moment and changes nothing."""
        options = {} if self.is_sqlite else _SNAPSHOT
        with self.engine.connect() as connection:
            connection.execution_options(casework_write=False, **options)
            with Session(connection, autoflush=False) as session:
                yield session  # closing rolls back and leaves what was loaded readable

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session that commits when the block ends and rolls back when it raises.

        Raises:
            Busy: another writer of the embedded database did not end while this one waited.
        """
        try:
            with self.engine.connect() as connection:
                connection.execution_options(casework_write=True)
                with Session(connection) as session, session.begin():
                    yield session
        except OperationalError as error:
            if getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
                raise Busy(_BUSY) from error
            raise

    def is_empty_of(self, table: str) -> bool:
        """Whether a table holds no row (or does not exist yet)."""
        with self.engine.connect() as connection:
            if not self.engine.dialect.has_table(connection, table):
                return True
            quoted = self.engine.dialect.identifier_preparer.quote(table)
            return connection.execute(text(f"SELECT 1 FROM {quoted} LIMIT 1")).first() is None

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


_BUSY = "另一项时间较长的写入（如导入台账、升级）正在进行，这一次没有写入；请过几分钟再提交。"
_SNAPSHOT: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        engine = create_engine(url, json_serializer=_dumps, pool_pre_ping=True)
        event.listen(engine, "connect", _set_up_postgresql)
        return engine
    engine = create_engine(url, json_serializer=_dumps, connect_args={"timeout": 30})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_postgresql(connection: Any, _record: Any) -> None:
    """Every statement is small beside starting workers for it: the sums of a year out of a million cases take half as long again."""
    connection.autocommit = True  # what is set in a transaction ends with it
    connection.execute("SET max_parallel_workers_per_gather = 0")
    connection.autocommit = False


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves; the driver's own begin is off
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA busy_timeout=30000")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A reader may not turn into a writer once another has written, so a writer says so at once.
    write = connection.get_execution_options().get("casework_write", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
