"""Writes a PDF that holds nothing but one JPEG picture per page: no text, no metadata, no earlier revision."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Page(NamedTuple):
    """A page: its size in points, the JPEG, that one's size in pixels, and where it stands (x, y, width, height)."""

    size: tuple[float, float]
    jpeg: bytes
    pixels: tuple[int, int]
    place: tuple[float, float, float, float]


def picture_pdf(pages: Iterable[Page]) -> bytes:
    """The file; the same pictures give the same bytes."""
    pages = tuple(pages)
    kids = b" ".join(b"%d 0 R" % (3 + 3 * n) for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
    ]
    for one in pages:
        objects += _page(len(objects) + 1, one)
    return b"".join(_file(objects))


def _page(first: int, one: Page) -> Iterator[bytes]:
    (width, height), jpeg, (across, down), (x, y, wide, high) = one
    size = f"{width:.3f} {height:.3f}".encode()
    yield (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %s] /Contents %d 0 R "
        b"/Resources << /XObject << /P %d 0 R >> >> >>" % (size, first + 1, first + 2)
    )
    drawing = f"q {wide:.3f} 0 0 {high:.3f} {x:.3f} {y:.3f} cm /P Do Q".encode()
    yield b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing)
    yield (
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB "
        b"/BitsPerComponent 8 /Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream"
        % (across, down, len(jpeg), jpeg)
    )


def _file(objects: list[bytes]) -> Iterator[bytes]:
    head = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    yield head
    place, places = len(head), []
    for number, content in enumerate(objects, start=1):
        places.append(place)
        written = b"%d 0 obj\n%s\nendobj\n" % (number, content)
        place += len(written)
        yield written
    yield b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    yield b"".join(b"%010d 00000 n \n" % one for one in places)
    yield b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        place,
    )
