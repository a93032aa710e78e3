"""When the demonstration is not loaded, and that it can be loaded on any day."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from factories import OPERATOR, make_office, make_unit
from sqlalchemy import func, select

from casework import demo
from casework.calendars import package_calendar
from casework.db import Database
from casework.demo import live, loading
from casework.demo.course import WorkingDays
from casework.demo.published import published
from casework.demo.stage import Stage
from casework.demo.units import MARK, ROOT
from casework.errors import NotEmpty
from casework.models.calendar import CalendarVersion
from casework.services import units
from casework.viewer import Moment
from tests.demo.loading import office_at

MOMENT = Moment.on(date(2026, 6, 17))


def silence(text: str) -> None:
    """Nobody listens."""


def test_a_database_with_other_units_is_refused(db: Database) -> None:
    office = make_office(db)
    make_unit(office)
    with pytest.raises(NotEmpty, match="示范数据以外的单位"):
        demo.run(office, moment=MOMENT, echo=silence)


def test_a_refused_database_stays_as_it_is(db: Database) -> None:
    office = make_office(db)
    make_unit(office)
    with pytest.raises(NotEmpty):
        demo.run(office, moment=MOMENT, echo=silence)
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(CalendarVersion)) == 1


def test_a_real_district_of_the_same_code_is_refused(db: Database) -> None:
    office = make_office(db)
    make_unit(office, ROOT)
    with pytest.raises(NotEmpty, match="示范数据以外的单位"):
        demo.run(office, moment=MOMENT, echo=silence)


def test_a_demonstration_that_was_interrupted_is_refused(db: Database) -> None:
    office = make_office(db)
    form = units.UnitForm(ROOT, "临沂市兰山区人民政府", settings={MARK: True})
    units.add_unit(office, form, viewer=OPERATOR, moment=MOMENT)
    with pytest.raises(NotEmpty, match="没有完成"):
        demo.run(office, moment=MOMENT, echo=silence)


@pytest.mark.parametrize(
    "today",
    [
        date(2026, 1, 5),  # the year has just turned
        date(2026, 11, 21),  # a Saturday
        date(2027, 3, 1),  # a year without a notice yet
    ],
    ids=str,
)
def test_the_live_year_can_be_loaded_on_any_day(
    today: date, sqlite_template: Path, tmp_path: Path
) -> None:
    shutil.copyfile(sqlite_template, tmp_path / "casework.db")
    office = office_at(f"sqlite:///{tmp_path / 'casework.db'}", tmp_path)
    moment = Moment.on(today)
    assert not loading.is_complete(office, moment=moment)
    days = WorkingDays(package_calendar(until_year=today.year + 2))
    stories, proceedings = live.year(days, today)
    stage = Stage(office, loading.found_units(office), loading.open_accounts(office))
    done = list(stage.play(stories, proceedings, until=days.last(today)))
    office.db.close()
    assert len(done) > 250


def test_the_shipped_figures_are_those_of_the_report() -> None:
    assert published()["part3"]["unable_not_held"]["natural"] == 111
    assert published()["part4"]["reconsideration"]["corrected"] == 11
