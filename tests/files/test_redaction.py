"""What is covered is gone: from text, from metadata and from earlier revisions; and what is proposed is only proposed."""

import io

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from casework.errors import Invalid
from casework.files.checking import check, page_sizes
from casework.files.finding import sensitive
from casework.files.kinds import MEDIA
from casework.files.marks import Mark, read_marks
from casework.files.preview import picture, words
from casework.files.redaction import proposed, redacted
from tests.files import samples as s

SOURCE = s.pdf(f"ID {s.ID}", f"Tel {s.PHONE}", pages=2, title=f"of {s.ID}")
BAR = Mark(1, 72, 88, 200, 16, "身份证号")


def read(data: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def revised() -> bytes:
    """The source with an incremental revision behind it."""
    writer = PdfWriter(io.BytesIO(SOURCE), incremental=True)
    writer.add_metadata({"/Subject": s.PHONE})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_the_source_does_hold_what_the_copy_must_not() -> None:
    assert s.ID in read(SOURCE)
    assert revised().count(b"%%EOF") == 2


@pytest.mark.parametrize("source", [SOURCE, revised()], ids=["plain", "revised"])
def test_nothing_is_left_under_the_bars_nor_beside_the_pages(source: bytes) -> None:
    made = redacted(source, [BAR])
    reader = PdfReader(io.BytesIO(made))
    assert read(made) == ""
    assert reader.metadata is None
    assert made.count(b"%%EOF") == 1
    for secret in (s.ID, s.PHONE, "Subject", "/Info", "/Metadata"):
        assert secret.encode() not in made
    assert proposed(made) == ()


def test_the_bar_is_black_and_what_is_beside_it_stays() -> None:
    drawn = Image.open(io.BytesIO(picture(MEDIA["pdf"], redacted(SOURCE, [BAR]), 1)))
    scale = drawn.height / 841.9
    inside = drawn.crop([int(n * scale) for n in (74, 90, 270, 102)])
    beside = drawn.crop([int(n * scale) for n in (72, 108, 270, 122)]).convert("L")
    assert max(high for _, high in inside.getextrema()) < 40
    assert beside.getextrema()[0] < 100 < beside.getextrema()[1]


def test_the_copy_keeps_the_sizes_of_the_pages_and_is_accepted_again() -> None:
    made = redacted(SOURCE, [BAR])
    for kept, was in zip(page_sizes(made), page_sizes(SOURCE), strict=True):
        assert kept == pytest.approx(was, abs=0.01)
    assert check("a.pdf", made, most_bytes=9_000_000).pages == 2


def test_the_same_marks_give_the_same_bytes() -> None:
    assert redacted(SOURCE, [BAR]) == redacted(SOURCE, [BAR])


def test_numbers_of_people_are_proposed_where_they_stand() -> None:
    found = proposed(SOURCE)
    assert [(m.page, m.label) for m in found] == [
        (1, "身份证号"), (1, "手机号"), (2, "身份证号"), (2, "手机号")
    ]  # fmt: skip
    first = found[0]
    assert first.left > 72
    assert first.top < 100 < first.bottom + 4
    assert 90 < first.width < 140


def test_a_turned_page_is_marked_as_it_is_shown() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(SOURCE)))
    writer.pages[0].rotate(90)
    out = io.BytesIO()
    writer.write(out)
    first = next(m for m in proposed(out.getvalue()) if m.label == "身份证号")
    assert page_sizes(out.getvalue())[0] == pytest.approx((841.9, 595.3), abs=0.1)
    assert 725 < first.left < 760
    assert first.height > 90 > first.width
    assert read(redacted(out.getvalue(), [first])) == ""


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (f"证件{s.ID}。", ["身份证号"]),
        ("证件110105194912310021。", []),  # a wrong check digit
        ("证件110105194913310029", []),  # no such month
        (f"卡号{s.CARD}", ["银行卡号"]),
        ("卡号6222 0212 3456 7890 128", ["银行卡号"]),
        ("卡号6222021234567890127", []),
        (f"电话{s.PHONE}，+86 138-0000-1111", ["手机号", "手机号"]),
        ("座机0371-65900000", ["电话号码"]),
        ("文号〔2020〕13800001111222号", []),
        ("金额123.45元，2020-09-01", []),
    ],
)
def test_numbers_are_told_by_form_and_check_digit(text: str, labels: list[str]) -> None:
    assert [span.label for span in sensitive(text)] == labels


def test_marks_are_lines_of_page_sides_and_label() -> None:
    (mark,) = read_marks("\n1,72，100,120.5,14,身份证号\n")
    assert mark == Mark(1, 72, 100, 120.5, 14, "身份证号")
    assert read_marks(mark.line) == (mark,)


@pytest.mark.parametrize(
    "line", ["x", "1,2,3,4", "1,2,3,0,5", "1,2,3,-4,5", "1,nan,3,4,5", "1,inf,3,4,5", "1,1e9,3,4,5"]
)
def test_a_line_that_is_no_mark_is_named(line: str) -> None:
    with pytest.raises(Invalid, match="标记的第1行"):
        read_marks(line)


@pytest.mark.parametrize(
    ("marks", "told"),
    [
        ([], "没有标记"),
        ([Mark(3, 1, 1, 1, 1)], "第3页不存在"),
        ([Mark(1, 600, 1, 9, 9)], "在页面之外"),
    ],
)
def test_a_mark_outside_the_pages_is_refused(marks: list[Mark], told: str) -> None:
    with pytest.raises(Invalid, match=told):
        redacted(SOURCE, marks)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("docx", s.docx("第一段", "第二段")),
        ("xlsx", s.xlsx(("第一段", 3), ("第二段", 4))),
        ("text", "第一段\n第二段".encode("gb18030")),
    ],
)
def test_words_of_a_document_are_shown_as_plain_text(kind: str, data: bytes) -> None:
    found = words(MEDIA[kind], data)
    assert "第一段" in found
    assert "第二段" in found


@pytest.mark.parametrize("kind", ["jpeg", "png", "tiff"])
def test_a_picture_is_drawn_anew(kind: str) -> None:
    drawn = picture(MEDIA[kind], s.picture(kind.upper()), 1)
    assert Image.open(io.BytesIO(drawn)).size == (40, 30)


def test_a_page_that_is_not_there_is_refused() -> None:
    with pytest.raises(Invalid, match="不能打开"):
        picture(MEDIA["pdf"], SOURCE, 3)
