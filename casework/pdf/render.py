"""Writes a laid-out paper as a PDF file: same paper, same bytes; all fonts embedded. No layout here."""

import io
from datetime import date
from typing import Any

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from casework.blocks import Paper, Signature
from casework.pdf.fonts import FontSet, font_set
from casework.pdf.furniture import PAGE_HEIGHT, PAGE_WIDTH
from casework.pdf.layout import lay_out
from casework.pdf.pen import Pen

# ASCII85 around deflated pages would cost a quarter of their size and some time; no reader of today needs it.
rl_config.useA85 = 0


class _Canvas(Canvas):  # type: ignore[misc]  # reportlab publishes no types
    """A page that begins empty. ReportLab's begins by selecting Helvetica, which then stays in the file, not embedded."""

    def _make_preamble(self) -> None:
        self._preamble = ""


def render(paper: Paper, *, fonts: FontSet | None = None) -> bytes:
    """The PDF of a paper, byte for byte the same for the same paper and fonts.

    Layout after GB/T 9704-2012. Threads may call it at the same time.

    Raises:
        MissingGlyph: a character that no font holds; it names the field. See `unprintable` for asking beforehand.
    """
    fonts = fonts or font_set()
    sheets = lay_out(paper, fonts)
    out = io.BytesIO()
    canvas: Any = _Canvas(
        out, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), pageCompression=1, invariant=1, lang="zh-CN"
    )  # fmt: skip
    canvas.setTitle(paper.title)
    canvas.setAuthor(paper.author)
    canvas.setSubject(paper.subject)
    canvas.setKeywords(paper.keywords)
    canvas.setCreator("casework")
    canvas.setProducer("casework")
    document = canvas._doc
    document._timeStamp.YMDhms = (*_dated(paper).timetuple()[:3], 0, 0, 0)
    document.signature.update(repr(paper).encode())  # the file's /ID tells two papers apart
    pen = Pen(canvas, fonts)
    for page in range(len(sheets.pages)):
        sheets.draw(pen, page)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _dated(paper: Paper) -> date:
    """The day that stands in the file's metadata: the paper's own, never the clock's, so that the bytes stay the same."""
    days = [block.signed_on for block in paper.blocks if isinstance(block, Signature)]
    return days[-1] if days else date(2000, 1, 1)
