"""The cases behind one number of the annual table: the same conditions as the count, listed page by page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from casework.errors import NotFound
from casework.models.party import Party
from casework.models.record import Record
from casework.models.unit import Unit
from casework.queries import annual, annual_tables
from casework.queries.annual import Scope
from casework.queries.sight import units_for
from casework.viewer import Viewer
from workflows import annual_report
from workflows.annual_grid import PART4_RESULTS, TOTAL
from workflows.annual_report import Format
from workflows.outcomes import OUTCOMES
from workflows.registry import workflow_version
from workflows.vocabulary import ApplicantCategory, RecordKind, ReviewKind, ReviewResult

PAGE_SIZE = 50
_PLAIN_ROWS = frozenset({"new_received", "carried_in", "carried_forward"})


@dataclass(frozen=True)
class CellCase:
    """One case behind a number. `kind` tells a request from a review or a lawsuit; `result` is the printed label."""

    id: int
    kind: str
    number: str
    unit: str
    applicant: str
    category: str
    received_on: date | None
    closed_on: date | None
    outcome: str
    result: str
    state_label: str


@dataclass(frozen=True)
class CellCases:
    """One page of the cases behind a number; `total` is the number itself."""

    title: str
    cases: tuple[CellCase, ...]
    total: int
    page: int
    pages: int


def cases_behind(
    session: Session,
    viewer: Viewer,
    *,
    year: int,
    unit_code: str,
    rollup: bool = False,
    row: str,
    column: str,
    today: date,
    table: str = "",
    page: int = 1,
    page_size: int = PAGE_SIZE,
) -> CellCases:
    """The cases behind the cell `row`, `column`: keys of part three, or a kind of review and a result; totals as well.

    Raises:
        NotFound: no such cell or unit. NotAllowed: a roll-up without the supervisor's role. Invalid: no such table.
    """
    used = annual_tables.format_in(year, table, today=today)
    _, units = units_for(session, viewer, unit_code, rollup=rollup)
    scope = Scope.on(today, year, units)
    title = _title(used, row, column)
    ids = _ids(scope, used, row=row, column=column)
    total = session.scalar(select(func.count()).select_from(ids.subquery())) or 0
    pages = max(1, -(-total // page_size))
    page = min(max(1, page), pages)
    found = session.execute(_lines(ids, limit=page_size, skip=(page - 1) * page_size))
    cases = tuple(_case(row) for row in found)
    return CellCases(f"{year}年 {title}", cases, total, page, pages)


def _title(used: Format, row: str, column: str) -> str:
    """The printed labels of the cell.

    Raises:
        NotFound: the table of that year has no such cell.
    """
    if row in set(ReviewKind):
        results = {one.key: one.label for one in PART4_RESULTS}
        if column in results:
            return f"{ReviewKind(row).label}：{results[column]}"
    elif row in used.row_keys:
        columns = {one.key: one.label for one in annual_report.COLUMNS}
        if column in columns:
            return f"{used.row(row).label}：{columns[column]}"
    raise NotFound(
        f"{used.key}年格式的年报表格没有“{row}”行“{column}”列这一格；请从年报页面点击数字打开。"
    )


def _ids(scope: Scope, used: Format, *, row: str, column: str) -> Select[Any]:
    if row in set(ReviewKind):
        return select(Record.id).where(
            annual.reviewed(scope),
            annual.review_group() == row,
            annual.in_review_cell(scope, column),
        )
    found = annual.requests(scope, (Record.id,))
    found = found.where(annual.in_row(scope, row), *_results(used, row))
    return found if column == TOTAL else found.where(Record.category == column)


def _results(used: Format, row: str) -> list[ColumnElement[bool]]:
    if row in _PLAIN_ROWS or row == TOTAL:
        return []
    codes = [code for code, one in OUTCOMES.items() if used.place(one.rows) == row]
    return [Record.outcome.in_(codes)]


def _lines(ids: Select[Any], *, limit: int, skip: int) -> Any:
    """The rows of one page: only ids are sorted, and what is shown is read of the page alone."""
    order = (Record.received_on, Record.number, Record.id)
    page = ids.order_by(*order).limit(limit).offset(skip)
    first_party = and_(Party.record_id == Record.id, Party.position == 1)
    return (
        select(*_SHOWN, Unit.name.label("unit"), Party.name.label("applicant"))
        .join(Unit, Unit.id == Record.unit_id)
        .outerjoin(Party, first_party)
        .where(Record.id.in_(page))
        .order_by(*order)
    )


_SHOWN = (
    Record.id,
    Record.kind,
    Record.number,
    Record.category,
    Record.received_on,
    Record.closed_on,
    Record.outcome,
    Record.state,
    Record.workflow_version,
)


def _case(record: Any) -> CellCase:
    return CellCase(
        id=record.id,
        kind=record.kind,
        number=record.number or "",
        unit=record.unit,
        applicant=record.applicant or "",
        category=ApplicantCategory(record.category).label if record.category else "",
        received_on=record.received_on,
        closed_on=record.closed_on,
        outcome=record.outcome,
        result=_result(record),
        state_label=workflow_version(record.workflow_version).label(record.state),
    )


def _result(record: Any) -> str:
    if not record.outcome:
        return ""
    if record.kind == RecordKind.request:
        return OUTCOMES[record.outcome].label
    return ReviewResult(record.outcome).label
