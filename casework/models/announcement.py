"""What administrators announce, to colleagues on the desk or to applicants on their pages, for a bounded time."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, UTCDateTime
from workflows.vocabulary import Labelled


class Audience(Labelled):
    """Who reads an announcement."""

    staff = "staff", "本单位和下级单位的工作人员"
    applicants = "applicants", "向本单位和下级单位申请的人"


class Announcement(Base):
    """One announcement of a unit; both days are included. It is taken back by ending it, never deleted."""

    __tablename__ = "announcement"
    __table_args__ = (Index("ix_announcement_shown", "audience", "last_on", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    audience: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(String(500))
    first_on: Mapped[date] = mapped_column(Date)
    last_on: Mapped[date] = mapped_column(Date)
    author: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    withdrawn: Mapped[bool] = mapped_column(default=False)
