"""Distributes pieces over pages; draws nothing and knows no paper."""

from collections.abc import Sequence
from dataclasses import dataclass

from casework.pdf.paragraph import LINES, PITCH, Piece, Space, Turn

HEIGHT = LINES * PITCH


@dataclass(frozen=True)
class Placed:
    """A piece and how far its upper edge lies below the top of the text block, in points."""

    piece: Piece
    down: float


class _Pages:
    """The pages so far; `down` is where the next piece goes."""

    def __init__(self) -> None:
        self.done: list[list[Placed]] = [[]]
        self.down = 0.0

    @property
    def room(self) -> float:
        return HEIGHT - self.down

    @property
    def fresh(self) -> bool:
        return not self.done[-1]

    def turn(self) -> None:
        self.done.append([])
        self.down = 0.0

    def place(self, piece: Piece) -> None:
        self.done[-1].append(Placed(piece, self.down))
        self.down += piece.height

    def fill(self, piece: Piece) -> None:
        """Places one piece, over as many pages as it needs."""
        rest: Piece | None = piece
        while rest is not None:
            head, rest = rest.cut(self.room)
            if head is None and rest is not None and self.fresh:
                # Taller than a page and indivisible: better over the edge than for ever on the next page.
                head, rest = rest, None
            if head is not None:
                self.place(head)
            if rest is not None:
                self.turn()

    def stand(self, foot: Piece) -> None:
        """Places a piece at the lower edge, on a page of its own when this one is full."""
        if foot.height > self.room:
            self.turn()
        self.down = max(HEIGHT - foot.height, 0.0)
        self.place(foot)


def paginate(
    pieces: Sequence[Piece], *, foot: Piece | None = None
) -> tuple[tuple[Placed, ...], ...]:
    """The pages in order; `foot` stands at the lower edge of the last one.

    A run of pieces marked `keep` moves to the next page with the piece after it when they do not fit together.
    Space at the top of a page is dropped.
    """
    pages = _Pages()
    for group in _groups(pieces):
        if len(group) > 1 and not pages.fresh and _needed(group) > pages.room + 1e-6:
            pages.turn()
        for piece in group:
            if isinstance(piece, Turn):
                if not pages.fresh:
                    pages.turn()
                continue
            if isinstance(piece, Space) and pages.fresh and len(pages.done) > 1:
                continue
            pages.fill(piece)
    if foot is not None:
        pages.stand(foot)
    return tuple(tuple(page) for page in pages.done)


def _groups(pieces: Sequence[Piece]) -> list[list[Piece]]:
    groups: list[list[Piece]] = [[]]
    for number, piece in enumerate(pieces):
        groups[-1].append(piece)
        if not piece.keep and number + 1 < len(pieces):
            groups.append([])
    return [group for group in groups if group]


def _needed(group: Sequence[Piece]) -> float:
    """The height of pieces that keep together, of the last one as much as must be placed."""
    *kept, last = group
    return sum(piece.height for piece in kept) + _least(last)


def _least(piece: Piece) -> float:
    """The height of which something is placed, when the piece is begun; a seal reaches beyond its piece."""
    whole: float = getattr(piece, "reach", piece.height)
    head, _ = piece.cut(2 * PITCH)
    return whole if head is None else min(whole, head.height)
