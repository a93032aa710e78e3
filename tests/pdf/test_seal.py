"""What is accepted as the picture of a seal, and where it is pressed."""

import io
import struct
import zlib
from collections.abc import Callable

import pytest
from papers import MM, SIGNED, answer, paper, read, spots
from PIL import Image
from sheets import picture, seal

from casework.blocks import Paragraph, Signature
from casework.errors import Invalid
from casework.pdf import read_seal, render
from casework.pdf.page import HEIGHT


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def claimed(width: int, height: int) -> bytes:
    """A small PNG whose head tells of a huge picture."""
    head = struct.pack(">2I5B", width, height, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(99)))
        + chunk(b"IEND", b"")
    )


def gif() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 300), "red").save(out, "GIF")
    return out.getvalue()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: b"", "不能作为图片打开"),
        (lambda: b"%PDF-1.7 no picture", "不能作为图片打开"),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "不能作为图片打开"),
        (gif, "PNG 或者 JPEG"),
        (lambda: picture()[:500], "不能作为图片打开"),
        (lambda: claimed(400, 400), "不能作为图片打开"),
        (lambda: claimed(60_000, 60_000), "展开后过大"),
        (lambda: claimed(11_000, 11_000), "展开后过大"),
        (lambda: claimed(5_000, 5_000), "展开后过大"),
        (lambda: picture() + bytes(3 * 1024 * 1024), "超过2 MB"),
        (lambda: picture(60, 60), "不清晰"),
        (lambda: picture(900, 300), "长宽相差过大"),
    ],
    ids=[
        "empty",
        "pdf",
        "svg",
        "gif",
        "cut",
        "hollow",
        "bomb",
        "warned",
        "big",
        "large",
        "small",
        "strip",
    ],
)
def test_what_is_no_seal_is_refused_in_words(make: Callable[[], bytes], words: str) -> None:
    with pytest.raises(Invalid, match=words) as caught:
        read_seal(make())
    assert caught.value.message.startswith("印章图片")
    assert "seal" in caught.value.fields


@pytest.mark.parametrize("mode", ["RGBA", "RGB"])
def test_an_empty_picture_is_refused(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (300, 300), (255, 255, 255, 0)[: len(mode)]).save(out, "PNG")
    with pytest.raises(Invalid, match="空白"):
        read_seal(out.getvalue())


@pytest.mark.parametrize(("mode", "form"), [("RGBA", "PNG"), ("RGB", "PNG"), ("RGB", "JPEG")])
def test_the_paper_around_a_seal_is_clear(mode: str, form: str) -> None:
    found = read_seal(picture(mode=mode, form=form)).picture
    cover = zlib.decompress(found.cover)
    assert cover[found.width * found.height // 2 + found.width // 2] < 8
    assert max(cover) > 200


def test_a_large_scan_is_made_smaller() -> None:
    assert max(read_seal(picture(3000, 3000)).picture.width, 0) == 600


@pytest.mark.parametrize("diameter", [10.0, 61.0])
def test_a_diameter_beyond_reason_is_refused(diameter: float) -> None:
    with pytest.raises(Invalid, match="毫米"):
        read_seal(picture(), diameter_mm=diameter)


def place(data: bytes) -> tuple[int, float, float, float]:
    """Page, centre from the left, upper and lower edge of the seal from the top, in millimetres."""
    for number, page in enumerate(read(data).pages):
        for operands, operator in page.get_contents().operations:
            if operator == b"cm":
                wide, _, _, high, x, y = map(float, operands)
                return number, (x + wide / 2) / MM, 297 - (y + high) / MM, 297 - y / MM
    raise AssertionError("no picture")


def test_a_seal_of_42_mm_presses_name_and_date_a_little_below_its_centre() -> None:
    data = render(answer(paragraphs=1), seal=seal())
    page, centre, top, bottom = place(data)
    lines = {text: (x, y) for text, x, y in spots(data, page)}
    assert bottom - top == pytest.approx(42, abs=0.1)
    name_y, date_y = lines["某市某局"][1], lines["2024年11月20日"][1]
    assert top < name_y < date_y < bottom
    assert (name_y + date_y) / 2 > (top + bottom) / 2
    assert lines["某市某局"][0] + 2 * 156 / 28 == pytest.approx(centre, abs=1)
    last = max(y for text, _, y in spots(data, page) if y < name_y)
    assert 0 <= top - last <= 28.95 / MM


@pytest.mark.parametrize("length", range(1, 800, 23))
def test_a_seal_is_on_the_page_of_its_signature_and_inside_the_text_area(length: int) -> None:
    data = render(paper(Paragraph("政" * length), Signature("某市某局", SIGNED)), seal=seal())
    page, _, top, bottom = place(data)
    assert any(text == "某市某局" for text, _, _ in spots(data, page))
    assert top >= 37
    assert bottom <= 37 + HEIGHT / MM + 0.1


def test_an_unsealed_signature_gets_no_seal() -> None:
    with pytest.raises(AssertionError):
        place(render(answer(seal=False), seal=seal()))


def test_without_a_picture_the_place_of_the_seal_stays_free() -> None:
    data = render(paper(Paragraph("答复。"), Signature("某市某局", SIGNED)))
    lines = [(text, y) for text, _, y in spots(data)]
    name = next(y for text, y in lines if text == "某市某局")
    assert name - max(y for _, y in lines if y < name) == pytest.approx(3 * 28.95 / MM, abs=0.1)
