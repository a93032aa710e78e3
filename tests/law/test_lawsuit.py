"""行政诉讼: our defence within its days, the hearing, the judgments of two instances, and the result that counts."""

from datetime import date

import pytest
from law.stories import Refused, Story

from casework.calendars import package_calendar
from workflows.acts.deciding import JOINT
from workflows.history import Act
from workflows.kinds.lawsuit import LAWSUIT_2017, SuitState, complaint_is_to_come
from workflows.timer import Timer

WIDE = package_calendar(first_year=2023, until_year=2025)
DOCKETED, COMPLAINT = date(2024, 3, 1), date(2024, 3, 4)


def docketed(**data: object) -> Story:
    return Story(LAWSUIT_2017, WIDE).do("accept", DOCKETED, **data)


def with_complaint(**data: object) -> Story:
    return docketed(complaint_received_on=COMPLAINT.isoformat(), **data)


def timers(story: Story) -> dict[str, Timer]:
    situation = story.workflow.situation(story.facts, WIDE)
    return {one.key: one for one in story.workflow.running_timers(situation)}


def test_the_defence_is_due_fifteen_days_after_the_complaint() -> None:
    story = with_complaint()
    assert (story.due_on, story.facts.state) == (date(2024, 3, 19), SuitState.awaiting_defence)
    assert timers(story)["due"].basis == "行诉法67"


def test_a_day_that_the_court_sets_goes_before_the_fifteen_days() -> None:
    assert with_complaint(until="2024-03-12", procedure="simple").due_on == date(2024, 3, 12)
    assert docketed(until="2024-03-12").due_on == date(2024, 3, 12)


def test_nothing_runs_before_the_complaint_is_here() -> None:
    story = docketed()
    assert (story.due_on, story.facts.state) == (None, SuitState.pending)
    story.do("receive_complaint", COMPLAINT)
    assert (story.due_on, story.facts.state) == (date(2024, 3, 19), SuitState.awaiting_defence)
    assert not complaint_is_to_come(story.facts, Act(1, "accept", DOCKETED, {"until": "x"}))


def test_the_court_may_give_more_time_and_never_less() -> None:
    story = with_complaint().do("extend_evidence", date(2024, 3, 15), until="2024-03-29")
    assert story.due_on == date(2024, 3, 29)
    with pytest.raises(Refused, match="应晚于现有期限2024年3月29日"):
        story.do("extend_evidence", date(2024, 3, 18), until="2024-03-29")


def test_our_defence_ends_the_period_and_a_late_one_is_warned_of() -> None:
    story = with_complaint()
    situation = story.workflow.situation(story.facts, WIDE)
    late = Act(9, "submit_defence", date(2024, 3, 20))
    assert [w.guard for w in story.workflow.warnings(situation, late)] == [
        "handed_in_before_the_limit"
    ]
    story.do("submit_defence", date(2024, 3, 18))
    assert (story.due_on, story.facts.state) == (None, SuitState.pending)


def test_the_last_summons_names_the_day_in_court() -> None:
    story = with_complaint().do("set_hearing", date(2024, 3, 6), hearing_on="2024-04-08")
    story.do("set_hearing", date(2024, 3, 20), hearing_on="2024-04-22")
    assert timers(story)["hearing"].ends_on == date(2024, 4, 22)
    story.do("conclude", date(2024, 5, 6), result="upheld")
    assert timers(story) == {}


def test_a_hearing_does_not_lie_before_its_summons() -> None:
    with pytest.raises(Refused, match="“开庭日期”不能早于办理日期2024年3月6日"):
        with_complaint().do("set_hearing", date(2024, 3, 6), hearing_on="2024-03-05")


def judged() -> Story:
    story = with_complaint().do("submit_defence", date(2024, 3, 18))
    return story.do("judge", date(2024, 6, 3), first_result="corrected", decision="行初1号")


def test_a_first_judgment_closes_nothing_while_it_can_be_appealed() -> None:
    story = judged()
    assert (story.facts.state, story.facts.closed_on) == (SuitState.judged, None)
    assert timers(story)["appeal"].ends_on == date(2024, 6, 18)
    assert timers(story)["appeal"].lapses


def test_a_judgment_before_our_defence_ends_the_period_too() -> None:
    story = with_complaint().do("judge", date(2024, 3, 12), first_result="other")
    assert story.due_on is None


def test_the_final_result_is_the_one_that_counts() -> None:
    story = judged().do("appeal", date(2024, 6, 10), appellant="agency")
    assert (story.facts.state, timers(story)) == (SuitState.appealed, {})
    story.do("conclude", date(2024, 9, 2), result="upheld")
    assert (story.facts.outcome, story.facts.closed_on) == ("upheld", date(2024, 9, 2))
    assert story.workflow.read_clock(story.facts, WIDE).warnings == ()


def test_a_judgment_that_nobody_appeals_is_concluded_as_it_stands() -> None:
    story = judged().do("conclude", date(2024, 6, 20), result="corrected")
    assert story.facts.outcome == "corrected"


@pytest.mark.parametrize(("role", "fires"), [("original", True), (JOINT, False), (None, True)])
def test_a_judgment_reaches_the_request_of_the_original_agency_only(
    role: str | None, fires: bool
) -> None:
    story = docketed(our_role=role).do("conclude", date(2024, 6, 20), result="corrected")
    row = LAWSUIT_2017.action("conclude")
    assert row is not None
    assert row.also is not None
    assert row.also.when(story.facts, story.facts.acts[-1]) is fires
