"""A ledger enters whole or not at all, and what it says is what the annual table counts."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from conftest import BACKENDS
from factories import make_case, make_office, make_unit, make_user
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from casework.db import Database
from casework.errors import Invalid, NotAllowed, NotFound
from casework.ledger import Ledger, read_ledger
from casework.models.journal import JournalEntry
from casework.models.party import Party
from casework.models.record import Carry, Note, Record
from casework.models.unit import Series
from casework.office import Office
from casework.queries.annual import annual_table
from casework.services.importing import ImportReport, import_ledger
from casework.services.verification import verify
from casework.viewer import Moment, Viewer, system
from tests.ledger.sheets import CASE, CLOSED, REVIEW, Rows, xlsx_file
from workflows.annual_grid import CATEGORY_KEYS, FORMATS, TOTAL, Format
from workflows.vocabulary import ApplicantCategory, Channel, ReviewKind, ReviewResult, Role, State

TODAY = date(2021, 1, 15)
IMPORTER = system(Role.importer)


@pytest.fixture
def office(db: Database) -> Office:
    made = make_office(db)
    make_unit(made)
    make_unit(made, "justice", name="某区司法局", parent="district")
    make_unit(made, "elsewhere", name="他区人民政府")
    return made


@pytest.fixture
def load(office: Office, tmp_path: Path) -> Any:
    def loaded(rows: Rows, *, reviews: Rows = (), today: date = TODAY, **more: Any) -> ImportReport:
        file = xlsx_file(tmp_path / "ledger.xlsx", rows, reviews=reviews)
        options = {"unit_code": "district", "viewer": IMPORTER, **more}
        return import_ledger(office, read_ledger(file), moment=Moment.on(today), **options)

    return loaded


def records(office: Office, kind: str = "request") -> list[Record]:
    with office.db.read() as session:
        return list(session.scalars(select(Record).where(Record.kind == kind).order_by(Record.id)))


def entries(office: Office, record_id: int) -> list[JournalEntry]:
    with office.db.read() as session:
        found = select(JournalEntry).where(JournalEntry.record_id == record_id)
        return list(session.scalars(found.order_by(JournalEntry.seq)))


def said(report: ImportReport) -> list[tuple[str, int, str]]:
    return [(fault.sheet, fault.row, fault.column) for fault in report.faults]


# What is loaded -------------------------------------------------------------------------------------------------


def test_an_open_row_becomes_a_case_under_way(office: Office, load: Any) -> None:
    assert load([CASE]) == ImportReport(loaded=1)

    [case] = records(office)
    assert (case.state, case.resumes_to) == (State.carried_forward, State.in_progress)
    assert case.number == "DISTRICT-2020-0001"
    assert case.due_on == date(2020, 9, 28)
    assert case.facts["channel"] == Channel.other


def test_a_closed_row_has_no_due_date(office: Office, load: Any) -> None:
    load([CLOSED])

    [case] = records(office)
    assert (case.state, case.outcome, case.closed_on) == (State.answered, "A", date(2020, 9, 20))
    assert case.due_on is None


def test_a_row_ended_without_an_answer_is_terminated(office: Office, load: Any) -> None:
    load([{**CLOSED, "办理结果": "F1"}])

    assert records(office)[0].state == State.terminated


def test_journal_rows_are_marked_as_imported_and_verify_holds(office: Office, load: Any) -> None:
    load(
        [CLOSED, CASE, {**CLOSED, "收到日期": "2019-12-20", "办结日期": "2020-01-10"}],
        reviews=[REVIEW],
    )

    by_case = [[e.action for e in entries(office, case.id)] for case in records(office)]
    assert sorted(by_case) == [
        ["import_received", "carry_forward"],
        ["import_received", "carry_forward", "import_closed"],
        ["import_received", "import_closed"],
    ]
    assert verify(office, today=TODAY) == ()


def test_cases_are_carried_over_every_year_up_to_today(office: Office, load: Any) -> None:
    load([{**CASE, "收到日期": "2018-11-01"}])

    with office.db.read() as session:
        assert session.scalars(select(Carry.year).order_by(Carry.year)).all() == [2018, 2019, 2020]


def test_personal_data_are_encrypted_and_found_by_their_index(office: Office, load: Any) -> None:
    load(
        [
            {
                **CASE,
                "证件类型": "身份证",
                "证件号码": "37130219800101001X",
                "联系电话": "13805390001",
            }
        ]
    )

    with office.db.read() as session:
        party = session.scalars(select(Party)).one()
    assert "3713" not in party.id_number
    assert office.cipher.decrypt(party.id_number) == "37130219800101001X"
    assert party.phone_index == office.cipher.index("13805390001")


def test_what_a_ledger_says_beside_is_kept(office: Office, load: Any) -> None:
    more = {
        "送达日期": "2020-09-22",
        "答复文号": "某政公复〔2020〕1号",
        "承办人": "李四",
        "备注": "电话催办",
    }

    load([{**CLOSED, **more, "获取方式": "传真件"}])

    [case] = records(office)
    assert case.facts["served_on"] == "2020-09-22"
    assert case.facts["answer_number"] == "某政公复〔2020〕1号"
    assert case.facts["handler_name"] == "李四"
    with office.db.read() as session:
        notes = {note.field: note.content for note in session.scalars(select(Note))}
    assert notes == {"remark": "电话催办", "delivery_text": "传真件"}
    assert "电话催办" not in json.dumps([e.data for e in entries(office, case.id)])


def test_a_handler_is_matched_by_name_when_only_one_has_it(office: Office, load: Any) -> None:
    clerk = make_user(office, "li", name="李四", roles=[Role.handler])
    make_user(office, "wang1", name="王五", roles=[Role.handler])
    make_user(office, "wang2", name="王五", roles=[Role.handler])

    load([{**CASE, "承办人": "李四"}, {**CASE, "承办人": "王五"}])

    assert [case.handler_id for case in records(office)] == [clerk.user_id, None]
    assert verify(office, today=TODAY) == ()


def test_an_imported_open_case_goes_on(office: Office, load: Any) -> None:
    from factories import Case

    from casework.services.engine import Done

    clerk = make_user(office, "clerk", roles=list(Role))
    load([CASE])
    [record] = records(office)
    done = Done(record.id, record.version, record.state, record.number or "", record.due_on, ())

    Case(office, clerk, done).do("withdraw", TODAY, paper="书面撤回申请")

    assert records(office)[0].state == State.terminated


@pytest.mark.parametrize("written", ["justice", "JUSTICE", "某区司法局", "某区 司法局"])
def test_a_row_goes_to_the_unit_it_names(office: Office, load: Any, written: str) -> None:
    load([{**CASE, "办理单位": written}])

    assert records(office)[0].number == "JUSTICE-2020-0001"


def test_the_year_of_a_given_number_is_that_of_the_receipt(office: Office, load: Any) -> None:
    load([{**CASE, "收到日期": "2019-12-31"}])

    assert records(office)[0].number == "DISTRICT-2019-0001"


def test_the_next_number_of_the_series_is_consumed_and_marked(office: Office, load: Any) -> None:
    load([{**CASE, "案件编号": "DISTRICT-2020-0001"}, {**CASE, "案件编号": "旧-7"}, CASE])

    first, second, third = records(office)
    assert (first.number, second.number, third.number) == (
        "DISTRICT-2020-0001",
        "旧-7",
        "DISTRICT-2020-0002",
    )
    marks = [entries(office, c.id)[0].data.get("taken_by_import") for c in (first, second, third)]
    assert marks == [True, None, None]


def test_reviews_hang_on_the_request_they_name(office: Office, load: Any) -> None:
    load([{**CLOSED, "案件编号": "旧-1", "办理单位": "justice"}])
    suit = {"类型": "行政诉讼", "经过复议": "是", "受理日期": "2020-12-01"}
    new = {**CLOSED, "案件编号": "旧-2"}

    report = load([new], reviews=[{**REVIEW, "案件编号": "旧-1"}, {**suit, "案件编号": "旧-2"}])

    assert report == ImportReport(loaded=1, reviews=2)
    old, recent = records(office)
    assert [r.parent_id for r in records(office, "review")] == [old.id]
    assert [r.unit_id for r in records(office, "review")] == [old.unit_id]
    assert [r.parent_id for r in records(office, "lawsuit")] == [recent.id]


# What is refused ------------------------------------------------------------------------------------------------


def test_nothing_is_loaded_when_one_row_is_wrong(office: Office, load: Any) -> None:
    report = load([CASE, {**CASE, "办理单位": "不存在的局"}, CLOSED], reviews=[REVIEW])

    assert (report.loaded, report.reviews, said(report)) == (0, 0, [("", 3, "办理单位")])
    assert records(office) == []
    assert records(office, "review") == []


def test_a_trial_loads_nothing_and_gives_numbers_back(office: Office, load: Any) -> None:
    assert load([CASE, CLOSED], reviews=[REVIEW], dry_run=True) == ImportReport(2, 1)

    assert records(office) == []
    with office.db.read() as session:
        assert session.scalar(select(func.count()).select_from(Series)) == 0


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"办理单位": "elsewhere"}, "办理单位"),
        ({"申请人": "张\U0010fffd"}, "申请人"),
        ({"通信地址": "某路\U0010fffd号"}, "通信地址"),
        ({"申请内容": "书\U0010fffd"}, "申请内容"),
        ({"收到日期": "1999-09-01"}, "收到日期"),
        ({"收到日期": "2021-01-16"}, "收到日期"),
    ],
)
def test_a_row_that_the_register_cannot_take_is_a_fault(
    office: Office, load: Any, row: Mapping[str, Any], column: str
) -> None:
    assert said(load([CASE, {**CASE, **row}])) == [("", 3, column)]


def test_every_fault_of_every_kind_is_told_at_once(office: Office, load: Any) -> None:
    rows = [
        {**CASE, "申请人类型": "公司"},
        {**CLOSED, "办结日期": None},
        {**CASE, "办理单位": "无"},
    ]

    report = load(rows, reviews=[{**REVIEW, "案件编号": "无此号"}])

    assert said(report) == [
        ("", 2, "申请人类型"),
        ("", 3, "办结日期"),
        ("", 4, "办理单位"),
        ("复议诉讼", 2, "案件编号"),
    ]
    assert str(report.faults[0]).startswith("第2行“申请人类型”：")


def test_a_number_twice_in_the_ledger_is_a_fault_that_names_both_rows(load: Any) -> None:
    report = load([{**CASE, "案件编号": "1"}, CASE, {**CASE, "案件编号": "1"}])

    assert said(report) == [("", 4, "案件编号")]
    assert "第2行" in report.faults[0].reason


def test_the_same_number_in_two_units_is_no_fault(load: Any) -> None:
    rows = [{**CASE, "案件编号": "1"}, {**CASE, "案件编号": "1", "办理单位": "justice"}]

    assert load(rows).loaded == 2


def test_a_number_that_the_database_has_is_a_fault(office: Office, load: Any) -> None:
    clerk = make_user(office, "clerk", roles=list(Role))
    make_case(office, clerk, unit_id=min(clerk.unit_ids() or ()))

    report = load([{**CASE, "案件编号": "DISTRICT-2020-0001"}])

    assert said(report) == [("", 2, "案件编号")]


def test_loading_a_numbered_ledger_again_is_refused(office: Office, load: Any) -> None:
    rows = [{**CLOSED, "案件编号": "旧-1"}, {**CASE, "案件编号": "旧-2"}]
    load(rows)

    assert said(load(rows)) == [("", 2, "案件编号"), ("", 3, "案件编号")]
    assert len(records(office)) == 2


def test_a_closing_before_the_reporting_year_is_a_fault(load: Any) -> None:
    row = {**CLOSED, "收到日期": "2019-09-01", "办结日期": "2019-12-31"}

    assert said(load([row], year=2020)) == [("", 2, "办结日期")]
    assert load([row], year=2019).loaded == 1


def test_a_reporting_year_that_has_not_begun_is_refused(load: Any) -> None:
    with pytest.raises(Invalid, match="2022"):
        load([CASE], year=2022)


def test_a_unit_that_does_not_exist_is_refused(load: Any) -> None:
    with pytest.raises(NotFound):
        load([CASE], unit_code="nowhere")


def test_only_an_importer_may_load(office: Office, load: Any) -> None:
    with pytest.raises(NotAllowed):
        load([CASE], viewer=make_user(office, "clerk", roles=[Role.intake]))


def test_a_review_of_a_number_that_two_units_have_is_a_fault(load: Any) -> None:
    make = [{**CASE, "案件编号": "1", "办理单位": unit} for unit in ("justice", "district")]
    assert load(make).loaded == 2

    assert load([], reviews=[{**REVIEW, "案件编号": "1"}]).reviews == 1  # the unit's own goes first


# Any table ------------------------------------------------------------------------------------------------------

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
        code = f"unit{next(codes)}"
        make_unit(office, code, name=f"某{code}局")
        rows, reviews = ledger_of(used, results, carried, part4)
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
