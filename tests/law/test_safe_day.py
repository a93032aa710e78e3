"""The days a case is worked towards: due date, internal target, last safe day to post, and the safe clock from arrival."""

from dataclasses import replace
from datetime import date

import pytest
from law.stories import CALENDAR, Story, issued, registered

from workflows.kinds.request import REQUEST_2019
from workflows.kinds.review import REVIEW_2017
from workflows.safe_day import due_days, safe_tape
from workflows.vocabulary import RecordKind

TODAY = date(2020, 9, 10)
DUE = date(2020, 9, 28)


def days(story: Story, today: date = TODAY, target: int = 0) -> dict:
    situation = story.workflow.situation(story.facts, CALENDAR)
    found = due_days(story.workflow, situation, today=today, target=target)
    return {one.key: one for one in found}


def waiting(channel: str = "fax") -> Story:
    return Story().do(
        "receive",
        date(2020, 9, 1),
        channel=channel,
        category="natural",
        applicants=[1],
        items=1,
    )


def consulting() -> Story:
    """A letter to a third party of 4 September, received on the 7th; its opinion is due on the 27th."""
    story = registered().do("assign", date(2020, 9, 2), handler=1)
    story.do("consult_third_party", date(2020, 9, 4), name="某公司", matter="报价")
    return story.do("third_party_received", date(2020, 9, 7), thread=4, proof="EMS")


def test_a_plain_case_is_posted_by_its_due_date() -> None:
    found = days(registered())
    assert list(found) == ["statutory", "post"]
    assert (found["statutory"].on, found["statutory"].basis) == (DUE, "条例33")
    assert (found["post"].on, found["post"].basis) == (DUE, "235号")
    assert not any(one.safe for one in found.values())


@pytest.mark.parametrize(
    ("target", "on"), [(5, date(2020, 9, 22)), (1, date(2020, 9, 27)), (90, date(2020, 9, 1))]
)
def test_the_internal_target_lies_working_days_before_the_due_date(target: int, on: date) -> None:
    internal = days(registered(), target=target)["internal"]
    assert (internal.on, internal.basis) == (on, "本单位设定")


def test_an_open_consultation_takes_off_only_the_days_before_today() -> None:
    found = days(consulting(), today=date(2020, 9, 15))
    assert found["statutory"].on == date(2020, 10, 27)
    # 7, 8, 9, 10, 11 and 14 September
    assert found["post"].on == CALENDAR.add(DUE, 6)
    assert "尚未结束" in found["post"].why


def test_a_consultation_opened_today_takes_nothing_off_yet() -> None:
    assert days(consulting(), today=date(2020, 9, 4))["post"].on == DUE


def test_an_opinion_leaves_the_end_day_of_the_consultation_counted() -> None:
    story = consulting().do("third_party_opinion", date(2020, 9, 11), thread=4, opinion="consent")
    found = days(story, today=date(2020, 9, 15))
    assert found["statutory"].on == CALENDAR.add(DUE, 5)
    assert found["post"].on == CALENDAR.add(DUE, 4)
    assert "结束当日" in found["post"].why


def test_a_consultation_without_proof_of_receipt_takes_nothing_off() -> None:
    story = registered().do("assign", date(2020, 9, 2), handler=1)
    story.do("consult_third_party", date(2020, 9, 4), name="某公司", matter="报价")
    assert days(story)["post"].on == DUE


def test_no_post_leaves_on_a_rest_day() -> None:
    story = issued().do("serve_by_post", date(2020, 9, 11), recipient=1, tracking="EMS1")
    story.do("redo", date(2020, 9, 21), until="2020-10-04", decision="某复决字1号")
    found = days(story, today=date(2020, 9, 21))
    assert (found["statutory"].on, found["statutory"].basis) == (date(2020, 10, 4), "复议法76")
    assert found["post"].on == date(2020, 9, 30)


def test_a_request_not_yet_confirmed_has_safe_days_from_its_arrival() -> None:
    found = days(waiting(), target=5)
    assert {key: one.on for key, one in found.items()} == {
        "statutory": DUE,
        "internal": date(2020, 9, 22),
        "post": DUE,
        "correction_notice": date(2020, 9, 10),
    }
    assert all(one.safe for one in found.values())


def test_the_safe_tape_counts_twenty_days_from_the_arrival() -> None:
    story = waiting()
    tape = safe_tape(story.workflow, story.workflow.situation(story.facts, CALENDAR))
    assert (tape[0].on, tape[-1].on, tape[-1].number) == (date(2020, 9, 1), DUE, 20)
    assert all(day.safe for day in tape)


def test_confirmation_ends_the_safe_clock_and_starts_the_real_one() -> None:
    story = waiting().do("confirm_receipt", date(2020, 9, 3), note="电话")
    found = days(story)
    assert found["statutory"].on == date(2020, 9, 30)
    assert not found["statutory"].safe
    assert "correction_notice" not in found
    assert safe_tape(story.workflow, story.workflow.situation(story.facts, CALENDAR)) == ()


def test_while_the_clock_waits_for_the_applicant_there_is_no_day_to_work_towards() -> None:
    story = registered().do(
        "request_correction", date(2020, 9, 3), items_to_correct="文号", days=15
    )
    assert days(story) == {}


def test_a_review_has_no_safe_clock_of_a_request() -> None:
    assert days(Story(REVIEW_2017).do("accept", TODAY)) == {}


def test_a_letter_that_is_no_request_is_not_posted_under_the_rule_for_answers() -> None:
    other = replace(REQUEST_2019, kind=RecordKind.inquiry)
    situation = other.situation(registered().facts, CALENDAR)
    assert [one.key for one in due_days(other, situation, today=TODAY, target=3)] == [
        "statutory",
        "internal",
    ]
