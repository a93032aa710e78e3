"""Edge cases whose promise lies in what is stored: years, categories, calendars, returned post, people."""

from datetime import date

import pytest
from factories import Case, make_case, make_office, make_unit, make_user
from sqlalchemy import select

from casework.db import Database
from casework.errors import ActionRefused
from casework.models.document import Document, ServiceAttempt
from casework.models.record import Carry, Contact, Record
from casework.office import Office
from casework.queries.annual_tables import annual_table
from casework.queries.case_page import case_page
from casework.services import calendars, verification
from casework.services.carry_over import carry_over
from casework.viewer import Moment, Viewer
from workflows.vocabulary import Role

D1, D2, D8 = date(2020, 9, 1), date(2020, 9, 2), date(2020, 9, 8)
DECEMBER, JANUARY = date(2020, 12, 21), date(2021, 1, 5)


@pytest.fixture
def office(db: Database) -> Office:
    return make_office(db)


@pytest.fixture
def unit_id(office: Office) -> int:
    return make_unit(office)


@pytest.fixture
def clerk(office: Office, unit_id: int) -> Viewer:
    return make_user(office, "clerk", roles=list(Role))


@pytest.fixture
def case(office: Office, clerk: Viewer, unit_id: int) -> Case:
    return make_case(office, clerk, unit_id=unit_id)


def sound(office: Office, today: date) -> bool:
    return verification.verify(office, today=today) == ()


def answered(case: Case, day: date) -> Case:
    case.do("assign", day, handler=case.viewer.user_id)
    case.do("submit_draft", day, outcome="D1b", fact_reasons="不属于本机关职责")
    for act in ("pass_review", "approve", "issue"):
        case.do(act, day)
    return case


def cells(office: Office, viewer: Viewer, year: int) -> dict[str, dict[str, int]]:
    with office.db.read() as session:
        table = annual_table(
            session, viewer, unit_code="district", year=year, rollup=False, today=JANUARY
        )
    assert all(check.ok for check in table.checks)
    return {row: dict(columns) for row, columns in table.part3.items()}


def test_a_category_corrected_after_the_turn_of_the_year_moves_both_years(
    office: Office, clerk: Viewer, unit_id: int
) -> None:
    """Category corrected after carry-over: last year's row follows, and both tables still add up."""
    case = make_case(office, clerk, unit_id=unit_id, arrived_on=DECEMBER)
    carry_over(office, moment=Moment.on(JANUARY))
    case.done = case.done.__class__(case.done.record_id, 3, "", "", None, ())
    case.do(
        "amend",
        JANUARY,
        entry=1,
        new_day=DECEMBER.isoformat(),
        values={"category": "business"},
        reasons="申请人为公司",
    )
    with office.db.read() as session:
        assert session.scalars(select(Carry.category)).all() == ["business"]
    assert cells(office, clerk, 2020)["carried_forward"]["business"] == 1
    assert cells(office, clerk, 2021)["carried_in"]["business"] == 1
    assert sound(office, JANUARY)


def test_post_that_came_back_is_kept_and_the_day_of_posting_stands(
    office: Office, case: Case
) -> None:
    """Undeliverable post: return and second attempt are rows of their own; the case stays closed on the first day."""
    answered(case, D2)
    first = case.do("serve_by_post", D8, recipient=1, tracking="EMS1").version
    case.do("answer_returned", date(2020, 9, 14), thread=first, return_reason="查无此人")
    second = case.do("serve_by_post", date(2020, 9, 15), recipient=1, tracking="EMS2").version
    case.do("answer_received", date(2020, 9, 17), thread=second)
    with office.db.read() as session:
        rows = session.scalars(select(ServiceAttempt).order_by(ServiceAttempt.seq)).all()
        assert [(r.dispatched_on, r.returned_on, r.received_on) for r in rows] == [
            (D8, date(2020, 9, 14), None),
            (date(2020, 9, 15), None, date(2020, 9, 17)),
        ]
        assert session.get_one(Record, case.done.record_id).closed_on == D8
    assert sound(office, date(2020, 9, 17))


def test_an_answer_taken_back_keeps_the_old_paper_beside_the_new_one(
    office: Office, case: Case
) -> None:
    """Answer withdrawn by the agency and redone: two papers with their numbers, one case, one closing that counts."""
    answered(case, D2).do("serve_by_post", D2, recipient=1, tracking="EMS1")
    case.do("reopen_own", D8, reasons="依据引用有误")
    case.do("submit_draft", D8, outcome="D2", fact_reasons="未掌握该信息")
    for act in ("pass_review", "approve", "issue"):
        case.do(act, D8)
    case.do("serve_by_post", D8, recipient=1, tracking="EMS2")
    with office.db.read() as session:
        papers = session.scalars(
            select(Document.number).where(Document.key == "answer").order_by(Document.seq)
        ).all()
        record = session.get_one(Record, case.done.record_id)
        assert len(set(papers)) == 2
        assert (record.closed_on, record.outcome) == (D2, "D1b")
    assert sound(office, D8)


@pytest.mark.parametrize("answered_case", [True, False])
def test_a_letter_that_nobody_confirms_keeps_every_attempt(
    office: Office, clerk: Viewer, unit_id: int, answered_case: bool
) -> None:
    """Unconfirmed letter: each attempt a row; it waits, is not carried as received, and stays sound."""
    case = make_case(office, clerk, unit_id=unit_id, channel="ordinary_mail")
    assert (case.done.state, case.done.number) == ("pending_confirmation", "")
    for day in (D1, D2):
        case.do("log_contact", day, note="无人接听")
    if answered_case:
        case.do("confirm_receipt", D8, note="电话确认")
    with office.db.read() as session:
        assert session.scalars(select(Contact.reached)).all() == [False, False]
        received = session.get_one(Record, case.done.record_id).received_on
    assert received == (D8 if answered_case else None)
    assert sound(office, D8)


def test_a_joint_request_is_one_case_counted_under_the_first_named(
    office: Office, clerk: Viewer, unit_id: int
) -> None:
    """Joint applicants: one request, one count, the category of the first; one withdraws, the others continue."""
    case = make_case(office, clerk, unit_id=unit_id, names=("张三", "某公司"))
    case.do("leave_party", D2, recipient=1, paper="退出声明")
    with pytest.raises(ActionRefused, match="请用“申请人撤回”办理"):
        case.do("leave_party", D2, recipient=2, paper="退出声明")
    answered(case, D8).do("serve_in_person", D8, recipient=2, signer="某公司")
    assert case.done.state == "answered"
    assert cells(office, clerk, 2020)["new_received"]["natural"] == 1
    assert sound(office, D8)


def test_a_case_merged_over_the_turn_of_the_year_is_carried_no_longer(
    office: Office, clerk: Viewer, unit_id: int
) -> None:
    """Registered twice and found out in January: the merged one leaves both years, its number stays."""
    kept = make_case(office, clerk, unit_id=unit_id, arrived_on=DECEMBER)
    twice = make_case(office, clerk, unit_id=unit_id, arrived_on=DECEMBER)
    twice.do("merge_into", JANUARY, case=kept.done.number, reasons="重复登记")
    carry_over(office, moment=Moment.on(JANUARY))
    assert cells(office, clerk, 2020)["new_received"]["natural"] == 1
    with office.db.read() as session:
        assert session.scalars(select(Carry.record_id)).all() == [kept.done.record_id]
    assert sound(office, JANUARY)


def test_every_attempt_to_reach_the_applicant_is_a_line_of_the_case(
    office: Office, case: Case
) -> None:
    """Contact log: reached or not, what was said, by whom; an annulled entry is none."""
    case.do("log_contact", D1, note="无人接听")
    wrong = case.do("log_contact", D2, note="误记").version
    case.do("log_contact", D2, note="确认邮寄地址", reached=True)
    case.do("annul", D8, entry=wrong, reasons="误记")
    with office.db.read() as session:
        view = case_page(
            session,
            case.viewer,
            case.done.record_id,
            today=D8,
            calendar=calendars.newest(session),
            cipher=office.cipher,
        )
    found = [(one.on_day, one.reached, one.note) for one in view.contacts]
    assert found == [(D1, False, "无人接听"), (D2, True, "确认邮寄地址")]
    assert all(one.actor.startswith("clerk（") for one in view.contacts)
