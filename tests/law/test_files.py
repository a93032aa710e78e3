"""Files as acts: what they prove, when they are withdrawn, and that nothing is released without its own review."""

from datetime import date

import pytest

from tests.law.stories import Refused, Story, registered
from workflows.definition import Workflow
from workflows.history import Act
from workflows.outcomes import facts_for
from workflows.registry import all_workflows
from workflows.vocabulary import Role

SEP = {day: date(2020, 9, day) for day in range(1, 31)}
DIGEST = {"sha256": "0" * 64, "media": "pdf", "size": 9, "pages": 3}
TWO_PAGES = {"standard": "per_page", "count": 2, "payment_way": "—"}


def attached(story: Story, *, kind: str = "release", **more: object) -> int:
    """The number of the row that attaches a file."""
    story.do("attach_file", SEP[2], **{"file_kind": kind, "file": DIGEST, **more})
    return len(story.rows)


def drafted(story: Story, outcome: str) -> Story:
    day = SEP[10]
    facts = {f"fact_{f.key}": f.choices[0][0] if f.choices else "—" for f in facts_for(outcome)}
    story.do("submit_draft", day, outcome=outcome, **facts)
    return (
        story.do("pass_review", day).do("review_secrecy", day, conclusion="open").do("approve", day)
    )


def at_work() -> Story:
    return registered().do("assign", SEP[2], handler=1)


def refused(story: Story, action: str, **data: object) -> str:
    with pytest.raises(Refused) as error:
        story.do(action, SEP[10], **data)
    return str(error.value)


@pytest.mark.parametrize("workflow", all_workflows(), ids=lambda w: w.version)
def test_every_kind_of_case_takes_files_and_gives_them_back(workflow: Workflow) -> None:
    names = {a.name for a in workflow.actions}
    assert ({"attach_file", "withdraw_file"} <= names) is not workflow.is_register


def test_a_file_changes_neither_state_nor_clock() -> None:
    story = at_work()
    before = story.facts.state, story.due_on
    attached(story)
    assert (story.facts.state, story.due_on) == before


def test_a_file_may_prove_a_row_of_the_case_and_no_other() -> None:
    story = at_work()
    attached(story, kind="identity", proves=1)
    assert "没有第9条有效的记录" in refused(story, "attach_file", file_kind="other", proves=9)


def test_a_copy_names_a_file_as_its_original() -> None:
    story = at_work()
    attached(story, original=attached(story))
    assert "第1条记录不是登记文件" in refused(story, "attach_file", file_kind="other", original=1)


def test_a_file_is_withdrawn_once() -> None:
    story = at_work()
    row = attached(story)
    story.do("withdraw_file", SEP[3], thread=row)
    assert "都已撤下" in refused(story, "withdraw_file")
    assert "已经撤下" in refused(story, "withdraw_file", thread=row)


def test_withdrawing_is_offered_while_a_file_is_attached() -> None:
    story = at_work()
    attached(story)
    situation = story.workflow.situation(story.facts, story.calendar)
    offered = story.workflow.open_to(situation, roles=frozenset({Role.handler}), on_day=SEP[3])
    assert [one.refusals for one in offered if one.action.name == "withdraw_file"] == [()]


def test_a_request_is_no_file() -> None:
    story = at_work()
    attached(story)
    assert "不存在" in refused(story, "withdraw_file", thread=1)


def test_only_material_for_the_applicant_is_reviewed() -> None:
    story = at_work()
    row = attached(story, kind="identity")
    assert "不需要作保密审查" in refused(story, "review_file", thread=row, conclusion="open")
    assert "不存在" in refused(story, "review_file", thread=99, conclusion="open")


def test_nothing_is_released_without_its_own_review() -> None:
    story = drafted(at_work(), "A2")
    row = attached(story)
    assert f"第{row}条登记的拟提供材料没有保密审查记录" in refused(story, "issue")
    story.do("review_file", SEP[10], thread=row, conclusion="open").do("issue", SEP[10])


@pytest.mark.parametrize("conclusion", ["partial", "closed"])
def test_what_a_review_keeps_back_is_not_released(conclusion: str) -> None:
    story = drafted(at_work(), "A2")
    row = attached(story)
    story.do("review_file", SEP[10], thread=row, conclusion=conclusion)
    assert f"第{row}条登记的拟提供材料审查结论不是“可以公开”" in refused(story, "issue")
    story.do("withdraw_file", SEP[10], thread=row).do("issue", SEP[10])


def test_a_review_stands_for_the_bytes_it_was_made_of_alone() -> None:
    story = drafted(at_work(), "A2")
    row = attached(story)
    story.do("review_file", SEP[10], thread=row, conclusion="open", sha256="1" * 64)
    assert "没有保密审查记录" in refused(story, "issue")
    story.do("review_file", SEP[10], thread=row, conclusion="open", sha256=DIGEST["sha256"])
    story.do("issue", SEP[10])


def test_a_copy_with_parts_taken_out_needs_a_review_of_its_own() -> None:
    story = drafted(at_work(), "A2")
    original = attached(story)
    story.do("review_file", SEP[10], thread=original, conclusion="partial")
    story.do("withdraw_file", SEP[10], thread=original)
    copy = attached(story, original=original)
    assert f"第{copy}条登记的拟提供材料没有保密审查记录" in refused(story, "issue")


def test_an_answer_that_releases_nothing_asks_for_no_review_of_files() -> None:
    story = at_work()
    attached(story)
    day = SEP[10]
    story.do("submit_draft", day, outcome="D1b", fact_reasons="—")
    story.do("pass_review", day).do("approve", day).do("issue", day)


def doubts(story: Story, **data: object) -> str:
    situation = story.workflow.situation(story.facts, story.calendar)
    found = story.workflow.warnings(situation, Act(0, "send_fee_notice", SEP[10], data))
    return "".join(one.sentence for one in found)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"count": 3}, ""),
        ({"count": 2}, "共3页，收费通知按2页"),
        ({"count": 2, "standard": "per_piece"}, ""),
    ],
)
def test_pages_charged_are_compared_with_the_material(more: dict[str, object], told: str) -> None:
    story = at_work()
    attached(story)
    said = doubts(story, **{**TWO_PAGES, **more})
    assert told in said
    assert bool(told) is ("109号第5条" in said)


def test_typed_pages_count_where_a_file_does_not_tell_them() -> None:
    story = at_work()
    attached(story, file={**DIGEST, "pages": 0}, pages=7)
    assert "共7页" in doubts(story, **TWO_PAGES)


def test_without_material_there_are_no_pages_to_compare() -> None:
    assert "拟提供材料" not in doubts(at_work(), **TWO_PAGES)


def test_a_withdrawn_file_is_not_counted() -> None:
    story = at_work()
    story.do("withdraw_file", SEP[3], thread=attached(story))
    assert "拟提供材料" not in doubts(story, **TWO_PAGES)
