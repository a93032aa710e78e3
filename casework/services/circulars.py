"""A circular as it reads now: its figures from the cases, its words from what was last written; frozen only by its paper."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from casework.models.record import Record
from casework.queries.circulars import found_of
from casework.services.paper_people import said_by
from workflows import circular
from workflows.action import Situation
from workflows.history import Facts

WRITE = "write_circular"


def circular_now(
    session: Session, record: Record, case: Situation, *, texts: Mapping[str, str]
) -> dict[str, Any]:
    """The content as plain values, counted up to the day that was named, else the day of the last act."""
    as_of = circular_day(case.facts, case.facts.acts[-1].on_day)
    found = found_of(session, record, as_of=as_of, calendar=case.calendar)
    return circular.content(found, words_of(case.facts, texts))


def circular_day(facts: Facts, day: date) -> date:
    """The day up to which the units' work is looked at; one that lies ahead has not come yet."""
    named = facts.day("as_of")
    return min(named, day) if named else day


def words_of(facts: Facts, texts: Mapping[str, str]) -> dict[str, str]:
    """What was last written, by part; empty where nothing was."""
    last = facts.last(WRITE)
    data = last.data if last else {}
    return {key: str(said_by(value, texts)) for key, value in data.items() if value}
