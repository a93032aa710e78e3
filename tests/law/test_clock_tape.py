"""The tape tells the deadline day by day, and tells the same as the clock."""

from dataclasses import replace
from datetime import date

import pytest

from casework.calendars import package_calendar
from workflows.clock import ClockAct, read_clock
from workflows.tape import TapeKind, plain_tape, tape
from workflows.terms import CORRECTION_NOTICE, THIRD_PARTY_OPINION, Term, TermUnit
from workflows.vocabulary import ClockEffect

CALENDAR = package_calendar(until_year=2026)
START = ClockAct(1, date(2024, 3, 4), ClockEffect.start, "条例33", label="登记")
CORRECTION = ClockAct(
    2, date(2024, 3, 8), ClockEffect.stop, "条例30", label="补正告知", term=CORRECTION_NOTICE
)
RESTART = ClockAct(3, date(2024, 3, 18), ClockEffect.restart, "条例30", label="收到补正")
CONSULTATION = ClockAct(
    4,
    date(2024, 3, 20),
    ClockEffect.exclude,
    "条例32",
    label="征求第三方意见",
    term=THIRD_PARTY_OPINION,
    received_on=date(2024, 3, 21),
    ended_on=date(2024, 3, 27),
)
CLOSING = ClockAct(5, date(2024, 4, 3), ClockEffect.stop, "条例33", label="答复", final=True)


def row(days, on):
    (found,) = (one for one in days if one.on == date.fromisoformat(on))
    return found


def test_a_plain_tape_runs_from_the_day_after_the_start_to_the_due_date():
    days = plain_tape(date(2022, 9, 30), 20, CALENDAR)
    assert (days[0].on, days[-1].on) == (date(2022, 10, 1), date(2022, 11, 2))
    assert sum(one.counts for one in days) == days[-1].number == 20


def test_a_plain_tape_prints_day_count_and_reason():
    days = plain_tape(date(2022, 9, 30), 5, CALENDAR)
    assert days[0].as_dict() == {"on": "2022-10-01", "counts": False, "why": "节假日：国庆节"}
    assert row(days, "2022-10-08").as_dict() == {
        "on": "2022-10-08",
        "counts": True,
        "why": "调休上班",
    }


@pytest.mark.parametrize(
    ("on", "kind"),
    [
        ("2022-10-01", TapeKind.holiday),  # a holiday on a Saturday
        ("2022-10-04", TapeKind.holiday),
        ("2022-10-08", TapeKind.makeup),
        ("2022-10-15", TapeKind.weekend),
        ("2022-10-17", TapeKind.counted),
    ],
)
def test_a_day_of_the_tape_has_its_kind(on, kind):
    assert row(plain_tape(date(2022, 9, 30), 20, CALENDAR), on).kind is kind


def test_a_plain_tape_of_no_days_is_empty():
    assert plain_tape(date(2022, 9, 30), 0, CALENDAR) == ()


def test_a_tape_starts_with_the_receipt_day_which_does_not_count():
    days = tape([START], CALENDAR)
    assert (days[0].kind, days[0].counts, days[0].number) == (TapeKind.start, False, 0)
    assert days[0].why == "起算日，不计入（条例33）"
    assert days[0].acts == ("登记",)
    assert (days[-1].on, days[-1].number) == (date(2024, 4, 1), 20)


def test_a_clock_that_never_ran_has_no_tape():
    assert tape([], CALENDAR) == ()
    assert tape([CLOSING], CALENDAR) == ()


def test_the_days_that_count_are_the_period_with_its_extension():
    extension = ClockAct(5, date(2024, 4, 1), ClockEffect.extend, "条例33", days=10)
    acts = [START, CORRECTION, RESTART, CONSULTATION, extension]
    days = tape(acts, CALENDAR)
    assert days[-1].on == read_clock(acts, CALENDAR).due_on
    assert sum(one.counts for one in days) == days[-1].number == 30


def test_days_before_a_restart_are_void_and_the_wait_is_named():
    days = tape([START, CORRECTION, RESTART], CALENDAR)
    assert days[0].kind is TapeKind.start
    assert row(days, "2024-03-08").kind is TapeKind.void
    assert row(days, "2024-03-08").acts == ("补正告知",)
    assert row(days, "2024-03-11").kind is TapeKind.waiting
    assert row(days, "2024-03-11").why == "补正告知，不计入（条例30）"
    assert row(days, "2024-03-18").kind is TapeKind.start
    assert not any(one.counts for one in days if one.on <= RESTART.on_day)


def test_an_act_without_a_label_shows_its_effect():
    assert tape([ClockAct(1, date(2024, 3, 4), ClockEffect.start, "条例33")], CALENDAR)[0].acts == (
        "起算",
    )


def test_a_wait_without_a_label_is_a_wait_for_the_applicant():
    silent = ClockAct(2, date(2024, 3, 8), ClockEffect.stop, "条例30")
    assert row(tape([START, silent, RESTART], CALENDAR), "2024-03-11").why.startswith("等待申请人")


def test_while_the_clock_waits_the_tape_ends_with_the_notice_or_on_the_day_named():
    days = tape([START, CORRECTION], CALENDAR)
    assert (days[-1].on, days[-1].number) == (date(2024, 3, 8), 4)
    longer = tape([START, CORRECTION], CALENDAR, until=date(2024, 3, 12))
    assert longer[-1].kind is TapeKind.waiting


def test_working_days_of_a_consultation_are_excluded_and_its_rest_days_stay_rest_days():
    days = tape([START, CONSULTATION], CALENDAR)
    assert row(days, "2024-03-20").counts
    assert row(days, "2024-03-21").kind is TapeKind.excluded
    assert row(days, "2024-03-21").why == "征求第三方意见，不计入（条例32）"
    assert row(days, "2024-03-23").kind is TapeKind.weekend
    assert row(days, "2024-03-28").counts


def test_the_tape_of_a_closed_case_ends_with_the_closing():
    days = tape([START, CLOSING], CALENDAR)
    assert days[-1].on == CLOSING.on_day
    assert days[-1].acts == ("答复",)
    assert days[-1].kind is TapeKind.late
    assert days[-1].why == "已超过期限2024-04-01"


def test_days_after_the_due_date_are_late_and_do_not_count():
    days = tape([START], CALENDAR, until=date(2024, 4, 8))
    assert {one.kind for one in days if one.on > date(2024, 4, 1)} == {TapeKind.late}
    assert sum(one.counts for one in days) == 20


@pytest.mark.parametrize(
    ("started", "ended"),
    [("2024-03-01", "2024-03-18"), ("2024-03-02", "2024-03-18"), ("2024-03-04", "2024-03-19")],
)
def test_a_day_term_counts_every_day_but_a_last_day_of_rest(started, ended):
    term = Term(15, TermUnit.day, "行诉法67")
    acts = [ClockAct(1, date.fromisoformat(started), ClockEffect.start, "行诉法67", term=term)]
    days = tape(acts, CALENDAR)
    assert row(days, "2024-03-09").why == "自然日"
    assert (days[-1].on, days[-1].number) == (date.fromisoformat(ended), 15)


def test_the_day_on_which_a_day_term_rolls_says_so():
    term = Term(15, TermUnit.day, "行诉法67")
    days = tape([ClockAct(1, date(2024, 3, 1), ClockEffect.start, "x", term=term)], CALENDAR)
    assert row(days, "2024-03-16").kind is TapeKind.weekend
    assert row(days, "2024-03-16").why == "周末，期限届满日顺延（民诉法85）"
    assert row(days, "2024-03-17").why == "周末"


def test_a_date_fixed_by_a_decision_ends_the_tape():
    decision = ClockAct(
        2, date(2024, 3, 20), ClockEffect.fix, "行诉法72", until=date(2024, 5, 10), label="判决"
    )
    days = tape([START, decision], CALENDAR)
    assert days[-1].on == date(2024, 5, 10)
    assert row(days, "2024-03-20").acts == ("判决",)


EXTENSION = ClockAct(
    5, date(2024, 3, 28), ClockEffect.extend, "条例33", label="发出延期告知", days=7
)


def test_the_days_of_an_extension_are_marked_as_such_with_the_act_they_rest_on():
    days = tape([START, EXTENSION], CALENDAR)
    added = [day for day in days if day.kind is TapeKind.extension]
    assert (len(added), added[0].number, added[-1].on) == (7, 21, days[-1].on)
    assert {day.by for day in added} == {EXTENSION.seq}
    assert row(days, "2024-04-07").why == "调休上班，延长期第3日（条例33）"


def test_an_extension_that_a_restart_forgot_marks_no_day():
    extended = ClockAct(2, date(2024, 3, 5), ClockEffect.extend, "条例33", days=7)
    later = replace(CORRECTION, seq=3), replace(RESTART, seq=4)
    kinds = {day.kind for day in tape([START, extended, *later], CALENDAR)}
    assert TapeKind.extension not in kinds


def test_an_excluded_day_names_the_letter_that_excludes_it():
    first = replace(CONSULTATION, key="4")
    second = replace(first, seq=6, key="6", on_day=date(2024, 3, 26), ended_on=date(2024, 4, 1))
    days = tape([START, first, second], CALENDAR)
    assert row(days, "2024-03-25").by == 4
    assert row(days, "2024-03-29").by == 6
    assert row(days, "2024-03-20").by == 0


def test_a_day_of_waiting_names_the_notice_and_the_restart_says_that_it_is_one():
    days = tape([START, CORRECTION, RESTART], CALENDAR)
    assert row(days, "2024-03-12").by == CORRECTION.seq
    assert row(days, "2024-03-18").why == "重新起算日，不计入（条例30）"
    assert days[0].why == "起算日，不计入（条例33）"


@pytest.mark.parametrize("until", ["2024-05-10", "2024-05-05"], ids=["working", "holiday"])
def test_the_last_day_of_a_fixed_period_names_who_fixed_it(until):
    decision = ClockAct(
        2,
        date(2024, 3, 20),
        ClockEffect.fix,
        "行诉法72",
        until=date.fromisoformat(until),
        label="判决",
    )
    last = tape([START, decision], CALENDAR)[-1]
    assert last.why.endswith("判决所定之日（行诉法72）")
    assert last.by == decision.seq


def test_the_days_of_a_safe_tape_say_that_they_are_safe():
    assert all(day.safe for day in tape([START], CALENDAR, safe=True))
    assert not any(day.safe for day in tape([START], CALENDAR))
