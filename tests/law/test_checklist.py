"""The list of what an answer was checked for: complete, and as the guards say."""

import pytest

from tests.law.stories import CALENDAR, Story
from tests.law.test_files import SEP, at_work, attached, drafted
from workflows.checklist import ROWS, Check, Mark, checklist, guards_listed
from workflows.kinds.request import REQUEST_2019


def listed(story: Story) -> dict[str, Check]:
    draft = story.facts.last("submit_draft")
    assert draft is not None
    situation = REQUEST_2019.situation(story.facts, CALENDAR)
    return {c.label: c for c in checklist(REQUEST_2019, situation, draft, today=SEP[10])}


def test_every_guard_of_draft_and_issue_has_its_line_and_no_other() -> None:
    assert {row.guard for row in ROWS} == guards_listed(REQUEST_2019)
    assert len({row.label for row in ROWS}) == len(ROWS)


def test_a_refusal_is_not_asked_for_what_only_a_release_needs() -> None:
    story = at_work().do("submit_draft", SEP[10], outcome="D1b", fact_reasons="—")
    found = listed(story)
    assert "每一份拟提供材料已作保密审查" not in found
    assert "已经征求第三方意见" not in found
    assert {check.mark for check in found.values()} == {Mark.ok}


def test_what_is_missing_stops_and_says_what_to_do() -> None:
    story = at_work()
    attached(story)
    drafted(story, "A2")
    line = listed(story)["每一份拟提供材料已作保密审查"]
    assert (line.mark, line.basis) == (Mark.stop, "条例17")
    assert "没有保密审查记录" in line.sentence
    assert listed(story)["本次答复稿已作保密审查"].mark is Mark.ok


def test_a_doubt_is_a_warning() -> None:
    story = at_work().do("submit_draft", SEP[10], outcome="E1", fact_reasons="—")
    assert listed(story)["写明可以反映诉求的渠道"].mark is Mark.warn


@pytest.mark.parametrize(("day", "mark"), [(28, Mark.ok), (29, Mark.warn)])
def test_the_due_date_is_asked_of_the_day_of_signing(day: int, mark: Mark) -> None:
    story = at_work().do("submit_draft", SEP[10], outcome="D1b", fact_reasons="—")
    draft = story.facts.last("submit_draft")
    assert draft is not None
    situation = REQUEST_2019.situation(story.facts, CALENDAR)
    found = checklist(REQUEST_2019, situation, draft, today=SEP[day])
    assert next(c for c in found if c.label == "在答复期限之内").mark is mark
