"""The people and bodies of a case. Identity and contact data are encrypted, and searched by a keyed blind index."""

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base


class Party(Base):
    """An applicant, an agent or a third party; `position` numbers them within the case.

    `name_index`, `id_index`, `phone_index` and `email_index` are digests under the installation's key.
    """

    __tablename__ = "party"
    __table_args__ = (
        UniqueConstraint("record_id", "position"),
        Index("ix_party_name", "name_index"),
        Index("ix_party_id", "id_index"),
        Index("ix_party_phone", "phone_index"),
        Index("ix_party_email", "email_index"),
        Index("ix_party_sort_name", "position", "name", "record_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    category: Mapped[str] = mapped_column(String(40), default="")
    name: Mapped[str] = mapped_column(String(200))
    name_index: Mapped[str] = mapped_column(String(64), default="")
    id_type: Mapped[str] = mapped_column(String(40), default="")
    id_number: Mapped[str] = mapped_column(default="")
    id_index: Mapped[str] = mapped_column(String(64), default="")
    phone: Mapped[str] = mapped_column(default="")
    phone_index: Mapped[str] = mapped_column(String(64), default="")
    address: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    email_index: Mapped[str] = mapped_column(String(64), default="")
    salt: Mapped[str] = mapped_column(String(64), default="")
