"""What a file is that was sent as a yearly report, told by its bytes and never by its name; nothing of it is read."""

import codecs
import io
import zipfile

from casework.annual_filing.content import Fault
from casework.docx.package import COMPOUND

MOST_UNPACKED = 30 * 1024 * 1024
_WANTED = "请报送填好的填报表（XLSX），或者“导出报送文件”得到的 JSON 文件"
_CHECK = "要核对公布的年报，用“核对公布的年报”"
_UNPACK = "请解压，选取其中填好的填报表（XLSX）或者报送文件（JSON）"
_OTHERS = (
    (b"%PDF", f"这是 PDF 文件，不能导入；{_WANTED}；{_CHECK}。"),
    (COMPOUND, "文件是旧版 Office 文档或者有口令保护；请取消口令，另存为 .xlsx 后再报送。"),
    (b"Rar!", f"这是压缩包，不能导入；{_UNPACK}。"),
    (b"7z\xbc\xaf", f"这是压缩包，不能导入；{_UNPACK}。"),
    (b"\x89PNG", f"这是图片，不能导入；{_WANTED}。"),
    (b"\xff\xd8\xff", f"这是图片，不能导入；{_WANTED}。"),
    (b"<", f"这是网页，不能导入；{_WANTED}；{_CHECK}。"),
)


def refusal(data: bytes) -> Fault | None:
    """Why this can be neither a filled form nor a signed file, with the way out; None where it may be one of them."""
    if not data.strip():
        return _fault("是空文件，没有任何内容；请核对保存、传送是否完整，重新报送。")
    for begins, said in _OTHERS:
        if data.startswith(begins):
            return _fault(said)
    if is_workbook(data):
        return _packed(data)
    return None if is_json(data) else _fault(f"既不是 XLSX 也不是 JSON；{_WANTED}。")


def is_workbook(data: bytes) -> bool:
    """Whether it is packed as a workbook is."""
    return data.startswith(b"PK")


def is_json(data: bytes) -> bool:
    """Whether it begins like JSON; some editors put a mark before it."""
    return data.removeprefix(codecs.BOM_UTF8).lstrip()[:1] in (b"{", b"[")


def _packed(data: bytes) -> Fault | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return _fault(
            "不是完整的 XLSX 文件，可能没有传完；请用 WPS 或者 Excel 打开原件，另存为 XLSX 后再报送。"
        )
    if sum(one.file_size for one in entries) > MOST_UNPACKED:
        most = MOST_UNPACKED // 1024 // 1024
        return _fault(f"展开后超过{most} MB，疑似压缩炸弹，没有打开；{_WANTED}。")
    folders = {one.filename.partition("/")[0] for one in entries}
    if "xl" in folders:
        return None
    if "word" in folders:
        return _fault(f"这是 Word 文档（DOCX），不能导入；{_WANTED}；{_CHECK}。")
    return _fault(f"这是压缩包（ZIP），不是工作簿；{_UNPACK}。")


def _fault(said: str) -> Fault:
    return Fault("文件", said)
