"""What a draft must bring with it: a result that can be answered, its facts, its ground, a line for each thing asked."""

from datetime import date

import pytest
from law.stories import Refused, Story, registered

DAY = date(2020, 9, 10)


def drafted(story: Story | None = None, **data: object) -> Story:
    begun = story or registered().do("assign", date(2020, 9, 2), handler=1)
    return begun.do("submit_draft", DAY, **data)


def refusal(story: Story | None = None, **data: object) -> str:
    with pytest.raises(Refused) as error:
        drafted(story, **data)
    return str(error.value)


@pytest.mark.parametrize("code", ["A", "D1", "F", "Z9"])
def test_a_code_that_only_imports_know_is_no_answer(code: str) -> None:
    assert "不是可以答复的办理结果" in refusal(outcome=code)


@pytest.mark.parametrize("code", ["F1", "F2", "F3a"])
def test_an_end_that_has_an_act_of_its_own_is_not_drafted(code: str) -> None:
    assert "不经答复稿" in refusal(outcome=code)


def test_missing_facts_are_listed_by_name() -> None:
    assert "检索" in refusal(outcome="D1a")


def test_a_partial_disclosure_names_the_ground_of_the_rest() -> None:
    given = {"fact_open_content": "—", "fact_provided_by": "—", "fact_refused_content": "—"}
    assert "条例37" in refusal(outcome="B", **given)


def test_still_unclear_presupposes_a_correction() -> None:
    assert "以告知过补正并收到补正为前提" in refusal(outcome="D3", fact_unclear_points="—")


def test_unreasonably_many_presupposes_an_exchange_of_reasons() -> None:
    given = {"fact_request_counts": "—", "fact_reasons_exchange": "—"}
    assert "以要求过说明理由" in refusal(outcome="E4", **given)
    exchanged = (
        registered()
        .do("assign", date(2020, 9, 2), handler=1)
        .do("request_reasons", date(2020, 9, 3), matter="—")
        .do("receive_reasons", date(2020, 9, 8), note="—", reasonable=False)
    )
    assert drafted(exchanged, outcome="E4", **given).facts.values["outcome"] == "E4"


def test_each_thing_asked_gets_its_result() -> None:
    assert "请逐项填写" in refusal(outcome="D2", fact_reasons="—", item_results={})


def test_a_new_draft_takes_the_old_ground_back() -> None:
    story = drafted(
        outcome="B",
        ground="C8",
        fact_open_content="—",
        fact_provided_by="—",
        fact_refused_content="—",
        fact_special_rules="—",
        fact_reasons="—",
    ).do("return_from_review", DAY, opinion="—")
    assert "ground" not in drafted(story, outcome="D2", fact_reasons="—").facts.values


def test_what_needs_a_search_is_not_answered_on_the_spot() -> None:
    with pytest.raises(Refused, match="不能当场答复"):
        registered().do(
            "answer_on_the_spot", date(2020, 9, 1), outcome="D1a", fact_search_statement="—"
        )


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"fact_responsible_agency": "某局"}, "缺少联系方式"),
        ({"fact_responsible_contact": "电话1"}, "缺少名称"),
    ],
)
def test_another_agency_is_told_with_its_contact(given: dict[str, str], missing: str) -> None:
    assert missing in refusal(outcome="D1b", fact_reasons="—", **given)


def test_another_agency_is_told_in_full_or_not_at_all() -> None:
    both = {"fact_responsible_agency": "某局", "fact_responsible_contact": "电话1"}
    assert drafted(outcome="D1b", fact_reasons="—", **both).facts.state == "legal_review"
    assert drafted(outcome="D1b", fact_reasons="—").facts.state == "legal_review"


def two_things() -> Story:
    return registered(items=2).do("assign", date(2020, 9, 2), handler=1)


OPENED = {"outcome": "A2", "fact_provided_by": "—"}


def test_what_is_open_in_part_and_refused_in_part_is_a_partial_disclosure() -> None:
    said = refusal(two_things(), **OPENED, item_results={"1": "A2", "2": "C6"}, outcome_reason="—")
    assert "计入“部分公开”（条例37）" in said


@pytest.mark.parametrize("other", ["D1a", "D2", "E3"])
def test_what_is_open_beside_what_cannot_be_given_is_partial_unless_a_reason_is_recorded(
    other: str,
) -> None:
    results = {"1": "A2", "2": other}
    assert "请写明整件结果的理由" in refusal(two_things(), **OPENED, item_results=results)
    story = drafted(
        two_things(), **OPENED, item_results=results, outcome_reason="第2项仅为附带询问"
    )
    assert story.facts.values["outcome"] == "A2"


def test_one_result_among_several_closed_ones_has_its_reason() -> None:
    given = {"outcome": "D2", "fact_reasons": "—", "item_results": {"1": "D2", "2": "E3"}}
    assert "请写明整件结果的理由" in refusal(two_things(), **given)
    assert (
        drafted(two_things(), **given, outcome_reason="主要申请事项为第1项").facts.values["outcome"]
        == "D2"
    )


def test_results_of_one_row_need_no_reason() -> None:
    both = {"1": "A1", "2": "A2"}
    assert drafted(two_things(), **OPENED, item_results=both).facts.values["outcome"] == "A2"


def test_a_partial_disclosure_of_several_results_speaks_for_itself() -> None:
    keys = ("open_content", "provided_by", "refused_content", "reasons")
    given = {f"fact_{key}": "—" for key in keys}
    results = {"1": "A2", "2": "D2"}
    story = drafted(two_things(), outcome="B", ground="D2", item_results=results, **given)
    assert story.facts.values["outcome"] == "B"
