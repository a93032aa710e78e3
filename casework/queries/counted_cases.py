"""The records behind one count of a supervising office, of any kind: by the condition that counts them, a page at a time."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from casework.models.record import Note, Record, RequestItem
from casework.models.unit import Unit
from casework.queries import topics
from casework.queries.indicators import COUNTS, Asked
from workflows.registry import all_workflows, workflow_version

PAGE_SIZE = 50


@dataclass(frozen=True)
class Counted:
    """One record as a supervisor looks at it: no applicant. `until` is the day it had to be done by."""

    id: int
    kind_label: str
    number: str
    title: str
    unit: str
    state_label: str
    received_on: date | None
    until: date | None
    closed_on: date | None

    @property
    def was_late(self) -> bool:
        return bool(self.until and self.closed_on and self.closed_on > self.until)


@dataclass(frozen=True)
class CountedCases:
    """One page of them; `total` is the number itself."""

    rows: tuple[Counted, ...]
    total: int
    page: int
    pages: int


def counted_cases(
    session: Session,
    asked: Asked,
    key: str,
    *,
    topic: str = "",
    page: int = 1,
    page_size: int = PAGE_SIZE,
) -> CountedCases:
    """The records behind the count `key` of the units asked about, of one topic or of all, the earliest first."""
    where = and_(COUNTS[key].condition(asked), Record.unit_id.in_(asked.units))
    where = and_(where, topics.has(topic)) if topic else where
    total = session.scalar(select(func.count()).select_from(Record).where(where)) or 0
    pages = max(1, -(-total // page_size))
    page = min(max(1, page), pages)
    titles = {w.title_field for w in all_workflows()} - {""}
    found = session.execute(
        select(Record, Unit.name, Note.content, RequestItem.content)
        .join(Unit, Unit.id == Record.unit_id)
        .outerjoin(Note, and_(Note.record_id == Record.id, Note.seq == 1, Note.field.in_(titles)))
        .outerjoin(RequestItem, and_(RequestItem.record_id == Record.id, RequestItem.position == 1))
        .where(where)
        .order_by(Record.received_on, Record.id)
        .limit(page_size)
        .offset((page - 1) * page_size)
    )
    rows = tuple(_row(record, unit, note or item or "") for record, unit, note, item in found)
    return CountedCases(rows, total, page, pages)


def _row(record: Record, unit: str, title: str) -> Counted:
    workflow = workflow_version(record.workflow_version)
    return Counted(
        record.id,
        workflow.kind.label,
        record.number or "",
        title,
        unit,
        workflow.label(record.state),
        record.received_on,
        record.due_on or record.last_due_on,
        record.closed_on,
    )
