"""The terms that run on a record now, projected from its journal; what was said about them is in `message`."""

from datetime import date

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base


class TimerEntry(Base):
    """One running term of a record, as `Workflow.running_timers` reads it from the facts.

    `seq` is the thread or act it belongs to (0: the record as a whole). `proposes` names the act a person may do once
    the term is over; `lapses` says that nothing is late then.
    """

    __tablename__ = "timer"
    __table_args__ = (
        UniqueConstraint("record_id", "key", "seq"),
        Index("ix_timer_ends", "ends_on"),
        Index("ix_timer_sweep", "whose", "ends_on"),
        Index("ix_timer_proposals", "proposes", "ends_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    key: Mapped[str] = mapped_column(String(40))
    seq: Mapped[int]
    label: Mapped[str] = mapped_column(String(80))
    basis: Mapped[str] = mapped_column(String(60))
    whose: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    proposes: Mapped[str] = mapped_column(String(60), default="")
    lapses: Mapped[bool] = mapped_column(default=False)
