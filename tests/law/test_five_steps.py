"""The five questions: every result is reached, every answer leads somewhere, and what they name exists."""

import pytest

from workflows.answer_guards import OWN_ACTS
from workflows.five_steps import FIRST, QUESTIONS, Ending, FiveStep, endings, walk, way_to
from workflows.kinds.request import REQUEST_2019
from workflows.outcomes import GROUND_CODES, OUTCOMES, facts_for
from workflows.statute import provision

WAYS = tuple(endings())
ENDS = tuple(one.ending for one in WAYS if one.ending)


def test_every_way_through_the_questions_ends() -> None:
    assert len(ENDS) == len(WAYS) > len(OUTCOMES)
    assert all(one.outcome or one.act for one in ENDS)


def test_every_result_is_reached() -> None:
    assert {e.outcome for e in ENDS} - {""} == {
        code for code, one in OUTCOMES.items() if not one.imported_only
    }


def test_a_partial_disclosure_is_reached_with_every_ground() -> None:
    assert {e.ground for e in ENDS if e.outcome == "B"} == set(GROUND_CODES)
    assert not any(e.ground for e in ENDS if e.outcome != "B")


def test_every_question_is_asked_in_the_order_of_the_steps() -> None:
    order = list(FiveStep)
    for way in WAYS:
        steps = [order.index(question.step) for question, _ in way.answered]
        assert steps == sorted(steps)
    assert {question.key for way in WAYS for question, _ in way.answered} == set(QUESTIONS)


def test_what_ends_without_an_answer_names_its_own_act() -> None:
    named = {e.outcome: e.act for e in ENDS if e.act and e.outcome}
    assert set(named) == set(OWN_ACTS)
    for code, act in named.items():
        action = REQUEST_2019.action(act)
        assert action is not None
        assert (action.outcome, action.label) == (code, OWN_ACTS[code])


@pytest.mark.parametrize("act", sorted({e.act for e in ENDS if e.act and not e.outcome}))
def test_what_comes_before_an_answer_is_an_act_of_the_request(act: str) -> None:
    assert REQUEST_2019.action(act) is not None


def test_what_the_answers_state_is_a_fact_of_the_reply() -> None:
    for one in ENDS:
        needed = facts_for(one.outcome, one.ground or None) if one.facts else ()
        asked = {fact.key: dict(fact.choices) for fact in needed}
        assert all(value in asked[key] for key, value in one.facts)


def test_every_answer_cites_its_article() -> None:
    bases = {answer.basis for question in QUESTIONS.values() for answer in question.answers}
    assert all(provision(basis).gist for basis in bases)


def test_what_can_be_separated_is_opened_in_part() -> None:
    """条例37."""
    for code in ("C1", "C4", "C5"):
        separable = QUESTIONS[f"separable_{code}"]
        assert [a.leads for a in separable.answers] == [
            Ending("B", code),
            Ending(code, facts=(("separable", "no"),)),
        ]


def test_a_walk_leaves_out_what_it_did_not_ask() -> None:
    found = walk({"standing": "yes", "clear": "no", "many": "no", "form": "asked"})
    assert [question.key for question, _ in found.answered] == ["standing", "clear"]
    assert found.open is QUESTIONS["told"]
    assert walk({"standing": "perhaps"}).open is QUESTIONS[FIRST]
    assert walk({"standing": "withdrawn"}).ending == Ending("F3a", act="withdraw")


def test_a_result_is_held_against_the_shortest_answers_that_lead_to_it() -> None:
    refused = way_to("C6", "C1")
    assert refused is not None
    assert [question.key for question, _ in refused.answered][-3:] == [
        "refused",
        "ordered_C6",
        "separable_C6",
    ]
    assert refused.ending == Ending("C6", facts=(("separable", "no"), ("public_rule", "none")))
    assert refused.answered[2][1].key == "no"  # of equally short ways the plainest
    assert way_to("A") is None
