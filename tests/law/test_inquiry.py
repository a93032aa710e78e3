"""协助调查函: answered by the day it sets, with the units that are asked for it."""

from datetime import date

import pytest
from law.stories import CALENDAR, Refused, Story

from workflows.history import Act
from workflows.kinds.inquiry import INQUIRY, InquiryState
from workflows.timer import Timer, Whose

CAME = date(2020, 9, 1)
LETTER = {"origin": "city", "sender": "某市人民政府办公室", "until": "2020-09-15"}


def received(**data: str) -> Story:
    return Story(INQUIRY).do("receive", CAME, **{**LETTER, **data})


def timers(story: Story) -> list[Timer]:
    return list(story.workflow.running_timers(story.workflow.situation(story.facts, CALENDAR)))


def warned(story: Story) -> list[str]:
    situation = story.workflow.situation(story.facts, CALENDAR)
    act = Act(99, "answer", date(2020, 9, 10), {"reply_number": "复函1号"})
    return [w.sentence for w in story.workflow.warnings(situation, act)]


def test_the_letter_sets_the_day_of_the_reply() -> None:
    story = received()
    assert (story.due_on, story.facts.state) == (date(2020, 9, 15), InquiryState.open)
    assert [(t.key, t.basis) for t in timers(story)] == [("due", "条例45")]


def test_the_day_of_the_reply_does_not_lie_before_the_letter() -> None:
    with pytest.raises(Refused, match="“回复期限”不能早于办理日期2020年9月1日"):
        received(until="2020-08-31")


def test_the_day_can_be_moved_with_a_reason() -> None:
    story = received().do("move_limit", date(2020, 9, 10), until="2020-09-25", reasons="电话同意")
    assert story.due_on == date(2020, 9, 25)


def test_each_unit_that_is_asked_has_its_own_limit() -> None:
    story = received().do("ask_unit", date(2020, 9, 2), unit=2, limit_on="2020-09-08")
    story.do("ask_unit", date(2020, 9, 2), unit=3)
    asked = [t for t in timers(story) if t.key == "asked_unit"]
    assert [(t.ends_on, t.whose, t.seq) for t in asked] == [(date(2020, 9, 8), Whose.department, 2)]
    assert warned(story) == ["还有2个单位没有回复（条例45）；请确认不再等待。"]
    story.do("unit_replied", date(2020, 9, 7), thread=2)
    story.do("unit_replied", date(2020, 9, 8))
    assert [t.key for t in timers(story)] == ["due"]
    assert warned(story) == []


@pytest.mark.parametrize("thread", [None, 9, 2])
def test_a_reply_needs_a_question_that_is_open(thread: int | None) -> None:
    story = received().do("ask_unit", date(2020, 9, 2), unit=2)
    story.do("unit_replied", date(2020, 9, 4), thread=2)
    with pytest.raises(Refused, match="没有待回复的事项"):
        story.do("unit_replied", date(2020, 9, 5), thread=thread)


def test_a_unit_is_not_asked_for_yesterday() -> None:
    with pytest.raises(Refused, match="“内部期限”不能早于办理日期"):
        received().do("ask_unit", date(2020, 9, 2), unit=2, limit_on="2020-09-01")


def test_our_reply_closes_the_inquiry() -> None:
    story = received().do("answer", date(2020, 9, 14), reply_number="复函1号")
    assert (story.facts.state, story.facts.closed_on) == ("answered", date(2020, 9, 14))
    assert (story.due_on, timers(story)) == (None, [])
