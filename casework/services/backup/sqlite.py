"""The embedded database as a file of its own: SQLite's online backup inside one read transaction, so that writers go on."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import URL

from casework.errors import Busy, Invalid
from casework.services.upgrade import knows_revision

Tick = Callable[[int], None]
_PAGES = 2_000  # copied between two words of progress, 8 MB
_SECONDS = 30  # to wait for another writer


def dump(url: URL, file: Path, tick: Tick) -> None:
    """Copy what one read transaction sees. Raises Invalid: the database is damaged."""
    file.unlink(missing_ok=True)
    with closing(sqlite3.connect(url.database or "")) as source, closing(_open(file)) as target:
        source.isolation_level = None
        source.execute("BEGIN")
        source.execute(
            "SELECT count(*) FROM sqlite_master"
        ).fetchone()  # what is seen is settled here
        _copy(source, target, tick)
        target.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        if _faults(target):
            raise Invalid("数据库文件有损坏，没有备份；请由以前的备份恢复。")


def check(file: Path) -> None:
    """Raises Invalid: the file is none of our backups, damaged, or newer than this program."""
    with file.open("rb") as opened:
        head = opened.read(16)
    if head.startswith(b"PGDMP"):
        raise Invalid(
            "这是 PostgreSQL 数据库的备份，不能恢复到 SQLite；请用 --database postgresql://… 指明数据库。"
            "换数据库的，用 casework archive。"
        )
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as source:
            found = source.execute("SELECT version_num FROM alembic_version").fetchone()
            faults = _faults(source)
    except sqlite3.Error as error:
        raise Invalid(f"“{file.name}”不是本系统的备份，或者已经损坏；请核对文件。") from error
    if faults:
        raise Invalid(f"“{file.name}”已经损坏；请用另一份备份。")
    if found is None or not knows_revision(found[0]):
        raise Invalid("备份由更新版本的程序写出；请先升级程序，再恢复。")


def load(url: URL, file: Path, tick: Tick) -> None:
    """Copy the file into the database in one transaction. Raises Busy: somebody else is writing."""
    with (
        closing(sqlite3.connect(file)) as source,
        closing(_open(Path(url.database or ""))) as target,
    ):
        try:
            _copy(source, target, tick)
        except sqlite3.OperationalError as error:
            raise Busy("数据库正在使用，没有恢复；请先停止 casework serve，再恢复。") from error


def _open(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(file, timeout=_SECONDS)


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, tick: Tick) -> None:
    size = source.execute("PRAGMA page_size").fetchone()[0]
    done = 0

    def told(_status: int, remaining: int, total: int) -> None:
        nonlocal done
        tick((total - remaining - done) * size)
        done = total - remaining

    source.backup(target, pages=_PAGES, progress=told)


def _faults(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",))
