"""The tables of an annual report: the newest published version, or the cases counted now, with the checks of both (model 8)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.errors import Invalid
from casework.models.unit import Unit, UnitSuccession
from casework.queries import annual, annual_versions
from casework.queries.annual import Scope
from casework.queries.sight import units_for
from casework.viewer import Viewer
from workflows import annual_report
from workflows.annual_grid import TOTAL
from workflows.annual_part2 import part2_sums
from workflows.annual_report import AnnualTable, Format, Part3, Part4


def annual_table(
    session: Session,
    viewer: Viewer,
    *,
    year: int,
    unit_code: str,
    rollup: bool = False,
    table: str = "",
    live: bool = False,
    today: date,
) -> AnnualTable:
    """The report's tables of a unit, or of its subtree, with the checks. `table` overrides the format of the year.

    After the year was closed the newest published version answers; `live` counts the cases all the same (model 8).

    Raises:
        NotFound, NotAllowed: the unit is out of sight, or the roll-up needs the supervisor's role.
        Invalid: a year or a format without a table.
    """
    used = format_in(year, table, today=today)
    unit, units = units_for(session, viewer, unit_code, rollup=rollup)
    scope = Scope.on(today, year, units)
    published = None if live else annual_versions.newest(session, unit.id, year, rollup=rollup)
    if published is not None and published.holds and published.content["format"] == used.key:
        found = annual_versions.table_of(published)
    else:
        found = _counted(session, unit, scope, used, rollup=rollup)
    return _checked(session, unit, scope, found)


def _counted(
    session: Session, unit: Unit, scope: Scope, used: Format, *, rollup: bool
) -> AnnualTable:
    """The tables as the cases and the units' entries give them now, without checks."""
    entered = annual_versions.part2_of(session, scope.units, scope.year)
    part3, part4 = _counts(session, scope, used)
    return AnnualTable(
        unit=unit.code,
        unit_name=unit.name,
        year=scope.year,
        format=used,
        part3=part3,
        part4=part4,
        checks=(),
        narrative="",
        fees=annual.count_fees(session, scope),
        part2=part2_sums(entered.values()),
        rollup=rollup,
    )


def _counts(session: Session, scope: Scope, used: Format) -> tuple[Part3, Part4]:
    """Both parts from the cases, and from what units without cases here have filed in the same format."""
    filed = [
        one.content for one in annual_versions.filed(session, scope.units, scope.year).values()
    ]
    own3 = annual.part3_of(used, annual.part3_sum(session, scope))
    own4 = annual.part4_of(annual.summed(annual.part4_counts(session, scope)))
    return (
        annual_report.row_sums(
            [own3, *(annual_report.in_format(one["part3"], used) for one in filed)]
        ),
        annual_report.review_sums([own4, *(one["part4"] for one in filed)]),
    )


def _checked(session: Session, unit: Unit, scope: Scope, found: AnnualTable) -> AnnualTable:
    """The same with its checks, and with its sentences where no version brought them."""
    before = last_year(session, unit, scope, found)
    checks = annual_report.check(
        found.format,
        found.part3,
        found.part4,
        previous=before.part3,
        previous_is_ours=before.edition is not None and before.edition.is_ours,
    )
    checks += annual_report.check_part2(
        found.format, found.part2, previous=before.part2, previous_format=before.format.key
    )
    if found.narrative:
        return replace(found, checks=checks)
    # reading: a year of which only the carried cases were loaded is no measure of this year's growth.
    measure = before.part3 if before.part3[TOTAL][TOTAL] else None
    text = annual_report.narrative(
        found.year, part3=found.part3, part4=found.part4, previous=measure,
        form=annual_versions.share_form(session, unit.id, found.year, rollup=found.rollup),
    )  # fmt: skip
    return replace(found, checks=checks, narrative=text)


def last_year(session: Session, unit: Unit, scope: Scope, found: AnnualTable) -> AnnualTable:
    """Parts two and three of the year before: as published where the same units stood in it, else counted from the cases."""
    units = _units_of_last_year(session, scope)
    published = annual_versions.newest(session, unit.id, scope.year - 1, rollup=found.rollup)
    usable = published is not None and (published.holds or not published.edition.is_ours)
    if published is not None and usable and set(units) == set(scope.units):
        return annual_versions.table_of(published)
    before = replace(scope, year=scope.year - 1, units=units, is_over=True)
    entered = annual_versions.part2_of(session, units, before.year)
    part3, _ = _counts(session, before, found.format)
    return replace(found, year=before.year, part2=part2_sums(entered.values()), part3=part3, edition=None)  # fmt: skip


def format_in(year: int, table: str, *, today: date) -> Format:
    """The format of the table of a year, or the one that is named.

    Raises:
        Invalid: no such format, a year before the first format, or a year that has not begun.
    """
    if year > today.year:
        raise Invalid(
            f"{year}年还没有开始，没有可以统计的年报；请改为{today.year}年或者更早的年度。",
            fields={"year": "不能晚于今年"},
        )
    try:
        return annual_report.format_of(table) if table else annual_report.format_for(year)
    except ValueError as error:
        raise Invalid(str(error), fields={"year": str(error)}) from error


def _units_of_last_year(session: Session, scope: Scope) -> tuple[int, ...]:
    """The units whose row 四 of last year is this scope's row 二: predecessors of this year come in, or go out."""
    rows: Sequence[tuple[int, int]] = [
        (row.predecessor_id, row.successor_id)
        for row in session.execute(
            select(UnitSuccession.predecessor_id, UnitSuccession.successor_id).where(
                UnitSuccession.since.between(scope.first, scope.last)
            )
        )
    ]
    own = set(scope.units)
    gone = {before for before, after in rows if before in own and after not in own}
    come = {before for before, after in rows if after in own}
    return tuple(sorted((own - gone) | come))
