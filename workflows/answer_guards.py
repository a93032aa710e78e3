"""The guards of an answer: its result, its facts, its items; each named as the sentence it asserts."""

import re

from workflows.action import Situation, guard
from workflows.drafts import in_force
from workflows.history import Act
from workflows.items import remaining_items
from workflows.outcomes import GROUND_CODES, OUTCOMES, AnswerKind, facts_for

_OPEN = (AnswerKind.disclosed, AnswerKind.partial)
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
    written = {"reasons"} if in_force(case.facts) else set()
    missing = [
        fact.label
        for fact in facts_for(code, str(ground) if ground else None)
        if fact.required and fact.key not in written and not act.data.get(f"fact_{fact.key}")
    ]
    if not missing:
        return ""
    return f"“{OUTCOMES[code].label}”的答复缺少：{'、'.join(missing)}（{OUTCOMES[code].basis}）；请补全后再提交。"


@guard("条例36(5)")
def an_agency_comes_with_its_contact(case: Situation, act: Act) -> str:
    """条例36(5): where the responsible agency is known the applicant is told its name and its contact, never one of them."""
    agency, contact = (
        act.data.get("fact_responsible_agency"),
        act.data.get("fact_responsible_contact"),
    )
    if bool(agency) == bool(contact):
        return ""
    missing = "联系方式" if agency else "名称"
    return f"负责公开的行政机关缺少{missing}（条例36(5)）；能够确定的，名称和联系方式一并告知，请从机关名录中选择或者填写。"


@guard("条例36")
def every_item_has_its_result(case: Situation, act: Act) -> str:
    """条例36: each thing asked gets its own line in the answer; where one thing is asked the result of the whole is it."""
    here = remaining_items(case.facts)
    asked = len(here)
    results = act.data.get("item_results")
    if not isinstance(results, dict):
        if asked < 2 or not act.data.get("outcome"):
            return ""
        return f"申请内容共{asked}项，没有填写各项的处理结果（条例36）；请逐项填写。"
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


@guard("条例37")
def it_cannot_be_separated(case: Situation, act: Act) -> str:
    """条例37: what can be separated is opened in part."""
    if act.data.get("fact_separable") != "yes":
        return ""
    return "信息可以作区分处理的，不能全部不公开（条例37）；请以“部分公开”（B）答复，并写明不公开部分的依据。"


@guard("条例16(2)")
def no_rule_orders_disclosure(case: Situation, act: Act) -> str:
    """条例16(2): information of a process or of a file is open where a law, a regulation or a rule says so."""
    if act.data.get("fact_public_rule") != "some":
        return ""
    return "法律、法规、规章规定应当公开的，不能以过程性信息或者行政执法案卷为由不公开（条例16(2)）；请改正办理结果。"


_ARTICLE = re.compile(r"第[〇零一二三四五六七八九十百千\d]+条")
_TITLE = re.compile(r"《([^》]+)》")
# A 法律 or 行政法规 is called 法, 条例, 规定, 办法 or 细则; these endings never are one.
_NO_LAW = ("通知", "意见", "指南", "纪要", "公告", "方案", "标准", "函", "规章", "规范")
_MAY_BE_A_RULE = ("规定", "办法", "细则", "规则")
_LOCAL = re.compile(r"^[^《》]{2,7}(?<!城)(?:省|自治区|市|自治州|自治县)")


@guard("条例14")
def the_forbidding_law_is_a_law(case: Situation, act: Act) -> str:
    """条例14: only a law or an administrative regulation forbids disclosure, named with its article."""
    text = act.data.get("fact_forbidding_law")
    if not isinstance(text, str):
        return ""
    article = _ARTICLE.search(text)
    if article is None:
        return "禁止公开的依据没有写明条款（条例14）；请写明法律或者行政法规的全称和第几条。"
    titles = _TITLE.findall(text) or [text[: article.start()]]
    if any(_is_a_law(title, text) for title in titles):
        return ""
    return (
        f"“{titles[0]}”不像法律或者行政法规，规章、地方性法规和规范性文件不能作为禁止公开的依据（条例14）；"
        "确为行政法规的，请注明国务院令号。"
    )


def _is_a_law(title: str, text: str) -> bool:
    name = title.split("（")[0].strip()
    if name.endswith(_NO_LAW) or _LOCAL.match(name):
        return False
    return not name.endswith(_MAY_BE_A_RULE) or "国务院令" in text


@guard("条例39(1)")
def a_petition_is_the_whole_letter(case: Situation, act: Act) -> str:
    """条例39(1): of a mixed letter only the petition is not processed; what asks for information is answered."""
    results = act.data.get("item_results")
    if act.data.get("outcome") != "E1" or not isinstance(results, dict):
        return ""
    others = sorted(str(n) for n, code in results.items() if code != "E1")
    if not others:
        return ""
    return (
        f"第{'、'.join(others)}项申请的是政府信息，整件不能按信访举报投诉处理（条例39(1)）；"
        "请只把信访的各项填为 E1，整件按其余各项的结果答复。"
    )


@guard("条例39(1)")
def the_proper_channel_is_named(case: Situation, act: Act) -> str:
    """条例39(1): whoever complains may be told where to; shown as a warning."""
    if act.data.get("outcome") != "E1" or act.data.get("fact_proper_channel"):
        return ""
    return "没有写明可以反映诉求的渠道（条例39(1)）；建议告知申请人向何处提出。"


@guard("条例37")
def open_and_refused_items_are_a_partial_disclosure(case: Situation, act: Act) -> str:
    """条例37; model 7: partly open and partly refused counts once, under 部分公开 only."""
    codes = _codes_of_items(act)
    opened = any(OUTCOMES[code].answer in _OPEN for code in codes)
    refused = any(OUTCOMES[code].answer is AnswerKind.refused for code in codes)
    if not (opened and refused) or act.data.get("outcome") == "B":
        return ""
    return "各项申请内容有公开的也有不予公开的，整件计入“部分公开”（条例37）；请把办理结果改为 B。"


@guard("条例36")
def a_result_chosen_among_several_has_its_reason(case: Situation, act: Act) -> str:
    """reading: one request counts once, so which of several results counts is a choice, and its reason is recorded (model 7).

    A partial disclosure speaks for itself, and the complaint in a mixed letter counts nowhere (条例39(1)).
    """
    codes = _codes_of_items(act) - {"E1"}
    rows = {tuple(sorted(OUTCOMES[code].rows.items())) for code in codes}
    opened = any(OUTCOMES[code].answer in _OPEN for code in codes)
    if len(rows) < 2 or act.data.get("outcome_reason"):
        return ""
    if opened and act.data.get("outcome") == "B":
        return ""
    usual = "有公开的也有无法提供、不予处理的，整件一般为“部分公开”" if opened else "各不相同"
    return f"各项申请内容的结果{usual}，一件申请只计一个结果（条例36）；请写明整件结果的理由。"


def _codes_of_items(act: Act) -> frozenset[str]:
    results = act.data.get("item_results")
    codes = results.values() if isinstance(results, dict) else ()
    return frozenset(str(code) for code in codes if code in OUTCOMES)


@guard("条例36")
def the_outcome_fits_its_items(case: Situation, act: Act) -> str:
    """条例36: the result of the whole is that of one of its items, or a partial disclosure; a warning."""
    results = act.data.get("item_results")
    outcome = str(act.data.get("outcome") or "")
    if not isinstance(results, dict) or not results or not outcome:
        return ""
    codes = {str(code) for code in results.values()}
    opened = any(OUTCOMES[code].answer in _OPEN for code in codes if code in OUTCOMES)
    if outcome not in codes and not (outcome == "B" and opened):
        return "整件的办理结果与各项申请内容的结果都不相同（条例36）；请核对。"
    return ""


@guard("复议法64")
def a_redone_answer_differs(case: Situation, act: Act) -> str:
    """复议法64: a redone answer does not repeat the annulled one on the same facts and reasons; a warning."""
    redo = case.facts.last("redo", "reopen_own")
    if redo is None or not act.data.get("outcome"):
        return ""
    before = [a for a in case.facts.acts if a.seq < redo.seq and a.action in _ANSWERS]
    if not before or _named(before[-1]) != _named(act):
        return ""
    return (
        "重新作出的答复与被撤销的答复结果、依据相同（复议法64）；"
        "除因程序违法被撤销的以外，不得以同一事实和理由作出相同的答复，请核对。"
    )


_ANSWERS = ("submit_draft", "answer_on_the_spot")


def _named(act: Act) -> tuple[str, str]:
    return str(act.data.get("outcome") or ""), str(act.data.get("ground") or "")
