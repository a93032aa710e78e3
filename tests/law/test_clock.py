"""The six effects on the clock and the edge cases of its replay, on the published calendar of 2024."""

from datetime import date

import pytest

from casework.calendars import package_calendar, published_years
from workflows.clock import (
    ClockAct,
    ClockPhase,
    OutsideCalendar,
    days_left,
    due_on,
    read_clock,
)
from workflows.terms import (
    AGENCY_OPINION,
    CO_MAKER_OPINION,
    CORRECTION_NOTICE,
    THIRD_PARTY_OPINION,
    Term,
    TermUnit,
)
from workflows.vocabulary import ClockEffect

LAST_YEAR = published_years()[-1]
CALENDAR = package_calendar(until_year=LAST_YEAR + 2)
# 2024-03-04 is a Monday and March has no holiday: R0 + 5n working days are Mondays.
RECEIVED = date(2024, 3, 4)
DUE = date(2024, 4, 1)


def day(text: str) -> date:
    """`03-04` is 4 March 2024."""
    return date.fromisoformat(f"2024-{text}")


def start(on="03-04", seq=1, **more):
    return ClockAct(seq, day(on), ClockEffect.start, "条例33", **more)


def restart(on, seq=8, **more):
    return ClockAct(seq, day(on), ClockEffect.restart, "条例30", **more)


def correction(on, seq=3, **more):
    return ClockAct(seq, day(on), ClockEffect.stop, "条例30", term=CORRECTION_NOTICE, **more)


def fee(on, seq=5):
    return ClockAct(seq, day(on), ClockEffect.stop, "109号第6条", label="收费通知")


def closing(on, seq=9):
    return ClockAct(seq, day(on), ClockEffect.stop, "条例33", final=True)


def extension(on, days=20, seq=6):
    return ClockAct(seq, day(on), ClockEffect.extend, "条例33", days=days)


def fixed(on, until, basis="行诉法72", seq=7):
    return ClockAct(
        seq, day(on), ClockEffect.fix, basis, until=day(until) if until is not None else None
    )


def consultation(sent, received=None, ended=None, seq=4, term=THIRD_PARTY_OPINION, **more):
    return ClockAct(
        seq,
        day(sent),
        ClockEffect.exclude,
        term.basis if term else "条例33",
        term=term,
        received_on=day(received) if received else None,
        ended_on=day(ended) if ended else None,
        **more,
    )


def read(*acts):
    return read_clock(acts, CALENDAR)


# start


def test_no_act_means_no_clock():
    reading = read()
    assert reading.phase is ClockPhase.none
    assert (reading.started_on, reading.due_on, reading.strict_due_on) == (None, None, None)
    assert not reading.provisional


def test_the_answer_is_due_20_working_days_after_receipt():
    reading = read(start())
    assert (reading.phase, reading.started_on, reading.due_on) == (
        ClockPhase.running,
        RECEIVED,
        DUE,
    )
    assert reading.strict_due_on == DUE
    assert reading.warnings == ()


def test_a_rest_day_of_receipt_is_kept_and_counting_starts_the_next_working_day():
    reading = read(start("03-02"))
    assert reading.started_on == day("03-02")
    assert reading.due_on == day("03-29")


def test_a_start_may_name_its_own_term():
    assert due_on([start(term=Term(15, TermUnit.day, "行诉法67"))], CALENDAR) == day("03-19")


def test_confirmation_replaces_the_shadow_clock_from_arrival():
    reading = read(start("03-01"), start("03-04", seq=2))
    assert (reading.started_on, reading.due_on, reading.warnings) == (RECEIVED, DUE, ())


def test_a_clock_that_leaves_the_calendar_says_which_day_is_missing():
    short = package_calendar(first_year=2024, until_year=2024)
    with pytest.raises(OutsideCalendar) as refused:
        due_on([start("12-20")], short)
    assert refused.value.on == date(2025, 1, 1)


# stop and restart


def test_a_correction_notice_on_working_day_7_stops_the_clock():
    reading = read(start(), correction("03-13"))
    assert (reading.phase, reading.waiting_since) == (ClockPhase.waiting, day("03-13"))
    assert (reading.due_on, reading.strict_due_on, reading.last_due_on) == (None, None, None)
    assert not reading.provisional


def test_a_correction_notice_on_working_day_8_leaves_the_original_clock_and_warns():
    reading = read(start(), correction("03-14"))
    assert (reading.phase, reading.due_on) == (ClockPhase.running, DUE)
    (warning,) = reading.warnings
    assert (warning.seq, warning.basis) == (3, "条例30")
    assert "2024-03-13" in warning.message
    assert "2024-04-01" in warning.message


def test_the_corrected_request_starts_20_new_working_days():
    reading = read(start(), correction("03-08"), restart("03-18"))
    assert (reading.phase, reading.started_on) == (ClockPhase.running, day("03-18"))
    assert reading.due_on == day("04-16")
    assert reading.waiting_since is None


def test_the_corrected_request_after_an_untimely_notice_does_not_restart_the_clock():
    reading = read(start(), correction("03-14"), restart("03-18"))
    assert (reading.started_on, reading.due_on) == (RECEIVED, DUE)
    assert [warning.seq for warning in reading.warnings] == [3, 8]
    assert "重新起算无效" in reading.warnings[1].message


@pytest.mark.parametrize("acts", [(), (start(),), (start(), closing("03-20"))])
def test_a_restart_needs_a_waiting_clock(acts):
    before = read(*acts)
    after = read(*acts, restart("03-25"))
    assert after.due_on == before.due_on
    assert len(after.warnings) == 1


def test_a_fee_notice_on_the_due_date_stops_the_clock_and_payment_restarts_it():
    reading = read(start(), fee("04-01"), restart("04-12"))
    assert reading.due_on == CALENDAR.add(day("04-12"), 20)
    assert reading.warnings == ()


def test_a_fee_notice_after_the_due_date_has_no_effect():
    reading = read(start(), fee("04-02"), restart("04-12"))
    assert reading.due_on == DUE
    assert len(reading.warnings) == 2


def test_a_fee_notice_inside_the_extension_is_in_time():
    reading = read(start(), extension("03-28", 10), fee("04-12"), restart("04-22"))
    assert reading.due_on == CALENDAR.add(day("04-22"), 20)
    assert reading.extension_days == 0


@pytest.mark.parametrize("acts", [(), (start(), correction("03-08"))])
def test_a_notice_stops_nothing_when_nothing_runs(acts):
    before = read(*acts)
    after = read(*acts, fee("03-11"))
    assert after.phase is before.phase
    assert "期限没有在计算中" in after.warnings[-1].message


def test_a_restart_keeps_the_term_of_the_period():
    term = Term(10, TermUnit.working_day, "x")
    assert due_on(
        [start(term=term), correction("03-05"), restart("03-18")], CALENDAR
    ) == CALENDAR.add(day("03-18"), 10)


# closing


def test_closing_empties_the_due_date_and_keeps_the_last_one():
    reading = read(start(), closing("03-29"))
    assert (reading.phase, reading.closed_on) == (ClockPhase.ended, day("03-29"))
    assert (reading.due_on, reading.last_due_on) == (None, DUE)


def test_a_case_closed_while_it_waits_had_no_due_date():
    reading = read(start(), correction("03-08"), closing("04-30"))
    assert (reading.phase, reading.last_due_on) == (ClockPhase.ended, None)


def test_a_case_may_be_closed_before_its_clock_started():
    reading = read(closing("03-29"))
    assert (reading.phase, reading.closed_on, reading.started_on) == (
        ClockPhase.ended,
        day("03-29"),
        None,
    )


def test_a_second_closing_has_no_effect():
    reading = read(start(), closing("03-20"), closing("03-25", seq=10))
    assert reading.closed_on == day("03-20")
    assert "2024-03-20办结" in reading.warnings[0].message


def test_a_redone_answer_without_a_named_period_gets_20_working_days_from_the_decision():
    reading = read(start(), closing("03-20"), start("06-03", seq=10))
    assert (reading.phase, reading.closed_on, reading.last_due_on) == (
        ClockPhase.running,
        None,
        None,
    )
    assert reading.due_on == CALENDAR.add(day("06-03"), 20)


# extend


def test_an_extension_sent_on_the_due_date_counts():
    reading = read(start(), extension("04-01", 20))
    assert reading.due_on == CALENDAR.add(RECEIVED, 40) == day("04-29")
    assert (reading.extension_days, reading.warnings) == (20, ())


def test_an_extension_sent_after_the_due_date_has_no_effect():
    reading = read(start(), extension("04-02", 20))
    assert (reading.due_on, reading.extension_days) == (DUE, 0)
    assert "延期无效" in reading.warnings[0].message


def test_an_extension_may_be_a_single_day():
    assert due_on([start(), extension("03-20", 1)], CALENDAR) == day("04-02")


def test_a_second_extension_has_no_effect():
    reading = read(start(), extension("03-20", 5), extension("03-25", 5, seq=7))
    assert (reading.due_on, reading.extension_days) == (CALENDAR.add(RECEIVED, 25), 5)
    assert "只能延长一次" in reading.warnings[0].message


def test_an_extension_reaches_at_most_20_working_days():
    reading = read(start(), extension("03-20", 30))
    assert (reading.due_on, reading.extension_days) == (CALENDAR.add(RECEIVED, 40), 20)
    assert "上限" in reading.warnings[0].message


def test_an_extension_without_days_has_no_effect():
    reading = read(start(), extension("03-20", 0))
    assert (reading.due_on, len(reading.warnings)) == (DUE, 1)


@pytest.mark.parametrize("acts", [(), (start(), correction("03-08")), (start(), closing("03-08"))])
def test_nothing_is_extended_when_nothing_runs(acts):
    reading = read(*acts, extension("03-11"))
    assert reading.extension_days == 0
    assert "期限没有在计算中" in reading.warnings[-1].message


def test_a_restart_forgets_the_extension_and_opens_it_again():
    acts = [start(), extension("03-05", 5), correction("03-08"), restart("03-18")]
    assert read(*acts).extension_days == 0
    again = read(*acts, extension("03-20", 7, seq=10))
    assert again.due_on == CALENDAR.add(day("03-18"), 27)
    assert again.warnings == ()


def test_an_extension_while_a_consultation_is_open_adds_to_it():
    reading = read(start(), consultation("03-11", "03-12", "03-15"), extension("03-13", 10, seq=5))
    assert reading.due_on == CALENDAR.add(RECEIVED, 20 + 10 + 4)


def test_after_a_consultation_that_ends_on_the_last_day_the_extension_must_leave_the_same_day():
    acts = [start(), consultation("04-01", "04-02", "04-10")]
    assert due_on(acts, CALENDAR) == day("04-10")
    assert read(*acts, extension("04-10")).extension_days == 20
    assert read(*acts, extension("04-11")).extension_days == 0


# exclude


def test_the_days_from_after_sending_until_the_opinion_are_not_counted():
    reading = read(start(), consultation("03-11", "03-13", "03-20"))
    assert reading.excluded_days == 7
    assert reading.due_on == CALENDAR.add(RECEIVED, 27)
    assert (reading.frozen, reading.warnings) == (False, ())


def test_the_strict_due_date_counts_the_end_day_after_all():
    reading = read(start(), consultation("03-11", "03-13", "03-20"))
    assert reading.strict_due_on == CALENDAR.add(RECEIVED, 26)


def test_the_strict_due_date_is_the_due_date_when_another_consultation_covers_the_end_day():
    reading = read(
        start(),
        consultation("03-11", "03-12", "03-22", key="a"),
        consultation("03-12", "03-13", "03-20", seq=5, key="b"),
    )
    assert reading.excluded_days == 9
    assert reading.strict_due_on == CALENDAR.add(RECEIVED, 28)


@pytest.mark.parametrize("term", [THIRD_PARTY_OPINION, CO_MAKER_OPINION, AGENCY_OPINION, None])
def test_a_consultation_counts_only_up_to_15_working_days_from_proven_receipt(term):
    reading = read(start(), consultation("03-11", "03-13", "04-30", term=term))
    assert reading.exclusions[0].until == CALENDAR.add(day("03-13"), 15)
    assert "只扣除至" in reading.warnings[0].message


def test_an_opinion_on_the_last_day_of_the_limit_is_in_time():
    reading = read(start(), consultation("03-11", "03-13", "04-03"))
    assert (reading.exclusions[0].until, reading.warnings) == (day("04-03"), ())


def test_an_opinion_accepted_late_with_a_note_counts_to_its_own_day():
    reading = read(start(), consultation("03-11", "03-13", "04-10", accepted_late=True))
    assert reading.exclusions[0].until == day("04-10")
    assert reading.warnings == ()


def test_without_proof_of_receipt_nothing_is_excluded_and_the_reading_says_so():
    reading = read(start(), consultation("03-11"))
    assert (reading.due_on, reading.exclusions, reading.frozen) == (DUE, (), False)
    assert "没有送达证明" in reading.warnings[0].message


def test_an_opinion_proves_receipt_and_the_limit_then_runs_from_the_sending_day():
    assert read(start(), consultation("03-11", ended="03-18")).excluded_days == 5
    late = read(start(), consultation("03-11", ended="04-30"))
    assert late.exclusions[0].until == CALENDAR.add(day("03-11"), 15)


def test_an_open_consultation_counts_up_to_its_limit_and_is_frozen():
    reading = read(start(), consultation("03-11", "03-13"))
    assert reading.frozen
    assert reading.exclusions[0].open
    assert reading.exclusions[0].until == CALENDAR.add(day("03-13"), 15)
    assert reading.due_on == CALENDAR.add(RECEIVED, 20 + 17)


def test_parallel_consultations_count_as_their_union():
    reading = read(
        start(),
        consultation("03-11", "03-12", "03-20", key="a"),
        consultation("03-15", "03-18", "03-26", seq=5, key="b"),
        consultation("03-18", "03-19", "03-22", seq=6, key="c"),
    )
    assert reading.excluded_days == CALENDAR.count(day("03-11"), day("03-26"))
    assert [one.key for one in reading.exclusions] == ["a", "b", "c"]


def test_consultations_apart_from_each_other_add_up():
    reading = read(
        start(),
        consultation("03-11", "03-12", "03-13"),
        consultation("03-18", "03-19", "03-21", seq=5),
    )
    assert reading.excluded_days == 2 + 3


def test_a_consultation_sent_on_the_due_date_counts_and_one_sent_later_does_not():
    assert read(start(), consultation("04-01", "04-02", "04-10")).excluded_days > 0
    late = read(start(), consultation("04-02", "04-03", "04-10"))
    assert (late.due_on, late.excluded_days) == (DUE, 0)
    assert "晚于答复期限2024-04-01" in late.warnings[0].message


def test_a_consultation_after_closing_has_no_effect():
    reading = read(start(), closing("03-20"), consultation("03-21", "03-22", "03-25", seq=10))
    assert reading.exclusions == ()
    assert "办结" in reading.warnings[0].message


def test_a_restart_forgets_the_consultations_that_ended_before_it():
    reading = read(
        start(),
        consultation("03-05", "03-06", "03-08", seq=2),
        correction("03-11"),
        restart("03-18"),
    )
    assert (reading.excluded_days, reading.exclusions) == (0, ())
    assert reading.due_on == CALENDAR.add(day("03-18"), 20)


def test_of_a_consultation_opened_before_the_restart_only_the_days_after_it_count():
    reading = read(
        start(),
        consultation("03-05", "03-06", "03-22", seq=2),
        correction("03-11"),
        restart("03-18"),
    )
    assert reading.excluded_days == 4
    assert reading.due_on == CALENDAR.add(day("03-18"), 24)


def test_a_consultation_opened_while_the_clock_waits_counts_after_the_restart():
    reading = read(
        start(), correction("03-08"), consultation("03-12", "03-13", "03-22"), restart("03-18")
    )
    assert reading.excluded_days == 4
    assert not reading.frozen


def test_an_opinion_that_came_before_the_letter_left_excludes_nothing():
    reading = read(start(), consultation("03-11", "03-11", "03-11"))
    assert (reading.excluded_days, reading.exclusions) == (0, ())
    assert read(start(), consultation("03-11", "03-11", "03-08")).excluded_days == 0


# fix


def test_a_named_date_is_the_due_date_even_on_a_rest_day():
    reading = read(start(), fixed("03-20", "05-11"))
    assert (reading.due_on, reading.strict_due_on) == (day("05-11"), day("05-11"))
    assert reading.fixed_by is not None
    assert reading.fixed_by.basis == "行诉法72"


def test_a_named_date_does_not_move_with_extensions_and_consultations():
    acts = [start(), fixed("03-20", "05-10")]
    reading = read(
        *acts, extension("03-21", seq=10), consultation("03-22", "03-25", "03-29", seq=11)
    )
    assert reading.due_on == day("05-10")
    assert (reading.extension_days, reading.excluded_days) == (0, 0)
    assert [warning.seq for warning in reading.warnings] == [10, 11]


def test_a_named_date_replaces_what_was_extended_and_excluded_before():
    reading = read(
        start(),
        consultation("03-11", "03-12", "03-20"),
        extension("03-21"),
        fixed("03-22", "05-10"),
    )
    assert (reading.due_on, reading.extension_days, reading.exclusions) == (day("05-10"), 0, ())


def test_a_delay_notice_of_the_agency_must_leave_inside_the_period():
    timely = read(start(), fixed("04-01", "05-10", basis="条例35"))
    assert (timely.due_on, timely.warnings) == (day("05-10"), ())
    late = read(start(), fixed("04-02", "05-10", basis="条例35"))
    assert late.due_on == DUE
    assert "答复期限2024-04-01已过" in late.warnings[0].message


def test_a_delay_notice_needs_a_running_clock():
    reading = read(start(), correction("03-08"), fixed("03-11", "05-10", basis="条例35"))
    assert reading.phase is ClockPhase.waiting
    assert "期限没有在计算中" in reading.warnings[0].message


def test_a_court_names_a_date_after_the_period_and_after_closing():
    assert due_on([start(), fixed("05-06", "05-31")], CALENDAR) == day("05-31")
    reading = read(start(), closing("03-20"), fixed("05-06", "05-31", seq=10))
    assert (reading.phase, reading.started_on, reading.due_on) == (
        ClockPhase.running,
        day("05-06"),
        day("05-31"),
    )
    assert (reading.closed_on, reading.last_due_on) == (None, None)


def test_a_named_date_without_a_date_changes_nothing():
    reading = read(start(), fixed("03-20", None))
    assert (reading.due_on, reading.fixed_by, len(reading.warnings)) == (DUE, None, 1)


def test_a_restart_after_a_named_date_runs_by_the_term_again():
    reading = read(start(), fixed("03-05", "05-10"), correction("03-08"), restart("03-18"))
    assert (reading.fixed_by, reading.due_on) == (None, CALENDAR.add(day("03-18"), 20))


# replay


def test_acts_are_read_by_day_and_then_by_number_whatever_order_they_are_entered_in():
    acts = [start(), consultation("03-11", "03-13", "03-20"), extension("03-25", 10)]
    assert read(*reversed(acts)) == read(*acts)


def test_on_one_day_the_act_recorded_first_is_read_first():
    reading = read(start(), correction("03-08", seq=3), restart("03-08", seq=4))
    assert reading.due_on == CALENDAR.add(day("03-08"), 20)


def test_a_consultation_recorded_late_comes_out_right():
    timely = extension("04-03", 5, seq=5)
    assert read(start(), timely).extension_days == 0
    recorded_late = consultation("03-11", "03-13", "03-20", seq=6)
    assert read(start(), timely, recorded_late).extension_days == 5


# provisional


def test_a_period_that_ends_on_25_december_of_the_last_published_year_is_provisional():
    sure = CALENDAR.roll(date(LAST_YEAR, 12, 1))
    n = CALENDAR.count(sure, date(LAST_YEAR, 12, 24))
    term = Term(n, TermUnit.working_day, "x")
    assert not read(ClockAct(1, sure, ClockEffect.start, "条例33", term=term)).provisional
    longer = Term(n + 1, TermUnit.working_day, "x")
    assert read(ClockAct(1, sure, ClockEffect.start, "条例33", term=longer)).provisional


def test_a_closed_case_whose_period_reached_provisional_days_says_so():
    started = date(LAST_YEAR + 1, 6, 1)
    acts = [
        ClockAct(1, started, ClockEffect.start, "条例33"),
        ClockAct(2, CALENDAR.add(started, 3), ClockEffect.stop, "条例33", final=True),
    ]
    assert read(*acts).provisional


def test_a_date_fixed_on_the_very_day_of_a_provisional_decision_is_provisional():
    on = date(LAST_YEAR + 1, 6, 1)
    assert read(ClockAct(1, on, ClockEffect.fix, "行诉法72", until=on)).provisional


# days left


def left(reading, today):
    return days_left(reading, today=day(today), calendar=CALENDAR)


def test_days_left_count_the_due_date_and_not_today():
    reading = read(start())
    assert (left(reading, "03-04"), left(reading, "03-29"), left(reading, "04-01")) == (20, 1, 0)


def test_days_left_are_negative_when_late():
    assert left(read(start()), "04-03") == -2


@pytest.mark.parametrize("acts", [(), (start(), correction("03-08")), (start(), closing("03-20"))])
def test_days_left_are_unknown_when_nothing_runs(acts):
    assert left(read(*acts), "03-25") is None


def test_days_left_stand_still_while_a_consultation_is_open():
    reading = read(start(), consultation("03-11", "03-13"))
    assert [left(reading, on) for on in ("03-11", "03-20", "03-28")] == [15, 15, 15]


def test_days_left_move_again_after_the_limit_of_the_consultation():
    reading = read(start(), consultation("03-11", "03-13"))
    assert left(reading, "04-07") == 14


def test_days_left_are_frozen_by_the_union_of_consultations():
    reading = read(
        start(), consultation("03-11", "03-12"), consultation("03-12", "03-12", "03-20", seq=5)
    )
    assert left(reading, "03-15") == 15
