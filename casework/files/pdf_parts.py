"""Looks for what a PDF can do besides being read: scripts, programs, files inside, passwords. Draws nothing.

It reads bytes and not the structure, because two programs can read one structure differently: a forbidden name is
refused wherever it stands, also inside packed objects.
"""

import re
import zlib
from collections.abc import Iterator

from casework.files.kinds import refused

_MOST_UNPACKED = (
    64 * 1024 * 1024
)  # of all packed objects together; they hold structure and no pictures
_MOST_RATIO = 400
_TAIL = 1024
_HEAD_OF_STREAM = 4096
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream(?:\r\n|\n|\r)")
_FILTER = re.compile(rb"/Filter\s*(\[[^\]]*\]|/[A-Za-z0-9]+)")
_END = rb"(?![A-Za-z0-9])"
_FORBIDDEN: tuple[tuple[bytes, str], ...] = (
    (rb"/Encrypt", "设有密码或者使用限制；请取消后再上传，或者打印后扫描"),
    (rb"/JavaScript", "含有脚本；请打印为新的 PDF 或者扫描后再上传"),
    (rb"/Launch", "含有启动其他程序的动作；请打印为新的 PDF 或者扫描后再上传"),
    (rb"/EmbeddedFiles?", "内含其他文件；请取出后分别上传"),
    (rb"/FileAttachment", "内含其他文件；请取出后分别上传"),
    (rb"/GoToE", "内含其他文件；请取出后分别上传"),
    (rb"/RichMedia", "含有多媒体；请打印为新的 PDF 后再上传"),
    (rb"/Rendition", "含有多媒体；请打印为新的 PDF 后再上传"),
    (rb"/XFA", "含有动态表单；请打印为新的 PDF 后再上传"),
    (rb"/SubmitForm", "含有提交表单的动作；请打印为新的 PDF 后再上传"),
    (rb"/ImportData", "含有导入数据的动作；请打印为新的 PDF 后再上传"),
)
_PATTERNS = tuple((re.compile(name + _END), sentence) for name, sentence in _FORBIDDEN)


def check_parts(data: bytes) -> None:
    """Raises Invalid, with the reason and the way out, for a PDF that does more than show pages."""
    end = data.rfind(b"%%EOF")
    if end < 0 or len(data[end + 5 :].strip(b"\0\t\n\f\r ")) > _TAIL:
        raise refused("不是完整的 PDF，或者其后附有其他内容；请打印为新的 PDF 后再上传。")
    plain = _spelt_out(data)
    _search(plain)
    for packed in _packed(plain, data):
        _search(_spelt_out(packed))


def _search(data: bytes) -> None:
    for pattern, sentence in _PATTERNS:
        if pattern.search(data):
            raise refused(f"{sentence}。")


def _spelt_out(data: bytes) -> bytes:
    """Names may be written with #xx for any letter; nobody who means no harm does that to a letter."""
    if not _ESCAPE.search(data):
        return data
    return _ESCAPE.sub(lambda found: bytes([int(found.group(1), 16)]), data)


def _packed(plain: bytes, data: bytes) -> Iterator[bytes]:
    """The contents of the object streams. `plain` differs from `data` where names were spelt out."""
    if b"/ObjStm" not in plain and b"/First" not in plain:
        return
    left = _MOST_UNPACKED
    for found in _STREAM.finditer(data):
        head = data[max(0, found.start() - _HEAD_OF_STREAM) : found.start()]
        head = _spelt_out(head[head.rfind(b"obj") + 3 :])
        if b"/ObjStm" not in head and b"/First" not in head:
            continue
        unpacked = _unpacked(head, data, found.end(), left=left)
        left -= len(unpacked)
        yield unpacked


def _unpacked(head: bytes, data: bytes, start: int, *, left: int) -> bytes:
    named = _FILTER.search(head)
    if named is None:
        return b""  # not packed: its bytes were searched with all others
    if named.group(1).strip(b"[] \r\n\t") not in (b"/FlateDecode", b"/Fl") or b"/Predictor" in head:
        raise refused("内部结构少见，不能检查是否安全；请打印为新的 PDF 后再上传。")
    stream = zlib.decompressobj()
    try:
        found = stream.decompress(data[start:], left + 1)
    except zlib.error as error:
        raise refused("内部结构已损坏；请打印为新的 PDF 后再上传。") from error
    used = len(data) - start - len(stream.unused_data) - len(stream.unconsumed_tail)
    if len(found) > left or len(found) > _MOST_RATIO * max(used, 1024):
        raise refused("展开后过大，疑似压缩炸弹，没有打开；请打印为新的 PDF 后再上传。")
    return found
