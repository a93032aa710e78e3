"""The process that opens foreign PDFs and pictures: `python -m casework.files.worker COMMAND …`, file in, answer out.

It runs apart because the decoders are C programs fed with what a stranger sent: a crash, a loop or a bomb ends this
process and not the server. It must import nothing of the application but pure modules.
"""

import io
import json
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from casework.files.finding import sensitive
from casework.files.picture_pdf import Page, picture_pdf

MEMORY = 2 * 1024**3  # bytes of address space
SECONDS = 60
MOST_PIXELS = 80_000_000  # an A3 sheet at 600 dpi has 70 million
MOST_FRAMES = 500
MOST_PAGES = 2000
DPI = 200
LOCKED = 3
"""The exit status for a PDF that asks for a password."""
_FORMATS = ("JPEG", "PNG", "TIFF")


def measure(data: bytes, _arguments: list[str]) -> bytes:
    """Sizes of the pages in points; how many scripts and files the document holds."""
    document = pdfium.PdfDocument(data)
    count = len(document)
    if not 0 < count <= MOST_PAGES:
        raise ValueError(f"{count} pages")
    return _json(
        {
            "pages": [document.get_page_size(n) for n in range(count)],
            "scripts": pdfium_c.FPDFDoc_GetJavaScriptActionCount(document),
            "files": pdfium_c.FPDFDoc_GetAttachmentCount(document),
        }
    )


def words(data: bytes, _arguments: list[str]) -> bytes:
    """The text of all pages in the order in which it is stored, a form feed between two."""
    document = pdfium.PdfDocument(data)
    if not 0 < len(document) <= MOST_PAGES:
        raise ValueError(f"{len(document)} pages")
    texts = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    return "\f".join(texts).replace("\r\n", "\n").encode("utf-8", "replace")


def page(data: bytes, arguments: list[str]) -> bytes:
    """One page (from 0) as a PNG whose longer side has at most so many pixels."""
    number, side = int(arguments[0]), int(arguments[1])
    shown = pdfium.PdfDocument(data)[number]
    return _png(_drawn(shown, scale=side / max(*shown.get_size(), 1)))


def look(data: bytes, _arguments: list[str]) -> bytes:
    """Format and sizes of a picture's frames; every frame is decoded once, so that what is broken is told now."""
    picture = _opened(data)
    frames = []
    count = getattr(picture, "n_frames", 1)
    if count > MOST_FRAMES:
        raise ValueError(f"{count} frames")
    for n in range(count):
        picture.seek(n)
        if picture.width * picture.height > MOST_PIXELS:
            return _json({"format": picture.format, "too_large": picture.size})
        picture.load()
        frames.append(picture.size)
    return _json({"format": picture.format, "frames": frames})


def frame(data: bytes, arguments: list[str]) -> bytes:
    """One frame of a picture (from 0) drawn anew as PNG, with nothing of the file but its pixels."""
    number, side = int(arguments[0]), int(arguments[1])
    picture = _opened(data)
    picture.seek(number)
    fresh = picture.convert("RGB")
    fresh.thumbnail((side, side))
    return _png(fresh)


def propose(data: bytes, _arguments: list[str]) -> bytes:
    """Where numbers stand that tell who somebody is: page from 1, rectangle from the upper left corner, label."""
    document = pdfium.PdfDocument(data)
    found: list[tuple[int, float, float, float, float, str]] = []
    for n in range(len(document)):
        shown = document[n]
        words = shown.get_textpage()
        codes = [pdfium_c.FPDFText_GetUnicode(words, i) for i in range(words.count_chars())]
        text = "".join(chr(code) if code else " " for code in codes)
        for span in sensitive(text):
            box = _box(shown, words, range(span.start, span.end))
            found.append((n + 1, *box, span.label))
    return _json(found)


def redact(data: bytes, arguments: list[str]) -> bytes:
    """A new PDF of pictures of the pages with the marked rectangles painted over.

    Every page becomes a picture, also one without marks: its text layer, its metadata and its earlier revisions could
    still tell what the bars hide.
    """
    marks = json.loads(arguments[0])
    document = pdfium.PdfDocument(data)
    pages = []
    for n in range(len(document)):
        shown = document[n]
        width, height = shown.get_size()
        picture = _drawn(shown, scale=DPI / 72).convert("RGB")
        for mark in marks:
            if mark["page"] == n + 1:
                _cover(picture, mark, picture.width / width, picture.height / height)
        place = (0.0, 0.0, width, height)
        pages.append(Page((width, height), _jpeg(picture), picture.size, place))
    return picture_pdf(pages)


def gather(data: bytes, arguments: list[str]) -> bytes:
    """See `casework.files.leaves`, which is loaded here only: it takes as long to load as a page takes to draw."""
    from casework.files import leaves

    return leaves.gather(data, arguments)


def bind(data: bytes, arguments: list[str]) -> bytes:
    """See `casework.files.leaves`."""
    from casework.files import leaves

    return leaves.bind(data, arguments)


def _box(shown: Any, words: Any, places: range) -> tuple[float, float, float, float]:
    """The rectangle around these characters as the page is shown: turned pages and moved origins are undone."""
    width, height = shown.get_size()
    fine = 10  # whole device units only: tenths of a point
    xs, ys = [], []
    for place in places:
        left, bottom, right, top = words.get_charbox(place, loose=True)
        for x, y in ((left, bottom), (right, top)):
            across, down = pdfium_c.c_int(), pdfium_c.c_int()
            pdfium_c.FPDF_PageToDevice(
                shown, 0, 0, int(width * fine), int(height * fine), 0, x, y, across, down
            )
            xs.append(across.value / fine)
            ys.append(down.value / fine)
    return min(xs) - 1, min(ys) - 1, max(xs) - min(xs) + 2, max(ys) - min(ys) + 2


def _cover(picture: Image.Image, mark: dict[str, Any], across: float, down: float) -> None:
    left, top = int(mark["left"] * across), int(mark["top"] * down)
    right = int((mark["left"] + mark["width"]) * across) + 1
    bottom = int((mark["top"] + mark["height"]) * down) + 1
    box = (max(left, 0), max(top, 0), min(right, picture.width), min(bottom, picture.height))
    picture.paste((0, 0, 0), box)


def _drawn(shown: Any, *, scale: float) -> Image.Image:
    width, height = shown.get_size()
    if width * height * scale * scale > MOST_PIXELS:
        raise ValueError("page too large")
    drawn: Image.Image = shown.render(scale=scale, may_draw_forms=True).to_pil()
    return drawn


def _opened(data: bytes) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = None  # the limit is our own and asked of every frame
    return Image.open(io.BytesIO(data), formats=_FORMATS)


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.convert("RGB").save(out, "PNG", compress_level=3)
    return out.getvalue()


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


def _json(content: Any) -> bytes:
    return json.dumps(content).encode()


COMMANDS: dict[str, Callable[[bytes, list[str]], bytes]] = {
    "measure": measure,
    "words": words,
    "page": page,
    "look": look,
    "frame": frame,
    "propose": propose,
    "redact": redact,
    "gather": gather,
    "bind": bind,
}


def _limit() -> None:
    with suppress(
        ImportError
    ):  # Windows knows no such limits; the caller's clock still ends the process
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Answer one command; whatever goes wrong ends with status 1, a missing password with `LOCKED`, and without an answer."""
    _limit()
    name, *arguments = sys.argv[1:]
    try:
        answer = COMMANDS[name](sys.stdin.buffer.read(), arguments)
    except pdfium.PdfiumError as error:
        sys.exit(LOCKED if error.err_code == pdfium_c.FPDF_ERR_PASSWORD else 1)
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
