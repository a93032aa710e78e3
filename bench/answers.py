"""How many answers a second are drawn, ours beside ReportLab's stock paragraphs in the same run; measures, asserts nothing.

Machines differ, so the figure to look at is the ratio. Both sides set the same text in the same fonts on A4 and embed
what they use; the stock side keeps its fonts registered, as a sensible program would.
"""

import io
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph as StockParagraph
from reportlab.platypus import SimpleDocTemplate, Spacer

from casework.blocks import Addressee, Letterhead, Paper, Paragraph, Signature, Title
from casework.paths import FONTS
from casework.pdf import render
from casework.pdf.fonts import load
from casework.pdf.furniture import BOTTOM, LEFT, PAGE_HEIGHT, PAGE_WIDTH, TOP
from casework.pdf.paragraph import MM, PITCH

TEXTS = (
    "本机关于2024年11月6日收到你提交的政府信息公开申请，申请公开“某市某区2021年—2023年城市更新项目（一期）征收补偿安置方案"
    "及其批复文件”。经审查，你申请公开的内容属于本机关主动公开的政府信息；根据《中华人民共和国政府信息公开条例》（国务院令第711号）"
    "第三十六条第一项的规定，现将获取该政府信息的方式、途径告知如下：",
    "一、《某市某区城市更新项目（一期）征收补偿安置方案》已在某市某区人民政府门户网站“征地补偿”专栏公开，你可以自行查阅、下载；",
    "二、需要纸质文件的，可以到某市某区档案馆查阅。",
    "如对本答复不服，可以自收到本答复书之日起60日内向某市人民政府申请行政复议，或者在6个月内依法向人民法院提起行政诉讼。",
)
AGENCY, NUMBER, TITLE = "某市某局", "某局信公答〔2024〕12号", "政府信息公开申请答复书"
SIGNED = date(2024, 11, 20)

ROUNDS, BATCH = 9, 15


def ours(name: str) -> bytes:
    """An answer to `name` as the product draws it."""
    body = (Paragraph(text) for text in TEXTS)
    return render(
        Paper(
            TITLE,
            AGENCY,
            (
                Letterhead("", NUMBER),
                Title(TITLE),
                Addressee(f"{name}："),
                *body,
                Signature(AGENCY, SIGNED),
            ),
        )
    )


def _style(font: str, size: float, **more: Any) -> ParagraphStyle:
    return ParagraphStyle(
        f"{font}{size}{more}", fontName=font, fontSize=size, leading=PITCH, wordWrap="CJK", **more
    )


_BODY = _style("CaseworkFang", 16, firstLineIndent=32, alignment=4)
_FLUSH = _style("CaseworkFang", 16)
_CENTRE = _style("CaseworkFang", 16, alignment=1)
_RIGHT = _style("CaseworkFang", 16, alignment=2, rightIndent=64)
_TITLE = _style("CaseworkTitle", 22, alignment=1)


def stock(name: str) -> bytes:
    """The same text in ReportLab's own paragraphs."""
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), leftMargin=LEFT, rightMargin=26 * MM,
        topMargin=TOP, bottomMargin=BOTTOM, title=TITLE, author=AGENCY,
    )  # fmt: skip
    document.build(
        [
            StockParagraph(TITLE, _TITLE),
            StockParagraph(NUMBER, _CENTRE),
            Spacer(1, PITCH),
            StockParagraph(f"{name}：", _FLUSH),
            *(StockParagraph(text, _BODY) for text in TEXTS),
            Spacer(1, 2 * PITCH),
            StockParagraph(AGENCY, _RIGHT),
            StockParagraph("2024年11月20日", _RIGHT),
        ]
    )
    return out.getvalue()


def _register() -> None:
    """Gives the stock side the same fonts, unpacked."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("CaseworkFang", "CaseworkTitle"):
            path = Path(folder) / f"{name}.ttf"
            path.write_bytes(load(FONTS / f"{name}.ttf.xz").data)
            pdfmetrics.registerFont(TTFont(name, str(path)))


# Common names, so that the stock side is not asked for characters it would leave blank.
_NAMES = tuple(
    family + given for family in "王李张刘陈杨赵黄周吴" for given in ("三", "小明", "建国", "志强")
)


def _seconds(draw: Callable[[str], bytes], start: int) -> float:
    begun = time.perf_counter()
    for number in range(start, start + BATCH):
        draw(_NAMES[number % len(_NAMES)])
    return (time.perf_counter() - begun) / BATCH


def figures() -> list[dict[str, Any]]:
    """The figures of this benchmark: name, value, unit, note. Takes about five seconds."""
    _register()
    for draw in (ours, stock):
        _seconds(draw, 0)  # fonts, caches
    pairs = [
        (_seconds(ours, BATCH * number), _seconds(stock, BATCH * number))
        for number in range(ROUNDS)  # by turns, so that a busy machine slows both alike
    ]
    fast = statistics.median(pair[0] for pair in pairs)
    slow = statistics.median(pair[1] for pair in pairs)
    ratio = statistics.median(pair[1] / pair[0] for pair in pairs)
    name = _NAMES[0]
    return [
        _figure("answer_pdf", 1 / fast, "papers/s", "一页答复书，仿宋与小标宋嵌入，含版面与印制"),
        _figure("answer_pdf_stock", 1 / slow, "papers/s", "同文同字体，ReportLab 自带段落"),
        _figure("answer_pdf_ratio", ratio, "x", "以上两项之比，同一次运行中交替测得"),
        _figure("answer_pdf_bytes", len(ours(name)), "bytes", "一份答复书的大小"),
        _figure("answer_pdf_stock_bytes", len(stock(name)), "bytes", "同上，ReportLab 自带段落"),
    ]


def _figure(name: str, value: float, unit: str, note: str) -> dict[str, Any]:
    return {"name": name, "value": round(value, 2), "unit": unit, "note": note}


if __name__ == "__main__":
    for figure in figures():
        print(f"{figure['name']:24} {figure['value']:>12} {figure['unit']:9} {figure['note']}")
