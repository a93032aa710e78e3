"""Properties that hold for any dates and any acts: the law here is arithmetic."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.calendars import package_calendar
from workflows.clock import ClockAct, ClockPhase, days_left, due_on, read_clock
from workflows.tape import TapeKind, tape
from workflows.terms import CORRECTION_NOTICE, THIRD_PARTY_OPINION, Term, TermUnit
from workflows.vocabulary import ClockEffect

CALENDAR = package_calendar(first_year=2019, until_year=2026)
DAYS = st.dates(date(2019, 2, 1), date(2025, 6, 30))
LENGTHS = st.integers(1, 60)
R0 = date(2024, 1, 22)
CALM = settings(deadline=None)  # a loaded machine is no finding


@CALM
@given(DAYS, LENGTHS, st.sampled_from(TermUnit))
def test_a_term_ends_on_a_working_day(start, n, unit):
    assert CALENDAR.is_working(Term(min(n, 15), unit, "x").end(start, CALENDAR))


@CALM
@given(DAYS, LENGTHS, st.integers(0, 10), st.sampled_from(TermUnit))
def test_more_days_never_end_earlier(start, n, more, unit):
    n = min(n, 8)
    shorter = Term(n, unit, "x").end(start, CALENDAR)
    assert Term(n + more, unit, "x").end(start, CALENDAR) >= shorter


@CALM
@given(DAYS, st.integers(0, 30), LENGTHS)
def test_a_later_start_never_ends_earlier(start, later, n):
    assert CALENDAR.add(start + timedelta(days=later), n) >= CALENDAR.add(start, n)


@CALM
@given(DAYS, LENGTHS)
def test_adding_and_counting_undo_each_other(start, n):
    assert CALENDAR.count(start, CALENDAR.add(start, n)) == n


@CALM
@given(DAYS.filter(lambda day: day.year > 2019), LENGTHS)
def test_a_step_back_has_so_many_working_days_between_there_and_here(on_day, n):
    earlier = CALENDAR.before(on_day, n)
    assert CALENDAR.is_working(earlier)
    assert CALENDAR.count(earlier - timedelta(days=1), on_day - timedelta(days=1)) == n


@CALM
@given(DAYS, LENGTHS)
def test_add_agrees_with_a_walk_over_the_days(start, n):
    on, left = start, n
    while left:
        on += timedelta(days=1)
        left -= CALENDAR.is_working(on)
    assert CALENDAR.add(start, n) == on


def near(first=0, last=70):
    return st.integers(first, last).map(lambda n: R0 + timedelta(days=n))


@st.composite
def acts(draw):
    """A start and up to seven further acts of any effect, on any days near it."""
    found = [ClockAct(1, R0, ClockEffect.start, "条例33")]
    for seq in range(2, draw(st.integers(2, 9))):
        effect = draw(st.sampled_from(ClockEffect))
        on = draw(near())
        found.append(
            ClockAct(
                seq,
                on,
                effect,
                draw(st.sampled_from(["条例33", "条例35"])),
                term=draw(st.sampled_from([None, CORRECTION_NOTICE, THIRD_PARTY_OPINION]))
                if effect is not ClockEffect.start
                else None,
                days=draw(st.integers(0, 25)),
                until=draw(st.none() | near()),
                received_on=draw(st.none() | st.just(on + timedelta(days=2))),
                ended_on=draw(st.none() | near().filter(lambda day, on=on: day >= on)),
                final=draw(st.booleans()),
                accepted_late=draw(st.booleans()),
            )
        )
    return found


@CALM
@given(acts(), st.randoms(use_true_random=False))
def test_the_reading_does_not_depend_on_the_order_of_entry(found, random):
    shuffled = list(found)
    random.shuffle(shuffled)
    assert read_clock(shuffled, CALENDAR) == read_clock(found, CALENDAR)


@CALM
@given(acts())
def test_the_due_date_alone_is_the_due_date_of_the_reading(found):
    assert due_on(found, CALENDAR) == read_clock(found, CALENDAR).due_on


@CALM
@given(acts())
def test_a_reading_has_a_due_date_exactly_while_it_runs(found):
    reading = read_clock(found, CALENDAR)
    assert (reading.due_on is not None) == (reading.phase is ClockPhase.running)
    assert (reading.closed_on is not None) == (reading.phase is ClockPhase.ended)


@CALM
@given(acts())
def test_the_strict_due_date_is_never_later(found):
    reading = read_clock(found, CALENDAR)
    if reading.due_on is not None:
        assert reading.strict_due_on <= reading.due_on


@CALM
@given(acts())
def test_the_union_of_consultations_never_exceeds_their_sum(found):
    reading = read_clock(found, CALENDAR)
    alone = [CALENDAR.count(one.after, one.until) for one in reading.exclusions]
    assert reading.excluded_days <= sum(alone)


@CALM
@given(acts())
def test_the_due_date_is_the_day_found_by_walking_over_the_excluded_days(found):
    reading = read_clock(found, CALENDAR)
    if reading.due_on is None or reading.fixed_by is not None:
        return
    excluded = {
        one.after + timedelta(days=n)
        for one in reading.exclusions
        for n in range(1, (one.until - one.after).days + 1)
    }
    on, left = reading.started_on, reading.term.n + reading.extension_days
    while left:
        on += timedelta(days=1)
        left -= CALENDAR.is_working(on) and on not in excluded
    assert reading.due_on == on


@CALM
@given(acts())
def test_the_tape_counts_the_period_and_ends_on_the_due_date(found):
    reading = read_clock(found, CALENDAR)
    days = tape(found, CALENDAR)
    if reading.due_on is None or reading.due_on < reading.marks[0].on:
        return
    assert days[-1].on == reading.due_on
    if reading.fixed_by is None:
        assert sum(day.counts for day in days) == reading.term.n + reading.extension_days
        assert days[-1].number == reading.term.n + reading.extension_days
        added = [day for day in days if day.kind is TapeKind.extension]
        assert len(added) == reading.extension_days
    assert sum(day.kind is TapeKind.excluded for day in days) == reading.excluded_days


@CALM
@given(acts(), near(0, 120))
def test_days_left_never_grow_as_days_pass(found, today):
    reading = read_clock(found, CALENDAR)
    if reading.due_on is None:
        assert days_left(reading, today=today, calendar=CALENDAR) is None
        return
    now = days_left(reading, today=today, calendar=CALENDAR)
    tomorrow = days_left(reading, today=today + timedelta(days=1), calendar=CALENDAR)
    assert now - 1 <= tomorrow <= now
    assert (now < 0) <= (today > reading.due_on)


@CALM
@given(acts())
def test_every_warning_names_its_act_and_ends_as_a_sentence(found):
    sequence = {act.seq for act in found}
    for warning in read_clock(found, CALENDAR).warnings:
        assert warning.seq in sequence
        assert warning.message.endswith("。")


@pytest.mark.parametrize("effect", ClockEffect)
def test_every_effect_is_read(effect):
    act = ClockAct(2, R0, effect, "条例33", days=5, until=R0, received_on=R0)
    before = read_clock([ClockAct(1, R0, ClockEffect.start, "条例33")], CALENDAR)
    after = read_clock([ClockAct(1, R0, ClockEffect.start, "条例33"), act], CALENDAR)
    assert (after != before) or effect is ClockEffect.start
