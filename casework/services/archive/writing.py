"""Writes an archive from one moment of the database, row by row and file by file; it changes nothing."""

import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from casework.errors import Conflict, NotAllowed
from casework.office import Office
from casework.services.archive import layout
from casework.services.journal import canonical
from casework.services.upgrade import newest_revision
from casework.viewer import Moment, Viewer
from workflows.vocabulary import Role

Tick = Callable[[int], None]
_AT_ONCE = 500
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the moment of the archive stands in the manifest

_HOW = """政府信息依申请公开办理系统的全部数据：案件、办理过程、文书、文件、单位、用户（不含口令）、日历和年报。
tables/ 每个数据表一个文件，每行一个 JSON 对象（UTF-8）；files/ 按 SHA-256 存放的文书和文件；manifest.json 列出各文件的行数和校验值。
证件号码、电话、地址和电子邮箱是加密的，密钥不在本文件中。装载：在空的系统中运行 casework archive load。
"""


@dataclass(frozen=True)
class Exported:
    """What was written: rows, files, and the digest of the manifest, by which the whole can be recognised."""

    rows: int
    files: int
    digest: str


def rows_in(office: Office) -> int:
    """How many rows would travel now; for the progress."""
    with office.db.read() as session:
        return sum(_count(session, table) for table in layout.tables())


def export_archive(
    office: Office, path: Path, *, viewer: Viewer, moment: Moment, tick: Tick = lambda _n: None
) -> Exported:
    """Write everything to a new file that only its owner may read. `tick` hears how many rows were written.

    It appears under its name when it is complete; an interrupted export leaves nothing behind.

    Raises:
        NotAllowed: no administrator. Conflict: the file is there already.
    """
    if Role.admin not in viewer.everywhere:
        raise NotAllowed("导出全部数据须有系统管理员角色；请由系统管理员运行导出命令。")
    if path.exists():
        raise Conflict(f"文件“{path}”已经存在，没有导出；请换一个文件名，或者先移走原来的文件。")
    with (
        _complete(path) as part,
        office.db.read() as session,
        zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        writer = _Writer(session, archive, tick)
        archive.writestr(_info(layout.README), _HOW)
        told = {table.name: writer.table(table) for table in layout.tables()}
        for table in layout.tables():
            writer.files(table)
        manifest = {
            "format": layout.FORMAT,
            "version": layout.VERSION,
            "schema": newest_revision(),
            "made_at": moment.at.isoformat(timespec="seconds"),
            "key": layout.key_mark(office.cipher),
            "tables": told,
            "files": {"count": writer.count, "bytes": writer.bytes},
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True)
        archive.writestr(_info(layout.MANIFEST), text)
    rows = sum(one["rows"] for one in told.values())
    return Exported(rows, writer.count, hashlib.sha256(text.encode()).hexdigest())


@contextmanager
def _complete(path: Path) -> Iterator[IO[bytes]]:
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)  # what an interrupted export has left
    try:
        handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w+b") as stream:
            yield stream
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)


class _Writer:
    """An archive while it is written. One row, or one file, is in memory at a time."""

    def __init__(self, session: Session, archive: zipfile.ZipFile, tick: Tick) -> None:
        self._session, self._archive, self._tick = session, archive, tick
        self.count = self.bytes = 0

    def table(self, table: Table) -> dict[str, Any]:
        """Write the rows of a table; what comes back is its entry in the manifest."""
        digest, rows, size = hashlib.sha256(), 0, 0
        with self._archive.open(_info(layout.member(table)), "w", force_zip64=True) as out:
            for row in self._rows(table):
                line = canonical(row).encode() + b"\n"
                out.write(line)
                digest.update(line)
                rows, size = rows + 1, size + len(line)
                self._tick(1)
        return {"rows": rows, "bytes": size, layout.DIGEST_KEY: digest.hexdigest()}

    def _rows(self, table: Table) -> Iterator[dict[str, Any]]:
        bytes_in = layout.contents(table)
        plain = [c for c in layout.columns(table) if c not in bytes_in]
        for found in self._stream(select(*plain).order_by(*table.primary_key)):
            row = {key: layout.spelled(value) for key, value in found._mapping.items()}
            for column in bytes_in:
                content = self._content(table, column, row)
                row[column.name] = None if content is None else hashlib.sha256(content).hexdigest()
            yield row

    def files(self, table: Table) -> None:
        """Write what the columns of bytes hold; the same bytes once."""
        for column in layout.contents(table):
            keys = select(*table.primary_key).where(column.is_not(None))
            for found in self._stream(keys.order_by(*table.primary_key)):
                content = self._content(table, column, found._mapping)
                if content is not None:
                    self._file(content)

    def _file(self, content: bytes) -> None:
        place = layout.place_of(hashlib.sha256(content).hexdigest())
        if place in self._archive.NameToInfo:
            return
        self._archive.writestr(_info(place, zipfile.ZIP_STORED), content)
        self.count, self.bytes = self.count + 1, self.bytes + len(content)

    def _content(self, table: Table, column: Any, row: Any) -> bytes | None:
        keyed = (key == row[key.name] for key in table.primary_key)
        return self._session.scalar(select(column).where(*keyed))

    def _stream(self, query: Any) -> Any:
        return self._session.execute(query, execution_options={"yield_per": _AT_ONCE})


def _count(session: Session, table: Table) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def _info(name: str, compression: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = compression
    info.external_attr = 0o600 << 16
    return info
