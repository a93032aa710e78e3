"""The edge cases of a request, one test for each, named after what happens to it."""

from datetime import date

import pytest
from law.stories import CALENDAR, Refused, Story, issued, registered

from workflows.calendar import Day, WorkingCalendar
from workflows.kinds.request import REQUEST_2019
from workflows.parties import applicants_of
from workflows.vocabulary import Phase, Role, State

FIRST, DAY = date(2020, 9, 1), date(2020, 9, 10)
PLAIN_DUE = date(2020, 9, 28)
NOTICE = {"items_to_correct": "—", "days": 15}
WHOM = {"name": "某单位", "matter": "—"}


def received(day: date, channel: str, **more: object) -> Story:
    asked = {"category": "natural", "applicants": [1], "items": 1, **more}
    return Story().do("receive", day, channel=channel, **asked)


def in_progress(**more: int) -> Story:
    return registered(**more).do("assign", date(2020, 9, 2), handler=1)


def extended(story: Story, days: int, *, told: date) -> Story:
    story.do("ask_extension", told, days=days, reasons="—").do("grant_extension", told)
    return story.do("send_extension_notice", told, proof="EMS1")


def consulted(story: Story, kind: str, sent: date, came: date) -> Story:
    story.do(f"consult_{kind}", sent, **WHOM)
    return story.do(f"{kind}_received", came, proof="签收", thread=len(story.rows))


def draft(story: Story, day: date, code: str, **facts: object) -> Story:
    given = {f"fact_{key}": value for key, value in facts.items()}
    return story.do("submit_draft", day, outcome=code, **given)


# Receipt ---------------------------------------------------------------------------------------------------


def test_a_letter_signed_for_on_a_rest_day_is_received_on_it_and_counts_from_the_next_day() -> None:
    """Received on a rest day: the day is not moved; the count starts on the next working day anyway."""
    saturday = date(2020, 9, 5)
    story = received(saturday, "mail").do("register", date(2020, 9, 7), received_on="2020-09-05")
    assert story.facts.day("received_on") == saturday
    assert story.due_on == CALENDAR.add(saturday, 20) == CALENDAR.add(date(2020, 9, 6), 20)


def test_a_web_form_sent_after_office_hours_is_received_the_same_day() -> None:
    """Received after office hours online: the same day counts; no hour enters the period."""
    story = received(FIRST, "online").do("register", FIRST, received_on="2020-09-01")
    assert story.due_on == PLAIN_DUE


def test_a_letter_to_another_desk_is_received_when_the_agency_signed_for_it() -> None:
    """Addressed to the wrong desk or a leader: the signature day of the agency, another day only with a reason."""
    story = received(FIRST, "mail")
    with pytest.raises(Refused, match="行政机关签收之日"):
        story.do("register", date(2020, 9, 4), received_on="2020-09-04")
    story.do("register", date(2020, 9, 4), received_on="2020-09-01")
    assert story.due_on == PLAIN_DUE


def test_a_letter_to_a_leader_without_signature_may_be_received_later_for_a_written_reason() -> (
    None
):
    """Addressed to the wrong desk or a leader: the override is reasoned."""
    story = received(FIRST, "mail")
    story.do("register", date(2020, 9, 4), received_on="2020-09-04", override_reason="无签收记录")
    assert story.facts.day("received_on") == date(2020, 9, 4)


@pytest.mark.parametrize("channel", ["ordinary_mail", "fax"])
def test_what_nobody_confirmed_waits_and_is_received_when_both_sides_did(channel: str) -> None:
    """Unconfirmed letters and faxes: 待确认 until the contact, each attempt a row; the safe day is shown meanwhile."""
    story = received(FIRST, channel)
    assert (story.facts.state, story.due_on) == (State.pending_confirmation, None)
    safe = REQUEST_2019.running_timers(REQUEST_2019.situation(story.facts, CALENDAR))
    assert PLAIN_DUE in {timer.ends_on for timer in safe}
    story.do("log_contact", FIRST, note="无人接听").do("log_contact", date(2020, 9, 2), note="—")
    story.do("confirm_receipt", date(2020, 9, 2), note="电话确认")
    assert len(story.facts.threads_of("contact")) == 2
    assert story.due_on == CALENDAR.add(date(2020, 9, 2), 20)


def test_a_web_form_waits_only_where_the_clerk_says_so() -> None:
    """A web form: the automatic receipt settles the day unless the published notes call for a confirmation."""
    assert received(FIRST, "online").facts.state == State.pending_registration
    waiting = received(FIRST, "online", awaits_confirmation=True)
    assert waiting.facts.state == State.pending_confirmation


def test_an_answer_on_the_spot_is_registered_and_counted() -> None:
    """On-the-spot answer: still registered and counted, closed the same day."""
    story = registered().do(
        "answer_on_the_spot", FIRST, outcome="D1b", fact_reasons="不属于本机关职责", signer="张三"
    )
    assert (story.facts.closed_on, story.facts.outcome) == (FIRST, "D1b")


# Correction ------------------------------------------------------------------------------------------------


def test_a_notice_of_correction_on_the_eighth_working_day_stops_nothing() -> None:
    """Correction sent on working day 8 or later: flagged as late, the original clock stays visible."""
    eighth = CALENDAR.add(FIRST, 8)
    situation = REQUEST_2019.situation(registered().facts, CALENDAR)
    act = registered().do("request_correction", eighth, **NOTICE).rows[-1]
    assert "逾期告知不停止答复期限" in REQUEST_2019.warnings(situation, act)[0].sentence
    assert registered().do("request_correction", eighth, **NOTICE).due_on == PLAIN_DUE


def told_to_correct() -> Story:
    story = registered().do("request_correction", date(2020, 9, 3), **NOTICE)
    return story.do("correction_notice_received", date(2020, 9, 4), proof="签收")


def test_a_late_correction_is_taken_up_only_for_a_recorded_good_reason() -> None:
    """Late correction: with a good reason the case goes on, else it lapses (and is asked anew)."""
    late = CALENDAR.add(date(2020, 9, 4), 16)
    with pytest.raises(Refused, match="有正当理由的请填写理由"):
        told_to_correct().do("receive_correction", late, corrected_content="—")
    story = told_to_correct().do(
        "receive_correction", late, corrected_content="—", late_reason="住院"
    )
    assert story.due_on == CALENDAR.add(late, 20)
    assert told_to_correct().do("lapse_correction", late).facts.outcome == "F1"


def test_what_is_still_unclear_after_its_correction_is_answered_as_unclear() -> None:
    """Second correction refused: the answer is D3."""
    story = told_to_correct().do("receive_correction", DAY, corrected_content="—")
    with pytest.raises(Refused, match="补正只能告知一次"):
        story.do("request_correction", date(2020, 9, 11), **NOTICE)
    draft(story, date(2020, 9, 11), "D3", unclear_points="仍未写明所指文件")
    assert story.facts.state == State.legal_review


# Consultation and extension --------------------------------------------------------------------------------


def test_an_extension_during_a_consultation_adds_to_what_is_not_counted() -> None:
    """Extension while a consultation is pending: allowed; due = R + 20 + n + E."""
    story = consulted(in_progress(), "third_party", date(2020, 9, 3), date(2020, 9, 4))
    extended(story, 5, told=DAY)
    story.do("third_party_opinion", date(2020, 9, 14), opinion="consent")
    excluded = CALENDAR.count(date(2020, 9, 3), date(2020, 9, 14))
    assert story.due_on == CALENDAR.add(FIRST, 20 + 5 + excluded)


def test_after_a_consultation_that_ended_on_the_last_day_the_notice_leaves_the_same_day() -> None:
    """Extension after the exclusion closed on the last day: sent the same day, or it extends nothing."""
    sent = date(2020, 9, 28)
    ended = date(2020, 9, 30)
    story = consulted(in_progress(), "agency", sent, sent).do(
        "agency_opinion", ended, opinion="comment"
    )
    due = story.due_on
    assert due == CALENDAR.add(PLAIN_DUE, CALENDAR.count(sent, ended))
    assert due is not None
    assert extended(story, 3, told=due).due_on == CALENDAR.add(due, 3)
    story = consulted(in_progress(), "agency", sent, sent).do(
        "agency_opinion", ended, opinion="comment"
    )
    assert extended(story, 3, told=CALENDAR.add(due, 1)).due_on == due


def test_a_consultation_excludes_no_more_than_fifteen_working_days_unless_accepted_late() -> None:
    """Consultation longer than 15 working days: only up to the limit, more with a note that accepts it."""
    sent, came = date(2020, 9, 3), date(2020, 9, 4)
    limit, late = CALENDAR.add(came, 15), CALENDAR.add(came, 18)
    capped = consulted(in_progress(), "third_party", sent, came)
    capped.do("third_party_opinion", late, opinion="consent")
    assert capped.due_on == CALENDAR.add(PLAIN_DUE, CALENDAR.count(sent, limit))
    accepted = consulted(in_progress(), "third_party", sent, came)
    accepted.do("third_party_opinion", late, opinion="consent", accepted_late=True)
    assert accepted.due_on == CALENDAR.add(PLAIN_DUE, CALENDAR.count(sent, late))


def test_without_proof_that_the_third_party_received_it_nothing_is_excluded() -> None:
    """Third party's receipt unknown: its period has not begun, so the exclusion is unsafe."""
    story = in_progress().do("consult_third_party", date(2020, 9, 3), **WHOM)
    with pytest.raises(Refused, match="尚未起算"):
        story.do("third_party_silent", date(2020, 11, 2), decision_note="—")
    assert story.due_on == PLAIN_DUE


@pytest.mark.parametrize(
    ("kind", "opinion"),
    [("third_party", "none_decide_by_regulation"), ("co_maker", "consent")],
)
def test_a_silent_third_party_leaves_the_decision_and_a_silent_co_maker_has_consented(
    kind: str, opinion: str
) -> None:
    """Third party or co-maker silent: two different rules of silence."""
    came = date(2020, 9, 4)
    story = consulted(in_progress(), kind, date(2020, 9, 3), came)
    story.do(f"{kind}_silent", CALENDAR.add(came, 16), decision_note="—")
    assert story.facts.threads_of(kind)[0].values["opinion"] == opinion


@pytest.mark.parametrize("opinion", ["consent", "refuse"])
def test_what_a_third_party_says_is_kept_and_the_clock_runs_again(opinion: str) -> None:
    """Third party opposes or consents: its word is a fact of the case, the decision stays with the agency."""
    story = consulted(in_progress(), "third_party", date(2020, 9, 3), date(2020, 9, 4))
    story.do("third_party_opinion", DAY, opinion=opinion)
    assert story.facts.state == State.in_progress
    assert story.facts.threads_of("third_party")[0].values["opinion"] == opinion


def test_against_the_will_of_a_third_party_only_a_decision_opens_the_information() -> None:
    """Third party overridden: an approver's decision and a written notice to it come before the signature."""
    story = consulted(in_progress(), "third_party", date(2020, 9, 3), date(2020, 9, 4))
    story.do("third_party_opinion", DAY, opinion="refuse")
    draft(story, DAY, "A2", provided_by="随本告知书提供", attachments="方案，共3页")
    story.do("pass_review", DAY).do("approve", DAY)
    story.do("review_secrecy", DAY, conclusion="open", grounds="—")
    with pytest.raises(Refused, match="第三方不同意公开，答复却予以公开"):
        story.do("issue", DAY)
    story.do("override_third_party", DAY, override_ground="public_interest", reasons="—")
    story.do("notify_override", DAY, name="某公司", proof="EMS1").do("issue", DAY)
    assert story.facts.state == State.pending_service


def test_several_consultations_are_excluded_once_for_each_day() -> None:
    """Several consultations at once: the state stays until the last is over, and no day is excluded twice."""
    sent, came, ended = date(2020, 9, 3), date(2020, 9, 4), date(2020, 9, 14)
    story = consulted(in_progress(), "third_party", sent, came)
    story = consulted(story, "co_maker", sent, came)
    story.do("third_party_opinion", DAY, opinion="consent")
    assert story.facts.state == State.consulting
    story.do("co_maker_opinion", ended, opinion="consent")
    assert story.facts.state == State.in_progress
    assert story.due_on == CALENDAR.add(PLAIN_DUE, CALENDAR.count(sent, ended))


# Fee and frequency -----------------------------------------------------------------------------------------


def test_a_fee_notice_inside_the_extension_is_in_time_and_a_second_extension_is_blocked() -> None:
    """Fee notice inside the extension: after the payment a full new period; a second extension blocked by default."""
    first = date(2021, 3, 1)
    story = received(first, "in_person", items=12).do("register", first, received_on="2021-03-01")
    story.do("assign", date(2021, 3, 2), handler=1)
    due = CALENDAR.add(first, 20)
    extended(story, 10, told=due)
    notice = CALENDAR.add(due, 5)
    fee = {"standard": "per_page", "count": 68, "amount": 380, "payment_way": "缴款码"}
    story.do("send_fee_notice", notice, **fee)
    assert story.due_on is None
    paid = CALENDAR.add(notice, 3)
    story.do("fee_notice_received", notice, proof="签收")
    story.do("receive_payment", paid, receipt_number="370000001", paid_amount=380)
    assert story.due_on == CALENDAR.add(paid, 20)
    with pytest.raises(Refused, match="延期"):
        story.do("ask_extension", CALENDAR.add(paid, 1), days=5, reasons="—")


def test_ten_requests_in_a_month_decide_nothing_by_themselves() -> None:
    """Ten or more requests in a month: fee and reasons are options of the clerk, no state is entered by a count."""
    story = in_progress()
    offered = {a.name for a in REQUEST_2019.reachable(story.facts)}
    assert {"request_reasons", "send_fee_notice"} <= offered
    assert story.facts.state == State.in_progress


def asked_for_reasons() -> Story:
    return in_progress().do("request_reasons", date(2020, 9, 3), matter="—", days=5)


def test_who_is_asked_for_reasons_and_keeps_silent_may_be_refused_after_the_period() -> None:
    """Reasons asked, none given: the silence counts after the named period from the proven receipt."""
    story = asked_for_reasons()
    with pytest.raises(Refused, match="说明期限尚未起算"):
        story.do("reasons_silent", DAY, note="—")
    with pytest.raises(Refused, match="早于要求说明理由之日"):
        story.do("reasons_notice_received", date(2020, 9, 2), proof="签收")
    story.do("reasons_notice_received", date(2020, 9, 4), proof="签收")
    limit = CALENDAR.add(date(2020, 9, 4), 5)
    with pytest.raises(Refused, match="届满前不能认定没有理由"):
        story.do("reasons_silent", limit, note="—")
    story.do("reasons_silent", CALENDAR.add(limit, 1), note="—")
    draft(story, CALENDAR.add(limit, 1), "E4", request_counts="—", reasons_exchange="—")
    assert story.facts.state == State.legal_review


def test_a_notice_that_named_no_period_proves_no_silence() -> None:
    """Reasons asked without a period: nothing can run out."""
    story = in_progress().do("request_reasons", date(2020, 9, 3), matter="—")
    story.do("reasons_notice_received", date(2020, 9, 4), proof="签收")
    with pytest.raises(Refused, match="没有写明期限"):
        story.do("reasons_silent", DAY, note="—")


def test_a_delay_is_told_and_its_receipt_is_a_fact_of_its_own() -> None:
    """Delayed answer: dispatched on the day it was set, received later; the named date stands."""
    story = in_progress().do("request_reasons", date(2020, 9, 3), matter="—")
    story.do("receive_reasons", date(2020, 9, 4), note="—", reasonable=True)
    story.do("delay_answer", DAY, until="2020-12-01", reasons="—", proof="EMS1")
    with pytest.raises(Refused, match="早于确定延迟答复之日"):
        story.do("delay_notice_received", date(2020, 9, 9), proof="签收")
    story.do("delay_notice_received", date(2020, 9, 14), proof="签收")
    assert story.due_on == date(2020, 12, 1)


def test_an_extension_is_told_and_its_receipt_is_a_fact_of_its_own() -> None:
    """Extension notice: the dispatch extends, the receipt is proof."""
    story = extended(in_progress(), 5, told=DAY)
    with pytest.raises(Refused, match="早于发出延期告知之日"):
        story.do("extension_notice_received", date(2020, 9, 9), proof="签收")
    story.do("extension_notice_received", date(2020, 9, 14), proof="签收")
    assert story.due_on == CALENDAR.add(PLAIN_DUE, 5)


# Years, decisions, new answers -----------------------------------------------------------------------------


def test_a_case_open_on_31_december_is_carried_and_goes_on_where_it_stood() -> None:
    """Year end: carried by category, the clock untouched, nobody blocked."""
    story = received(date(2020, 12, 21), "in_person").do(
        "register", date(2020, 12, 21), received_on="2020-12-21"
    )
    due = story.due_on
    story.do("carry_forward", date(2020, 12, 31))
    assert (story.facts.state, story.due_on) == (State.carried_forward, due)
    assert story.do("assign", date(2021, 1, 4), handler=1).facts.state == State.in_progress


def withdrawn() -> Story:
    return registered().do("withdraw", DAY, paper="书面撤回")


def test_an_answer_that_the_agency_takes_back_stays_one_case_with_both_answers() -> None:
    """Answer withdrawn by the agency and redone: a new version, the old one kept, still one case."""
    story = issued().do("serve_by_post", DAY, recipient=1, tracking="EMS1")
    story.do("reopen_own", date(2020, 10, 12), reasons="依据引用有误")
    draft(story, date(2020, 10, 13), "D2", reasons="—")
    for act in ("pass_review", "approve", "issue"):
        story.do(act, date(2020, 10, 13))
    story.do("serve_by_post", date(2020, 10, 14), recipient=1, tracking="EMS2")
    assert (story.facts.closed_on, story.facts.outcome) == (DAY, "D1b")
    assert len(story.facts.closings) == 2


@pytest.mark.parametrize(
    ("until", "due"),
    [("2020-10-30", date(2020, 10, 30)), (None, CALENDAR.add(date(2020, 10, 12), 20))],
)
def test_the_period_of_a_decision_is_used_and_without_one_there_are_twenty_working_days(
    until: str | None, due: date
) -> None:
    """A court or review body sets a period: use it; none: 20 working days from receipt of the decision."""
    given = {"until": until} if until else {}
    story = withdrawn().do("redo", date(2020, 10, 12), decision="复决〔2020〕1号", **given)
    assert story.due_on == due


# Whose information, what was asked -------------------------------------------------------------------------


def test_what_belongs_to_another_agency_is_answered_with_its_name_and_contact() -> None:
    """Request belongs to another agency: no duty to transfer, D1b."""
    story = in_progress()
    draft(story, DAY, "D1b", reasons="由某局制作", agency="某局", agency_contact="—")
    assert story.facts.values["outcome"] == "D1b"


def test_a_department_that_made_the_information_is_asked_inside_the_house_and_the_clock_runs() -> (
    None
):
    """District request, information made by a department: the district answers, the department gets a task."""
    story = in_progress().do(
        "ask_department",
        date(2020, 9, 3),
        asked_unit=2,
        task_kind="search",
        matter="—",
        limit_on="2020-09-08",
    )
    assert (story.facts.state, story.due_on) == (State.in_progress, PLAIN_DUE)


def test_when_one_of_several_applicants_withdraws_the_others_continue() -> None:
    """Joint applicants, one withdraws: the others go on; the last one withdraws the case."""
    story = registered(applicants=2).do("leave_party", DAY, recipient=1, paper="退出声明")
    assert (story.facts.state, applicants_of(story.facts)) == (State.registered, (2,))
    with pytest.raises(Refused, match="请用“申请人撤回”办理"):
        story.do("leave_party", DAY, recipient=2, paper="退出声明")


def test_when_the_applicant_died_the_successor_is_asked_first() -> None:
    """Applicant dies or company ends: ask the successor; without one the case ends as F3d."""
    story = registered().do(
        "applicant_ended", DAY, recipient=1, event="death", occurred_on="2020-09-08", paper="证明"
    )
    with pytest.raises(Refused, match="尚未征询"):
        story.do("lapse_succession", DAY)
    story.do("ask_successor", DAY, whom="继承人", days=5)
    story.do("lapse_succession", CALENDAR.add(DAY, 6))
    assert story.facts.outcome == "F3d"


EARLIER = {
    "case": "DISTRICT-2020-0001",
    "case_id": 7,
    "case_same_applicant": True,
    "case_outcome": "A2",
    "case_state": "answered",
}


REPEATED = {
    "earlier_request_number": "DISTRICT-2020-0001",
    "earlier_answer_number": "某政公复〔2020〕1号",
}


def test_a_repeat_rests_on_the_answered_case_of_the_same_applicant() -> None:
    """Repeat request: same applicant, same information, already answered; no limit of time."""
    story = in_progress()
    with pytest.raises(Refused, match="请先用“关联案件”"):
        draft(story, DAY, "E2", **REPEATED)
    story.do("link_case", DAY, relation="repeat", case_answered_on="2015-08-03", **EARLIER)
    draft(story, DAY, "E2", **REPEATED)
    assert story.facts.state == State.legal_review


def test_a_repeat_of_a_request_that_is_still_open_is_merged() -> None:
    """Repeat of a still open request: merge and tell; it counts nowhere."""
    open_one = {**EARLIER, "case_outcome": "", "case_state": "in_progress"}
    story = in_progress().do("link_case", DAY, relation="repeat", case_answered_on="", **open_one)
    with pytest.raises(Refused, match="此前的申请尚未答复"):
        draft(story, DAY, "E2", **REPEATED)
    story.do("merge_into", DAY, reasons="—", case_answered_on="", **open_one)
    assert (story.facts.state, story.facts.closings) == (State.void, ())


def test_the_same_question_of_another_applicant_is_no_repeat() -> None:
    """Same information, different applicants: not a repeat; a candidate for proactive disclosure (条例44)."""
    with pytest.raises(Refused, match="不是重复申请"):
        in_progress().do(
            "link_case",
            DAY,
            relation="repeat",
            case_answered_on="2020-08-03",
            **{**EARLIER, "case_same_applicant": False},
        )


def test_of_a_mixed_letter_the_request_is_answered_and_the_complaint_referred() -> None:
    """Mixed letter: the request part is answered, E1 for the rest only."""
    story = received(FIRST, "mail", items=2).do("register", FIRST, received_on="2020-09-01")
    story.do("assign", FIRST, handler=1)
    results = {"1": "D2", "2": "E1"}
    with pytest.raises(Refused, match="整件不能按信访举报投诉处理"):
        story.do("submit_draft", DAY, outcome="E1", fact_reasons="—", item_results=results)
    story.do("submit_draft", DAY, outcome="D2", fact_reasons="—", item_results=results)
    assert story.facts.values["item_results"] == results


def test_what_went_to_the_archive_is_answered_with_its_dates() -> None:
    """Information moved to the archive: F3c asks for formation, transfer, and the deadline of the transfer."""
    story = in_progress()
    with pytest.raises(Refused, match="移交"):
        draft(story, DAY, "F3c", archive_name="某市档案馆")
    draft(
        story,
        DAY,
        "F3c",
        archive_name="某市档案馆",
        formed_on="2005-03-01",
        transferred_on="2016-05-06",
        transfer_limit_on="2015-03-01",
    )
    assert story.facts.state == State.legal_review


# Service and ends ------------------------------------------------------------------------------------------


def test_post_that_comes_back_proves_timeliness_and_is_sent_again() -> None:
    """Undeliverable post: the return is kept, the day of posting still counts, a second attempt follows."""
    posted = PLAIN_DUE
    story = issued().do("serve_by_post", posted, recipient=1, tracking="EMS1")
    first = story.rows[-1].seq
    story.do("answer_returned", date(2020, 10, 12), thread=first, return_reason="查无此人")
    story.do("serve_by_post", date(2020, 10, 13), recipient=1, tracking="EMS2")
    assert (story.facts.state, story.facts.closed_on) == (State.answered, posted)
    assert [t.is_open for t in story.facts.threads_of("service")] == [False, True]


def test_a_notice_of_termination_is_sent_received_and_sent_again_when_it_came_back() -> None:
    """Termination notice: dispatch and receipt are two facts, a return is kept; the end of the case stays."""
    story = withdrawn().do("send_termination", DAY, recipient=1, method="post", proof="EMS1")
    first = story.rows[-1].seq
    story.do("termination_returned", date(2020, 9, 14), thread=first, return_reason="查无此人")
    with pytest.raises(Refused, match="不存在或者已经退回"):
        story.do("termination_received", date(2020, 9, 14), thread=first)
    story.do("send_termination", date(2020, 9, 15), recipient=1, method="direct", proof="签收")
    story.do("termination_received", date(2020, 9, 15), thread=story.rows[-1].seq)
    assert (story.facts.state, story.facts.closed_on) == (State.terminated, DAY)


def test_a_sent_notice_offers_its_receipt_and_its_return() -> None:
    """Termination notice: both facts are open once it is sent, before anything is typed."""
    story = withdrawn().do("send_termination", DAY, recipient=1, method="post", proof="EMS1")
    situation = REQUEST_2019.situation(story.facts, CALENDAR)
    found = REQUEST_2019.open_to(situation, roles=frozenset({Role.handler}), on_day=DAY)
    free = {a.action.name for a in found if not a.refusals}
    assert {"termination_received", "termination_returned"} <= free


def test_nothing_ends_before_it_ended() -> None:
    """Termination notice: never served before the day it was made."""
    with pytest.raises(Refused, match="不能早于终止办理之日"):
        withdrawn().do(
            "send_termination", date(2020, 9, 9), recipient=1, method="post", proof="EMS1"
        )


def paid_state() -> Story:
    first = date(2021, 3, 1)
    story = received(first, "in_person").do("register", first, received_on="2021-03-01")
    story.do("assign", first, handler=1)
    fee = {"standard": "per_page", "count": 68, "amount": 380, "payment_way": "缴款码"}
    return story.do("send_fee_notice", date(2021, 3, 3), **fee)


def _at(state: State) -> Story:
    """A case in the state, by the shortest way."""
    ways = {
        State.pending_registration: lambda: received(FIRST, "in_person"),
        State.pending_confirmation: lambda: received(FIRST, "fax"),
        State.registered: registered,
        State.pending_correction: told_to_correct,
        State.in_progress: in_progress,
        State.consulting: lambda: in_progress().do("consult_agency", DAY, **WHOM),
        State.pending_reasons: asked_for_reasons,
        State.pending_payment: paid_state,
        State.redoing: lambda: withdrawn().do("redo", DAY, decision="复决1号"),
        State.legal_review: lambda: draft(in_progress(), DAY, "D2", reasons="—"),
        State.approval: lambda: _at(State.legal_review).do("pass_review", DAY),
        State.pending_issue: lambda: _at(State.approval).do("approve", DAY),
        State.pending_service: issued,
        State.carried_forward: lambda: registered().do("carry_forward", date(2020, 12, 31)),
    }
    return ways[state]()


@pytest.mark.parametrize("state", [s for s in State if s.phase is not Phase.closed], ids=str)
def test_an_applicant_may_withdraw_in_every_open_state(state: State) -> None:
    """Withdrawal at every state: terminated with the paper kept, also in 结转."""
    story = _at(state)
    assert story.facts.state == state
    story.do("withdraw", date(2021, 3, 8), paper="书面撤回")
    assert story.facts.state == State.terminated
    assert story.facts.closings[-1][1] == date(2021, 3, 8)


def test_an_emergency_holiday_moves_the_due_date_of_an_open_case() -> None:
    """Emergency holiday change: every open due date is computed anew; the acts of the case stay as they are."""
    lost = date(2020, 9, 25)
    days = CALENDAR.slice(CALENDAR.first, CALENDAR.last)
    changed = WorkingCalendar(Day(d.on, d.working and d.on != lost, d.why) for d in days)
    facts = registered().facts
    assert REQUEST_2019.read_clock(facts, CALENDAR).due_on == PLAIN_DUE
    assert REQUEST_2019.read_clock(facts, changed).due_on == CALENDAR.add(PLAIN_DUE, 1)
