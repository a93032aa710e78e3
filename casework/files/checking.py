"""Whether an uploaded file may be kept: told by its content and its structure, never by its name."""

import io
import json
import math
import zipfile
from typing import Any

from casework.docx.package import COMPOUND
from casework.files import office, text
from casework.files.kinds import ACCEPTED, MEDIA, Checked, refused
from casework.files.names import checked_name, named_as
from casework.files.pdf_parts import check_parts
from casework.files.sandbox import ask

_PICTURES = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
)
_HEAD = 1024  # some readers look for a PDF this far into a file
_A4 = 595.276 * 841.89
_SLACK = 1.1  # a scan is seldom exact
_MOST_SIDE = 30_000


def check(name: str, data: bytes, *, most_bytes: int) -> Checked:
    """The file, if it is one of the kinds taken in, whole, harmless and not too large.

    Raises:
        Invalid: with the reason and the way out; nothing was kept.
    """
    name = checked_name(name)
    if not data:
        raise refused("是空文件；请核对后重新选择。")
    if len(data) > most_bytes:
        raise refused(
            f"超过{most_bytes // 1024 // 1024} MB；请分成几份，或者降低扫描分辨率后再上传。"
        )
    key, pages = _kind(data)
    return Checked(named_as(name, MEDIA[key]), MEDIA[key], data, pages)


def _kind(data: bytes) -> tuple[str, int]:
    """Which kind it is, and its sides of A4."""
    if data.startswith(b"%PDF-"):
        _refuse_archive(data)
        return "pdf", _pdf_pages(data)
    if b"%PDF-" in data[:_HEAD]:
        raise refused("同时是 PDF 和另一种格式；请打印为新的 PDF 后再上传。")
    for magic, key in _PICTURES:
        if data.startswith(magic):
            _refuse_archive(data)
            return key, _frames(data, key)
    if office.is_office(data):
        return ("xlsx" if isinstance(office.opened(data), office.Sheets) else "docx"), 0
    if data.startswith(COMPOUND):
        raise refused("是旧版 Office 文档或者设有密码；请取消密码并另存为 .docx 或者 .xlsx。")
    if text.decoded(data) is not None:
        return "text", 0
    raise refused(f"不是可以登记的格式；请上传{ACCEPTED}。")


def _refuse_archive(data: bytes) -> None:
    if zipfile.is_zipfile(io.BytesIO(data)):
        raise refused("同时是压缩包；请重新扫描或者打印为新的 PDF 后再上传。")


def page_sizes(data: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of every page of an accepted PDF, in points."""
    return tuple((float(w), float(h)) for w, h in json.loads(ask("measure", data))["pages"])


def _pdf_pages(data: bytes) -> int:
    check_parts(data)
    found: dict[str, Any] = json.loads(ask("measure", data))
    if found["scripts"] or found["files"]:
        raise refused("含有脚本或者其他文件；请打印为新的 PDF 后再上传。")
    return sum(_sides(width * height) for width, height in found["pages"])


def _sides(area: float) -> int:
    """Sides of A4 of one page. reading: 109号第5条 counts A4 and smaller as one; a larger page is as many as it covers."""
    return max(1, math.ceil(area / _A4 / _SLACK))


def _frames(data: bytes, key: str) -> int:
    _check_side(data, key)
    found: dict[str, Any] = json.loads(ask("look", data))
    if "too_large" in found:
        raise _absurd(*found["too_large"])
    if str(found["format"]).lower() != key:
        raise refused("内容与图片格式不符；请重新扫描后再上传。")
    return len(found["frames"])


def _check_side(data: bytes, key: str) -> None:
    """A PNG tells its size in its first bytes, so a bomb is refused by its size and not by its effect."""
    if key == "png" and len(data) >= 24:
        width, height = (int.from_bytes(data[n : n + 4], "big") for n in (16, 20))
        if max(width, height) > _MOST_SIDE:
            raise _absurd(width, height)


def _absurd(width: int, height: int) -> Exception:
    return refused(f"展开后为{width}×{height}像素，过大，没有打开；请降低分辨率后再上传。")
