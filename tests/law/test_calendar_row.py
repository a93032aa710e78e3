"""The row of a calendar change: a recomputed day is no act on the case."""

from datetime import date

import pytest

from tests.law.stories import Story, registered
from workflows.vocabulary import State


@pytest.fixture
def carried() -> Story:
    """A request that stood open over the end of 2020."""
    return (
        registered()
        .do("assign", date(2020, 9, 2), handler=1)
        .do("carry_forward", date(2020, 12, 31))
    )


def test_a_calendar_change_leaves_a_carried_case_in_its_state(carried: Story) -> None:
    facts = carried.do("calendar_changed", date(2021, 1, 27), calendar=2).facts
    assert (facts.state, facts.resumes_to) == (State.carried_forward, State.in_progress)


def test_the_next_act_of_a_person_still_starts_where_the_carried_case_stood(carried: Story) -> None:
    carried.do("calendar_changed", date(2021, 1, 27), calendar=2)
    facts = carried.do("log_contact", date(2021, 1, 28), reached=True).facts
    assert (facts.state, facts.resumes_to) == (State.in_progress, "")


def test_a_calendar_change_leaves_a_case_at_work_where_it_is() -> None:
    facts = registered().do("calendar_changed", date(2020, 9, 3), calendar=2).facts
    assert facts.state == State.registered
