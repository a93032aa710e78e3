"""The annual table counted from cases: every number opens its cases, and the sum rules hold while the year runs and after it."""

from datetime import date

import pytest
from sqlalchemy import select

from casework.db import Database
from casework.errors import Invalid, NotAllowed, NotFound
from casework.models.record import Record
from casework.models.unit import UnitSuccession
from casework.office import Office
from casework.queries.annual_case import COUNTED, cells_of
from casework.queries.annual_cases import cases_behind
from casework.queries.annual_tables import annual_table
from casework.services import actions, engine, intake, registering
from casework.services.carry_over import carry_over
from casework.viewer import Moment, Viewer
from tests.factories import OPERATOR, make_office, make_unit, make_user
from workflows.annual_grid import COLUMN_KEYS, PART4_RESULTS, TOTAL
from workflows.annual_report import AnnualTable
from workflows.vocabulary import RecordKind, ReviewKind, Role

TODAY = date(2021, 6, 1)
NEXT = Moment.on(TODAY)


@pytest.fixture
def office(db: Database) -> Office:
    found = make_office(db)
    make_unit(found)
    make_unit(found, "town", name="某镇人民政府", parent="district")
    return found


def load(
    office: Office,
    received: date,
    closed: date | None = None,
    *,
    outcome: str = "A",
    category: str = "natural",
    unit_id: int = 1,
) -> int:
    """A case of a ledger; carried over nothing until the sweep runs."""
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=OPERATOR, moment=NEXT)
        form = intake.RequestForm(
            unit_id, received, "other", [intake.PartyForm("张三", category)], ["补偿方案"]
        )
        record, _ = intake.receive(at, form, action="import_received")
        if closed is not None:
            actions.do(at, record, "import_closed", on_day=closed, payload={"outcome": outcome})
        return record.id


def load_review(
    office: Office,
    kind: str,
    accepted: date,
    *,
    concluded: date | None = None,
    result: str = "upheld",
    after: bool = False,
) -> None:
    data = {"after_reconsideration": after} if kind == RecordKind.lawsuit else {}
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=OPERATOR, moment=NEXT)
        record, _ = registering.add_record(at, unit_id=1, kind=kind, on_day=accepted, data=data)
        if concluded is not None:
            actions.do(at, record, "conclude", on_day=concluded, payload={"result": result})


def load_everything(office: Office) -> None:
    """Cases of three years, open and closed, of two units, with reviews."""
    load(office, date(2019, 12, 2), date(2020, 1, 9), outcome="D1", category="business")
    load(office, date(2019, 11, 2), date(2021, 3, 9), outcome="C8", category="legal_service")
    load(office, date(2020, 3, 2), date(2020, 4, 1), outcome="F")
    load(office, date(2020, 3, 3), date(2020, 3, 3), outcome="B", unit_id=2)
    load(office, date(2020, 12, 31), date(2020, 12, 31), outcome="F1")
    load(office, date(2020, 12, 31), date(2021, 1, 1))
    load(office, date(2020, 6, 1), category="other")
    load(office, date(2021, 1, 1), unit_id=2)
    load(office, date(2021, 2, 1), date(2021, 2, 8), outcome="E5", category="research")
    load_review(office, "review", date(2020, 2, 3), concluded=date(2020, 4, 1))
    load_review(office, "review", date(2020, 12, 3), concluded=date(2021, 2, 1), result="corrected")
    load_review(office, "lawsuit", date(2020, 5, 6))
    load_review(office, "lawsuit", date(2020, 5, 6), concluded=date(2020, 9, 9), after=True)
    carry_over(office, moment=NEXT)


def table_of(
    office: Office,
    year: int,
    *,
    unit: str = "district",
    rollup: bool = False,
    viewer: Viewer = OPERATOR,
    today: date = TODAY,
    table: str = "",
) -> AnnualTable:
    with office.db.read() as session:
        return annual_table(
            session,
            viewer,
            year=year,
            unit_code=unit,
            rollup=rollup,
            table=table,
            today=today,
        )


@pytest.mark.parametrize("year", [2019, 2020, 2021])
@pytest.mark.parametrize("rollup", [False, True])
def test_every_number_opens_as_many_cases_as_it_says(
    office: Office, year: int, rollup: bool
) -> None:
    load_everything(office)
    table = table_of(office, year, rollup=rollup)
    cells = [(row, column) for row in table.format.row_keys for column in COLUMN_KEYS]
    results = [(kind.value, one.key) for kind in ReviewKind for one in PART4_RESULTS]
    opened, counted = {}, {}
    with office.db.read() as session:
        for row, column in cells + results:
            part = table.part4 if (row, column) in results else table.part3
            counted[row, column] = part[row][column]
            opened[row, column] = cases_behind(
                session,
                OPERATOR,
                year=year,
                unit_code="district",
                rollup=rollup,
                row=row,
                column=column,
                today=TODAY,
            ).total
    assert opened == counted
    assert sum(counted.values()) > 0


@pytest.mark.parametrize("year", [2019, 2020, 2021])
def test_every_sum_rule_holds_in_past_years_and_in_the_running_one(
    office: Office, year: int
) -> None:
    load_everything(office)
    checks = table_of(office, year, rollup=True).checks
    assert [check for check in checks if not check.ok] == []
    assert {check.rule for check in checks} == {"R1", "R2", "R3", "R4", "R5"}


def test_a_case_open_over_two_turns_of_the_year_is_carried_twice(office: Office) -> None:
    load_everything(office)
    line = {year: table_of(office, year).part3 for year in (2019, 2020, 2021)}
    assert line[2019]["carried_forward"]["legal_service"] == 1
    assert line[2020]["carried_in"]["legal_service"] == 1
    assert line[2020]["carried_forward"]["legal_service"] == 1
    assert line[2021]["refused_enforcement_file"]["legal_service"] == 0
    assert line[2021]["refused_admin_inquiry"]["legal_service"] == 1


def test_a_review_is_pending_in_the_year_it_was_accepted_and_a_result_in_the_year_it_ended(
    office: Office,
) -> None:
    load_everything(office)
    first, second = table_of(office, 2020).part4, table_of(office, 2021).part4
    assert first["reconsideration"] == {
        "upheld": 1, "corrected": 0, "other": 0, "pending": 1, "total": 2
    }  # fmt: skip
    assert second["reconsideration"]["corrected"] == 1
    assert first["litigation_direct"]["pending"] == second["litigation_direct"]["pending"] == 1
    assert first["litigation_after_reconsideration"]["upheld"] == 1


def test_a_corrected_category_moves_the_case_in_every_year_so_that_the_rules_still_hold(
    office: Office,
) -> None:
    record_id = load(office, date(2020, 6, 1))
    carry_over(office, moment=NEXT)
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=OPERATOR, moment=NEXT)
        record = actions.locked(session, record_id, OPERATOR)
        payload = {
            "entry": 1,
            "new_day": "2020-06-01",
            "reasons": "申请人是公司",
            "values": {"category": "business"},
        }
        actions.do(at, record, "amend", on_day=TODAY, payload=payload)
    for year in (2020, 2021):
        table = table_of(office, year)
        assert [check for check in table.checks if not check.ok] == []
        assert table.part3["carried_forward"]["business"] == 1
        assert table.part3["carried_forward"]["natural"] == 0


def test_carried_cases_follow_a_unit_into_its_successor(office: Office) -> None:
    record_id = load(office, date(2020, 6, 1), unit_id=2)
    carry_over(office, moment=NEXT)
    chief = make_user(office, "chief", roles=[role for role in Role if role is not Role.system])
    with office.db.write() as session:
        session.add(UnitSuccession(predecessor_id=2, successor_id=1, since=date(2021, 3, 1)))
        at = engine.desk(session, office, viewer=chief, moment=NEXT)
        record = actions.locked(session, record_id, chief)
        actions.do(at, record, "move", on_day=TODAY, payload={"to_unit": 1, "reasons": "—"})
    after, before = table_of(office, 2021), table_of(office, 2021, unit="town")
    assert after.part3["carried_in"]["natural"] == 1
    assert before.part3["carried_in"]["natural"] == 0
    assert table_of(office, 2020, unit="town").part3["carried_forward"]["natural"] == 1
    assert [c for t in (after, before) for c in t.checks if not c.ok] == []


def test_a_year_is_not_compared_with_one_of_which_only_the_open_cases_are_known(
    office: Office,
) -> None:
    load_everything(office)
    assert "比上年" not in table_of(office, 2020).narrative
    assert "比上年" in table_of(office, 2021).narrative


def test_a_request_whose_receipt_is_not_settled_is_not_counted(office: Office) -> None:
    clerk = make_user(office, "clerk", roles=[Role.intake])
    form = intake.RequestForm(1, date(2021, 5, 6), "fax", [intake.PartyForm("张三")], ["方案"])
    intake.register(office, form, viewer=clerk, moment=NEXT)
    table = table_of(office, 2021)
    assert table.part3["new_received"]["total"] == 0
    assert table.balanced


def test_a_roll_up_needs_the_role_of_the_supervisor(office: Office) -> None:
    clerk = make_user(office, "clerk", roles=[Role.statistics])
    with pytest.raises(NotAllowed, match="主管部门"):
        table_of(office, 2020, rollup=True, viewer=clerk)


def test_a_unit_out_of_sight_has_no_table(office: Office) -> None:
    clerk = make_user(office, "clerk", roles=[Role.statistics], unit="town")
    with pytest.raises(NotFound, match="district"):
        table_of(office, 2020, viewer=clerk)


@pytest.mark.parametrize(
    ("year", "table", "said"),
    [(2022, "", "还没有开始"), (2018, "", "没有本系统收录"), (2020, "2020", "没有年报格式")],
)
def test_a_year_without_a_table_is_refused_with_the_reason(
    office: Office, year: int, table: str, said: str
) -> None:
    with pytest.raises(Invalid, match=said):
        table_of(office, year, table=table)


@pytest.mark.parametrize(
    ("row", "column"), [("other_total", "natural"), ("disclosed", "x"), ("reconsideration", "x")]
)
def test_a_cell_that_the_table_lacks_is_not_found(office: Office, row: str, column: str) -> None:
    with office.db.read() as session, pytest.raises(NotFound, match="没有"):
        cases_behind(
            session,
            OPERATOR,
            year=2021,
            unit_code="district",
            row=row,
            column=column,
            today=TODAY,
        )


@pytest.mark.parametrize("year", [2020, 2021])
def test_a_case_names_the_cells_that_open_it_and_no_other(office: Office, year: int) -> None:
    load_everything(office)
    by_cell: dict[tuple[str, str], set[int]] = {}
    with office.db.read() as session:
        table = table_of(office, year, rollup=True)
        cells = [(row, column) for row in table.format.row_keys for column in COLUMN_KEYS[:-1]]
        cells += [(kind.value, one.key) for kind in ReviewKind for one in PART4_RESULTS[:-1]]
        for row, column in cells:
            found = cases_behind(
                session, OPERATOR, year=year, unit_code="district", rollup=True, row=row, column=column,
                today=TODAY,
            )  # fmt: skip
            by_cell[row, column] = {case.id for case in found.cases}
        for record in session.scalars(select(Record).where(Record.kind.in_(COUNTED))):
            told = cells_of(session, OPERATOR, record.id, today=TODAY)
            named = {(s.place.row, s.place.column) for s in told.standings if s.place.year == year}
            assert named == {
                cell for cell, ids in by_cell.items() if record.id in ids and cell[0] != TOTAL
            }


def test_why_not_in_that_one_has_an_answer(office: Office) -> None:
    case = load(office, date(2019, 11, 2), date(2020, 1, 9), outcome="B", category="business")
    carry_over(office, moment=NEXT)
    with office.db.read() as session:

        def answer(year: int, row: str, column: str) -> str:
            return cells_of(session, OPERATOR, case, asked=(year, row, column), today=TODAY).answer

        assert answer(2020, "partially_disclosed", "business") == "本案就计入这一格。"
        assert answer(2020, "total", "total") == "本案就计入这一格。"
        assert "计入2019年度的本年新收" in answer(2020, "new_received", "business")
        assert "只计“部分公开”" in answer(2020, "refused_third_party", "business")
        assert "申请人类型为商业企业" in answer(2020, "partially_disclosed", "natural")
        assert "计入2020年度" in answer(2019, "disclosed", "business")
        assert "2020年1月9日已经首次办结" in answer(2020, "carried_forward", "business")
        assert "2020年12月31日没有未办结" in answer(2021, "carried_in", "business")
        with pytest.raises(NotFound, match="2020年度的年报表格没有这一格"):
            answer(2020, "nowhere", "business")
