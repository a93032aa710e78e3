"""Saves a page that would hold a few lines only: the lines of the whole paper move a little closer; sets no text.

GB/T 9704-2012, 7.3.5.5 (特殊情况说明): 当公文排版后所剩空白处不能容下印章或签发人签名章、成文日期时，可以采取调整行距、字距的措施解决.
5.2.3 has 22 lines a page in general (一般); a line of 3号 type stays easy to read down to 26 lines a page.
"""

from collections.abc import Sequence
from dataclasses import replace

from casework.pdf.page import HEIGHT, Placed, paginate
from casework.pdf.paragraph import LINES, PITCH, Piece, Space, Text
from casework.pdf.signature import Signed

Pages = tuple[tuple[Placed, ...], ...]

# Lines a page that are tried, in this order; each by itself, so that no paper is set closer than it must be.
_CLOSER = (LINES + 1, LINES + 2, LINES + 3, LINES + 4)
# Blank lines that leave a seal of 42 mm clear of the text at the closest of these.
_BLANK = 1.5
# A last page that holds more than this many lines, signature included, is a page in its own right.
_FEW = 10


def fitted(pieces: Sequence[Piece], *, foot: Piece | None = None) -> Pages:
    """The pages in order, one fewer when that spares a last page of a few lines."""
    pages = paginate(pieces, foot=foot)
    if len(pages) == 1 or _filled(pages[-1], foot) > _FEW * PITCH:
        return pages
    for lines in _CLOSER:
        closer = paginate(_set_closer(pieces, HEIGHT / lines), foot=foot)
        if len(closer) < len(pages):
            return closer
    return pages


def _filled(page: tuple[Placed, ...], foot: Piece | None) -> float:
    """How far down the last page is written; what stands at its foot does not count."""
    return max((p.down + p.piece.height for p in page if p.piece is not foot), default=0.0)


def _set_closer(pieces: Sequence[Piece], pitch: float) -> list[Piece]:
    """The pieces with body lines, and the blank lines between them, of another height; tables and heads stay."""
    return [_closer(piece, pitch) for piece in pieces]


def _closer(piece: Piece, pitch: float) -> Piece:
    if isinstance(piece, Text) and piece.style.pitch == PITCH:
        return replace(piece, style=replace(piece.style, pitch=pitch))
    if isinstance(piece, Space):
        height = piece.height * pitch / PITCH if piece.least is None else piece.least
        return replace(piece, height=height)
    if isinstance(piece, Signed):
        signatory, date = (_closer(text, pitch) for text in (piece.signatory, piece.date))
        assert isinstance(signatory, Text)
        assert isinstance(date, Text)
        blank = min(piece.blank, _BLANK)
        return replace(piece, signatory=signatory, date=date, blank=blank, pitch=pitch)
    return piece
