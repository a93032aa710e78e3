"""Gapless numbers per unit, kind and year: given inside the act's own transaction, so a rollback gives them back."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from casework.errors import NumberTaken
from casework.models.document import Document
from casework.models.record import Record
from casework.models.unit import Series, Unit
from workflows.numbering import numbering_of
from workflows.registry import number_mark

CASE_PATTERN = "{code}-{year}-{serial:04d}"

# The two dialects spell "insert unless it is there" alike, but each through its own statement.
_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def next_serial(session: Session, unit_id: int, *, kind: str, year: int) -> int:
    """The next number of a series; the first use of a series opens it."""
    _open_series(session, unit_id, kind=kind, year=year)
    return session.execute(
        update(Series)
        .where(Series.unit_id == unit_id, Series.kind == kind, Series.year == year)
        .values(last=Series.last + 1)
        .returning(Series.last)
    ).scalar_one()


def next_case_number(session: Session, unit: Unit, *, kind: str, year: int) -> str:
    """The next number of a record; one that an import brought already is passed over."""
    while True:
        serial = next_serial(session, unit.id, kind=kind, year=year)
        number = case_number(unit, kind=kind, year=year, serial=serial)
        if not _is_taken(session, unit.id, kind=kind, year=year, number=number):
            return number


@dataclass(frozen=True)
class PaperNumber:
    """A 发文字号 with its place in the register: which unit gave it, in which series, year and place."""

    text: str
    unit_id: int
    series: str
    year: int
    serial: int


def next_paper_number(session: Session, unit: Unit, *, key: str, year: int) -> PaperNumber:
    """The next 发文字号 of a unit for one kind of paper, e.g. 临兰政公复〔2020〕12号.

    Raises:
        NumberTaken: the unit changed its words or series so that they lead to a number it has given before.
    """
    chosen = numbering_of(unit.settings)
    series = chosen.series_of(key)
    serial = next_serial(session, unit.id, kind=series, year=year)
    text = chosen.spelt(key, mark=unit.mark, year=year, serial=serial)
    given = select(Document.id).where(Document.numbered_by == unit.id, Document.number == text)
    if session.scalar(given.limit(1)) is not None:
        raise NumberTaken(
            f"文号“{text}”已经用过，不能再编；请改正“{unit.name}”的文号设置（casework unit numbering）。"
        )
    return PaperNumber(text, unit.id, series, year, serial)


def take_case_number(session: Session, unit: Unit, *, kind: str, year: int, number: str) -> bool:
    """Claim a number that an import brings; True when it was the next of the series and is consumed (model 10).

    Raises:
        NumberTaken: another record of this unit, kind and year has it.
    """
    if _is_taken(session, unit.id, kind=kind, year=year, number=number):
        raise NumberTaken(
            f"案件编号“{number}”在“{unit.name}”{year}年已被使用；请改用其他编号或者留空自动编号。"
        )
    _open_series(session, unit.id, kind=kind, year=year)
    where = (Series.unit_id == unit.id, Series.kind == kind, Series.year == year)
    last = session.scalars(select(Series.last).where(*where)).one()
    if number != case_number(unit, kind=kind, year=year, serial=last + 1):
        return False
    session.execute(update(Series).where(*where).values(last=last + 1))
    return True


def locked_series(session: Session, unit_id: int, *, kind: str, year: int) -> Series:
    """The row of a series, opened at its first use and locked until the transaction ends."""
    _open_series(session, unit_id, kind=kind, year=year)
    where = (Series.unit_id == unit_id, Series.kind == kind, Series.year == year)
    return session.scalars(select(Series).where(*where).with_for_update()).one()


def case_number(unit: Unit, *, kind: str, year: int, serial: int) -> str:
    """How a number of the unit's series is spelt today; the mark of the kind tells a review from a request."""
    pattern = str(unit.settings.get("case_pattern") or CASE_PATTERN)
    return number_mark(kind) + pattern.format(code=unit.code.upper(), year=year, serial=serial)


def _is_taken(session: Session, unit_id: int, *, kind: str, year: int, number: str) -> bool:
    where = (
        Record.unit_id == unit_id,
        Record.kind == kind,
        Record.number_year == year,
        Record.number == number,
    )
    return session.scalar(select(Record.id).where(*where)) is not None


def _open_series(session: Session, unit_id: int, *, kind: str, year: int) -> None:
    # Two clerks may open the same series at once; the second insert then does nothing.
    make = _INSERTS[session.get_bind().dialect.name]
    session.execute(
        make(Series).values(unit_id=unit_id, kind=kind, year=year, last=0).on_conflict_do_nothing()
    )
