"""Keeps the search index in step: the number, the names and the contents of a record (model 16)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.models.party import Party
from casework.models.record import Record, RequestItem
from casework.models.search import reindex


def index_record(session: Session, record: Record) -> None:
    """Put what the record says now in the place of what the index knew of it."""
    session.flush()
    names = session.scalars(select(Party.name).where(Party.record_id == record.id))
    contents = session.scalars(
        select(RequestItem.content).where(RequestItem.record_id == record.id)
    )
    reindex(session, record.id, (record.number or "", *names, *contents))
