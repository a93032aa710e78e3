"""Tasks of departments: asked, claimed, answered, taken back; they feed the search and never stop the clock."""

from datetime import date

import pytest
from law.stories import CALENDAR, Refused, Story, registered
from law.test_evidence import NOT_HELD, SEARCH, doubts, refusal

from workflows.history import Act
from workflows.timer import Timer

DAY = date(2020, 9, 3)


def asked(story: Story | None = None, *, kind: str = "search", limit: str = "2020-09-08") -> Story:
    story = story or registered().do("assign", date(2020, 9, 2), handler=1)
    return story.do(
        "ask_department", DAY, asked_unit=5, task_kind=kind, matter="请检索", limit_on=limit
    )


def found(story: Story, result: str, *, thread: int = 4) -> Story:
    return story.do(
        "answer_task",
        date(2020, 9, 7),
        thread=thread,
        result=result,
        systems="业务系统",
        note="已检索",
    )


def terms(story: Story) -> list[Timer]:
    situation = story.workflow.situation(story.facts, CALENDAR)
    return [t for t in story.workflow.running_timers(situation) if t.key == "task"]


def test_asking_a_department_stops_no_clock() -> None:
    before = registered().do("assign", date(2020, 9, 2), handler=1).due_on
    assert asked().due_on == before
    assert found(asked(), "none").due_on == before


def test_several_departments_are_asked_at_once() -> None:
    story = asked(asked())
    assert len(story.facts.threads_of("task", only_open=True)) == 2
    assert len(found(story, "none", thread=5).facts.threads_of("task", only_open=True)) == 1


def test_a_limit_in_the_past_is_no_limit() -> None:
    with pytest.raises(Refused, match="内部期限不能早于"):
        asked(limit="2020-09-02")


def test_a_task_is_claimed_once() -> None:
    story = asked().do("claim_task", DAY, thread=4)
    with pytest.raises(Refused, match="已于2020年9月3日认领"):
        story.do("claim_task", DAY, thread=4)


@pytest.mark.parametrize("action", ["claim_task", "answer_task", "withdraw_task"])
def test_a_task_that_does_not_exist_is_refused(action: str) -> None:
    with pytest.raises(Refused, match="不存在或者已经答复"):
        asked().do(action, DAY, thread=2)


def test_what_was_answered_is_not_answered_again() -> None:
    with pytest.raises(Refused, match="不存在或者已经答复"):
        found(found(asked(), "none"), "none")


def test_the_page_offers_an_answer_only_while_something_was_asked() -> None:
    story = asked()
    assert not story.workflow.refusals(
        story.workflow.situation(story.facts, CALENDAR), Act(0, "claim_task", DAY)
    )
    story.do("withdraw_task", DAY, thread=4, reasons="不再需要")
    said = story.workflow.refusals(
        story.workflow.situation(story.facts, CALENDAR), Act(0, "claim_task", DAY)
    )
    assert "没有尚未答复的协办事项" in said[0].sentence


def test_the_answer_of_a_search_says_where_it_looked_and_what_it_found() -> None:
    with pytest.raises(Refused, match="缺少检索结果、检索的系统和档案"):
        asked().do("answer_task", DAY, thread=4, note="没有")


def test_the_answer_of_other_help_is_a_note() -> None:
    story = asked(kind="assist").do("answer_task", DAY, thread=4, note="联系人为乙")
    assert not story.facts.threads_of("task", only_open=True)


def test_while_a_search_is_open_nothing_is_said_not_to_exist() -> None:
    story = asked().do("record_search", date(2020, 9, 7), **SEARCH)
    assert "还有1项检索没有答复" in refusal(story, **NOT_HELD)
    found(story, "none")
    assert story.do("submit_draft", date(2020, 9, 10), **NOT_HELD).facts.state == "legal_review"


def test_other_help_that_is_open_does_not_hold_up_the_answer() -> None:
    story = asked(kind="assist").do("record_search", date(2020, 9, 7), **SEARCH)
    assert story.do("submit_draft", date(2020, 9, 10), **NOT_HELD).facts.state == "legal_review"


def test_what_a_department_found_makes_not_existing_doubtful() -> None:
    story = found(asked(), "found").do("record_search", date(2020, 9, 7), **SEARCH)
    assert "1项协办检索答复查找到" in doubts(story, **NOT_HELD)
    none = found(asked(), "none").do("record_search", date(2020, 9, 7), **SEARCH)
    assert doubts(none, **NOT_HELD) == ""


def test_an_open_task_has_a_term_of_the_department() -> None:
    (term,) = terms(asked())
    assert (term.whose, term.ends_on, term.seq) == ("department", date(2020, 9, 8), 4)
    assert "未认领" in term.label


def test_a_claimed_task_no_longer_shows_as_unclaimed() -> None:
    (term,) = terms(asked().do("claim_task", DAY, thread=4))
    assert "未认领" not in term.label


def test_an_answered_task_and_a_task_without_limit_have_no_term() -> None:
    assert terms(found(asked(), "none")) == []
    assert terms(asked(limit="")) == []


def test_a_closed_case_waits_for_no_department() -> None:
    assert terms(asked().do("withdraw", date(2020, 9, 7), paper="书面撤回")) == []
