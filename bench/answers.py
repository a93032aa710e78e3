"""How many answers a second are drawn, ours beside three others in the same run; measures, asserts nothing.

Machines differ, so the figures to look at are the ratios. All sides set the same text in the same fonts on A4 and embed
what they use, and keep between two papers what a sensible program would: registered fonts, a warm compiler. The name
differs from paper to paper, in the address and in the longest paragraph. Ours is tagged and has the structure of
PDF/A-2; ReportLab's stock paragraphs are neither.
"""

import io
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph as StockParagraph
from reportlab.platypus import SimpleDocTemplate, Spacer

from bench import rivals
from casework.blocks import (
    Addressee,
    Block,
    Heading,
    Letterhead,
    Paper,
    Paragraph,
    Signature,
    Title,
)
from casework.paths import FONTS
from casework.pdf import render
from casework.pdf.fonts import load
from casework.pdf.furniture import BOTTOM, LEFT, PAGE_HEIGHT, PAGE_WIDTH, TOP
from casework.pdf.paragraph import MM, PITCH

TEXTS = (
    "本机关于2024年11月6日收到{name}提交的政府信息公开申请，申请公开“某市某区2021年—2023年城市更新项目（一期）征收补偿安置方案"
    "及其批复文件”。经审查，你申请公开的内容属于本机关主动公开的政府信息；根据《中华人民共和国政府信息公开条例》（国务院令第711号）"
    "第三十六条第一项的规定，现将获取该政府信息的方式、途径告知如下：",
    "请登录某市某区人民政府门户网站“征地补偿”专栏查阅、下载。",
    "如对本答复不服，可以自收到本答复书之日起60日内向某市人民政府申请行政复议，或者在6个月内依法向人民法院提起行政诉讼。",
)
# Before the second and the third paragraph stands a heading in 黑体, as GB/T 9704 has it.
HEADINGS = ("", "一、获取方式和途径", "二、救济途径")
BODY = tuple(zip(HEADINGS, TEXTS, strict=True))
AGENCY, NUMBER, TITLE = "某市某局", "某局信公答〔2024〕12号", "政府信息公开申请答复书"
SIGNED = date(2024, 11, 20)

ROUNDS, BATCH, OURS = 9, 15, 60
Draw = Callable[[str], bytes]


class Spent(NamedTuple):
    """Seconds a paper by the clock on the wall and by the processor; a busy machine lengthens the first only."""

    wall: float
    processor: float


def ours(name: str) -> bytes:
    """An answer to `name` as the product draws it."""
    body: list[Block] = []
    for heading, text in BODY:
        if heading:
            body.append(Heading(heading))
        body.append(Paragraph(text.format(name=name)))
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
_HEADING = _style("CaseworkHei", 16, firstLineIndent=32)
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
    body = []
    for heading, text in BODY:
        if heading:
            body.append(StockParagraph(heading, _HEADING))
        body.append(StockParagraph(text.format(name=name), _BODY))
    document.build(
        [
            StockParagraph(TITLE, _TITLE),
            StockParagraph(NUMBER, _CENTRE),
            StockParagraph(f"{name}：", _FLUSH),
            *body,
            Spacer(1, 2 * PITCH),
            StockParagraph(AGENCY, _RIGHT),
            StockParagraph("2024年11月20日", _RIGHT),
        ],
        onFirstPage=_number,
    )
    return out.getvalue()


def _number(canvas: Any, _document: Any) -> None:
    canvas.setFont("CaseworkFang", 14)  # the light face has no dash
    canvas.drawRightString(PAGE_WIDTH - 26 * MM - 16, BOTTOM - 7 * MM, "— 1 —")


def _unpack(folder: Path) -> None:
    """Gives the other sides the same fonts, unpacked."""
    for name in ("CaseworkFang", "CaseworkTitle", "CaseworkHei", "CaseworkLight"):
        path = folder / f"{name}.ttf"
        path.write_bytes(load(FONTS / f"{name}.ttf.xz").data)
        pdfmetrics.registerFont(TTFont(name, str(path)))


# Common names, so that the stock side is not asked for characters it would leave blank; more than any cache holds.
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英"
NAMES = tuple(
    family + first + second
    for first in _GIVEN
    for second in _GIVEN
    for family in "王李张刘陈杨赵黄周吴"
)


def _seconds(draw: Draw, start: int, count: int) -> Spent:
    wall, processor = time.perf_counter(), time.process_time()
    for number in range(start, start + count):
        draw(NAMES[number % len(NAMES)])
    return Spent((time.perf_counter() - wall) / count, (time.process_time() - processor) / count)


# Name, how many papers a turn, what the figure says, and the ratio that is wanted.
_OTHERS = (
    ("stock", BATCH, "同文同字体，ReportLab 自带段落（无标签）", 3.5),
    ("typst", BATCH, "同文同字体，Typst，编译器常驻", 2.5),
    ("weasyprint", 1, "同文同字体，WeasyPrint，按其手册的用法", 100.0),
    ("weasyprint_kept", 2, "同上，字体与样式表只读一次", 0.0),
)


def _compared(other: Draw, count: int) -> tuple[float, list[float], list[float]]:
    """Papers a second of the other side, and how many times as many are ours in each turn, by both clocks, the fewest first.

    By turns, so that a busy machine slows both.
    """
    _seconds(other, 0, 1)  # fonts, caches
    pairs = [
        (_seconds(ours, OURS * number, OURS), _seconds(other, BATCH * number, count))
        for number in range(ROUNDS)
    ]
    theirs = statistics.median(pair[1].wall for pair in pairs)
    by_wall = sorted(other.wall / own.wall for own, other in pairs)
    return 1 / theirs, by_wall, sorted(other.processor / own.processor for own, other in pairs)


def figures() -> Iterator[dict[str, Any]]:
    """The figures of this benchmark: name, value, unit, note. Takes about twenty seconds with all sides."""
    _seconds(ours, 0, OURS)
    turns = [_seconds(ours, OURS * number, OURS) for number in range(ROUNDS)]
    fast = statistics.median(turn.wall for turn in turns)
    yield _figure(
        "answer_pdf", 1 / fast, "papers/s", "一页答复书，仿宋与小标宋嵌入，带标签，含版面与印制"
    )
    yield _figure(
        "answer_pdf_processor",
        1000 * statistics.median(turn.processor for turn in turns),
        "ms",
        "一份所用的处理器时间",
    )
    yield _figure(
        "answer_pdf_bytes", len(ours(NAMES[0])), "bytes", "一份答复书的大小，目标小于 100,000"
    )
    with tempfile.TemporaryDirectory() as folder:
        _unpack(Path(folder))
        text = {"title": TITLE, "agency": AGENCY, "number": NUMBER}
        sides = {
            "stock": stock,
            "typst": rivals.typst(Path(folder), text=text, paragraphs=BODY),
            "weasyprint": rivals.weasyprint(Path(folder), text=text, paragraphs=BODY),
            "weasyprint_kept": rivals.weasyprint(
                Path(folder), text=text, paragraphs=BODY, kept=True
            ),
        }
        for name, count, note, target in _OTHERS:
            side = sides[name]
            if side is None:
                continue
            rate, ratios, processor = _compared(side, count)
            yield _figure(f"answer_pdf_{name}", rate, "papers/s", note)
            yield _figure(
                f"answer_pdf_{name}_ratio",
                statistics.median(ratios),
                "x",
                f"本系统是其倍数，同一次运行中交替测得，{ROUNDS}轮的中位数"
                + (f"，目标 {target:g}" if target else ""),
            )
            yield _figure(
                f"answer_pdf_{name}_ratio_processor",
                statistics.median(processor),
                "x",
                "同上，按处理器时间（不受其他程序影响）",
            )
            yield _figure(f"answer_pdf_{name}_ratio_min", ratios[0], "x", "各轮中最小的倍数")
            yield _figure(f"answer_pdf_{name}_bytes", len(side(NAMES[0])), "bytes", "其文件大小")


def _figure(name: str, value: float, unit: str, note: str) -> dict[str, Any]:
    return {"name": name, "value": round(value, 2), "unit": unit, "note": note}


if __name__ == "__main__":
    for figure in figures():
        print(f"{figure['name']:24} {figure['value']:>12} {figure['unit']:9} {figure['note']}")
