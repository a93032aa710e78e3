"""What is entered of annual reports, and their published versions: found by unit and year, and read back as tables."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.models.annual import AnnualReport, AnnualVersion
from casework.models.journal import JournalEntry
from casework.models.record import Record
from workflows import annual_part2, annual_report
from workflows.annual_part2 import Part2
from workflows.annual_report import AnnualTable, Edition, FeeTotals
from workflows.annual_sentences import ONE_DECIMAL, ShareForm
from workflows.kinds.year import PUBLISHED, YearState
from workflows.vocabulary import RecordKind


@dataclass(frozen=True)
class Published:
    """The newest published version of a year: its edition, its content, and whether it holds now.

    It does not hold while the year is open again: then the cases answer.
    """

    edition: Edition
    content: Mapping[str, Any]
    holds: bool


@dataclass(frozen=True)
class VersionLine:
    """One version as the history of a report shows it."""

    number: int
    kind: str
    on_day: date
    at: datetime
    signer: str
    digest: str
    reason: str
    changes: Sequence[Mapping[str, Any]]
    cause_id: int | None


@dataclass(frozen=True)
class Reopening:
    """When a published report was opened again, by whom, and why."""

    on_day: date
    by: str
    reason: str


def year_number(year: int, *, rollup: bool) -> str:
    """The number of the record of a year, by which it is found: one for the unit, one for the unit with all below it."""
    return f"{year}-rollup" if rollup else str(year)


def year_record(session: Session, unit_id: int, year: int, *, rollup: bool) -> Record | None:
    """The record of a year, if it was opened."""
    return session.scalar(
        select(Record).where(
            Record.unit_id == unit_id,
            Record.kind == RecordKind.year,
            Record.number_year == year,
            Record.number == year_number(year, rollup=rollup),
        )
    )


def state_of(session: Session, unit_id: int, year: int, *, rollup: bool = False) -> YearState:
    """Where a report stands; a year that nobody opened yet is open."""
    found = year_record(session, unit_id, year, rollup=rollup)
    return YearState[found.state] if found else YearState.open


def report_of(
    session: Session, unit_id: int, year: int, *, rollup: bool = False
) -> AnnualReport | None:
    """What is entered of a report."""
    return session.scalar(
        select(AnnualReport).where(
            AnnualReport.year == year,
            AnnualReport.rollup == rollup,
            AnnualReport.unit_id == unit_id,
        )
    )


def share_form(session: Session, unit_id: int, year: int, *, rollup: bool = False) -> ShareForm:
    """How the shares of a report are printed, as it was chosen for it."""
    entered = report_of(session, unit_id, year, rollup=rollup)
    return ShareForm(entered.share_form) if entered else ONE_DECIMAL


def part2_of(session: Session, unit_ids: Sequence[int], year: int) -> dict[int, Part2]:
    """Part two as the units entered it, by unit."""
    rows = session.execute(
        select(AnnualReport.unit_id, AnnualReport.figures).where(
            AnnualReport.year == year,
            AnnualReport.rollup.is_(False),
            AnnualReport.unit_id.in_(unit_ids),
        )
    )
    return {unit_id: read_part2(figures) for unit_id, figures in rows}


def read_part2(figures: Mapping[str, str]) -> Part2:
    return {key: Decimal(value) for key, value in figures.items()}


def newest(session: Session, unit_id: int, year: int, *, rollup: bool = False) -> Published | None:
    """The newest published version of a report."""
    row = session.execute(
        select(AnnualVersion, Record.state)
        .join(Record, Record.id == AnnualVersion.record_id)
        .where(
            AnnualVersion.year == year,
            AnnualVersion.rollup == rollup,
            AnnualVersion.unit_id == unit_id,
        )
        .order_by(AnnualVersion.number.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    version, state = row
    return Published(edition_of(version), version.content, YearState[state] in PUBLISHED)


def standing(session: Session, unit_ids: Sequence[int], year: int) -> dict[int, Published]:
    """The newest published version of each unit's own report. One statement."""
    rows = session.execute(
        select(AnnualVersion, Record.state)
        .join(Record, Record.id == AnnualVersion.record_id)
        .where(
            AnnualVersion.year == year,
            AnnualVersion.rollup.is_(False),
            AnnualVersion.unit_id.in_(unit_ids),
        )
        .order_by(AnnualVersion.number)
    )
    return {
        version.unit_id: Published(edition_of(version), version.content, YearState[state] in PUBLISHED)
        for version, state in rows
    }  # fmt: skip


def filed(session: Session, unit_ids: Sequence[int], year: int) -> dict[int, Published]:
    """The reports of units that do not work in the system: no case stands behind them, so sums must add them."""
    found = standing(session, unit_ids, year)
    return {unit: one for unit, one in found.items() if one.holds and one.edition.kind == "filed"}


def versions(session: Session, record_id: int) -> tuple[VersionLine, ...]:
    """Every version of a report, the newest first."""
    columns = [getattr(AnnualVersion, name) for name in VersionLine.__dataclass_fields__]
    rows = session.execute(
        select(*columns)
        .where(AnnualVersion.record_id == record_id)
        .order_by(AnnualVersion.number.desc())
    )
    return tuple(VersionLine(*row) for row in rows)


def reopenings(session: Session, record_id: int) -> tuple[Reopening, ...]:
    """Every time a report was taken out of force, the newest first."""
    rows = session.execute(
        select(JournalEntry.on_day, JournalEntry.actor_label, JournalEntry.data)
        .where(JournalEntry.record_id == record_id, JournalEntry.action == "reopen")
        .order_by(JournalEntry.seq.desc())
    )
    return tuple(Reopening(on_day, by, data.get("reason", "")) for on_day, by, data in rows)


def as_data(line: VersionLine) -> dict[str, Any]:
    """A version for machines."""
    days = {"on_day": line.on_day.isoformat(), "at": line.at.isoformat()}
    return {**asdict(line), **days, "changes": [dict(one) for one in line.changes]}


def edition_of(version: AnnualVersion) -> Edition:
    return Edition(version.number, version.kind, version.digest, version.signer, version.on_day)


def content_of(table: AnnualTable) -> dict[str, Any]:
    """A report as a version keeps it: plain values, every number of it."""
    return {
        "unit": table.unit,
        "unit_name": table.unit_name,
        "year": table.year,
        "rollup": table.rollup,
        "format": table.format.key,
        "part2": {key: annual_part2.written(value) for key, value in table.part2.items()},
        "part3": {row: dict(line) for row, line in table.part3.items()},
        "part4": {kind: dict(line) for kind, line in table.part4.items()},
        "fees": {
            "cases": table.fees.cases,
            "received": table.fees.received,
            "refunded": table.fees.refunded,
        },
        "narrative": table.narrative,
    }


def table_of(published: Published) -> AnnualTable:
    """A version as a table, without its checks: those look at other years as well."""
    held = published.content
    return AnnualTable(
        unit=held["unit"],
        unit_name=held["unit_name"],
        year=held["year"],
        format=annual_report.format_of(held["format"]),
        part3=held["part3"],
        part4=held["part4"],
        checks=(),
        narrative=held["narrative"],
        fees=FeeTotals(**held["fees"]),
        part2=read_part2(held["part2"]),
        rollup=held["rollup"],
        edition=published.edition,
    )
