"""How the installation is doing, for its administrators: what lies in the database, what waits, when the timer last sealed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.models.document import Document
from casework.models.file import FileContent
from casework.models.journal import JournalEntry, Seal
from casework.models.message import Message
from casework.models.record import Record
from casework.models.user import MailWish, User


@dataclass(frozen=True)
class Health:
    """Counts of the whole installation; `sealed_at` is when the timer last sealed the journal, None before the first."""

    database: str
    records: int
    rows: int
    files: int
    file_bytes: int
    paper_bytes: int
    unmailed: int
    sealed_at: datetime | None


def health(session: Session) -> Health:
    """The counts as they are now."""
    files, file_bytes = session.execute(
        select(func.count(), func.coalesce(func.sum(FileContent.size), 0)).where(
            FileContent.content.is_not(None)
        )
    ).one()
    return Health(
        session.get_bind().dialect.name,
        session.scalar(select(func.count()).select_from(Record)) or 0,
        session.scalar(select(func.count()).select_from(JournalEntry)) or 0,
        files,
        file_bytes,
        session.scalar(select(func.coalesce(func.sum(func.length(Document.pdf)), 0))) or 0,
        session.scalar(
            select(func.count())
            .select_from(Message)
            .join(User, User.id == Message.user_id)
            .where(
                Message.mailed_at.is_(None),
                User.active,
                User.email != "",
                User.mail_wish == MailWish.all,
            )
        )
        or 0,
        session.scalar(select(func.max(Seal.at))),
    )
