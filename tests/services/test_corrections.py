"""Corrections through the one door: what may be corrected, and what follows."""

from datetime import date

import pytest
from factories import Case, make_case, make_office, make_unit, make_user
from sqlalchemy import select

from casework.db import Database
from casework.errors import Invalid
from casework.models.document import Document
from casework.models.record import Carry, Record, VersionNotRaised
from casework.services import engine
from casework.services.actions import locked
from casework.viewer import Moment
from workflows.vocabulary import Role


@pytest.fixture
def case(db: Database) -> Case:
    """A case handed in on 1 December 2020 and assigned the next day (row 3)."""
    office = make_office(db)
    unit = make_unit(office)
    clerk = make_user(office, "clerk", roles=list(Role))
    made = make_case(office, clerk, unit_id=unit, arrived_on=date(2020, 12, 1))
    made.do("assign", date(2020, 12, 2), handler=clerk.user_id)
    return made


def carry_over(case: Case) -> None:
    """Do what the timer does on 4 January 2021."""
    today = Moment.on(date(2021, 1, 4))
    with case.office.db.write() as session:
        at = engine.desk(session, case.office, viewer=case.viewer, moment=today)
        record = locked(session, case.done.record_id, case.viewer)
        assert engine.carry_over(at, record, before=today.today)
        case.done = engine.Done(record.id, record.version, record.state, "", None, ())


def test_a_day_is_not_corrected_into_the_future(case: Case) -> None:
    with pytest.raises(Invalid, match="不能登记尚未发生的事项"):
        case.do("amend", date(2020, 12, 3), entry=3, new_day="2020-12-04", reasons="误记")


def test_a_day_is_not_corrected_to_before_the_arrival(case: Case) -> None:
    with pytest.raises(Invalid, match="到达日"):
        case.do("amend", date(2020, 12, 3), entry=3, new_day="2020-11-30", reasons="误记")


def test_an_annulled_row_is_not_annulled_again(case: Case) -> None:
    case.do("annul", date(2020, 12, 3), entry=3, reasons="误记")
    with pytest.raises(Invalid, match="已被撤销"):
        case.do("annul", date(2020, 12, 3), entry=3, reasons="误记")


def test_a_corrected_category_moves_the_carried_case_as_well(case: Case) -> None:
    carry_over(case)
    values = {"category": "business"}
    day = date(2021, 1, 5)
    case.do("amend", day, entry=1, new_day="2020-12-01", reasons="误记", values=values)
    with case.office.db.read() as session:
        assert session.scalars(select(Carry.category)).all() == ["business"]


def test_a_withdrawal_of_december_entered_in_january_takes_the_carrying_back(case: Case) -> None:
    carry_over(case)
    case.do("withdraw", date(2020, 12, 30), today=date(2021, 1, 5), paper="书面撤回")
    with case.office.db.read() as session:
        assert session.scalars(select(Carry.year)).all() == []
        papers = select(Document.outdated_by).where(Document.key == "termination")
        assert session.scalars(papers).all() == [None]


def test_a_corrected_handler_must_exist(case: Case) -> None:
    with pytest.raises(Invalid, match="没有这位工作人员"):
        case.do(
            "amend",
            date(2020, 12, 3),
            entry=3,
            new_day="2020-12-02",
            values={"handler": 999},
            reasons="误记",
        )


def test_a_record_changed_past_the_one_door_is_not_stored(case: Case) -> None:
    def change() -> None:
        with case.office.db.write() as session:
            session.get_one(Record, case.done.record_id).state = "answered"

    with pytest.raises(VersionNotRaised):
        change()
