"""What a reader finds in a drawn paper: text, places on the page, fonts, and the same bytes each time."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from papers import MM, SIGNED, TEXT, answer, everything, paper, read, receipt, spots, text_of

from casework.blocks import (
    Addressee,
    Annex,
    Field,
    Fields,
    Letterhead,
    Note,
    Paper,
    Paragraph,
    Signature,
    Title,
)
from casework.characters import normal
from casework.errors import MissingGlyph
from casework.pdf import FontSet, font_set, render, unprintable
from casework.pdf.furniture import set_head

PAPERS = (answer(), answer(letter=True, seal=False), receipt(), everything())


def pages(data: bytes) -> list[str]:
    return [page.extract_text() for page in read(data).pages]


def fonts_of(data: bytes) -> Iterator[dict[str, object]]:
    for page in read(data).pages:
        yield from (font.get_object() for font in page["/Resources"]["/Font"].values())


@pytest.mark.parametrize("one", PAPERS, ids=["answer", "letter", "receipt", "everything"])
def test_a_paper_has_the_same_bytes_each_time(one: Paper) -> None:
    assert render(one) == render(one, fonts=FontSet())


def test_bytes_depend_on_no_earlier_paper() -> None:
    fresh = render(answer())
    render(paper(Paragraph("鹏程万里，龘靐齉。")))
    assert render(answer()) == fresh


def test_two_papers_have_different_identifiers() -> None:
    first, second = (read(render(answer(paragraphs=n))).trailer["/ID"] for n in (2, 3))
    assert first != second


def test_threads_do_not_disturb_one_another() -> None:
    expected = [render(one, fonts=FontSet()) for one in PAPERS]
    with ThreadPoolExecutor(8) as pool:
        drawn = list(pool.map(render, PAPERS * 16))
    assert drawn == expected * 16


@pytest.mark.parametrize("one", PAPERS, ids=["answer", "letter", "receipt", "everything"])
def test_every_font_is_embedded(one: Paper) -> None:
    data = render(one)
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts_of(data))
    assert b"Helvetica" not in data


@pytest.mark.parametrize(
    "name", ["王𫍯𬭚", "镕堃喆祎玥翀旻昇垚", "䶮㛃㵑㸌", "𠅤𪩘𫖮𡐓", "Zoë Müller"]
)
def test_rare_names_are_copied_out_as_they_were_written(name: str) -> None:
    assert name in text_of(render(paper(Addressee(f"{name}："))))


def test_the_text_reads_in_its_order() -> None:
    text = text_of(render(answer(paragraphs=1)))
    assert "某市某局文件某局信公答〔2024〕12号政府信息公开申请答复书王镕、张三：" in text
    assert TEXT in text
    assert text.index("2024年11月20日") > text.index(TEXT)


def test_a_character_without_a_glyph_stops_the_paper_and_names_itself_and_its_place() -> None:
    with pytest.raises(MissingGlyph) as caught:
        render(paper(Fields((Field("申请人", "王\U0002ffff"),))))
    assert "“申请人”" in caught.value.message
    assert "U+2FFFF" in caught.value.message
    assert caught.value.fields == {"申请人": "\U0002ffff"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("张三", ()),
        ("张\U0002ffff三\U0002ffff\U000e0001", ("\U0002ffff", "\U000e0001")),
        ("第一行\n第二行\t末", ()),
        ("Zoe\u0308", ()),
        ("\ufeff张\u200b三\v李\u2028四", ()),
        ("葛\U000e0100", ("\U000e0100",)),
    ],
    ids=["common", "missing", "white", "composed", "pasted", "variant"],
)
def test_unprintable_characters_are_told_beforehand(text: str, expected: tuple[str, ...]) -> None:
    assert unprintable(text) == expected


def test_compatibility_ideographs_of_a_name_are_not_replaced() -> None:
    assert normal("\uf91de\u0301") == "\uf91dé"


def test_every_character_of_the_common_table_can_be_drawn() -> None:
    han = "".join(map(chr, (*range(0x4E00, 0x9FF0), *range(0x3400, 0x4DB6))))
    assert unprintable(han) == ()


def test_a_page_of_running_text_has_22_lines_of_28_characters() -> None:
    # 主送 and no title: the text begins at the top of the text block.
    data = render(paper(Paragraph("政" * 28 * 44, indent=False)))
    lines = [line for line in pages(data)[0].splitlines() if "政" in line]
    assert [len(line) for line in lines] == [28] * 22
    assert len(pages(data)) == 2


def test_the_grid_stands_in_the_margins_of_the_standard() -> None:
    lines = [spot for spot in spots(render(paper(Paragraph("政" * 28 * 22, indent=False))))
             if "政" in spot[0]]  # fmt: skip
    assert {round(x, 2) for _, x, _ in lines} == {28.0}
    tops = [y - 0.88 * 16 / MM for _, _, y in lines]  # upper edges of the characters
    assert tops[0] >= 37
    assert tops[-1] + 16 / MM <= 297 - 35


def test_a_paragraph_begins_two_characters_in() -> None:
    first, second = spots(render(paper(Paragraph(TEXT))))[:2]
    assert first[1] == pytest.approx(28 + 2 * 156 / 28, abs=0.1)
    assert second[1] == pytest.approx(28, abs=0.01)


def numbers(data: bytes) -> list[tuple[float, float]]:
    """Left and baseline of each page's number, in millimetres."""
    found = []
    for page in range(len(pages(data))):
        found += [(x, y) for text, x, y in spots(data, page) if text.startswith("—")]
    return found


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages() -> None:
    odd, even = numbers(render(answer(paragraphs=4)))
    assert odd[0] > 160
    assert even[0] == pytest.approx(28 + 156 / 28, abs=0.2)
    assert odd[1] == even[1] == pytest.approx(297 - 35 + 7, abs=2)


def test_the_letter_format_leaves_the_first_page_without_a_number() -> None:
    data = render(answer(paragraphs=6, letter=True))
    assert "— 1 —" not in pages(data)[0]
    assert "— 2 —" in pages(data)[1]


def test_the_name_of_the_body_stands_35_mm_below_the_text_block() -> None:
    y = next(y for text, _, y in spots(render(answer())) if text.startswith("某市某局文件"))
    assert y - 0.88 * 46 / MM == pytest.approx(37 + 35, abs=2)


@pytest.mark.parametrize("paragraphs", range(1, 12))
@pytest.mark.parametrize("seal", [True, False])
def test_a_signature_is_never_divided_and_never_alone(paragraphs: int, seal: bool) -> None:
    last = pages(render(answer(paragraphs=paragraphs, seal=seal)))[-1].splitlines()
    signatory = last.index("某市某局")
    assert "2024年11月20日" in last[signatory + 1]
    assert signatory >= 2


@pytest.mark.parametrize("length", range(1, 700, 37))
def test_no_length_of_text_leaves_the_signature_alone(length: int) -> None:
    data = render(paper(Paragraph("政" * length), Signature("某市某局", SIGNED)))
    assert "政" in pages(data)[-1]
    assert "某市某局\n2024年11月20日" in pages(data)[-1]


def test_under_a_seal_the_date_ends_four_characters_from_the_right() -> None:
    found = {text: x for text, x, _ in spots(render(answer()))} | {
        text: x for text, x, _ in spots(render(answer()), -1)
    }
    date_x, name_x = found["2024年11月20日"], found["某市某局"]
    cell = 156 / 28
    wide = 5.64 * (3 + 8 / 2)  # three characters and eight half-wide digits of 16 pt
    assert date_x + wide == pytest.approx(184 - 4 * cell, abs=1)
    assert name_x + 2 * cell == pytest.approx(date_x + wide / 2, abs=1)


def test_without_a_seal_the_date_stands_two_characters_further_right_than_the_name() -> None:
    one = paper(Paragraph("答复。"), Signature("某市某区人民政府办公室", SIGNED, seal=False))
    found = {text: x for text, x, _ in spots(render(one))}
    assert found["2024年11月20日"] - found["某市某区人民政府办公室"] == pytest.approx(
        2 * 156 / 28, abs=0.1
    )


def test_a_date_longer_than_the_name_ends_two_characters_from_the_right() -> None:
    found = {text: x for text, x, _ in spots(render(answer(seal=False)), -1)}
    assert found["2024年11月20日"] + 5.64 * 7 == pytest.approx(184 - 2 * 156 / 28, abs=1)
    assert found["2024年11月20日"] - found["某市某局"] == pytest.approx(2 * 156 / 28, abs=0.1)


def test_a_long_title_is_parted_between_words_into_two_even_lines() -> None:
    title = "某市某区人民政府办公室关于张某某申请公开征地补偿安置方案的答复书"
    first, second = pages(render(paper(Title(title), Paragraph("答复。"))))[0].splitlines()[:2]
    assert first + second == title
    assert abs(len(first) - len(second)) <= 6
    assert not second.startswith("的")


@pytest.mark.parametrize("length", range(1, 60))
def test_a_long_name_of_the_body_stands_on_two_lines_at_most(length: int) -> None:
    head = set_head(Letterhead(("某市某区街道办事处人民政府" * 5)[:length]), font_set())
    assert len(head.name.lines) <= 2


def test_annexes_are_numbered_and_end_without_a_mark() -> None:
    text = text_of(render(everything()))
    assert "附件：1.方案及批复文件复印件2.补偿标准表某市某局" in text


def test_a_single_annex_has_no_number() -> None:
    assert "附件：方案" in text_of(render(paper(Paragraph("答复。"), Annex(("方案。",)))))


def test_a_form_shows_its_choices_as_boxes() -> None:
    assert "■ 邮寄" in text_of(render(receipt()))
    assert "□ 电子邮件" in text_of(render(receipt()))


def test_a_form_longer_than_a_page_goes_on_with_its_label() -> None:
    data = render(paper(Title("登记表"), Fields((Field("内容描述", TEXT * 12, wide=True),))))
    assert len(pages(data)) > 1
    assert all("内容描述" in page for page in pages(data))
    assert text_of(data).count("本机关于2024年11月6日收到") == 12


def test_a_form_of_many_rows_divides_between_rows() -> None:
    rows = tuple(Field(f"项目{n}", f"内容{n}") for n in range(100))
    data = render(paper(Fields(rows)))
    assert len(pages(data)) > 1
    assert all(f"内容{n}" in text_of(data) for n in range(100))


def test_the_file_tells_its_title_author_and_language_and_no_clock() -> None:
    reader = read(render(answer()))
    assert reader.metadata.title == "政府信息公开申请答复书"
    assert reader.metadata.author == "某市某局"
    assert reader.metadata.subject == "答复"
    assert reader.metadata["/Keywords"] == "XXGK-2024-000123"
    assert reader.metadata["/CreationDate"].startswith("D:20241120")
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"


def test_text_that_looks_like_markup_is_drawn_as_it_is() -> None:
    assert "<b>&amp;</b>" in text_of(render(paper(Paragraph("张三<b>&amp;</b>"))))


@pytest.mark.parametrize("text", ["", "\n", "一\n\n二", " "])
def test_empty_text_draws_a_page(text: str) -> None:
    assert len(pages(render(paper(Paragraph(text), Note("完"))))) == 1


def test_what_pasting_brings_is_drawn_as_a_space_or_not_at_all() -> None:
    assert "甲 乙丙" in text_of(render(paper(Paragraph("甲\v乙\u200b丙"))))


def test_more_characters_than_one_subset_holds_are_all_copied_out() -> None:
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 700)))
    assert text in text_of(render(paper(Paragraph(text, indent=False))))


def test_the_set_of_a_folder_is_made_once() -> None:
    assert font_set() is font_set()
