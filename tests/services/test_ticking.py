"""The timer: what one turn does, that it can be repeated, and that only one node is at it."""

from datetime import date, timedelta

import pytest
from factories import make_case, make_office, make_unit, make_user
from sqlalchemy import delete

from casework.db import Database
from casework.errors import NoCalendar
from casework.models.calendar import CalendarDay, CalendarVersion, Lease
from casework.office import Office
from casework.queries import journal_rows
from casework.services import ticking
from casework.services.ticking import LEASE, TickReport, tick
from casework.viewer import Moment
from workflows.vocabulary import Role

JANUARY = Moment.on(date(2021, 1, 4))


@pytest.fixture
def office(db: Database) -> Office:
    """An office with one open case of the last year."""
    office = make_office(db)
    unit_id = make_unit(office)
    make_case(office, make_user(office, "clerk", roles=list(Role)), unit_id=unit_id)
    return office


def lease_to(office: Office, holder: str, *, until: Moment) -> None:
    with office.db.write() as session:
        session.add(Lease(job=ticking.JOB, holder=holder, until=until.at))


def later(moment: Moment, by: timedelta) -> Moment:
    return Moment(moment.at + by, moment.today)


def test_a_turn_carries_over_and_seals_every_row(office: Office) -> None:
    report = tick(office, moment=JANUARY)
    with office.db.read() as session:
        assert (report.carried, report.sealed) == (1, journal_rows.count(session))


def test_a_turn_tells_what_is_late_and_what_nobody_has(office: Office) -> None:
    report = tick(office, moment=JANUARY)
    assert (report.reminded, report.proposed, report.unclaimed) == (1, 0, 1)


def test_a_second_turn_finds_nothing_to_do(office: Office) -> None:
    tick(office, moment=JANUARY)
    assert tick(office, moment=JANUARY) == TickReport(carried=0, sealed=0)


def test_while_another_node_holds_the_lease_nothing_is_done(office: Office) -> None:
    lease_to(office, "node-2", until=later(JANUARY, timedelta(minutes=1)))
    report = tick(office, moment=JANUARY)
    with office.db.read() as session:
        assert list(journal_rows.seals(session)) == []
    assert (report, report.ran) == (TickReport(held_by="node-2"), False)


def test_the_lease_of_a_node_that_died_runs_out(office: Office) -> None:
    lease_to(office, "node-2", until=later(JANUARY, LEASE))
    assert not tick(office, moment=JANUARY).ran
    assert tick(office, moment=later(JANUARY, LEASE)).carried == 1


def test_of_two_nodes_that_ask_at_once_the_second_hears_who_was_first(office: Office) -> None:
    assert ticking._take_lease(office, "node-1", moment=JANUARY) == ""
    assert ticking._take_lease(office, "node-2", moment=JANUARY) == "node-1"


def test_the_lease_is_given_back_when_a_turn_fails(office: Office) -> None:
    with office.db.write() as session:
        session.execute(delete(CalendarDay))
        session.execute(delete(CalendarVersion))
    for _ in range(2):
        with pytest.raises(NoCalendar):
            tick(office, moment=JANUARY)


def test_the_journal_is_sealed_even_when_a_case_cannot_be_carried_over(office: Office) -> None:
    with office.db.write() as session:
        session.execute(delete(CalendarDay))
        session.execute(delete(CalendarVersion))
    with pytest.raises(NoCalendar):
        tick(office, moment=JANUARY)
    with office.db.read() as session:
        (seal,) = journal_rows.seals(session)
        assert seal.rows == journal_rows.count(session)
