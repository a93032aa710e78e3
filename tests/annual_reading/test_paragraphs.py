"""A sentence that a page or a soft break parts is read whole, so that its numbers are compared; what is no part of it stays out."""

import io

import docx
import pytest

from casework.annual_reading import opened
from casework.annual_reading.paragraphs import of_breaks, of_pages

WIDE = "2020年共答复政府信息公开申请206件，其中同意公开68件，占答复总量的3"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{WIDE}\n3%；不予公开5件。\n", [f"{WIDE}3%；不予公开5件。"]),
        (f"题目\n{WIDE}\n— 3 —\f3%；不予公开5件。", ["题目", f"{WIDE}3%；不予公开5件。"]),
        (f"某局年报\n{WIDE}\n第 3 页 共 12 页\f某局年报\n3%。\n4 / 12", [f"{WIDE}3%。"]),
        (f"{WIDE}\n3%。\n（一）主动公开\n全年发布5件。", [f"{WIDE}3%。", "（一）主动公开", "全年发布5件。"]),
        (f"{WIDE}\n3%。\n信息内容 本年处理决定数量\n行政许可 0\n与上年相比，减少5件。",
         [f"{WIDE}3%。", "信息内容 本年处理决定数量", "行政许可 0", "与上年相比，减少5件。"]),
        (f"四、结转下年度继续办理 3 0 0 0 0 0 3\n{WIDE}\n3%。", ["四、结转下年度继续办理 3 0 0 0 0 0 3", f"{WIDE}3%。"]),
        (f"{WIDE}\n3%。\n本单位负责人\n张三\n联系，\n另有", [f"{WIDE}3%。", "本单位负责人", "张三", "联系，另有"]),
    ],
)  # fmt: skip
def test_the_lines_of_a_page_are_put_together(text: str, told: list[str]) -> None:
    assert list(of_pages(text)) == told


def test_a_soft_break_parts_no_sentence_and_ends_a_heading() -> None:
    text = "（二）依申请公开\n同意公开68\n件，占3\n3%。\n另有5件"
    assert list(of_breaks(text)) == ["（二）依申请公开", "同意公开68件，占33%。", "另有5件"]


def test_breaks_of_a_page_and_of_a_document_are_soft() -> None:
    page = "<div>一、总体情况<br>同意公开<b>68</b><br/>件，占\n33%。</div><p>另有<span>5</span>件</p>".encode()
    told = ["一、总体情况", "同意公开68件，占 33%。", "另有5件"]
    assert list(opened(page).lines) == told
    book, out = docx.Document(), io.BytesIO()
    book.add_paragraph("一、总体情况\n同意公开68\n件，占 33%。")
    book.add_paragraph("另有5件")
    book.save(out)
    assert list(opened(out.getvalue()).lines) == told
