"""The kinds of files that are taken in, and what an accepted file is; nothing is opened here."""

from dataclasses import dataclass

from casework.errors import Invalid


@dataclass(frozen=True)
class Media:
    """One kind of file: how it is told, kept and handed out. `is_drawn`: its pages can be shown as pictures."""

    key: str
    label: str
    mime: str
    suffixes: tuple[str, ...]
    is_drawn: bool = False


MEDIA = {
    one.key: one
    for one in (
        Media("pdf", "PDF", "application/pdf", (".pdf",), True),
        Media("jpeg", "JPEG 图片", "image/jpeg", (".jpg", ".jpeg"), True),
        Media("png", "PNG 图片", "image/png", (".png",), True),
        Media("tiff", "TIFF 图片", "image/tiff", (".tif", ".tiff"), True),
        Media(
            "docx",
            "Word 文档",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            (".docx",),
        ),
        Media(
            "xlsx",
            "Excel 表格",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            (".xlsx",),
        ),
        Media("text", "纯文本", "text/plain", (".txt", ".csv")),
    )
}
ACCEPTED = "PDF、JPEG、PNG、TIFF、DOCX、XLSX 或者纯文本"


@dataclass(frozen=True)
class Checked:
    """A file that was opened and found harmless. `pages` counts sides of A4, 0 where the file does not tell."""

    name: str
    media: Media
    data: bytes
    pages: int = 0


def refused(reason: str) -> Invalid:
    """The refusal of an upload; `reason` goes on from the words 上传的文件."""
    return Invalid(f"上传的文件{reason}", fields={"file": reason})
