"""Papers the PDF tests draw, and what a reader finds in a file; no test here."""

import io
import re
from datetime import date

import pypdf

from casework.blocks import (
    Addressee,
    Annex,
    Block,
    Field,
    Fields,
    Heading,
    Letterhead,
    Note,
    Paper,
    Paragraph,
    QrCode,
    Signature,
    Title,
)

TEXT = (
    "本机关于2024年11月6日收到你提交的政府信息公开申请，申请公开“某市某区2021年—2023年城市更新项目（一期）征收补偿安置方案"
    "及其批复文件”。经审查，你的申请内容不明确，不能指向特定的政府信息；根据《中华人民共和国政府信息公开条例》（国务院令第711号）"
    "第三十条的规定，请你自收到本告知书之日起15个工作日内，就下列事项作出补正。"
)
SIGNED = date(2024, 11, 20)
MM = 72 / 25.4


def paper(*blocks: Block) -> Paper:
    return Paper("政府信息公开申请答复书", "某市某局", blocks, "答复", "XXGK-2024-000123")


def answer(*, paragraphs: int = 3, letter: bool = False, seal: bool = True) -> Paper:
    return paper(
        Letterhead("某市某局文件", "某局信公答〔2024〕12号", letter=letter),
        Title("政府信息公开申请答复书"),
        Addressee("王镕、张三："),
        *(Paragraph(TEXT) for _ in range(paragraphs)),
        Signature("某市某局", SIGNED, seal=seal),
    )


def receipt() -> Paper:
    return paper(
        Title("政府信息公开申请登记回执"),
        Fields(
            (
                Field("登记编号", "XXGK-2024-000123"),
                Field("收到日期", "2024年11月6日"),
                Field("证件类型及号码", "居民身份证 110***********1234"),
                Field("联系方式", "某市某区某街道某路1号院2号楼3单元401室；", wide=True),
                Field("获取方式", choices=(("邮寄", True), ("电子邮件", False), ("当面", False))),
                Field("所需政府信息", TEXT, wide=True),
            )
        ),
        QrCode("https://casework.invalid/q/8f2k-19xz", "扫描右侧二维码可以查询办理进度。"),
        Signature("某市某局政府信息公开工作机构", SIGNED),
    )


def everything() -> Paper:
    return paper(
        *answer().blocks[:-1],
        Heading("一、依据"),
        Heading("（一）条例", 2),
        Paragraph("附后。"),
        Annex(("方案及批复文件复印件；", "补偿标准表。")),
        Signature("某市某局", SIGNED, seal=False),
        Note("（此件公开发布）"),
    )


def read(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data), strict=True)


def text_of(data: bytes) -> str:
    """The text of all pages without line ends and page numbers."""
    whole = "".join(page.extract_text() + "\n" for page in read(data).pages)
    return re.sub(r"— \d+ —\n", "", whole).replace("\n", "")


def spots(data: bytes, page: int = 0) -> list[tuple[str, float, float]]:
    """Every line with the millimetres of its beginning from the left and of its baseline from the top of the sheet."""
    found: dict[tuple[float, float], str] = {}

    def visit(text: str, _: object, matrix: list[float], *__: object) -> None:
        place = (matrix[4] / MM, 297 - matrix[5] / MM)  # the same for all fonts of a line
        found[place] = found.get(place, "") + text.strip("\n")

    read(data).pages[page].extract_text(visitor_text=visit)
    return [(text, x, y) for (x, y), text in found.items() if text.strip()]
