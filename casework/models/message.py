"""What the timer told whom, and the token behind a user's calendar feed. No personal data of applicants is held here."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, UTCDateTime


class Message(Base):
    """One sentence to one user about one term of a case, said once per level and per last day.

    `key` and `seq` name the term; a moved `ends_on` is said anew. `act` is the act that the sentence proposes, or
    empty. `mailed_at` is set only when the mail server took it.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint(
            "user_id", "record_id", "key", "seq", "ends_on", "level", name="uq_message_once"
        ),
        Index("ix_message_inbox", "user_id", "read_at", "id"),
        Index("ix_message_unmailed", "mailed_at", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), index=True)
    key: Mapped[str] = mapped_column(String(40))
    seq: Mapped[int]
    ends_on: Mapped[date] = mapped_column(Date)
    level: Mapped[str] = mapped_column(String(20))
    on_day: Mapped[date] = mapped_column(Date)
    act: Mapped[str] = mapped_column(String(60), default="")
    sentence: Mapped[str] = mapped_column(String(400))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    mailed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Feed(Base):
    """The one calendar feed of a user; only the digest of its token is kept, and revoking removes the row."""

    __tablename__ = "feed"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
