"""A draft looks official in a word processor, and only its reasons come back; hostile uploads are refused."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from papers import TEXT, answer, everything, receipt

from casework.blocks import (
    Addressee,
    Band,
    Block,
    Column,
    Field,
    Fields,
    Imprint,
    Letterhead,
    Note,
    Opinion,
    Paper,
    Paragraph,
    Signature,
    Table,
    Title,
)
from casework.docx import read, write
from casework.docx.marks import named
from casework.errors import Invalid

REASON = "经检索，本机关未制作该信息。"


def draft(*more: Block, reasons: tuple[str, ...] = (REASON,)) -> Paper:
    blocks: tuple[Block, ...] = (
        Letterhead("某市某局", "某局信公答〔2024〕12号", letter=True),
        Title("政府信息公开申请答复书"),
        Addressee("王𫍯："),
        Paragraph("根据《条例》第三十六条第四项的规定，答复如下："),
        *(Paragraph(text, reasons=True) for text in reasons),
        Paragraph("如不服，可以自收到之日起60日内申请行政复议。"),
        *more,
        Signature("某市某局", date(2024, 11, 20)),
    )
    return Paper("政府信息公开申请答复书", "某市某局", blocks, "答复书", "XXGK-1")


def changed(data: bytes, edit: Callable[[str], str], part: str = "word/document.xml") -> bytes:
    """The file with one part edited."""
    return repacked(data, {part: edit(zipfile.ZipFile(io.BytesIO(data)).read(part).decode())})


def repacked(data: bytes, parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, text in parts.items():
            new.writestr(name, text)
    return out.getvalue()


def document_of(paper: Paper) -> str:
    return zipfile.ZipFile(io.BytesIO(write(paper))).read("word/document.xml").decode()


def test_an_untouched_draft_brings_its_reasons_back_and_no_change() -> None:
    returned = read(write(draft()), draft())
    assert returned.reasons == (REASON,)
    assert returned.changes == ()
    assert returned.remarks == ()


def test_edited_reasons_come_back_as_paragraphs() -> None:
    data = changed(
        write(draft()), lambda xml: xml.replace(REASON, "甲</w:t><w:br/><w:t>乙&lt;b&gt; 王𫍯")
    )
    assert read(data, draft()).reasons == ("甲", "乙<b> 王𫍯")


def test_a_change_of_a_locked_part_is_told_and_not_taken() -> None:
    data = changed(
        write(draft()), lambda xml: xml.replace("60日", "15日").replace("第四项", "第一项")
    )
    returned = read(data, draft())
    assert returned.reasons == (REASON,)
    assert [change.label for change in returned.changes] == ["正文段落", "正文段落（第2处）"]
    assert "15日" in returned.changes[1].after
    assert "60日" in returned.changes[1].before


def test_a_missing_locked_part_is_told() -> None:
    xml = r"<w:sdt><w:sdtPr><w:alias w:val=\"主送\".*?</w:sdt>"
    returned = read(changed(write(draft()), lambda text: re.sub(xml, "", text)), draft())
    assert [(change.label, change.after) for change in returned.changes] == [("主送", "")]


def test_reasons_are_found_by_their_bookmark_when_controls_are_lost() -> None:
    lost = r"<w:sdtPr>.*?</w:sdtPr>|</?w:sdt>|</?w:sdtContent>"
    paper = draft(reasons=(REASON, "第二段。"))
    returned = read(changed(write(paper), lambda xml: re.sub(lost, "", xml)), paper)
    assert returned.reasons == (REASON, "第二段。")
    assert "内容控件已被删除" in returned.remarks[0]


def test_struck_out_words_do_not_come_back() -> None:
    revised = (
        '<w:ins w:id="1"><w:r><w:t>新增。</w:t></w:r></w:ins>'
        '<w:del w:id="2"><w:r><w:delText>旧</w:delText></w:r></w:del>'
        '<w:moveFrom w:id="3"><w:r><w:t>移走</w:t></w:r></w:moveFrom></w:p>'
    )
    data = changed(
        write(draft()),
        lambda xml: xml.replace(f"{REASON}</w:t></w:r>", f"{REASON}</w:t></w:r>{revised[:-6]}"),
    )
    returned = read(data, draft())
    assert returned.reasons == (f"{REASON}新增。",)
    assert "修订标记" in returned.remarks[0]


def test_a_hyperlink_is_read_as_its_words() -> None:
    link = '<w:hyperlink r:id="rId99"><w:r><w:t>网址</w:t></w:r></w:hyperlink>'
    data = changed(
        write(draft()),
        lambda xml: xml.replace(f"{REASON}</w:t></w:r>", f"{REASON}</w:t></w:r>{link}"),
    )
    data = related(data, "hyperlink")
    returned = read(data, draft())
    assert returned.reasons == (f"{REASON}网址",)
    assert "超链接" in returned.remarks[0]


def related(data: bytes, kind: str) -> bytes:
    """The file with a relation to the outside."""
    row = (
        '<Relationship Id="rId99" TargetMode="External" Target="https://bad.invalid/x" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/></Relationships>'
    )
    name = "word/_rels/document.xml.rels"
    return changed(data, lambda xml: xml.replace("</Relationships>", row), name)


def bomb(data: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/media/image1.bin", bytes(120 * 1024 * 1024))
    return out.getvalue()


def lying_bomb(data: bytes) -> bytes:
    """A part that is larger than its directory says."""
    packed = repacked(data, {"word/document.xml": " " * (30 * 1024 * 1024)})
    return packed.replace((30 * 1024 * 1024).to_bytes(4, "little"), (900).to_bytes(4, "little"))


ENTITY = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x "y">]><d>&x;</d>'


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda _: b"", "不是完整的 DOCX"),
        (lambda _: b"%PDF-1.7", "不是完整的 DOCX"),
        (lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1", "旧版文档"),
        (lambda data: data[: len(data) // 2], "不是完整的 DOCX"),
        (lambda data: data + bytes(21 * 1024 * 1024), "超过20 MB"),
        (lambda data: repacked(data, {"word/vbaProject.bin": "x"}), "宏"),
        (lambda data: changed(data, lambda x: x.replace("wordprocessingml.document.main", "document.macroEnabled.main"), "[Content_Types].xml"), "宏"),
        (lambda data: repacked(data, {"word/embeddings/oleObject1.bin": "x"}), "嵌入的对象"),
        (lambda data: related(data, "attachedTemplate"), "外部"),
        (lambda data: related(data, "image"), "外部"),
        (lambda data: related(data, "oleObject"), "外部"),
        (lambda data: repacked(data, {"word/document.xml": ENTITY}), "文档类型声明"),
        (lambda data: repacked(data, {"word/document.xml": "<a>"}), "不是完整的 DOCX"),
        (lambda data: repacked(data, {"word/document.xml": "<a/>"}), "不是完整的 DOCX"),
        (bomb, "压缩炸弹"),
        (lying_bomb, "不是完整的 DOCX"),
        (lambda data: changed(data, lambda x: x.replace("casework", "other")), "找不到"),
        (lambda data: changed(data, lambda x: x.replace(REASON, "  ")), "空的"),
        (lambda data: changed(data, lambda x: x.replace(REASON, "长" * 100_001)), "100,000字"),
    ],
    ids=["empty", "pdf", "doc", "cut", "large", "macro", "docm", "object", "template", "picture", "ole", "entity",
         "broken", "foreign", "bomb", "lying", "unmarked", "blank", "long"],
)  # fmt: skip
def test_what_is_no_harmless_draft_is_refused_in_words(
    spoil: Callable[[bytes], bytes], words: str
) -> None:
    with pytest.raises(Invalid, match=words) as caught:
        read(spoil(write(draft())), draft())
    assert caught.value.message.startswith("上传的文件")
    assert "file" in caught.value.fields


def test_the_official_fonts_are_named() -> None:
    xml = document_of(replace(draft(), blocks=(*draft().blocks, *everything().blocks[-5:])))
    assert {"仿宋_GB2312", "方正小标宋简体", "楷体_GB2312"} <= set(
        re.findall('w:eastAsia="([^"]+)"', xml)
    )


def test_the_sheet_has_the_measures_of_the_standard() -> None:
    xml = document_of(draft())
    margins = dict(
        re.findall(r'w:(top|bottom|left|right)="(\d+)"', re.search("<w:pgMar[^>]*>", xml)[0])
    )
    assert {side: round(int(twips) / 56.6929) for side, twips in margins.items()} == {
        "top": 37, "bottom": 35, "left": 28, "right": 26,
    }  # fmt: skip
    assert '<w:docGrid w:type="lines" w:linePitch="579"/>' in xml


def test_a_draft_names_no_person_in_its_metadata() -> None:
    core = zipfile.ZipFile(io.BytesIO(write(draft()))).read("docProps/core.xml").decode()
    assert "某市某局" in core
    assert "python-docx" not in core
    assert "王𫍯" not in core


def test_control_characters_do_not_break_a_draft() -> None:
    paper = draft(Note("甲\x00\x0b\u202e乙"))
    assert read(write(paper), paper).changes == ()
    assert "甲 乙" in document_of(paper)


def test_every_part_has_a_name_of_its_own() -> None:
    names = [name for name, _, _ in named(everything())]
    assert len(names) == len(set(names))


def test_reasons_in_two_places_are_a_fault_of_the_template() -> None:
    blocks = (Paragraph("一", reasons=True), Title("题"), Paragraph("二", reasons=True))
    with pytest.raises(ValueError, match="one place"):
        write(Paper("题", "某局", blocks))


FORM = Paper(
    "审批单",
    "某局",
    (
        Fields(
            (
                Field("编号", "1"),
                Band("意见"),
                Opinion("承办", name="张三"),
                Field("申请人", "乙"),
                Field("方式", choices=(("邮寄", True),)),
            )
        ),
        Table((Column("序号", 0.5, "centre"), Column("名称", 2)), (("1", "方案"), ("2", TEXT))),
        Paragraph("理由。", reasons=True),
        Imprint(("甲", "乙"), "办公室", date(2024, 11, 20)),
    ),
)


def test_forms_and_tables_are_tables() -> None:
    xml = document_of(FORM)
    assert xml.count("<w:tbl>") == 2
    assert "<w:tblHeader/>" in xml
    for text in ("编号", "意见", "签名：张三", "■ 邮寄", "序号", "抄送：甲，乙。"):
        assert text in xml
    assert read(write(FORM), FORM).changes == ()


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.slow
def test_a_word_processor_opens_the_draft_and_keeps_what_is_read_back(tmp_path: Path) -> None:
    (tmp_path / "draft.docx").write_bytes(write(draft()))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile",
               "--convert-to", "docx", "--outdir", "out", "draft.docx"]  # fmt: skip
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    returned = read((tmp_path / "out" / "draft.docx").read_bytes(), draft())
    assert returned.reasons == (REASON,)
    assert returned.changes == ()


def test_a_receipt_and_an_answer_become_drafts() -> None:
    for paper in (receipt(), answer(letter=True)):
        assert zipfile.ZipFile(io.BytesIO(write(paper))).testzip() is None
