"""What the pages for applicants keep: query codes, sent forms, uses counted against abuse, and who opened a paper when.

Nothing here can be read back: codes, form keys and network addresses are keyed digests only.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, UTCDateTime


class QueryCode(Base):
    """The one code that opens a case to its applicant; a new one takes the place of the old."""

    __tablename__ = "query_code"

    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    code_index: Mapped[str] = mapped_column(String(64), unique=True)
    issued_at: Mapped[datetime] = mapped_column(UTCDateTime)


class SentApplication(Base):
    """A form that was sent, so that sending it twice registers once."""

    __tablename__ = "sent_application"

    key_index: Mapped[str] = mapped_column(String(64), primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), index=True)
    sent_at: Mapped[datetime] = mapped_column(UTCDateTime)


class PortalUse(Base):
    """One use of the pages, by a digest of the network address; deleted when no window reaches back to it."""

    __tablename__ = "portal_use"
    __table_args__ = (
        Index("ix_portal_use_address", "kind", "address_index", "at"),
        Index("ix_portal_use_unit", "kind", "unit_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    address_index: Mapped[str] = mapped_column(String(64))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)


class PaperAccess(Base):
    """One time that an applicant opened a paper of his case."""

    __tablename__ = "paper_access"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
