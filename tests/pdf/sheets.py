"""Forms, tables and a seal that the PDF tests draw; no test here."""

import io
from datetime import date
from functools import cache

from papers import TEXT, paper
from PIL import Image, ImageDraw

from casework.blocks import Band, Column, Field, Fields, Note, Opinion, Paper, Table, Title
from casework.pdf.seal import Seal, read_seal

_HEADS = (
    ("序号", 0.5, "centre"), ("文号", 2.2, "left"), ("日期", 1.3, "centre"), ("文种", 1.6, "left"),
    ("登记编号", 1.6, "left"), ("状态", 0.8, "centre"), ("备注", 1.2, "left"),
)  # fmt: skip


def approval() -> Paper:
    return paper(
        Title("政府信息公开答复审批单"),
        Fields(
            (
                Field("登记编号", "XXGK-2024-000123"),
                Field("申请人", "王镕"),
                Field("申请内容", TEXT, wide=True),
                Band("审批意见"),
                Opinion("承办人意见", "拟同意部分公开。", name="张三", day=date(2024, 11, 18)),
                Opinion("法律顾问意见"),
                Opinion("保密审查意见", signer="审查人"),
                Opinion("负责人签发"),
            )
        ),
    )


def register(rows: int) -> Paper:
    """A register of numbers; the fourth number is void."""
    return paper(
        Title("发文字号登记簿"),
        Table(
            tuple(Column(*head) for head in _HEADS),
            tuple(
                (str(n), f"某局信公答〔2024〕{n}号", "2024-11-20", "答复书", f"XXGK-2024-{n:06}",
                 "作废" if n == 4 else "", "重复编号" if n == 4 else "")
                for n in range(1, rows + 1)
            ),
        ),
        Note("本册由系统按编号次序列出。"),
    )  # fmt: skip


def picture(width: int = 400, height: int = 400, mode: str = "RGBA", form: str = "PNG") -> bytes:
    """A red ring on nothing, or on white when the mode knows no transparency."""
    ground = (0, 0, 0, 0) if mode == "RGBA" else (255, 255, 255)
    image = Image.new(mode, (width, height), ground)
    ring = (214, 40, 40, 255) if mode == "RGBA" else (214, 40, 40)
    ImageDraw.Draw(image).ellipse((5, 5, width - 5, height - 5), outline=ring, width=12)
    out = io.BytesIO()
    image.save(out, form)
    return out.getvalue()


@cache
def seal() -> Seal:
    return read_seal(picture())
