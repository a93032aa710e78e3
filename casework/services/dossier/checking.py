"""Checks an archive of a case without a database: every file against its digest, the journal against its chain."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from typing import Any

from casework.errors import Invalid
from casework.services.dossier.archive import FORMAT, JOURNAL, MANIFEST, SUMS
from casework.services.journal import content_hash, salted_digest

_MOST_TEXT = 64 * 1024 * 1024  # of the lists; no case has as much
_PIECE = 1024 * 1024


def check(path: str) -> tuple[str, ...]:
    """Every difference as a sentence; none where the archive is as it was made.

    Raises:
        Invalid: it is no archive of this system.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return tuple(_check(archive))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Invalid(
            "这个文件不是完整的 ZIP 压缩包，或者已经损坏，不能核对；请重新取得后再核对。"
        ) from error


def _check(archive: zipfile.ZipFile) -> Iterator[str]:
    try:
        manifest = json.loads(_text(archive, MANIFEST))
        listed = {str(one["path"]): one for one in manifest["files"]}
        is_ours = manifest["format"] == FORMAT
    except (KeyError, ValueError, TypeError) as error:
        raise Invalid(
            f"压缩包中没有可以读出的 {MANIFEST}，不是本系统制作的卷宗；请核对文件。"
        ) from error
    if not is_ours:
        raise Invalid(f"{MANIFEST} 的格式是本版本不认识的；请用制作它的版本核对。")
    yield from _names(archive, listed)
    for path, told in listed.items():
        yield from _file(archive, path, told)
        yield from _signed(archive, path, told)
    yield from _whole(archive, manifest, listed)
    if JOURNAL in listed and JOURNAL in archive.namelist():
        yield from _journal(archive, manifest, listed)


def _names(archive: zipfile.ZipFile, listed: dict[str, Any]) -> Iterator[str]:
    names = archive.namelist()
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"“{name}”在压缩包中出现不止一次。"
    for name in sorted(set(names) - set(listed) - {MANIFEST, SUMS}):
        yield f"“{name}”不在清单中，是后来加入的。"


def _file(archive: zipfile.ZipFile, path: str, told: dict[str, Any]) -> Iterator[str]:
    if path not in archive.namelist():
        yield f"“{path}”已不在压缩包中。"
        return
    plain, salted, size = hashlib.sha256(), hashlib.sha256(), 0
    salted.update(bytes.fromhex(str(told.get("salt") or "")))
    try:
        with archive.open(path) as content:
            while piece := content.read(_PIECE):
                plain.update(piece)
                salted.update(piece)
                size += len(piece)
    except zipfile.BadZipFile:
        yield f"“{path}”已经损坏，不能读出。"
        return
    if size != told["size"]:
        yield f"“{path}”的大小是{size}字节，清单所记为{told['size']}字节。"
    if plain.hexdigest() != told["sha256"]:
        yield f"“{path}”的内容与清单的校验值不符。"
    if told.get("salt") and salted.hexdigest() != told["salted_sha256"]:
        yield f"“{path}”的内容与办理过程所记的校验值不符。"


def _signed(archive: zipfile.ZipFile, path: str, told: dict[str, Any]) -> Iterator[str]:
    """A signed file is the paper as it was issued, with the signature behind it."""
    original = told.get("original")
    if not original or not {path, original} <= set(archive.namelist()):
        return
    try:
        with archive.open(path) as signed, archive.open(original) as issued:
            while piece := issued.read(_PIECE):
                if signed.read(len(piece)) != piece:
                    yield f"“{path}”不是在“{original}”之后追加签名的文件。"
                    return
    except zipfile.BadZipFile:
        return  # told by the file that is damaged


def _whole(
    archive: zipfile.ZipFile, manifest: dict[str, Any], listed: dict[str, Any]
) -> Iterator[str]:
    if SUMS not in archive.namelist():
        yield f"“{SUMS}”已不在压缩包中。"
        return
    try:
        sums = _text(archive, SUMS)
    except zipfile.BadZipFile:
        yield f"“{SUMS}”已经损坏，不能读出。"
        return
    if hashlib.sha256(sums).hexdigest() != manifest.get("whole"):
        yield f"“{SUMS}”与清单中整体的校验值（whole）不符。"
    expected = "".join(f"{one['sha256']}  {path}\n" for path, one in listed.items())
    if sums.decode("utf-8", "replace") != expected:
        yield f"“{SUMS}”与“{MANIFEST}”所列的文件或者校验值不同。"


def _journal(
    archive: zipfile.ZipFile, manifest: dict[str, Any], listed: dict[str, Any]
) -> Iterator[str]:
    try:
        journal = json.loads(_text(archive, JOURNAL))
        yield from _chain(journal["rows"], str(manifest.get("last_hash")))
        yield from _texts(journal)
        yield from _named(journal["rows"], listed)
    except (KeyError, ValueError, TypeError, AttributeError, zipfile.BadZipFile):
        yield f"“{JOURNAL}”不能读出，办理过程没有核对。"


def _chain(rows: list[Any], last: str) -> Iterator[str]:
    previous = ""
    for number, row in enumerate(rows, start=1):
        if row["content"]["seq"] != number:
            yield f"办理过程第{number}条不在，或者次序被改动。"
        if content_hash(row["content"], row["previous_hash"]) != row["hash"]:
            yield f"办理过程第{number}条的内容与它的校验值不符。"
        if row["previous_hash"] != previous:
            yield f"办理过程第{number}条与前一条的校验值不相衔接。"
        previous = row["hash"]
    if previous != last:
        yield "办理过程最后一条的校验值与清单所记（last_hash）不同，末尾有记录被增减。"


def _texts(journal: dict[str, Any]) -> Iterator[str]:
    held = {
        f"{row['content']['seq']}.{key}": value["sha256"]
        for row in journal["rows"]
        for key, value in row["content"]["data"].items()
        if isinstance(value, dict) and "note" in value
    }
    for text in journal["texts"]:
        place = f"{text['seq']}.{text['field']}"
        if text["content"] is None or place not in held:
            continue
        if salted_digest(text["salt"], text["content"].encode()) != held[place]:
            yield f"办理过程第{text['seq']}条的文字（{text['field']}）与它的校验值不符。"


def _named(rows: list[Any], listed: dict[str, Any]) -> Iterator[str]:
    """What the manifest calls a paper or a file of the case is one that a row of the journal names."""
    known = {digest for row in rows for digest in _digests(row["content"]["data"])}
    for path, told in listed.items():
        if told.get("salted_sha256") and told["salted_sha256"] not in known:
            yield f"“{path}”不是办理过程所登记的文书或者文件。"


def _digests(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("sha256"), str):
            yield value["sha256"]
        for one in value.values():
            yield from _digests(one)
    elif isinstance(value, list):
        for one in value:
            yield from _digests(one)


def _text(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > _MOST_TEXT:
        raise Invalid(f"“{name}”大得不合常理，没有打开；请核对文件。")
    return archive.read(name)
