"""A ledger enters whole or not at all, and what it says is what the annual table counts."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factories import make_case, make_office, make_unit, make_user
from sqlalchemy import func, select

from casework.db import Database
from casework.errors import Invalid, NotAllowed, NotFound
from casework.ledger import read_ledger
from casework.models.journal import JournalEntry
from casework.models.party import Party
from casework.models.record import Carry, Note, Record
from casework.models.unit import Series
from casework.office import Office
from casework.services.importing import ImportReport, import_ledger
from casework.services.verification import verify
from casework.viewer import Moment, system
from tests.ledger.sheets import CASE, CLOSED, REVIEW, Rows, xlsx_file
from workflows.vocabulary import Channel, Role, State

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
        "事项类别": "土地　征收",
    }

    load([{**CLOSED, **more, "获取方式": "传真件"}])

    [case] = records(office)
    assert case.facts["served_on"] == "2020-09-22"
    assert case.facts["answer_number"] == "某政公复〔2020〕1号"
    assert case.facts["handler_name"] == "李四"
    assert case.topic == "土地征收"
    assert verify(office, today=TODAY) == ()
    with office.db.read() as session:
        notes = {note.field: note.content for note in session.scalars(select(Note))}
    assert notes == {"remark": "电话催办", "delivery_text": "传真件"}
    assert "电话催办" not in json.dumps([e.data for e in entries(office, case.id)])


def test_a_topic_that_the_list_of_the_unit_lacks_is_named_with_the_nearest(
    office: Office, load: Any
) -> None:
    report = load([CASE, {**CASE, "事项类别": "土地征用"}])

    assert said(report) == [("", 3, "事项类别")]
    assert "最接近的是“土地征收”" in report.faults[0].reason


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


@pytest.mark.parametrize("year", [20, 2007, 2022])
def test_a_reporting_year_that_cannot_be_is_refused(load: Any, year: int) -> None:
    with pytest.raises(Invalid, match=f"不能是{year}年"):
        load([CASE], year=year)


def test_a_unit_that_does_not_exist_is_refused(load: Any) -> None:
    with pytest.raises(NotFound):
        load([CASE], unit_code="nowhere")


def test_only_an_importer_may_load(office: Office, load: Any) -> None:
    with pytest.raises(NotAllowed):
        load([CASE], viewer=make_user(office, "clerk", roles=[Role.intake]))


def test_an_importer_above_loads_for_the_units_below_without_seeing_them(
    office: Office, load: Any
) -> None:
    above = make_user(office, "above", roles=[Role.importer])
    assert load([CASE, {**CASE, "办理单位": "justice"}], viewer=above) == ImportReport(loaded=2)
    assert load([CASE], viewer=above, unit_code="justice").faults  # the same case again
    assert not above.may_see(records(office)[1].unit_id)
    below = make_user(office, "below", roles=[Role.importer], unit="justice")
    with pytest.raises(NotAllowed):
        load([CASE], viewer=below)
    with pytest.raises(NotAllowed):
        load([CASE], viewer=above, unit_code="elsewhere")


def test_a_review_of_a_number_that_two_units_have_is_a_fault(office: Office, load: Any) -> None:
    make_unit(office, "water", name="某区水利局", parent="district")
    rows = [{**CASE, "案件编号": "1", "办理单位": unit} for unit in ("justice", "water")]

    assert said(load(rows, reviews=[{**REVIEW, "案件编号": "1"}])) == [("复议诉讼", 2, "案件编号")]


def test_a_number_of_the_unit_itself_goes_before_the_same_of_another(
    office: Office, load: Any
) -> None:
    rows = [{**CASE, "案件编号": "1", "办理单位": unit} for unit in ("justice", "district")]

    load(rows, reviews=[{**REVIEW, "案件编号": "1"}])

    [review] = records(office, "review")
    [parent] = [case for case in records(office) if case.id == review.parent_id]
    assert parent.unit_id == review.unit_id == min(case.unit_id for case in records(office))


def test_more_rows_than_are_stored_at_once_keep_their_series(office: Office, load: Any) -> None:
    brought = [{**CLOSED, "案件编号": f"DISTRICT-2020-{n:04d}"} for n in (1, 3, 505)]

    assert load([*brought, *[CLOSED] * 505]) == ImportReport(loaded=508)

    given = sorted(case.number or "" for case in records(office))
    assert given == [f"DISTRICT-2020-{n:04d}" for n in range(1, 509)]
    with office.db.read() as session:
        assert session.scalars(select(Series.last).where(Series.kind == "request")).all() == [508]
    assert verify(office, today=TODAY) == ()


def test_loading_a_ledger_without_numbers_again_is_recognised(office: Office, load: Any) -> None:
    rows = [CASE, CASE, {**CLOSED, "申请人": "李四"}]  # who asks twice on a day is no re-import
    assert load(rows) == ImportReport(loaded=3)

    again = load([*rows, {**CASE, "申请内容": "另一件"}, {**CASE, "办理单位": "justice"}])

    assert said(again) == [("", 2, ""), ("", 3, ""), ("", 4, "")]
    assert "DISTRICT-2020-000" in again.faults[0].reason
    assert load([{**CASE, "案件编号": "旧-9"}]) == ImportReport(loaded=1)  # the way out
    assert len(records(office)) == 4


def test_reviews_that_are_here_already_are_recognised_with_or_without_their_request(
    load: Any,
) -> None:
    suit = {"类型": "行政诉讼", "经过复议": "否", "受理日期": "2020-10-09", "结果": "结果维持", "结案日期": "2020-12-01"}  # fmt: skip
    listed = [REVIEW, REVIEW, suit, {**REVIEW, "案件编号": "旧-1"}]
    assert load([{**CASE, "案件编号": "旧-1"}], reviews=listed) == ImportReport(loaded=1, reviews=4)
    others = [
        {**suit, "经过复议": "是"},
        {**suit, "结果": "其他结果"},
        {**REVIEW, "受理日期": "2020-10-10"},
    ]
    again = load([], reviews=[*listed, *others])
    assert [(one.sheet, one.row) for one in again.faults] == [("复议诉讼", n) for n in (2, 3, 4, 5)]
    assert "是重复导入" in again.faults[0].reason
    assert load([], reviews=others) == ImportReport(reviews=3)
