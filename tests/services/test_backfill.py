"""Records that are older than the table of terms get theirs at the upgrade."""

from datetime import date

import pytest
from factories import Case, make_case, make_office, make_unit, make_user
from sqlalchemy import delete, func, select, update

from casework.db import Database
from casework.models.calendar import Backfill
from casework.models.record import Record
from casework.models.timer import TimerEntry
from casework.office import Office
from casework.services import verification
from casework.services.backfill import fill_last_due_days, fill_papers, fill_timers
from casework.services.upgrade import upgrade
from casework.viewer import Moment
from workflows.vocabulary import RecordKind, Role

DAY = date(2020, 9, 10)


@pytest.fixture
def old(db: Database) -> Office:
    """An office with an open and a withdrawn case, as it was before terms were kept."""
    office = make_office(db)
    unit_id = make_unit(office)
    clerk = make_user(office, "clerk", roles=list(Role))
    make_case(office, clerk, unit_id=unit_id)
    closed: Case = make_case(office, clerk, unit_id=unit_id)
    closed.do("withdraw", date(2020, 9, 2), paper="书面撤回")
    with db.write() as session:
        session.execute(delete(TimerEntry))
    return office


def stored(office: Office) -> int:
    with office.db.read() as session:
        return session.scalar(select(func.count(TimerEntry.id))) or 0


def test_every_record_gets_the_terms_its_journal_tells(old: Office) -> None:
    assert "timer" in {fault.rule for fault in verification.verify(old, today=DAY)}
    assert fill_timers(old) == 1
    assert verification.verify(old, today=DAY) == ()


def test_where_terms_are_stored_nothing_is_filled_again(old: Office) -> None:
    fill_timers(old)
    assert fill_timers(old) == 0


def test_the_upgrade_fills_them(old: Office) -> None:
    upgrade(old, moment=Moment.on(DAY))
    assert stored(old) == 2


def test_a_database_without_records_is_left_alone(db: Database) -> None:
    assert fill_timers(make_office(db)) == 0


def test_the_service_of_older_papers_is_looked_for_once(db: Database) -> None:
    office = make_office(db)
    unit_id = make_unit(office)
    make_case(office, make_user(office, "clerk", roles=list(Role)), unit_id=unit_id)
    assert fill_papers(office, moment=Moment.on(DAY)) == 1
    assert fill_papers(office, moment=Moment.on(DAY)) == 0
    with db.read() as session:
        assert session.get_one(Backfill, "papers").at.date() == DAY


def last_due_days(office: Office) -> list[date | None]:
    with office.db.read() as session:
        wanted = select(Record.last_due_on).where(Record.kind == RecordKind.request)
        return list(session.scalars(wanted.order_by(Record.id)))


def test_the_last_due_day_of_older_closed_cases_is_filled_once(old: Office) -> None:
    assert last_due_days(old) == [None, date(2020, 9, 28)]
    with old.db.write() as session:
        session.connection().execute(update(Record).values(last_due_on=None))
    assert [fill_last_due_days(old, moment=Moment.on(DAY)) for _ in range(2)] == [1, 0]
    assert last_due_days(old) == [None, date(2020, 9, 28)]
