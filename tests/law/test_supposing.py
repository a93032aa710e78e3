"""What would follow from acts that are only supposed: the same rules, another day, and the history untouched."""

from datetime import date

from law.stories import CALENDAR, Story, registered

from workflows.history import Act, Facts
from workflows.supposing import Supposition, begin, entered, newly_doubtful, suppose, then
from workflows.timer import Whose


def consulting() -> Story:
    """A third party asked on 4 September 2020 (row 4), who had the letter on the 7th."""
    story = registered().do("assign", date(2020, 9, 2), handler=1)
    story.do("consult_third_party", date(2020, 9, 4), name="某公司", matter="报价")
    return story.do("third_party_received", date(2020, 9, 7), thread=4, proof="EMS")


def supposed(story: Story, *acts: Act) -> Supposition:
    return suppose(story.workflow, story.rows, acts, calendar=CALENDAR)


def act(action: str, on_day: date, **data: object) -> Act:
    return Act(0, action, on_day, data)


def opinion(on_day: date) -> Act:
    return act("third_party_opinion", on_day, thread=4, opinion="consent")


def test_an_opinion_supposed_for_a_day_to_come_moves_the_due_date() -> None:
    found = supposed(consulting(), opinion(date(2020, 9, 11)))
    assert found.before.clock.due_on == date(2020, 10, 27)
    assert found.after.clock.due_on == date(2020, 10, 12)
    assert (found.before.facts.state, found.after.facts.state) == ("consulting", "in_progress")
    assert found.refusals == ()
    assert found.supposed
    assert not supposed(consulting()).supposed


def test_what_is_supposed_leaves_the_history_as_it_was() -> None:
    story = consulting()
    rows = tuple(story.rows)
    found = supposed(story, opinion(date(2020, 9, 11)))
    assert tuple(story.rows) == rows
    assert found.rows[:-1] == rows
    assert found.rows[-1].seq == len(rows) + 1


def test_one_supposed_act_follows_another() -> None:
    story = registered().do("assign", date(2020, 9, 2), handler=1)
    found = supposed(
        story,
        act("ask_extension", date(2020, 9, 21), days=10, reasons="量大"),
        act("grant_extension", date(2020, 9, 22)),
        act("send_extension_notice", date(2020, 9, 23), proof="EMS"),
    )
    assert found.after.clock.extension_days == 10
    assert found.after.clock.due_on == CALENDAR.add(date(2020, 9, 28), 10)


def test_a_guard_speaks_against_a_supposed_act_and_the_next_one_is_not_tried() -> None:
    early = act("third_party_silent", date(2020, 9, 25), thread=4, decision_note="")
    found = supposed(consulting(), early, opinion(date(2020, 9, 26)))
    assert found.refused is not None
    assert found.refused.action == "third_party_silent"
    assert "届满" in found.refusals[0].sentence
    assert found.after.facts.state == "consulting"


def test_an_act_that_the_state_does_not_allow_says_so() -> None:
    found = supposed(registered(), act("issue", date(2020, 9, 2)))
    assert found.refusals[0].sentence.startswith("本案处于“已登记”，不能“签发”")


def test_an_act_out_of_order_says_what_comes_first() -> None:
    story = registered().do("assign", date(2020, 9, 2), handler=1)
    found = supposed(story, act("send_extension_notice", date(2020, 9, 3), proof="EMS"))
    assert found.refusals[0].guard == "comes_after"


def test_nothing_can_be_supposed_of_a_record_that_does_not_exist_nor_of_an_unknown_act() -> None:
    nothing = begin(registered().workflow, (), calendar=CALENDAR)
    assert nothing.next_seq == 1
    assert nothing.after.facts == Facts()
    assert "尚未登记" in then(nothing, act("issue", date(2020, 9, 2))).refusals[0].sentence
    unknown = supposed(registered(), act("make_up", date(2020, 9, 2)))
    assert unknown.refusals[0].guard == "unknown_act"
    assert entered(nothing, act("make_up", date(2020, 9, 2))).refusals != ()


def test_the_doubts_about_a_supposed_act_and_its_paper_are_named() -> None:
    late = act("request_correction", date(2020, 9, 21), items_to_correct="文号", days=15)
    found = supposed(registered(), late)
    assert [one.guard for one in found.warnings] == ["notice_within_seven_days"]
    assert len(found.clock_warnings) == 1
    withdrawn = supposed(registered(), act("withdraw", date(2020, 9, 3), paper="书面"))
    assert withdrawn.documents == ("termination",)


def test_a_supposed_correction_shows_every_date_that_follows() -> None:
    values = {"received_on": "2020-09-02"}
    amended = act("amend", date(2020, 9, 9), entry=2, new_day="2020-09-02", values=values)
    found = supposed(registered(), amended)
    assert found.after.clock.due_on == date(2020, 9, 29)
    assert found.documents == ()


def test_a_correction_that_takes_the_ground_from_a_later_act_is_refused() -> None:
    found = supposed(consulting(), act("annul", date(2020, 9, 9), entry=4))
    assert found.refusals[0].guard == "loses_its_ground"
    assert "第三方已收到征求意见书" in found.refusals[0].sentence


def test_a_guard_that_fails_after_a_correction_is_a_doubt_but_one_that_failed_before_is_none() -> (
    None
):
    story = registered().do("assign", date(2020, 9, 2), handler=1)
    story.do("ask_extension", date(2020, 9, 21), days=10, reasons="量大")
    story.do("grant_extension", date(2020, 9, 22))
    story.do("send_extension_notice", date(2020, 9, 23), proof="EMS")
    later = act("amend", date(2020, 9, 24), entry=5, new_day="2020-09-24")
    found = supposed(story, later)
    assert [one.guard for one in found.warnings] == ["extension_is_granted"]
    once_more = newly_doubtful(story.workflow, found.rows, found.rows, calendar=CALENDAR)
    assert once_more == ()


def test_the_timers_that_a_supposed_act_ends_are_seen_before_and_no_longer_after() -> None:
    found = supposed(consulting(), opinion(date(2020, 9, 11)))
    workflow = found.workflow
    before = {timer.whose for timer in workflow.running_timers(found.before)}
    after = {timer.whose for timer in workflow.running_timers(found.after)}
    assert Whose.consulted in before
    assert Whose.consulted not in after


def test_a_payment_supposed_for_the_third_starts_the_period_anew() -> None:
    day = date(2021, 3, 1)
    story = (
        Story()
        .do("receive", day, channel="in_person", category="natural", applicants=[1], items=1)
        .do("register", day, received_on=day.isoformat())
        .do("assign", day, handler=1)
        .do(
            "send_fee_notice",
            date(2021, 3, 8),
            standard="per_page",
            count=120,
            amount=1100,
            payment_way="银行转账",
        )
        .do("fee_notice_received", date(2021, 3, 9), proof="—")
    )
    payment = act("receive_payment", date(2021, 4, 3), amount=1100, receipt_number="1")
    found = supposed(story, payment)
    assert found.before.clock.due_on is None
    assert found.after.clock.due_on == date(2021, 4, 30)
    assert found.after.facts.state == "in_progress"
