"""The working-day calendar and plain terms, on the published calendars of 2020-2026."""

from datetime import date, timedelta

import pytest

from casework.calendars import package_calendar
from workflows.calendar import Day, OutsideCalendar, WorkingCalendar
from workflows.terms import (
    AGENCY_OPINION,
    ANSWER,
    CO_MAKER_OPINION,
    CORRECTION_NOTICE,
    DIRECT_SUIT,
    EXTENSION_MAX,
    FEE_PAYMENT,
    REVIEW,
    SUIT_AFTER_REVIEW,
    THIRD_PARTY_OPINION,
    Term,
    TermUnit,
)

CALENDAR = package_calendar(until_year=2026)

VECTORS = (  # receipt day, +7, +15, +20, +40 working days
    ("2020-01-20", "2020-02-06", "2020-02-18", "2020-02-25", "2020-03-24"),
    ("2020-09-01", "2020-09-10", "2020-09-22", "2020-09-28", "2020-11-02"),
    ("2020-09-25", "2020-10-12", "2020-10-22", "2020-10-29", "2020-11-26"),
    ("2020-12-31", "2021-01-12", "2021-01-22", "2021-01-29", "2021-03-03"),
    ("2021-02-05", "2021-02-20", "2021-03-03", "2021-03-10", "2021-04-08"),
    ("2024-01-26", "2024-02-05", "2024-02-21", "2024-02-28", "2024-03-27"),
    ("2024-09-12", "2024-09-24", "2024-10-10", "2024-10-16", "2024-11-13"),
    ("2025-01-26", "2025-02-11", "2025-02-21", "2025-02-28", "2025-03-28"),
    ("2025-09-29", "2025-10-15", "2025-10-27", "2025-11-03", "2025-12-01"),
    ("2026-02-10", "2026-02-26", "2026-03-09", "2026-03-16", "2026-04-14"),
)


def on(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize("vector", VECTORS, ids=[vector[0] for vector in VECTORS])
def test_terms_of_7_15_20_and_40_working_days_end_on_the_published_days(vector):
    start, *ends = map(on, vector)
    assert [CALENDAR.add(start, n) for n in (7, 15, 20, 40)] == ends


def test_20_working_days_over_the_national_day_week_of_2022():
    assert ANSWER.end(on("2022-09-30"), CALENDAR) == on("2022-11-02")


@pytest.mark.parametrize(
    ("term", "n", "unit", "basis"),
    [
        (ANSWER, 20, TermUnit.working_day, "条例33"),
        (EXTENSION_MAX, 20, TermUnit.working_day, "条例33"),
        (CORRECTION_NOTICE, 7, TermUnit.working_day, "条例30"),
        (THIRD_PARTY_OPINION, 15, TermUnit.working_day, "条例32"),
        (CO_MAKER_OPINION, 15, TermUnit.working_day, "条例34"),
        (AGENCY_OPINION, 15, TermUnit.working_day, "条例33"),
        (FEE_PAYMENT, 20, TermUnit.working_day, "109号第6条"),
        (REVIEW, 60, TermUnit.day, "复议法20"),
        (DIRECT_SUIT, 6, TermUnit.month, "行诉法46"),
        (SUIT_AFTER_REVIEW, 15, TermUnit.day, "行诉法45"),
    ],
    ids=lambda value: value.basis if isinstance(value, Term) else None,
)
def test_each_statutory_term_has_its_length_unit_and_source(term, n, unit, basis):
    assert (term.n, term.unit, term.basis) == (n, unit, basis)


@pytest.mark.parametrize(
    ("term", "start", "end"),
    [
        (REVIEW, "2024-03-01", "2024-04-30"),
        (REVIEW, "2024-03-02", "2024-05-06"),  # 1 May: Labour Day until the 5th
        (SUIT_AFTER_REVIEW, "2024-09-13", "2024-09-29"),  # the 28th is a Saturday, the 29th 调休
        (SUIT_AFTER_REVIEW, "2024-09-14", "2024-09-29"),  # a make-up Sunday is no rest day
        (DIRECT_SUIT, "2024-01-10", "2024-07-10"),
        (DIRECT_SUIT, "2023-08-31", "2024-02-29"),  # no 31 February
        (DIRECT_SUIT, "2024-08-31", "2025-02-28"),
        (DIRECT_SUIT, "2023-12-10", "2024-06-11"),  # the 10th is the Dragon Boat Festival
        (DIRECT_SUIT, "2024-06-30", "2024-12-30"),
        (Term(1, TermUnit.month, "x"), "2023-12-29", "2024-01-29"),
    ],
)
def test_day_and_month_terms_end_on_the_first_day_after_a_rest_day(term, start, end):
    assert term.end(on(start), CALENDAR) == on(end)


def test_a_term_of_working_days_has_no_end_without_a_calendar():
    with pytest.raises(ValueError, match="calendar"):
        ANSWER.nominal_end(on("2024-01-02"))


def test_the_receipt_day_may_be_a_rest_day_and_counting_starts_the_next_working_day():
    assert (
        CALENDAR.add(on("2024-03-02"), 1) == CALENDAR.add(on("2024-03-03"), 1) == on("2024-03-04")
    )


def test_a_make_up_saturday_counts():
    assert CALENDAR.is_working(on("2024-05-11"))
    assert CALENDAR.count(on("2024-05-10"), on("2024-05-12")) == 1


def test_no_days_added_gives_the_day_itself():
    assert CALENDAR.add(on("2024-03-02"), 0) == on("2024-03-02")


def test_a_negative_term_is_refused():
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.add(on("2024-03-02"), -1)


def test_counting_backwards_gives_nothing():
    assert CALENDAR.count(on("2024-03-08"), on("2024-03-04")) == 0
    assert CALENDAR.count(on("2024-03-08"), on("2024-03-08")) == 0


def test_a_working_day_does_not_roll_and_a_rest_day_does():
    assert CALENDAR.roll(on("2024-03-08")) == on("2024-03-08")
    assert CALENDAR.roll(on("2024-03-09")) == on("2024-03-11")


WEEK = tuple(
    Day(date(2024, 3, 4) + timedelta(days=n), n < 5, "工作日" if n < 5 else "周末", n >= 4)
    for n in range(7)
)
SMALL = WorkingCalendar(WEEK, version=3)


def test_the_calendar_knows_its_ends_and_its_version():
    assert (SMALL.first, SMALL.last, SMALL.version) == (on("2024-03-04"), on("2024-03-10"), 3)


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        (lambda: SMALL.add(on("2024-03-01"), 1), "2024-03-01"),
        (lambda: SMALL.add(on("2024-03-11"), 1), "2024-03-11"),
        (lambda: SMALL.add(on("2024-03-04"), 5), "2024-03-11"),
        (lambda: SMALL.add(on("2024-03-11"), 0), "2024-03-11"),
        (lambda: SMALL.roll(on("2024-03-09")), "2024-03-11"),
        (lambda: SMALL.roll(on("2024-03-03")), "2024-03-03"),
        (lambda: SMALL.count(on("2024-03-03"), on("2024-03-05")), "2024-03-03"),
        (lambda: SMALL.count(on("2024-03-05"), on("2024-03-12")), "2024-03-12"),
        (lambda: SMALL.is_working(on("2024-03-03")), "2024-03-03"),
        (lambda: SMALL.is_provisional(on("2024-03-11")), "2024-03-11"),
        (lambda: SMALL.day(on("2024-03-11")), "2024-03-11"),
        (lambda: SMALL.slice(on("2024-03-08"), on("2024-03-11")), "2024-03-11"),
    ],
)
def test_a_day_without_a_row_is_never_guessed(question, missing):
    with pytest.raises(OutsideCalendar) as refused:
        question()
    assert refused.value.on == on(missing)
    assert isinstance(refused.value, LookupError)


def test_a_gap_in_the_rows_is_named():
    with pytest.raises(OutsideCalendar) as refused:
        WorkingCalendar(WEEK[:2] + WEEK[4:])
    assert refused.value.on == on("2024-03-06")


def test_two_rows_for_a_day_are_refused():
    with pytest.raises(ValueError, match="2024-03-05"):
        WorkingCalendar((*WEEK, WEEK[1]))


def test_an_empty_calendar_is_refused():
    with pytest.raises(ValueError, match="at least one day"):
        WorkingCalendar(())


def test_rows_may_come_in_any_order():
    assert WorkingCalendar(reversed(WEEK)).slice(SMALL.first, SMALL.last) == WEEK


def test_a_slice_holds_both_ends_and_is_empty_when_reversed():
    assert SMALL.slice(on("2024-03-05"), on("2024-03-06")) == WEEK[1:3]
    assert SMALL.slice(on("2024-03-06"), on("2024-03-06")) == WEEK[2:3]
    assert SMALL.slice(on("2024-03-06"), on("2024-03-05")) == ()


def test_the_first_and_the_last_day_belong_to_the_calendar():
    assert SMALL.count(SMALL.first, SMALL.last) == 4
    assert SMALL.add(SMALL.first, 4) == on("2024-03-08")


def test_provisional_days_are_found_in_an_interval_without_its_first_day():
    assert SMALL.any_provisional(on("2024-03-07"), on("2024-03-08"))
    assert not SMALL.any_provisional(on("2024-03-04"), on("2024-03-07"))
    assert not SMALL.any_provisional(on("2024-03-10"), on("2024-03-10"))


def test_a_step_back_over_a_make_up_weekend_and_a_holiday():
    assert CALENDAR.before(on("2020-10-12"), 3) == on("2020-09-30")
    assert CALENDAR.before(on("2020-10-05"), 0) == on("2020-10-05")
    assert CALENDAR.before(on("2020-10-05"), 1) == on("2020-09-30")


def test_a_step_back_out_of_the_calendar_or_by_less_than_nothing_is_an_error():
    with pytest.raises(OutsideCalendar):
        CALENDAR.before(CALENDAR.first, 1)
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.before(on("2020-10-05"), -1)
