"""What must be on record before an answer: search, hearing, separability, secrecy review, the link to an earlier case."""

from datetime import date

import pytest
from law.stories import CALENDAR, Refused, Story, registered

from workflows.history import Act

DAY = date(2020, 9, 10)
SEARCH = {
    "systems": "公文系统",
    "keywords": "方案",
    "span_from": "2010-01-01",
    "span_to": "2019-12-31",
    "searcher": "承办人",
    "result": "none",
}
NOT_HELD = {"outcome": "D1a", "fact_search_statement": "—"}
WHOLE = {"fact_separable": "no", "fact_separable_why": "—", "fact_reasons": "—"}
THIRD = {
    "outcome": "C4",
    "fact_third_party_kind": "privacy",
    "fact_third_party_opinion": "—",
    **WHOLE,
}
OPEN = {"outcome": "A2", "fact_provided_by": "随文提供"}
PARTLY = {
    "outcome": "B",
    "fact_open_content": "—",
    "fact_provided_by": "—",
    "fact_refused_content": "—",
    "fact_reasons": "—",
}
THIRD_GROUND = {"ground": "C4", "fact_third_party_kind": "privacy", "fact_third_party_opinion": "—"}


def working() -> Story:
    return registered().do("assign", date(2020, 9, 2), handler=1)


def drafted(story: Story, **data: object) -> Story:
    return story.do("submit_draft", DAY, **data)


def refusal(story: Story, action: str = "submit_draft", **data: object) -> str:
    with pytest.raises(Refused) as error:
        story.do(action, DAY, **data)
    return str(error.value)


def doubts(story: Story, action: str = "submit_draft", **data: object) -> str:
    situation = story.workflow.situation(story.facts, CALENDAR)
    found = story.workflow.warnings(situation, Act(99, action, DAY, data))
    return "".join(doubt.sentence for doubt in found)


def heard(opinion: str, *, story: Story | None = None) -> Story:
    story = story or working()
    story.do("consult_third_party", date(2020, 9, 3), name="乙", matter="—")
    key = len(story.rows)
    story.do("third_party_received", date(2020, 9, 4), thread=key, proof="—")
    return story.do("third_party_opinion", date(2020, 9, 7), thread=key, opinion=opinion)


def awaiting_signature(story: Story, **draft: object) -> Story:
    return drafted(story, **draft).do("pass_review", DAY).do("approve", DAY)


def redone(story: Story) -> Story:
    """The same case after its answer was overturned."""
    story.do("pass_review", DAY).do("approve", DAY).do("issue", DAY)
    story.do("serve_in_person", DAY, recipient=1, signer="甲")
    return story.do("redo", DAY, decision="复决〔2020〕1号")


# 条例36(4), 指导案例101


def test_nothing_is_said_not_to_exist_without_the_record_of_a_search() -> None:
    assert "没有检索记录" in refusal(working(), **NOT_HELD)


def test_with_the_record_of_a_search_it_may_be_said_not_to_exist() -> None:
    story = working().do("record_search", date(2020, 9, 4), **SEARCH)
    assert drafted(story, **NOT_HELD).facts.values["outcome"] == "D1a"


def test_the_ground_of_a_partial_disclosure_needs_the_same_record() -> None:
    given = {**PARTLY, "ground": "D1a", "fact_search_statement": "—"}
    assert "没有检索记录" in refusal(working(), **given)


@pytest.mark.parametrize("result", ["found", "partly"])
def test_what_a_search_found_cannot_be_said_not_to_exist(result: str) -> None:
    story = working().do("record_search", date(2020, 9, 4), **{**SEARCH, "result": result})
    assert "查找到了有关信息" in refusal(story, **NOT_HELD)


def test_a_later_search_takes_the_place_of_the_earlier_one() -> None:
    story = working().do("record_search", date(2020, 9, 4), **{**SEARCH, "result": "found"})
    story.do("record_search", date(2020, 9, 7), **SEARCH)
    assert drafted(story, **NOT_HELD).facts.state == "legal_review"


def test_the_span_of_a_search_ends_after_it_begins() -> None:
    turned = {**SEARCH, "span_from": "2020-01-01", "span_to": "2010-01-01"}
    assert "起止颠倒" in refusal(working(), "record_search", **turned)


def test_an_approver_may_let_an_answer_pass_without_the_record_of_a_search() -> None:
    story = working().do("waive", DAY, guard="the_search_is_on_record", reasons="职权尚未划入")
    assert drafted(story, **NOT_HELD).facts.state == "legal_review"


def test_a_redone_answer_needs_a_search_of_its_own() -> None:
    story = redone(drafted(working().do("record_search", date(2020, 9, 4), **SEARCH), **NOT_HELD))
    assert "没有检索记录" in refusal(story, **NOT_HELD)
    story.do("record_search", DAY, **SEARCH)
    assert drafted(story, **NOT_HELD).facts.state == "legal_review"


# 复议法64


def test_a_redone_answer_that_repeats_the_annulled_one_is_doubted() -> None:
    given = {"outcome": "D2", "fact_reasons": "—"}
    story = redone(drafted(working(), **given))
    assert "复议法64" in doubts(story, **given)
    assert "复议法64" not in doubts(story, outcome="D1b", fact_reasons="—")


def test_a_first_answer_repeats_nothing() -> None:
    assert "复议法64" not in doubts(working(), outcome="D2", fact_reasons="—")


def test_an_answer_after_a_withdrawal_repeats_nothing() -> None:
    story = working().do("withdraw", DAY, paper="—").do("redo", DAY, decision="—")
    assert "复议法64" not in doubts(story, outcome="D2", fact_reasons="—")


# 条例37


def test_what_can_be_separated_is_not_refused_as_a_whole() -> None:
    given = {"outcome": "C5", "fact_internal_kind": "personnel", **WHOLE}
    assert "请以“部分公开”（B）答复" in refusal(working(), **{**given, "fact_separable": "yes"})
    assert drafted(working(), **given).facts.state == "legal_review"


def test_a_refusal_that_does_not_say_whether_it_can_be_separated_is_incomplete() -> None:
    sentence = refusal(
        working(), outcome="C5", fact_internal_kind="personnel", fact_reasons="内部管理"
    )
    assert "能否作区分处理" in sentence


def test_several_things_asked_need_a_result_each() -> None:
    story = Story().do(
        "receive",
        date(2020, 9, 1),
        channel="in_person",
        category="natural",
        applicants=[1],
        items=2,
    )
    story.do("register", date(2020, 9, 1), received_on="2020-09-01")
    story.do("assign", date(2020, 9, 2), handler=1)
    assert "没有填写各项的处理结果" in refusal(story, outcome="D2", fact_reasons="—")


@pytest.mark.parametrize(
    ("outcome", "results", "doubtful"),
    [
        ("B", {"1": "A2", "2": "C5"}, False),
        ("D2", {"1": "D1b", "2": "D1b"}, True),
        ("D2", {"1": "D2", "2": "D1b"}, False),
        ("D2", {}, False),
    ],
)
def test_the_result_of_the_whole_is_compared_with_those_of_its_items(
    outcome: str, results: dict[str, str], doubtful: bool
) -> None:
    said = doubts(working(), outcome=outcome, item_results=results)
    assert bool("各项" in said) is doubtful


# 条例14, 条例16


@pytest.mark.parametrize(
    ("law", "accepted"),
    [
        ("《中华人民共和国统计法》第二十五条", True),
        ("《征信业管理条例》第14条", True),
        ("《中华人民共和国统计法》", False),
        ("《某某管理办法》第三条", False),
        ("《某某管理办法》（国务院令第1号）第三条", True),
        ("《关于加强管理的通知》第一条", False),
        ("《山东省某某条例》第九条", False),
        ("《城市供水条例》第九条", True),
        ("统计法第二十五条", True),
        ("有关规章第二条", False),
    ],
)
def test_only_a_law_or_an_administrative_regulation_forbids_disclosure(
    law: str, accepted: bool
) -> None:
    given = {"outcome": "C2", "fact_forbidding_law": law, **WHOLE}
    if accepted:
        assert drafted(working(), **given).facts.state == "legal_review"
    else:
        assert "条例14" in refusal(working(), **given)


def test_what_a_rule_orders_to_disclose_is_no_process_information() -> None:
    given = {
        "outcome": "C6",
        "fact_process_kind": "draft",
        "fact_process_formed": "2019年3月，用于论证",
        **WHOLE,
    }
    assert "条例16(2)" in refusal(working(), **given, fact_public_rule="some")
    assert drafted(working(), **given, fact_public_rule="none").facts.state == "legal_review"


# 条例15, 条例32


def test_a_third_party_is_not_protected_unheard() -> None:
    assert "没有书面征求第三方意见的记录" in refusal(working(), **THIRD)


def test_a_third_party_that_was_heard_can_be_protected() -> None:
    assert drafted(heard("refuse"), **THIRD).facts.state == "legal_review"


def test_a_silent_third_party_can_be_protected_by_a_noted_decision() -> None:
    story = working().do("consult_third_party", date(2020, 9, 3), name="乙", matter="—")
    story.do("third_party_received", date(2020, 9, 4), proof="—")
    story.do("third_party_silent", date(2020, 9, 28), decision_note="涉及隐私")
    assert story.do("submit_draft", date(2020, 9, 28), **THIRD).facts.state == "legal_review"


def test_the_hearing_can_be_waived_by_an_approver_with_a_reason() -> None:
    story = working().do("waive", DAY, guard="the_third_party_was_heard", reasons="无法联系")
    assert drafted(story, **THIRD).facts.state == "legal_review"


def test_a_refusal_for_the_sake_of_someone_who_consented_is_doubted() -> None:
    assert "均同意公开" in doubts(heard("consent"), **THIRD)
    assert "均同意公开" not in doubts(heard("refuse"), **THIRD)
    assert "均同意公开" not in doubts(working(), **THIRD)


def reviewed(story: Story, conclusion: str) -> Story:
    return story.do("review_secrecy", DAY, conclusion=conclusion, grounds="—")


def test_nothing_is_opened_against_a_third_party_without_a_decision() -> None:
    story = reviewed(awaiting_signature(heard("refuse"), **OPEN), "open")
    assert "第三方不同意公开，答复却予以公开" in refusal(story, "issue")


def test_a_decision_against_a_third_party_is_told_to_it_before_disclosure() -> None:
    story = reviewed(awaiting_signature(heard("refuse"), **OPEN), "open")
    story.do("override_third_party", DAY, override_ground="public_interest", reasons="关系公共安全")
    assert "只告知了0个" in refusal(story, "issue")
    story.do("notify_override", DAY, name="乙", proof="X1")
    assert story.do("issue", DAY).facts.state == "pending_service"


def test_a_decision_from_before_the_opinion_does_not_override_it() -> None:
    story = heard("refuse")
    story.do("override_third_party", date(2020, 9, 8), override_ground="unfounded", reasons="—")
    story.do("notify_override", date(2020, 9, 8), name="乙", proof="X1")
    story.do("consult_third_party", date(2020, 9, 9), name="丙", matter="—")
    story.do("third_party_opinion", date(2020, 9, 9), thread=len(story.rows), opinion="refuse")
    story = reviewed(awaiting_signature(story, **OPEN), "open")
    assert "请由审批人先作出" in refusal(story, "issue")


def test_there_is_nothing_to_override_where_nobody_opposes() -> None:
    given = {"override_ground": "unfounded", "reasons": "—"}
    assert "没有第三方不同意公开的意见" in refusal(
        heard("consent"), "override_third_party", **given
    )


@pytest.mark.parametrize(
    ("opinion", "draft", "opposed"),
    [
        ("partial", OPEN, True),
        ("partial", {**PARTLY, **THIRD_GROUND}, False),
        ("refuse", {**PARTLY, **THIRD_GROUND}, False),
        ("refuse", {**PARTLY, "ground": "D2"}, True),
        ("consent", OPEN, False),
    ],
)
def test_only_what_a_third_party_opposes_needs_the_decision(
    opinion: str, draft: dict[str, str], opposed: bool
) -> None:
    story = reviewed(
        awaiting_signature(heard(opinion), **draft), "partial" if "ground" in draft else "open"
    )
    if opposed:
        assert "条例32" in refusal(story, "issue")
    else:
        assert story.do("issue", DAY).facts.state == "pending_service"


# 条例17


def test_nothing_is_released_without_a_secrecy_review() -> None:
    assert "没有对本次答复稿作保密审查" in refusal(awaiting_signature(working(), **OPEN), "issue")


def test_a_review_of_an_earlier_draft_does_not_cover_the_new_one() -> None:
    story = reviewed(drafted(working(), **OPEN), "open").do("return_from_review", DAY, opinion="—")
    assert "没有对本次答复稿作保密审查" in refusal(awaiting_signature(story, **OPEN), "issue")


@pytest.mark.parametrize(
    ("conclusion", "draft", "sentence"),
    [
        ("closed", OPEN, "结论为不得公开"),
        ("closed", {**PARTLY, "ground": "D2"}, "结论为不得公开"),
        ("partial", OPEN, "结论为部分公开"),
    ],
)
def test_what_the_review_keeps_back_is_not_released(
    conclusion: str, draft: dict[str, str], sentence: str
) -> None:
    story = reviewed(awaiting_signature(working(), **draft), conclusion)
    assert sentence in refusal(story, "issue")


@pytest.mark.parametrize("conclusion", ["open", "partial"])
def test_what_the_review_lets_pass_is_released(conclusion: str) -> None:
    draft = OPEN if conclusion == "open" else {**PARTLY, "ground": "D2"}
    story = reviewed(awaiting_signature(working(), **draft), conclusion)
    assert story.do("issue", DAY).facts.state == "pending_service"


def test_what_is_given_on_the_spot_was_reviewed_too() -> None:
    given = {**OPEN, "signer": "甲"}
    with pytest.raises(Refused, match="保密审查"):
        registered().do("answer_on_the_spot", date(2020, 9, 1), **given)
    story = registered().do("review_secrecy", date(2020, 9, 1), conclusion="open", grounds="—")
    assert story.do("answer_on_the_spot", date(2020, 9, 1), **given).facts.state == "answered"


def test_the_secrecy_review_can_never_be_waived() -> None:
    offered = {c.value for c in registered().workflow.action("waive").fields[0].choices}  # type: ignore[union-attr]
    assert "secrecy_was_reviewed" not in offered
    assert "an_opposing_third_party_was_told" not in offered


# 条例36(6), 条例39

REPEAT = {
    "outcome": "E2",
    "fact_earlier_request_number": "〔2019〕1号",
    "fact_earlier_answer_number": "〔2019〕2号",
}
EARLIER = {"relation": "repeat", "case": "〔2019〕1号", "case_id": 7, "case_same_applicant": True}


def test_a_repeat_names_its_earlier_case() -> None:
    assert "请先用“关联案件”登记" in refusal(working(), **REPEAT)


def test_a_repeat_of_an_open_case_is_merged_not_refused() -> None:
    story = working().do("link_case", date(2020, 9, 3), **EARLIER, case_answered_on="")
    assert "并入此前的申请" in refusal(story, **REPEAT)


def test_a_repeat_of_an_answered_case_is_not_processed() -> None:
    story = working().do(
        "link_case", date(2020, 9, 3), **EARLIER, case_answered_on="2019-12-02", case_outcome="A2"
    )
    assert drafted(story, **REPEAT).facts.values["outcome"] == "E2"


@pytest.mark.parametrize("outcome", ["F1", "F3a", "F"])
def test_an_earlier_case_that_ended_without_an_answer_is_not_repeated(outcome: str) -> None:
    given = {**EARLIER, "case_answered_on": "2019-12-02", "case_outcome": outcome}
    story = working().do("link_case", date(2020, 9, 3), **given)
    assert "未经答复即终止" in refusal(story, **REPEAT)


def test_a_case_linked_as_related_is_not_repeated() -> None:
    story = working().do("link_case", date(2020, 9, 3), **{**EARLIER, "relation": "related"})
    assert "请先用“关联案件”登记" in refusal(story, **REPEAT)


def test_of_a_mixed_letter_only_the_complaint_is_not_processed() -> None:
    given = {"outcome": "E1", "fact_reasons": "—", "item_results": {"1": "A1"}}
    assert "整件不能按信访举报投诉处理" in refusal(working(), **given)
    pure = {**given, "item_results": {"1": "E1"}}
    assert drafted(working(), **pure).facts.values["outcome"] == "E1"


def test_a_complaint_without_the_proper_channel_is_doubted() -> None:
    given = {"outcome": "E1", "fact_reasons": "—"}
    assert "条例39(1)" in doubts(working(), **given)
    assert "条例39(1)" not in doubts(working(), **given, fact_proper_channel="信访局")


# 条例29, 19号


@pytest.mark.parametrize(
    ("text", "doubtful"), [("请说明用途", True), ("请写明文件名称或者年份", False)]
)
def test_a_notice_that_asks_for_the_purpose_is_doubted(text: str, doubtful: bool) -> None:
    said = doubts(working(), "request_correction", items_to_correct=text, days=15)
    assert ("条例29" in said) is doubtful


@pytest.mark.parametrize(("announced", "doubtful"), [(False, True), (True, False), (None, False)])
def test_a_channel_that_was_not_announced_is_doubted_and_never_refused(
    announced: bool | None, doubtful: bool
) -> None:
    said = doubts(Story(), "receive", channel="fax", channel_announced=announced)
    assert ("19号" in said) is doubtful
