"""Forms on their way to becoming a record: what was typed and not yet handed in, and which form became which record."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, UTCDateTime

KEY_LENGTH = 60


class SentForm(Base):
    """One form of one user that was handed in: whoever sends it again, through whichever process, gets the same record.

    `record_id` is empty only inside the transaction that opens the record.
    """

    __tablename__ = "sent_form"
    __table_args__ = (Index("ix_sent_form_at", "at"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True)
    record_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class FormDraft(Base):
    """What a user has typed into a form that is not yet handed in. `content` is encrypted as other personal data is."""

    __tablename__ = "form_draft"
    __table_args__ = (
        UniqueConstraint("user_id", "key"),
        Index("ix_form_draft_saved_at", "saved_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    content: Mapped[str]
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime)
