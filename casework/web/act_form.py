"""The form of an act as data: inputs with their options, typed values and messages. Drawn by `_form.html`; it knows no act by name."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from casework.forms import fact_fields
from casework.queries.case_page import CaseView, People
from workflows.action import Action
from workflows.documents import DOCUMENTS
from workflows.drafts import in_force
from workflows.forms import Field, FieldKind
from workflows.history import Thread
from workflows.items import moved_items
from workflows.outcomes import GROUND_CODES, OUTCOMES, Outcome, facts_for
from workflows.serving import paper_key

_WIDGETS = {
    FieldKind.long_text: "area",
    FieldKind.date: "date",
    FieldKind.integer: "number",
    FieldKind.choice: "select",
    FieldKind.flag: "check",
    FieldKind.outcome: "select",
    FieldKind.items: "items",
    FieldKind.recipient: "select",
    FieldKind.thread: "select",
    FieldKind.paper: "select",
    FieldKind.user: "select",
    FieldKind.unit: "select",
    FieldKind.topic: "select",
    FieldKind.entry: "hidden",
}
_RELOADING = frozenset({"outcome", "ground"})
"""Fields on which the facts of an answer depend: the form is drawn anew when they change."""


@dataclass(frozen=True)
class Option:
    """One line of a list."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True)
class Group:
    """Options under a heading; an empty heading stands for none."""

    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Input:
    """One field as it is drawn, with what was typed and what is wrong with it."""

    key: str
    label: str
    widget: str
    required: bool = False
    basis: str = ""
    hint: str = ""
    value: str = ""
    error: str = ""
    groups: tuple[Group, ...] = ()
    least: int = 0
    most: int = 0
    reloads: bool = False
    parts: tuple["Input", ...] = ()
    suggestions: tuple[tuple[str, str], ...] = ()
    standards: tuple[str, ...] = ()
    standard: str = ""


@dataclass(frozen=True)
class Draft:
    """What was typed into one act of a case, and what the service said to it."""

    action: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    message: str = ""
    basis: str = ""

    def of(self, action: str) -> "Draft":
        """This draft if it belongs to the act, else an empty one."""
        return self if self.action == action else Draft()


def inputs(
    action: Action, view: CaseView | None, people: People, *, draft: Draft
) -> tuple[Input, ...]:
    """What the act asks for itself; an act that opens a record has no case yet to choose from."""
    return tuple(_input(f, view, people, draft=draft) for f in action.fields)


def fact_inputs(
    action: Action, view: CaseView, people: People, *, draft: Draft
) -> tuple[Input, ...]:
    """What the answer of the chosen outcome needs besides."""
    if not action.asks_for_result:
        return ()
    outcome, ground = draft.values.get("outcome", ""), draft.values.get("ground", "")
    asked = fact_fields(outcome, ground)
    if in_force(view.facts):  # the newest version of the reasons is what the answer says
        asked = tuple(f for f in asked if f.key != "fact_reasons")
    if not asked:
        return ()
    # The check leaves completeness to a guard; the page says beforehand what the guard will ask for.
    needed = {f"fact_{f.key}" for f in facts_for(outcome, ground or None) if f.required}
    drawn = (_input(f, view, people, draft=draft) for f in asked)
    return tuple(replace(one, required=one.key in needed) for one in drawn)


def payload(action: Action, form: Mapping[str, str]) -> dict[str, Any]:
    """What was sent for the fields the act asks for; anything else in the form is not ours to pass on."""
    asked = [*action.fields]
    if action.asks_for_result:
        asked += fact_fields(form.get("outcome", ""), form.get("ground", ""))
    sent: dict[str, Any] = {}
    for one in asked:
        if one.kind is FieldKind.items:
            sent[one.key] = _under(form, f"{one.key}.") or ""
        elif one.standards:
            sent[one.key] = merged_opinion(form, one.key)
        elif one.key in form:
            sent[one.key] = form[one.key]
    return sent


def merged_opinion(form: Mapping[str, str], key: str) -> str:
    """A ready sentence and what was typed besides, as one text."""
    chosen, typed = form.get(f"{key}.standard", "").strip(), form.get(key, "").strip()
    return "；".join(filter(None, (chosen, typed)))


def _under(form: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {k.removeprefix(prefix): v for k, v in form.items() if k.startswith(prefix) and v}


def _input(asked: Field, view: CaseView | None, people: People, *, draft: Draft) -> Input:
    value = draft.values.get(asked.key, _default(asked, view))
    return Input(
        key=asked.key,
        label=asked.label,
        widget=_widget(asked),
        required=asked.required,
        basis=asked.basis,
        hint=asked.hint,
        value=value,
        error=draft.errors.get(asked.key, ""),
        groups=_groups(asked, view, people, value=value),
        least=asked.least,
        most=asked.most,
        reloads=asked.key in _RELOADING,
        parts=_parts(asked, view, draft=draft),
        suggestions=tuple(people.suggestions.get(asked.suggests, ())),
        standards=asked.standards,
        standard=draft.values.get(f"{asked.key}.standard", ""),
    )


def _widget(asked: Field) -> str:
    if asked.suggests:
        return "text"
    return "select" if asked.key in _SUGGESTED else _WIDGETS.get(asked.kind, "text")


def _default(asked: Field, view: CaseView | None) -> str:
    if view is None:
        return ""
    if asked.default_from:
        return str(getattr(view.record, asked.default_from) or "")
    return _only(asked, view)


def _only(asked: Field, view: CaseView) -> str:
    """The single recipient or open thread there is; with several the clerk chooses."""
    found: list[int] = []
    if asked.kind is FieldKind.recipient:
        found = [p.position for p in view.parties if p.kind == "applicant"]
    elif asked.kind is FieldKind.thread:
        found = [t.key for t in view.open_threads(asked.thread_kind)]
    return str(found[0]) if len(found) == 1 else ""


def _groups(
    asked: Field, view: CaseView | None, people: People, *, value: str
) -> tuple[Group, ...]:
    if asked.kind is FieldKind.outcome:
        return outcome_groups((o for o in OUTCOMES.values() if not o.imported_only), value)
    if asked.key in _SUGGESTED:
        return outcome_groups((OUTCOMES[code] for code in _SUGGESTED[asked.key]), value)
    pairs = [(c.value, c.label) for c in asked.choices]
    if view is not None and asked.kind is FieldKind.recipient:
        pairs = [(str(p.position), p.name) for p in view.parties]
    elif view is not None and asked.kind is FieldKind.thread:
        threads = view.facts.threads_of(asked.thread_kind)
        pairs = [(str(t.key), thread_label(view, t)) for t in threads if t.is_open]
    elif view is not None and asked.kind is FieldKind.paper:
        offered = view.unserved_to_others if asked.to_others else view.unserved
        pairs = [(f"{p.seq}.{p.key}", f"{p.title} {p.number}") for p in offered]
    elif asked.kind in _LISTED:
        pairs = [(str(key), label) for key, label in _LISTED[asked.kind](asked, people)]
    return (Group("", tuple(Option(v, label, v == value) for v, label in pairs)),) if pairs else ()


_SUGGESTED = {"ground": GROUND_CODES}
_LISTED: Mapping[FieldKind, Callable[[Field, People], Iterable[tuple[int | str, str]]]] = {
    FieldKind.topic: lambda _, people: [(word, word) for word in people.topics],
    FieldKind.user: lambda _, people: people.users,
    FieldKind.unit: lambda asked, people: people.others if asked.anywhere else people.units,
}


def outcome_groups(outcomes: Iterable[Outcome], value: str) -> tuple[Group, ...]:
    """Results under the headings of the annual table, each with its code and article."""
    return tuple(
        Group(
            answer.label,
            tuple(
                Option(o.code, f"{o.code} {o.label}（{o.basis}）", o.code == value) for o in some
            ),
        )
        for answer, some in groupby(outcomes, key=lambda one: one.answer)
    )


def thread_label(view: CaseView, thread: Thread) -> str:
    """Which act opened it, when, and with whom."""
    action = view.workflow.action(thread.action)
    entry = next((e for e in view.entries if e.seq == thread.key), None)
    whom = (entry.texts.get("name") or str(entry.data.get("tracking", ""))) if entry else ""
    paper = paper_key(entry.data.get("paper")) if entry else None
    whom = " ".join(filter(None, (DOCUMENTS[paper[1]].heading if paper else "", whom)))
    label = f"{thread.opened_on} {action.label if action else thread.action}"
    return f"{label}：{whom}" if whom else label


def _parts(asked: Field, view: CaseView | None, *, draft: Draft) -> tuple[Input, ...]:
    """One list of results per thing asked."""
    if view is None or asked.kind is not FieldKind.items:
        return ()
    known = [o for o in OUTCOMES.values() if not o.imported_only]
    moved = moved_items(view.facts)
    found = []
    for item in (one for one in view.items if one.position not in moved):
        key = f"{asked.key}.{item.position}"
        value = draft.values.get(key, item.result)
        groups = outcome_groups(known, value)
        found.append(
            Input(key, f"{item.position}. {item.content}", "select", value=value, groups=groups)
        )
    return tuple(found)
