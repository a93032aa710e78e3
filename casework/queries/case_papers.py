"""The issued papers of a case in words: void, sent, served, sealed; without their bytes."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.models.document import Document
from workflows.sealing import SealKind
from workflows.serving import is_served


@dataclass(frozen=True)
class PaperView:
    """An issued paper in the list of a case."""

    id: int
    seq: int
    key: str
    title: str
    number: str
    issued_on: date
    outdated_by: int | None
    voided_by: int | None = None
    sent_on: date | None = None
    served_on: date | None = None
    seal_kind: SealKind | None = None

    @property
    def is_unserved(self) -> bool:
        """Whether proof of service is asked of it and is not there."""
        return is_served(self.key) and self.voided_by is None and self.served_on is None

    @property
    def seal(self) -> str:
        """What the paper bears, in words that promise no more than it is; empty while it bears nothing."""
        return self.seal_kind.label if self.seal_kind else ""

    @property
    def is_signed(self) -> bool:
        """Whether there is a signed file beside the original."""
        return self.seal_kind is not None and self.seal_kind.signs


def papers_of(session: Session, record_id: int) -> tuple[PaperView, ...]:
    """The papers of a record, in the order they were issued."""
    rows = session.scalars(
        select(Document).where(Document.record_id == record_id).order_by(Document.seq)
    )
    return tuple(
        PaperView(
            *(d.id, d.seq, d.key, d.title, d.number, d.issued_on, d.outdated_by),
            *(d.voided_by, d.sent_on, d.served_on),
            seal_kind=SealKind(d.seal_kind) if d.seal_kind else None,
        )
        for d in rows
    )
