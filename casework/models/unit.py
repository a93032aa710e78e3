"""The answering units: their tree, their marks, and the bodies that review their answers."""

from datetime import date
from typing import Any

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, Json


class Unit(Base):
    """An office that answers requests in its own name (条例27).

    `mark` is the 机关代字 of its papers; `remedies` holds review bodies and courts with their periods; `settings` what
    the unit may choose (names of series, internal limits, contact data of the disclosure office).
    """

    __tablename__ = "unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    signatory: Mapped[str] = mapped_column(String(120), default="")
    mark: Mapped[str] = mapped_column(String(40), default="")
    remedies: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    settings: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)


class UnitSuccession(Base):
    """A unit whose open cases went over to another; the carried cases follow (model 7)."""

    __tablename__ = "unit_succession"
    __table_args__ = (UniqueConstraint("predecessor_id", "successor_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    predecessor_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    successor_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    since: Mapped[date] = mapped_column(Date)


class Series(Base):
    """A gapless series of numbers of one unit, kind and year; `last` is the last number given."""

    __tablename__ = "series"

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)
