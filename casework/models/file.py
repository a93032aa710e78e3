"""Files that were attached to records: their bytes once per record, and every act that attached them."""

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column

from casework.db import Base


class FileContent(Base):
    """The bytes of a file as they came in, with their salt; both can be erased, and the row stays as a tombstone.

    The same bytes are kept once in a record. Another record has them under a salt of its own, so that erasing the one
    leaves the other. `sha256` is the digest of salt and bytes; `pages` counts sides of A4, 0 where nobody can tell.
    """

    __tablename__ = "file_content"
    __table_args__ = (UniqueConstraint("record_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    salt: Mapped[str | None] = mapped_column(String(64))
    media: Mapped[str] = mapped_column(String(20))
    size: Mapped[int]
    pages: Mapped[int]
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))


class AttachedFile(Base):
    """One act that attached a file. What it is, what it proves and whether it was withdrawn is told by the journal.

    `name` is that of the sender and may name a person, so it can be erased with the content.
    """

    __tablename__ = "attached_file"
    __table_args__ = (UniqueConstraint("record_id", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    seq: Mapped[int]
    content_id: Mapped[int] = mapped_column(ForeignKey("file_content.id"))
    name: Mapped[str | None] = mapped_column(String(200))
