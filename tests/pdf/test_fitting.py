"""A paper that spills a few lines over its page is set a little closer; one that fills its pages is left as it is."""

from itertools import pairwise

import pytest
from papers import SIGNED, paper, read, spots

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
from casework.pdf import render

PITCH = 28.95


def pages(data: bytes) -> list[str]:
    return [page.extract_text() for page in read(data).pages]


def letter(lines: int, *, annex: bool = False) -> Paper:
    """A notice in letter form whose body has that many lines."""
    return paper(
        Letterhead("某市某区人民政府", "某政公复〔2026〕1号", letter=True),
        Title("政府信息公开申请答复书"),
        Addressee("张三："),
        Paragraph("政" * (28 * lines - 4)),
        *([Annex(("确认函",))] if annex else ()),
        Signature("某市某区人民政府", SIGNED),
    )


def pitches(data: bytes) -> set[float]:
    """Distances of the body's lines on page 1, in points."""
    body = sorted({y for text, _, y in spots(data) if "政" * 20 in text})
    return {round((after - before) * 72 / 25.4, 1) for before, after in pairwise(body)}


def test_a_notice_that_fits_stands_on_the_grid_of_the_standard() -> None:
    data = render(letter(9))
    assert len(pages(data)) == 1
    assert pitches(data) <= {28.9, 29.0}


@pytest.mark.parametrize("lines", [11, 12, 13])
def test_a_notice_with_a_few_lines_too_many_is_set_closer_and_stays_on_one_page(lines: int) -> None:
    data = render(letter(lines))
    assert len(pages(data)) == 1
    assert max(pitches(data)) < PITCH - 1


def test_lines_are_never_closer_than_26_to_a_page() -> None:
    for lines in range(10, 20):
        assert min(pitches(render(letter(lines)))) > 22 * PITCH / 26 - 0.1


def test_a_notice_of_two_real_pages_keeps_the_grid() -> None:
    data = render(letter(26))
    assert len(pages(data)) == 2
    assert max(pitches(data)) > PITCH - 0.1


@pytest.mark.parametrize("lines", range(14, 22))
def test_a_signature_takes_two_lines_with_it_even_past_an_annex_of_one(lines: int) -> None:
    found = pages(render(letter(lines, annex=True)))
    assert found[-1].count("政") > 28 or len(found) == 1


def test_a_note_never_stands_on_a_page_without_something_of_what_it_explains() -> None:
    note = Note(
        "由他人代收的，请写明与受送达人的关系和代收理由；邮寄送达的，附邮政企业出具的凭证。"
    )
    for rows in range(36, 56, 2):
        form = Fields(tuple(Field(f"项目{n}", f"内容{n}") for n in range(rows)))
        last = pages(render(paper(Title("送达回证"), form, note)))[-1]
        assert "内容" in last, rows
