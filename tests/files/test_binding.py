"""Foreign files as pages of one bundle: stamped in their visible corner, without what acts, each failing for itself."""

import io

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from casework.files import sandbox
from casework.files.binding import Pages, Part, bound, gathered
from casework.pdf.fonts import font_set
from casework.pdf.stamps import stamps
from tests.files import samples as s


def silent(_done: int, _of: int, _what: str) -> None:
    """Nobody watches."""


def turned(*degrees: int) -> bytes:
    """A page for each turn."""
    writer = PdfWriter(clone_from=io.BytesIO(s.pdf("word", pages=len(degrees))))
    for page, angle in zip(writer.pages, degrees, strict=True):
        page.rotate(angle)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_file_that_cannot_be_read_costs_itself_only() -> None:
    files = [("pdf", s.pdf("a", pages=2)), ("pdf", b"%PDF-1.4 broken"), ("png", s.picture())]
    assert [pages.count for pages in gathered(files, told=silent)] == [2, 0, 1]


def test_files_whose_process_is_ended_count_as_unreadable_and_stop_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sandbox, "_SECONDS", 0.01)
    files = [("pdf", s.pdf("a")), ("pdf", s.pdf("b"))]
    assert [pages.count for pages in gathered(files, told=silent)] == [0, 0]


def test_every_page_bears_its_stamp_upright_in_the_upper_right_corner() -> None:
    (pages,) = gathered([("pdf", turned(0, 90, 180, 270))], told=silent)
    texts = [f"第{n}页" for n in range(1, 5)]
    whole = bound([Part(pages, "一")], title="卷", stamps=stamps(texts, font_set()))
    for page, text in zip(PdfReader(io.BytesIO(whole)).pages, texts, strict=True):
        angle = int(page.get("/Rotate", 0))
        turn = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[angle]
        last = page["/Contents"].get_object()[-1].get_object().get_data().decode()
        matrix = [float(part) for part in last.split()[2:8]]
        assert (matrix[0], matrix[1]) == turn
        assert text in page.extract_text()
        assert "word" in page.extract_text()


def test_links_and_actions_stay_behind_and_what_is_drawn_comes_along() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(s.pdf("word")))
    drawn = writer._add_object(DictionaryObject())
    link = {"/Subtype": NameObject("/Link"), "/AP": DictionaryObject(), "/Rect": ArrayObject()}
    note = {
        **link,
        "/Subtype": NameObject("/Stamp"),
        "/AP": DictionaryObject({NameObject("/N"): drawn}),
    }
    note["/A"] = DictionaryObject({NameObject("/S"): NameObject("/Launch")})
    notes = [DictionaryObject({NameObject(k): v for k, v in one.items()}) for one in (link, note)]
    writer.pages[0][NameObject("/Annots")] = ArrayObject(notes)
    writer.pages[0][NameObject("/AA")] = DictionaryObject()
    out = io.BytesIO()
    writer.write(out)
    (pages,) = gathered([("pdf", out.getvalue())], told=silent)
    (page,) = PdfReader(io.BytesIO(pages.pdf)).pages
    assert "/AA" not in page
    (kept,) = page["/Annots"]
    assert kept.get_object()["/Subtype"] == "/Stamp"
    assert "/A" not in kept.get_object()


def test_the_same_parts_give_the_same_bytes_with_an_outline() -> None:
    parts = [Part(Pages(1, s.pdf("a")), "甲"), Part(Pages(1, s.pdf("b")), "乙")]
    marks = stamps(["第1页", "第2页"], font_set())
    whole = bound(parts, title="卷", stamps=marks)
    assert whole == bound(parts, title="卷", stamps=marks)
    reader = PdfReader(io.BytesIO(whole))
    assert [(o.title, reader.get_destination_page_number(o)) for o in reader.outline] == [
        ("甲", 0),
        ("乙", 1),
    ]
