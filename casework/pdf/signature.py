"""署名 and 成文日期 with the place of the seal; knows nothing of the rest of a paper."""

from dataclasses import dataclass

from casework.blocks import Signature, chinese_date
from casework.characters import shown
from casework.pdf.fonts import FontSet
from casework.pdf.paragraph import (
    CELL,
    FLUSH,
    PITCH,
    WIDTH,
    Piece,
    Text,
    balanced,
    extent,
    set_text,
)
from casework.pdf.pen import Pen
from casework.pdf.seal import Room, Seal

# The seal's upper edge stands this far below the text, so within one line of it, and the two lines it covers stand a
# little below its centre (GB/T 9704-2012, 7.3.5.1).
_SEAL_DOWN = 0.6
# A name of more lines is set like text before it, so that nothing is too tall for a page.
_NAME_LINES = 4


@dataclass(frozen=True)
class Signed:
    """Signatory and date; never divided. `blank` lines above leave the place of the seal."""

    signatory: Text
    date: Text
    signatory_x: float
    date_x: float
    blank: float
    centre: float
    seal: Seal | Room | None = None
    keep: bool = False
    pitch: float = PITCH

    @property
    def height(self) -> float:
        return self.blank * self.pitch + self.signatory.height + self.date.height

    @property
    def reach(self) -> float:
        """How much room the seal needs below the text; it goes beyond the date, but 附注 stands in the next line."""
        return max(self.height, self._seal_down + self.seal.height if self.seal else 0.0)

    @property
    def _seal_down(self) -> float:
        # Over a name of several lines the seal moves down with the date, a line at the most.
        pitch, down = self.pitch, _SEAL_DOWN * self.pitch
        return down + min(max(self.signatory.height - pitch, 0.0), pitch - down)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        y = top - self.blank * self.pitch
        self.signatory.draw(pen, x + self.signatory_x, y)
        self.date.draw(pen, x + self.date_x, y - self.signatory.height)
        if self.seal:
            self.seal.draw(pen, x + self.centre, top - self._seal_down)

    def cut(self, room: float) -> tuple[Piece | None, Piece | None]:
        return (self, None) if room >= self.reach - 1e-6 else (None, self)


def set_signature(block: Signature, fonts: FontSet, seal: Seal | Room | None) -> list[Piece]:
    """署名 and 成文日期; of a name too long to stand beside a seal all but the end comes first, as text.

    GB/T 9704-2012, 7.3.5.1 (with seal): the date ends four characters from the right, the signatory is centred on it.
    7.3.5.2 (without): the signatory ends two characters from the right, the date begins two further right; when the
    date is the longer one, it ends two from the right and the signatory gives way.
    A seal of 42 mm over both lines reaches up two lines, to the end of the text.
    """
    chain = fonts.chain("body")
    day = chinese_date(block.signed_on)
    date = set_text(day, FLUSH, chain=chain, field="成文日期")
    name = shown(block.signatory).replace("\n", " ").strip()
    width = WIDTH - 2 * CELL
    chain.require(name, "署名")
    long = extent(name, FLUSH, chain) > width
    if long:
        signatory = balanced(name, FLUSH, chain=chain, field="署名", width=width)
    else:
        signatory = set_text(name, FLUSH, chain=chain, field="署名")
    before: list[Piece] = []
    if len(signatory.lines) > _NAME_LINES:
        before = [set_text(name, FLUSH, chain=chain, field="署名")]
        signatory, long = Text((), FLUSH), False
    wide = width if long else extent(name, FLUSH, chain) if signatory.lines else 0.0
    date_wide = extent(day, FLUSH, chain)
    if block.seal:
        centre = min(WIDTH - 4 * CELL - date_wide / 2, WIDTH - wide / 2)
        if seal:
            centre = min(centre, WIDTH - seal.width / 2)
        places = (centre - wide / 2, centre - date_wide / 2, 2, centre, seal)
        return [*before, Signed(signatory, date, *places)]
    date_x = min(WIDTH - 2 * CELL - wide + 2 * CELL, WIDTH - 2 * CELL - date_wide)
    return [*before, Signed(signatory, date, min(date_x - 2 * CELL, width - wide), date_x, 1, 0.0)]
