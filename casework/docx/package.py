"""Opens an uploaded DOCX: a zip of XML that may hold macros, outside links or a bomb; interprets no text of it."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from casework.errors import BROKEN, Invalid

MOST_BYTES = 20 * 1024 * 1024  # of the file
MOST_UNPACKED = 100 * 1024 * 1024  # of all its parts together
MOST_XML = 20 * 1024 * 1024  # of one part that is read
_MOST_PARTS = 2000

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_TYPES = "[Content_Types].xml"
_OFFICE = "/officeDocument"
COMPOUND = b"\xd0\xcf\x11\xe0"
"""How an old .doc or .xls begins, and every DOCX and XLSX that has a password."""
_MACROS = ("vbaproject", "vbadata", "activex")
_EMBEDDED = ("/embeddings/", "oleobject")


class Package:
    """The parts of an accepted file, each unpacked only when it is read and never beyond its limit."""

    # What a package of another kind is called, and the element its main part begins with.
    _LABEL, _SUFFIX, _PROGRAM = "DOCX", ".docx", "Word"
    _ROOT = f"{{{MAIN}}}document"

    def __init__(self, data: bytes) -> None:
        """Raises Invalid, with the reason and the way out, for what is no DOCX or no harmless one."""
        if len(data) > MOST_BYTES:
            raise refused(f"超过{MOST_BYTES // 1024 // 1024} MB；请删去图片等无关内容后再上传。")
        if data.startswith(COMPOUND):
            raise refused(f"是旧版文档或者设有密码；请取消密码并另存为 {self._SUFFIX} 后再上传。")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._check_size()
            self._check_parts()
            self._check_links()
            self.document = self._main()
        except (*BROKEN, etree.LxmlError) as error:
            raise refused(f"不是完整的 {self._LABEL} 文件；{self._again}") from error

    def _check_size(self) -> None:
        entries = self._zip.infolist()
        if len(entries) > _MOST_PARTS or sum(e.file_size for e in entries) > MOST_UNPACKED:
            raise refused(f"展开后过大，疑似压缩炸弹，没有打开；{self._again}")
        if any(entry.flag_bits & 1 for entry in entries):
            raise refused("设有密码；请取消密码后再上传。")

    def _check_parts(self) -> None:
        names = [name.lower() for name in self._zip.namelist()]
        types = self.read(_TYPES).lower()
        if b"macroenabled" in types or any(word in name for name in names for word in _MACROS):
            raise refused(f"含有宏或者控件；请另存为不含宏的 {self._SUFFIX} 后再上传。")
        if any(word in name for name in names for word in _EMBEDDED):
            raise refused("含有嵌入的对象；请删除后再上传。")

    def _check_links(self) -> None:
        """Outside templates, pictures and objects are refused; of a hyperlink only its words are read, so it may stay."""
        for relation in self._relations():
            kind = relation.get("Type", "")
            outside = relation.get("TargetMode", "").lower() == "external"
            if outside and not kind.endswith("/hyperlink"):
                raise refused("引用了外部的模板、图片或者其他文件；请断开链接后再上传。")
            if kind.endswith("/attachedTemplate") and outside:
                raise refused("引用了外部的模板；请在“模板和加载项”中取消后再上传。")

    @property
    def _again(self) -> str:
        return f"请用 WPS 或者 {self._PROGRAM} 重新保存后再上传。"

    @property
    def hyperlinks(self) -> int:
        """How many links to the outside the words carry."""
        return sum(r.get("TargetMode", "").lower() == "external" for r in self._relations())

    @property
    def keywords(self) -> str:
        """The keywords among the properties of the file; empty where somebody has cleared them."""
        names = [r.get("Target", "") for r in self.xml("_rels/.rels").iter(_RELATION)
                 if r.get("Type", "").endswith("/core-properties")]  # fmt: skip
        if not names or names[0].lstrip("/") not in self._zip.namelist():
            return ""
        return self.xml(names[0].lstrip("/")).findtext(f"{{{_CORE}}}keywords") or ""

    def _relations(self) -> Iterator[Any]:
        for name in self._zip.namelist():
            if name.lower().endswith(".rels"):
                yield from self.xml(name).iter(_RELATION)

    def _main(self) -> Any:
        root = self.xml("_rels/.rels")
        target = next(
            r.get("Target") for r in root.iter(_RELATION) if r.get("Type").endswith(_OFFICE)
        )
        document = self.xml(posixpath.normpath(target.lstrip("/")))
        if document.tag != self._ROOT:
            raise ValueError(document.tag)
        return document

    def read(self, name: str) -> bytes:
        """The bytes of one part; what its directory says about its size is not believed."""
        with self._zip.open(name) as part:
            data = part.read(MOST_XML + 1)
        if len(data) > MOST_XML:
            raise refused(f"展开后过大，疑似压缩炸弹，没有打开；{self._again}")
        return data

    def xml(self, name: str) -> Any:
        """The root of one part; declarations of entities are refused, because no word processor writes any."""
        data = self.read(name)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        root = etree.fromstring(data, parser)
        if root.getroottree().docinfo.doctype:
            raise refused(f"含有不应出现的文档类型声明；{self._again}")
        return root


def refused(reason: str) -> Invalid:
    """The refusal of an upload; `reason` goes on from the words 上传的文件."""
    return Invalid(f"上传的文件{reason}", fields={"file": reason})
