"""The acts open to a viewer as data: each with its fields, and each field with the choices that this case gives it."""

from typing import Any

from casework.forms import fact_fields, fields_of
from casework.queries.case_page import CaseView, People
from workflows.definition import OpenAct
from workflows.forms import Choice, Field, FieldKind
from workflows.outcomes import OUTCOMES


def offers(view: CaseView, people: People) -> list[dict[str, Any]]:
    """Every act the state allows to these roles, with what speaks against it now."""
    return [_offer(view, people, act) for act in view.open_acts]


def outcomes(ground: str) -> list[dict[str, Any]]:
    """Every result an answer can have, with the facts its answer needs."""
    return [
        {
            "code": one.code,
            "label": one.label,
            "basis": one.basis,
            "fields": [_field(field, field.choices) for field in fact_fields(one.code, ground)],
        }
        for one in OUTCOMES.values()
        if not one.imported_only
    ]


def _offer(view: CaseView, people: People, act: OpenAct) -> dict[str, Any]:
    action = act.action
    return {
        "name": action.name,
        "label": action.label,
        "basis": action.basis,
        "help": action.help,
        "roles": sorted(action.roles),
        "document": action.document,
        "fields": [_field(field, _choices(view, people, field)) for field in fields_of(action)],
        "refusals": act.refusals,
    }


def _field(field: Field, choices: tuple[Choice, ...] | list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "key": field.key,
        "label": field.label,
        "kind": field.kind.value,
        "required": field.required,
        "choices": choices,
        "basis": field.basis,
        "hint": field.hint,
        "least": field.least,
        "most": field.most,
    }


def _choices(
    view: CaseView, people: People, field: Field
) -> tuple[Choice, ...] | list[dict[str, Any]]:
    """The closed list of a field, or what this case offers for it."""
    offered: dict[FieldKind, list[tuple[int | str, str]]] = {
        FieldKind.recipient: [(p.position, p.name) for p in view.parties],
        FieldKind.thread: [
            (t.key, f"{t.opened_on} {_label(view, t.action)}")
            for t in view.open_threads(field.thread_kind)
        ],
        FieldKind.items: [(item.position, item.content) for item in view.items],
        FieldKind.topic: [(word, word) for word in people.topics],
        FieldKind.user: list(people.users),
        FieldKind.unit: list(people.others if field.anywhere else people.units),
        FieldKind.outcome: [(o.code, o.label) for o in OUTCOMES.values() if not o.imported_only],
    }
    pairs = offered.get(field.kind)
    if pairs is None:
        return field.choices
    return [{"value": value, "label": label} for value, label in pairs]


def _label(view: CaseView, name: str) -> str:
    action = view.workflow.action(name)
    return action.label if action else name
