"""The papers of the viewer's units without proof of service: not sent, on their way, or come back."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from casework.models.document import Document, ServiceAttempt
from casework.models.record import Record
from casework.models.unit import Unit
from casework.queries.sight import visible
from casework.viewer import Viewer

LIMIT = 200  # rows of the page


@dataclass(frozen=True)
class UnservedRow:
    """One paper that nobody has proved to be received; `returned_on` is the day its last attempt came back."""

    record_id: int
    document_id: int
    number: str
    title: str
    case_number: str
    unit: str
    issued_on: date
    sent_on: date | None
    returned_on: date | None

    @property
    def said(self) -> str:
        """Where it stands, in words."""
        if self.returned_on:
            return f"{self.returned_on} 退回，须再次送达"
        return f"{self.sent_on} 送出，尚未签收" if self.sent_on else "尚未送出"


@dataclass(frozen=True)
class Unserved:
    """The first of them, the oldest first, and how many there are."""

    rows: tuple[UnservedRow, ...]
    total: int


def unserved(
    session: Session, viewer: Viewer, *, unit_code: str = "", limit: int = LIMIT
) -> Unserved:
    """The numbered papers in sight without proven receipt; void ones are not among them."""
    where = [
        visible(viewer),
        Document.number != "",
        Document.voided_by.is_(None),
        Document.served_on.is_(None),
    ]
    if unit_code:
        where.append(Unit.code == unit_code)
    which = (
        select(Document.id)
        .join(Record, Record.id == Document.record_id)
        .join(Unit, Unit.id == Record.unit_id)
        .where(*where)
    )
    total = session.scalar(select(func.count()).select_from(which.subquery())) or 0
    order = (Document.issued_on, Document.id)
    found = session.execute(
        select(*_SHOWN, _returned_on())
        .join(Record, Record.id == Document.record_id)
        .join(Unit, Unit.id == Record.unit_id)
        .where(Document.id.in_(which.order_by(*order).limit(limit)))
        .order_by(*order)
    )
    return Unserved(tuple(UnservedRow(*row) for row in found), total)


_SHOWN = (
    Document.record_id,
    Document.id,
    Document.number,
    Document.title,
    func.coalesce(Record.number, ""),
    Unit.name,
    Document.issued_on,
    Document.sent_on,
)


def _returned_on() -> ScalarSelect[date | None]:
    """The day the last attempt came back, where no other one is still on its way."""
    return (
        select(func.max(ServiceAttempt.returned_on))
        .where(
            ServiceAttempt.document_id == Document.id,
            ~select(ServiceAttempt.id)
            .where(ServiceAttempt.document_id == Document.id, ServiceAttempt.returned_on.is_(None))
            .correlate(Document)
            .exists(),
        )
        .correlate(Document)
        .scalar_subquery()
    )
