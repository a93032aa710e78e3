"""Service of the answer: which day counts for each way, and what a return changes (235号)."""

from datetime import date

import pytest
from law.stories import issued

from workflows.vocabulary import State

SERVED = date(2020, 9, 14)

WAYS = {
    "serve_by_post": {"tracking": "EX1"},
    "serve_in_person": {"signer": "张三"},
    "serve_through_agency": {"agency": "某镇人民政府", "signer": "张三"},
}


@pytest.mark.parametrize("way", ["serve_by_post", "serve_in_person", "serve_through_agency"])
def test_the_day_of_service_closes_the_case(way: str) -> None:
    story = issued().do(way, SERVED, recipient=1, **WAYS[way])
    assert (story.facts.state, story.facts.closed_on) == (State.answered, SERVED)


def test_of_several_applicants_the_last_one_served_closes_the_case_by_whatever_way() -> None:
    story = issued(applicants=2).do("serve_by_post", SERVED, recipient=1, tracking="EX1")
    assert story.facts.state == State.pending_service
    last = date(2020, 9, 16)
    story.do("serve_through_agency", last, recipient=2, **WAYS["serve_through_agency"])
    assert (story.facts.state, story.facts.closed_on) == (State.answered, last)
