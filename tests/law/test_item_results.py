"""One request, several things asked, one result that counts (条例36, 37)."""

from itertools import combinations_with_replacement

import pytest

from workflows.five_steps import Ending, endings
from workflows.item_results import wholes
from workflows.outcomes import GROUND_CODES, facts_for

ENDS = tuple(
    {(e.outcome, e.ground, e.act, e.facts): e for w in endings() if (e := w.ending)}.values()
)


@pytest.mark.parametrize(
    ("items", "whole"),
    [
        (["A2", "A2"], ["A2"]),
        (["A1", "A2"], ["A2", "A1"]),
        (["A2", "C6"], ["B C6"]),
        (["C6", "A1", "D1a"], ["B C6", "B D1a"]),
        (["A2", "B C5", "C6"], ["B C5", "B C6"]),
        (["C6", "C6"], ["C6"]),
        (["D1a", "C6"], ["C6", "D1a"]),
        (["A2", "E1"], ["A2"]),
        (["E1", "E1"], ["E1"]),
        (["A2", "F3b"], ["A2"]),
    ],
)
def test_the_result_of_the_whole_follows_from_those_of_the_things_asked(
    items: list[str], whole: list[str]
) -> None:
    ends = [Ending(*one.split()) for one in items]
    assert [" ".join(filter(None, (e.outcome, e.ground))) for e in wholes(ends)] == whole


def test_nothing_is_decided_while_an_act_comes_first() -> None:
    assert wholes([Ending("A2"), Ending(act="consult_third_party")]) == ()
    assert wholes([Ending("A2"), Ending("F1", act="lapse_correction")]) == ()


def test_every_pair_of_results_has_one_for_the_whole_that_an_answer_can_state() -> None:
    for pair in combinations_with_replacement([e for e in ENDS if not e.act], 2):
        found = wholes(pair)
        assert found
        for one in found:
            assert (one.outcome == "B") == (one.ground in GROUND_CODES)
            asked = {fact.key: dict(fact.choices) for fact in facts_for(one.outcome, one.ground)}
            assert all(value in asked[key] for key, value in one.facts)
