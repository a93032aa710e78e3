"""The lines of a template become blocks, and no value can make a line or a part of its own."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from jinja2 import Environment

from casework.blocks import (
    Annex,
    Band,
    Block,
    Column,
    Field,
    Fields,
    Heading,
    Imprint,
    Letterhead,
    Opinion,
    Paragraph,
    QrCode,
    Signature,
    Table,
)
from casework.services.paper_text import one_line, read_blocks

CONTEXT: dict[str, Any] = {
    "title": "答复书",
    "unit": {"signatory": "某市某局"},
    "case": {"number": "XXGK-1"},
}


def blocks(text: str, **unit: str) -> tuple[Block, ...]:
    return read_blocks(text, context=CONTEXT | {"unit": CONTEXT["unit"] | unit}).blocks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("letter: 某市某局 | 1号", Letterhead("某市某局", "1号", letter=True)),
        ("letterhead: 某市某局", Letterhead("某市某局", "")),
        ("subheading: （一）依据", Heading("（一）依据", 2)),
        ("flush: 附后。", Paragraph("附后。", indent=False)),
        ("reasons: 理由。", Paragraph("理由。", reasons=True)),
        ("qr: https://a.invalid/q | 查询", QrCode("https://a.invalid/q", "查询")),
        ("unsealed: 某市某局 | 2024-11-20", Signature("某市某局", date(2024, 11, 20), seal=False)),
        ("annex: 方案\nannex: 标准 2020/12", Annex(("方案", "标准 2020/12"))),
        (
            "copies: 甲 | 乙\nprinted: 办公室 | 2024-11-20",
            Imprint(("甲", "乙"), "办公室", date(2024, 11, 20)),
        ),
        (
            "band: 意见\nopinion: 承办 | 同意 | 承办人 | 张三 | 2024-11-20T09:30+00:00\nopinion: 签发",
            Fields(
                (
                    Band("意见"),
                    Opinion(
                        "承办", "同意", "承办人", "张三", datetime(2024, 11, 20, 9, 30, tzinfo=UTC)
                    ),
                    Opinion("签发"),
                )
            ),
        ),
        (
            "table: 序号 @ 0.5 centre | 名称 @ 2 | 备注\nrow: 1 | 方案 |\nrow: 2 | 标准 | 附",
            Table(
                (Column("序号", 0.5, "centre"), Column("名称", 2.0), Column("备注")),
                (("1", "方案", ""), ("2", "标准", "附")),
            ),
        ),
    ],
    ids=lambda value: value.split(":")[0] if isinstance(value, str) else "",
)
def test_a_line_becomes_its_block(text: str, expected: Block) -> None:
    assert blocks(text) == (expected,)


@pytest.mark.parametrize(("setting", "letter"), [("letter", True), ("red", False)])
def test_the_unit_chooses_the_form_of_the_head(setting: str, letter: bool) -> None:
    assert blocks("head: 某市某局 | 1号", letterhead=setting) == (
        Letterhead("某市某局", "1号", letter=letter),
    )


def test_the_letter_form_is_the_default() -> None:
    assert blocks("head: 某市某局") == (Letterhead("某市某局", "", letter=True),)


def test_two_tables_keep_their_rows() -> None:
    first, second = blocks("table: 甲\nrow: 1\ntable: 乙\nrow: 2\nrow: 3")
    assert (first, second) == (
        Table((Column("甲"),), (("1",),)),
        Table((Column("乙"),), (("2",), ("3",))),
    )


@pytest.mark.parametrize(
    "text",
    ["unknown: 甲", "甲", "row: 1\ntable: 甲", "table: 甲 | 乙\nrow: 1", "table: 甲 @ wide"],
)
def test_a_fault_of_a_template_is_told(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        blocks(text)


@pytest.mark.parametrize("value", ["甲\ntitle: 乙", "甲\u2028p: 乙", "甲\r\nnote: 乙"])
def test_a_value_makes_no_line_of_its_own(value: str) -> None:
    source = Environment(finalize=one_line, autoescape=False).from_string("p: {{ value }}")
    assert len(blocks(source.render(value=value))) == 1


def test_a_value_makes_no_cell_of_its_own() -> None:
    source = Environment(finalize=one_line, autoescape=False).from_string(
        "table: 甲 | 乙\nrow: {{ value }} | 2\nfield: 丙 | {{ value }}"
    )
    table, form = blocks(source.render(value="1|x | y"))
    assert table == Table((Column("甲"), Column("乙")), (("1|x | y", "2"),))
    assert form == Fields((Field("丙", "1|x | y"),))
