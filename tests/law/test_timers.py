"""The terms that run on a request, each with its article, its first and its last day."""

from datetime import date

import pytest
from law.stories import CALENDAR, Story, issued, registered

from casework.calendars import package_calendar
from workflows.calendar import WorkingCalendar
from workflows.history import Act, Facts
from workflows.kinds.request import REQUEST_2019
from workflows.request_timers import REQUEST_TIMERS
from workflows.timer import Timer, Whose

ARRIVED = date(2020, 9, 1)
WIDE = package_calendar(first_year=2019, until_year=2025)


def timers(story: Story) -> dict[str, Timer]:
    """The running terms by key; where several of a kind run, the last one."""
    return timers_of(story.facts, CALENDAR)


def timers_of(facts: Facts, calendar: WorkingCalendar) -> dict[str, Timer]:
    situation = REQUEST_2019.situation(facts, calendar)
    return {timer.key: timer for timer in REQUEST_2019.running_timers(situation)}


def working() -> Story:
    return registered().do("assign", date(2020, 9, 2), handler=1)


def served_by_post() -> Story:
    return issued().do("serve_by_post", date(2020, 9, 11), recipient=1, tracking="X1")


def received(day: date) -> Story:
    return served_by_post().do("answer_received", day, thread=8)


def imported(*, outcome: str, closed_on: date, served_on: str = "") -> Facts:
    """A closed case as a ledger brings it."""
    entered = {"channel": "mail", "category": "natural", "applicants": [1], "items": 1}
    closing = {"outcome": outcome, "served_on": served_on} if served_on else {"outcome": outcome}
    rows = (
        Act(1, "import_received", closed_on, entered),
        Act(2, "import_closed", closed_on, closing),
    )
    return REQUEST_2019.fold(rows)


def test_every_row_of_timers_carries_its_own_key() -> None:
    keys = [row.key for row in REQUEST_TIMERS]
    assert len(keys) == len(set(keys))


def test_the_answer_is_due_twenty_working_days_after_receipt() -> None:
    timer = timers(registered())["answer"]
    assert (timer.starts_on, timer.ends_on, timer.basis) == (ARRIVED, date(2020, 9, 28), "条例33")
    assert timer.whose is Whose.ours


def test_an_extension_moves_the_term_of_the_answer() -> None:
    story = working().do("ask_extension", date(2020, 9, 10), days=20, reasons="检索范围大")
    story.do("grant_extension", date(2020, 9, 11))
    story.do("send_extension_notice", date(2020, 9, 14), proof="X1")
    assert timers(story)["answer"].ends_on == story.due_on == date(2020, 11, 2)


def test_a_correction_is_asked_within_seven_working_days_of_receipt() -> None:
    timer = timers(registered())["correction_notice"]
    assert (timer.ends_on, timer.basis) == (date(2020, 9, 10), "条例30")
    assert timer.lapses


def test_a_request_for_correction_ends_the_term_in_which_it_could_be_asked() -> None:
    assert set(timers(asked_to_correct())) == set()


def asked_to_correct() -> Story:
    return working().do("request_correction", date(2020, 9, 3), items_to_correct="名称", days=15)


def test_once_the_answer_is_drafted_no_correction_is_asked() -> None:
    story = working().do(
        "submit_draft", date(2020, 9, 4), outcome="D1b", fact_reasons="不属于本机关职责"
    )
    assert set(timers(story)) == {"answer"}


@pytest.mark.parametrize("state", ["pending_confirmation", "pending_registration"])
def test_before_it_is_registered_a_request_runs_by_the_safe_clock_from_arrival(state: str) -> None:
    channel = "fax" if state == "pending_confirmation" else "in_person"
    story = Story().do(
        "receive", ARRIVED, channel=channel, category="natural", applicants=[1], items=1
    )
    found = timers(story)
    assert (story.facts.state, story.due_on) == (state, None)
    assert {key: timer.ends_on for key, timer in found.items()} == {
        "answer": date(2020, 9, 28),
        "correction_notice": date(2020, 9, 10),
    }


def test_the_safe_clock_ends_when_the_receipt_is_confirmed() -> None:
    story = Story().do(
        "receive", ARRIVED, channel="fax", category="natural", applicants=[1], items=1
    )
    story.do("confirm_receipt", date(2020, 9, 3), note="电话确认")
    assert timers(story)["answer"].ends_on == date(2020, 9, 30)


def test_the_applicant_corrects_within_the_days_of_the_notice_from_its_receipt() -> None:
    story = asked_to_correct().do("correction_notice_received", date(2020, 9, 7), proof="张三")
    timer = timers(story)["correction"]
    assert (timer.starts_on, timer.ends_on) == (date(2020, 9, 7), date(2020, 9, 27))
    assert (timer.whose, timer.proposes) == (Whose.applicant, "lapse_correction")


def test_after_the_correction_only_the_new_term_of_the_answer_runs() -> None:
    story = asked_to_correct().do("correction_notice_received", date(2020, 9, 7), proof="张三")
    story.do("receive_correction", date(2020, 9, 15), corrected_content="补正后")
    assert {key: timer.ends_on for key, timer in timers(story).items()} == {
        "answer": date(2020, 10, 19)
    }


def test_a_fee_is_paid_within_twenty_working_days_of_receiving_the_notice() -> None:
    day = date(2021, 3, 1)  # fees are charged from 2021 on
    story = Story().do(
        "receive", day, channel="in_person", category="natural", applicants=[1], items=1
    )
    story.do("register", day, received_on=day.isoformat()).do("assign", day, handler=1)
    story.do("send_fee_notice", date(2021, 3, 8), standard="per_page", count=31, amount=10)
    assert timers(story) == {}
    story.do("fee_notice_received", date(2021, 3, 10), proof="张三")
    timer = timers(story)["fee"]
    assert (timer.ends_on, timer.basis) == (date(2021, 4, 8), "109号第6条")
    assert (timer.whose, timer.proposes) == (Whose.applicant, "lapse_fee")


@pytest.mark.parametrize(
    ("kind", "basis"),
    [("third_party", "条例32"), ("co_maker", "条例34"), ("agency", "条例33")],
)
def test_a_consulted_party_has_fifteen_working_days_from_its_receipt(kind: str, basis: str) -> None:
    story = working().do(f"consult_{kind}", date(2020, 9, 3), name="某公司", matter="是否公开")
    assert f"{kind}_opinion" not in timers(story)
    story.do(f"{kind}_received", date(2020, 9, 4), proof="签收人")
    timer = timers(story)[f"{kind}_opinion"]
    assert (timer.ends_on, timer.basis) == (date(2020, 9, 25), basis)
    assert (timer.whose, timer.proposes) == (Whose.consulted, f"{kind}_silent")
    assert story.workflow.action(timer.proposes) is not None


def test_each_open_consultation_runs_its_own_term() -> None:
    story = working()
    for day in (3, 4):
        story.do("consult_third_party", date(2020, 9, day), name="某公司", matter="是否公开")
        key = len(story.rows)
        story.do("third_party_received", date(2020, 9, day + 4), thread=key, proof="签收人")
    situation = story.workflow.situation(story.facts, CALENDAR)
    ends = [t.ends_on for t in story.workflow.running_timers(situation) if t.whose == "consulted"]
    assert ends == [date(2020, 9, 27), date(2020, 9, 28)]


def test_an_opinion_ends_the_term_of_the_party_that_gave_it() -> None:
    story = working().do("consult_third_party", date(2020, 9, 3), name="某公司", matter="公开")
    story.do("third_party_received", date(2020, 9, 4), proof="签收人")
    story.do("third_party_opinion", date(2020, 9, 8), opinion="consent")
    assert set(timers(story)) == {"answer", "correction_notice"}


def test_a_delayed_answer_runs_to_its_named_day() -> None:
    story = working().do("request_reasons", date(2020, 9, 3), matter="申请数量")
    story.do("receive_reasons", date(2020, 9, 7), reasonable=True, note="理由合理")
    story.do("delay_answer", date(2020, 9, 8), until="2020-12-01", reasons="数量大")
    found = timers(story)
    assert set(found) == {"fixed_answer"}
    timer = found["fixed_answer"]
    assert (timer.starts_on, timer.ends_on) == (date(2020, 9, 8), date(2020, 12, 1))
    assert timer.basis == "条例35"


def test_a_redone_answer_runs_to_the_day_the_decision_has_set() -> None:
    story = received(date(2020, 9, 14))
    story.do("redo", date(2020, 11, 2), until="2020-11-30", decision="某政复决字〔2020〕1号")
    found = timers(story)
    assert {key: timer.ends_on for key, timer in found.items()} == {
        "fixed_answer": date(2020, 11, 30)
    }


def test_without_proof_of_receipt_no_remedy_period_is_named() -> None:
    assert timers(served_by_post()) == {}


def test_the_remedy_periods_run_from_the_day_the_answer_was_received() -> None:
    found = timers(received(date(2020, 9, 14)))
    assert {key: (timer.starts_on, timer.ends_on) for key, timer in found.items()} == {
        "review_period": (date(2020, 9, 14), date(2020, 11, 13)),
        "suit_period": (date(2020, 9, 14), date(2021, 3, 15)),  # 14 March 2021 is a Sunday
    }


def test_the_end_of_a_remedy_period_is_nobodys_delay() -> None:
    assert all(timer.lapses for timer in timers(received(date(2020, 9, 14))).values())


def test_an_answer_handed_over_is_received_on_that_day() -> None:
    story = issued().do("serve_in_person", date(2020, 9, 11), recipient=1, signer="张三")
    assert timers(story)["review_period"].ends_on == date(2020, 11, 10)


def test_returned_post_proves_no_receipt() -> None:
    story = served_by_post().do("answer_returned", date(2020, 9, 18), thread=8, return_reason="退")
    assert timers(story) == {}


def test_each_recipient_has_remedy_periods_of_its_own() -> None:
    story = issued(applicants=2).do("serve_in_person", date(2020, 9, 11), recipient=1, signer="甲")
    story.do("serve_in_person", date(2020, 9, 18), recipient=2, signer="乙")
    situation = story.workflow.situation(story.facts, CALENDAR)
    ends = [t.ends_on for t in story.workflow.running_timers(situation) if t.key == "review_period"]
    assert ends == [date(2020, 11, 10), date(2020, 11, 17)]


def test_while_one_recipient_is_left_no_remedy_period_is_shown() -> None:
    story = issued(applicants=2).do("serve_in_person", date(2020, 9, 11), recipient=1, signer="甲")
    assert set(timers(story)) == {"answer"}


def test_an_answer_given_on_the_spot_is_received_on_the_spot() -> None:
    story = (
        registered()
        .do("review_secrecy", ARRIVED, conclusion="open", grounds="不涉密")
        .do("answer_on_the_spot", ARRIVED, outcome="A2", signer="张三", fact_provided_by="当面提供")
    )
    assert timers(story)["review_period"].starts_on == ARRIVED


def test_a_withdrawn_request_has_no_answer_to_contest() -> None:
    assert timers(working().do("withdraw", date(2020, 9, 3), paper="书面撤回")) == {}


@pytest.mark.parametrize(
    ("outcome", "received_on", "basis", "keys"),
    [
        ("C4", date(2023, 12, 28), "复议法2017", {"review_period", "suit_period"}),
        ("C4", date(2024, 1, 8), "复议法20", {"review_period"}),
        ("A1", date(2024, 1, 8), "复议法20", {"review_period", "suit_period"}),
        ("A", date(2024, 1, 8), "复议法20", {"review_period", "suit_period"}),
        ("B", date(2024, 1, 8), "复议法20", {"review_period", "suit_period"}),
        ("C4", date(2019, 3, 4), "复议法2017", {"review_period", "suit_period"}),
    ],
)
def test_from_2024_a_refusal_is_reviewed_before_it_is_sued(
    outcome: str, received_on: date, basis: str, keys: set[str]
) -> None:
    facts = imported(outcome=outcome, closed_on=received_on, served_on=received_on.isoformat())
    found = timers_of(facts, WIDE)
    assert set(found) == keys
    assert found["review_period"].basis == basis


def test_an_imported_answer_without_a_day_of_service_has_no_remedy_periods() -> None:
    assert timers_of(imported(outcome="A1", closed_on=date(2020, 9, 1)), WIDE) == {}


def test_a_remedy_period_beyond_the_calendar_ends_on_its_plain_day() -> None:
    facts = imported(outcome="A1", closed_on=date(2023, 8, 31), served_on="2023-08-31")
    assert timers_of(facts, CALENDAR)["suit_period"].ends_on == date(2024, 2, 29)
