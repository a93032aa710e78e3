"""A closed case is judged by the calendar of its closing for good, an open one by the newest (model 5)."""

from datetime import date

from factories import make_case, make_office, make_unit, make_user

from casework.calendars import package_calendar
from casework.db import Database
from casework.models.record import Record
from casework.services import calendars
from casework.services.verification import verify
from casework.viewer import Moment
from workflows.calendar import Day, WorkingCalendar
from workflows.vocabulary import Role

CLOSED, LATER = date(2020, 9, 10), date(2020, 11, 2)
REST = date(2020, 9, 21)  # a Monday inside the period


def holiday_in(calendar: WorkingCalendar) -> WorkingCalendar:
    days = calendar.slice(calendar.first, calendar.last)
    return WorkingCalendar(Day(d.on, d.working and d.on != REST, d.why) for d in days)


def changed(db: Database, *, closed: bool):
    office = make_office(db)
    unit_id = make_unit(office)
    clerk = make_user(office, "clerk", roles=[r for r in Role if r is not Role.system])
    case = make_case(office, clerk, unit_id=unit_id)
    if closed:
        case.do("withdraw", CLOSED, paper="书面撤回")
    with db.write() as session:
        new = holiday_in(package_calendar(first_year=2018, until_year=2028))
        calendars.record(session, new, label="新通知", moment=Moment.on(CLOSED))
    return office, case


def calendar_of(office, case) -> int:
    with office.db.read() as session:
        return session.get_one(Record, case.done.record_id).calendar_version


def test_an_act_on_a_closed_case_leaves_it_with_the_calendar_of_its_closing(db: Database) -> None:
    office, case = changed(db, closed=True)
    case.do("archive", LATER)
    assert calendar_of(office, case) == 1
    assert verify(office, today=LATER) == ()


def test_an_act_on_an_open_case_brings_the_newest_calendar(db: Database) -> None:
    office, case = changed(db, closed=False)
    case.do("assign", date(2020, 9, 11), handler=case.viewer.user_id)
    assert calendar_of(office, case) == 2
    assert case.done.due_on == date(2020, 9, 29)


def test_a_case_that_is_opened_again_is_judged_by_the_newest_calendar(db: Database) -> None:
    office, case = changed(db, closed=True)
    case.do("redo", LATER, decision="复决〔2020〕1号")
    assert calendar_of(office, case) == 2
