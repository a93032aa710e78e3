"""Loads the demonstration into an installation: units, accounts, the year 2020, the present year; refuses foreign data."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy import select

from casework.demo import annual2020, live, people, records2020, reviews2020, year2020
from casework.demo.course import Proceeding, Story, WorkingDays
from casework.demo.staff import ACCOUNTS, AUDITOR, PASSWORD, Account
from casework.demo.stage import Event, Stage
from casework.demo.units import MARK, ROOT, UNITS, unit_form
from casework.errors import NotEmpty
from casework.models.unit import Unit
from casework.models.user import User
from casework.office import Office
from casework.services import calendars, carry_over, further_figures, units, upgrade, users
from casework.services.agencies import AgencyForm, add_agency
from casework.viewer import Moment, Viewer, system
from workflows.vocabulary import Role

FOUNDED = Moment.on(date(2019, 12, 2))
OPERATOR = system(*Role)
_EVENING = 9  # in UTC, after the last act of the day
Tick = Callable[[str], None]


@dataclass(frozen=True)
class Script:
    """Everything that will be done, up to the last working day before or on today."""

    stories: tuple[Story, ...]
    proceedings: tuple[Proceeding, ...]
    until: date
    today: date

    @property
    def acts(self) -> int:
        """How many acts there are; for the progress."""
        days = [s.on for story in self.stories for s in story.steps]
        days += [story.arrived_on for story in self.stories]
        days += [p.accepted_on for p in self.proceedings]
        days += [p.concluded_on for p in self.proceedings if p.concluded_on]
        days += [step.on for p in self.proceedings for step in p.steps]
        return sum(day <= self.until for day in days)


def script(office: Office, *, today: date) -> Script:
    """The plan of both years over the recorded calendar."""
    with office.db.read() as session:
        days = WorkingDays(calendars.newest(session))
    stories, proceedings = reviews2020.proceedings(days, year2020.stories(days))
    present, recent = live.year(days, today)
    others = records2020.proceedings(days)
    return Script((*stories, *present), (*proceedings, *others, *recent), days.last(today), today)


def is_complete(office: Office, *, moment: Moment) -> bool:
    """Whether the demonstration is already here in full; brings the schema up to date unless it refuses.

    Raises:
        NotEmpty: the database holds other data, or a demonstration that was not loaded to its end; nothing was changed.
    """
    empty = office.db.is_empty_of("unit") and office.db.is_empty_of("user")
    finished = not empty and _is_finished(office)
    upgrade.upgrade(office, moment=moment)
    return finished


def _is_finished(office: Office) -> bool:
    with office.db.read() as session:
        roots = session.scalars(select(Unit).where(Unit.parent_id.is_(None))).all()
        finished = session.scalar(select(User.id).where(User.login == AUDITOR.login))
    if [row.code for row in roots] != [ROOT] or not roots[0].settings.get(MARK):
        raise NotEmpty(
            "数据库中已有示范数据以外的单位，没有装载示范数据；"
            "请用 --database 指定一个空的数据库，或者更换 CASEWORK_INSTANCE 目录后重新运行。"
        )
    if finished is None:
        raise NotEmpty(
            "上一次装载示范数据没有完成；请删除该示范数据库（默认是 instance/casework.db）后重新运行。"
        )
    return True


def load(office: Office, plan: Script, *, tick: Tick) -> Stage:
    """Load everything into an empty installation; `tick` hears what is being done, once for each act."""
    by_code = found_units(office)
    enter_agencies(office)
    stage = Stage(office, by_code, open_accounts(office))
    figures = Event(records2020.ENTERED, -1, 0, partial(enter_figures, stage))
    boss = stage.staff[ROOT, Role.supervisor]
    report = Event(annual2020.ENTERED, -1, 0, partial(annual2020.enter, office, boss))
    for day in stage.play(plan.stories, plan.proceedings, (figures, report), until=plan.until):
        tick(f"{day.year}年{day.month}月")
    evening = Moment.on(plan.today, hour=_EVENING)
    carry_over.carry_over(office, moment=evening)
    _accounts(office, (AUDITOR,), first=len(ACCOUNTS), moment=evening)
    return stage


def enter_figures(stage: Stage) -> None:
    """The numbers of September 2020 that no case tells, entered in the morning of their day."""
    further_figures.enter(
        stage.office,
        ROOT,
        records2020.figures(),
        viewer=stage.staff[ROOT, Role.supervisor],
        moment=Moment.on(records2020.ENTERED, hour=0),
    )


def found_units(office: Office) -> Mapping[str, int]:
    return {
        row.code: units.add_unit(office, unit_form(row, n), viewer=OPERATOR, moment=FOUNDED)
        for n, row in enumerate(UNITS)
    }


def enter_agencies(office: Office) -> None:
    """The units as the directory that an answer for another agency chooses from (条例36(5))."""
    for n, row in enumerate(UNITS):
        contact = unit_form(row, n).settings
        form = AgencyForm(row.name, str(contact["address"]), str(contact["phone"]), row.duty)
        add_agency(office, form, viewer=OPERATOR)


def open_accounts(office: Office) -> dict[tuple[str, Role], Viewer]:
    """Every account, and who holds each role in each unit."""
    made = zip(ACCOUNTS, _accounts(office, ACCOUNTS, moment=FOUNDED), strict=True)
    found: dict[tuple[str, Role], Viewer] = {}
    with office.db.read() as session:
        for account, user_id in made:
            viewer = users.viewer_of(session, user_id)
            if viewer is not None:
                found |= {(account.unit, role): viewer for role in account.roles}
    return found


def _accounts(
    office: Office, accounts: Sequence[Account], *, moment: Moment, first: int = 0
) -> tuple[int, ...]:
    forms = [
        users.UserForm(a.login, people.name(900 + first + n), a.unit, a.roles)
        for n, a in enumerate(accounts)
    ]
    return users.add_users(office, forms, password=PASSWORD, viewer=OPERATOR, moment=moment)
