"""The annual report of a unit, or of a group of units, for a year: what is entered of it, and its published versions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, Json, UTCDateTime
from workflows.annual_sentences import ONE_DECIMAL


class AnnualReport(Base):
    """What people enter for a report; `record_id` is the record of the year, whose journal tells who entered what.

    `rollup`: the report of the unit with all units below it. `figures` holds part two (cell key to number as text),
    `texts` the words of parts one, five and six, `confirmed` the comments on warnings by check, `share_form` how shares are printed.
    """

    __tablename__ = "annual_report"
    __table_args__ = (Index("ix_annual_report_year", "year", "rollup", "unit_id"),)

    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int]
    rollup: Mapped[bool]
    figures: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    texts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    confirmed: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    published_on: Mapped[date | None] = mapped_column(Date)
    published_at: Mapped[str] = mapped_column(String(300), default="")
    share_form: Mapped[str] = mapped_column(String(20), default=ONE_DECIMAL)


class AnnualVersion(Base):
    """A published version of a report, never changed: the whole report as `content`, and its digest.

    `kind` is frozen (the year was closed), amended (an act moved a cell: `changes` has the old and the new numbers,
    `cause_id` and `cause_seq` the act), filed (a unit without the system sent it) or published (other figures from elsewhere).
    """

    __tablename__ = "annual_version"
    __table_args__ = (Index("ix_annual_version_year", "year", "rollup", "unit_id"),)

    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int]  # the row of the year's journal that tells of it
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int]
    rollup: Mapped[bool]
    kind: Mapped[str] = mapped_column(String(20))
    on_day: Mapped[date] = mapped_column(Date)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    signer: Mapped[str] = mapped_column(String(120))
    digest: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(1000), default="")
    changes: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    cause_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"))
    cause_seq: Mapped[int] = mapped_column(default=0)
    content: Mapped[dict[str, Any]] = mapped_column(Json)
