"""The guards of a referral: who does not know whether information may be opened asks, and waits for the answer (条例17(3))."""

from workflows.action import Situation, guard
from workflows.evidence_guards import draft_of
from workflows.file_guards import is_material
from workflows.guards import chinese_day
from workflows.history import Act, Facts, Thread
from workflows.outcomes import OUTCOMES

REFERRAL = "secrecy_referral"


@guard("条例17")
def the_referral_is_still_open(case: Situation, act: Act) -> str:
    """A referral is answered or taken back once."""
    if not act.data.get("thread"):
        if case.facts.threads_of(REFERRAL, only_open=True):
            return ""
        return "没有尚未答复的请示（条例17）；请先“报请确定能否公开”。"
    found = case.facts.thread(act.data["thread"])
    if found is None or found.kind != REFERRAL or not found.is_open:
        return "所选的请示不存在或者已经答复、撤回（条例17）；请重新选择。"
    if act.on_day >= found.opened_on:
        return ""
    return f"答复不能早于报请之日{chinese_day(found.opened_on)}（条例17）；请改正日期。"


@guard("条例17")
def it_names_a_file_of_the_case(case: Situation, act: Act) -> str:
    """A referral about one file names a file that is meant for the applicant."""
    about = act.data.get("about")
    found = case.facts.thread(about) if about else None
    if not about or (found is not None and is_material(found)):
        return ""
    return f"第{about}条记录不是尚在案的拟提供材料（条例17）；请重新选择，或者不填。"


@guard("条例17")
def each_referral_was_answered(case: Situation, act: Act) -> str:
    """条例17(3): what the agency asked others to determine is not released before they have."""
    if not _releases(case, act):
        return ""
    waiting = case.facts.threads_of(REFERRAL, only_open=True)
    if not waiting:
        return ""
    return (
        f"{chinese_day(waiting[0].opened_on)}报请确定能否公开的事项还没有答复（条例17）；"
        "请待答复后再公开，不再需要的由经办人撤回请示。答复期限不因此停止。"
    )


@guard("条例17")
def what_was_determined_is_followed(case: Situation, act: Act) -> str:
    """条例17(3): the competent body determines; the agency does not decide against it."""
    outcome, _ = draft_of(case, act)
    if not _releases(case, act):
        return ""
    for found in _latest_answers(case.facts):
        about, decision = case.facts.thread(found.values.get("about")), found.values["decision"]
        if about is not None:
            if decision != "open" and is_material(about):
                return f"主管部门对第{about.key}条登记的文件确定为不能全部公开（条例17）；请撤下该文件，或者换为处理后的副本。"
        elif decision == "closed" or (decision == "partial" and outcome != "B"):
            return "主管部门确定不能全部公开，与公开的答复矛盾（条例17）；请退回修改答复稿。"
    return ""


def _releases(case: Situation, act: Act) -> bool:
    outcome, _ = draft_of(case, act)
    return outcome in OUTCOMES and OUTCOMES[outcome].releases


def _latest_answers(facts: Facts) -> tuple[Thread, ...]:
    """Of several answers about the same thing the last one counts."""
    answered = [t for t in facts.threads_of(REFERRAL) if t.values.get("decision")]
    return tuple({t.values.get("about"): t for t in answered}.values())
