"""Random and hostile texts in every kind of block: nothing leaves the text area, nothing is lost, nothing hangs."""

import time
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from papers import MM, paper, read, text_of

from casework.blocks import (
    Addressee,
    Annex,
    Band,
    Block,
    Column,
    Field,
    Fields,
    Heading,
    Imprint,
    Letterhead,
    Note,
    Opinion,
    Paragraph,
    QrCode,
    Signature,
    Table,
    Title,
)
from casework.characters import hidden, shown
from casework.errors import MissingGlyph
from casework.pdf import font_set, render, typed, unprintable
from casework.pdf.fonts import FontSet
from casework.pdf.layout import lay_out
from casework.pdf.page import HEIGHT, Placed
from casework.pdf.paragraph import WIDTH, Text

DAY = date(2024, 11, 20)
HOSTILE = (
    "\u202e", "\u200f", "\u2066", "\x00", "\x1b[31m", "\x07", "\r", "\n", "\u2028", "\ufeff", "\u200b", "\x85",
    "<b>&amp;</b>", "%PDF", "(", ")", "\\", "\\)", "endstream", "\t", "\u3000", " ", "……", "——",
    "）））））））））", "（（（（（（（（（（", "，" * 40, "“" * 30, "a" * 80, "1" * 45, "https://a.invalid/?x=1&y=2",
    "zhangsan@example.invalid", "𫍯𬭚𠅤𪩘", "镕堃", "é", "e\u0301",
)  # fmt: skip
texts = st.lists(
    st.one_of(
        st.sampled_from(HOSTILE),
        st.text("政府信息公开申请，。；（）《》“”abcXYZ019 .", max_size=12),
    ),
    max_size=14,
).map("".join)
blocks = st.one_of(
    st.builds(Paragraph, texts, st.booleans()),
    st.builds(Title, texts),
    st.builds(Addressee, texts),
    st.builds(Heading, texts, st.integers(1, 4)),
    st.builds(Note, texts),
    st.builds(Annex, st.lists(texts, min_size=1, max_size=3).map(tuple)),
    st.builds(Letterhead, texts, texts, st.booleans()),
    st.builds(Signature, texts, st.just(DAY), st.booleans()),
    st.builds(Imprint, st.lists(texts, max_size=3).map(tuple), texts, st.just(DAY)),
    st.builds(QrCode, st.just("https://casework.invalid/q/1"), texts),
    st.builds(
        Fields,
        st.lists(
            st.one_of(
                st.builds(Field, texts, texts, st.booleans()),
                st.builds(Opinion, texts, texts, texts, texts, st.none(), st.integers(-3, 99)),
                st.builds(Band, texts),
            ),
            min_size=1, max_size=4,
        ).map(tuple),
    ),
    st.integers(1, 12).flatmap(
        lambda count: st.builds(
            Table,
            st.lists(
                st.builds(Column, texts, st.sampled_from([0.0, 0.01, 1.0, 50.0]), st.sampled_from(["left", "centre", "right"])),
                min_size=count, max_size=count,
            ).map(tuple),
            st.lists(st.tuples(*[texts] * count), max_size=4).map(tuple),
        )
    ),
)  # fmt: skip
papers = st.lists(blocks, min_size=1, max_size=5)
slowly = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


def lines_of(placed: Placed) -> list[Text]:
    """Every text of a piece, in cells and in heads too."""
    found, waiting = [], [placed.piece]
    while waiting:
        piece = waiting.pop()
        if isinstance(piece, Text):
            found.append(piece)
        for name in ("heads", "rows", "cells"):
            waiting += getattr(piece, name, ())
        for name in (
            "text",
            "foot",
            "name",
            "number",
            "signatory",
            "date",
            "caption",
            "copies",
            "printer",
            "day",
        ):
            part = getattr(piece, name, None)
            if part is not None and not isinstance(part, str):
                waiting.append(part)
    return found


@given(papers)
@slowly
def test_no_piece_reaches_below_its_page(some: list[Block]) -> None:
    for page in lay_out(paper(*some), font_set()).pages:
        for placed in page:
            assert placed.down >= -1e-6
            assert placed.down + placed.piece.height <= HEIGHT + 1e-3


@given(papers)
@slowly
def test_no_line_is_longer_than_the_text_area(some: list[Block]) -> None:
    for page in lay_out(paper(*some), font_set()).pages:
        for placed in page:
            for text in lines_of(placed):
                chain = font_set().chain(text.style.kind.role)
                for line in text.lines:
                    visible = line.text.rstrip(" \u3000")
                    length = sum(map(chain.width, visible)) * text.style.kind.size
                    length += line.tracking * max(len(visible) - 1, 0)
                    assert length <= WIDTH + 1e-3
                    assert line.x >= -1e-3


@given(papers)
@slowly
def test_every_paper_is_drawn_and_read_without_an_error(some: list[Block]) -> None:
    data = render(paper(*some))
    for page in read(data).pages:
        page.extract_text()


@given(texts)
@settings(max_examples=150, deadline=None)
def test_every_character_that_can_be_seen_is_copied_out(text: str) -> None:
    copied = text_of(render(paper(Paragraph(text, indent=False), Paragraph("完"))))
    assert "".join(copied.split()) == "".join((shown(text) + "完").split())


@pytest.mark.parametrize(
    "block",
    [
        Paragraph("政" * 100_000),
        Paragraph("，" * 100_000),
        Paragraph("（" * 100_000),
        Paragraph(" " * 100_000),
        Paragraph("a" * 100_000),
        Paragraph("a@" * 50_000),
        Paragraph("政\n" * 20_000),
        Title("政" * 100_000),
        Heading("政" * 20_000),
        Letterhead("政" * 20_000, "号" * 20_000),
        Signature("政" * 20_000, DAY),
        Annex(("政" * 100_000,)),
        QrCode("https://a.invalid", "政" * 20_000),
        Imprint(("政" * 3_000,)),
        Fields((Field("内容", "政" * 100_000, wide=True),)),
        Fields((Field("项" * 5_000, "政"), Field("乙", "丙" * 20_000))),
        Fields((Opinion("意见", "政" * 50_000, name="张" * 2_000),)),
        Fields((Band("政" * 5_000),)),
        Table((Column("甲", 0.0), Column("乙" * 3_000, 9.0)), (("政" * 20_000, "x" * 50_000),)),
        Table((Column("序号"), Column("名称")), tuple((str(n), "方案") for n in range(5_000))),
    ],
    ids=lambda block: type(block).__name__,
)
def test_a_text_of_any_length_stays_on_its_pages_and_takes_seconds(block: Block) -> None:
    begun = time.process_time()
    for page in lay_out(paper(Title("题"), block, Paragraph("完")), font_set()).pages:
        for placed in page:
            assert placed.down + placed.piece.height <= HEIGHT + 1e-3
    assert time.process_time() - begun < 10


@given(texts)
@settings(max_examples=200, deadline=None)
def test_what_was_cleaned_when_typed_in_can_be_drawn_as_it_is(text: str) -> None:
    clean = typed(text, field="内容")
    assert unprintable(clean) == ()
    assert typed(clean, field="内容") == clean
    assert hidden(clean) == ()


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("张\u202e三", "张三"),
        ("\u2066张三\u2069", "张三"),
        ("张\x00\x1b三", "张三"),
        ("第一行\r\n第二行", "第一行\n第二行"),
        ("甲\u00a0乙", "甲 乙"),
        ("Zoe\u0308", "Zoë"),
    ],
    ids=["turned", "isolated", "control", "lines", "blank", "composed"],
)
def test_what_cannot_be_seen_is_taken_out_when_typed_in(text: str, clean: str) -> None:
    assert typed(text, field="姓名") == clean


@pytest.mark.parametrize("bad", ["\ue000", "\ud800", "\uffff", "\U000e0100", "م", "ש"])
def test_what_no_font_holds_is_refused_when_typed_in(bad: str) -> None:
    with pytest.raises(MissingGlyph, match=f"U\\+{ord(bad):04X}"):
        typed(f"张{bad}", field="姓名")


@pytest.mark.parametrize("mark", ["\u202e", "\u200f", "\x00", "\x9b"])
def test_hidden_characters_are_told_beforehand(mark: str) -> None:
    assert unprintable(f"张{mark}三") == (mark,)


def test_an_own_folder_of_fonts_does_not_change_what_is_hidden() -> None:
    assert typed("甲\u202e乙", field="内容", fonts=FontSet()) == "甲乙"


def test_a_narrow_column_holds_its_text() -> None:
    columns = tuple(Column(f"列{n}", 0.0 if n else 100.0) for n in range(12))
    data = render(
        paper(Table(columns, (tuple(f"内容{n}：110101199001011234，（一）" for n in range(12)),)))
    )
    right = 210 - 26
    for page in read(data).pages:
        for operands, operator in page.get_contents().operations:
            if operator == b"Tm":
                assert 28 * MM <= float(operands[4]) <= right * MM
