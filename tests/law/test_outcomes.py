"""The closed list of results: what each answers, where it is counted, what it needs."""

import string
from collections.abc import Mapping
from datetime import date

import pytest

from workflows.annual_report import FORMATS
from workflows.outcomes import (
    GROUND_CODES,
    OUTCOMES,
    AnswerKind,
    Fact,
    MissingFacts,
    answer_sentences,
    by_row,
    facts_for,
    missing_facts,
    outcome,
    review_first,
    spoken,
)
from workflows.statute import provision

GIVEN = [code for code, row in OUTCOMES.items() if not row.imported_only]
REFUSED_14_TO_16 = {f"C{number}" for number in range(1, 8)}


def _filled(fact: Fact) -> object:
    if fact.kind == "date":
        return date(2026, 3, 2)
    return fact.choices[0][0] if fact.kind == "choice" else f"〔{fact.label}〕。"


def _facts(code: str, ground: str | None = None, *, optional: bool = True) -> dict[str, object]:
    facts = {
        fact.key: _filled(fact) for fact in facts_for(code, ground) if optional or fact.required
    }
    return {**facts, "ground": ground}


def _ground(code: str) -> str | None:
    return "C4" if code == "B" else None


def test_the_list_of_results_is_closed() -> None:
    assert " ".join(OUTCOMES) == (
        "A1 A2 B C1 C2 C3 C4 C5 C6 C7 C8 D1a D1b D2 D3 E1 E2 E3 E4 E5 F1 F2 F3a F3b F3c F3d A D1 F"
    )


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("A2", "予以公开，提供或告知方式、途径、时间"),
        ("B", "部分公开"),
        ("C4", "不予公开（保护第三方合法权益）"),
        ("F", "其他处理"),
    ],
)
def test_a_sentence_says_what_was_answered_and_not_its_ground_alone(code: str, said: str) -> None:
    assert spoken(code) == said


def test_three_codes_are_for_imported_ledgers_only() -> None:
    assert [code for code, row in OUTCOMES.items() if row.imported_only] == ["A", "D1", "F"]


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.key)
def test_every_result_reaches_a_row_and_every_row_a_result(format: object) -> None:
    reached = {row.rows[format.key] for row in OUTCOMES.values()}  # type: ignore[attr-defined]
    assert reached == set(format.outcome_keys)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("code", "row_2019", "row_2021"),
    [
        ("A1", "disclosed", "disclosed"),
        ("B", "partially_disclosed", "partially_disclosed"),
        ("C8", "refused_admin_inquiry", "refused_admin_inquiry"),
        ("D1a", "unable_not_held", "unable_not_held"),
        ("D1b", "unable_not_held", "unable_not_held"),
        ("D2", "unable_not_existing_needs_making", "unable_not_existing_needs_making"),
        ("E5", "not_processed_reconfirm", "not_processed_reconfirm"),
        ("F1", "other_total", "other_overdue_correction"),
        ("F2", "other_total", "other_overdue_fee"),
        ("F3a", "other_total", "other_other"),
        ("F", "other_total", "other_other"),
    ],
)
def test_a_result_is_counted_in_its_row(code: str, row_2019: str, row_2021: str) -> None:
    assert OUTCOMES[code].rows == {"2019": row_2019, "2021": row_2021}


@pytest.mark.parametrize("row", OUTCOMES.values(), ids=lambda row: row.code)
def test_the_row_stands_under_the_heading_of_the_answer(row: object) -> None:
    prefix = {
        AnswerKind.disclosed: "disclosed",
        AnswerKind.partial: "partially_disclosed",
        AnswerKind.refused: "refused_",
        AnswerKind.unable: "unable_",
        AnswerKind.not_processed: "not_processed_",
        AnswerKind.other: "other_",
    }[row.answer]  # type: ignore[attr-defined]
    assert all(key.startswith(prefix) for key in row.rows.values())  # type: ignore[attr-defined]


@pytest.mark.parametrize("row", OUTCOMES.values(), ids=lambda row: row.code)
def test_result_and_facts_rest_on_known_provisions(row: object) -> None:
    assert provision(row.basis)  # type: ignore[attr-defined]
    assert all(provision(fact.basis) for fact in row.requires)  # type: ignore[attr-defined]


def test_terminations_end_a_case_without_an_answer() -> None:
    ended = {code for code, row in OUTCOMES.items() if row.closes_as == "terminated"}
    assert ended == {"F1", "F2", "F3a", "F3d", "F"}


def test_an_unknown_result_is_refused_with_the_list() -> None:
    with pytest.raises(ValueError, match="没有办理结果“C9”；可用的代码为A1、A2"):
        outcome("C9")


@pytest.mark.parametrize("code", [code for code in OUTCOMES if code != "B"])
def test_review_comes_first_for_refusals_under_articles_14_to_16_only(code: str) -> None:
    assert review_first(code, None) is (code in REFUSED_14_TO_16)


@pytest.mark.parametrize("ground", GROUND_CODES)
def test_a_partial_answer_follows_the_ground_of_its_refused_part(ground: str) -> None:
    assert review_first("B", ground) is (ground in REFUSED_14_TO_16)


@pytest.mark.parametrize("ground", [None, "", "A1", "E4", "F1", "B"])
def test_a_partial_answer_without_a_ground_has_no_remedy_kind(ground: str | None) -> None:
    with pytest.raises(ValueError, match="部分公开须写明"):
        review_first("B", ground)


@pytest.mark.parametrize("code", GIVEN)
def test_every_answer_can_be_written_from_its_facts(code: str) -> None:
    text = "".join(answer_sentences(code, _facts(code, _ground(code))))
    assert text.endswith("。")
    assert not set("{}!！") & set(text)
    assert "。。" not in text


@pytest.mark.parametrize("code", GIVEN)
def test_every_answer_can_be_written_from_its_required_facts_alone(code: str) -> None:
    full = answer_sentences(code, _facts(code, _ground(code)))
    short = answer_sentences(code, _facts(code, _ground(code), optional=False))
    assert 0 < len(short) <= len(full)
    assert set(short) <= set(full)


@pytest.mark.parametrize(
    ("code", "fact"),
    [(code, fact) for code in GIVEN for fact in facts_for(code, _ground(code)) if fact.required],
    ids=lambda value: value if isinstance(value, str) else value.key,
)
def test_an_answer_without_a_required_fact_is_refused_by_name(code: str, fact: Fact) -> None:
    with pytest.raises(MissingFacts) as refused:
        answer_sentences(code, {**_facts(code, _ground(code)), fact.key: " "})
    assert refused.value.facts == (fact,)
    assert fact.label in str(refused.value)


@pytest.mark.parametrize("code", GIVEN)
def test_an_answer_prints_every_fact_that_it_asks_for(code: str) -> None:
    printed = {name for _, name, _, _ in string.Formatter().parse(OUTCOMES[code].text) if name}
    chosen = OUTCOMES[code]
    asked = {fact.key for fact in chosen.requires + chosen.alone}
    # The basis of a state secret may be secret itself; the refused content is named by the sentence of its ground;
    # the two questions have only one answer with which the text may be written, and the text says it.
    unprinted = {"secrecy_basis", "refused_content", "separable", "public_rule"}
    assert asked - printed == asked & unprinted
    assert printed <= asked | {
        "subject",
        "request",
        "regulation",
    }


@pytest.mark.parametrize(
    ("code", "citation"),
    [
        ("A1", "第三十六条第（一）项"),
        ("A2", "第三十六条第（二）项"),
        ("B", "第三十七条"),
        ("C1", "第十四条、第三十六条第（三）项"),
        ("C4", "第十五条、第三十二条、第三十六条第（三）项"),
        ("C5", "第十六条第一款"),
        ("C6", "第十六条第二款"),
        ("C7", "第十六条第二款"),
        ("C8", "第三十六条第（七）项"),
        ("D1a", "第三十六条第（四）项"),
        ("D1b", "第三十六条第（五）项"),
        ("D2", "第三十八条"),
        ("D3", "第三十条"),
        ("E1", "第三十九条第一款"),
        ("E2", "第三十六条第（六）项"),
        ("E3", "第三十九条第二款"),
        ("E4", "第三十五条"),
        ("F1", "第三十条"),
        ("F2", "第四十二条"),
        ("F3b", "第二条"),
        ("F3c", "《中华人民共和国档案法》第十五条"),
    ],
)
def test_an_answer_cites_its_article(code: str, citation: str) -> None:
    assert citation in "".join(answer_sentences(code, _facts(code, _ground(code))))


@pytest.mark.parametrize("code", sorted(REFUSED_14_TO_16 | {"C8"}))
def test_every_refusal_gives_reasons(code: str) -> None:
    assert "理由如下：〔理由〕。" in answer_sentences(code, _facts(code))


@pytest.mark.parametrize("ground", GROUND_CODES)
def test_a_partial_answer_opens_one_part_and_gives_the_ground_of_the_other(ground: str) -> None:
    first, _, second, *_ = answer_sentences("B", _facts("B", ground))
    assert "可以公开的内容（〔可以公开的内容〕）" in first
    assert "其余内容（〔不公开的内容〕" in second


@pytest.mark.parametrize("ground", [None, "A1", "E4"])
def test_a_partial_answer_needs_a_ground(ground: str | None) -> None:
    with pytest.raises(ValueError, match="不公开部分的理由代码"):
        answer_sentences("B", _facts("B") | {"ground": ground})


@pytest.mark.parametrize("code", ["A", "D1", "F"])
def test_an_imported_code_writes_no_answer(code: str) -> None:
    with pytest.raises(ValueError, match="只用于导入的台账"):
        answer_sentences(code, {})


def test_a_date_is_written_out_whether_it_comes_as_a_day_or_as_its_text() -> None:
    day: Mapping[str, object] = {"withdrawn_on": date(2026, 3, 2)}
    assert "2026年3月2日" in answer_sentences("F3a", day)[0]
    assert answer_sentences("F3a", {"withdrawn_on": "2026-03-02"}) == answer_sentences("F3a", day)


def test_a_date_that_is_none_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="“撤回日期”应为日期，如2026-03-02，收到的是“三月”"):
        answer_sentences("F3a", {"withdrawn_on": "三月"})


WHOLE = {"separable": "no", "separable_why": "去除后没有其他内容"}


def test_a_choice_is_printed_by_its_label() -> None:
    facts = {"internal_kind": "logistics", "reasons": "食堂采购安排", **WHOLE}
    assert "后勤管理方面的内部事务信息" in answer_sentences("C5", facts)[0]


def test_a_choice_outside_its_list_is_refused() -> None:
    with pytest.raises(ValueError, match="“内部事务的类别”没有“party”这一选项"):
        answer_sentences("C5", {"internal_kind": "party", "reasons": "x", **WHOLE})


def test_the_responsible_agency_is_named_with_its_contact_or_not_at_all() -> None:
    facts = {"reasons": "职权属于市级部门", "responsible_agency": "临沂市自然资源局"}
    with pytest.raises(MissingFacts, match="该机关的联系方式"):
        answer_sentences("D1b", facts)
    assert len(answer_sentences("D1b", {"reasons": "职权属于市级部门"})) == 2
    assert (
        "临沂市自然资源局" in answer_sentences("D1b", {**facts, "responsible_contact": "电话"})[2]
    )


def test_a_whole_refusal_says_why_nothing_can_be_separated() -> None:
    facts = {"internal_kind": "logistics", "reasons": "食堂采购安排"}
    assert "该信息不能作区分处理：去除后没有其他内容。" in answer_sentences(
        "C5", {**facts, **WHOLE}
    )
    partly = {"open_content": "甲", "provided_by": "随文", "refused_content": "乙", "ground": "C5"}
    assert "不能作区分处理" not in "".join(answer_sentences("B", {**facts, **partly}))


def test_braces_in_a_fact_are_printed_as_they_are() -> None:
    facts = {"internal_kind": "logistics", "reasons": "见{附件}{0}", **WHOLE}
    assert "理由如下：见{附件}{0}。" in answer_sentences("C5", facts)


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.key)
def test_every_outcome_row_of_a_ledger_is_understood_by_label_and_by_key(format: object) -> None:
    for row in format.rows:  # type: ignore[attr-defined]
        found = by_row(row.label)
        assert found == by_row(row.key)
        if row.is_outcome:
            assert found is not None
            assert found.rows[format.key] == row.key  # type: ignore[attr-defined]
        else:
            assert found is None


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("（一）予以公开", "A"),
        ("1.本机关不掌握相关政府信息", "D1"),
        ("（六）其他处理", "F"),
        ("3.其他", "F"),
        ("other_overdue_fee", "F2"),
        ("D1a", "D1a"),
        ("F3c", "F3c"),
    ],
)
def test_a_label_claims_no_more_than_its_row(written: str, code: str) -> None:
    found = by_row(written)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "written", ["(一) 予以公开", "（一）\n予以公开", "（一）　予以公开 ", "（一）予以公开"]
)
def test_width_and_white_space_of_a_label_do_not_matter(written: str) -> None:
    assert by_row(written) == OUTCOMES["A"]


@pytest.mark.parametrize(
    "written", ["", "予以", "（七）总计", "natural", "C9", "三、本年度办理结果"]
)
def test_an_unknown_label_means_nothing(written: str) -> None:
    assert by_row(written) is None


def test_what_an_answer_lacks_can_be_asked_before_it_is_written() -> None:
    facts = {"ground": "D1b", "open_content": "批复", "responsible_agency": "临沂市自然资源局"}
    assert [fact.key for fact in missing_facts("B", facts)] == [
        "provided_by",
        "refused_content",
        "reasons",
        "responsible_contact",
    ]
    assert missing_facts("B", _facts("B", "D1b")) == ()
