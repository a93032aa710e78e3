"""The information-processing fee on a case: notice, payment, lapse, refund, each refusal with its sentence (109号)."""

from datetime import date
from typing import Any

import pytest
from law.stories import CALENDAR, Refused, Story

from workflows.fee_guards import moved_on, paid_yuan
from workflows.guards import applicant_limit
from workflows.history import Act
from workflows.kinds.request import REQUEST_2019
from workflows.vocabulary import Role, State

MARCH = {day: date(2021, 3, day) for day in range(1, 32)}
DUE = date(2021, 3, 29)  # twenty working days after 1 March 2021
PAGES = {"standard": "per_page", "count": 120, "amount": 1100, "payment_way": "银行转账"}


def received(day: date, *, items: int = 1) -> Story:
    return (
        Story()
        .do("receive", day, channel="in_person", category="natural", applicants=[1], items=items)
        .do("register", day, received_on=day.isoformat())
        .do("assign", day, handler=1)
    )


def working(*, items: int = 1) -> Story:
    """Received and assigned on 1 March 2021, due on the 29th."""
    return received(MARCH[1], items=items)


def told(on_day: date = MARCH[8]) -> Story:
    """A notice of 1,100 yuan for 120 pages."""
    return working().do("send_fee_notice", on_day, **PAGES)


def served(on_day: date = MARCH[9]) -> Story:
    """The notice was received; the last day to pay is 7 April 2021."""
    return told().do("fee_notice_received", on_day, proof="—")


def paid(on_day: date = MARCH[15]) -> Story:
    return served().do("receive_payment", on_day, amount=1100, receipt_number="1")


def refused(story: Story, action: str, on_day: date, **data: Any) -> str:
    with pytest.raises(Refused) as error:
        story.do(action, on_day, **data)
    return str(error.value)


def limit(story: Story) -> date | None:
    return applicant_limit(story.workflow.situation(story.facts, CALENDAR))


def doubts(story: Story, action: str, on_day: date, **data: Any) -> str:
    situation = story.workflow.situation(story.facts, CALENDAR)
    found = story.workflow.warnings(situation, Act(99, action, on_day, data))
    return "".join(doubt.sentence for doubt in found)


def extended(story: Story, on_day: date) -> Story:
    return (
        story.do("ask_extension", on_day, days=10, reasons="—")
        .do("grant_extension", on_day)
        .do("send_extension_notice", on_day, proof="1")
    )


def test_a_notice_stops_the_clock_and_full_payment_restarts_it_the_day_after() -> None:
    assert told().due_on is None
    assert paid(MARCH[15]).due_on == date(2021, 4, 13)


def test_no_fee_is_charged_before_2021() -> None:
    story = received(date(2020, 12, 1))
    assert "2021年1月1日起收取" in refused(story, "send_fee_notice", date(2020, 12, 8), **PAGES)


def test_a_page_of_2020_already_says_that_no_fee_is_charged_yet() -> None:
    story = received(date(2020, 12, 1))
    situation = story.workflow.situation(story.facts, CALENDAR)
    offered = story.workflow.open_to(
        situation, roles=frozenset({Role.handler}), on_day=date(2020, 12, 8)
    )
    notice = next(one for one in offered if one.action.name == "send_fee_notice")
    assert [one.guard for one in notice.refusals] == ["charging_is_in_force"]


def test_a_request_older_than_the_charging_rules_is_charged_with_a_warning() -> None:
    story = received(date(2020, 12, 21))
    assert "容易引起争议" in doubts(story, "send_fee_notice", date(2021, 1, 4), **PAGES)
    assert doubts(working(), "send_fee_notice", MARCH[8], **PAGES) == ""


def test_an_amount_that_differs_from_the_table_is_refused_with_the_right_one() -> None:
    sentence = refused(working(), "send_fee_notice", MARCH[8], **{**PAGES, "amount": 1200})
    assert "1200元与标准不符" in sentence
    assert "120页应收1100元（109号第5条）" in sentence


def test_pieces_are_charged_by_what_they_add_to_the_month() -> None:
    pieces = {"standard": "per_piece", "count": 2, "pieces_before": 29, "payment_way": "—"}
    sentence = refused(working(items=2), "send_fee_notice", MARCH[8], amount=200, **pieces)
    assert "2件（该申请人本月此前29件）应收300元（109号第4条）" in sentence
    story = working(items=2).do("send_fee_notice", MARCH[8], amount=300, **pieces)
    assert story.facts.state == State.pending_payment


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"standard": "per_page", "count": 30}, "本件30页，30页以下不收费（109号第5条）"),
        ({"standard": "per_piece", "count": 1}, "共1件，10件以下不收费（109号第4条）"),
        ({"standard": "per_piece", "count": 1, "pieces_before": 9}, "此前9件，连同本件共10件"),
    ],
)
def test_where_the_table_says_nothing_no_notice_goes_out(data: dict[str, Any], said: str) -> None:
    assert said in refused(working(), "send_fee_notice", MARCH[8], payment_way="—", **data)


def test_pieces_beyond_the_items_of_the_request_are_refused() -> None:
    data = {"standard": "per_piece", "count": 3, "pieces_before": 20, "payment_way": "—"}
    assert "申请内容为2项，按件计收不能超过2件" in refused(
        working(items=2), "send_fee_notice", MARCH[8], **data
    )


def test_a_request_is_charged_by_one_standard_only() -> None:
    data = {"standard": "per_piece", "count": 1, "pieces_before": 20, "payment_way": "—"}
    sentence = refused(told(), "reissue_fee_notice", MARCH[10], reasons="—", **data)
    assert "一件申请只能适用一种收费标准（109号第3条）" in sentence
    assert "请仍选“按量”" in sentence


def test_a_paid_request_is_not_charged_again_before_the_fee_is_refunded() -> None:
    assert "请先退费" in refused(paid(), "send_fee_notice", MARCH[16], **PAGES)
    story = paid().do("refund_fee", MARCH[16], amount=1100, reasons="—")
    assert story.do("send_fee_notice", MARCH[17], **PAGES).facts.state == State.pending_payment


def test_a_case_sent_back_by_a_decision_is_charged_only_by_a_waiver() -> None:
    story = working().do("withdraw", MARCH[2], paper="—").do("redo", MARCH[8], decision="—")
    sentence = refused(story, "send_fee_notice", MARCH[9], **PAGES)
    assert "期限由决定确定" in sentence
    assert "例外放行" in sentence
    story.do("waive", MARCH[9], guard="the_period_is_not_set_by_a_decision", reasons="—")
    assert story.do("send_fee_notice", MARCH[9], **PAGES).facts.state == State.pending_payment


def test_a_notice_inside_the_extension_is_in_time() -> None:
    story = extended(working(), MARCH[26]).do("send_fee_notice", date(2021, 4, 9), **PAGES)
    assert story.due_on is None


def test_a_notice_after_the_due_date_does_not_stop_the_clock() -> None:
    story = told(MARCH[30])
    assert story.due_on == DUE
    story.do("receive_payment", MARCH[31], amount=1100, receipt_number="1")
    assert story.due_on == DUE


def test_a_lapse_that_rests_on_a_late_notice_is_doubtful() -> None:
    late = told(MARCH[30]).do("fee_notice_received", MARCH[31], proof="—")
    assert "容易被撤销" in doubts(late, "lapse_fee", date(2021, 6, 1))
    assert doubts(served(), "lapse_fee", date(2021, 6, 1)) == ""


def test_an_unpaid_fee_lapses_after_twenty_working_days_from_receipt() -> None:
    story = served()
    assert limit(told()) is None
    assert limit(story) == date(2021, 4, 7)
    assert "届满前不能终止办理" in refused(story, "lapse_fee", date(2021, 4, 7))
    assert story.do("lapse_fee", date(2021, 4, 8)).facts.outcome == "F2"


def test_an_unpaid_fee_lapses_only_with_proof_of_receipt() -> None:
    assert "没有收费通知送达的记录" in refused(told(), "lapse_fee", date(2021, 6, 1))


def test_a_reissued_notice_gives_the_whole_time_again_from_its_own_receipt() -> None:
    story = served().do(
        "reissue_fee_notice", MARCH[22], reasons="页数有误", **{**PAGES, "count": 68, "amount": 380}
    )
    assert (story.due_on, limit(story)) == (None, None)
    assert "没有收费通知送达的记录" in refused(story, "lapse_fee", date(2021, 6, 1))
    story.do("fee_notice_received", MARCH[23], proof="—")
    assert limit(story) == date(2021, 4, 21)


def test_of_two_notices_only_the_last_is_live() -> None:
    data = {**PAGES, "count": 68, "amount": 380}
    story = told().do("reissue_fee_notice", MARCH[22], reasons="—", **data)
    assert [t.is_open for t in story.facts.threads_of("fee")] == [False, True]
    assert "收费通知的金额为380元" in refused(
        story, "receive_payment", MARCH[23], amount=1100, receipt_number="1"
    )
    story.do("receive_payment", MARCH[23], amount=380, receipt_number="1")
    assert paid_yuan(story.facts) == 380


def test_a_part_of_the_fee_does_not_bring_the_request_back() -> None:
    sentence = refused(served(), "receive_payment", MARCH[15], amount=1000, receipt_number="1")
    assert "尚欠100元" in sentence
    assert "缴清次日起" in sentence


def test_more_than_the_fee_is_not_entered() -> None:
    sentence = refused(served(), "receive_payment", MARCH[15], amount=1200, receipt_number="1")
    assert "请登记1100元" in sentence


def test_a_payment_before_the_receipt_was_proved_counts() -> None:
    story = told().do("receive_payment", MARCH[9], amount=1100, receipt_number="1")
    assert story.facts.state == State.in_progress


def test_a_payment_lies_not_before_its_notice() -> None:
    assert "早于相应文书发出之日" in refused(
        told(), "receive_payment", MARCH[5], amount=1100, receipt_number="1"
    )


def test_a_late_payment_is_accepted_with_a_warning_until_the_lapse() -> None:
    late = date(2021, 4, 8)
    assert "缴费期限已于2021年4月7日届满" in doubts(served(), "receive_payment", late, amount=1100)
    assert doubts(served(), "receive_payment", date(2021, 4, 7), amount=1100) == ""
    assert doubts(told(), "receive_payment", late, amount=1100) == ""
    assert paid(late).due_on == CALENDAR.add(late, 20)


def test_more_than_was_paid_is_not_refunded() -> None:
    assert "已缴且未退的信息处理费为1100元，不能退还1101元" in refused(
        paid(), "refund_fee", MARCH[16], amount=1101, reasons="—"
    )
    story = paid().do("refund_fee", MARCH[16], amount=1000, reasons="—")
    assert "为100元，不能退还200元" in refused(
        story, "refund_fee", MARCH[17], amount=200, reasons="—"
    )


def test_what_was_refunded_in_full_cannot_be_refunded_again() -> None:
    story = paid().do("refund_fee", MARCH[16], amount=1100, reasons="—")
    assert "没有尚未退还的信息处理费" in refused(
        story, "refund_fee", MARCH[17], amount=1, reasons="—"
    )
    situation = story.workflow.situation(story.facts, CALENDAR)
    offered = story.workflow.open_to(situation, roles=frozenset({Role.handler}), on_day=MARCH[17])
    assert next(one for one in offered if one.action.name == "refund_fee").refusals


def test_a_refund_lies_not_before_the_payment() -> None:
    assert "不能早于缴费之日2021年3月15日" in refused(
        paid(), "refund_fee", MARCH[12], amount=1, reasons="—"
    )


def test_an_unpaid_fee_is_not_refunded() -> None:
    assert "须在“收到缴费”之后" in refused(told(), "refund_fee", MARCH[9], amount=1, reasons="—")


def test_a_refund_on_a_closed_case_leaves_its_state_and_outcome() -> None:
    story = paid().do("withdraw", MARCH[16], paper="—")
    story.do("refund_fee", MARCH[17], amount=1100, reasons="—")
    assert (story.facts.state, story.facts.outcome) == (State.terminated, "F3a")


def test_a_refund_is_open_in_every_state_that_a_person_works_in() -> None:
    refund = REQUEST_2019.action("refund_fee")
    assert refund is not None
    assert set(State) - set(refund.sources) == {State.carried_forward}


def test_the_first_extension_is_open_after_a_payment() -> None:
    assert extended(paid(), MARCH[16]).due_on == date(2021, 4, 26)


def test_a_second_extension_after_a_payment_needs_an_approver() -> None:
    story = extended(working(), MARCH[5]).do("send_fee_notice", MARCH[8], **PAGES)
    story.do("receive_payment", MARCH[15], amount=1100, receipt_number="1")
    sentence = refused(story, "ask_extension", MARCH[16], days=5, reasons="—")
    assert "原则上不再延期" in sentence
    assert "例外放行" in sentence
    story.do("waive", MARCH[16], guard="not_extended_before_the_payment", reasons="—")
    assert extended(story, MARCH[16]).due_on == date(2021, 4, 26)


def test_after_a_correction_the_extension_is_open_again_also_behind_a_payment() -> None:
    notice = {"items_to_correct": "—", "days": 15}
    story = extended(working(), MARCH[3]).do("request_correction", MARCH[4], **notice)
    story.do("receive_correction", MARCH[8], corrected_content="—")
    story.do("send_fee_notice", MARCH[9], **PAGES)
    story.do("receive_payment", MARCH[15], amount=1100, receipt_number="1")
    assert extended(story, MARCH[16]).due_on == date(2021, 4, 26)


def test_a_notice_moves_no_money_and_a_refund_moves_it_on_its_day() -> None:
    story = paid().do("refund_fee", MARCH[17], amount=100, reasons="—")
    assert [moved_on(t) for t in told().facts.threads] == [None]
    assert [moved_on(t) for t in story.facts.threads] == [MARCH[15], MARCH[17]]


def test_the_form_of_a_payment_that_was_not_filled_in_yet_is_not_refused() -> None:
    story = served()
    situation = story.workflow.situation(story.facts, CALENDAR)
    offered = story.workflow.open_to(situation, roles=frozenset({Role.handler}), on_day=MARCH[15])
    assert {one.action.name: bool(one.refusals) for one in offered}["receive_payment"] is False


@pytest.mark.parametrize(("day", "fee"), [(date(2020, 12, 1), False), (MARCH[1], True)])
def test_ten_or_more_requests_in_a_month_show_the_options_of_their_time(
    day: date, fee: bool
) -> None:
    said = doubts(received(day), "assign", day, pieces_total=10)
    assert "可以要求说明理由" in said
    assert ("可以收取信息处理费" in said) is fee
    assert doubts(received(day), "assign", day, pieces_total=9) == ""
