"""One letter becomes several cases: own numbers, the clock of the letter, linked, and undone by voiding (一事一申请)."""

from datetime import date
from typing import Any

import pytest
from factories import Case, make_case, make_office, make_unit, make_user
from sqlalchemy import select

from casework.db import Database
from casework.errors import ActionRefused, Invalid, NotAllowed
from casework.models.document import Document
from casework.models.record import Record, RequestItem
from casework.office import Office
from casework.queries.case_page import case_page
from casework.services import calendars, engine, verification
from workflows.items import moved_items
from workflows.registry import workflow_version
from workflows.vocabulary import Role

D1, D2, D8 = date(2020, 9, 1), date(2020, 9, 2), date(2020, 9, 8)
ITEMS = ("补偿方案", "勘测定界图", "听证材料")


@pytest.fixture
def office(db: Database) -> Office:
    return make_office(db)


@pytest.fixture
def case(office: Office) -> Case:
    unit_id = make_unit(office)
    clerk = make_user(office, "clerk", roles=list(Role))
    return make_case(
        office, clerk, unit_id=unit_id, channel="mail", names=("张三", "王五"), items=ITEMS
    )


def split_cases(office: Office, case: Case) -> list[Record]:
    with office.db.read() as session:
        rows = session.scalars(
            select(Record).where(Record.parent_id == case.done.record_id).order_by(Record.id)
        )
        return list(rows)


def moved(office: Office, case: Case) -> dict[int, str]:
    with office.db.read() as session:
        record = session.get_one(Record, case.done.record_id)
        workflow = workflow_version(record.workflow_version)
        return dict(moved_items(engine.history(session, record, workflow)))


def as_case(case: Case, record: Record) -> Case:
    number = record.number or ""
    done = engine.Done(record.id, record.version, record.state, number, record.due_on, ())
    return Case(case.office, case.viewer, done)


def sound(office: Office, today: date = D8) -> bool:
    return verification.verify(office, today=today) == ()


def test_what_is_divided_off_has_its_own_number_and_the_clock_of_the_letter(
    office: Office, case: Case
) -> None:
    done = case.do("split_off", D8, items_moved="2、3")
    (new,) = split_cases(office, case)
    assert new.number == "DISTRICT-2020-0002"
    assert (new.arrived_on, new.received_on, new.due_on) == (D1, D1, done.due_on)
    assert new.state == "registered"
    assert new.number in done.warnings[0]
    assert sound(office)


def test_the_items_and_the_people_go_along(office: Office, case: Case) -> None:
    case.do("split_off", D8, items_moved="2、3")
    (new,) = split_cases(office, case)
    assert moved(office, case) == {2: new.number, 3: new.number}
    with office.db.read() as session:
        texts = session.scalars(
            select(RequestItem.content)
            .where(RequestItem.record_id == new.id)
            .order_by(RequestItem.position)
        )
        assert list(texts) == ["勘测定界图", "听证材料"]
        receipt = session.scalars(
            select(Document.context).where(Document.record_id == new.id)
        ).one()
    assert receipt is not None
    assert receipt["addressee"] == "张三、王五"


def test_a_letter_divided_after_a_correction_keeps_the_period_that_runs_from_it(
    office: Office, case: Case
) -> None:
    case.do("request_correction", D2, items_to_correct="—", days=15)
    done = case.do("receive_correction", date(2020, 9, 4), corrected_content="—")
    case.do("split_off", D8, items_moved="3")
    (new,) = split_cases(office, case)
    assert (new.received_on, new.due_on) == (D1, done.due_on)


def test_a_void_case_gives_back_what_it_took(office: Office, case: Case) -> None:
    case.do("split_off", D8, items_moved="2")
    (new,) = split_cases(office, case)
    as_case(case, new).do("void", D8, reasons="不应拆分")
    assert moved(office, case) == {}
    assert sound(office)


def test_an_annulled_voiding_takes_it_again(office: Office, case: Case) -> None:
    case.do("split_off", D8, items_moved="2")
    other = as_case(case, split_cases(office, case)[0])
    seq = other.do("void", D8, reasons="—").version
    other.do("annul", D8, entry=seq, reasons="—")
    assert moved(office, case) == {2: other.done.number}
    assert sound(office)


def test_a_division_leaves_nothing_behind_when_it_is_refused(office: Office, case: Case) -> None:
    with pytest.raises(ActionRefused, match="至少要留下一项"):
        case.do("split_off", D8, items_moved="1、2、3")
    assert split_cases(office, case) == []
    assert make_case(office, case.viewer, unit_id=1).done.number == "DISTRICT-2020-0002"


def test_only_staff_of_the_answering_unit_divides(office: Office, case: Case) -> None:
    auditor = make_user(office, "auditor", roles=[Role.auditor])
    with pytest.raises(NotAllowed):
        case.do("split_off", D8, viewer=auditor, items_moved="2")


def test_a_case_divided_off_in_the_new_year_stood_open_at_its_turn(
    office: Office, case: Case
) -> None:
    day = date(2021, 1, 5)
    case.do("split_off", day, items_moved="2")
    (new,) = split_cases(office, case)
    assert (new.state, new.number) == ("carried_forward", "DISTRICT-2021-0001")
    assert sound(office, day)


def links(office: Office, case: Case) -> list[tuple[str, str, str]]:
    with office.db.read() as session:
        view = case_page(
            session,
            case.viewer,
            case.done.record_id,
            today=D8,
            calendar=calendars.newest(session),
            cipher=office.cipher,
        )
    return [(link.label, link.number, link.items) for link in view.links]


def test_both_sides_of_a_division_name_each_other(office: Office, case: Case) -> None:
    case.do("split_off", D8, items_moved="2")
    new = as_case(case, split_cases(office, case)[0])
    assert links(office, case) == [("拆分至", "DISTRICT-2020-0002", "2")]
    assert links(office, new) == [("拆自", "DISTRICT-2020-0001", "")]


def test_a_merged_case_points_to_the_other_and_is_named_there(office: Office, case: Case) -> None:
    twice = make_case(office, case.viewer, unit_id=1, items=("补偿方案",))
    twice.do("merge_into", D2, case=case.done.number, reasons="重复登记")
    assert twice.done.state == "void"
    assert links(office, twice) == [("并入", "DISTRICT-2020-0001", "")]
    assert links(office, case) == [("并入本案的", "DISTRICT-2020-0002", "")]
    assert sound(office)


def notice(office: Office, case: Case) -> dict[str, Any]:
    with office.db.read() as session:
        row = select(Document.context).where(Document.record_id == case.done.record_id)
        return dict(session.scalars(row.where(Document.key == "merge_notice")).one())


def test_the_applicant_is_told_which_period_runs_for_the_merged_request(
    office: Office, case: Case
) -> None:
    twice = make_case(office, case.viewer, unit_id=1, items=("补偿方案",))
    twice.do("merge_into", D2, case=case.done.number, reasons="重复登记")
    told = notice(office, twice)
    assert told["act"]["case"] == "DISTRICT-2020-0001"
    assert told["other"]["runs_from"] == "2020年9月1日"
    assert told["other"]["due"] == "2020年9月28日"
    seq = twice.done.version
    twice.do("annul", D8, entry=seq, reasons="不是同一申请")
    with office.db.read() as session:
        paper = select(Document).where(Document.key == "merge_notice")
        assert session.scalars(paper).one().outdated_by == twice.done.version


def test_a_period_that_waits_for_the_applicant_is_not_promised_to_run(
    office: Office, case: Case
) -> None:
    case.do("request_correction", D2, items_to_correct="写明年份", days=15)
    twice = make_case(office, case.viewer, unit_id=1, items=("补偿方案",))
    twice.do("merge_into", D2, case=case.done.number, reasons="重复提出")
    assert notice(office, twice)["other"]["due"] == ""


def test_a_case_is_merged_into_one_that_lives_and_never_into_itself(
    office: Office, case: Case
) -> None:
    twice = make_case(office, case.viewer, unit_id=1)
    with pytest.raises(Invalid, match="的其他案件"):
        twice.do("merge_into", D2, case=twice.done.number, reasons="—")
    case.do("void", D2, reasons="误登")
    with pytest.raises(ActionRefused, match="另一案件已是“作废”"):
        twice.do("merge_into", D2, case=case.done.number, reasons="—")


def test_a_case_of_another_applicant_is_not_merged(office: Office, case: Case) -> None:
    other = make_case(office, case.viewer, unit_id=1, names=("赵六",))
    with pytest.raises(ActionRefused, match="两案的申请人不同"):
        other.do("merge_into", D2, case=case.done.number, reasons="—")
    other.do("link_case", D2, relation="related", case=case.done.number)
    assert links(office, other) == [("相关", "DISTRICT-2020-0001", "")]


def test_the_case_that_an_act_names_is_not_amended_behind_its_back(
    office: Office, case: Case
) -> None:
    twice = make_case(office, case.viewer, unit_id=1)
    other = make_case(office, case.viewer, unit_id=1, names=("赵六",))
    seq = twice.do("link_case", D2, relation="repeat", case=case.done.number).version
    for named in (other.done.number, "DISTRICT-2020-0099"):
        with pytest.raises(Invalid, match="请撤销该条记录，再重新登记"):
            twice.do(
                "amend", D2, entry=seq, new_day="2020-09-02", reasons="—", values={"case": named}
            )
    same = {"case": case.done.number, "relation": "related"}
    twice.do("amend", D2, entry=seq, new_day="2020-09-02", reasons="—", values=same)
    assert links(office, twice) == [("相关", "DISTRICT-2020-0001", "")]


def test_an_annulled_merging_brings_the_case_back(office: Office, case: Case) -> None:
    twice = make_case(office, case.viewer, unit_id=1)
    seq = twice.do("merge_into", D2, case=case.done.number, reasons="—").version
    assert twice.do("annul", D2, entry=seq, reasons="不是同一申请").state == "registered"
    assert links(office, case) == []
    assert sound(office)
