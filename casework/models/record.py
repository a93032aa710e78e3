"""A record of any kind: the projection of its journal, raised by one version with every act (model 1)."""

from datetime import date
from typing import Any

from sqlalchemy import (
    Computed,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    cast,
    column,
    event,
    extract,
    inspect,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from casework.db import Base, Json
from workflows.topics import LONGEST
from workflows.vocabulary import Phase, State

_CLOSED = ", ".join(f"'{s.value}'" for s in State if s.phase is Phase.closed)
_RANKS = " ".join(f"WHEN '{s.value}' THEN {n}" for n, s in enumerate(State))
UNDATED = date(9998, 12, 31)
"""Where the queue puts an open case for which no period runs: behind the dated ones, before the closed."""

CLOSED_LATER = text("closed_year <> coalesce(received_year, 0)")
"""Closed in another year than received in, or before any day of receipt was settled: as the index has it, word for word."""


class Record(Base):
    """One case. Everything but the keys follows from the journal and can be replayed."""

    __tablename__ = "record"
    __table_args__ = (
        UniqueConstraint("unit_id", "kind", "number_year", "number"),
        Index("ix_record_queue", "kind", "unit_id", "state", "due_on"),
        Index("ix_record_received", "kind", "received_on", "unit_id"),
        Index("ix_record_closed", "kind", "closed_on", "unit_id"),
        # The annual tables count a year out of these two alone, in the order in which they group.
        # SQLite reads an index alone only when it holds the days that the years are computed from.
        Index(
            "ix_record_received_year",
            "kind",
            "received_year",
            "unit_id",
            "category",
            "closed_year",
            "outcome",
            "state",
            "received_on",
            "closed_on",
        ),
        Index(
            "ix_record_closed_later",
            "kind",
            "closed_year",
            "unit_id",
            "category",
            "outcome",
            "state",
            "closed_on",
            "received_on",
            sqlite_where=CLOSED_LATER,
            postgresql_where=CLOSED_LATER,
        ),
        # Nothing is kept of requests without a topic, so an office that sorts none pays nothing for it.
        Index(
            "ix_record_topic",
            "kind",
            "topic",
            "received_on",
            "unit_id",
            sqlite_where=text("topic IS NOT NULL"),
            postgresql_where=text("topic IS NOT NULL"),
        ),
        Index("ix_record_handler", "handler_id", "state"),
        Index("ix_record_handler_unit", "handler_unit_id", "state"),
        Index(
            "ix_record_open",
            "handler_id",
            sqlite_where=text("closed_on IS NULL"),
            postgresql_where=text("closed_on IS NULL"),
        ),
        Index("ix_record_sort_due", "kind", "sort_due", "id"),
        Index("ix_record_sort_number", "kind", "sort_number", "id"),
        Index("ix_record_sort_received", "kind", "sort_received", "id"),
        Index("ix_record_sort_state", "kind", "sort_state", "id"),
        Index("ix_record_sort_handler", "kind", "sort_handler", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    handler_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    number: Mapped[str | None] = mapped_column(String(60))
    number_year: Mapped[int | None]  # the year of its series; offices begin anew each year
    state: Mapped[str] = mapped_column(String(40), default="")
    resumes_to: Mapped[str] = mapped_column(String(40), default="")
    category: Mapped[str] = mapped_column(String(40), default="")
    arrived_on: Mapped[date] = mapped_column(Date)
    received_on: Mapped[date | None] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    limit_on: Mapped[date | None] = mapped_column(
        Date
    )  # the applicant's, while the clock waits for him
    # The due date in force when the period was ended: at the first closing, or when what it ran for was done.
    last_due_on: Mapped[date | None] = mapped_column(Date)
    closed_on: Mapped[date | None] = mapped_column(Date)
    outcome: Mapped[str] = mapped_column(String(40), default="")
    topic: Mapped[str | None] = mapped_column(String(LONGEST))  # as it was given; None: none yet
    workflow_version: Mapped[str] = mapped_column(String(40))
    calendar_version: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=0)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"), index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)

    # What lists sort by: computed by the database, never empty, read by no rule.
    sort_due: Mapped[date] = mapped_column(
        Date,
        Computed(
            f"CASE WHEN state IN ({_CLOSED}) THEN '9999-12-31' "
            f"ELSE coalesce(due_on, limit_on, '{UNDATED}') END"
        ),
        nullable=True,
        deferred=True,
    )
    sort_number: Mapped[str] = mapped_column(
        String(60), Computed("coalesce(number, '')"), nullable=True, deferred=True
    )
    sort_received: Mapped[date] = mapped_column(
        Date, Computed("coalesce(received_on, arrived_on)"), nullable=True, deferred=True
    )
    sort_state: Mapped[int] = mapped_column(
        Integer,
        Computed(f"CASE state {_RANKS} ELSE {len(State)} END"),
        nullable=True,
        deferred=True,
    )
    sort_handler: Mapped[int] = mapped_column(
        Integer, Computed("coalesce(handler_id, 0)"), nullable=True, deferred=True
    )

    # The years of the annual report, computed by the database as well.
    received_year: Mapped[int | None] = mapped_column(
        Integer, Computed(cast(extract("year", column("received_on")), Integer)), deferred=True
    )
    closed_year: Mapped[int | None] = mapped_column(
        Integer, Computed(cast(extract("year", column("closed_on")), Integer)), deferred=True
    )

    # Raised by hand once per act; the automatic generator would raise it once per flush.
    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}


class RequestItem(Base):
    """One thing asked, with its own result. The text can be erased; the journal knows only its digest."""

    __tablename__ = "request_item"
    __table_args__ = (UniqueConstraint("record_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    position: Mapped[int]
    content: Mapped[str]
    salt: Mapped[str] = mapped_column(String(64))
    result: Mapped[str] = mapped_column(String(40), default="")


class Consultation(Base):
    """One consultation of one party, as folded from the journal; `seq` is the row that opened it."""

    __tablename__ = "consultation"
    __table_args__ = (UniqueConstraint("record_id", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    sent_on: Mapped[date] = mapped_column(Date)
    received_on: Mapped[date | None] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    ended_by: Mapped[str] = mapped_column(String(40), default="")
    opinion: Mapped[str] = mapped_column(String(40), default="")


class Task(Base):
    """协办 or 检索 asked of a department, with an internal limit and its reply; it is open while `ended_on` is empty."""

    __tablename__ = "task"
    __table_args__ = (
        UniqueConstraint("record_id", "seq"),
        Index("ix_task_open", "unit_id", "ended_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    asked_on: Mapped[date] = mapped_column(Date)
    limit_on: Mapped[date | None] = mapped_column(Date)
    claimed_on: Mapped[date | None] = mapped_column(Date)
    answered_on: Mapped[date | None] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    ended_by: Mapped[str] = mapped_column(String(40), default="")
    result: Mapped[str] = mapped_column(String(40), default="")


class Contact(Base):
    """One call, letter or meeting with the applicant; its text is a note of the same act."""

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("record_id", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    seq: Mapped[int]
    on_day: Mapped[date] = mapped_column(Date)
    reached: Mapped[bool]


class Note(Base):
    """A text that an act recorded and that may have to be erased; the journal keeps its salted digest.

    An erased note keeps its row as a tombstone: no content, no salt.
    """

    __tablename__ = "note"
    __table_args__ = (UniqueConstraint("record_id", "seq", "field"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    seq: Mapped[int]
    field: Mapped[str] = mapped_column(String(60))
    content: Mapped[str | None]
    salt: Mapped[str | None] = mapped_column(String(64))


class Carry(Base):
    """A case carried over 31 December of `year`: row 四 of that year and row 二 of the next (model 6).

    Its unit is the one that answered the case on that day, its current unit the one that answers it now.
    """

    __tablename__ = "carry"
    __table_args__ = (Index("ix_carry_unit", "year", "unit_id", "current_unit_id", "category"),)

    year: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    current_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    category: Mapped[str] = mapped_column(String(40))


class VersionNotRaised(RuntimeError):
    """A record was changed past the one door: its version stayed as it was (model 15)."""


@event.listens_for(Session, "before_flush")
def _changed_records_raise_their_version(session: Session, _context: Any, _objects: Any) -> None:
    raised: set[int] = session.info.setdefault("raised_records", set())
    for record in session.dirty:
        if not isinstance(record, Record) or not session.is_modified(record):
            continue
        if inspect(record).attrs.version.history.has_changes():
            raised.add(record.id)
        elif record.id not in raised:
            raise VersionNotRaised(f"record {record.id} was changed without an act")
