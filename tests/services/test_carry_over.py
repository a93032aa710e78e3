"""The sweep over the turn of the year: which cases get an act of carrying, and that it can be repeated."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from factories import Case, make_case, make_office, make_unit, make_user
from sqlalchemy import select

from casework.db import Database
from casework.models.record import Carry, Record
from casework.office import Office
from casework.services import carry_over as service
from casework.services import journal
from casework.services.carry_over import carry_over
from casework.viewer import Moment, Viewer
from workflows.vocabulary import Role

JANUARY = Moment.on(date(2021, 1, 4))


@dataclass(frozen=True)
class Town:
    """An office with one unit and one clerk of every role."""

    office: Office
    unit_id: int
    clerk: Viewer

    def case(self, **more: Any) -> Case:
        case = make_case(self.office, self.clerk, unit_id=self.unit_id, **more)
        return case

    def carried(self) -> list[tuple[int, int]]:
        """Year and record of each row of carrying."""
        with self.office.db.read() as session:
            rows = session.execute(select(Carry.year, Carry.record_id).order_by(Carry.year))
            return [(row.year, row.record_id) for row in rows]

    def record(self, case: Case) -> Record:
        with self.office.db.read() as session:
            return session.get_one(Record, case.done.record_id)


@pytest.fixture
def town(db: Database) -> Town:
    office = make_office(db)
    unit_id = make_unit(office)
    return Town(office, unit_id, make_user(office, "clerk", roles=list(Role)))


def test_an_open_case_is_carried_over_the_31_december(town: Town) -> None:
    case = town.case()
    assert carry_over(town.office, moment=JANUARY) == 1
    assert town.carried() == [(2020, case.done.record_id)]


def test_the_act_of_carrying_bears_the_31_december_and_the_state_before_is_kept(town: Town) -> None:
    case = town.case()
    carry_over(town.office, moment=JANUARY)
    with town.office.db.read() as session:
        last = journal.entries(session, case.done.record_id)[-1]
    record = town.record(case)
    assert (last.action, last.on_day) == ("carry_forward", date(2020, 12, 31))
    assert (record.state, record.resumes_to) == ("carried_forward", "registered")


def test_carrying_over_again_writes_nothing(town: Town) -> None:
    case = town.case()
    carry_over(town.office, moment=JANUARY)
    version = town.record(case).version
    assert carry_over(town.office, moment=JANUARY) == 0
    assert town.record(case).version == version


def test_years_that_were_missed_are_caught_up(town: Town) -> None:
    case = town.case(arrived_on=date(2019, 12, 27))
    assert carry_over(town.office, moment=Moment.on(date(2022, 1, 4))) == 1
    assert town.carried() == [(year, case.done.record_id) for year in (2019, 2020, 2021)]


def test_on_31_december_nothing_is_carried_yet(town: Town) -> None:
    town.case()
    assert carry_over(town.office, moment=Moment.on(date(2020, 12, 31))) == 0


def test_a_case_received_on_31_december_is_carried(town: Town) -> None:
    town.case(arrived_on=date(2020, 12, 31))
    assert carry_over(town.office, moment=JANUARY) == 1


def test_a_case_received_in_january_is_not_carried(town: Town) -> None:
    town.case(arrived_on=date(2021, 1, 4))
    assert carry_over(town.office, moment=JANUARY) == 0


def test_a_case_withdrawn_on_31_december_is_not_carried(town: Town) -> None:
    town.case().do("withdraw", date(2020, 12, 31), paper="书面撤回")
    assert carry_over(town.office, moment=JANUARY) == 0


def test_a_void_case_is_not_carried(town: Town) -> None:
    town.case().do("void", date(2020, 9, 2), reasons="重复登记")
    assert carry_over(town.office, moment=JANUARY) == 0


def test_a_request_that_waits_for_confirmation_is_not_carried(town: Town) -> None:
    town.case(channel="mail", awaits_confirmation=True)
    assert carry_over(town.office, moment=JANUARY) == 0


def test_a_receipt_of_december_that_is_entered_in_january_carries_the_case_at_once(
    town: Town,
) -> None:
    case = town.case(channel="mail", arrived_on=date(2020, 12, 28), awaits_confirmation=True)
    case.do("confirm_receipt", date(2020, 12, 30), note="电话确认", today=date(2021, 1, 5))
    assert town.carried() == [(2020, case.done.record_id)]
    assert town.record(case).state == "carried_forward"
    assert case.done.version == town.record(case).version
    assert carry_over(town.office, moment=Moment.on(date(2021, 1, 5))) == 0


def test_a_letter_of_december_that_is_registered_in_january_is_carried_at_once(town: Town) -> None:
    case = town.case(arrived_on=date(2020, 12, 30), today=date(2021, 1, 5))
    assert town.carried() == [(2020, case.done.record_id)]


def test_an_ending_that_a_correction_moves_into_january_is_carried_at_once(town: Town) -> None:
    case = town.case()
    case.do("withdraw", date(2020, 12, 30), paper="书面撤回", today=date(2021, 1, 5))
    entry = case.done.version
    day = date(2021, 1, 6)
    case.do("amend", day, entry=entry, new_day="2021-01-05", reasons="邮戳为1月5日")
    assert (town.carried(), town.record(case).state) == (
        [(2020, case.done.record_id)],
        "terminated",
    )
    assert carry_over(town.office, moment=Moment.on(day)) == 0


def test_more_cases_than_one_transaction_takes_are_all_carried(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "BATCH", 2)
    cases = [town.case() for _ in range(5)]
    assert carry_over(town.office, moment=JANUARY) == 5
    assert len(town.carried()) == len(cases)
