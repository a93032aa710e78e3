"""Whose annual report of a year is public and whose is not, with the day it was due by (条例49)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.models.annual import AnnualReport
from casework.models.unit import Unit
from workflows.annual_text import deadline, publishes_for_government


def limit_of(unit: Unit, year: int, *, rollup: bool = False) -> date:
    """The day by which the report of a unit, or of a unit with all below it, is to be public (条例49)."""
    return deadline(year, is_government=_is_government(unit, rollup=rollup))


def _is_government(unit: Unit, *, rollup: bool) -> bool:
    # A unit that answers in another's name is of another kind than the one it signs for.
    signs_itself = unit.signatory in ("", unit.name)
    kind = str((unit.settings or {}).get("signatory_kind") or "") if signs_itself else ""
    return publishes_for_government(unit.name, kind, rollup=rollup)


def publishes_for_all(session: Session, unit: Unit) -> bool:
    """Whether what this unit publishes is the report of all units below it, as a government's is."""
    below = session.scalar(select(Unit.id).where(Unit.parent_id == unit.id).limit(1))
    return below is not None and _is_government(unit, rollup=True)


@dataclass(frozen=True)
class Filing:
    """The annual report of one unit: when it was published, if it was; `late` behind its day."""

    code: str
    name: str
    published_on: date | None
    limit: date
    late: bool


def filings(
    session: Session, unit_ids: Sequence[int], *, year: int, as_of: date
) -> tuple[Filing, ...]:
    """Whose report of a year is published and whose is not (条例49: departments by 31 January, governments by 31 March)."""
    published = {
        row[0]: row[1]
        for row in session.execute(
            select(AnnualReport.unit_id, AnnualReport.published_on).where(
                AnnualReport.year == year,
                AnnualReport.rollup.is_(False),
                AnnualReport.unit_id.in_(unit_ids),
            )
        )
    }
    found = []
    for unit in session.scalars(select(Unit).where(Unit.id.in_(unit_ids)).order_by(Unit.id)):
        limit = limit_of(unit, year)
        day = published.get(unit.id)
        late = (day or as_of) > limit
        found.append(Filing(unit.code, unit.name, day, limit, late))
    return tuple(found)


def unpublished(
    session: Session, unit_ids: Sequence[int], *, first: date, last: date, as_of: date
) -> tuple[Filing, ...]:
    """Those whose report was due in these days and was not public in time.

    Nobody is named where none of them publishes through this system: then the office tells it by hand.
    """
    found = filings(session, unit_ids, year=last.year - 1, as_of=as_of)
    if not any(one.published_on for one in found):
        return ()
    return tuple(one for one in found if one.late and first <= one.limit <= last)
