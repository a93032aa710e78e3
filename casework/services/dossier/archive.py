"""A ZIP of a bundle with everything in it as it was kept, digests of all of it, and the journal for recomputing its chain.

The same case gives the same bytes: names in a fixed order, no clock, no compression of its own.
"""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from casework.services.dossier.entry import Entry

MANIFEST, SUMS, JOURNAL, README = "manifest.json", "SHA256SUMS", "journal.json", "README.txt"
FORMAT = "casework-file-1"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP can tell
_UNSAFE = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f]')
_LONGEST = 90

_HOW = """{title}

本压缩包由政府信息依申请公开办理系统制作，可以在没有该系统和数据库的计算机上核对。

一、核对每一份文件
    在解压后的目录中运行：sha256sum -c {sums}
    每行显示 OK（或者“成功”）即为一致。{sums} 列出除它自己和 {manifest} 以外的全部文件。
二、核对整体
    运行：sha256sum {sums}
    结果应当等于 {manifest} 中 whole 的值，以及制作时登记在本单位登记簿的值。
"""
_HOW_JOURNAL = """三、核对办理过程
    安装了本系统的，运行：casework file check 本压缩包.zip
    它重算 {journal} 中每一条记录的校验值，并核对文书、文件与记录中的校验值是否相符。
    没有安装的，算法如下：
    每条记录的校验值，是“casework-journal-1”、换行、content 的规范 JSON（键按字母排序、不含空格、UTF-8）、换行、
    前一条的校验值，依次相接后的 SHA-256。
    文书、文件和文字的校验值，是盐（salt，十六进制）的字节与内容的字节相接后的 SHA-256。
    依法清除的内容不在包内，其校验值仍在 {journal} 中。
    加盖了电子印章或者签名的文书，旁边另有“（签发原件）”：签名后的文件以签发原件的全部字节开头，签名追加在后。
"""


def named(entries: Iterable[Entry]) -> tuple[tuple[str, Entry], ...]:
    """The place of each entry that the ZIP keeps: its folder, its number in the list, its name."""
    found = []
    for number, entry in enumerate(entries, start=1):
        for one in (entry, entry.original):
            if one and entry.folder and one.content is not None:
                found.append((f"{entry.folder}/{number:03d}_{_safe(one)}", one))
    return tuple(found)


def _safe(entry: Entry) -> str:
    """A readable name that every system takes, with its ending."""
    stem, dot, ending = entry.name.rpartition(".")
    number = f"_{entry.number}" if entry.number else ""
    words = _UNSAFE.sub("_", f"{stem or entry.name}{number}").strip(" .")[:_LONGEST]
    return f"{words}{dot}{_UNSAFE.sub('_', ending)}" if stem else words


def archive(
    title: str,
    parts: Sequence[tuple[str, bytes]],
    *,
    entries: Sequence[Entry],
    about: Mapping[str, Any],
    journal: Mapping[str, Any] | None = None,
    note: str = "",
) -> bytes:
    """The ZIP: `parts` (path, content) come first, then the entries, the journal, and what tells how to check them.

    `note` ends the text that tells it.
    """
    kept = named(entries)
    files = [*parts, *((path, one.content or b"") for path, one in kept)]
    if journal is not None:
        files.append((JOURNAL, _json(journal)))
    how = _HOW + (_HOW_JOURNAL if journal is not None else "")
    how = how.format(title=title, sums=SUMS, manifest=MANIFEST, journal=JOURNAL) + note
    files.append((README, how.encode()))
    sums = "".join(f"{_sha256(data)}  {path}\n" for path, data in files).encode()
    paths = {id(one): path for path, one in kept}
    salted = {path: _known(one, paths) for path, one in kept if one.salt}
    manifest = {
        "format": FORMAT,
        **about,
        "files": [
            {"path": path, "size": len(data), "sha256": _sha256(data), **salted.get(path, {})}
            for path, data in files
        ],
        "whole": _sha256(sums),
    }
    return _zipped([*files, (SUMS, sums), (MANIFEST, _json(manifest))])


def _known(entry: Entry, paths: Mapping[int, str]) -> dict[str, str]:
    """What the journal knows of a file, and which file a signed one was made of."""
    known = {"salted_sha256": entry.sha256, "salt": entry.salt}
    beside = paths.get(id(entry.original))
    return known | ({"original": beside} if beside else {})


def whole(zipped: bytes) -> str:
    """The one digest over all files of an archive."""
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        return _sha256(archive.read(SUMS))


def _zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        for path, data in files:
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            made.writestr(entry, data)
    return out.getvalue()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _json(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
