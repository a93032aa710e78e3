"""The directory of agencies that an answer may point the applicant to (条例36(5)); public data only."""

from datetime import date

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base


class Agency(Base):
    """An agency with the matters it is responsible for; `since` and `until` bound the days it existed, both included."""

    __tablename__ = "agency"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    address: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(60), default="")
    matters: Mapped[str] = mapped_column(String(400), default="")
    since: Mapped[date | None] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
