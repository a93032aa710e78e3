"""What the guards of a request refuse, each with its article and the way out, and what they let pass."""

from datetime import date

import pytest
from law.stories import CALENDAR, Refused, Story, registered

from workflows.guards import applicant_limit
from workflows.vocabulary import State

SEPT = {day: date(2020, 9, day) for day in range(1, 31)}


def working() -> Story:
    """Assigned on 2 September 2020; due on 28 September."""
    return registered().do("assign", SEPT[2], handler=1)


def waiting(days: int = 15) -> Story:
    """A correction asked for on 4 September, received by the applicant on the 7th."""
    return (
        working()
        .do("request_correction", SEPT[4], days=days, items_to_correct="—")
        .do("correction_notice_received", SEPT[7], proof="—")
    )


def refused(story: Story, action: str, on_day: date, **data: object) -> str:
    with pytest.raises(Refused) as error:
        story.do(action, on_day, **data)
    return str(error.value)


def arrived() -> Story:
    return Story().do(
        "receive", SEPT[1], channel="mail", category="natural", applicants=[1], items=2
    )


def test_another_receipt_day_than_that_of_arrival_needs_a_reason() -> None:
    assert "条例31" in refused(arrived(), "register", SEPT[3], received_on="2020-09-02")
    given = arrived().do(
        "register", SEPT[3], received_on="2020-09-02", override_reason="收发室转错"
    )
    assert given.facts.day("received_on") == SEPT[2]


@pytest.mark.parametrize("day", ["2020-08-31", "2020-09-04"])
def test_the_receipt_day_lies_between_arrival_and_registering(day: str) -> None:
    assert "条例31" in refused(arrived(), "register", SEPT[3], received_on=day, override_reason="—")


def test_a_request_handed_in_person_does_not_wait_for_a_confirmation() -> None:
    sentence = refused(
        Story(),
        "receive",
        SEPT[1],
        channel="in_person",
        category="natural",
        awaits_confirmation=True,
        applicants=[1],
        items=1,
    )
    assert "无需等待确认" in sentence


def test_correction_is_told_only_once() -> None:
    story = waiting().do("receive_correction", SEPT[9], corrected_content="—")
    sentence = refused(story, "request_correction", SEPT[10], days=15, items_to_correct="—")
    assert "补正只能告知一次（条例30）；本案已于2020年9月4日告知" in sentence


def test_the_term_restarts_on_receipt_of_the_corrected_request() -> None:
    story = waiting().do("receive_correction", date(2020, 9, 9), corrected_content="—")
    assert story.due_on == date(2020, 10, 13)


def test_a_late_notice_of_correction_leaves_the_due_date() -> None:
    story = working().do("request_correction", SEPT[14], days=15, items_to_correct="—")
    assert story.due_on == SEPT[28]
    assert any(
        "条例30" in w.basis for w in story.workflow.read_clock(story.facts, CALENDAR).warnings
    )


def test_a_lapse_needs_proof_that_the_notice_arrived() -> None:
    story = working().do("request_correction", SEPT[4], days=15, items_to_correct="—")
    assert "没有补正告知书送达的记录" in refused(story, "lapse_correction", date(2020, 12, 1))


def test_a_lapse_waits_for_the_end_of_the_period() -> None:
    assert "届满前不能终止办理" in refused(waiting(), "lapse_correction", SEPT[20])
    ended = waiting().do("lapse_correction", date(2020, 10, 9))
    assert (ended.facts.state, ended.facts.outcome) == (State.terminated, "F1")


def test_a_late_correction_is_taken_up_only_for_a_recorded_reason() -> None:
    day = date(2020, 10, 9)
    assert "正当理由" in refused(waiting(), "receive_correction", day, corrected_content="—")
    taken = waiting().do("receive_correction", day, corrected_content="—", late_reason="住院")
    assert taken.facts.state == State.in_progress


def test_a_corrected_request_is_not_received_before_the_notice_was_sent() -> None:
    assert "早于相应文书发出之日" in refused(
        waiting(), "receive_correction", SEPT[3], corrected_content="—"
    )


def asked(story: Story, day: date = SEPT[8]) -> Story:
    return story.do("ask_extension", day, days=20, reasons="—")


def test_an_extension_is_told_only_after_consent() -> None:
    assert "负责人同意" in refused(
        asked(working())
        .do("refuse_extension", SEPT[9], opinion="—")
        .do("ask_extension", SEPT[9], days=5, reasons="—")
        .do("grant_extension", SEPT[10])
        .do("send_extension_notice", SEPT[10], proof="—")
        .do("log_contact", SEPT[11], note="—"),
        "send_extension_notice",
        SEPT[11],
        proof="—",
    )


def test_an_extension_is_not_told_before_the_day_of_its_consent() -> None:
    story = asked(working()).do("grant_extension", SEPT[10])
    assert "不能早于准予延期之日" in refused(story, "send_extension_notice", SEPT[9], proof="—")


def test_an_extension_is_given_once() -> None:
    story = (
        asked(working())
        .do("grant_extension", SEPT[9])
        .do("send_extension_notice", SEPT[10], proof="—")
    )
    assert story.due_on == date(2020, 11, 2)
    assert "只能延长一次" in refused(story, "ask_extension", SEPT[11], days=5, reasons="—")


def test_an_extension_is_open_again_after_a_restart() -> None:
    story = (
        asked(working(), SEPT[2])
        .do("grant_extension", SEPT[2])
        .do("send_extension_notice", SEPT[3], proof="—")
        .do("request_correction", SEPT[4], days=15, items_to_correct="—")
        .do("receive_correction", SEPT[8], corrected_content="—")
    )
    assert asked(story, SEPT[9]).facts.threads_of("extension", only_open=True)


def test_an_extension_asked_before_a_restart_and_told_after_it_is_used() -> None:
    story = (
        asked(working(), SEPT[2])
        .do("request_correction", SEPT[4], days=15, items_to_correct="—")
        .do("receive_correction", SEPT[8], corrected_content="—")
        .do("grant_extension", SEPT[9])
        .do("send_extension_notice", SEPT[9], proof="—")
    )
    assert "只能延长一次" in refused(story, "ask_extension", SEPT[10], days=5, reasons="—")


def test_a_waiting_clock_cannot_be_extended() -> None:
    facts = waiting().facts
    assert "ask_extension" not in {a.name for a in waiting().workflow.reachable(facts)}


def test_an_extension_told_after_the_due_date_extends_nothing() -> None:
    story = (
        asked(working())
        .do("grant_extension", SEPT[28])
        .do("send_extension_notice", SEPT[29], proof="—")
    )
    assert story.due_on == SEPT[28]


def test_a_silent_third_party_leaves_the_decision_to_the_agency() -> None:
    story = consulted("third_party")
    assert story.facts.threads_of("third_party")[0].values["opinion"] == "none_decide_by_regulation"


def test_a_silent_co_maker_has_consented() -> None:
    assert consulted("co_maker").facts.threads_of("co_maker")[0].values["opinion"] == "consent"


def consulted(kind: str) -> Story:
    story = (
        working()
        .do(f"consult_{kind}", SEPT[3], name="—", matter="—")
        .do(f"{kind}_received", SEPT[4], proof="—")
    )
    return story.do(f"{kind}_silent", SEPT[28], decision_note="—")


@pytest.mark.parametrize("kind", ["third_party", "co_maker", "agency"])
def test_silence_needs_proof_of_receipt_and_the_whole_period(kind: str) -> None:
    story = working().do(f"consult_{kind}", SEPT[3], name="—", matter="—")
    assert "期限尚未起算" in refused(story, f"{kind}_silent", date(2020, 12, 1), decision_note="—")
    story.do(f"{kind}_received", SEPT[4], proof="—")
    assert "届满前不能" in refused(story, f"{kind}_silent", SEPT[25], decision_note="—")


def test_the_case_is_consulting_until_the_last_opinion_is_in() -> None:
    story = (
        working()
        .do("consult_third_party", SEPT[3], name="甲", matter="—")
        .do("consult_co_maker", SEPT[3], name="乙", matter="—")
        .do("third_party_opinion", SEPT[8], thread=4, opinion="consent")
    )
    assert story.facts.state == State.consulting
    assert story.do("co_maker_opinion", SEPT[9], thread=5, opinion="refuse").facts.state == (
        State.in_progress
    )


def test_a_consultation_that_is_over_takes_no_second_opinion() -> None:
    story = (
        working()
        .do("consult_third_party", SEPT[3], name="甲", matter="—")
        .do("consult_third_party", SEPT[3], name="乙", matter="—")
        .do("third_party_opinion", SEPT[8], thread=4, opinion="consent")
    )
    assert "已经结束" in refused(story, "third_party_opinion", SEPT[9], thread=4, opinion="consent")


def test_an_opinion_is_not_older_than_the_letter() -> None:
    story = working().do("consult_third_party", SEPT[3], name="甲", matter="—")
    assert "早于征求意见书发出之日" in refused(
        story, "third_party_opinion", SEPT[2], thread=4, opinion="consent"
    )


def test_a_delayed_answer_presupposes_reasonable_reasons() -> None:
    story = (
        working()
        .do("request_reasons", SEPT[3], matter="—")
        .do("receive_reasons", SEPT[8], note="—", reasonable=False)
    )
    assert "未被认定为合理" in refused(
        story, "delay_answer", SEPT[9], until="2020-12-01", reasons="—"
    )


def test_a_delayed_answer_gets_the_day_that_was_told() -> None:
    story = (
        working()
        .do("request_reasons", SEPT[3], matter="—")
        .do("receive_reasons", SEPT[8], note="—", reasonable=True)
    )
    assert "应晚于现有期限" in refused(
        story, "delay_answer", SEPT[9], until="2020-09-20", reasons="—"
    )
    assert story.do("delay_answer", SEPT[9], until="2020-12-01", reasons="—").due_on == date(
        2020, 12, 1
    )


def test_a_decision_to_redo_names_a_day_that_lies_ahead() -> None:
    story = working().do("withdraw", SEPT[8], paper="—")
    assert "重新答复的期限不能早于" in refused(
        story, "redo", SEPT[10], until="2020-09-09", decision="—"
    )


def test_while_the_clock_waits_the_limit_is_that_of_the_applicant() -> None:
    assert limit(waiting()) == date(2020, 9, 27)
    assert limit(working()) is None


def limit(story: Story) -> date | None:
    return applicant_limit(story.workflow.situation(story.facts, CALENDAR))
