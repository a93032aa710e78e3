"""Records of every kind beside the requests: opened, linked, numbered, and what a decision sets off on the request it concerns."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factories import OPERATOR, Case, make_case, make_office, make_unit, make_user
from sqlalchemy import select

from casework.db import Database
from casework.errors import ActionRefused, Invalid, NotAllowed, NotFound
from casework.ledger import read_ledger
from casework.models.journal import JournalEntry
from casework.models.record import Note, Record
from casework.models.unit import Unit
from casework.notices import read
from casework.office import Office
from casework.queries.annual_tables import annual_table
from casework.services import carry_over, importing, notices, registering
from casework.services.reminders import remind
from casework.services.verification import verify
from casework.viewer import Moment, Viewer, system
from tests.ledger.sheets import CLOSED, xlsx_file
from workflows.vocabulary import Role

ASKED, ANSWERED = date(2024, 3, 1), date(2024, 3, 12)
ACCEPTED, DECIDED = date(2024, 4, 10), date(2024, 5, 20)
TODAY = date(2024, 12, 2)
STAFF = (Role.intake, Role.handler, Role.legal, Role.approver)


@pytest.fixture
def office(db: Database) -> Office:
    made = make_office(db)
    make_unit(made)
    return made


@pytest.fixture
def clerk(office: Office) -> Viewer:
    return make_user(office, "clerk", roles=STAFF)


@pytest.fixture
def answered(office: Office, clerk: Viewer) -> Case:
    """A request that was withdrawn on ANSWERED: closed, so that a decision can reopen it."""
    case = make_case(office, clerk, unit_id=1, arrived_on=ASKED)
    case.do("withdraw", ANSWERED, paper="书面撤回")
    return case


def opened(office: Office, viewer: Viewer, kind: str, on: date = ACCEPTED, **more: Any) -> Case:
    linked, unit_id = more.pop("linked", None), more.pop("unit_id", 1)
    done = registering.open_record(
        office,
        kind=kind,
        unit_id=unit_id,
        on_day=on,
        data=more,
        linked=linked,
        viewer=viewer,
        moment=Moment.on(more.pop("today", on)),
    )
    return Case(office, viewer, done)


def record_of(office: Office, record_id: int) -> Record:
    with office.db.read() as session:
        return session.get_one(Record, record_id)


def acts_of(case: Case) -> list[str]:
    with case.office.db.read() as session:
        rows = select(JournalEntry.action).where(JournalEntry.record_id == case.done.record_id)
        return list(session.scalars(rows.order_by(JournalEntry.seq)))


def faults(office: Office) -> list[str]:
    return [str(fault) for fault in verify(office, today=TODAY)]


def test_a_review_is_numbered_linked_and_due(office: Office, clerk: Viewer, answered: Case) -> None:
    review = opened(
        office,
        clerk,
        "review",
        linked=answered.done.number,
        copy_received_on="2024-04-10",
        procedure="simple",
        claim="撤销终止办理告知书",
    )
    record = record_of(office, review.done.record_id)
    assert (record.number, record.state) == ("复议-DISTRICT-2024-0001", "awaiting_reply")
    assert record.parent_id == answered.done.record_id
    assert record.due_on == date(2024, 4, 17)
    assert record.workflow_version == "review-2024"


def test_the_texts_of_a_record_stay_out_of_the_journal(office: Office, clerk: Viewer) -> None:
    letter = opened(office, clerk, "letter", subject="路灯不亮", sender="李四")
    with office.db.read() as session:
        row = session.scalars(
            select(JournalEntry).where(JournalEntry.record_id == letter.done.record_id)
        ).one()
        notes = session.execute(
            select(Note.field, Note.content).where(Note.record_id == letter.done.record_id)
        ).all()
    assert "李四" not in str(row.data)
    assert {tuple(n) for n in notes} == {("subject", "路灯不亮"), ("sender", "李四")}


def test_a_correction_reopens_the_request_with_the_period_of_the_decision(
    office: Office, clerk: Viewer, answered: Case
) -> None:
    review = opened(office, clerk, "review", linked=answered.done.number)
    review.do("conclude", DECIDED, result="corrected", redo_until="2024-06-07", decision="复决1号")
    record = record_of(office, answered.done.record_id)
    assert (record.state, record.due_on) == ("redoing", date(2024, 6, 7))
    assert (record.closed_on, record.outcome) == (ANSWERED, "F3a")  # counted once, as before
    assert faults(office) == []


def test_a_decision_without_a_period_gives_twenty_working_days(
    office: Office, clerk: Viewer, answered: Case
) -> None:
    opened(office, clerk, "lawsuit", linked=answered.done.number).do(
        "conclude", DECIDED, result="corrected"
    )
    assert record_of(office, answered.done.record_id).due_on == date(2024, 6, 18)


def test_a_corrected_day_of_the_decision_moves_the_request_with_it(
    office: Office, clerk: Viewer, answered: Case
) -> None:
    review = opened(office, clerk, "review", linked=answered.done.number)
    row = review.do("conclude", DECIDED, result="corrected").version
    review.do(
        "amend",
        date(2024, 6, 3),
        entry=row,
        new_day="2024-05-27",
        values={"redo_until": "2024-06-28"},
        reasons="决定书日期看错",
    )
    record = record_of(office, answered.done.record_id)
    assert (record.state, record.due_on) == ("redoing", date(2024, 6, 28))
    assert acts_of(answered)[-2:] == ["redo", "amend"]
    assert faults(office) == []


def test_a_result_that_is_taken_back_takes_the_new_answer_back(
    office: Office, clerk: Viewer, answered: Case
) -> None:
    review = opened(office, clerk, "review", linked=answered.done.number)
    row = review.do("conclude", DECIDED, result="corrected").version
    review.do("annul", date(2024, 6, 3), entry=row, reasons="登记错案件")
    record = record_of(office, answered.done.record_id)
    assert (record.state, record.due_on) == ("terminated", None)
    assert acts_of(answered)[-2:] == ["redo", "annul"]
    assert faults(office) == []


def test_the_same_result_entered_again_sets_off_one_new_answer(
    office: Office, clerk: Viewer, answered: Case
) -> None:
    review = opened(office, clerk, "review", linked=answered.done.number)
    row = review.do("conclude", DECIDED, result="corrected").version
    review.do("annul", date(2024, 6, 3), entry=row, reasons="登记错日期")
    review.do("conclude", DECIDED, result="corrected", today=date(2024, 6, 4))
    assert record_of(office, answered.done.record_id).state == "redoing"
    assert acts_of(answered).count("redo") == 2
    assert faults(office) == []


@pytest.mark.parametrize(
    "data",
    [{"result": "upheld"}, {"result": "other"}, {"result": "corrected", "no_redo": True}],
    ids=str,
)
def test_a_result_that_orders_no_new_answer_leaves_the_request_alone(
    office: Office, clerk: Viewer, answered: Case, data: dict[str, Any]
) -> None:
    before = acts_of(answered)
    opened(office, clerk, "review", linked=answered.done.number).do("conclude", DECIDED, **data)
    assert acts_of(answered) == before


def test_an_opinion_that_comes_after_the_decision_is_reminded_until_it_is_reported_back(
    office: Office, clerk: Viewer
) -> None:
    review = opened(office, clerk, "review", copy_received_on="2024-04-10")
    review.do("conclude", date(2024, 5, 6), result="upheld")
    review.do("receive_opinion", date(2024, 5, 8), demand="规范检索记录")
    assert remind(office, moment=Moment.on(date(2024, 7, 1))).terms == 1  # 7 July is a Sunday
    assert faults(office) == []
    opinion = review.done.version
    review.do("report_opinion", date(2024, 7, 3), thread=opinion, measures="已办理")
    assert remind(office, moment=Moment.on(date(2024, 7, 9))).terms == 0
    assert record_of(office, review.done.record_id).state == "concluded"
    assert faults(office) == []


def test_a_review_without_a_linked_request_sets_nothing_off(office: Office, clerk: Viewer) -> None:
    review = opened(office, clerk, "review")
    assert review.do("conclude", DECIDED, result="corrected").state == "concluded"
    assert faults(office) == []


def test_a_void_request_refuses_to_be_reopened_and_the_result_is_not_kept(
    office: Office, clerk: Viewer
) -> None:
    case = make_case(office, clerk, unit_id=1, arrived_on=ASKED)
    case.do("void", ANSWERED, reasons="重复登记")
    review = opened(office, clerk, "review", linked=case.done.number)
    with pytest.raises(ActionRefused, match=r"DISTRICT-2024-0001不能随之办理：.*作废"):
        review.do("conclude", DECIDED, result="corrected")
    assert record_of(office, review.done.record_id).state == "pending"
    assert review.do("conclude", DECIDED, result="corrected", no_redo=True).state == "concluded"


def part4(office: Office, kind: str, year: int = 2024) -> dict[str, int]:
    carry_over.carry_over(office, moment=Moment.on(TODAY))
    with office.db.read() as session:
        table = annual_table(session, OPERATOR, year=year, unit_code="district", today=TODAY)
    return {str(key): n for key, n in table.part4[kind].items()}


def test_a_joint_reviewing_body_leaves_its_lawsuit_to_the_original_agency(
    office: Office, clerk: Viewer, answered: Case
) -> None:
    suit = opened(office, clerk, "lawsuit", linked=answered.done.number, our_role="joint")
    assert part4(office, "litigation_direct")["total"] == 0
    suit.do("conclude", DECIDED, result="corrected")
    assert part4(office, "litigation_direct")["total"] == 0
    assert record_of(office, answered.done.record_id).state == "terminated"


def test_a_lawsuit_against_our_own_answer_is_counted(office: Office, clerk: Viewer) -> None:
    opened(office, clerk, "lawsuit", our_role="original")
    opened(office, clerk, "lawsuit", after_reconsideration=True)
    assert part4(office, "litigation_direct")["pending"] == 1
    assert part4(office, "litigation_after_reconsideration")["pending"] == 1


def test_a_void_review_reaches_no_cell(office: Office, clerk: Viewer) -> None:
    opened(office, clerk, "review").do("void", DECIDED, reasons="重复登记")
    assert part4(office, "reconsideration")["total"] == 0


def test_an_appeal_keeps_the_lawsuit_pending_and_the_final_result_counts(
    office: Office, clerk: Viewer
) -> None:
    suit = opened(office, clerk, "lawsuit")
    suit.do("judge", DECIDED, first_result="corrected")
    suit.do("appeal", date(2024, 6, 3), appellant="agency")
    assert part4(office, "litigation_direct")["pending"] == 1
    suit.do("conclude", date(2024, 9, 2), result="upheld")
    found = part4(office, "litigation_direct")
    assert (found["upheld"], found["corrected"], found["pending"]) == (1, 0, 0)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("inquiry", {"origin": "city", "sender": "某市", "subject": "核实", "until": "2024-05-01"}),
        ("letter", {"subject": "路灯"}),
        ("rectification", {"problem": "指南未更新", "circular": "1号", "until": "2024-05-01"}),
        (
            "correction_of_record",
            {"channel": "mail", "applicant": "张三", "matter": "档案", "evidence": "身份证"},
        ),
    ],
)
def test_records_of_other_kinds_reach_no_row_of_the_annual_table(
    office: Office, clerk: Viewer, kind: str, data: dict[str, Any]
) -> None:
    opened(office, clerk, kind, **data)
    with office.db.read() as session:
        table = annual_table(session, OPERATOR, year=2024, unit_code="district", today=TODAY)
    assert {n for row in (*table.part3.values(), *table.part4.values()) for n in row.values()} == {
        0
    }
    assert faults(office) == []


def test_each_kind_has_a_series_of_its_own(office: Office, clerk: Viewer) -> None:
    first = opened(office, clerk, "letter", subject="甲")
    second = opened(office, clerk, "letter", subject="乙")
    assert (first.done.number, second.done.number) == (
        "信箱-DISTRICT-2024-0001",
        "信箱-DISTRICT-2024-0002",
    )
    assert opened(office, clerk, "review").done.number == "复议-DISTRICT-2024-0001"
    assert faults(office) == []


def test_the_unit_sets_the_days_for_its_letters(office: Office, clerk: Viewer) -> None:
    with office.db.write() as session:
        session.get_one(Unit, 1).settings = {"letter_days": 10}
    assert opened(office, clerk, "letter", subject="甲").done.due_on == date(2024, 4, 24)
    given = opened(office, clerk, "letter", subject="乙", until="2024-04-12")
    assert given.done.due_on == date(2024, 4, 12)


def test_without_a_rule_of_the_unit_a_letter_has_five_working_days(
    office: Office, clerk: Viewer
) -> None:
    assert opened(office, clerk, "letter", subject="甲").done.due_on == date(2024, 4, 17)


def test_a_correction_of_a_record_is_answered_within_sixty_days(
    office: Office, clerk: Viewer
) -> None:
    case = opened(
        office,
        clerk,
        "correction_of_record",
        channel="mail",
        applicant="张三",
        matter="宅基地登记",
        evidence="权属证书",
    )
    assert case.done.due_on == date(2024, 6, 11)  # 9 June and the holiday behind it
    case.do("check_record", date(2024, 4, 12))
    done = case.do("correct_record", date(2024, 4, 20), note="已更正")
    assert (done.state, done.due_on) == ("corrected", None)


def test_a_correction_without_evidence_is_not_accepted(office: Office, clerk: Viewer) -> None:
    with pytest.raises(Invalid, match="记录不准确的证据：必填（条例41）"):
        opened(office, clerk, "correction_of_record", channel="mail", applicant="甲", matter="乙")


def test_an_unknown_kind_names_those_that_can_be_opened(office: Office, clerk: Viewer) -> None:
    for kind in ("hearing", "request", "administration"):
        with pytest.raises(NotFound, match=f"没有“{kind}”这一类记录.*inquiry（协助调查函）"):
            opened(office, clerk, kind)


def test_a_request_out_of_sight_cannot_be_linked(office: Office, answered: Case) -> None:
    make_unit(office, "other", name="某市另一区人民政府")
    stranger = make_user(office, "stranger", roles=STAFF, unit="other")
    with pytest.raises(Invalid, match="没有这一申请"):
        opened(office, stranger, "review", unit_id=2, linked=answered.done.number)
    with pytest.raises(NotFound, match="没有所关联的申请"):
        opened(office, stranger, "review", unit_id=2, linked=answered.done.record_id)


def test_a_number_that_two_requests_bear_is_not_guessed(office: Office, clerk: Viewer) -> None:
    with office.db.write() as session:
        make_unit_id = session.scalars(select(Unit.id)).one()
    for year in (2023, 2024):
        case = make_case(office, clerk, unit_id=make_unit_id, arrived_on=date(year, 3, 1))
        _rename(office, case, "同号")
    with pytest.raises(Invalid, match="有多件申请用这一编号"):
        opened(office, clerk, "review", linked="同号")


def _rename(office: Office, case: Case, number: str) -> None:
    with office.db.engine.begin() as connection:
        connection.exec_driver_sql(
            f"UPDATE record SET number = '{number}' WHERE id = {case.done.record_id}"
        )


def test_who_lacks_the_role_of_the_creating_act_opens_nothing(office: Office) -> None:
    statistics = make_user(office, "tongji", roles=[Role.statistics])
    with pytest.raises(NotAllowed, match="复议机关受理"):
        opened(office, statistics, "review")
    with pytest.raises(NotFound, match="没有这个单位"):
        opened(office, statistics, "review", unit_id=99)
    with office.db.read() as session:
        assert session.scalars(select(Record).where(Record.kind == "review")).all() == []


def test_a_period_counts_from_no_day_to_come(office: Office, clerk: Viewer) -> None:
    with pytest.raises(Invalid, match="“收到申请书副本之日”2024年4月11日在今天") as refused:
        opened(office, clerk, "review", copy_received_on="2024-04-11")
    assert refused.value.fields == {"copy_received_on": "不能晚于今天"}


def test_a_rectification_is_raised_above_and_reported_below(office: Office, clerk: Viewer) -> None:
    make_unit(office, "edu", name="某市某区教育局", parent="district")
    boss = make_user(office, "boss", roles=[Role.supervisor])
    unit = make_user(office, "edu", roles=[Role.intake, Role.handler], unit="edu")
    data = {"problem": "未按期答复", "circular": "通报〔2024〕3号", "until": "2024-04-25"}
    with pytest.raises(NotAllowed):
        opened(office, unit, "rectification", unit_id=2, **data)
    item = opened(office, boss, "rectification", unit_id=2, repeated=True, **data)
    item.do("report_done", date(2024, 4, 28), viewer=unit, note="已补答复")
    assert item.done.due_on is None
    with pytest.raises(NotAllowed, match="核实通过"):
        item.do("verify_done", date(2024, 4, 29), viewer=unit)
    item.do("send_back", date(2024, 4, 29), until="2024-05-10", reasons="缺送达凭证")
    assert item.done.due_on == date(2024, 5, 10)
    item.do("report_done", date(2024, 5, 8), viewer=unit, note="已补凭证")
    assert item.do("verify_done", date(2024, 5, 9)).state == "done"
    assert record_of(office, item.done.record_id).facts["repeated"] is True
    assert faults(office) == []


def test_an_imported_correction_reopens_nothing(office: Office, tmp_path: Path) -> None:
    case = {**CLOSED, "案件编号": "2024-7", "收到日期": "2024-03-01", "办结日期": "2024-03-12"}
    review = {
        "案件编号": "2024-7",
        "类型": "行政复议",
        "受理日期": "2024-04-10",
        "结果": "结果纠正",
        "结案日期": "2024-05-20",
    }
    file = xlsx_file(tmp_path / "ledger.xlsx", [case], reviews=[review])
    importing.import_ledger(
        office,
        read_ledger(file),
        unit_code="district",
        viewer=system(Role.importer),
        moment=Moment.on(TODAY),
    )
    with office.db.read() as session:
        found = {row.kind: row for row in session.scalars(select(Record))}
    assert found["review"].parent_id == found["request"].id
    assert found["review"].outcome == "corrected"
    assert found["request"].closed_on == ANSWERED
    assert found["request"].state == "answered"
    assert faults(office) == []


def test_a_calendar_change_moves_the_reply_to_a_review_too(office: Office, clerk: Viewer) -> None:
    review = opened(office, clerk, "review", copy_received_on="2024-04-10", procedure="simple")
    closed = read(
        number="某政办电〔2024〕3号",
        title="关于临时调整办公时间的通知",
        off=["2024-04-15..2024-04-16:暴雨停工"],
        work=[],
        year=None,
    )
    notices.record(office, [closed], viewer=OPERATOR, moment=Moment.on(date(2024, 4, 12)))
    assert record_of(office, review.done.record_id).due_on == date(2024, 4, 19)
    assert acts_of(review) == ["accept", "calendar_changed"]
    assert faults(office) == []
