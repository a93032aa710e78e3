"""行政复议 under the law of 2017 and that of 2023: our reply in its days, the procedure, the result and what it sets off."""

from datetime import date

import pytest
from law.stories import Refused, Story

from casework.calendars import package_calendar
from workflows.history import Act
from workflows.kinds import review
from workflows.kinds.review import REVIEW_2017, REVIEW_2024, ReviewState
from workflows.registry import workflow_for
from workflows.timer import Timer, Whose
from workflows.vocabulary import RecordKind, ReviewResult

WIDE = package_calendar(first_year=2023, until_year=2025)
ACCEPTED, COPY = date(2024, 3, 1), date(2024, 3, 4)  # a Friday and the Monday after


def accepted(**data: str) -> Story:
    return Story(REVIEW_2024, WIDE).do("accept", ACCEPTED, **data)


def with_copy(**data: str) -> Story:
    return accepted(copy_received_on=COPY.isoformat(), **data)


def timers(story: Story) -> dict[str, Timer]:
    situation = story.workflow.situation(story.facts, story.calendar)
    return {one.key: one for one in story.workflow.running_timers(situation)}


@pytest.mark.parametrize(
    ("procedure", "due", "basis"),
    [
        ("simple", date(2024, 3, 11), "复议法54"),
        ("ordinary", date(2024, 3, 18), "复议法48"),
        ("", date(2024, 3, 11), "复议法54"),  # not known: the shorter one
    ],
)
def test_the_reply_is_due_in_the_working_days_of_its_procedure(
    procedure: str, due: date, basis: str
) -> None:
    story = with_copy(procedure=procedure)
    assert story.due_on == due
    assert (timers(story)["due"].ends_on, timers(story)["due"].basis) == (due, basis)
    assert story.facts.state == ReviewState.awaiting_reply


def test_the_law_of_2017_gives_ten_plain_days() -> None:
    story = Story(REVIEW_2017).do("accept", date(2020, 9, 1), copy_received_on="2020-09-03")
    assert story.due_on == date(2020, 9, 14)  # the 13th is a Sunday
    assert timers(story)["due"].basis == "复议法2017"
    assert timers(story)["decision"].ends_on == date(2020, 11, 2)
    assert REVIEW_2017.action("change_procedure") is None


@pytest.mark.parametrize(
    ("day", "workflow"),
    [
        (date(2023, 12, 31), REVIEW_2017),
        (date(2024, 1, 1), REVIEW_2024),
        (date(2015, 1, 1), REVIEW_2017),
    ],
)
def test_the_review_law_of_the_day_of_acceptance_judges(day: date, workflow: object) -> None:
    assert workflow_for(RecordKind.review, day) is workflow


def test_no_period_runs_before_the_copy_is_here() -> None:
    story = accepted()
    assert (story.due_on, story.facts.state) == (None, ReviewState.pending)
    assert "due" not in timers(story)


def test_the_period_runs_from_the_copy_that_comes_later() -> None:
    story = accepted(procedure="ordinary").do("receive_copy", COPY)
    assert (story.due_on, story.facts.state) == (date(2024, 3, 18), ReviewState.awaiting_reply)


def test_a_day_that_the_notice_sets_stands_for_itself() -> None:
    assert with_copy(until="2024-03-15").due_on == date(2024, 3, 15)
    story = accepted(until="2024-03-15")
    assert (story.due_on, story.facts.state) == (date(2024, 3, 15), ReviewState.awaiting_reply)
    assert timers(story)["due"].basis == "复议法48"


def test_a_change_of_procedure_counts_anew_from_the_copy() -> None:
    story = with_copy(procedure="simple")
    story.do("change_procedure", date(2024, 3, 7), procedure="ordinary")
    assert story.due_on == date(2024, 3, 18)
    assert timers(story)["decision"].ends_on == date(2024, 4, 30)


def test_a_change_of_procedure_before_the_copy_starts_nothing() -> None:
    story = accepted().do("change_procedure", date(2024, 3, 2), procedure="ordinary")
    assert story.due_on is None
    assert story.do("receive_copy", COPY).due_on == date(2024, 3, 18)


def test_a_change_of_procedure_behind_the_reply_gives_no_new_period() -> None:
    story = with_copy(procedure="simple").do("submit_reply", date(2024, 3, 8))
    with pytest.raises(Refused, match="已于2024年3月8日提交答复"):
        story.do("change_procedure", date(2024, 3, 9), procedure="ordinary")


def test_the_review_body_has_thirty_days_in_the_simple_procedure_and_sixty_else() -> None:
    simple = timers(with_copy(procedure="simple"))["decision"]
    assert (simple.whose, simple.ends_on, simple.lapses) == (
        Whose.review_body,
        date(2024, 4, 1),  # 31 March is a Sunday
        True,
    )
    assert timers(with_copy())["decision"].ends_on == date(2024, 4, 30)


def test_a_period_beyond_the_calendar_ends_on_its_plain_day() -> None:
    story = Story(REVIEW_2024, WIDE).do("accept", date(2025, 12, 20))
    assert timers(story)["decision"].ends_on == date(2026, 2, 18)


def test_our_reply_ends_the_period_and_leaves_the_review_pending() -> None:
    story = with_copy(procedure="simple").do("submit_reply", date(2024, 3, 8), pieces=12)
    assert (story.due_on, story.facts.state) == (None, ReviewState.pending)
    assert "due" not in timers(story)
    assert story.workflow.read_clock(story.facts, WIDE).last_due_on == date(2024, 3, 11)


def test_a_late_reply_is_handed_in_with_a_warning() -> None:
    story = with_copy(procedure="simple")
    situation = story.workflow.situation(story.facts, WIDE)
    late = Act(9, "submit_reply", date(2024, 3, 12))
    assert [w.basis for w in story.workflow.warnings(situation, late)] == ["复议法70"]
    in_time = Act(9, "submit_reply", date(2024, 3, 11))
    assert story.workflow.warnings(situation, in_time) == ()
    assert story.do("submit_reply", date(2024, 3, 12)).due_on is None


@pytest.mark.parametrize("replied", [True, False])
@pytest.mark.parametrize("result", ["upheld", "corrected", "other"])
def test_every_result_closes_the_review_without_a_doubt_of_the_clock(
    replied: bool, result: str
) -> None:
    story = with_copy(procedure="simple")
    if replied:
        story.do("submit_reply", date(2024, 3, 8))
    story.do("conclude", date(2024, 4, 10), result=result)
    assert (story.facts.closed_on, story.facts.outcome) == (date(2024, 4, 10), result)
    reading = story.workflow.read_clock(story.facts, WIDE)
    assert (reading.due_on, reading.warnings) == (None, ())
    assert timers(story) == {}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"result": "upheld", "redo_until": "2024-05-10"}, "只有“结果纠正”"),
        ({"result": "other", "no_redo": True}, "只有“结果纠正”"),
        (
            {"result": "corrected", "redo_until": "2024-05-10", "no_redo": True},
            "不能同时填写",
        ),
        ({"result": "corrected", "redo_until": "2024-04-09"}, "不能早于结案之日2024年4月10日"),
    ],
)
def test_a_result_that_contradicts_itself_is_refused(data: dict[str, str], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        with_copy().do("conclude", date(2024, 4, 10), **data)


@pytest.mark.parametrize(
    ("data", "fires"),
    [
        ({"result": "corrected"}, True),
        ({"result": "corrected", "redo_until": "2024-05-10"}, True),
        ({"result": "corrected", "no_redo": True}, False),
        ({"result": "upheld"}, False),
        ({"result": "other"}, False),
    ],
)
def test_only_a_correction_that_orders_it_reopens_the_request(
    data: dict[str, str], fires: bool
) -> None:
    story = with_copy().do("conclude", date(2024, 4, 10), **data)
    row = REVIEW_2024.action("conclude")
    assert row is not None
    assert row.also is not None
    assert row.also.action == "redo"
    assert row.also.when(story.facts, story.facts.acts[-1]) is fires


def test_a_review_is_assigned_and_a_wrong_one_becomes_void() -> None:
    story = with_copy().do("assign", COPY, handler=3)
    assert story.facts.values["handler"] == 3
    story.do("void", COPY, reasons="重复登记")
    assert (story.facts.state, story.due_on, story.facts.closed_on) == ("void", None, None)


def test_the_result_is_one_of_the_closed_list() -> None:
    row = REVIEW_2024.action("conclude")
    assert row is not None
    offered = {c.value for c in row.fields[0].choices}
    assert offered == {r.value for r in ReviewResult} - {ReviewResult.pending}
    assert review.copy_is_to_come(with_copy().facts, Act(1, "accept", ACCEPTED))


# The 行政复议意见书 beside the decision ---------------------------------------------------------------------


def with_opinion(**data: str) -> Story:
    story = with_copy().do("conclude", date(2024, 4, 10), result="upheld")
    return story.do("receive_opinion", date(2024, 4, 12), demand="规范检索记录", **data)


def test_an_opinion_is_reported_back_in_sixty_days_though_the_review_is_over() -> None:
    story = with_opinion(paper="某政复意〔2024〕3号")
    assert story.facts.state == ReviewState.concluded
    owed = timers(story)["review_opinion"]
    # The sixtieth day is 11 June, a Tuesday.
    assert (owed.ends_on, owed.basis, owed.whose) == (date(2024, 6, 11), "复议法76", Whose.ours)
    story.do("report_opinion", date(2024, 6, 3), measures="已补充检索规范")
    assert timers(story) == {}
    assert (story.facts.state, story.facts.outcome) == (ReviewState.concluded, "upheld")


def test_an_opinion_under_the_law_of_2017_rests_on_its_regulation() -> None:
    story = Story(REVIEW_2017).do("accept", date(2020, 9, 1), copy_received_on="2020-09-03")
    story.do("receive_opinion", date(2020, 9, 14), demand="限期整改")
    owed = timers(story)["review_opinion"]
    assert (owed.ends_on, owed.basis) == (date(2020, 11, 13), "复议法实施条例57")
    assert story.due_on == date(2020, 9, 14)  # the reply runs as before


def test_two_opinions_run_side_by_side_and_each_is_reported_by_itself() -> None:
    story = with_opinion().do("receive_opinion", date(2024, 4, 20), demand="完善登记")
    first, second = (t.key for t in story.facts.threads_of("review_opinion"))
    story.do("report_opinion", date(2024, 5, 6), thread=first, measures="已办理")
    assert timers(story)["review_opinion"].seq == second
    with pytest.raises(Refused, match="已经报送"):
        story.do("report_opinion", date(2024, 5, 7), thread=first, measures="已办理")


def test_nothing_is_reported_on_an_opinion_that_never_came() -> None:
    with pytest.raises(Refused, match="须在“收到行政复议意见书”之后"):
        with_copy().do("report_opinion", date(2024, 5, 6), measures="已办理")


def test_a_report_does_not_go_before_its_opinion() -> None:
    with pytest.raises(Refused, match="不能早于收到意见书之日2024年4月12日"):
        with_opinion().do("report_opinion", date(2024, 4, 11), measures="已办理")


@pytest.mark.parametrize(("day", "late"), [(date(2024, 6, 11), 0), (date(2024, 6, 12), 1)])
def test_a_late_report_is_made_with_a_warning(day: date, late: int) -> None:
    story = with_opinion()
    situation = story.workflow.situation(story.facts, WIDE)
    found = story.workflow.warnings(situation, Act(9, "report_opinion", day))
    assert [w.basis for w in found] == ["复议法76"] * late


def test_a_void_review_owes_no_report() -> None:
    story = with_copy().do("receive_opinion", date(2024, 4, 1), demand="规范检索记录")
    assert timers(story.do("void", date(2024, 4, 2), reasons="重复登记")) == {}
