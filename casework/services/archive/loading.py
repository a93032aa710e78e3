"""Loads an archive into an empty migrated system, in one transaction: all of it or nothing. The journal keeps every id and hash."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Table,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.orm import Session

from casework.errors import NotAllowed, NotEmpty
from casework.models.record import Record
from casework.office import Office
from casework.services.archive import layout, reading
from casework.services.archive.reading import Archive
from casework.services.searching import index_record
from casework.services.upgrade import newest_revision
from casework.viewer import Viewer
from workflows.vocabulary import Role

Tick = Callable[[int], None]
_AT_ONCE = 500
_MOST_BYTES = 8 * 1024 * 1024  # of files that wait to be inserted together


@dataclass(frozen=True)
class Loaded:
    """What was loaded: cases, rows of all tables, files."""

    records: int
    rows: int
    files: int


def load_archive(
    office: Office, path: Path, *, viewer: Viewer, tick: Tick = lambda _n: None
) -> Loaded:
    """Load everything, or nothing. `tick` hears how many rows were loaded or indexed.

    Raises:
        NotAllowed: no administrator. NotEmpty: the system holds units, users or cases.
        Invalid: the archive is damaged, of another version, or its key is not the system's.
    """
    if Role.admin not in viewer.everywhere:
        raise NotAllowed("装载归档须有系统管理员角色；请由系统管理员运行装载命令。")
    key = layout.key_mark(office.cipher)
    with reading.opened(path, schema=newest_revision(), key=key) as archive:
        with office.db.write() as session:
            _clear(session)
            try:
                for table in layout.tables():
                    _load(session, archive, table, tick)
                for table in layout.tables():
                    _link(session, archive, table)
                    _go_on_counting(session, table)
            except (DBAPIError, StatementError, ValueError, TypeError) as error:
                raise reading.damaged("有的行不符合数据结构") from error
            records = _index(session, tick)
        return Loaded(records, archive.rows, archive.manifest["files"]["count"])


def _clear(session: Session) -> None:
    """Whether the system is empty; what its founding wrote makes room for what the archive brings."""
    for table in layout.tables():
        if table.name in layout.FOUNDED:
            continue
        if session.execute(select(literal_column("1")).select_from(table).limit(1)).first():
            raise NotEmpty(
                "本系统已有数据，不能装载归档；请用 --database 指定一个新的数据库，"
                f"运行 casework upgrade 之后再装载。{reading.NOTHING}"
            )
    by_name = {table.name: table for table in layout.tables()}
    for name in layout.FOUNDED:
        session.execute(delete(by_name[name]))


def _load(session: Session, archive: Archive, table: Table, tick: Tick) -> None:
    statement = insert(table).values(_bound(table))
    for batch in _batches(archive, table):
        session.execute(statement, batch)
        tick(len(batch))


def _bound(table: Table) -> dict[str, Any]:
    """A parameter for every column; an empty JSON value stays the NULL that it was."""
    empty = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
    return {
        c.name: bindparam(c.name, type_=empty if isinstance(c.type, JSON) else c.type)
        for c in table.columns
        if c.computed is None
    }


def _batches(archive: Archive, table: Table) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    size = 0
    for row in _rows(archive, table):
        batch.append(row)
        size += sum(len(row[c.name] or b"") for c in layout.contents(table))
        if len(batch) >= _AT_ONCE or size >= _MOST_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _rows(archive: Archive, table: Table) -> Iterator[dict[str, Any]]:
    """The rows as the database takes them; links within the table are put in once every row is there."""
    expected = layout.names(layout.columns(table))
    readers = reading.value_readers(table, archive)
    given = {name: value for (of, name), value in layout.SECRETS.items() if of == table.name}
    later: Mapping[str, None] = dict.fromkeys(layout.names(layout.own_links(table)))
    for line in archive.lines(table):
        if line.keys() != expected:
            raise reading.damaged(f"{layout.member(table)} 的列与数据结构不符")
        read = {name: readers[name](line[name]) if name in readers else line[name] for name in line}
        yield {**read, **later, **given}


def _link(session: Session, archive: Archive, table: Table) -> None:
    for column in layout.own_links(table):
        (key,) = table.primary_key
        statement = (
            update(table)
            .where(key == bindparam("b_key"))
            .values({column.name: bindparam("b_link")})
        )
        batch: list[dict[str, Any]] = []
        for line in archive.lines(table):
            if line[column.name] is not None:
                batch.append({"b_key": line[key.name], "b_link": line[column.name]})
            if len(batch) >= _AT_ONCE:
                session.connection().execute(statement, batch)
                batch = []
        if batch:
            session.connection().execute(statement, batch)


def _go_on_counting(session: Session, table: Table) -> None:
    """New rows get ids behind the loaded ones; SQLite does that by itself."""
    counted = table.autoincrement_column
    if counted is None or session.get_bind().dialect.name != "postgresql":
        return
    last = session.scalar(select(func.max(counted)))
    sequence = session.scalar(select(func.pg_get_serial_sequence(f'"{table.name}"', counted.name)))
    if last is not None and sequence is not None:
        session.execute(text("SELECT setval(:name, :last)"), {"name": sequence, "last": last})


def _index(session: Session, tick: Tick) -> int:
    """Make the index of the search anew: it holds nothing that the rows do not."""
    count = last = 0
    while rows := session.scalars(
        select(Record).where(Record.id > last).order_by(Record.id).limit(_AT_ONCE)
    ).all():
        last = rows[-1].id
        for record in rows:
            index_record(session, record)
        count += len(rows)
        tick(len(rows))
        session.expunge_all()
    return count
