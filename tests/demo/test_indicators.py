"""The indicators of the demonstration district, and that each count lists as many cases as it says."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from casework.models.unit import Unit
from casework.queries.counted_cases import counted_cases
from casework.queries.indicators import COUNTS, Asked, counts, days_taken
from casework.queries.trend import trend
from casework.services import calendars
from tests.demo.loading import TODAY, Loaded
from workflows.indicators import BY_KEY, WAYS, said
from workflows.periods import Period, Span

YEAR = Period(Span.year, 2020)


@pytest.fixture(scope="module")
def asked(loaded: Loaded) -> Asked:
    """The whole district over the year 2020, asked on its last day."""
    with loaded.office.db.read() as session:
        units = tuple(session.scalars(select(Unit.id)))
        return Asked(units, YEAR.first, YEAR.last, YEAR.last, calendars.newest(session))


def test_the_year_2020_in_indicators(loaded: Loaded, asked: Asked) -> None:
    with loaded.office.db.read() as session:
        found = counts(session, asked)
        taken = days_taken(session, asked)
    kinds = ("disclosed", "partial", "refused", "unable", "not_processed", "other")
    assert (found.of("received"), found.of("answered")) == (205, 206)
    assert sum(found.of(f"received_{way}") for way in WAYS) == 205
    assert [found.of(key) for key in kinds] == [68, 14, 5, 111, 2, 6]
    assert said(BY_KEY["review_correction_rate"], found) == "52.4%"
    # Two ended because nobody sent a correction: no period of ours ran then.
    assert found.of("in_time") + found.of("late") == found.of("dated") == 204
    assert 1 <= found.of("late") <= 10
    assert all(found.of(key) for key in ("extended", "completed", "consulted"))
    assert 5 < found.days / 206 < 25
    assert sum(taken.values()) == 206
    assert sum(days * n for days, n in taken.items()) == found.days


def test_every_count_lists_as_many_cases_as_it_says(loaded: Loaded, asked: Asked) -> None:
    now = replace(asked, first=date(TODAY.year, 1, 1), last=TODAY, as_of=TODAY)
    with loaded.office.db.read() as session:
        for scope in (asked, now):
            found = counts(session, scope)
            listed = {key: counted_cases(session, scope, key).total for key in COUNTS}
            assert listed == {key: found.of(key) for key in COUNTS}


def test_the_trend_adds_up_to_the_year(loaded: Loaded, asked: Asked) -> None:
    with loaded.office.db.read() as session:
        months = trend(session, asked, year=2020, span=Span.month, today=TODAY)
        quarters = trend(session, asked, year=2021, span=Span.quarter, today=TODAY)
    assert [p.now.of("received") for p in months][8] == 8
    assert sum(p.now.of("received") for p in months) == 205
    assert sum(p.before.of("answered") for p in quarters) == 206
