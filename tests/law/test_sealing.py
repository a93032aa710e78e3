"""What a seal may be called, and that a paper is sealed as it was issued, once."""

from workflows.registry import all_workflows
from workflows.sealing import SealKind


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
