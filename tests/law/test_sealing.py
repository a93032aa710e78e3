"""What a seal may be called, and that a paper is sealed as it was issued, once."""

from datetime import date

import pytest

from tests.law.stories import CALENDAR, Refused, Story, issued
from workflows.kinds.request import REQUEST_2019
from workflows.registry import all_workflows
from workflows.sealing import SealKind
from workflows.vocabulary import Role

DAY = date(2020, 9, 10)
ANSWER = {"key": "answer", "sha256": "a1"}
LIST = {"key": "approval_sheet", "sha256": "b2"}


def signed() -> Story:
    """An answer issued in the last row with its list."""
    story = issued()
    issuing = story.rows.pop()
    return story.do(issuing.action, DAY, document=ANSWER, enclosed=[LIST])


def seal(story: Story, paper: int, **other: object) -> Story:
    given = {"paper_key": "answer", "unsigned": "a1", "seal_kind": "official", **other}
    return story.do("seal_paper", DAY, paper=paper, **given)


def test_only_the_seal_of_the_national_system_equals_the_physical_one() -> None:
    equal = [kind for kind in SealKind if "同等效力" in kind.label]
    assert equal == [SealKind.official]
    assert "仅证明文件未被改动" in SealKind.technical.label
    assert "不具有电子印章效力" in SealKind.picture.label


def test_a_picture_and_a_physical_seal_are_no_signatures() -> None:
    assert {kind for kind in SealKind if kind.signs} == {SealKind.technical, SealKind.official}


def test_every_kind_of_case_can_seal_its_papers() -> None:
    for workflow in all_workflows():
        act = workflow.action("seal_paper")
        assert (act is None) == workflow.is_register, workflow.version
        assert act is None or act.basis == "在线政务服务规定9"


def test_a_seal_changes_neither_state_nor_clock() -> None:
    story = signed()
    before = story.facts.state, story.due_on
    seal(story, len(story.rows))
    assert (story.facts.state, story.due_on) == before


def test_each_paper_of_a_row_is_sealed_once() -> None:
    story = signed()
    row = len(story.rows)
    seal(seal(story, row), row, paper_key="approval_sheet", unsigned="b2")
    with pytest.raises(Refused, match=f"已经加盖过（条例45）；.*第{row + 1}条"):
        seal(story, row)


@pytest.mark.parametrize(
    ("paper", "other"),
    [(1, {}), (99, {}), (7, {"unsigned": "b2"}), (7, {"paper_key": "approval_sheet"})],
)
def test_only_the_file_that_the_row_issued_is_sealed(paper: int, other: dict[str, object]) -> None:
    story = signed()
    assert len(story.rows) == 7
    with pytest.raises(Refused, match="没有签发这份文书"):
        seal(story, paper, **other)


def test_the_paper_of_an_annulled_row_is_not_sealed() -> None:
    story = signed()
    row = len(story.rows)
    with pytest.raises(Refused, match="还没有签发文书"):
        seal(story.do("annul", DAY, entry=row, reasons="—"), row)


@pytest.mark.parametrize("kind", SealKind)
def test_a_picture_and_ink_are_no_signature(kind: SealKind) -> None:
    story = signed()
    if kind.signs:
        assert seal(story, len(story.rows), seal_kind=kind).rows[-1].action == "seal_paper"
        return
    with pytest.raises(Refused, match="只能加签名或者电子印章"):
        seal(story, len(story.rows), seal_kind=kind)


def test_sealing_is_offered_once_a_paper_was_issued() -> None:
    def against(story: Story) -> list[str]:
        situation = REQUEST_2019.situation(story.facts, CALENDAR)
        offered = REQUEST_2019.open_to(situation, roles=frozenset({Role.intake}), on_day=DAY)
        (found,) = [one for one in offered if one.action.name == "seal_paper"]
        return [refusal.guard for refusal in found.refusals]

    assert against(issued()) == ["it_names_a_paper_as_it_was_issued"]
    assert against(signed()) == []
