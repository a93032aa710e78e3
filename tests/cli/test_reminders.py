"""`casework reminders` and `casework user email` as an administrator calls them."""

import pytest
from click.testing import CliRunner, Result
from factories import FOUNDED, OPERATOR, make_office, make_unit
from sqlalchemy import select

from casework.cli import main
from casework.db import Database
from casework.encryption import Cipher
from casework.models.user import User
from casework.office import Office
from casework.services import units, verification
from casework.settings import read_settings
from casework.viewer import Moment


@pytest.fixture
def url(db: Database, db_url: str) -> str:
    """A database with a district and an office below it."""
    office = make_office(db)
    make_unit(office)
    form = units.UnitForm("edu", "某市某区教育局", parent="district")
    units.add_unit(office, form, viewer=OPERATOR, moment=Moment.on(FOUNDED))
    return db_url


def run(url: str, *words: str, **more: str) -> Result:
    return CliRunner().invoke(main, [*words, "--database", url], **more)


def test_a_unit_that_has_set_nothing_shows_the_defaults(url: str) -> None:
    assert run(url, "reminders", "edu").output == (
        "期限前 5、3、1 个工作日、当天、逾期提醒；内部目标：不设；2 个工作日无人承办提醒。\n"
    )


def test_what_is_set_holds_and_reaches_the_units_below(url: str) -> None:
    changed = run(
        url, "reminders", "district", "--days", "1，8", "--target", "6", "--unclaimed", "3"
    )
    assert changed.exit_code == 0, changed.output
    below = run(url, "reminders", "edu").output
    assert below == changed.output
    assert "期限前 8、1 个工作日" in below
    assert "内部目标：期限前 6 个工作日；3 个工作日无人承办" in below


def test_a_setting_leaves_the_others(url: str) -> None:
    run(url, "reminders", "edu", "--target", "6")
    run(url, "reminders", "edu", "--unclaimed", "1")
    assert "期限前 6 个工作日；1 个工作日" in run(url, "reminders", "edu").output


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--days", "0"), 1, "1 至 60"),
        (("--days", "61"), 1, "1 至 60"),
        (("--target", "-1"), 1, "0 至 60"),
        (("--unclaimed", "0"), 1, "1 至 60"),
        (("--days", "bald"), 2, "--days"),
    ],
)
def test_a_number_that_makes_no_sense_is_refused(
    url: str, words: tuple[str, str], code: int, said: str
) -> None:
    answer = run(url, "reminders", "edu", *words)
    assert (answer.exit_code, said in answer.output) == (code, True)


def test_an_unknown_unit_is_refused(url: str) -> None:
    assert run(url, "reminders", "town", "--target", "3").exit_code == 1


def test_a_change_stands_in_the_register(db: Database, url: str) -> None:
    run(url, "reminders", "edu", "--target", "6")
    office = Office(db, Cipher(b"a key for tests"), read_settings({}))
    assert verification.verify(office, today=FOUNDED) == ()


def address(db: Database) -> str:
    with db.read() as session:
        return session.scalars(select(User.email)).one()


def test_an_address_is_entered_with_the_user_changed_and_cleared(db: Database, url: str) -> None:
    add = ("user", "add", "zhao", "赵承办", "--unit", "edu", "--role", "handler")
    made = run(url, *add, "--email", "zhao@edu.example", input="kouling-2020\n")
    assert (made.exit_code, address(db)) == (0, "zhao@edu.example")
    run(url, "user", "email", "zhao", "z@edu.example")
    assert address(db) == "z@edu.example"
    cleared = run(url, "user", "email", "zhao")
    assert (cleared.output, address(db)) == ("已清除邮件地址：zhao\n", "")
