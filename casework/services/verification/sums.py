"""The sum rules of the annual table for every unit and year that has cases, as the report itself checks them."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import extract, select
from sqlalchemy.orm import Session

from casework.models.record import Record
from casework.models.unit import Unit
from casework.queries.annual import annual_table
from casework.services.verification.fault import Fault
from casework.viewer import system
from workflows.annual_grid import FORMATS
from workflows.annual_report import place_name
from workflows.vocabulary import RecordKind

_COUNTED = (RecordKind.request, RecordKind.review, RecordKind.lawsuit)


def check(session: Session, *, today: date) -> Iterator[Fault]:
    """R1 to R4 (60号, 30号); a table that cannot be counted at all is a fault of the unit and the year."""
    for code, name, year in _tables(session, today):
        place = f"“{name}”{year}年年报"
        try:
            found = annual_table(session, system(), year=year, unit_code=code, today=today)
        except (LookupError, ValueError) as error:
            yield Fault(place, "annual", f"不能统计：有案件的类型或者结果不在目录内（{error}）。")
            continue
        for one in found.checks:
            if one.rank == "error" and not one.ok:
                yield Fault(f"{place}“{place_name(one, found.format)}”", one.rule, one.message)


def _tables(session: Session, today: date) -> list[tuple[str, str, int]]:
    first = min(one.first_year for one in FORMATS)
    found: set[tuple[str, str, int]] = set()
    for day in (Record.received_on, Record.closed_on):
        year = extract("year", day)
        rows = session.execute(
            select(Unit.code, Unit.name, year)
            .join(Record, Record.unit_id == Unit.id)
            .where(Record.kind.in_(_COUNTED), year.is_not(None))
            .distinct()
        )
        found.update((code, name, int(of_year)) for code, name, of_year in rows)
    return sorted(row for row in found if first <= row[2] <= today.year)
