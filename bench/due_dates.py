"""How many due dates a second the clock gives, beside a walk over the days and beside `holidays`; it must change nothing.

Every contestant gets the same inputs in the same run, in turns, and the best of its turns counts; ratios travel between machines,
rates do not. All must give the same dates, or the figures are refused.
"""

import time
import warnings
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import holidays

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from chinese_calendar import is_workday

from casework.calendars import package_calendar
from workflows.clock import ClockAct, due_on
from workflows.terms import ANSWER, CO_MAKER_OPINION, THIRD_PARTY_OPINION
from workflows.vocabulary import ClockEffect

ONE_DAY = timedelta(days=1)
TURNS = 5
CALENDAR = package_calendar(until_year=2026)
CHINA = holidays.country_holidays("CN", years=range(2019, 2028))
STARTS = tuple(date(2020, 1, 6) + timedelta(days=n) for n in range(0, 2000, 40))

Case = tuple[ClockAct, ...]


def plain_case(received_on: date) -> Case:
    return (ClockAct(1, received_on, ClockEffect.start, "条例33"),)


def complicated_case(received_on: date) -> Case:
    """Two consultations that overlap, and an extension of 20 working days."""

    def later(days: int) -> date:
        return received_on + timedelta(days=days)

    consulted = ClockEffect.exclude
    return (
        *plain_case(received_on),
        ClockAct(
            2,
            later(7),
            consulted,
            "条例32",
            term=THIRD_PARTY_OPINION,
            received_on=later(9),
            ended_on=later(21),
        ),
        ClockAct(
            3,
            later(14),
            consulted,
            "条例34",
            term=CO_MAKER_OPINION,
            received_on=later(15),
            ended_on=later(28),
        ),
        ClockAct(4, later(21), ClockEffect.extend, "条例33", days=20),
    )


def walk(start: date, n: int, excluded: Sequence[tuple[date, date]] = ()) -> date:
    """The usual way: one day after the other, asking `chinesecalendar` each time."""
    on = start
    while n:
        on += ONE_DAY
        if is_workday(on) and not any(after < on <= until for after, until in excluded):
            n -= 1
    return on


def walk_case(case: Case) -> date:
    """The same rules as the clock applies to such a case, by walks: limits, and whether each act was in time."""
    started_on, n = case[0].on_day, ANSWER.n
    excluded: list[tuple[date, date]] = []
    for act in case[1:]:
        if act.on_day > walk(started_on, n, excluded):
            continue
        if act.effect is ClockEffect.extend:
            n += act.days
        elif act.received_on and act.ended_on and act.term:
            limit = walk(act.received_on, act.term.n)
            excluded.append((act.on_day, min(act.ended_on, limit)))
    return walk(started_on, n, excluded)


def walk_once(case: Case) -> date:
    """Only the last walk, as if limits and timeliness were known already: the least a walk can do."""
    excluded = [(act.on_day, act.ended_on) for act in case if act.ended_on]
    return walk(case[0].on_day, ANSWER.n + sum(act.days for act in case), excluded)


def race(contestants: dict[str, Callable[[Any], Any]], inputs: Sequence[Any]) -> dict[str, float]:
    """Results per second of each contestant over the same inputs: the best of `TURNS` turns, taken in rotation."""
    answers = {name: [function(one) for one in inputs] for name, function in contestants.items()}
    first, *others = answers.values()
    if any(other != first for other in others):
        raise AssertionError("the contestants do not agree on the due dates")
    best = dict.fromkeys(contestants, 0.0)
    for _ in range(TURNS):
        for name, function in contestants.items():
            best[name] = max(best[name], _rate(function, inputs))
    return best


def _rate(function: Callable[[Any], Any], inputs: Sequence[Any]) -> float:
    """Results per second over at least 20 ms."""
    done, began = 0, time.perf_counter()
    while True:
        for one in inputs:
            function(one)
        done += len(inputs)
        spent = time.perf_counter() - began
        if spent > 0.02:
            return done / spent


def figures() -> list[dict[str, Any]]:
    """Rates and ratios as rows of name, value, unit and note."""
    rows: list[dict[str, Any]] = []

    def row(name: str, value: float, *, unit: str, note: str) -> None:
        rows.append({"name": name, "value": round(value, 1), "unit": unit, "note": note})

    term = race(
        {
            "clock": lambda on: CALENDAR.add(on, 20),
            "walk": lambda on: walk(on, 20),
            "holidays": lambda on: CHINA.get_nth_working_day(on, 20),
        },
        STARTS,
    )
    row("due_date.term", term["clock"], unit="1/s", note="20 working days from a day")
    row("due_date.term.walk", term["walk"], unit="1/s", note="day loop with chinesecalendar")
    row("due_date.term.holidays", term["holidays"], unit="1/s", note="get_nth_working_day")
    row("due_date.term.times_walk", term["clock"] / term["walk"], unit="x", note="clock / walk")
    times = term["clock"] / term["holidays"]
    row("due_date.term.times_holidays", times, unit="x", note="clock / holidays, target 20")

    plain = race(
        {
            "clock": lambda case: due_on(case, CALENDAR),
            "walk": walk_case,
            "holidays": lambda case: CHINA.get_nth_working_day(case[0].on_day, 20),
        },
        [plain_case(on) for on in STARTS],
    )
    row("due_date.plain", plain["clock"], unit="1/s", note="replay of one act")
    row("due_date.plain.times_walk", plain["clock"] / plain["walk"], unit="x", note="clock / walk")
    times = plain["clock"] / plain["holidays"]
    row("due_date.plain.times_holidays", times, unit="x", note="clock / holidays, target 20")

    hard = race(
        {
            "clock": lambda case: due_on(case, CALENDAR),
            "walk": walk_case,
            "walk once": walk_once,
        },
        [complicated_case(on) for on in STARTS],
    )
    note = "replay of two overlapping consultations and an extension"
    row("due_date.complicated", hard["clock"], unit="1/s", note=note)
    row("due_date.complicated.walk", hard["walk"], unit="1/s", note="the same rules by day loops")
    times = hard["clock"] / hard["walk"]
    row("due_date.complicated.times_walk", times, unit="x", note="same rules, target 500")
    times = hard["clock"] / hard["walk once"]
    row("due_date.complicated.times_walk_once", times, unit="x", note="against the last walk only")
    return rows


if __name__ == "__main__":
    for figure in figures():
        print(f"{figure['name']:42} {figure['value']:>14,.1f} {figure['unit']:4} {figure['note']}")
