"""A hard guard is passed by an approver's written reason, once, and only where the table says so."""

from datetime import date

import pytest
from law.stories import CALENDAR, Refused, registered

from workflows.kinds.request import REQUEST_2019
from workflows.vocabulary import Role

NOTICE = {"items_to_correct": "范围", "days": 15}


def waiting():
    return registered().do("request_correction", date(2020, 9, 3), **NOTICE)


def test_a_lapse_without_proof_of_service_names_who_may_let_it_pass() -> None:
    with pytest.raises(Refused, match="例外放行"):
        waiting().do("lapse_correction", date(2020, 11, 2))


def test_a_waived_guard_lets_the_act_pass() -> None:
    story = waiting().do(
        "waive", date(2020, 11, 2), guard="correction_notice_was_received", reasons="公告送达"
    )
    story.do("lapse_correction", date(2020, 11, 2))
    assert story.facts.outcome == "F1"


def test_a_waiver_of_one_guard_lets_no_other_pass() -> None:
    story = waiting().do("waive", date(2020, 9, 4), guard="fee_notice_was_received", reasons="—")
    with pytest.raises(Refused, match="没有补正告知书送达的记录"):
        story.do("lapse_correction", date(2020, 11, 2))


def test_a_waiver_is_used_up_by_the_act_that_it_was_given_for() -> None:
    story = waiting().do(
        "waive", date(2020, 11, 2), guard="correction_notice_was_received", reasons="—"
    )
    story.do("lapse_correction", date(2020, 11, 2))
    guard = next(
        g
        for g in REQUEST_2019.action("lapse_correction").guards
        if g.name == "correction_notice_was_received"
    )
    assert not REQUEST_2019.waived(story.facts, guard)


def test_only_an_approver_may_waive() -> None:
    assert REQUEST_2019.action("waive").roles == {Role.approver}


def test_what_protects_the_order_of_days_can_never_be_waived() -> None:
    offered = {c.value for c in REQUEST_2019.action("waive").fields[0].choices}
    assert "extended_at_most_once" not in offered
    assert "not_corrected_before" not in offered


def test_a_decision_without_a_period_gives_the_whole_of_it_again() -> None:
    story = registered().do("withdraw", date(2020, 9, 3), paper="—")
    story.do("redo", date(2020, 11, 2), decision="—")
    assert story.due_on == CALENDAR.add(date(2020, 11, 2), 20)


def test_an_open_case_is_reopened_only_by_the_record_of_its_review() -> None:
    with pytest.raises(Refused, match="尚未答复"):
        registered().do("redo", date(2020, 9, 20), decision="—")
