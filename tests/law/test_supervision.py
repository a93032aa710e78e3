"""督办 from above and its reply, and the points of the yearly assessment sheet."""

from datetime import date
from decimal import Decimal

import pytest
from law.stories import CALENDAR, Refused, Story

from casework.queries.indicators import COUNTS
from workflows.assessment import ITEMS, score, sheet
from workflows.further_figures import Further
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
