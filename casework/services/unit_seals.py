"""The seal of a unit as its papers need it: what it may be called, its picture, and how it is drawn. Only read here."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.models.file import AttachedFile, FileContent
from casework.models.unit import Unit
from casework.pdf import Room, Seal, read_seal, room_for
from workflows.sealing import SealKind

# One key of a unit's settings holds it: {"kind": …, "register": id of the register, "picture": its row}.
KEY = "seal"


@dataclass(frozen=True)
class UnitSeal:
    """How the papers of a unit are sealed; `picture` is the file that was uploaded, None where there is none."""

    kind: SealKind = SealKind.printed
    picture: bytes | None = None

    def drawn(self) -> Seal | Room | None:
        """What a paper is laid out with: the picture, the room of a later signature, or nothing."""
        if self.kind is SealKind.picture and self.picture is not None:
            return read_seal(self.picture)
        return room_for(self.picture) if self.kind.signs else None

    def noted(self, drawn: Seal | Room | None) -> tuple[str | None, str | None]:
        """What the row of a paper says of it: the place left free, and what was drawn already."""
        if isinstance(drawn, Room):
            first = next(iter(drawn.places), None)
            return (written(first.page, first.box) if first else None), None
        return None, (self.kind.value if drawn else None)


def seal_of(session: Session, unit: Unit) -> UnitSeal:
    """The seal that the unit has chosen; print and stamp where it chose none."""
    chosen = unit.settings.get(KEY) or {}
    kind = SealKind(chosen.get("kind") or SealKind.printed)
    return UnitSeal(kind, picture_of(session, unit))


def picture_of(session: Session, unit: Unit) -> bytes | None:
    """The newest picture of the unit's seal that was uploaded and not erased."""
    chosen = unit.settings.get(KEY) or {}
    if not chosen.get("picture"):
        return None
    return session.scalar(
        select(FileContent.content)
        .join(AttachedFile, AttachedFile.content_id == FileContent.id)
        .where(AttachedFile.record_id == chosen["register"], AttachedFile.seq == chosen["picture"])
    )


def written(page: int, box: tuple[float, float, float, float]) -> str:
    """A place as a column holds it."""
    return " ".join((str(page), *(f"{edge:.2f}" for edge in box)))


def place(text: str) -> tuple[int, tuple[float, float, float, float]]:
    """The same read back: the page from 0, and the box."""
    page, left, bottom, right, top = text.split()
    return int(page), (float(left), float(bottom), float(right), float(top))
