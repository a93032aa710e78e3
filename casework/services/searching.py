"""Keeps the search index in step: the number, the names, the contents and the title of a record (model 16)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.models.party import Party
from casework.models.record import Note, Record, RequestItem
from casework.models.search import reindex
from workflows.registry import workflow_version


def index_record(session: Session, record: Record) -> None:
    """Put what the record says now in the place of what the index knew of it."""
    session.flush()
    names = session.scalars(select(Party.name).where(Party.record_id == record.id))
    contents = session.scalars(
        select(RequestItem.content).where(RequestItem.record_id == record.id)
    )
    title = workflow_version(record.workflow_version).title_field
    titles = session.scalars(
        select(Note.content).where(
            Note.record_id == record.id,
            Note.seq == 1,
            Note.field == title,
            Note.content.is_not(None),
        )
    )
    texts = (*names, *contents, *(text for text in titles if text))
    reindex(session, record.id, (record.number or "", *texts))
