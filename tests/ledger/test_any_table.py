"""Any annual table, written as the ledger that makes it and loaded, comes back in every cell."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from conftest import BACKENDS
from factories import make_office, make_unit
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from casework.ledger import Ledger, read_ledger
from casework.office import Office
from casework.queries.annual_tables import annual_table
from casework.services.importing import ImportReport, import_ledger
from casework.services.verification import verify
from casework.viewer import Moment, Viewer, system
from tests.ledger.sheets import CASE, Rows, xlsx_file
from workflows.annual_grid import CATEGORY_KEYS, FORMATS, TOTAL, Format
from workflows.vocabulary import ApplicantCategory, ReviewKind, ReviewResult, Role

IMPORTER = system(Role.importer)

Cells = Mapping[tuple[str, str], int]


@st.composite
def tables(draw: st.DrawFn) -> tuple[Format, Cells, Cells, Cells]:
    """A format with results, carried in and carried forward per category, such that R1 holds, and part four."""
    used = draw(st.sampled_from(FORMATS))
    few = st.integers(0, 2)
    keys = st.tuples(st.sampled_from(used.outcome_keys), st.sampled_from(CATEGORY_KEYS))
    results = draw(st.dictionaries(keys, few, max_size=6))
    columns = st.sampled_from(CATEGORY_KEYS)
    forward = draw(st.dictionaries(columns, few, max_size=3))
    into: dict[tuple[str, str], int] = {}
    for column in CATEGORY_KEYS:
        most = forward.get(column, 0) + sum(n for (_, c), n in results.items() if c == column)
        into["carried_in", column] = draw(st.integers(0, most))
    part4 = draw(
        st.dictionaries(
            st.tuples(st.sampled_from(list(ReviewKind)), st.sampled_from(list(ReviewResult))),
            few,
            max_size=4,
        )
    )
    ahead = {("carried_forward", column): n for column, n in forward.items()}
    return used, results, {**into, **ahead}, part4


def ledger_of(used: Format, results: Cells, carried: Cells, part4: Cells) -> tuple[Rows, Rows]:
    """Rows that make the table: what was carried in is received the year before."""
    year = used.first_year
    days = count(1)
    rows = []
    for column in CATEGORY_KEYS:
        ends = [row for (row, c), n in results.items() if c == column for _ in range(n)]
        ends += ["" for _ in range(carried.get(("carried_forward", column), 0))]
        for place, end in enumerate(ends):
            before = place < carried["carried_in", column]
            day = date(year - before, 3, 1) + timedelta(days=next(days) % 200)
            closed = (
                {"办理结果": used.row(end).label, "办结日期": date(year, 12, 31)} if end else {}
            )
            label = ApplicantCategory(column).label
            rows.append({**CASE, "申请人类型": label, "收到日期": day, **closed})
    reviews = [_review(kind, result, year) for (kind, result), n in part4.items() for _ in range(n)]
    return rows, reviews


def _review(kind: str, result: str, year: int) -> Mapping[str, Any]:
    row: dict[str, Any] = {"类型": "行政复议", "受理日期": date(year, 5, 6)}
    if kind != ReviewKind.reconsideration:
        after = kind == ReviewKind.litigation_after_reconsideration
        row |= {"类型": "行政诉讼", "经过复议": "是" if after else "否"}
    if result != ReviewResult.pending:
        row |= {"结果": ReviewResult(result).label, "结案日期": date(year, 8, 7)}
    return row


@pytest.mark.parametrize("backend", BACKENDS)
def test_any_table_comes_back_from_its_ledger_in_every_cell(
    backend: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    db = request.getfixturevalue("db")
    office = make_office(db)
    codes = count(1)

    @settings(max_examples=12)
    @given(tables())
    def holds(case: tuple[Format, Cells, Cells, Cells]) -> None:
        used, results, carried, part4 = case
        rows, reviews = ledger_of(used, results, carried, part4)
        assume(rows or reviews)  # a ledger without a case is refused
        code = f"unit{next(codes)}"
        make_unit(office, code, name=f"某{code}局")
        ledger = read_ledger(xlsx_file(tmp_path / "l.xlsx", rows or [CASE], reviews=reviews))
        if not rows:
            ledger = Ledger((), ledger.reviews, ledger.faults)
        today = date(2022, 2, 1)
        report = import_ledger(
            office,
            ledger,
            unit_code=code,
            year=used.first_year,
            viewer=IMPORTER,
            moment=Moment.on(today),
        )
        assert report == ImportReport(len(rows), len(reviews))
        assert_table(office, code, used, {**results, **carried}, part4, today=today)

    holds()
    assert verify(office, today=date(2022, 2, 1)) == ()


def assert_table(
    office: Office, code: str, used: Format, cells: Cells, part4: Cells, *, today: date
) -> None:
    viewer: Viewer = system(Role.supervisor)
    with office.db.read() as session:
        found = annual_table(session, viewer, year=used.first_year, unit_code=code, today=today)
    for row in (*used.outcome_keys, "carried_in", "carried_forward"):
        for column in CATEGORY_KEYS:
            assert found.part3[row][column] == cells.get((row, column), 0), (row, column)
    for kind in ReviewKind:
        for result in ReviewResult:
            assert found.part4[kind][result] == part4.get((kind, result), 0), (kind, result)
    ends = sum(cells.get((row, c), 0) for row in used.outcome_keys for c in CATEGORY_KEYS)
    assert found.part3[TOTAL][TOTAL] == ends
    assert found.balanced
