"""The life of a request as the table of acts tells it: service, closing, voiding and the turn of the year."""

from datetime import date

import pytest
from law.stories import CALENDAR, Refused, issued, registered

from workflows.history import Act


def test_the_last_one_served_closes_the_case_whatever_the_way_of_service() -> None:
    story = issued(applicants=2).do("serve_by_post", date(2020, 9, 25), recipient=1, tracking="X1")
    assert story.facts.state == "pending_service"
    story.do("serve_in_person", date(2020, 9, 21), recipient=2, signer="乙")
    assert (story.facts.state, story.facts.closed_on) == ("answered", date(2020, 9, 25))


def test_returned_post_is_dispatched_again_and_the_first_posting_still_counts() -> None:
    story = issued().do("serve_by_post", date(2020, 9, 15), recipient=1, tracking="X1")
    key = len(story.rows)
    story.do("answer_returned", date(2020, 9, 22), thread=key, return_reason="查无此人")
    story.do("serve_by_post", date(2020, 11, 9), recipient=1, tracking="X2")
    assert (story.facts.state, story.facts.closed_on) == ("answered", date(2020, 9, 15))
    assert story.workflow.read_clock(story.facts, CALENDAR).warnings == ()


def test_a_void_case_has_no_due_date() -> None:
    story = registered().do("void", date(2020, 9, 3), reasons="重复登记")
    assert (story.facts.state, story.due_on, story.facts.closed_on) == ("void", None, None)


def test_a_turn_of_the_year_behind_the_closing_parks_nothing() -> None:
    story = issued().do("serve_by_post", date(2021, 1, 5), recipient=1, tracking="X1")
    row = Act(len(story.rows) + 1, "carry_forward", date(2020, 12, 31))
    assert story.workflow.fire(story.facts, row).state == "answered"


@pytest.mark.parametrize("action", ["answer_received", "answer_returned"])
def test_a_receipt_names_a_dispatch_that_exists(action: str) -> None:
    story = issued().do("serve_by_post", date(2020, 9, 15), recipient=1, tracking="X1")
    with pytest.raises(Refused, match="235号"):
        story.do(action, date(2020, 9, 18), thread=99, return_reason="查无此人")
