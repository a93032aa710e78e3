"""What the acts of a circular look up: the sources of sentences worded otherwise, and which of them no longer agree."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from casework.models.record import Record
from casework.queries.circulars import found_of
from casework.services.circulars import circular_day
from casework.services.engine import Desk, history
from casework.services.journal import texts_of
from casework.services.paper_people import said_by
from workflows import circular, circular_words
from workflows.circular_facts import Found
from workflows.circular_words import UNLIKE, WRITE
from workflows.edited_sentences import Edited
from workflows.registry import workflow_version


def generated_sentences(at: Desk, record: Record, data: Mapping[str, Any]) -> dict[str, Any]:
    """The numbers of the sentences that are being worded otherwise, as the figures write them now."""
    found, before = _now(at, record)
    return circular_words.sources(circular.generated(found), data, before)


def unlike_sentences(at: Desk, record: Record, data: Mapping[str, Any]) -> dict[str, Any]:
    """What is wrong with edited sentences that do not agree with the figures and give no reason; nothing where all is right."""
    found, edited = _now(at, record)
    open_ones = {key: one for key, one in edited.items() if not one.reason}
    told = circular.disagreements(found, open_ones)
    return {UNLIKE: list(told.values())} if told else {}


def _now(at: Desk, record: Record) -> tuple[Found, Mapping[str, Edited]]:
    facts = history(at.session, record, workflow_version(record.workflow_version))
    as_of = circular_day(facts, at.moment.today)
    found = found_of(at.session, record, as_of=as_of, calendar=at.calendar)
    read = partial(said_by, texts=texts_of(at.session, record.id))
    return found, circular_words.edited(facts.last(WRITE), read)
