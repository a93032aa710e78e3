"""The fonts of an office: its own folder in front of ours, asked character by character."""

import lzma
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from papers import answer, paper, read, text_of

from casework.blocks import Paragraph, Title
from casework.errors import NotConfigured
from casework.paths import FONTS
from casework.pdf import FontSet, render, unprintable


def font(path: Path, name: str, *characters: str, em: int = 1000) -> None:
    """A font of our making: each of these characters is a square."""
    pen = TTGlyphPen(None)
    for at, point in enumerate(((0, 0), (0, em), (em, em), (em, 0))):
        (pen.lineTo if at else pen.moveTo)(point)
    pen.closePath()
    square = pen.glyph()
    glyphs = [f"g{number}" for number in range(len(characters))]
    made = FontBuilder(em, isTTF=True)
    made.setupGlyphOrder([".notdef", *glyphs])
    made.setupCharacterMap(dict(zip(map(ord, characters), glyphs, strict=True)))
    made.setupGlyf(dict.fromkeys([".notdef", *glyphs], square))
    made.setupHorizontalMetrics(dict.fromkeys([".notdef", *glyphs], (em, 0)))
    made.setupHorizontalHeader(ascent=em, descent=0)
    made.setupNameTable({"familyName": name, "styleName": "Regular", "psName": name})
    made.setupOS2()
    made.setupPost()
    made.save(path)


def drawn_with(data: bytes) -> dict[str, set[str]]:
    """The characters of the first page by the font that draws them."""
    found: dict[str, set[str]] = {}

    def visit(text: str, _cm: object, _tm: object, face: Any, _size: object) -> None:
        if face and text.strip():
            name = str(face["/BaseFont"]).partition("+")[2]
            found.setdefault(name, set()).update(text.strip())

    read(data).pages[0].extract_text(visitor_text=visit)
    return found


def test_each_character_is_drawn_by_the_first_font_of_the_folder_that_holds_it(
    tmp_path: Path,
) -> None:
    font(tmp_path / "body.ttf", "OfficeFang", "甲", "书", em=2048)
    font(tmp_path / "Rare.ttf", "RareHan", "\U00020bb7", "甲")
    own, text = FontSet(tmp_path), "甲乙\U00020bb7书𫍯"
    data = render(paper(Title("甲乙"), Paragraph(text)), fonts=own)
    found = drawn_with(data)
    assert found["OfficeFang"] == {"甲", "书"}
    assert found["RareHan"] == {"\U00020bb7"}
    assert found["CaseworkTitle"] == {"甲", "乙"}  # the role body is not the role title
    assert found["CaseworkFang"] >= {"乙"}
    assert "𫍯" in found["CaseworkLight"]
    assert text in text_of(data)
    assert data == render(paper(Title("甲乙"), Paragraph(text)), fonts=own)
    assert unprintable("\U00020bb7", fonts=own) == ()
    assert unprintable("\U00020bb7") == ("\U00020bb7",)


def test_an_office_puts_its_own_font_in_front(tmp_path: Path) -> None:
    own = lzma.decompress((FONTS / "CaseworkHei.ttf.xz").read_bytes())
    (tmp_path / "body.ttf").write_bytes(own)
    data = render(replace(answer(), blocks=(Paragraph("答复。"),)), fonts=FontSet(tmp_path))
    assert b"CaseworkHei" in data
    assert b"CaseworkHei" not in render(replace(answer(), blocks=(Paragraph("答复。"),)))


def test_a_font_that_cannot_be_embedded_is_told_by_name(tmp_path: Path) -> None:
    (tmp_path / "body.otf").write_bytes(b"OTTO" + bytes(100))
    with pytest.raises(NotConfigured, match=r"body\.otf"):
        FontSet(tmp_path)
