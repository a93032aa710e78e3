"""Papers issued or received: number, frozen context, bytes, digest; and every attempt to serve them."""

from datetime import date
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from casework.db import Base, Json


class Document(Base):
    """A paper as it left the house. Showing it reads `pdf`; it is never drawn again.

    `sha256` is the digest of the salt and the bytes, as the journal row holds it. `outdated_by` names the correcting
    row after which the paper rests on a fact that no longer holds. `numbered_by`, `series`, `number_year` and `serial`
    are its place in the register of numbers, for good; `voided_by` names the row that took it back before it was sent.
    `sent_on` and `served_on` are its first dispatch and the receipt that proves its service, two facts.
    `seal_place` is left free for a signature: the page from 0 and left, bottom, right, top in points. `seal_kind` says
    what was put on it, `signed_seq` which act keeps the signed file.
    """

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("record_id", "seq", "key"),
        Index("ix_document_register", "numbered_by", "number_year", "key", "serial"),
        Index("ix_document_series", "numbered_by", "number_year", "series", "serial"),
        Index("ix_document_numbered_by_number", "numbered_by", "number"),
        Index(
            "ix_document_unserved",
            "record_id",
            sqlite_where=text("served_on IS NULL"),
            postgresql_where=text("served_on IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    seq: Mapped[int]
    key: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(120))
    number: Mapped[str] = mapped_column(String(80), default="")
    issued_on: Mapped[date] = mapped_column(Date)
    template_sha256: Mapped[str] = mapped_column(String(64))
    context: Mapped[dict[str, Any] | None] = mapped_column(Json)
    pdf: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    salt: Mapped[str | None] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))
    outdated_by: Mapped[int | None]
    numbered_by: Mapped[
        int | None
    ]  # a unit; SQLite could add the constraint only by making the table anew
    series: Mapped[str] = mapped_column(String(40), default="", server_default="")
    number_year: Mapped[int | None]
    serial: Mapped[int | None]
    voided_by: Mapped[int | None]
    sent_on: Mapped[date | None] = mapped_column(Date)
    served_on: Mapped[date | None] = mapped_column(Date)
    seal_place: Mapped[str | None] = mapped_column(String(80))
    seal_kind: Mapped[str | None] = mapped_column(String(20))
    signed_seq: Mapped[int | None]


class ServiceAttempt(Base):
    """One attempt to serve one paper on one recipient: dispatch and receipt are two facts (model 3)."""

    __tablename__ = "service_attempt"
    __table_args__ = (UniqueConstraint("record_id", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    seq: Mapped[int]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    recipient: Mapped[int]
    method: Mapped[str] = mapped_column(String(40))
    dispatched_on: Mapped[date] = mapped_column(Date)
    tracking: Mapped[str] = mapped_column(String(60), default="")
    received_on: Mapped[date | None] = mapped_column(Date)
    returned_on: Mapped[date | None] = mapped_column(Date)
