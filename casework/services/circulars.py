"""What the papers of a supervising office state: a circular's figures and words as they are now, and who chases whom."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from casework.models.record import Record
from casework.models.unit import Unit
from casework.queries.circulars import found_of
from casework.services.paper_people import said_by
from workflows import circular, circular_words
from workflows.action import Situation
from workflows.circular_facts import Found
from workflows.circular_words import WRITE
from workflows.history import Facts


def supervising_facts(
    session: Session, record: Record, case: Situation, *, key: str, texts: Mapping[str, str]
) -> dict[str, Any]:
    """What the paper of this key shows beside the facts of the record; nothing for the papers of others."""
    if key == "circular":
        return {"circular": circular_now(session, record, case, texts=texts)}
    return {"chase": chase_facts(session, record)} if key == "chase_notice" else {}


def chase_facts(session: Session, record: Record) -> dict[str, Any]:
    """Who chases whom: the record lies with the unit, and the office above all signs."""
    unit = session.get_one(Unit, record.unit_id)
    top = unit
    while top.parent_id is not None:
        top = session.get_one(Unit, top.parent_id)
    return {"office": top.signatory or top.name, "unit": unit.name}


def circular_now(
    session: Session, record: Record, case: Situation, *, texts: Mapping[str, str]
) -> dict[str, Any]:
    """The content as plain values, counted up to the day that was named, else the day of the last act."""
    as_of = circular_day(case.facts, case.facts.acts[-1].on_day)
    found = found_of(session, record, as_of=as_of, calendar=case.calendar)
    return content_of(found, case.facts, texts)


def content_of(found: Found, facts: Facts, texts: Mapping[str, str]) -> dict[str, Any]:
    """Figures and what people wrote, together."""
    act, read = facts.last(WRITE), partial(said_by, texts=texts)
    words, edited = circular_words.written(act, read), circular_words.edited(act, read)
    return circular.content(found, words, edited, circular_words.chosen(facts))


def circular_day(facts: Facts, day: date) -> date:
    """The day up to which the units' work is looked at; one that lies ahead has not come yet."""
    named = facts.day("as_of")
    return min(named, day) if named else day
