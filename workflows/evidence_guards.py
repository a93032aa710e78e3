"""The guards of what an answer rests on: search, secrecy review, third parties, and what was asked or received."""

import re

from workflows.action import Situation, guard
from workflows.guards import chinese_day
from workflows.history import Act, Facts, Thread, as_day
from workflows.outcomes import OUTCOMES
from workflows.task_guards import is_search

_OPPOSED = ("refuse", "partial")


def draft_of(case: Situation, act: Act) -> tuple[str, str]:
    """The result and the ground that an act brings, or those of the latest draft where the act names none."""
    source = act.data if act.data.get("outcome") else case.facts.values
    return str(source.get("outcome") or ""), str(source.get("ground") or "")


def _rests_on(case: Situation, act: Act, *codes: str) -> bool:
    """Whether the draft refuses, in whole or as the rest of a partial disclosure, on one of these results."""
    outcome, ground = str(act.data.get("outcome") or ""), str(act.data.get("ground") or "")
    return (ground if outcome == "B" else outcome) in codes


@guard("条例36(4)", waiver="检索记录")
def the_search_is_on_record(case: Situation, act: Act) -> str:
    """指导案例101: “does not exist” needs the record of an adequate search; after a redo a new one (复议法64)."""
    if not _rests_on(case, act, "D1a"):
        return ""
    waiting = [t for t in case.facts.threads_of("task", only_open=True) if is_search(t)]
    if waiting:
        return f"还有{len(waiting)}项检索没有答复（条例36(4)）；请等待协办单位答复，或者撤回该协办事项。"
    if _search_of_this_round(case.facts) is None:
        return "没有检索记录，不能答复政府信息不存在（条例36(4)、指导案例101）；请先登记检索记录。"
    return ""


@guard("条例36(4)")
def the_search_found_nothing(case: Situation, act: Act) -> str:
    """条例36(4): what was found exists; the latest record of a search decides."""
    search = _search_of_this_round(case.facts)
    if not _rests_on(case, act, "D1a") or search is None or search.values.get("result") == "none":
        return ""
    return (
        f"{chinese_day(search.opened_on)}的检索记录查找到了有关信息，与“政府信息不存在”矛盾（条例36(4)）；"
        "请改正办理结果，或者重新检索后登记新的检索记录。"
    )


@guard("条例36(4)")
def no_department_found_it(case: Situation, act: Act) -> str:
    """条例36(4): a department's answer that something was found is dealt with in a later record; shown as a warning."""
    if not _rests_on(case, act, "D1a"):
        return ""
    found = [
        t
        for t in case.facts.threads_of("task")
        if is_search(t) and t.values.get("result") in ("found", "partly")
    ]
    if not found:
        return ""
    return f"有{len(found)}项协办检索答复查找到有关信息，答复却为政府信息不存在（条例36(4)）；请在理由中说明。"


@guard("条例36(4)")
def the_span_of_a_search_has_an_order(case: Situation, act: Act) -> str:
    """A span of time has a beginning before its end."""
    first, last = act.data.get("span_from"), act.data.get("span_to")
    if not first or not last or as_day(first) <= as_day(last):
        return ""
    return "检索的资料时间范围起止颠倒（条例36(4)）；请改正起止日期。"


@guard("条例17")
def secrecy_was_reviewed(case: Situation, act: Act) -> str:
    """条例17, since 2024 also 保密法35: nothing is released before the review of the very draft that releases it."""
    outcome, _ = draft_of(case, act)
    if outcome not in OUTCOMES or not OUTCOMES[outcome].releases:
        return ""
    review = case.facts.last("review_secrecy")
    draft = case.facts.last("submit_draft")
    if review is None or (draft is not None and review.seq < draft.seq):
        return (
            "公开前没有对本次答复稿作保密审查（条例17）；请由法律顾问或者审批人先签署“保密审查”。"
        )
    if review.data.get("conclusion") == "closed":
        return "保密审查结论为不得公开，与公开的答复矛盾（条例17）；请退回修改答复稿。"
    if review.data.get("conclusion") == "partial" and outcome != "B":
        return "保密审查结论为部分公开，答复却为全部公开（条例17）；请退回改为部分公开。"
    return ""


@guard("条例32")
def an_opposing_third_party_was_told(case: Situation, act: Act) -> str:
    """条例32: against a third party's will only by a decision of its own, told to it in writing before disclosure."""
    opposed = opposing(case, *draft_of(case, act))
    if not opposed:
        return ""
    decision = case.facts.last("override_third_party")
    if decision is None or decision.seq < max(t.closed_in for t in opposed):
        return (
            "第三方不同意公开，答复却予以公开（条例32）；"
            "认为应当公开的，请由审批人先作出“第三方不同意仍决定公开”的决定。"
        )
    told = [t for t in case.facts.threads_of("override_notice") if t.key > decision.seq]
    if len(told) >= len(opposed):
        return ""
    return (
        f"不同意公开的第三方有{len(opposed)}个，决定公开后只告知了{len(told)}个（条例32）；"
        "请先把决定公开的内容和理由书面告知第三方。"
    )


@guard("条例32")
def a_third_party_opposes(case: Situation, act: Act) -> str:
    """条例32: there is nothing to override where nobody opposed."""
    if any(t.values.get("opinion") in _OPPOSED for t in case.facts.threads_of("third_party")):
        return ""
    return "没有第三方不同意公开的意见（条例32），不需要作出这一决定；请直接办理答复。"


@guard("条例15", waiver="征求第三方意见")
def the_third_party_was_heard(case: Situation, act: Act) -> str:
    """条例15, 条例32: a refusal for a third party's sake rests on its opinion, or on its silence with a note."""
    if not _rests_on(case, act, "C4"):
        return ""
    if any(not t.is_open for t in case.facts.threads_of("third_party")):
        return ""
    return "没有书面征求第三方意见的记录，不能以保护第三方权益为由不公开（条例15、条例32）；请先征求第三方意见。"


@guard("条例15")
def the_third_party_did_not_consent(case: Situation, act: Act) -> str:
    """条例15: what every third party consents to is open; shown as a warning."""
    heard = [t for t in case.facts.threads_of("third_party") if not t.is_open]
    if not _rests_on(case, act, "C4") or not heard:
        return ""
    if any(t.values.get("opinion") != "consent" for t in heard):
        return ""
    return "第三方均同意公开，以保护第三方权益为由不公开缺少依据（条例15）；请核对办理结果。"


_ASKS_FOR_PURPOSE = re.compile(r"用途|目的|利害关系|特殊需要|申请(?:的)?理由|为何|为什么")


@guard("条例36(6)", waiver="此前答复的关联记录")
def it_repeats_a_linked_request(case: Situation, act: Act) -> str:
    """条例36(6): a repeat names the earlier request of the same applicant, which was answered."""
    if not _rests_on(case, act, "E2") or _repeated(case.facts):
        return ""
    return "没有关联同一申请人此前的申请，不能答复重复申请（条例36(6)）；请先用“关联案件”登记此前的申请。"


@guard("条例36(6)")
def the_earlier_request_was_answered(case: Situation, act: Act) -> str:
    """条例36(6): as long as the earlier request is open there is no answer to point to; the two are merged."""
    earlier = _repeated(case.facts)
    if not _rests_on(case, act, "E2") or earlier is None:
        return ""
    outcome = OUTCOMES.get(str(earlier.data.get("case_outcome") or ""))
    if outcome is not None and outcome.closes_as == "terminated":
        return "此前的申请未经答复即终止，没有可以重复的答复（条例36(6)）；请依法答复本件。"
    if earlier.data.get("case_answered_on"):
        return ""
    return (
        "此前的申请尚未答复，不能以重复申请不予处理（条例36(6)）；"
        "请并入此前的申请一并办理并告知申请人，或者等其答复后重新关联。"
    )


@guard("条例29")
def a_correction_asks_for_what_the_law_asks(case: Situation, act: Act) -> str:
    """条例29, 条例27: neither purpose nor need is part of a request, so no notice asks for them; a warning."""
    text = act.data.get("items_to_correct")
    found = _ASKS_FOR_PURPOSE.search(text) if isinstance(text, str) else None
    if found is None:
        return ""
    return (
        f"补正内容提到“{found.group()}”（条例29）；申请不需要说明用途或者理由，"
        "补正只能针对姓名和联系方式、身份证明、内容描述和提供形式，请核对。"
    )


@guard("19号")
def the_channel_was_announced(case: Situation, act: Act) -> str:
    """19号: post and in person are always open; another channel binds where the 指南 announces it; a warning."""
    if act.data.get("channel_announced") is not False:
        return ""
    return (
        "该渠道未在本单位信息公开指南中公布（19号）；不得因此拒收，没有公布渠道的尊重申请人的选择，"
        "请核对指南或者由管理员更新单位的接收渠道。"
    )


def opposing(case: Situation, outcome: str, ground: str) -> tuple[Thread, ...]:
    """The consultations whose third party opposes what this result releases.

    A partial consent opposes full disclosure; a refusal opposes any, unless the part kept back is its own (C4).
    """
    if outcome not in OUTCOMES or not OUTCOMES[outcome].releases:
        return ()
    against = _OPPOSED if outcome != "B" else ("refuse",) if ground != "C4" else ()
    heard = case.facts.threads_of("third_party")
    return tuple(t for t in heard if not t.is_open and t.values.get("opinion") in against)


def _repeated(facts: Facts) -> Act | None:
    """The latest link to an earlier request that this one repeats."""
    links = [
        a for a in facts.acts if a.action == "link_case" and a.data.get("relation") == "repeat"
    ]
    return links[-1] if links else None


def _search_of_this_round(facts: Facts) -> Thread | None:
    """The latest record of a search; one from before the annulled answer proves nothing for the new one."""
    redo = facts.last("redo", "reopen_own")
    since = redo.seq if redo else 0
    found = [t for t in facts.threads_of("search") if t.key > since]
    return found[-1] if found else None
