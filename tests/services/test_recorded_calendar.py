"""A recorded calendar is read once per process, and never taken for another that bears its number."""

from dataclasses import asdict
from datetime import date

import pytest
from factories import FOUNDED, make_office
from sqlalchemy import text
from sqlalchemy.orm import Session

from casework.calendars import package_calendar
from casework.db import Database
from casework.models.calendar import CalendarVersion
from casework.services import calendars
from casework.services.upgrade import migrate
from casework.services.verification import verify
from casework.viewer import Moment
from workflows.calendar import Day, WorkingCalendar

TUESDAY = date(2020, 9, 22)


def resting_on(*days: date) -> WorkingCalendar:
    calendar = package_calendar(first_year=2020, until_year=2020)
    rows = calendar.slice(calendar.first, calendar.last)
    return WorkingCalendar(Day(d.on, d.working and d.on not in days, d.why) for d in rows)


VERSION = text(
    "INSERT INTO calendar_version (id, created_at, label) VALUES (1, '2018-01-02 00:00:00', '通知')"
)
DAY = text(
    "INSERT INTO calendar_day (version_id, on_day, working, why, notice, provisional)"
    " VALUES (1, :on, :working, :why, :notice, :provisional)"
)


def vars_of(day: Day) -> dict[str, object]:
    return {**asdict(day), "on": day.on.isoformat()}


def record(db: Database, calendar: WorkingCalendar) -> None:
    with db.write() as session:
        calendars.record(session, calendar, label="通知", moment=Moment.on(FOUNDED))


def test_what_a_rolled_back_transaction_recorded_holds_for_nobody(db: Database) -> None:
    make_office(db)
    with Session(db.engine) as session:  # closed without a commit
        calendars.record(session, resting_on(TUESDAY), label="错", moment=Moment.on(FOUNDED))
        assert not calendars.newest(session).is_working(TUESDAY)
    record(db, resting_on())
    with db.read() as session:
        assert calendars.newest(session).is_working(TUESDAY)


def test_days_that_were_read_once_are_not_read_again(db: Database) -> None:
    make_office(db)
    with db.read() as session:
        first = calendars.newest(session)
        assert calendars.recorded(session, first.version) is first


def test_a_version_that_is_not_there_is_no_calendar(db: Database) -> None:
    make_office(db)
    with db.read() as session, pytest.raises(LookupError):
        calendars.recorded(session, 99)


def test_a_migration_gives_older_versions_their_digest(blank_url: str) -> None:
    db, days = Database(blank_url), resting_on(TUESDAY)
    migrate(db, "0014")
    with db.engine.begin() as connection:
        connection.execute(VERSION)
        connection.execute(DAY, [vars_of(day) for day in days.slice(days.first, days.last)])
    migrate(db)
    with db.read() as session:
        found = session.get_one(CalendarVersion, 1).digest
    db.close()
    assert found == calendars.digest_of(days)


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE calendar_day SET working = NOT working WHERE on_day = '2020-09-22'",
        "UPDATE calendar_day SET why = '' WHERE on_day = '2020-10-01'",
        "DELETE FROM calendar_day WHERE on_day = '2020-09-22'",
    ],
)
def test_a_version_whose_days_were_changed_by_hand_is_named(
    db: Database, monkeypatch: pytest.MonkeyPatch, tampering: str
) -> None:
    office = make_office(db)
    assert verify(office, today=TUESDAY) == ()
    with db.engine.begin() as connection:
        assert connection.execute(text(tampering)).rowcount == 1
    monkeypatch.setattr(calendars, "_loaded", {})  # as in a process that has read none yet
    found = verify(office, today=TUESDAY)
    assert [(fault.where, fault.rule) for fault in found] == [("工作日历第1版", "calendar")]
