"""The information-processing fee of a case: what was told, what came in, what went back; projected from the journal."""

from datetime import date

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base


class FeeEntry(Base):
    """One notice, or one refund; `seq` is the journal row that opened it.

    `moved_on` is the day of full payment or of the refund; it is empty while a notice is unpaid.
    """

    __tablename__ = "fee"
    __table_args__ = (UniqueConstraint("record_id", "seq"), Index("ix_fee_moved", "moved_on"))

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    yuan: Mapped[int]
    moved_on: Mapped[date | None] = mapped_column(Date)
