"""What `casework serve` does beside serving: the open cases follow a notice that was saved on the page."""

from datetime import date
from threading import Event

import pytest
from factories import OPERATOR, make_case, make_unit, make_user

from casework import notices as rules
from casework.calendars import package_calendar
from casework.cli.serve import Stopped, followed_to
from casework.db import Database
from casework.encryption import Cipher
from casework.office import Office
from casework.queries import calendar_state
from casework.services import calendars, notices, rederiving
from casework.settings import read_settings
from casework.viewer import Moment
from workflows.vocabulary import Role

TODAY = Moment.on(date(2026, 11, 23))


class DatedOffice(Office):
    """An office whose clock stands still."""

    def now(self) -> Moment:
        return TODAY


@pytest.fixture
def office(db: Database) -> Office:
    """An office with three open cases that a new notice moves."""
    office = DatedOffice(db, Cipher(b"a key for tests"), read_settings({}))
    known = package_calendar(first_year=2025, until_year=2028)
    with db.write() as session:
        calendars.record(session, known, label="测试", moment=Moment.on(date(2025, 1, 2)))
    unit_id = make_unit(office)
    clerk = make_user(office, "clerk", roles=list(Role))
    for _ in range(3):
        make_case(office, clerk, unit_id=unit_id, arrived_on=TODAY.today)
    off = ["2026-12-01"]
    notice = rules.read(
        number="雪〔2026〕1号", title="关于雪灾停工的通知", off=off, work=[], year=None
    )
    notices.save(office, [notice], viewer=OPERATOR, moment=TODAY)
    return office


def waiting(office: Office) -> int:
    with office.db.read() as session:
        return rederiving.waiting(session)


def test_the_cases_follow_and_then_nothing_is_looked_at_again(office: Office) -> None:
    assert (waiting(office), followed_to(office, Event(), 0)) == (3, 0)
    with office.db.read() as session:
        newest = calendar_state.newest_version(session)
    assert (waiting(office), followed_to(office, Event(), 0)) == (0, newest)


def test_a_server_that_goes_down_leaves_the_rest_to_the_next_one(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rederiving, "BATCH", 2)
    stopping = Event()
    stopping.set()
    with pytest.raises(Stopped):
        followed_to(office, stopping, 0)
    assert waiting(office) == 1
    followed_to(office, Event(), 0)
    assert waiting(office) == 0
