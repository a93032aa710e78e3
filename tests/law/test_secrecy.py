"""Referrals (条例17(3)): what others were asked to determine is not released before their answer, nor against it."""

import pytest

from tests.law.stories import CALENDAR, Story
from tests.law.test_files import SEP, at_work, attached, drafted, refused
from workflows.kinds.request import REQUEST_2019
from workflows.vocabulary import Role

ASKED = {"referred_to": "secrecy", "name": "某区国家保密局", "matter": "—"}


def asked(story: Story, **more: object) -> int:
    story.do("refer_secrecy", SEP[3], **{**ASKED, **more})
    return len(story.rows)


def answered(story: Story, row: int, decision: str) -> Story:
    return story.do("receive_secrecy_reply", SEP[4], thread=row, decision=decision, reply="—")


def test_a_referral_stops_no_period() -> None:
    story = at_work()
    before = story.due_on
    answered(story, asked(story), "open")
    assert story.due_on == before


def test_nothing_is_released_while_others_determine_it() -> None:
    story = at_work()
    row = asked(story)
    drafted(story, "A2")
    assert "报请确定能否公开的事项还没有答复" in refused(story, "issue")
    answered_on = story.do("receive_secrecy_reply", SEP[10], thread=row, decision="open", reply="—")
    answered_on.do("issue", SEP[10])


def test_a_referral_taken_back_is_not_waited_for() -> None:
    story = at_work()
    row = asked(story)
    drafted(story, "A2")
    story.do("withdraw_secrecy_referral", SEP[10], thread=row)
    assert "不存在或者已经答复、撤回" in refused(
        story, "receive_secrecy_reply", thread=row, decision="open"
    )
    story.do("issue", SEP[10])


@pytest.mark.parametrize("decision", ["closed", "partial"])
def test_the_agency_does_not_decide_against_what_was_determined(decision: str) -> None:
    story = at_work()
    answered(story, asked(story), decision)
    drafted(story, "A2")
    assert "主管部门确定不能全部公开" in refused(story, "issue")


def test_a_later_answer_takes_the_place_of_the_earlier() -> None:
    story = at_work()
    answered(story, asked(story), "closed")
    story.do("refer_secrecy", SEP[4], **ASKED)
    answered(story, len(story.rows), "open")
    drafted(story, "A2").do("issue", SEP[10])


def test_what_is_determined_of_one_file_keeps_that_file_back() -> None:
    story = at_work()
    file = attached(story)
    answered(story, asked(story, about=file), "closed")
    drafted(story, "A2").do("review_file", SEP[10], thread=file, conclusion="open")
    assert f"第{file}条登记的文件确定为不能全部公开" in refused(story, "issue")
    story.do("withdraw_file", SEP[10], thread=file).do("issue", SEP[10])


def test_an_answer_that_releases_nothing_waits_for_nobody() -> None:
    story = at_work()
    asked(story)
    day = SEP[10]
    story.do("submit_draft", day, outcome="D1b", fact_reasons="—")
    story.do("pass_review", day).do("approve", day).do("issue", day)


def test_a_referral_about_a_file_names_one_that_goes_out() -> None:
    story = at_work()
    row = attached(story, kind="identity")
    assert "不是尚在案的拟提供材料" in refused(story, "refer_secrecy", **ASKED, about=row)


def test_an_answer_belongs_to_a_referral_and_does_not_come_before_it() -> None:
    story = at_work()
    row = asked(story)
    story.do("withdraw_secrecy_referral", SEP[3], thread=row)
    assert "没有尚未答复的请示" in refused(story, "receive_secrecy_reply")
    again = asked(story)
    with pytest.raises(Exception, match="不能早于报请之日"):
        story.do("receive_secrecy_reply", SEP[2], thread=again, decision="open", reply="—")


def test_an_answer_is_offered_while_a_referral_waits_for_it() -> None:
    def against(story: Story) -> list[str]:
        situation = REQUEST_2019.situation(story.facts, CALENDAR)
        offered = REQUEST_2019.open_to(situation, roles=frozenset(Role), on_day=SEP[10])
        (found,) = [one for one in offered if one.action.name == "receive_secrecy_reply"]
        return [refusal.guard for refusal in found.refusals]

    story = at_work()
    row = asked(story)
    assert against(story) == []
    assert against(answered(story, row, "open")) == ["the_referral_is_still_open"]
