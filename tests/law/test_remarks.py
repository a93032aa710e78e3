"""Remarks at a place of the reasons: on the newest version only, settled once, and nobody passes them by unawares."""

from datetime import date

import pytest

from tests.law.stories import Refused, Story, registered
from workflows import drafts, remarks
from workflows.history import Act
from workflows.remarks import every_remark_is_settled

DAY = date(2020, 9, 10)


def remarked() -> Story:
    story = registered().do("assign", DAY, handler=1)
    story = story.do("write_reasons", DAY, reasons="一。\n二。", based_on=0)
    last = drafts.newest(story.facts)
    assert last
    return story.do("remark_on_reasons", DAY, on_version=last.key, paragraph=2, remark="缺条款")


def test_a_remark_moves_neither_state_nor_clock_and_stays_open_until_it_is_settled() -> None:
    story = remarked()
    (one,) = remarks.open_remarks(story.facts)
    assert (story.facts.state, one.values["paragraph"]) == ("in_progress", 2)
    settled = story.do("settle_remark", DAY, thread=one.key, answer="已补")
    assert remarks.open_remarks(settled.facts) == ()
    assert len(remarks.remarks(settled.facts)) == 1
    with pytest.raises(Refused, match="已经处理过"):
        settled.do("settle_remark", DAY, thread=one.key)


def test_only_the_newest_version_is_remarked_on_and_a_remark_outlives_the_next_one() -> None:
    story = remarked()
    first = drafts.newest(story.facts)
    assert first
    later = story.do("write_reasons", DAY, reasons="一。\n三。", based_on=first.key)
    assert len(remarks.open_remarks(later.facts)) == 1
    with pytest.raises(Refused, match="更新的一稿"):
        later.do("remark_on_reasons", DAY, on_version=first.key, paragraph=1, remark="再看")
    fresh = registered().do("assign", DAY, handler=1)
    with pytest.raises(Refused, match="没有可以批注的文字"):
        fresh.do("remark_on_reasons", DAY, on_version=3, paragraph=1, remark="看")


def test_whoever_reviews_or_approves_is_told_of_open_remarks() -> None:
    story = remarked()
    rows = {row.name: row for row in story.workflow.actions}
    case = story.workflow.situation(story.facts, story.calendar)
    passing = Act(len(story.rows) + 1, "pass_review", DAY, {})
    assert "还有1条批注" in every_remark_is_settled.sentence_against(case, passing)
    assert every_remark_is_settled in rows["pass_review"].warnings
    assert every_remark_is_settled in rows["approve"].warnings
