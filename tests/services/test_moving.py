"""Moving a case to the unit that answers it: by the intake of a common parent, numbers and counts stay."""

from dataclasses import replace
from datetime import date

import pytest
from factories import Case, make_case, make_office, make_unit, make_user
from sqlalchemy import select

from casework.db import Database
from casework.errors import ActionRefused, Invalid, NotAllowed, NotFound
from casework.models.record import Carry, Record
from casework.office import Office
from casework.services import verification
from casework.services.carry_over import carry_over
from casework.viewer import Moment, Viewer
from workflows.vocabulary import Role

D2, D8, JANUARY = date(2020, 9, 2), date(2020, 9, 8), date(2021, 1, 5)


@pytest.fixture
def office(db: Database) -> Office:
    made = make_office(db)
    make_unit(made)
    make_unit(made, "bureau", name="某区某局", parent="district")
    make_unit(made, "town", name="某区某镇", parent="district")
    make_unit(made, "island", name="某市某县人民政府")
    return made


def unit(office: Office, code: str) -> int:
    from casework.services.units import by_code

    with office.db.read() as session:
        return by_code(session, code).id


@pytest.fixture
def chief(office: Office) -> Viewer:
    return make_user(office, "chief", roles=[r for r in Role if r is not Role.system])


@pytest.fixture
def case(office: Office, chief: Viewer) -> Case:
    return make_case(office, chief, unit_id=unit(office, "district"))


def record_of(office: Office, case: Case) -> Record:
    with office.db.read() as session:
        return session.get_one(Record, case.done.record_id)


def sound(office: Office, today: date = D8) -> bool:
    return verification.verify(office, today=today) == ()


def test_a_moved_case_is_answered_elsewhere_under_its_old_number(
    office: Office, chief: Viewer, case: Case
) -> None:
    case.do("assign", D2, handler=chief.user_id)
    done = case.do("move", D8, to_unit=unit(office, "bureau"), reasons="由该局制作")
    record = record_of(office, case)
    assert (record.unit_id, record.handler_id) == (unit(office, "bureau"), None)
    assert (record.number, record.due_on) == ("DISTRICT-2020-0001", done.due_on)
    assert sound(office)


def test_the_old_unit_goes_on_numbering_without_a_hole(
    office: Office, chief: Viewer, case: Case
) -> None:
    case.do("move", D2, to_unit=unit(office, "bureau"), reasons="—")
    case.do("move", D8, to_unit=unit(office, "town"), reasons="—")
    own = make_case(office, chief, unit_id=unit(office, "district"))
    assert own.done.number == "DISTRICT-2020-0002"
    assert sound(office)
    case.do("move", D8, to_unit=unit(office, "district"), reasons="—")
    assert sound(office)


def test_a_lost_number_is_found_out_though_cases_were_moved(
    office: Office, chief: Viewer, case: Case
) -> None:
    for _ in range(2):
        make_case(office, chief, unit_id=unit(office, "district"))
    case.do("move", D8, to_unit=unit(office, "bureau"), reasons="—")
    with office.db.write() as session:
        lost = session.scalars(select(Record).where(Record.number == "DISTRICT-2020-0002")).one()
        lost.number, lost.version = "X-1", lost.version + 1
    assert "series" in {fault.rule for fault in verification.verify(office, today=D8)}


def test_a_case_carried_over_stays_in_the_year_of_the_unit_that_had_it(
    office: Office, chief: Viewer
) -> None:
    case = make_case(office, chief, unit_id=unit(office, "district"), arrived_on=date(2020, 12, 21))
    carry_over(office, moment=Moment.on(JANUARY))
    case.done = case.done.__class__(case.done.record_id, 3, "", "", None, ())
    case.do("move", JANUARY, to_unit=unit(office, "bureau"), reasons="—")
    with office.db.read() as session:
        assert session.scalars(select(Carry.unit_id)).all() == [unit(office, "district")]
    assert sound(office, JANUARY)


def test_only_the_intake_of_a_common_parent_moves_a_case(office: Office, chief: Viewer) -> None:
    case = make_case(office, chief, unit_id=unit(office, "district"))
    case.do("move", D2, to_unit=unit(office, "bureau"), reasons="—")
    clerk = make_user(office, "clerk", roles=list(Role), unit="bureau")
    with pytest.raises(NotAllowed, match="共同上级单位的登记员"):
        case.do("move", D8, viewer=clerk, to_unit=unit(office, "town"), reasons="—")
    with pytest.raises(NotAllowed, match="共同上级单位的登记员"):
        case.do("move", D8, to_unit=unit(office, "island"), reasons="—")
    blind = make_user(office, "blind", roles=[Role.intake])
    own = make_case(office, blind, unit_id=unit(office, "district"))
    with pytest.raises(NotAllowed, match="不能查看接收单位"):
        own.do("move", D8, to_unit=unit(office, "bureau"), reasons="—")


def test_a_case_stays_where_it_is_when_it_is_moved_nowhere(office: Office, case: Case) -> None:
    with pytest.raises(Invalid, match="接收单位就是现在的答复单位"):
        case.do("move", D8, to_unit=unit(office, "district"), reasons="—")


def test_an_annulled_move_brings_the_case_back_to_its_unit_and_its_handler(
    office: Office, chief: Viewer, case: Case
) -> None:
    case.do("assign", D2, handler=chief.user_id)
    due = case.done.due_on
    seq = case.do("move", D8, to_unit=unit(office, "bureau"), reasons="—").version
    stranger = make_user(office, "stranger", roles=list(Role), unit="bureau")
    taken = case.do("annul", D8, entry=seq, reasons="应由区政府答复").version
    record = record_of(office, case)
    assert (record.unit_id, record.handler_id) == (unit(office, "district"), chief.user_id)
    assert (record.due_on, record.number) == (due, "DISTRICT-2020-0001")
    assert "numbered_by" not in record.facts
    assert sound(office)
    with pytest.raises(NotFound):
        case.do("assign", D8, viewer=stranger, handler=stranger.user_id)
    case.do("annul", D8, entry=taken, reasons="移交无误")  # the move holds again
    assert record_of(office, case).unit_id == unit(office, "bureau")
    assert sound(office)


def test_the_first_of_two_moves_is_annulled_without_moving_the_case(
    office: Office, case: Case
) -> None:
    first = case.do("move", D2, to_unit=unit(office, "bureau"), reasons="—").version
    second = case.do("move", D8, to_unit=unit(office, "town"), reasons="—").version
    case.do("annul", D8, entry=first, reasons="—")
    assert record_of(office, case).unit_id == unit(office, "town")
    assert sound(office)
    case.do("annul", D8, entry=second, reasons="—")
    assert record_of(office, case).unit_id == unit(office, "district")
    assert sound(office)


def test_a_carried_case_follows_a_move_that_is_taken_back(office: Office, chief: Viewer) -> None:
    case = make_case(office, chief, unit_id=unit(office, "district"), arrived_on=date(2020, 12, 21))
    seq = case.do("move", date(2020, 12, 22), to_unit=unit(office, "bureau"), reasons="—").version
    carry_over(office, moment=Moment.on(JANUARY))
    case.done = replace(case.done, version=record_of(office, case).version)

    def carried() -> tuple[int, int]:
        with office.db.read() as session:
            row = session.scalars(select(Carry)).one()
            return row.unit_id, row.current_unit_id

    assert carried() == (unit(office, "bureau"),) * 2
    case.do("annul", JANUARY, entry=seq, reasons="—")
    assert carried() == (unit(office, "district"),) * 2
    assert sound(office, JANUARY)
    with office.db.write() as session:
        row = session.scalars(select(Carry)).one()
        row.unit_id = row.current_unit_id = unit(office, "town")
    found = "".join(fault.sentence for fault in verification.verify(office, today=JANUARY))
    assert "2020年的单位不是当时的答复单位" in found
    assert "2020年的现答复单位与案件不同" in found


def test_a_move_is_annulled_by_who_may_move(office: Office, case: Case) -> None:
    seq = case.do("move", D8, to_unit=unit(office, "bureau"), reasons="—").version
    clerk = make_user(office, "clerk", roles=list(Role), unit="bureau")
    with pytest.raises(NotAllowed, match="共同上级单位的登记员"):
        case.do("annul", D8, viewer=clerk, entry=seq, reasons="—")
    with pytest.raises(ActionRefused, match="移交不能更正（条例10）"):
        case.do("amend", D8, entry=seq, new_day=D8.isoformat(), reasons="—")


def test_a_move_stands_once_the_other_unit_has_assigned_or_written(
    office: Office, case: Case
) -> None:
    seq = case.do("move", D8, to_unit=unit(office, "bureau"), reasons="—").version
    clerk = make_user(office, "clerk", roles=list(Role), unit="bureau")
    given = case.do("assign", D8, viewer=clerk, handler=clerk.user_id).version
    with pytest.raises(ActionRefused, match=f"已经分办（第{given}条）"):
        case.do("annul", D8, entry=seq, reasons="—")
    case.do("request_correction", D8, viewer=clerk, items_to_correct="写明年份", days=15)
    with pytest.raises(ActionRefused, match="已有本单位编号的文书"):
        case.do("annul", D8, entry=seq, reasons="—")


def test_a_move_stands_once_the_other_unit_has_given_the_number(
    office: Office, chief: Viewer
) -> None:
    case = make_case(
        office, chief, unit_id=unit(office, "district"), channel="ordinary_mail", arrived_on=D2
    )
    seq = case.do("move", D2, to_unit=unit(office, "bureau"), reasons="—").version
    clerk = make_user(office, "clerk", roles=list(Role), unit="bureau")
    case.do("confirm_receipt", D2, viewer=clerk, note="电话确认")
    with pytest.raises(ActionRefused, match="请再移交回原单位"):
        case.do("annul", D8, entry=seq, reasons="—")
    case.do("move", D8, to_unit=unit(office, "district"), reasons="—")
    assert sound(office)


def test_a_number_that_the_other_unit_has_already_is_not_moved_there(
    office: Office, case: Case
) -> None:
    bureau = unit(office, "bureau")
    with office.db.write() as session:
        session.add(
            Record(
                kind="request",
                unit_id=bureau,
                number=case.done.number,
                number_year=2020,
                arrived_on=D2,
                workflow_version="request-2019",
                state="void",
                version=0,
            )
        )
    with pytest.raises(Invalid, match="接收单位已有编号"):
        case.do("move", D8, to_unit=unit(office, "bureau"), reasons="—")
