"""Papers issued or received: number, frozen context, bytes, digest; and every attempt to serve them."""

from datetime import date
from typing import Any

from sqlalchemy import Date, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column

from casework.db import Base, Json


class Document(Base):
    """A paper as it left the house. Showing it reads `pdf`; it is never drawn again.

    `sha256` is the digest of the salt and the bytes, as the journal row holds it. `outdated_by` names the correcting
    row after which the paper rests on a fact that no longer holds.
    """

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("record_id", "seq", "key"),)

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
