"""The chain of signatures: what a unit may leave out, whom it may name, whom it keeps apart; it never adds a state."""

from datetime import date

import pytest

from tests.law.stories import CALENDAR, Refused, Story, registered
from workflows.history import Act, Facts
from workflows.kinds.request import REQUEST_2019
from workflows.rounds import rounds
from workflows.signing import chain_of, roles_for, signer, waiting_countersigners
from workflows.vocabulary import Role, SigningStep, State

DAY = date(2020, 9, 10)
HANDLER, ADVISER, CHIEF, OTHER = 1, 2, 3, 4
NAMED = {"approve": {"users": [{"id": CHIEF, "name": "钱局长"}]}}
COUNTERSIGNED = {"countersign": {"users": [{"id": OTHER, "name": "孙科长"}]}}


def drafted(story: Story | None = None, **chain: object) -> Story:
    story = story or registered().do("assign", date(2020, 9, 2), handler=HANDLER)
    carried = {"chain": chain} if chain else {}
    return story.do(
        "submit_draft", DAY, outcome="D1b", fact_reasons="不属于本机关职责", by=HANDLER, **carried
    )


def refused(story: Story, action: str, **data: object) -> str:
    with pytest.raises(Refused) as error:
        story.do(action, DAY, **data)
    return str(error.value)


def test_a_draft_goes_to_legal_review_where_the_unit_set_nothing() -> None:
    assert drafted().facts.state == State.legal_review


def test_a_unit_without_a_legal_review_goes_straight_to_approval_and_says_why() -> None:
    story = drafted(legal={"skip": "本单位未配备法律顾问"})
    assert story.facts.state == State.approval
    (one,) = rounds(story.facts, REQUEST_2019.actions)
    assert one.chain.skip_reason == "本单位未配备法律顾问"


def test_the_chain_of_a_round_is_that_of_its_draft() -> None:
    story = drafted(legal={"skip": "未配备法律顾问"}).do("return_from_approval", DAY, opinion="—")
    drafted(story)
    assert story.facts.state == State.legal_review
    first, second = rounds(story.facts, REQUEST_2019.actions)
    assert (first.was_returned, second.was_returned) == (True, False)
    assert [s.act.action for s in first.signatures] == ["submit_draft", "return_from_approval"]
    assert second.chain == chain_of(None)


def test_only_the_named_person_signs_the_step() -> None:
    story = drafted(**NAMED).do("pass_review", DAY, by=ADVISER)
    assert "本轮“审批”由钱局长签署" in refused(story, "approve", by=OTHER)
    assert "由钱局长签署" in refused(story, "return_from_approval", by=OTHER, opinion="—")
    story.do("approve", DAY, by=CHIEF)
    assert story.facts.state == State.pending_issue


def test_a_substitute_signs_for_the_absent_person() -> None:
    away = [{"user": CHIEF, "substitute": OTHER, "from": "2020-09-10", "until": "2020-09-11"}]
    story = drafted(**NAMED).do("pass_review", DAY)
    story.do("approve", DAY, **signer(away, OTHER, DAY))
    assert story.facts.state == State.pending_issue


@pytest.mark.parametrize(("day", "stands_for"), [(9, None), (10, [3]), (11, [3]), (12, None)])
def test_an_absence_counts_from_its_first_to_its_last_day(day: int, stands_for: object) -> None:
    away = [{"user": CHIEF, "substitute": OTHER, "from": "2020-09-10", "until": "2020-09-11"}]
    found = signer(away, OTHER, date(2020, 9, day))
    assert found["by"] == OTHER
    assert found.get("stands_for") == stands_for


def test_nobody_is_recorded_where_the_system_acts() -> None:
    assert signer([], None, DAY) == {}


@pytest.mark.parametrize("action", ["pass_review", "approve", "issue"])
def test_the_drafter_signs_no_later_step_where_the_unit_keeps_persons_apart(action: str) -> None:
    story = drafted(apart=["draft"])
    for name in ("pass_review", "approve", "issue"):
        if name == action:
            break
        story.do(name, DAY, by=CHIEF)
    assert "本轮的“承办”由您本人签署" in refused(story, action, by=HANDLER)
    story.do(action, DAY, by=CHIEF)


def test_the_reviewer_is_not_the_approver_where_the_unit_says_so() -> None:
    story = drafted(apart=["legal"]).do("pass_review", DAY, by=ADVISER)
    assert "本轮的“法制审核”由您本人签署" in refused(story, "approve", by=ADVISER)
    story.do("approve", DAY, by=HANDLER)


def test_one_person_may_sign_everything_where_the_unit_set_nothing() -> None:
    story = drafted()
    for name in ("pass_review", "approve", "issue"):
        story.do(name, DAY, by=HANDLER)
    assert story.facts.state == State.pending_service


def test_an_earlier_round_keeps_nobody_from_signing_the_next() -> None:
    story = drafted(apart=["legal"]).do("pass_review", DAY, by=ADVISER)
    story.do("return_from_approval", DAY, by=CHIEF, opinion="—")
    drafted(story, apart=["legal"]).do("pass_review", DAY, by=CHIEF)
    story.do("approve", DAY, by=ADVISER)


def test_the_approval_waits_for_the_countersignatures() -> None:
    story = drafted(**COUNTERSIGNED).do("pass_review", DAY, by=ADVISER)
    assert "审批之前须由孙科长会签" in refused(story, "approve", by=CHIEF)
    assert "由孙科长会签" in refused(story, "countersign", by=CHIEF, stance="agree")
    story.do("countersign", DAY, by=OTHER, stance="agree")
    assert waiting_countersigners(story.facts) == ()
    assert "您没有待会签的" in refused(story, "countersign", by=OTHER, stance="agree")
    story.do("approve", DAY, by=CHIEF)
    assert story.facts.state == State.pending_issue


def test_a_countersignature_counts_for_its_own_round_only() -> None:
    story = drafted(**COUNTERSIGNED).do("countersign", DAY, by=OTHER, stance="agree")
    story.do("return_from_review", DAY, opinion="—")
    drafted(story, **COUNTERSIGNED)
    assert [one.name for one in waiting_countersigners(story.facts)] == ["孙科长"]


def test_an_objection_warns_the_approver_and_stops_nothing() -> None:
    story = drafted(**COUNTERSIGNED).do("pass_review", DAY)
    story.do("countersign", DAY, by=OTHER, stance="object", opinion="—")
    situation = REQUEST_2019.situation(story.facts, CALENDAR)
    approve = REQUEST_2019.open_to(situation, roles=frozenset({Role.approver}), on_day=DAY)
    assert not next(a for a in approve if a.action.name == "approve").refusals
    act = story.do("approve", DAY).rows[-1]
    assert "1人提出不同意见" in REQUEST_2019.warnings(situation, act)[0].sentence


def test_nobody_is_offered_a_countersignature_that_the_unit_does_not_ask_for() -> None:
    story = drafted()
    situation = REQUEST_2019.situation(story.facts, CALENDAR)
    offered = REQUEST_2019.open_to(situation, roles=frozenset(Role), on_day=DAY)
    assert "countersign" not in {a.action.name for a in offered}
    assert "没有设定会签" in refused(story, "countersign", stance="agree")


def test_a_unit_may_give_a_step_to_another_role() -> None:
    story = drafted(legal={"role": "approver"})
    row = REQUEST_2019.action("pass_review")
    assert row is not None
    assert roles_for(row, story.facts) == {Role.approver}
    assert roles_for(row, drafted().facts) == {Role.legal}


def test_every_step_of_the_chain_is_signed_by_some_act_and_says_something() -> None:
    signed = [a for a in REQUEST_2019.actions if a.signs]
    assert {a.signs for a in signed} == set(SigningStep)
    assert all(a.says and "signer" in a.looks_up for a in signed)


def test_agreement_in_the_countersignatures_warns_of_nothing() -> None:
    story = drafted(**COUNTERSIGNED).do("pass_review", DAY)
    story.do("countersign", DAY, by=OTHER, stance="agree")
    situation = REQUEST_2019.situation(story.facts, CALENDAR)
    assert REQUEST_2019.warnings(situation, story.do("approve", DAY).rows[-1]) == ()


def test_a_signature_without_a_draft_belongs_to_no_round() -> None:
    facts = Facts(acts=(Act(1, "approve", DAY), Act(2, "submit_draft", DAY)))
    (one,) = rounds(facts, REQUEST_2019.actions)
    assert [signed.act.action for signed in one.signatures] == ["submit_draft"]
