"""What a record of any kind is about, as label and value, read from the fields of its own acts; no kind is known by name."""

from collections.abc import Iterator
from typing import Any

from casework.queries.case_page import CaseView, People
from casework.services.journal_words import Pair, value_words
from casework.web.filters import day
from workflows.forms import Field, FieldKind
from workflows.history import as_day


def facts(view: CaseView, people: People) -> Iterator[Pair]:
    """The unit and the handler, what the opening act recorded, then what later acts found out."""
    yield "单位", view.unit.name
    if view.handler:
        yield "承办人", view.handler
    opened = view.facts.acts[0]
    yield view.workflow.opening.label, day(opened.on_day)
    yield from _of_opening(view, people)
    yield from _found_later(view, people)
    if view.record.closed_on:
        yield "办结日期", day(view.record.closed_on)


def _of_opening(view: CaseView, people: People) -> Iterator[Pair]:
    """A fact that a later act has changed is shown as it stands now."""
    opened, texts = view.facts.acts[0], view.entries[0].texts
    facts_of = {source: fact for fact, source in view.workflow.opening.sets.items()}
    for field in view.workflow.opening.fields:
        if field.key in texts:
            yield field.label, texts[field.key]
        else:
            known = view.facts.values if field.key in facts_of else opened.data
            value = known.get(facts_of.get(field.key, field.key))
            yield from _pair(view, field, value, people=people)


def _found_later(view: CaseView, people: People) -> Iterator[Pair]:
    told = set(view.workflow.opening.sets)
    for action in view.workflow.actions:
        fields = {field.key: field for field in action.fields}
        for fact, source in action.sets.items():
            if fact in told or source not in fields or fact in _COLUMNS:
                continue
            told.add(fact)
            yield from _pair(view, fields[source], view.facts.values.get(fact), people=people)


_COLUMNS = frozenset({"handler", "handler_unit"})  # shown as 承办人


def _pair(view: CaseView, field: Field, value: Any, *, people: People) -> Iterator[Pair]:
    if value in (None, "", False):
        return
    is_day = field.kind is FieldKind.date
    words = day(as_day(value)) if is_day else value_words(view, field, value, people=people)
    yield field.label, words
