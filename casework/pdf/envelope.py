"""Envelopes and postal labels: one sheet in the size of the form, with the two addresses and the code of the case.

Sizes in mm: C5 and DL after GB/T 1416 (229 × 162, 220 × 110), the label of EMS as 中国邮政 feeds it (100 × 150). On an
envelope the postcode stands at the upper left, the addressee in the middle and the sender at the lower right. It shows
nothing of the matter: no title, no number of a paper.
"""

from dataclasses import dataclass
from datetime import date

import segno

from casework.pdf.file import File, Metadata
from casework.pdf.fonts import FontSet, font_set
from casework.pdf.furniture import code_boxes
from casework.pdf.paragraph import MM, Style, set_text
from casework.pdf.pen import Pen, Type
from casework.pdf.render import finished
from casework.pdf.structure import Tag, Tree


@dataclass(frozen=True)
class Form:
    """A form and where its parts stand, in mm from the upper left: (left, top, width); `code` is left, top, size."""

    label: str
    size: tuple[float, float]
    postcode: tuple[float, float, float]
    to: tuple[float, float, float]
    sender: tuple[float, float, float]
    code: tuple[float, float, float]
    points: float
    phone: bool = False


FORMS = {
    "c5": Form(
        "C5 信封", (229, 162), (14, 12, 90), (52, 52, 160), (118, 124, 98), (14, 128, 22), 16
    ),
    "dl": Form("DL 信封", (220, 110), (12, 10, 90), (52, 32, 150), (112, 78, 96), (12, 80, 20), 14),
    "ems": Form(
        "EMS 标签", (100, 150), (6, 66, 60), (6, 74, 88), (6, 16, 88), (72, 117, 22), 12, phone=True
    ),
}


@dataclass(frozen=True)
class Address:
    """A name and where it is reached."""

    name: str
    place: str
    phone: str = ""

    def lines(self, *, phone: bool) -> tuple[str, ...]:
        return tuple(filter(None, (self.place, self.name, self.phone if phone else "")))


@dataclass(frozen=True)
class Envelope:
    """What is printed: addressee, sender, the postcode where it is known, and the number of the case as a code."""

    form: str
    to: Address
    sender: Address
    code: str
    postcode: str = ""


def draw_envelope(envelope: Envelope, *, fonts: FontSet | None = None) -> bytes:
    """The PDF of an envelope or label, byte for byte the same for the same addresses.

    Raises:
        MissingGlyph: a character that no font holds; it names the field.
    """
    fonts = fonts or font_set()
    form = FORMS[envelope.form]
    size = (form.size[0] * MM, form.size[1] * MM)
    metadata = Metadata(form.label, envelope.sender.name, "", envelope.code, date(2000, 1, 1))
    file = File(metadata, identity=repr(envelope).encode())
    tree = Tree(file)
    pen = Pen(file, tree, fonts)
    pen.turn()
    _put(pen, fonts, envelope, form, height=size[1])
    return finished(file, tree, pen, metadata, size=size)


def _put(pen: Pen, fonts: FontSet, envelope: Envelope, form: Form, *, height: float) -> None:
    if form.phone:
        _label_frame(pen, fonts, form, height)
    big, small = form.points, form.points - 3
    _lines(pen, fonts, (" ".join(envelope.postcode),), form.postcode, points=big, height=height)
    _lines(pen, fonts, envelope.to.lines(phone=form.phone), form.to, points=big, height=height)
    _lines(pen, fonts, envelope.sender.lines(phone=True), form.sender, points=small, height=height)
    left, top, side = form.code
    rows = tuple(segno.make_qr(envelope.code, error="m", boost_error=False).matrix)
    box = (left * MM, height - (top + side) * MM, (left + side) * MM, height - top * MM)
    place = b"/O /Layout /Placement /Block /BBox [%.2f %.2f %.2f %.2f]" % box
    pen.begin(Tag("Figure", None, "二维码", place))
    pen.boxes(code_boxes(rows, box[0], box[3], side * MM))
    pen.end()
    under = (left - 4, top + side + 1, side + 8)
    _lines(pen, fonts, (envelope.code,), under, points=7, height=height, align="centre")


def _lines(
    pen: Pen,
    fonts: FontSet,
    texts: tuple[str, ...],
    place: tuple[float, float, float],
    *,
    points: float,
    height: float,
    align: str = "left",
) -> None:
    left, top, width = place
    y = height - top * MM
    style = Style(Type("body", points), pitch=1.5 * points, tracking=0, align=align)
    for text in filter(None, texts):
        block = set_text(text, style, chain=fonts.chain("body"), field="信封", width=width * MM)
        block.draw(pen, left * MM, y)
        y -= block.height


def _label_frame(pen: Pen, fonts: FontSet, form: Form, height: float) -> None:
    """The frame of a label: sender above, addressee in the middle, room for the number of the post below."""
    width = form.size[0]
    ends = (4.0, 12.0, 56.0, 114.0, 146.0)
    rules = [(4, y, width - 4, y) for y in ends] + [(x, 4, x, 146) for x in (4, width - 4)]
    pen.rules(
        [(x * MM, height - y * MM, u * MM, height - v * MM) for x, y, u, v in rules], weight=0.8
    )
    for text, top in (("寄件人", 5.5), ("收件人", 58), ("邮件号码和收件人签收", 116)):
        _lines(pen, fonts, (text,), (6, top, 80), points=9, height=height)
