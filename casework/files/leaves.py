"""Pages of many files as one PDF, inside the worker process: cleaned, put in order, stamped, with an outline. Pure.

Only what is seen of a page comes along: its drawing, its resources and what is drawn of its annotations. Links, scripts,
attachments and earlier revisions stay behind in the file they came in.
"""

import io
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from PIL import Image
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
)

from casework.files.pack import pack, unpack
from casework.files.picture_pdf import Page, picture_pdf

_A4 = (595.276, 841.89)
_FINEST, _DPI = 320, 200  # points an inch of a picture that is made coarser, and what it is made to
_MARGIN = 0.04  # of the shorter side, on each edge of a page with a picture
_MOST_PIXELS = 80_000_000
_KEPT = ("/Type", "/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/Group")
_DRAWN = ("/Type", "/Subtype", "/Rect", "/AP", "/AS", "/F")
_UNSEEN = ("/Link", "/Popup")
_STAMP = "/CaseworkStamp"
_EDGE = (18.0, 16.0)  # of the stamp from the right and the upper edge of the page as it is shown


def gather(data: bytes, _arguments: list[str]) -> bytes:
    """Each file as a PDF of its visible pages, and how many they are; 0 and nothing where a file cannot be read."""
    kinds, files = unpack(data)
    counts, found = [], []
    for kind, content in zip(kinds, files, strict=True):
        count, pages = 0, b""
        # Whatever the reader of a foreign file raises means the same: it cannot be bound.
        with suppress(Exception):
            count, pages = _cleaned(content) if kind == "pdf" else _pictured(content, kind)
        counts.append(count)
        found.append(pages)
    return pack(counts, found)


def bind(data: bytes, _arguments: list[str]) -> bytes:
    """One PDF of all parts, a stamp on each page, one entry of the outline for each part that has a title.

    The head holds the title of the document and (title, level) of each part; the last file has one stamp a page.
    """
    head, files = unpack(data)
    *parts, stamps = files
    writer = PdfWriter()
    above: list[Any] = []
    for content, (title, level) in zip(parts, head["parts"], strict=True):
        first = len(writer.pages)
        for page in PdfReader(io.BytesIO(content)).pages:
            writer.add_page(_seen(page))
        if title:
            parent = above[level - 1] if level else None
            del above[level:]
            above.append(writer.add_outline_item(title=title, page_number=first, parent=parent))
    _stamp(writer, PdfReader(io.BytesIO(stamps)))
    writer.add_metadata({"/Title": head["title"], "/Producer": "casework"})
    writer.root_object[NameObject("/PageMode")] = NameObject("/UseOutlines")
    return _written(writer)


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _cleaned(content: bytes) -> tuple[int, bytes]:
    writer = PdfWriter()
    for page in PdfReader(io.BytesIO(content)).pages:
        writer.add_page(_seen(page))
    return len(writer.pages), _written(writer)


def _seen(page: PageObject) -> PageObject:
    """The page with what is drawn of it and nothing else."""
    notes = list(_drawn_notes(page))
    for key in [key for key in page if key not in _KEPT]:
        del page[key]
    if notes:
        page[NameObject("/Annots")] = ArrayObject(notes)
    return page


def _drawn_notes(page: PageObject) -> Iterator[DictionaryObject]:
    """Stamps, filled fields and remarks as they look, without what they would do when touched."""
    for entry in page.get("/Annots", ArrayObject()).get_object():
        note = entry.get_object()
        if not isinstance(note, DictionaryObject) or "/AP" not in note:
            continue
        if note.get("/Subtype") not in _UNSEEN:
            yield DictionaryObject(
                {NameObject(key): note.raw_get(key) for key in _DRAWN if key in note}
            )


def _pictured(content: bytes, kind: str) -> tuple[int, bytes]:
    """Every frame of a picture on an A4 page of its own, upright or lying as the picture is."""
    Image.MAX_IMAGE_PIXELS = None  # the limit is our own and asked of every frame
    picture = Image.open(io.BytesIO(content), formats=(kind.upper(),))
    pages = []
    for number in range(getattr(picture, "n_frames", 1)):
        picture.seek(number)
        if picture.width * picture.height > _MOST_PIXELS:
            raise ValueError("picture too large")
        pages.append(_sheet(picture.convert("RGB")))
    return len(pages), picture_pdf(pages)


def _sheet(picture: Image.Image) -> Page:
    """The picture as fine as it came in, so that nothing is drawn twice; one far finer than print needs is made coarser."""
    width, height = _A4 if picture.height >= picture.width else _A4[::-1]
    margin = min(width, height) * _MARGIN
    scale = min((width - 2 * margin) / picture.width, (height - 2 * margin) / picture.height)
    across, down = picture.width * scale, picture.height * scale
    if 72 / scale > _FINEST:
        fine = _DPI / 72
        picture = picture.resize(
            (max(round(across * fine), 1), max(round(down * fine), 1)), reducing_gap=2.0
        )
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    place = ((width - across) / 2, (height - down) / 2, across, down)
    return Page((width, height), out.getvalue(), picture.size, place)


def _stamp(writer: PdfWriter, stamps: PdfReader) -> None:
    """Draws each stamp over its page as a form of its own; what the page draws stays as it is, between two brackets."""
    before = _stream(writer, b"q\n")
    for page, stamp in zip(writer.pages, stamps.pages, strict=True):
        box = stamp.mediabox
        turn = _turn(page, float(box.width), float(box.height))
        after = _stream(writer, f"\nQ q {turn} cm {_STAMP} Do Q\n".encode())
        page[NameObject("/Contents")] = ArrayObject([before, *_contents(page), after])
        _offer(page, _form(writer, stamp))


def _stream(writer: PdfWriter, data: bytes) -> IndirectObject:
    stream = DecodedStreamObject()
    stream.set_data(data)
    return writer._add_object(stream)


def _form(writer: PdfWriter, stamp: PageObject) -> IndirectObject:
    form = DecodedStreamObject()
    contents = stamp.get_contents()
    form.set_data(contents.get_data() if contents is not None else b"")
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = ArrayObject(FloatObject(side) for side in stamp.mediabox)
    resources = DictionaryObject(stamp.get("/Resources", DictionaryObject()).get_object())
    form[NameObject("/Resources")] = resources.clone(writer)
    return writer._add_object(form)


def _contents(page: PageObject) -> list[Any]:
    contents = page.raw_get("/Contents") if "/Contents" in page else None
    if contents is None:
        return []
    if isinstance(contents.get_object(), ArrayObject):
        return list(contents.get_object())
    return [contents]


def _offer(page: PageObject, form: IndirectObject) -> None:
    """The stamp among the page's resources; dictionaries that pages share are copied first."""
    resources = DictionaryObject(page.get("/Resources", DictionaryObject()).get_object())
    forms = DictionaryObject(resources.get("/XObject", DictionaryObject()).get_object())
    forms[NameObject(_STAMP)] = form
    resources[NameObject("/XObject")] = forms
    page[NameObject("/Resources")] = resources


def _turn(page: PageObject, wide: float, high: float) -> str:
    """The matrix that sets the stamp upright into the upper right corner of the page as it is shown."""
    left, bottom, right, top = (float(side) for side in page.cropbox)
    inward, below = _EDGE[0] + wide, _EDGE[1] + high
    upright = f"1 0 0 1 {right - inward:.2f} {top - below:.2f}"
    return {
        90: f"0 1 -1 0 {left + below:.2f} {top - inward:.2f}",
        180: f"-1 0 0 -1 {left + inward:.2f} {bottom + below:.2f}",
        270: f"0 -1 1 0 {right - below:.2f} {bottom + inward:.2f}",
    }.get(int(page.get("/Rotate", 0)) % 360, upright)
