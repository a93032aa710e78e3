"""Small pages with one short line each, to be laid over the pages of a bundle; knows no bundle."""

from collections.abc import Sequence
from datetime import date

from casework.pdf.file import File, Metadata
from casework.pdf.fonts import FontSet
from casework.pdf.pen import Pen, Type
from casework.pdf.structure import Tree

_LOOK = Type("hei", 9, (0.25, 0.25, 0.25))
_HEIGHT = 12.0


def stamps(texts: Sequence[str], fonts: FontSet) -> bytes:
    """A PDF of one page for each text, as wide as the widest of them, the text at its right edge.

    Raises:
        MissingGlyph: a character that no font holds.
    """
    chain = fonts.chain(_LOOK.role)
    widths = []
    for text in texts:
        chain.require(text, "页码")
        widths.append(sum(map(chain.width, text)) * _LOOK.size)
    wide = max(widths, default=0.0) + 2
    file = File(Metadata("", "", "", "", date(2000, 1, 1)), identity=repr(tuple(texts)).encode())
    pen = Pen(file, Tree(file), fonts)
    for text, width in zip(texts, widths, strict=True):
        pen.turn()
        pen.begin(None)
        pen.text(wide - width - 1, 3, text, kind=_LOOK)
        pen.end()
    above = file.reserve()
    resources = pen.fonts.write(file)
    kids = [
        file.put(
            b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %.2f %.2f] /Contents %d 0 R "
            b"/Resources << /Font << %b >> >> >>"
            % (above, wide, _HEIGHT, file.content(page), resources)
        )
        for page in pen.pages
    ]
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    file.fill(above, b"<< /Type /Pages /Count %d /Kids [%b] >>" % (len(kids), listed))
    return file.save(b"<< /Type /Catalog /Pages %d 0 R >>" % above)
