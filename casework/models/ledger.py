"""Ledgers that somebody sent on a page: what a trial of each found, how far it has come, and what was loaded."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from casework.db import Base, UTCDateTime


class SentLedger(Base):
    """One ledger, first tried and then loaded; it goes after some days.

    `is_load` tells whether the work that `ended_at` ends is the loading or only the trial. `seen_at` is when that work
    last gave a sign of life. `fault` says in a sentence why it came to nothing; `faults` counts what is wrong in the
    ledger. `report` and `content` (the files) are encrypted as other personal data is; the files are erased as soon as
    they are loaded.
    """

    __tablename__ = "sent_ledger"
    __table_args__ = (Index("ix_sent_ledger_mine", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    name: Mapped[str] = mapped_column(String(200))
    year: Mapped[int | None]
    ignored: Mapped[str] = mapped_column(Text, default="")
    is_load: Mapped[bool] = mapped_column(default=False)
    sent_at: Mapped[datetime] = mapped_column(UTCDateTime)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    step: Mapped[str] = mapped_column(String(60), default="")
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    fault: Mapped[str] = mapped_column(Text, default="")
    faults: Mapped[int] = mapped_column(default=0)
    report: Mapped[str] = deferred(mapped_column(Text, default="", nullable=False))
    content: Mapped[str | None] = deferred(mapped_column(Text))
