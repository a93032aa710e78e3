"""The guards of an answer: its result, its facts, its items; each named as the sentence it asserts."""

from workflows.action import Situation, guard
from workflows.history import Act
from workflows.items import remaining_items
from workflows.outcomes import GROUND_CODES, OUTCOMES, facts_for

# Results that an act of their own brings about, after its own guards.
OWN_ACTS = {
    "F1": "逾期不补正，终止办理",
    "F2": "逾期不缴费，终止办理",
    "F3a": "申请人撤回",
    "F3d": "无人承受，终止办理",
}


@guard("条例36")
def the_outcome_is_an_answer(case: Situation, act: Act) -> str:
    """条例36: a draft names one result of the closed list that an answer can have."""
    code = act.data.get("outcome")
    if not code:
        return ""
    if code in OWN_ACTS:
        return (
            f"“{OUTCOMES[str(code)].label}”不经答复稿（条例36）；请用“{OWN_ACTS[str(code)]}”办理。"
        )
    chosen = OUTCOMES.get(str(code))
    if chosen is not None and not chosen.imported_only:
        return ""
    return f"“{code}”不是可以答复的办理结果（条例36）；请从办理结果清单中选择。"


@guard("条例36")
def every_fact_of_the_answer_is_given(case: Situation, act: Act) -> str:
    """条例36: an answer gives reasons and facts; what is missing is listed by name."""
    code = str(act.data.get("outcome") or "")
    if code not in OUTCOMES:
        return ""
    ground = act.data.get("ground")
    missing = [
        fact.label
        for fact in facts_for(code, str(ground) if ground else None)
        if fact.required and not act.data.get(f"fact_{fact.key}")
    ]
    if not missing:
        return ""
    return f"“{OUTCOMES[code].label}”的答复缺少：{'、'.join(missing)}（{OUTCOMES[code].basis}）；请补全后再提交。"


@guard("条例36")
def every_item_has_its_result(case: Situation, act: Act) -> str:
    """条例36: each thing asked gets its own line in the answer."""
    here = remaining_items(case.facts)
    asked = len(here)
    results = act.data.get("item_results")
    if not isinstance(results, dict):
        return ""
    stray = {str(key) for key in results} - {str(n) for n in here}
    if stray:
        return f"申请内容共{asked}项，没有第{'、'.join(sorted(stray))}项（条例36）；请按申请内容的序号填写处理结果。"
    if len(results) >= asked:
        return ""
    return f"申请内容共{asked}项，只填写了{len(results)}项的处理结果（条例36）；请逐项填写。"


@guard("条例33")
def outcome_can_be_given_on_the_spot(case: Situation, act: Act) -> str:
    """条例33: what needs no search, consultation or review can be answered on the spot (reading: A1, A2, D1b, E1, E3)."""
    code = act.data.get("outcome")
    if not code or str(code) in ON_THE_SPOT:
        return ""
    return "该办理结果需要检索、征求意见或者审核，不能当场答复（条例33）；请转入办理。"


ON_THE_SPOT = ("A1", "A2", "D1b", "E1", "E3")


@guard("条例37")
def partial_names_its_ground(case: Situation, act: Act) -> str:
    """条例37: a partial disclosure says on which ground the rest is withheld."""
    if act.data.get("outcome") != "B" or str(act.data.get("ground") or "") in GROUND_CODES:
        return ""
    return f"部分公开须写明不公开部分的依据（条例37）；请从{'、'.join(GROUND_CODES)}中选择一个结果代码。"


@guard("条例30")
def unclear_only_after_correction(case: Situation, act: Act) -> str:
    """条例30: “still unclear” presupposes that the applicant was once told what to correct."""
    if act.data.get("outcome") != "D3" or case.facts.last("receive_correction") is not None:
        return ""
    return "“补正后申请内容仍不明确”以告知过补正并收到补正为前提（条例30）；请先告知补正。"


@guard("条例35")
def unreasonable_only_after_an_exchange(case: Situation, act: Act) -> str:
    """条例35: “unreasonably many” presupposes that reasons were asked for and found wanting."""
    answer = case.facts.last("receive_reasons", "reasons_silent")
    if act.data.get("outcome") != "E4" or (answer and not answer.data.get("reasonable")):
        return ""
    return (
        "“无正当理由大量反复申请”以要求过说明理由、且理由不合理为前提（条例35）；请先要求说明理由。"
    )
