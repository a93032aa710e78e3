"""All units of a district in one year: who has filed, who balances, whose carried cases fit, who has published, and what each adds.

A constant number of statements, however many units and years there are.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.models.annual import AnnualReport
from casework.models.unit import Unit, UnitSuccession
from casework.queries import annual, annual_tables, annual_versions
from casework.queries.annual import Scope
from casework.queries.annual_versions import Published
from casework.queries.publishing import limit_of
from casework.queries.sight import units_for
from casework.viewer import Viewer
from workflows import annual_report
from workflows.annual_grid import Format
from workflows.annual_part2 import Part2, part2_sums
from workflows.annual_report import AnnualTable, Check, Edition, Part3, Part4


@dataclass(frozen=True)
class Merger:
    """Where a unit's open cases went in the year, and since when; the successor reports what is left of it."""

    name: str
    since: date


@dataclass(frozen=True)
class UnitLine:
    """One unit. `edition` is the report in force, None where the numbers are those of its cases now.

    `failing` are the rules R1-R5 that do not hold. `is_due` tells whether a report of its own is expected: not of a unit that
    went into another one by the end of the year.
    """

    unit_id: int
    code: str
    name: str
    edition: Edition | None
    part2: Part2
    part3: Part3
    part4: Part4
    failing: tuple[Check, ...]
    published_on: date | None
    deadline: date
    gone: tuple[Merger, ...] = ()
    came: tuple[Merger, ...] = ()

    @property
    def is_due(self) -> bool:
        return not self.gone

    @property
    def standing(self) -> str:
        """Whether and how it has filed."""
        if self.edition is None:
            return "未报送" if self.is_due else "并入后不再单独编制"
        return "外部报送" if self.edition.kind == "filed" else "已封存"

    @property
    def unbalanced(self) -> tuple[Check, ...]:
        return tuple(one for one in self.failing if one.rule != "R5")

    @property
    def carry_differs(self) -> tuple[Check, ...]:
        return tuple(one for one in self.failing if one.rule == "R5")

    def is_late(self, today: date) -> bool:
        """Whether its report should have been published by now (条例49)."""
        return self.is_due and self.published_on is None and today > self.deadline

    @property
    def headline(self) -> tuple[int | Decimal, ...]:
        """What the list shows of it: new requests, results and what was carried on."""
        return tuple(
            self.number(row, "total") for row in ("new_received", "total", "carried_forward")
        )

    def number(self, row: str, column: str) -> int | Decimal:
        """What it adds to a cell of the sum; part two has no column."""
        if not column:
            return self.part2.get(row, Decimal(0))
        part = self.part3 if row in self.part3 else self.part4
        return part.get(row, {}).get(column, 0)


@dataclass(frozen=True)
class District:
    """The units and their sum. `table` holds the sum of what each unit shows; its checks are R7 against the district's own report."""

    lines: tuple[UnitLine, ...]
    table: AnnualTable

    def contributions(self, row: str, column: str) -> tuple[tuple[UnitLine, int | Decimal], ...]:
        """The units behind a cell, the largest share first."""
        found = [(line, line.number(row, column)) for line in self.lines]
        return tuple(sorted((pair for pair in found if pair[1]), key=lambda pair: -pair[1]))


def district(
    session: Session, viewer: Viewer, *, year: int, unit_code: str, today: date
) -> District:
    """Every unit below a root, and the root itself.

    Raises:
        NotFound, NotAllowed: the root is out of sight, or the supervisor's role on it is missing. Invalid: a year without a table.
    """
    used = annual_tables.format_in(year, "", today=today)
    root, ids = units_for(session, viewer, unit_code, rollup=True)
    moves = _moves(session, year)
    shown = _Year.of(session, Scope.on(today, year, ids), used)
    before = _Year.of(session, replace(shown.scope, year=year - 1, is_over=True, units=_with_old(ids, moves)), used)  # fmt: skip
    published = _published(session, ids, year)
    names = {row.id: row for row in session.scalars(select(Unit).where(Unit.id.in_(ids)))}
    others = {row.id: row.name for row in session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(_ends(moves))))}  # fmt: skip
    lines = []
    for unit_id in sorted(ids, key=lambda one: (one != root.id, names[one].code)):
        line = _line(names[unit_id], shown, before, moves, others, published.get(unit_id))
        if line.is_due or line.edition or any(n["total"] for n in line.part3.values()) or _in_year(line, year):  # fmt: skip
            lines.append(line)
    return District(tuple(lines), _merged(session, viewer, root, lines, used, year=year, today=today))  # fmt: skip


@dataclass(frozen=True)
class _Year:
    """What a year shows of each unit: the version in force, else the cases."""

    scope: Scope
    used: Format
    versions: Mapping[int, Published]
    counts3: Mapping[int, annual.Counts]
    counts4: Mapping[int, annual.Counts]
    entered: Mapping[int, Part2]

    @classmethod
    def of(cls, session: Session, scope: Scope, used: Format) -> "_Year":
        return cls(
            scope,
            used,
            annual_versions.standing(session, scope.units, scope.year),
            annual.part3_counts(session, scope),
            annual.part4_counts(session, scope),
            annual_versions.part2_of(session, scope.units, scope.year),
        )

    def version(self, unit_id: int) -> Published | None:
        """Figures made elsewhere are compared with, although nothing closed the year here."""
        found = self.versions.get(unit_id)
        return found if found and (found.holds or not found.edition.is_ours) else None

    def edition(self, unit_id: int) -> Edition | None:
        found = self.versions.get(unit_id)
        return found.edition if found and found.holds else None

    def part3(self, unit_id: int) -> Part3:
        found = self.version(unit_id)
        if found is not None:
            return annual_report.in_format(found.content["part3"], self.used)
        return annual.part3_of(self.used, self.counts3.get(unit_id, Counter()))

    def part4(self, unit_id: int) -> Part4:
        found = self.version(unit_id)
        if found is not None:
            part4: Part4 = found.content["part4"]
            return part4
        return annual.part4_of(self.counts4.get(unit_id, Counter()))

    def part2(self, unit_id: int) -> Part2:
        if self.edition(unit_id) is not None:
            return annual_versions.read_part2(self.versions[unit_id].content["part2"])
        return self.entered.get(unit_id, {})


_Moves = Sequence[UnitSuccession]


def _moves(session: Session, year: int) -> _Moves:
    """Who went into whom by the end of the year."""
    until = date(year, 12, 31)
    return session.scalars(
        select(UnitSuccession).where(UnitSuccession.since <= until).order_by(UnitSuccession.since)
    ).all()


def _ends(moves: _Moves) -> set[int]:
    return {end for one in moves for end in (one.predecessor_id, one.successor_id)}


def _with_old(ids: tuple[int, ...], moves: _Moves) -> tuple[int, ...]:
    """The units whose carried cases may have come in."""
    return tuple(sorted({*ids, *(one.predecessor_id for one in moves if one.successor_id in ids)}))


def _in_year(line: UnitLine, year: int) -> bool:
    return any(one.since.year == year for one in line.gone)


def _published(session: Session, ids: tuple[int, ...], year: int) -> dict[int, date | None]:
    rows = session.execute(
        select(AnnualReport.unit_id, AnnualReport.published_on).where(
            AnnualReport.year == year,
            AnnualReport.rollup.is_(False),
            AnnualReport.unit_id.in_(ids),
        )
    )
    return {row.unit_id: row.published_on for row in rows}


def _line(
    unit: Unit,
    shown: _Year,
    before: _Year,
    moves: _Moves,
    names: Mapping[int, str],
    published_on: date | None,
) -> UnitLine:
    year = shown.scope.year
    part3, part4 = shown.part3(unit.id), shown.part4(unit.id)
    earlier = _earlier(unit.id, moves, year)
    previous = annual_report.row_sums(before.part3(one) for one in earlier) if earlier else None
    editions = [before.version(one) for one in earlier]
    checks = annual_report.check(
        shown.used,
        part3,
        part4,
        previous=previous,
        previous_is_ours=all(one and one.edition.is_ours for one in editions),
    )
    return UnitLine(
        unit.id,
        unit.code,
        unit.name,
        shown.edition(unit.id),
        shown.part2(unit.id),
        part3,
        part4,
        tuple(one for one in checks if not one.ok),
        published_on,
        limit_of(unit, year),
        tuple(Merger(names[m.successor_id], m.since) for m in moves if m.predecessor_id == unit.id),
        tuple(
            Merger(names[m.predecessor_id], m.since)
            for m in moves
            if m.successor_id == unit.id and m.since.year == year
        ),
    )


def _earlier(unit_id: int, moves: _Moves, year: int) -> list[int]:
    """The units whose row 四 of last year is this unit's row 二 (model 7): those that came in this year, itself unless it went."""
    now = [one for one in moves if one.since.year == year]
    gone = any(one.predecessor_id == unit_id for one in now)
    came = {one.predecessor_id for one in now if one.successor_id == unit_id}
    return sorted(came | (set() if gone else {unit_id}))


def _merged(
    session: Session,
    viewer: Viewer,
    root: Unit,
    lines: Sequence[UnitLine],
    used: Format,
    *,
    year: int,
    today: date,
) -> AnnualTable:
    """The sum of the units, with R7: the district's own report, published or counted, must say the same."""
    part3 = annual_report.row_sums(line.part3 for line in lines)
    part4 = annual_report.review_sums(line.part4 for line in lines)
    own = annual_tables.annual_table(
        session, viewer, year=year, unit_code=root.code, rollup=True, today=today
    )
    return AnnualTable(
        root.code,
        root.name,
        year,
        used,
        part3,
        part4,
        annual_report.check_sum(own.part3, own.part4, part3, part4),
        "",
        part2=part2_sums(line.part2 for line in lines),
        rollup=True,
        edition=own.edition,
    )
