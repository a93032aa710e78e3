"""协助调查函 counted by who asks and by month, for circulars; they are no requests and reach no annual table (law 8)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, case, extract, func, select
from sqlalchemy.orm import Session

from casework.models.record import Record
from casework.queries.sight import units_for
from casework.viewer import Viewer
from workflows.kinds.inquiry import InquiryState, Origin
from workflows.vocabulary import RecordKind


@dataclass(frozen=True)
class InquiryCount:
    """How many letters of one origin came in a month, how many of them are answered, and how many are late now."""

    month: int
    origin: Origin
    received: int
    answered: int
    overdue: int


def inquiries_by_month(
    session: Session,
    viewer: Viewer,
    *,
    year: int,
    unit_code: str,
    rollup: bool = False,
    today: date,
) -> tuple[InquiryCount, ...]:
    """The letters received in a year, by month and origin; void ones count nowhere.

    Raises:
        NotFound, NotAllowed: the unit is out of sight, or the roll-up needs the supervisor's role.
    """
    _, units = units_for(session, viewer, unit_code, rollup=rollup)
    month, origin = extract("month", Record.received_on), Record.facts["origin"].as_string()
    answered = func.sum(case((Record.state == InquiryState.answered, 1), else_=0))
    late = and_(Record.due_on.is_not(None), Record.due_on < today)
    rows = session.execute(
        select(month, origin, func.count(), answered, func.sum(case((late, 1), else_=0)))
        .where(
            Record.kind == RecordKind.inquiry,
            Record.state != InquiryState.void,
            Record.unit_id.in_(units),
            Record.received_on.between(date(year, 1, 1), date(year, 12, 31)),
        )
        .group_by(month, origin)
    )
    found = [InquiryCount(int(m), Origin(o), int(n), int(a), int(d)) for m, o, n, a, d in rows]
    return tuple(sorted(found, key=lambda one: (one.month, list(Origin).index(one.origin))))
