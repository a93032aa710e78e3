"""What a unit chooses for itself: inherited along the parents, checked in sentences, written in its register."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factories import OPERATOR, make_case, make_office, make_unit, make_user
from sqlalchemy import select

from casework import unit_settings as rules
from casework.db import Database
from casework.errors import Invalid, NotAllowed, NotFound
from casework.models.journal import JournalEntry
from casework.models.unit import Unit
from casework.office import Office
from casework.queries import unit_settings as in_unit
from casework.services import unit_settings
from casework.viewer import Moment
from workflows.vocabulary import Role

DAY = Moment.on(date(2020, 9, 1))


@pytest.fixture
def office(db: Database) -> Office:
    """A district with an office below it, and a school below that."""
    office = make_office(db)
    make_unit(office)
    make_unit(office, "edu", name="某市某区教育局", parent="district")
    make_unit(office, "school", name="某市某区第一中学", parent="edu")
    return office


def change(office: Office, code: str, **texts: str) -> tuple[str, ...]:
    return unit_settings.change(office, code, texts, viewer=OPERATOR, moment=DAY)


def line(office: Office, code: str, key: str) -> in_unit.Line:
    with office.db.read() as session:
        unit = session.scalars(select(Unit).where(Unit.code == code)).one()
        return next(one for one in in_unit.lines(session, unit) if one.setting.key == key)


def test_a_unit_follows_the_nearest_unit_above_that_has_chosen(office: Office) -> None:
    assert (
        line(office, "school", "task_days").holds,
        line(office, "school", "task_days").source,
    ) == (
        "3",
        "默认",
    )
    change(office, "district", task_days="5", channels="网络、email")
    assert line(office, "school", "task_days").source == "随某市某区人民政府"
    assert line(office, "school", "channels").holds == "当面、邮寄、平信、网络、电子邮件、口头"
    change(office, "edu", task_days="2")
    assert line(office, "school", "task_days").holds == "2"
    assert line(office, "district", "task_days").holds == "5"


def test_a_choice_given_up_follows_again_and_a_second_time_changes_nothing(office: Office) -> None:
    change(office, "district", letter_days="7")
    change(office, "edu", letter_days="3")
    assert line(office, "edu", "letter_days").inherited == "7"
    assert change(office, "edu", letter_days="") == ("letter_days",)
    assert line(office, "edu", "letter_days").holds == "7"
    assert change(office, "edu", letter_days="") == ()


def test_the_address_of_a_unit_is_not_that_of_the_units_below(office: Office) -> None:
    change(office, "district", address="示范路1号")
    assert (line(office, "edu", "address").holds, line(office, "edu", "address").source) == (
        "",
        "没有填写",
    )


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("task_days", "1", "2 至 5"),
        ("task_days", "三", "2 至 5"),
        ("task_days", "2、3", "只填写一个数"),
        ("letter_days", "0", "1 至 60"),
        ("reminders", "5、-1", "1 至 60"),
        ("channels", "鸽子", "可以填写：当面"),
        ("topics", "土地征收、未归类", "没有类别的申请才这样写"),
        ("topics", "长" * 21, "不超过 20 个字"),
        ("topics", "、".join(map(str, range(41))), "最多 40 个"),
        ("topics", "财政\u202e", "看不见的字符"),
        ("phone", "1" * 200, "不超过 120 个字"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence_and_nothing_is_changed(
    office: Office, key: str, text: str, said: str
) -> None:
    with pytest.raises(Invalid, match=said) as caught:
        change(office, "district", **{"unclaimed_after": "4", key: text})
    assert set(caught.value.fields) == {key}
    assert line(office, "district", "unclaimed_after").source == "默认"


def test_an_unknown_setting_names_those_there_are(office: Office) -> None:
    with pytest.raises(NotFound, match="task_days（协办"):
        change(office, "district", colour="red")


def test_a_change_is_written_in_the_register_of_the_unit_by_its_administrator(
    office: Office,
) -> None:
    clerk = make_user(office, "clerk", roles=[Role.intake])
    with pytest.raises(NotAllowed):
        unit_settings.change(office, "district", {"task_days": "4"}, viewer=clerk, moment=DAY)
    change(office, "edu", task_days="4", letter_days="6")
    with office.db.read() as session:
        rows = session.scalars(select(JournalEntry).where(JournalEntry.action == "change_unit"))
        assert [row.data for row in rows] == [{"changed": "letter_days、task_days"}]


@pytest.mark.parametrize("row", rules.SETTINGS, ids=lambda row: str(row.key))
def test_every_default_can_be_read_and_typed(row: Any) -> None:
    if row.default is not None:
        assert row.is_readable(row.default)
        assert row.read(row.words(row.default)) == row.default


def test_a_stored_value_that_cannot_be_read_counts_as_none() -> None:
    row = rules.setting("task_days")
    assert rules.chosen(row, [{"task_days": "x"}, {"task_days": 30}, {"task_days": 4}]) == (4, 2)
    assert rules.chosen(row, []) == (None, None)


@pytest.mark.parametrize("row", rules.SETTINGS, ids=lambda row: str(row.key))
def test_every_setting_stands_in_the_manual_with_its_name(row: Any) -> None:
    manual = Path("docs/manual/administration.md").read_text(encoding="utf-8")
    (line,) = (one for one in manual.splitlines() if one.startswith("| ") and f"`{row.key}`" in one)
    assert row.label in line
    if row.default is not None:
        assert f"| {row.words(row.default)}" in line


def test_the_head_of_the_papers_is_one_of_two_forms(office: Office) -> None:
    change(office, "district", letterhead="红头格式")
    with pytest.raises(Invalid, match="信函格式、红头格式"):
        change(office, "district", letterhead="某区人民政府文件")
    with office.db.read() as session:
        unit = session.scalars(select(Unit).where(Unit.code == "district")).one()
        assert unit.settings["letterhead"] == "red"


@pytest.mark.parametrize(("given", "days"), [({}, 8), ({"days": 3}, 3)])
def test_another_agency_has_the_days_of_the_unit_or_of_the_letter(
    office: Office, given: dict[str, int], days: int
) -> None:
    clerk = make_user(office, "clerk", roles=[r for r in Role if r is not Role.system])
    change(office, "district", consult_days="8")
    case = make_case(office, clerk, unit_id=1)
    case.do("assign", DAY.today, handler=clerk.user_id)
    case.do("consult_agency", DAY.today, name="某局", matter="—", **given)
    with office.db.read() as session:
        row = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert row is not None
    assert row.data["days"] == days
