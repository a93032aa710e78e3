"""The 21 reviews and 18 lawsuits of 2020 and which request each concerns; what follows from them is added to the stories."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from casework.demo import flows, texts
from casework.demo.course import Course, Proceeding, Story, WorkingDays
from casework.demo.units import unit
from workflows.vocabulary import RecordKind, ReviewResult

_UPHELD, _CORRECTED, _OTHER, _PENDING = ReviewResult
# In the order of acceptance. The first eight are taken on to court, where the result is upheld.
RECONSIDERATION: tuple[ReviewResult, ...] = (
    *(_UPHELD for _ in range(6)),
    *(_OTHER for _ in range(2)),
    *(_CORRECTED for _ in range(6)),
    _OTHER,
    *(_CORRECTED for _ in range(5)),
    _OTHER,
)
TAKEN_TO_COURT = 8
DIRECT: tuple[ReviewResult, ...] = (
    _UPHELD, _CORRECTED, _OTHER, _CORRECTED, _UPHELD, _OTHER, _CORRECTED,
    _PENDING, _PENDING, _PENDING,
)  # fmt: skip
_REDONE = 8
"""How many of the corrected ones lead to a new answer; the others only find a failure."""
_LAST_REVIEWED = date(2020, 8, 10)
_DISPUTED = ("D1a", "D1b", "B", "C4", "E1")


def proceedings(
    days: WorkingDays, stories: Sequence[Story]
) -> tuple[tuple[Story, ...], tuple[Proceeding, ...]]:
    """The stories with what followed from their reviews, and the reviews and lawsuits."""
    disputed = [s for s in stories if _is_disputed(s)]
    need = len(RECONSIDERATION)
    chosen = disputed[:TAKEN_TO_COURT] + _spread(disputed[TAKEN_TO_COURT:], need - TAKEN_TO_COURT)
    rest = [s for s in disputed if s not in chosen]
    found = [
        *(_review(days, n, s) for n, s in enumerate(chosen)),
        *(_suit_after(days, n, s) for n, s in enumerate(chosen[:TAKEN_TO_COURT])),
        *(_direct(days, n, s) for n, s in enumerate(_spread(rest, len(DIRECT)))),
    ]
    corrected = [p for p in found if p.result == _CORRECTED][:_REDONE]
    redone = {p.of: p for p in corrected}
    told = tuple(_redo(days, s, redone[s.key]) if s.key in redone else s for s in stories)
    ordered = [_with_period(days, p) if p in corrected else p for p in found]
    return told, tuple(sorted(ordered, key=lambda p: (p.accepted_on, p.key)))


def _with_period(days: WorkingDays, decision: Proceeding) -> Proceeding:
    concluded = decision.concluded_on or date.max
    return replace(decision, redo_until=days.add(concluded, 22))


def _is_disputed(story: Story) -> bool:
    outcome = next((s.data["outcome"] for s in story.steps if "outcome" in s.data), "")
    return (
        story.key.startswith("2020-")
        and outcome in _DISPUTED
        and date(2020, 1, 1) <= _served(story) <= _LAST_REVIEWED
    )


def _spread(stories: Sequence[Story], count: int) -> list[Story]:
    return [stories[i * len(stories) // count] for i in range(count)]


def _served(story: Story) -> date:
    closing = (s.on for s in story.steps if s.action.startswith(("serve_", "answer_on_the_spot")))
    return next(closing, date.max)


def _review(days: WorkingDays, n: int, story: Story) -> Proceeding:
    """复议法31: accepted some weeks after the answer, decided within 60 days."""
    accepted = days.last(_served(story) + timedelta(days=18 + n % 13))
    concluded = days.last(accepted + timedelta(days=50 + n % 10))
    return Proceeding(
        f"fy-{n:02d}",
        story.key,
        story.unit,
        RecordKind.review,
        accepted,
        {},
        concluded,
        RECONSIDERATION[n],
    )


def _suit_after(days: WorkingDays, n: int, story: Story) -> Proceeding:
    """行诉法45: within 15 days of the decision."""
    accepted = days.last(_review(days, n, story).concluded_on or date.max)
    accepted = days.last(accepted + timedelta(days=12))
    concluded = days.last(accepted + timedelta(days=85 + n * 3))
    data = {"after_reconsideration": True}
    return Proceeding(
        f"ss-{n:02d}",
        story.key,
        story.unit,
        RecordKind.lawsuit,
        accepted,
        data,
        concluded,
        _UPHELD,
    )


def _direct(days: WorkingDays, n: int, story: Story) -> Proceeding:
    """行诉法46: within six months; the last three are pending over the year's end."""
    result = DIRECT[n]
    if result is _PENDING:
        accepted = days.last(date(2020, 11, 6) + timedelta(days=11 * (n - len(DIRECT) + 3)))
        concluded, result = days.last(date(2021, 4, 9 + n)), _UPHELD
    else:
        accepted = days.last(_served(story) + timedelta(days=40 + n * 5))
        concluded = days.last(min(accepted + timedelta(days=100), date(2020, 12, 18)))
    return Proceeding(
        f"qs-{n:02d}", story.key, story.unit, RecordKind.lawsuit, accepted, {}, concluded, result
    )


def _redo(days: WorkingDays, story: Story, decision: Proceeding) -> Story:
    """The request after a decision that overturned its answer: handled again, with another answer."""
    n = int(story.key.rpartition("-")[2])
    concluded = decision.concluded_on or date.max
    course = Course(days, days.add(concluded, 2), story.delivery)
    result = ("A2", "D1b", "D1a")[n % 3]
    matter = texts.Matter(story.items[0], unit(story.unit).name)
    draft = texts.answer(result, n + 1, matter=matter).data()
    flows.redo(course, n, draft)
    flows.archive(course)
    kept = tuple(s for s in story.steps if s.action != "archive")
    return replace(story, steps=(*kept, *course.steps))
