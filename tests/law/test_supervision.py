"""督办 from above and its reply, and the points of the yearly assessment sheet."""

from datetime import date
from decimal import Decimal

import pytest
from law.stories import CALENDAR, Refused, Story

from casework.errors import NotAllowed
from casework.queries.indicators import COUNTS
from casework.services.corrections import corrected
from workflows.assessment import ITEMS, items_for, read_points, score, sheet, stored
from workflows.further_figures import Further
from workflows.history import Act
from workflows.kinds.chase import CHASE
from workflows.vocabulary import Role

DAY = date(2020, 9, 1)


def raised() -> Story:
    return Story(CHASE).do("raise_chase", DAY, reason="overdue", until="2020-09-08")


def test_a_chase_runs_to_its_day_and_ends_by_the_word_from_above() -> None:
    assert raised().due_on == date(2020, 9, 8)
    story = raised().do("reply_chase", date(2020, 9, 10))
    assert (story.due_on, story.facts.closed_on) == (None, None)
    story.do("accept_reply", date(2020, 9, 11))
    assert (story.facts.state, story.facts.closed_on) == ("done", date(2020, 9, 11))
    situation = story.workflow.situation(story.facts, CALENDAR)
    assert story.workflow.last_due_on(situation) == date(2020, 9, 8)


def test_a_poor_reply_goes_back_with_a_new_day() -> None:
    story = raised().do("reply_chase", date(2020, 9, 7))
    story.do("return_reply", date(2020, 9, 8), until="2020-09-15")
    assert (story.facts.state, story.due_on) == ("open", date(2020, 9, 15))
    with pytest.raises(Refused, match="“反馈期限”不能早于办理日期2020年9月9日（条例47）"):
        raised().do("move_limit", date(2020, 9, 9), until="2020-09-08")


def test_no_unit_judges_its_own_reply() -> None:
    story = raised().do("reply_chase", date(2020, 9, 7))
    situation = story.workflow.situation(story.facts, CALENDAR)
    own = frozenset({Role.intake, Role.handler, Role.approver})
    offered = story.workflow.open_to(situation, roles=own, on_day=date(2020, 9, 8))
    assert {"accept_reply", "return_reply"}.isdisjoint(one.action.name for one in offered)


def test_no_unit_voids_or_annuls_what_is_asked_of_it_from_above() -> None:
    story = raised()
    situation = story.workflow.situation(story.facts, CALENDAR)
    own = frozenset({Role.intake, Role.handler, Role.approver, Role.admin})
    offered = story.workflow.open_to(situation, roles=own, on_day=date(2020, 9, 2))
    assert "void" not in {one.action.name for one in offered}
    annul = Act(2, "annul", date(2020, 9, 2), {"entry": 1, "reasons": "误登"})
    with pytest.raises(NotAllowed, match="只能更正本人角色可以办理的记录"):
        corrected(story.workflow, story.rows, act=annul, viewer_roles=own)


def test_every_item_of_the_sheet_has_its_source() -> None:
    assert [i for i in ITEMS if bool(i.key) == bool(i.further)] == []
    assert {i.key for i in ITEMS if i.key} <= set(COUNTS)


def test_points_are_taken_up_to_their_bound_and_added_likewise() -> None:
    lines = sheet({"late": 3, "overdue": 9}, {Further.articles: 9, Further.new_media: 3})
    found = {line.item.label: line.points for line in lines if line.count}
    assert found == {
        "申请逾期办结": Decimal(-6),
        "申请逾期尚未办结": Decimal(-10),
        "政务新媒体超期更新": Decimal("-1.5"),
        "采用稿件": Decimal(5),
    }
    assert score(lines) == Decimal("87.5")
    assert score(sheet({}, {})) == 100


def of(items: tuple, name: str) -> tuple[str, str]:
    return next((str(i.points), str(i.most)) for i in items if i.name == name)


def test_an_office_has_its_own_points_from_a_year_on() -> None:
    own = {"2021": {"late": ("-3", "30")}, "2023": {"late": ("-1", "5")}}
    assert [of(items_for(own, year), "late") for year in (2020, 2021, 2022, 2023)] == [
        ("-2", "20"),
        ("-3", "30"),
        ("-3", "30"),
        ("-1", "5"),
    ]
    lines = sheet({"late": 2}, {}, items_for(own, 2022))
    assert score(lines) == 94
    assert items_for({"2020": stored(ITEMS)}, 2020) == ITEMS


@pytest.mark.parametrize(
    ("name", "points", "most", "sentence"),
    [
        ("late", "两分", "20", "“申请逾期办结”的“每件”不是数字"),
        ("late", "", "20", "不是数字"),
        ("late", "-2", "-20", "不带负号；请改为20"),
        ("late", "2", "20", "扣分项，每件填负数"),
        ("articles", "-1", "5", "加分项，每件填正数"),
        ("late", "-2.55", "20", "最多一位小数"),
        ("late", "-101", "20", "100以内"),
        ("late", "NaN", "20", "不是数字"),
        ("late", "1e1", "20", "扣分项"),
    ],
)
def test_points_that_cannot_be_are_told(name: str, points: str, most: str, sentence: str) -> None:
    item = next(i for i in ITEMS if i.name == name)
    with pytest.raises(ValueError, match=sentence):
        read_points(item, points, most)
    assert read_points(item, "0", "5").points == 0
    full_width = read_points(next(i for i in ITEMS if i.name == "late"), "－0.5", "10")
    assert (full_width.points, full_width.most) == (Decimal("-0.5"), 10)
