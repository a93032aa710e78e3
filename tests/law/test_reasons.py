"""The reasons of an answer, version by version: who writes when, on which version, and which one holds."""

from datetime import date

import pytest

from tests.law.stories import Refused, Story, registered
from workflows import drafts
from workflows.outcomes import answer_sentences, sentences_around_reasons
from workflows.registry import all_workflows
from workflows.vocabulary import Role, State

DAY = date(2020, 9, 10)
WRITING = {
    "write_reasons": (Role.handler, State.in_progress),
    "revise_reasons_in_review": (Role.legal, State.legal_review),
    "revise_reasons_on_approval": (Role.approver, State.approval),
}
REFUSED = {"outcome": "C5", "fact_internal_kind": "personnel"} | {
    "fact_separable": "no",
    "fact_separable_why": "—",
}


def at_work() -> Story:
    return registered().do("assign", DAY, handler=1)


def written(story: Story, text: str = "理由。", *, on: str = "write_reasons") -> Story:
    last = drafts.newest(story.facts)
    return story.do(on, DAY, reasons=text, based_on=last.key if last else 0)


def refused(story: Story, action: str, **data: object) -> str:
    with pytest.raises(Refused) as error:
        story.do(action, DAY, **data)
    return str(error.value)


def test_each_stage_writes_by_its_own_role_and_nobody_between_approval_and_issue() -> None:
    (request,) = [w for w in all_workflows() if w.version == "request-2019"]
    found = {a.name: a for a in request.actions if a.writes}
    assert set(found) == set(WRITING)
    for name, (role, state) in WRITING.items():
        assert found[name].roles == {role}
        assert state in found[name].sources
    assert not any(State.pending_issue in action.sources for action in found.values())


def test_a_version_moves_neither_state_nor_clock() -> None:
    story = at_work()
    before = story.facts.state, story.due_on
    written(story)
    assert (story.facts.state, story.due_on) == before


def test_the_newest_version_takes_the_place_of_the_one_before_and_none_is_lost() -> None:
    story = written(written(at_work(), "一。"), "二。")
    assert [t.values["reasons"] for t in drafts.versions(story.facts)] == ["一。", "二。"]
    assert drafts.in_force(story.facts) == drafts.newest(story.facts)
    assert [t.is_open for t in drafts.versions(story.facts)] == [False, True]


def test_a_version_that_rests_on_an_older_one_is_refused() -> None:
    story = written(at_work())
    assert "更新的一稿" in refused(story, "write_reasons", reasons="三。", based_on=0)
    assert "还没有保存过理由" in refused(at_work(), "write_reasons", reasons="三。", based_on=7)


def test_with_a_version_the_draft_needs_no_other_reasons_and_takes_none() -> None:
    assert "理由" in refused(at_work(), "submit_draft", **REFUSED)
    said = refused(written(at_work()), "submit_draft", fact_reasons="别的", **REFUSED)
    assert "以最新一稿为准" in said
    story = written(at_work()).do("submit_draft", DAY, **REFUSED)
    assert story.facts.working_state == State.legal_review


def test_reviewers_write_versions_while_the_draft_lies_with_them() -> None:
    story = written(at_work()).do("submit_draft", DAY, **REFUSED)
    written(story, "审核改。", on="revise_reasons_in_review").do("pass_review", DAY)
    written(story, "审批改。", on="revise_reasons_on_approval")
    assert drafts.in_force(story.facts).values["reasons"] == "审批改。"


def test_the_reasons_of_an_overturned_answer_do_not_go_out_again_by_themselves() -> None:
    """复议法64."""
    story = written(at_work()).do("submit_draft", DAY, **REFUSED)
    story.do("pass_review", DAY).do("review_secrecy", DAY, conclusion="closed")
    story.do("approve", DAY).do("issue", DAY, document={"key": "answer"})
    story.do("serve_in_person", DAY, recipient=1, proof="—")
    story.do("redo", DAY, until="2020-10-30", decision="—")
    assert drafts.in_force(story.facts) is None
    assert drafts.proposed(story.facts) is None
    written(story, "重新写的理由。")
    assert drafts.in_force(story.facts).values["reasons"] == "重新写的理由。"
    anew = story.do("submit_draft", DAY, **REFUSED).rows[-1]
    assert drafts.proposed(story.facts) == anew


def test_an_answer_keeps_the_order_of_its_paragraphs_around_the_reasons() -> None:
    facts = {"reasons": "甲", "responsible_agency": "某局", "responsible_contact": "电话"}
    before, after = sentences_around_reasons("D1b", facts)
    assert before[-1] == "理由如下："
    whole = answer_sentences("D1b", facts)
    assert (*before[:-1], "理由如下：甲。", *after) == whole
    assert after


def test_where_an_answer_has_no_place_for_reasons_they_stand_at_its_end() -> None:
    given = {"published_way": "网站", "published_at": "栏目"}
    assert sentences_around_reasons("A1", given) == (answer_sentences("A1", given), ())
