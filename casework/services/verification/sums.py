"""The sum rules of the annual table for every unit and year that has cases, counted as the report counts them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session

from casework.models.record import Record
from casework.models.unit import Unit
from casework.queries import annual
from casework.queries.annual import Scope
from casework.services.verification.fault import Fault
from workflows import annual_report
from workflows.annual_grid import FORMATS, format_for
from workflows.annual_report import Check, Format, place_name


def check(session: Session, *, today: date) -> Iterator[Fault]:
    """R1 to R4 (60号, 30号); a table that cannot be counted at all is a fault of the unit and the year."""
    names = {row.id: row.name for row in session.execute(select(Unit.id, Unit.name))}
    for year in _years(session, today):
        yield from _year(session, Scope.on(today, year, tuple(names)), names)


def _years(session: Session, today: date) -> range:
    # Of the year alone: a day that was changed to what is no day is named by another check.
    days = (Record.received_on, Record.closed_on)
    began = session.execute(select(*(func.min(extract("year", day)) for day in days))).one()
    first = min((int(year) for year in began if year is not None), default=today.year)
    return range(max(first, min(one.first_year for one in FORMATS)), today.year + 1)


def _year(session: Session, scope: Scope, names: Mapping[int, str]) -> Iterator[Fault]:
    used = format_for(scope.year)
    part3, part4 = annual.part3_counts(session, scope), annual.part4_counts(session, scope)
    for unit in sorted(part3.keys() | part4.keys()):
        place = f"“{names[unit]}”{scope.year}年年报"
        try:
            checks = _checks(used, part3.get(unit, Counter()), part4.get(unit, Counter()))
        except (LookupError, ValueError) as error:
            yield Fault(place, "annual", f"不能统计：有案件的类型或者结果不在目录内（{error}）。")
            continue
        for one in checks:
            if not one.ok:
                yield Fault(f"{place}“{place_name(one, used)}”", one.rule, one.message)


def _checks(used: Format, part3: annual.Counts, part4: annual.Counts) -> tuple[Check, ...]:
    return annual_report.check(used, annual.part3_of(used, part3), annual.part4_of(part4))
