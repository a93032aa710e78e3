"""One row of the journal in words: labels and values instead of keys and codes; digests are left out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from casework.forms import fact_fields
from casework.queries.case_page import CaseView, EntryView, People
from workflows.documents import DOCUMENTS
from workflows.forms import Field, FieldKind
from workflows.outcomes import OUTCOMES
from workflows.serving import paper_key

Pair = tuple[str, str]


@dataclass(frozen=True)
class Line:
    """A row of the journal with its details; `correctable` opens the two correcting acts."""

    entry: EntryView
    details: tuple[Pair, ...]
    correctable: bool


def lines(view: CaseView, people: People) -> tuple[Line, ...]:
    """The journal, the newest row first."""
    return tuple(
        Line(entry, details(view, entry, people=people), _correctable(view, entry))
        for entry in reversed(view.entries)
    )


def _correctable(view: CaseView, entry: EntryView) -> bool:
    action = view.workflow.action(entry.action)
    own = action is not None and not (action.corrects or action.parks)
    return view.may_correct and own and not entry.annulled


def details(view: CaseView, entry: EntryView, *, people: People) -> tuple[Pair, ...]:
    """What the row recorded, in the order of its form."""
    action = view.workflow.action(entry.action)
    asked: list[Field] = list(action.fields) if action else []
    asked += fact_fields(str(entry.data.get("outcome", "")), str(entry.data.get("ground", "")))
    found = [
        *_person(view, entry),
        *_fields(view, entry, asked, people=people),
        *_amended(view, entry, people=people),
        *_papers(entry.data),
    ]
    return tuple((label, value) for label, value in found if value)


def _person(view: CaseView, entry: EntryView) -> Iterator[Pair]:
    """Whom an act brought in: the journal holds the place only, the name is looked up among the parties."""
    action = view.workflow.action(entry.action)
    if action is not None and action.party:
        names = {party.position: party.name for party in view.parties}
        yield "当事人", names.get(int(entry.data.get("position") or 0), "")


def _fields(
    view: CaseView, entry: EntryView, asked: list[Field], *, people: People
) -> Iterator[Pair]:
    action = view.workflow.action(entry.action)
    version = action.writes if action else ""
    for one in asked:
        if one.key in entry.texts and one.key == version:
            yield one.label, _beginning(entry.texts[one.key])
        elif one.key in entry.texts:
            yield one.label, _chosen(one, entry.texts[one.key])
        elif one.key in entry.data and not isinstance(entry.data[one.key], dict):
            yield one.label, value_words(view, one, entry.data[one.key], people=people)
        elif one.kind is FieldKind.items:
            yield one.label, _items(entry.data.get(one.key))


def _amended(view: CaseView, entry: EntryView, *, people: People) -> Iterator[Pair]:
    """What a correction put in the place of what the row had recorded, beside its day."""
    values = entry.data.get("values") or {}
    corrected = next((e.action for e in view.entries if e.seq == entry.data.get("entry")), "")
    action = view.workflow.action(corrected) if values else None
    for one in action.fields if action else ():
        if one.key in values:
            words = value_words(view, one, values[one.key], people=people)
            yield f"更正后的{one.label}", words


_SHOWN = 80


def _beginning(text: str) -> str:
    """A version may be a hundred pages long; its own page shows all of it."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…（共 {len(text)} 字）"


def _items(results: Any) -> str:
    found = results.items() if isinstance(results, dict) else ()
    return "；".join(f"第 {n} 项 {_outcome(str(code))}" for n, code in found)


def _papers(data: Any) -> Iterator[Pair]:
    drawn = [data.get("document"), *(data.get("enclosed") or ())]
    numbers = [str(d["number"]) for d in drawn if isinstance(d, dict) and d.get("number")]
    if numbers:
        yield "文号", "、".join(numbers)
    if data.get("number"):
        yield "案件编号", str(data["number"])


def value_words(view: CaseView, one: Field, value: Any, *, people: People) -> str:
    """What an act recorded in one of its fields, as a person reads it."""
    if one.kind is FieldKind.flag:
        return "是" if value else "否"
    if one.kind is FieldKind.user:
        return people.names.get(int(value), str(value))
    if one.kind is FieldKind.unit:
        return dict((*people.others, *people.units)).get(int(value), str(value))
    if one.kind is FieldKind.recipient:
        names = {p.position: p.name for p in view.parties}
        return names.get(int(value), str(value))
    if one.kind is FieldKind.paper:
        named = paper_key(value)
        return f"《{DOCUMENTS[named[1]].heading}》（第 {named[0]} 条）" if named else str(value)
    if one.kind in (FieldKind.thread, FieldKind.entry):
        return f"第 {value} 条"
    if one.kind is FieldKind.outcome or one.key == "ground":
        return _outcome(str(value))
    return _chosen(one, str(value))


def _chosen(one: Field, value: str) -> str:
    """The label of a choice; any other value as it is."""
    return next((c.label for c in one.choices if c.value == value), value)


def _outcome(code: str) -> str:
    known = OUTCOMES.get(code)
    return f"{code} {known.label}" if known else code
