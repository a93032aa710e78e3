"""The remedy periods of a notice of termination run from its proven receipt, as those of an answer do (复议法20; 行诉法46)."""

from datetime import date

import pytest
from law.stories import CALENDAR, Story, issued, registered

from workflows.kinds.request import REQUEST_2019

DAY = date(2020, 9, 10)


def running(story: Story) -> dict[str, date]:
    situation = REQUEST_2019.situation(story.facts, CALENDAR)
    return {timer.key: timer.starts_on for timer in REQUEST_2019.running_timers(situation)}


def sent(method: str, story: Story | None = None) -> Story:
    withdrawn = (story or registered()).do("withdraw", DAY, paper="书面撤回")
    return withdrawn.do("send_termination", DAY, recipient=1, method=method, proof="EMS1")


def test_a_notice_in_the_post_starts_nothing_until_it_is_received() -> None:
    story = sent("post")
    assert running(story) == {}
    story.do("termination_received", date(2020, 9, 14), thread=story.rows[-1].seq)
    assert running(story) == dict.fromkeys(("review_period", "suit_period"), date(2020, 9, 14))


@pytest.mark.parametrize("method", ["direct", "agency", "electronic"])
def test_a_notice_that_is_signed_for_is_received_when_it_is_served(method: str) -> None:
    assert running(sent(method)) == dict.fromkeys(("review_period", "suit_period"), DAY)


def test_a_case_withdrawn_before_its_answer_was_served_knows_the_notice_only() -> None:
    assert set(running(sent("direct", issued()))) == {"review_period", "suit_period"}


def test_since_2024_no_review_comes_before_a_suit_against_a_notice_of_termination() -> None:
    day = date(2020, 9, 1)
    story = Story().do(
        "receive", day, channel="in_person", category="natural", applicants=[1], items=1
    )
    story.do("register", day, received_on=day.isoformat())
    late = date(2024, 3, 1)
    story.do("withdraw", late, paper="—")
    story.do("send_termination", late, recipient=1, method="direct", proof="—")
    assert set(running(story)) == {"review_period", "suit_period"}
