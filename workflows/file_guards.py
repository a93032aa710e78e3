"""What kinds of files there are, and the guards of attaching, reviewing and releasing them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from workflows.action import Situation, guard
from workflows.evidence_guards import draft_of
from workflows.history import Act, Facts, Thread
from workflows.outcomes import OUTCOMES
from workflows.vocabulary import FeeStandard, Labelled

FILE = "file"


class FileKind(Labelled):
    """What a file is to the case."""

    application = "application", "申请书"
    identity = "identity", "身份证明"
    authority = "authority", "授权委托书"
    service_proof = "service_proof", "送达凭证"
    opinion = "opinion", "意见回函"
    search = "search", "检索结果"
    release = "release", "拟提供材料"
    other = "other", "其他"


# What a file of a kind proves in a review or a suit (复议法44, 48). Others stay in the house: what is or may be withheld
# (release, other) must not reach the applicant by way of the evidence, and nobody asked who he is.
PROVING: Mapping[FileKind, str] = MappingProxyType(
    {
        FileKind.application: "申请人提出申请的方式和内容",
        FileKind.authority: "代理人的权限",
        FileKind.service_proof: "文书送达的日期和方式",
        FileKind.opinion: "被征求意见一方的意见",
        FileKind.search: "本机关已尽合理检索义务",
    }
)


class FileConclusion(Labelled):
    """How the secrecy review of one file ends (条例17)."""

    open = "open", "可以公开"
    partial = "partial", "作区分处理后可以公开"
    closed = "closed", "不得公开"


def is_material(thread: Thread) -> bool:
    """Whether a file is still meant for the applicant."""
    return (
        thread.kind == FILE
        and thread.is_open
        and thread.values.get("file_kind") == FileKind.release
    )


def material(facts: Facts) -> tuple[Thread, ...]:
    """The files that go to the applicant with the answer."""
    return tuple(t for t in facts.threads_of(FILE) if is_material(t))


def was_reviewed(thread: Thread) -> bool:
    """Whether these very bytes have a review: a copy with parts taken out is another file and needs its own."""
    reviewed, file = thread.values.get("sha256"), thread.values.get("file")
    same = not reviewed or not isinstance(file, Mapping) or reviewed == file.get("sha256")
    return bool(thread.values.get("conclusion")) and same


def pages_of(values: Mapping[str, Any]) -> int:
    """Sides of A4 (109号第5条): as counted in the file, else as typed; 0 where nobody knows."""
    counted = values.get("file")
    found = counted.get("pages") if isinstance(counted, Mapping) else 0
    return int(found or values.get("pages") or 0)


@guard("条例45")
def it_names_a_row_of_the_case(case: Situation, act: Act) -> str:
    """What a file proves was done on this case and still holds."""
    proves = act.data.get("proves")
    if not proves or any(one.seq == int(proves) for one in case.facts.acts):
        return ""
    return f"本案没有第{proves}条有效的记录（条例45）；请按办理过程中的序号填写，或者不填。"


@guard("条例37")
def it_names_its_original(case: Situation, act: Act) -> str:
    """条例37: a copy with parts taken out is made of a file that the case holds."""
    original = act.data.get("original")
    if not original:
        return ""
    found = case.facts.thread(original)
    if found is not None and found.kind == FILE:
        return ""
    return f"第{original}条记录不是登记文件（条例37）；请填写原件登记时的序号，或者不填。"


@guard("条例45")
def the_file_is_still_attached(case: Situation, act: Act) -> str:
    """A file is withdrawn once, and one that was withdrawn is not worked on."""
    if not act.data.get("thread"):
        if case.facts.threads_of(FILE, only_open=True):
            return ""
        return "本案没有登记文件，或者都已撤下（条例45）；请先登记文件。"
    found = case.facts.thread(act.data["thread"])
    if found is not None and found.kind == FILE and found.is_open:
        return ""
    return "所选的文件不存在或者已经撤下（条例45）；请重新选择。"


@guard("条例17")
def only_material_is_reviewed(case: Situation, act: Act) -> str:
    """条例17: what is not released needs no review of its own."""
    found = case.facts.thread(act.data.get("thread"))
    if found is None or is_material(found):
        return ""
    return "所选的文件不是拟提供材料，不需要作保密审查（条例17）；请选择拟提供材料。"


@guard("条例17")
def each_released_file_was_reviewed(case: Situation, act: Act) -> str:
    """条例17 (先审查后公开，一事一审): every file that goes out has a review of its own that lets it go."""
    outcome, _ = draft_of(case, act)
    if outcome not in OUTCOMES or not OUTCOMES[outcome].releases:
        return ""
    files = material(case.facts)
    waiting = _rows(t for t in files if not was_reviewed(t))
    if waiting:
        return (
            f"第{waiting}条登记的拟提供材料没有保密审查记录（条例17）；"
            "请由法律顾问或者审批人逐份审查，或者撤下该文件。"
        )
    kept_back = _rows(t for t in files if t.values["conclusion"] != FileConclusion.open)
    if not kept_back:
        return ""
    return (
        f"第{kept_back}条登记的拟提供材料审查结论不是“可以公开”（条例17、条例37）；"
        "请撤下该文件，须区分处理的另行登记处理后的副本并审查。"
    )


@guard("109号第5条")
def the_pages_are_those_of_the_material(case: Situation, act: Act) -> str:
    """109号第5条: the pages charged are the pages provided; shown as a warning, since some may be handed over on paper."""
    files = material(case.facts)
    counted = sum(pages_of(t.values) for t in files)
    if act.data.get("standard") != FeeStandard.per_page or not counted:
        return ""
    if int(act.data.get("count") or 0) == counted:
        return ""
    return f"登记的拟提供材料共{counted}页，收费通知按{act.data.get('count')}页计算（109号第5条）；请核对页数。"


def _rows(threads: Any) -> str:
    return "、".join(str(thread.key) for thread in threads)
