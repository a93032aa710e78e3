"""Risk across units today and the year's assessment; counted by the conditions that list the cases."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.models.document import Document
from casework.models.further_figure import FurtherFigure
from casework.models.record import Record
from casework.models.unit import Unit
from casework.queries import indicators
from casework.queries.indicators import Asked
from casework.queries.late_reports import corrections, late_reports
from workflows import assessment
from workflows.assessment import Item, Line
from workflows.further_figures import Further
from workflows.periods import Period, Span

ASSESSED = "assessed_years"
"""Where an office keeps in its settings which years it has assessed: by whom, when, and the counts of each unit by its code."""
RISKS = (
    "overdue",
    "due_1",
    "due_5",
    "waived",
    "mail_late",
    "rectifying",
    "rectifying_late",
    "repeated",
    "chasing",
    "chasing_late",
)
BAD = ("overdue", "mail_late", "rectifying_late", "chasing_late")
"""What is late; the units with most of it come first."""


@dataclass(frozen=True)
class UnitRisk:
    """One unit today; `unserved` counts its papers without proof of service."""

    code: str
    name: str
    counts: Mapping[str, int]
    unserved: int

    @property
    def late(self) -> int:
        return sum(self.counts.get(key, 0) for key in BAD)

    @property
    def is_quiet(self) -> bool:
        return not (self.unserved or any(self.counts.values()))


@dataclass(frozen=True)
class Assessed:
    """The sheet of one unit for a year."""

    code: str
    name: str
    lines: tuple[Line, ...]

    @property
    def score(self) -> str:
        return f"{assessment.score(self.lines).normalize():f}"


def risks(session: Session, asked: Asked) -> tuple[UnitRisk, ...]:
    """The units with anything to look at, the latest first."""
    numbers = indicators.by_unit(session, asked, RISKS)
    unserved = _unserved(session, asked)
    found = (
        UnitRisk(unit.code, unit.name, numbers.get(unit.id, {}), unserved.get(unit.id, 0))
        for unit in _units(session, asked)
    )
    return tuple(sorted((one for one in found if not one.is_quiet), key=lambda one: -one.late))


def _units(session: Session, asked: Asked) -> list[Unit]:
    rows = select(Unit).where(Unit.id.in_(asked.units)).order_by(Unit.id)
    return list(session.scalars(rows))


def _unserved(session: Session, asked: Asked) -> Mapping[int, int]:
    rows = session.execute(
        select(Record.unit_id, func.count())
        .select_from(Document)
        .join(Record, Record.id == Document.record_id)
        .where(
            Document.served_on.is_(None),
            Document.number != "",
            Document.voided_by.is_(None),
            Record.unit_id.in_(asked.units),
        )
        .group_by(Record.unit_id)
    )
    return {row[0]: row[1] for row in rows}


def assessed(
    session: Session, asked: Asked, *, office: Unit, year: int, items: tuple[Item, ...]
) -> tuple[Assessed, ...]:
    """The sheets of the units for a year by these items, the lowest score first; the office assesses and is not assessed.

    An assessed year has the units and counts it was assessed by; what is counted otherwise today stands beside them.
    """
    held = (office.settings or {}).get(ASSESSED, {}).get(str(year), {}).get("counts")
    found = _counted_today(session, asked, office=office, year=year, items=items)
    if held is not None:
        found = [
            replace(one, lines=assessment.as_assessed(one.lines, held[one.code]))
            for one in found
            if one.code in held
        ]
    return tuple(sorted(found, key=lambda one: assessment.score(one.lines)))


def _counted_today(
    session: Session, asked: Asked, *, office: Unit, year: int, items: tuple[Item, ...]
) -> list[Assessed]:
    keys = tuple(item.key for item in items if item.key)
    numbers = indicators.by_unit(session, asked, keys)
    typed = _typed(session, office.id, year)
    dated = late_reports(session, office, asked.units, Period(Span.year, year), as_of=asked.as_of)
    late = {one.code for one in dated}
    said = corrections(office, year)
    found = []
    for unit in _units(session, asked):
        if unit.id == office.id:
            continue
        further = {**typed.get(unit.id, {}), Further.report_late: int(unit.code in late)}
        why = {Further.report_late.value: said[unit.code].reason} if unit.code in said else {}
        lines = assessment.sheet(numbers.get(unit.id, {}), further, items, why)
        found.append(Assessed(unit.code, unit.name, lines))
    return found


def _typed(session: Session, office_id: int, year: int) -> Mapping[int, Mapping[Further, int]]:
    rows = session.execute(
        select(FurtherFigure.about_id, FurtherFigure.key, func.sum(FurtherFigure.count))
        .where(
            FurtherFigure.office_id == office_id,
            FurtherFigure.year == year,
            FurtherFigure.about_id.is_not(None),
        )
        .group_by(FurtherFigure.about_id, FurtherFigure.key)
    )
    found: dict[int, dict[Further, int]] = {}
    for unit_id, key, n in rows:
        if unit_id is not None:
            found.setdefault(unit_id, {})[Further(key)] = int(n)
    return found
