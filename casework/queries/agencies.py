"""The directory of agencies as it stood on a day: whom an answer may point the applicant to (条例36(5))."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.models.agency import Agency


@dataclass(frozen=True)
class AgencyRow:
    """One agency; `contact` is how an answer writes address and telephone."""

    id: int
    name: str
    address: str
    phone: str
    matters: str
    since: date | None
    until: date | None

    @property
    def contact(self) -> str:
        telephone = f"电话{self.phone}" if self.phone else ""
        return "，".join(filter(None, (self.address, telephone)))


def agencies(session: Session, *, on: date | None = None) -> tuple[AgencyRow, ...]:
    """The agencies by name; with `on` those that existed on that day."""
    statement = select(Agency).order_by(Agency.name)
    if on is not None:
        statement = statement.where(
            or_(Agency.since.is_(None), Agency.since <= on),
            or_(Agency.until.is_(None), Agency.until >= on),
        )
    return tuple(
        AgencyRow(a.id, a.name, a.address, a.phone, a.matters, a.since, a.until)
        for a in session.scalars(statement)
    )
