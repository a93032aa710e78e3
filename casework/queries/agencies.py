"""The directory of agencies as it stood on a day: whom an answer may point the applicant to (条例36(5))."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.errors import NotFound
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


def agencies(
    session: Session, *, on: date | None = None, wanted: str = ""
) -> tuple[AgencyRow, ...]:
    """The agencies by name; with `on` those that existed on that day, with `wanted` those that mention it."""
    statement = select(Agency).order_by(Agency.name)
    if on is not None:
        statement = statement.where(
            or_(Agency.since.is_(None), Agency.since <= on),
            or_(Agency.until.is_(None), Agency.until >= on),
        )
    if wanted:
        texts = (Agency.name, Agency.address, Agency.phone, Agency.matters)
        statement = statement.where(or_(*(one.contains(wanted, autoescape=True) for one in texts)))
    return tuple(_row(one) for one in session.scalars(statement))


def agency(session: Session, agency_id: int) -> AgencyRow:
    """One of them.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Agency, agency_id)
    if found is None:
        raise NotFound("名录中没有这个机关；请从机关名录中打开。")
    return _row(found)


def _row(a: Agency) -> AgencyRow:
    return AgencyRow(a.id, a.name, a.address, a.phone, a.matters, a.since, a.until)
