"""The working-day calendar as versioned rows, and the lease that lets only one timer run (model 11, 15)."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, UTCDateTime


class CalendarVersion(Base):
    """One state of the whole calendar; open cases read the newest, closed ones the version of their closing.

    `digest` is the SHA-256 over its days: by it a process knows whether it has read them already.
    """

    __tablename__ = "calendar_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    label: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64))


class CalendarDay(Base):
    """One day of one version: whether it is worked, why, under which notice, and whether that is certain."""

    __tablename__ = "calendar_day"

    version_id: Mapped[int] = mapped_column(ForeignKey("calendar_version.id"), primary_key=True)
    on: Mapped[date] = mapped_column("on_day", Date, primary_key=True)
    working: Mapped[bool]
    why: Mapped[str] = mapped_column(String(120))
    notice: Mapped[str] = mapped_column(String(200), default="")
    provisional: Mapped[bool] = mapped_column(default=False)


class Backfill(Base):
    """What was once filled from the history of older records, so that no upgrade looks for it again."""

    __tablename__ = "backfill"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class Lease(Base):
    """Who runs a timer and until when."""

    __tablename__ = "lease"

    job: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(80))
    until: Mapped[datetime] = mapped_column(UTCDateTime)
