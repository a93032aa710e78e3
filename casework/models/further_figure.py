"""Numbers for circulars that no case tells: typed in or imported by a supervising office, month by month."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, UTCDateTime


class FurtherFigure(Base):
    """One row of a small table: `count` of `key` in a month, of one part and about one unit or group (empty: the whole).

    `about_id` is the unit where `about` names one of ours. Who entered it, and when, stands in the register of the office.
    """

    __tablename__ = "further_figure"
    __table_args__ = (
        UniqueConstraint("office_id", "year", "month", "key", "part", "about"),
        Index("ix_further_figure_about", "about_id", "year"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int]
    month: Mapped[int]
    key: Mapped[str] = mapped_column(String(40))
    part: Mapped[str] = mapped_column(String(40), default="")
    about: Mapped[str] = mapped_column(String(120), default="")
    about_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    count: Mapped[int]
    entered_at: Mapped[datetime] = mapped_column(UTCDateTime)
