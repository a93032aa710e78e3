"""What is taken in and what is refused: told by content, each refusal with its reason and the way out."""

import pytest

from casework.errors import Invalid
from casework.files.checking import check
from casework.files.kinds import Checked
from tests.files import samples as s

MB = 1024 * 1024
ACTION = b"<< /S /JavaScript /JS (app.alert(1)) >>"


def accepted(data: bytes, name: str = "扫描件.pdf") -> Checked:
    return check(name, data, most_bytes=5 * MB)


def refused(data: bytes, name: str = "扫描件.pdf") -> str:
    with pytest.raises(Invalid) as error:
        accepted(data, name)
    assert error.value.message.endswith(("。", "。）"))
    return error.value.message


@pytest.mark.parametrize(
    ("data", "kind", "pages"),
    [
        (s.pdf("text", pages=3), "pdf", 3),
        (s.pdf("text", size=(841.9, 1190.6)), "pdf", 2),
        (s.pdf("text", size=(420, 595)), "pdf", 1),
        (s.picture("PNG"), "png", 1),
        (s.picture("JPEG"), "jpeg", 1),
        (s.picture("TIFF", frames=3), "tiff", 3),
        (s.docx("某段文字"), "docx", 0),
        (s.xlsx(("甲", 1)), "xlsx", 0),
        ("某段文字\n".encode(), "text", 0),
        ("某段文字\n".encode("gb18030"), "text", 0),
    ],
)
def test_a_file_is_what_its_content_is(data: bytes, kind: str, pages: int) -> None:
    found = accepted(data, "无后缀")
    assert (found.media.key, found.pages) == (kind, pages)


@pytest.mark.parametrize(
    ("data", "name", "kept"),
    [
        (s.pdf("x"), "申请书.PDF", "申请书.PDF"),
        (s.pdf("x"), "申请书.exe", "申请书.exe.pdf"),
        (s.picture("JPEG"), "身份证.jpeg", "身份证.jpeg"),
        (s.picture("PNG"), "身份证.jpg", "身份证.jpg.png"),
    ],
)
def test_the_ending_of_a_name_tells_the_truth(data: bytes, name: str, kept: str) -> None:
    assert accepted(data, name).name == kept


@pytest.mark.parametrize(
    "name",
    [
        "",
        "..",
        "a/b.pdf",
        "..\\b.pdf",
        "a\x00.pdf",
        "a\u202efdp.exe",
        "a\u200b.pdf",
        "a\n.pdf",
        "长" * 121,
    ],
)
def test_a_name_that_hides_something_is_refused(name: str) -> None:
    assert "名" in refused(s.pdf("x"), name)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "空文件"),
        (b"%PDF-1.7\n" + b"x" * 5 * MB, "超过5 MB"),
        (b"%PDF-1.7\nnothing", "不是完整的 PDF"),
        (s.hand_pdf("/OpenAction 4 0 R", ACTION), "含有脚本"),
        (
            s.hand_pdf("/OpenAction 4 0 R", ACTION.replace(b"/JavaScript", b"/J#61vaScr#69pt")),
            "含有脚本",
        ),
        (s.hand_pdf("", s.object_stream(ACTION)), "含有脚本"),
        (s.hand_pdf("", s.object_stream(ACTION).replace(b"/ObjStm", b"/Obj#53tm")), "含有脚本"),
        (
            s.hand_pdf("", s.object_stream(ACTION, filter_name=b"[/ASCIIHexDecode /FlateDecode]")),
            "内部结构少见",
        ),
        (s.hand_pdf("", s.object_stream(ACTION).replace(b"x\x9c", b"xx", 1)), "已损坏"),
        (s.hand_pdf("", s.object_stream(b"0" * 70 * MB)), "压缩炸弹"),
        (s.hand_pdf("/OpenAction << /S /Launch /F (calc.exe) >>"), "启动其他程序"),
        (s.hand_pdf("/Names << /EmbeddedFiles 4 0 R >>", b"<< >>"), "内含其他文件"),
        (s.hand_pdf("/AcroForm << /XFA [] >>"), "动态表单"),
        (s.hand_pdf() + b"<script>" * 200, "附有其他内容"),
        (s.hand_pdf() + s.archive(a=b"x"), "同时是压缩包"),
        (s.locked(s.pdf("text")), "设有密码"),
        (b"GIF89a %PDF-1.7", "同时是 PDF"),
        (s.picture("JPEG") + s.archive(a=b"x"), "同时是压缩包"),
        (s.picture("PNG")[:60], "不能打开"),
        (s.png_claiming(100_000, 100_000), "100000×100000像素"),
        (s.png_claiming(20_000, 20_000), "20000×20000像素"),
        (s.picture("GIF"), "不是可以登记的格式"),
        (b"MZ\x90\0\3\0\0\0", "不是可以登记的格式"),
        (b"<html><script>alert(1)</script>", "不是可以登记的格式"),
        (b"<svg onload='x'>", "不是可以登记的格式"),
        (s.archive(a=b"x"), "是压缩包"),
        (b"PK\x03\x04 broken", "不是完整的 DOCX 或者 XLSX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版 Office"),
    ],
)
def test_what_is_hostile_or_no_such_file_is_refused(data: bytes, told: str) -> None:
    assert told in refused(data)


WORD_FIELD = (
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    b"<w:p><w:r><w:instrText>DDEAUTO c:\\\\x calc</w:instrText></w:r></w:p></w:body></w:document>"
)


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"word/vbaProject.bin": b"x"}, "含有宏"),
        ({"word/embeddings/oleObject1.bin": b"x"}, "嵌入的对象"),
        (
            {"word/_rels/settings.xml.rels": s.relation("attachedTemplate", "http://x/a.dotm")},
            "外部的模板",
        ),
        (
            {"word/_rels/header1.xml.rels": s.relation("image", "http://x/a.png")},
            "外部的模板、图片",
        ),
        ({"word/document.xml": WORD_FIELD}, "引用外部数据的域"),
        ({"word/media/a.xml": b"0" * 30 * MB}, "压缩炸弹"),
        ({"word/media/a.xml": b"0" * 101 * MB}, "压缩炸弹"),
    ],
)
def test_a_document_that_acts_or_reaches_outside_is_refused(
    parts: dict[str, bytes], told: str
) -> None:
    assert told in refused(s.with_parts(s.docx("x"), parts), "a.docx")


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"xl/vbaProject.bin": b"x"}, "另存为不含宏的 .xlsx"),
        ({"xl/macrosheets/sheet1.xml": b"<x/>"}, "宏表"),
        ({"xl/externalLinks/externalLink1.xml": b"<x/>"}, "外部数据链接"),
        ({"xl/connections.xml": b"<x/>"}, "外部数据链接"),
        ({"xl/workbook.xml": b"<x/>"}, "不是完整的 XLSX"),
        ({"xl/workbook.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}, "文档类型声明"),
    ],
)
def test_a_workbook_that_acts_or_reaches_outside_is_refused(
    parts: dict[str, bytes], told: str
) -> None:
    assert told in refused(s.with_parts(s.xlsx((1,)), parts), "a.xlsx")
