"""Rows for tests: an office with units and staff, and cases driven through the real services."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy.orm import Session

from casework.calendars import package_calendar
from casework.db import Database
from casework.encryption import Cipher
from casework.models.calendar import CalendarVersion
from casework.office import Office
from casework.services import actions, calendars, engine, intake, units, users
from casework.services.engine import Done
from casework.settings import read_settings
from casework.viewer import Moment, Viewer, system
from workflows.calendar import WorkingCalendar
from workflows.vocabulary import Role

REMEDIES = {
    "review_bodies": [{"name": "某市人民政府", "address": "某市人民路1号"}],
    "courts": [{"name": "某市中级人民法院", "address": "某市法院路2号"}],
    "online_review_url": "https://fy.example.invalid",
}
PASSWORD = "kouling-2020"
CIPHER = Cipher(b"a key for tests")
FOUNDED = date(2018, 1, 2)
OPERATOR = system(*Role)


@lru_cache(maxsize=1)
def _calendar() -> WorkingCalendar:
    return package_calendar(first_year=2018, until_year=2028)


@lru_cache(maxsize=1)
def _calendar_digest() -> str:
    return calendars.digest_of(_calendar())


@lru_cache(maxsize=1)
def password_hash() -> str:
    return users.hashed(PASSWORD)


def make_office(db: Database) -> Office:
    """An installation on an empty migrated database, with its calendar recorded."""
    office = Office(db, CIPHER, read_settings({}))
    with db.write() as session:
        version = CalendarVersion(
            created_at=Moment.on(FOUNDED).at, label="测试", digest=_calendar_digest()
        )
        session.add(version)
        session.flush()
        _write_days(session, version.id)
    return office


def _write_days(session: Session, version: int) -> None:
    """The days as `calendars.record` writes them, past the ORM: every test needs thousands of them."""
    rows = [(version, *day) for day in _days()]
    cursor = session.connection().connection.cursor()
    if session.get_bind().dialect.name == "sqlite":
        cursor.executemany(f"INSERT INTO calendar_day ({_COLUMNS}) VALUES (?,?,?,?,?,?)", rows)
        return
    with cursor.copy(f"COPY calendar_day ({_COLUMNS}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


_COLUMNS = "version_id, on_day, working, why, notice, provisional"


@lru_cache(maxsize=1)
def _days() -> tuple[tuple[Any, ...], ...]:
    calendar = _calendar()
    return tuple(
        (day.on.isoformat(), day.working, day.why, day.notice, day.provisional)
        for day in calendar.slice(calendar.first, calendar.last)
    )


def make_unit(
    office: Office, code: str = "district", *, name: str = "某市某区人民政府", parent: str = ""
) -> int:
    """A unit that can answer: it has a mark, review bodies and courts."""
    form = units.UnitForm(code, name, parent=parent, mark="某政", remedies=REMEDIES)
    return units.add_unit(office, form, viewer=OPERATOR, moment=Moment.on(FOUNDED))


def make_user(
    office: Office, login: str, *, roles: Iterable[Role], unit: str = "district", name: str = ""
) -> Viewer:
    """A member of staff with these roles in the unit, ready to act. The password is PASSWORD."""
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=OPERATOR, moment=Moment.on(FOUNDED))
        user_id = users.enter_user(
            at,
            login=login,
            name=name or login,
            unit=unit,
            roles=roles,
            password_hash=password_hash(),
        )
    with office.db.read() as session:
        viewer = users.viewer_of(session, user_id)
    assert viewer is not None
    return viewer


@dataclass
class Case:
    """A case under test: `do` performs acts through the one door and remembers the version."""

    office: Office
    viewer: Viewer
    done: Done
    log: list[Done] = field(default_factory=list)

    def do(
        self,
        action: str,
        on_day: date,
        *,
        viewer: Viewer | None = None,
        today: date | None = None,
        **data: Any,
    ) -> Done:
        """Perform one act; it is recorded on its own day unless `today` says otherwise."""
        self.done = actions.perform(
            self.office,
            self.done.record_id,
            action,
            viewer=viewer or self.viewer,
            version=self.done.version,
            on_day=on_day,
            data=data,
            moment=Moment.on(today or on_day),
        )
        self.log.append(self.done)
        return self.done


def make_case(
    office: Office,
    viewer: Viewer,
    *,
    unit_id: int,
    arrived_on: date = date(2020, 9, 1),
    channel: str = "in_person",
    names: Iterable[str] = ("张三",),
    items: Iterable[str] = ("某街道2019年房屋征收补偿方案",),
    today: date | None = None,
    **more: Any,
) -> Case:
    """A request, registered at once where its channel allows it."""
    form = intake.RequestForm(
        unit_id,
        arrived_on,
        channel,
        [intake.PartyForm(name) for name in names],
        list(items),
        **more,
    )
    moment = Moment.on(today or arrived_on)
    return Case(office, viewer, intake.register(office, form, viewer=viewer, moment=moment))
