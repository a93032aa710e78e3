"""Opens an archive and reads it row by row, every digest checked on the way; it knows no database."""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Table

from casework.errors import Invalid
from casework.services.archive import layout

_LONGEST_LINE = 256 * 1024 * 1024
_LONGEST_MANIFEST = 1024 * 1024
NOTHING = "没有装载任何内容。"
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError, OSError,
)  # fmt: skip


def damaged(what: str) -> Invalid:
    """The refusal of an archive that is not whole."""
    return Invalid(f"归档不完整或者已经损坏：{what}；请重新复制归档文件，或者重新导出。{NOTHING}")


class Archive:
    """An archive whose manifest was read and found to be ours."""

    def __init__(self, file: zipfile.ZipFile, manifest: Mapping[str, Any]) -> None:
        self._file, self.manifest = file, manifest

    @property
    def rows(self) -> int:
        """How many rows there are, as the manifest says."""
        return sum(one["rows"] for one in self.manifest["tables"].values())

    def lines(self, table: Table) -> Iterator[dict[str, Any]]:
        """The rows of a table as they stand there, bytes by their digest.

        Raises:
            Invalid: the rows are not those that the manifest tells of; only the end of the file shows it.
        """
        told, name = self.manifest["tables"][table.name], layout.member(table)
        digest, rows = hashlib.sha256(), 0
        with self._whole(name), self._file.open(name) as stream:
            while line := stream.readline(_LONGEST_LINE):
                digest.update(line)
                rows += 1
                yield _object(line, name, rows)
        if (rows, digest.hexdigest()) != (told["rows"], told[layout.DIGEST_KEY]):
            raise damaged(f"{name} 的校验值与清单不符")

    def content(self, digest: str) -> bytes:
        """The bytes of a digest.

        Raises:
            Invalid: they are missing, or others than the digest says.
        """
        name = layout.place_of(digest)
        with self._whole(name):
            found = self._file.read(name)
        if hashlib.sha256(found).hexdigest() != digest:
            raise damaged(f"{name} 的内容与校验值不符")
        return found

    @contextmanager
    def _whole(self, name: str) -> Iterator[None]:
        try:
            yield
        except _DAMAGED as error:
            raise damaged(f"{name} 缺失或者不能读取") from error


def _object(line: bytes, name: str, number: int) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError as error:
        raise damaged(f"{name} 第{number}行不是 JSON") from error
    if not isinstance(found, dict):
        raise damaged(f"{name} 第{number}行不是 JSON 对象")
    return found


@contextmanager
def opened(path: Path, *, schema: str, key: str) -> Iterator[Archive]:
    """The archive at this path.

    Raises:
        Invalid: it is none, it is damaged, or it was made by another version or under another key.
    """
    try:
        file = zipfile.ZipFile(path)
    except FileNotFoundError as error:
        raise Invalid(f"文件“{path}”不存在；请核对路径。") from error
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Invalid(
            f"“{path.name}”不是完整的归档（可能没有复制完）；请重新复制，或者用 casework archive export 重新导出。{NOTHING}"
        ) from error
    with file:
        manifest = _manifest(file)
        for check in (_form, _version, _tables):
            check(manifest, schema)
        if manifest.get("key") != key:
            raise Invalid(
                "归档中的个人信息是用另一把密钥加密的；请先把原系统的密钥（CASEWORK_ENCRYPTION_KEY，"
                f"或者运行数据目录下的 encryption.key）用于本系统，再重新装载。{NOTHING}"
            )
        archive = Archive(file, manifest)
        _count_files(file, manifest)
        yield archive


def _manifest(file: zipfile.ZipFile) -> Mapping[str, Any]:
    try:
        if file.getinfo(layout.MANIFEST).file_size > _LONGEST_MANIFEST:
            raise damaged("清单过长")
        found = json.loads(file.read(layout.MANIFEST))
    except KeyError as error:
        raise Invalid(
            f"这个 ZIP 中没有 {layout.MANIFEST}，不是本系统导出的归档；请核对文件。{NOTHING}"
        ) from error
    except (*_DAMAGED, ValueError) as error:
        raise damaged("清单不能读取") from error
    return found if isinstance(found, dict) else {}


def _form(manifest: Mapping[str, Any], _schema: str) -> None:
    if manifest.get("format") != layout.FORMAT:
        raise Invalid(f"这不是本系统导出的归档；请核对文件。{NOTHING}")


def _version(manifest: Mapping[str, Any], schema: str) -> None:
    if manifest.get("version") != layout.VERSION:
        raise Invalid(
            f"归档格式是第{manifest.get('version')}版，本程序只能装载第{layout.VERSION}版；"
            f"请用导出它的那一版程序装载，再升级。{NOTHING}"
        )
    if manifest.get("schema") != schema:
        raise Invalid(
            f"归档出自数据结构 {manifest.get('schema')}，本系统是 {schema}；"
            f"请用导出它的那一版程序装载到空的系统，再用新版程序运行 casework upgrade。{NOTHING}"
        )


def _tables(manifest: Mapping[str, Any], _schema: str) -> None:
    told = manifest.get("tables")
    if not isinstance(told, dict) or set(told) != {table.name for table in layout.tables()}:
        raise damaged("清单所列的数据表与程序不符")
    whole = all(
        isinstance(one, dict)
        and isinstance(one.get("rows"), int)
        and isinstance(one.get(layout.DIGEST_KEY), str)
        for one in told.values()
    )
    if not whole:
        raise damaged("清单没有写明各表的行数和校验值")


def _count_files(file: zipfile.ZipFile, manifest: Mapping[str, Any]) -> None:
    files = manifest.get("files")
    there = sum(name.startswith("files/") for name in file.namelist())
    if not isinstance(files, dict) or files.get("count") != there:
        raise damaged("文件的个数与清单不符")


def value_readers(table: Table, archive: Archive) -> Mapping[str, Callable[[Any], Any]]:
    """How the values of a table are read back, those of bytes included."""
    bytes_in = {
        c.name: lambda digest: None if digest is None else archive.content(digest)
        for c in layout.contents(table)
    }
    return {**layout.readers(table), **bytes_in}
