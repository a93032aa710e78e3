"""DOCX and XLSX as they come in: the safety check of `casework.docx.package` for both, and their words as plain text."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from casework.docx.package import MAIN, Package
from casework.errors import Invalid
from casework.files.kinds import refused

_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_MOST_RATIO = 100
_SMALL = 10 * 1024 * 1024  # below this much, repetitive text may be packed as tightly as it likes
_OUTSIDE = ("externallinks/", "connections.xml", "querytables/", "macrosheets/", "dialogsheets/")
_AUTO_FIELD = re.compile(r"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|DATABASE)\b")
_ERRORS = (zipfile.BadZipFile, KeyError, EOFError, OSError, ValueError, etree.LxmlError)


class Words(Package):
    """A word-processor document without anything that acts or reaches outside."""

    def __init__(self, data: bytes) -> None:
        """Raises Invalid with the reason and the way out."""
        super().__init__(data)
        _check_ratio(self._zip, data)
        code = "".join(e.text or "" for e in self.document.iter(f"{{{MAIN}}}instrText"))
        code += "".join(
            e.get(f"{{{MAIN}}}instr") or "" for e in self.document.iter(f"{{{MAIN}}}fldSimple")
        )
        if _AUTO_FIELD.search(code):
            raise refused("含有引用外部数据的域；请把域转为文字后再上传。")
        if any(r.get("Type", "").endswith("/aFChunk") for r in self._relations()):
            raise refused("嵌有另一份文件；请合并为一份 .docx 后再上传。")

    def lines(self) -> Iterator[str]:
        """The words of each paragraph."""
        for paragraph in self.document.iter(f"{{{MAIN}}}p"):
            yield "".join(e.text or "" for e in paragraph.iter(f"{{{MAIN}}}t"))


class Sheets(Package):
    """A workbook without anything that acts or reaches outside."""

    _LABEL, _SUFFIX, _PROGRAM = "XLSX", ".xlsx", "Excel"
    _ROOT = f"{{{_SHEET}}}workbook"

    def __init__(self, data: bytes) -> None:
        """Raises Invalid with the reason and the way out."""
        super().__init__(data)
        _check_ratio(self._zip, data)
        names = [name.lower() for name in self._zip.namelist()]
        if any(word in name for name in names for word in _OUTSIDE):
            raise refused("含有外部数据链接或者宏表；请断开链接、另存为不含宏的 .xlsx 后再上传。")

    def lines(self) -> Iterator[str]:
        """The rows of every sheet, cells parted by tabs."""
        shared = self._shared()
        sheets = re.compile(r"xl/worksheets/[^/]+\.xml")
        for name in sorted(n for n in self._zip.namelist() if sheets.fullmatch(n.lower())):
            for row in self.xml(name).iter(f"{{{_SHEET}}}row"):
                yield "\t".join(_cell(c, shared) for c in row.iter(f"{{{_SHEET}}}c"))

    def _shared(self) -> list[str]:
        if "xl/sharedStrings.xml" not in self._zip.namelist():
            return []
        return [_text(one) for one in self.xml("xl/sharedStrings.xml").iter(f"{{{_SHEET}}}si")]


def is_office(data: bytes) -> bool:
    """Whether the bytes begin as a zip does."""
    return data.startswith(b"PK\x03\x04")


def opened(data: bytes) -> Words | Sheets:
    """The document inside a zip.

    Raises:
        Invalid: it is another kind of archive, or no harmless document.
    """
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except _ERRORS as error:
        raise refused("不是完整的 DOCX 或者 XLSX 文件；请重新保存后再上传。") from error
    if "xl/workbook.xml" in names:
        return Sheets(data)
    if "word/document.xml" in names:
        return Words(data)
    raise refused("是压缩包或者其他格式；请解开后上传其中的 PDF、图片或者文档。")


def excerpt(data: bytes, most: int) -> str:
    """The first `most` characters of a document that was accepted before."""
    found: list[str] = []
    length = 0
    try:
        for line in opened(data).lines():
            found.append(line)
            length += len(line) + 1
            if length > most:
                break
    except (*_ERRORS, Invalid):
        return "（内容不能读出文字；请下载原件查看。）"
    return "\n".join(found)[:most]


def _check_ratio(archive: zipfile.ZipFile, data: bytes) -> None:
    total = sum(entry.file_size for entry in archive.infolist())
    if total > _SMALL and total > _MOST_RATIO * len(data):
        raise refused("展开后过大，疑似压缩炸弹，没有打开；请重新保存后再上传。")


def _cell(cell: Any, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return _text(cell)
    value = cell.findtext(f"{{{_SHEET}}}v") or ""
    if cell.get("t") == "s" and value.isdecimal() and int(value) < len(shared):
        return shared[int(value)]
    return str(value)


def _text(element: Any) -> str:
    return "".join(e.text or "" for e in element.iter(f"{{{_SHEET}}}t"))
