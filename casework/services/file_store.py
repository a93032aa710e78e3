"""Keeps the bytes of an accepted file beside the journal, once per record; decides nothing."""

import secrets
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.files.kinds import Checked
from casework.models.file import AttachedFile, FileContent
from casework.models.record import Record
from casework.services.journal import salted_digest


def keep(session: Session, record: Record, file: Checked, *, seq: int) -> dict[str, Any]:
    """Store the file for the act `seq`; what comes back is what the journal may hold: no name and no content."""
    content = _known(session, record, file) or _new(session, record, file)
    session.add(AttachedFile(record_id=record.id, seq=seq, content_id=content.id, name=file.name))
    return {
        "sha256": content.sha256,
        "media": content.media,
        "size": content.size,
        "pages": content.pages,
    }


def _known(session: Session, record: Record, file: Checked) -> FileContent | None:
    """The same bytes under the record's own salt, if it holds them already."""
    same_size = select(FileContent).where(
        FileContent.record_id == record.id, FileContent.size == len(file.data)
    )
    for row in session.scalars(same_size):
        if row.salt and salted_digest(row.salt, file.data) == row.sha256:
            return row
    return None


def _new(session: Session, record: Record, file: Checked) -> FileContent:
    salt = secrets.token_hex(16)
    row = FileContent(
        record_id=record.id,
        sha256=salted_digest(salt, file.data),
        salt=salt,
        media=file.media.key,
        size=len(file.data),
        pages=file.pages,
        content=file.data,
    )
    session.add(row)
    session.flush()
    return row
