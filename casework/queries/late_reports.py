"""Whose annual report was late, from the days of publication, what was told by hand, and what the office has corrected (条例49)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.models.unit import Unit
from casework.queries.further_figures import reported, spoken
from casework.queries.publishing import limit_of, unpublished
from workflows.circular_facts import LateReport
from workflows.further_figures import Further
from workflows.periods import Period

CORRECTIONS = "late_reports"
"""Where an office keeps its corrections in its settings: year of the assessment, code of the unit, late or not, and why."""


@dataclass(frozen=True)
class Correction:
    """What an office says against the dates, and why."""

    late: bool
    reason: str
    by: str
    on: date


def corrections(office: Unit, year: int) -> Mapping[str, Correction]:
    """Those of a year by the code of the unit."""
    held = (office.settings or {}).get(CORRECTIONS, {}).get(str(year), {})
    return {
        code: Correction(one["late"], one["reason"], one["by"], date.fromisoformat(one["on"]))
        for code, one in held.items()
    }


def late_reports(
    session: Session, office: Unit, unit_ids: Sequence[int], period: Period, *, as_of: date
) -> tuple[LateReport, ...]:
    """The units whose report was due in the period and was late, by the dates first, then by hand, then by correction."""
    said = corrections(office, period.year)
    units = {
        unit.code: unit
        for unit in session.scalars(select(Unit).where(Unit.id.in_(unit_ids)).order_by(Unit.id))
    }
    dates = unpublished(session, unit_ids, first=period.first, last=period.last, as_of=as_of)
    late = [
        LateReport(spoken(units[one.code]), one.code, one.limit, one.published_on)
        for one in dates
        if one.code not in said
    ]
    known = {one.code for one in late}
    late += [
        LateReport(row.about, row.code)
        for row in reported(session, office.id, period)
        if row.key is Further.report_late and row.count and row.code not in (*known, *said)
    ]
    for code, one in said.items():
        unit = units.get(code)
        if (
            one.late
            and unit
            and period.first <= (day := limit_of(unit, period.year - 1)) <= period.last
        ):
            late.append(LateReport(spoken(unit), code, day))
    return tuple(late)
