"""The structure of PDF/A-2 in every drawn file, walked with a reader that knows nothing of how it was written."""

import io
import re
import shutil
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pypdf
import pytest
from fontTools.ttLib import TTFont
from papers import answer, everything, paper, read, receipt
from PIL import Image, ImageCms
from sheets import approval, register, seal

from casework.blocks import Paper, Paragraph
from casework.pdf import render
from casework.pdf.archive import srgb

FILES = {
    "answer": render(answer(), seal=seal()),
    "letter": render(answer(letter=True)),
    "receipt": render(receipt()),
    "everything": render(everything()),
    "approval": render(approval()),
    "register": render(register(80)),
    "rare": render(
        paper(Paragraph("王𫍯𬭚𠅤𪩘 ABC Zoë " + "".join(map(chr, range(0x4E00, 0x4FFF)))))
    ),
}
NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
}
every_file = pytest.mark.parametrize("data", FILES.values(), ids=FILES)


def root(data: bytes) -> Any:
    return read(data).trailer["/Root"]


def objects(data: bytes) -> Iterator[Any]:
    reader = read(data)
    for number in range(1, int(reader.trailer["/Size"])):
        yield reader.get_object(number)


def fonts(data: bytes) -> Iterator[tuple[str, Any]]:
    for page in read(data).pages:
        for name, font in page["/Resources"]["/Font"].items():
            yield name, font.get_object()


def used(data: bytes) -> dict[str, set[int]]:
    """The codes that each font is asked to show."""
    found: dict[str, set[int]] = {}
    for page in read(data).pages:
        font = ""
        for operands, operator in page.get_contents().operations:
            if operator == b"Tf":
                font = operands[0]
            elif operator == b"Tj":
                found.setdefault(font, set()).update(operands[0].original_bytes)
    return found


def mapped(font: Any) -> dict[int, str]:
    """What the map of a font says its codes mean."""
    rows = re.findall(
        rb"<([0-9A-F]{2})> <([0-9A-F]{4,})>", font["/ToUnicode"].get_object().get_data()
    )
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in rows}


@every_file
def test_every_shown_character_is_in_its_embedded_font_and_means_itself(data: bytes) -> None:
    codes = used(data)
    for name, font in fonts(data):
        program = TTFont(io.BytesIO(font["/FontDescriptor"]["/FontFile2"].get_object().get_data()))
        (table,) = program["cmap"].tables
        assert (table.platformID, table.platEncID) == (1, 0)
        meaning = mapped(font)
        for code in codes.get(name, ()):
            glyph = table.cmap[code]
            assert program.getGlyphID(glyph) != 0, "a box for a missing character is shown"
            assert len(meaning[code]) == 1
            advance = program["hmtx"][glyph][0] * 1000 / program["head"].unitsPerEm
            assert abs(font["/Widths"][code] - advance) < 1
        assert font["/FontDescriptor"]["/Flags"] & 4, "symbolic, so that no encoding is guessed"
        assert "/Encoding" not in font
        assert re.fullmatch(r"/[A-Z]{6}\+\w+", font["/BaseFont"])


@every_file
def test_the_outlines_of_an_embedded_font_are_those_of_its_face(data: bytes) -> None:
    for _, font in fonts(data):
        stream = font["/FontDescriptor"]["/FontFile2"].get_object()
        program = TTFont(io.BytesIO(stream.get_data()), checkChecksums=2)
        assert stream["/Length1"] == len(stream.get_data())
        for name in program.getGlyphOrder():
            assert program["glyf"][name] is not None


@every_file
def test_subsets_of_one_file_have_different_names(data: bytes) -> None:
    names = {font["/BaseFont"] for _, font in fonts(data)}
    assert len(names) == len({name for name, _ in fonts(data)})


@every_file
def test_colours_are_srgb(data: bytes) -> None:
    (intent,) = root(data)["/OutputIntents"]
    assert intent["/S"] == "/GTS_PDFA1"
    profile = intent["/DestOutputProfile"].get_object()
    assert profile["/N"] == 3
    assert profile.get_data() == srgb()


def test_the_profile_turns_colours_as_srgb_does() -> None:
    ours = ImageCms.ImageCmsProfile(io.BytesIO(srgb()))
    turn = ImageCms.buildTransform(ours, ImageCms.createProfile("sRGB"), "RGB", "RGB")
    for colour in ((220, 0, 0), (10, 120, 250), (128, 128, 128), (0, 0, 0), (255, 255, 255)):
        image = ImageCms.applyTransform(Image.new("RGB", (1, 1), colour), turn)
        assert all(abs(a - b) <= 1 for a, b in zip(image.getpixel((0, 0)), colour, strict=True))


@every_file
def test_both_kinds_of_metadata_say_the_same(data: bytes) -> None:
    reader = read(data)
    stream = root(data)["/Metadata"].get_object()
    assert "/Filter" not in stream, "metadata must be readable as it stands"
    tree = ElementTree.fromstring(stream.get_data().decode().split("?>", 1)[1].rsplit("<?", 1)[0])

    def said(path: str) -> str:
        return "".join(tree.find(f".//{path}", NAMES).itertext()).strip()

    info = reader.metadata
    assert said("dc:title") == info["/Title"]
    assert said("dc:creator") == info["/Author"]
    assert said("dc:description") == info["/Subject"]
    assert said("pdf:Keywords") == info["/Keywords"]
    assert said("pdf:Producer") == info["/Producer"]
    assert said("xmp:CreatorTool") == info["/Creator"]
    day = said("xmp:CreateDate")
    assert info["/CreationDate"] == info["/ModDate"] == f"D:{day[:10].replace('-', '')}000000Z"
    assert said("xmp:ModifyDate") == day
    assert (said("pdfaid:part"), said("pdfaid:conformance")) == ("2", "U")


@every_file
def test_a_file_bears_an_identifier_its_language_and_no_forbidden_thing(data: bytes) -> None:
    reader = read(data)
    first, second = reader.trailer["/ID"]
    assert first == second
    assert len(first.original_bytes) == 16
    assert "/Encrypt" not in reader.trailer
    assert root(data)["/Lang"] == "zh-CN"
    assert root(data)["/MarkInfo"]["/Marked"].value is True
    assert data.startswith(b"%PDF-1.7\n%")
    assert min(data[10:14]) > 127
    for item in objects(data):
        keys = set(item) if isinstance(item, dict) else set()
        assert not keys & {"/JS", "/JavaScript", "/AA", "/OpenAction", "/EmbeddedFiles", "/Launch"}
        assert keys & {"/Filter"} == set() or item["/Filter"] == "/FlateDecode"


@every_file
def test_a_stream_ends_on_a_line_of_its_own(data: bytes) -> None:
    assert data.count(b"\nendstream\n") == len(re.findall(rb"\bstream\n", data))
    for match in re.finditer(rb"/Length (\d+)[^>]*>>\nstream\n", data):
        end = match.end() + int(match[1])
        assert data[end : end + 11] == b"\nendstream\n"


@every_file
def test_the_table_of_places_points_at_its_objects(data: bytes) -> None:
    start = int(data.rsplit(b"startxref\n", 1)[1].split()[0])
    assert data[start:].startswith(b"xref\n")
    rows = data[start:].split(b"\n")[3:]
    for number, row in enumerate(rows, 1):
        if not row.endswith(b"n "):
            break
        assert data[int(row[:10]) :].startswith(b"%d 0 obj\n" % number)


def elements(data: bytes) -> Iterator[Any]:
    """Every element of the structure in reading order."""
    waiting = [root(data)["/StructTreeRoot"]["/K"].get_object()]
    while waiting:
        item = waiting.pop(0)
        yield item
        kids = [kid.get_object() for kid in item["/K"] if not isinstance(kid, int)]
        waiting = [kid for kid in kids if kid.get("/Type") == "/StructElem"] + waiting


@every_file
def test_everything_drawn_is_tagged_or_an_artifact(data: bytes) -> None:
    back = dict(
        zip(*[iter(root(data)["/StructTreeRoot"]["/ParentTree"]["/Nums"])] * 2, strict=True)
    )
    for page in read(data).pages:
        marks = iter(back[page["/StructParents"]])
        open_marks = 0
        for operands, operator in page.get_contents().operations:
            if operator in {b"BDC", b"BMC"}:
                open_marks += 1
                if operator == b"BDC":
                    element = next(marks).get_object()
                    assert element["/S"] == operands[0]
            elif operator == b"EMC":
                open_marks -= 1
            elif operator in {b"Tj", b"S", b"f", b"Do"}:
                assert open_marks == 1
        assert open_marks == 0
        assert next(marks, None) is None


@every_file
def test_elements_have_standard_types_in_their_places(data: bytes) -> None:
    inside = {"/TR": "/Table", "/TH": "/TR", "/TD": "/TR"}
    for element in elements(data):
        kind = element["/S"]
        assert kind in {
            "/Document",
            "/H1",
            "/H2",
            "/H3",
            "/P",
            "/Table",
            "/TR",
            "/TH",
            "/TD",
            "/Figure",
        }
        if kind in inside:
            assert element["/P"].get_object()["/S"] == inside[kind]
        if kind == "/Figure":
            assert element["/Alt"]
        if kind == "/TH":
            assert element["/A"]["/Scope"] in {"/Row", "/Column"}


def test_the_head_of_a_table_is_read_once_though_it_stands_on_every_page() -> None:
    data = FILES["register"]
    pages = read(data).pages
    assert len(pages) > 2
    assert all("登记编号" in page.extract_text() for page in pages)
    heads = [element for element in elements(data) if element["/S"] == "/TH"]
    assert len(heads) == 7


def test_a_paragraph_over_two_pages_is_one_element() -> None:
    data = render(paper(Paragraph("政" * 28 * 30)))
    (found,) = [element for element in elements(data) if element["/S"] == "/P"]
    assert len(found["/K"]) == 2


@pytest.mark.skipif(not shutil.which("pdfinfo"), reason="poppler is not installed")
@pytest.mark.parametrize("one", [everything(), approval()], ids=["everything", "approval"])
def test_a_screen_reader_hears_the_paper_in_its_order(one: Paper, tmp_path: Path) -> None:
    (tmp_path / "paper.pdf").write_bytes(render(one))
    done = subprocess.run(
        ["pdfinfo", "-struct-text", tmp_path / "paper.pdf"], capture_output=True, check=True
    )
    assert not done.stderr
    heard = "".join(re.findall(r'^\s*"(.*)"$', done.stdout.decode(), re.MULTILINE))
    wanted = ["答复书", "王镕", "一、依据", "1.方案", "某市某局", "2024年11月20日", "公开发布"]
    if one == approval():
        wanted = [
            "审批单",
            "登记编号",
            "XXGK",
            "申请人",
            "审批意见",
            "承办人意见",
            "拟同意",
            "张三",
        ]
    at = 0
    for word in wanted:
        at = heard.index(word, at) + len(word)


def test_a_seal_changes_the_identifier_and_stands_once_in_the_file() -> None:
    plain, sealed = render(answer()), render(answer(), seal=seal())
    assert read(plain).trailer["/ID"] != read(sealed).trailer["/ID"]
    pictures = [
        item
        for item in objects(sealed)
        if isinstance(item, dict) and item.get("/Subtype") == "/Image"
    ]
    assert len(pictures) == 2
    assert render(answer(), seal=seal()) == sealed


def test_metadata_holds_nothing_that_breaks_it() -> None:
    one = Paper("标题\x00<&>\n二", "某局\u202e", (Paragraph("文。"),), "主\ud800题")
    data = render(one)
    assert read(data).metadata.title == "标题<&> 二"
    ElementTree.fromstring(
        root(data)["/Metadata"].get_object().get_data().decode().split("?>", 1)[1]
    )


def test_deflating_piece_by_piece_gives_the_same_font() -> None:
    for _, font in fonts(FILES["rare"]):
        raw = font["/FontDescriptor"]["/FontFile2"].get_object()._data
        whole = zlib.decompressobj()
        assert (
            len(whole.decompress(raw))
            == font["/FontDescriptor"]["/FontFile2"].get_object()["/Length1"]
        )
        assert whole.eof
        assert not whole.unused_data


def test_a_reader_that_mends_nothing_accepts_every_file() -> None:
    for data in FILES.values():
        assert len(pypdf.PdfReader(io.BytesIO(data), strict=True).pages) > 0
