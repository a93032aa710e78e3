"""What a signer added behind a paper of ours, object by object; a page or a text that changed is no signature."""

import io
from collections.abc import Iterator
from typing import Any

from casework.signing.library import part
from casework.signing.port import SealField

# What a signature adds to the root of a file, and to the page that shows it. Everything else there stays.
_OF_ROOT = frozenset({"/AcroForm", "/DSS", "/Extensions", "/Version"})
_OF_PAGE = frozenset({"/Annots"})
_OF_INFO = frozenset({"/ModDate", "/Producer"})
_TOLERANCE = 1.0  # points; boxes are rounded


def only_a_signature(reader: Any, pdf: bytes, field: SealField) -> bool:
    """Whether everything behind the bytes of `pdf` belongs to one signature shown within its field."""
    ours = part("pdf_utils.reader").PdfFileReader(io.BytesIO(pdf))
    pages = _pages(ours)
    return (
        _pages(reader) == pages
        and all(_may_change(reader, ours, ref, pages) for ref in _touched(reader, ours))
        and _shows_only(reader, pages, field)
    )


def _touched(reader: Any, ours: Any) -> Iterator[Any]:
    """Every object of ours that a later revision writes anew or takes away."""
    first, last = ours.xrefs.total_revisions, reader.xrefs.total_revisions
    known = ours.xrefs.explicit_refs_in_revision(first - 1)
    for revision in range(first, last):
        yield from (
            ref
            for ref in reader.xrefs.explicit_refs_in_revision(revision)
            if _key(ref) in map(_key, known)
        )


def _may_change(reader: Any, ours: Any, ref: Any, pages: list[tuple[int, int]]) -> bool:
    after, before = reader.get_object(ref), ours.get_object(ref)
    if _key(ref) == _key(ours.root_ref):
        return _same(before, after, apart_from=_OF_ROOT)
    if _key(ref) in pages:
        return _same(before, after, apart_from=_OF_PAGE)
    if _key(ref) == _key(ours.trailer.raw_get("/Info")):
        return _same(before, after, apart_from=_OF_INFO)
    if _key(ref) == _key(ours.root.raw_get("/Metadata")):
        return bool(
            after.get("/Subtype") == "/XML"
        )  # the same two in another dress; it is not shown
    return _written(before) == _written(after)


def _same(before: Any, after: Any, *, apart_from: frozenset[str]) -> bool:
    kept = {key: _written(value) for key, value in _entries(before) if key not in apart_from}
    return kept == {key: _written(value) for key, value in _entries(after) if key not in apart_from}


def _entries(dictionary: Any) -> Iterator[tuple[str, Any]]:
    return ((key, dictionary.raw_get(key)) for key in dictionary)


def _shows_only(reader: Any, pages: list[tuple[int, int]], field: SealField) -> bool:
    """One field in the form, and its widget the only annotation, on the page and in the box of the seal."""
    fields = reader.root["/AcroForm"]["/Fields"]
    if len(fields) != 1 or fields[0].get("/FT") != "/Sig" or "/Kids" in fields[0]:
        return False
    widget = _key(fields.raw_get(0))
    for number in range(len(pages)):
        shown = _page(reader, number).get("/Annots", ())
        keys = [_key(shown.raw_get(at)) for at in range(len(shown))]
        if keys and (keys != [widget] or number != field.page):
            return False
    left, bottom, right, top = (float(edge) for edge in fields[0].get("/Rect", (0, 0, 0, 0)))
    if (left, bottom) == (right, top):
        return True  # not seen
    inner, outer = (left, bottom, -right, -top), field.box
    limits = (outer[0], outer[1], -outer[2], -outer[3])
    return all(a >= b - _TOLERANCE for a, b in zip(inner, limits, strict=True))


def _pages(reader: Any) -> list[tuple[int, int]]:
    count = int(reader.root["/Pages"]["/Count"])
    return [_key(reader.find_page_for_modification(n)[0].reference) for n in range(count)]


def _page(reader: Any, number: int) -> Any:
    return reader.find_page_for_modification(number)[0].get_object()


def _key(ref: Any) -> tuple[int, int]:
    """The number of an object, whichever reader names it."""
    return (ref.idnum, ref.generation)


def _written(value: Any) -> bytes:
    out = io.BytesIO()
    value.write_to_stream(out, None)
    return out.getvalue()
