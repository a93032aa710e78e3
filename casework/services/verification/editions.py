"""Published annual reports: each version is the one the journal tells of, and the newest says what the cases say (model 8)."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.models.annual import AnnualVersion
from casework.models.unit import Unit
from casework.queries import journal_rows
from casework.queries.annual_tables import annual_table
from casework.queries.annual_versions import newest
from casework.services.frozen_years import digest_of
from casework.services.verification.fault import Fault
from casework.viewer import system
from workflows.annual_places import FEES, cell_words

# Before an act on a fee amended a closed report, a later payment or refund left its version as it was.
_WAY = "封存以后的改动没有写入更正，请由主管部门重新打开该年度，核对后再次封存。"


def check(session: Session, *, today: date) -> Iterator[Fault]:
    """Every version of every report, and the counts behind the newest of each."""
    rows = session.execute(
        select(AnnualVersion, Unit.code, Unit.name)
        .join(Unit, Unit.id == AnnualVersion.unit_id)
        .order_by(AnnualVersion.record_id, AnnualVersion.number)
    ).all()
    for version, _, name in rows:
        yield from _as_told(session, version, f"{_place(version, name)}第{version.number}版")
    last = {version.record_id: (version, code, name) for version, code, name in rows}
    for version, code, name in last.values():
        yield from _as_counted(session, version, code, _place(version, name), today)


def _place(version: AnnualVersion, name: str) -> str:
    return f"“{name}”{version.year}年年报{'（汇总）' if version.rollup else ''}"


def _as_told(session: Session, version: AnnualVersion, place: str) -> Iterator[Fault]:
    told = journal_rows.data_of(session, version.record_id, version.seq)
    if digest_of(version.content) != version.digest:
        yield Fault(place, "version", "内容与它的校验值不符；内容被改动过。")
    if told is None or told.get("digest") != version.digest:
        yield Fault(place, "version", "办理过程中没有这一版，或者登记的校验值不同。")


def _as_counted(
    session: Session, version: AnnualVersion, code: str, place: str, today: date
) -> Iterator[Fault]:
    published = newest(session, version.unit_id, version.year, rollup=version.rollup)
    if published is None or not published.holds:
        return
    now = annual_table(
        session,
        system(),
        year=version.year,
        unit_code=code,
        rollup=version.rollup,
        table=version.content["format"],
        live=True,
        today=today,
    )
    published_parts = {**version.content, "money": {FEES: version.content["fees"]}}
    money = {FEES: asdict(now.fees)}
    for part, counted in (("part3", now.part3), ("part4", now.part4), ("money", money)):
        for row, line in published_parts[part].items():
            for column, value in line.items():
                if counted[row][column] != value:
                    words = cell_words(now.format, row, column)
                    told = f"{words}：公布的最新一版为{value}，按案件统计为{counted[row][column]}；{_WAY}"
                    yield Fault(place, "version", told)
