"""The journal: one row per act, appended only, chained by hashes. Only `services.journal` writes here."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, Json, UTCDateTime


class JournalEntry(Base):
    """What was done, by whom, for which day, under which article. `seq` equals the record's version afterwards.

    `on_day` is the day the law counts, `at` the moment of recording. `data` holds ids, codes, days and digests; the
    only personal data is the name of staff in `actor_label`.
    """

    __tablename__ = "journal"
    __table_args__ = (UniqueConstraint("record_id", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    seq: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    on_day: Mapped[date] = mapped_column(Date)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    actor_label: Mapped[str] = mapped_column(String(120))
    action: Mapped[str] = mapped_column(String(60))
    basis: Mapped[str] = mapped_column(String(60))
    effect: Mapped[str] = mapped_column(String(20), default="")
    before: Mapped[str] = mapped_column(String(40))
    after: Mapped[str] = mapped_column(String(40))
    data: Mapped[dict[str, Any]] = mapped_column(Json)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class Seal(Base):
    """One seal over every journal row that no earlier seal covers; seals are chained as well (model 12)."""

    __tablename__ = "seal"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    rows: Mapped[int]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class SealedRow(Base):
    """Which seal covers a journal row; a row that was committed late simply enters the next one."""

    __tablename__ = "sealed_row"

    journal_id: Mapped[int] = mapped_column(ForeignKey("journal.id"), primary_key=True)
    seal_id: Mapped[int] = mapped_column(ForeignKey("seal.id"), index=True)
