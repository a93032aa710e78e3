"""The acts open to a viewer as data: each with its fields, and each field with the choices that this case gives it."""

from typing import Any

from casework.forms import fact_fields, fields_of
from casework.queries.case_page import CaseView
from workflows.definition import OpenAct
from workflows.forms import Choice, Field, FieldKind
from workflows.outcomes import OUTCOMES


def offers(view: CaseView) -> list[dict[str, Any]]:
    """Every act the state allows to these roles, with what speaks against it now."""
    return [_offer(view, act) for act in view.open_acts]


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


def _offer(view: CaseView, act: OpenAct) -> dict[str, Any]:
    action = act.action
    return {
        "name": action.name,
        "label": action.label,
        "basis": action.basis,
        "help": action.help,
        "roles": sorted(action.roles),
        "document": action.document,
        "fields": [_field(field, _choices(view, field)) for field in fields_of(action)],
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


def _choices(view: CaseView, field: Field) -> tuple[Choice, ...] | list[dict[str, Any]]:
    """The closed list of a field; staff and units are too many to be repeated in every act, see GET units."""
    if field.kind is FieldKind.recipient:
        return [{"value": p.position, "label": p.name} for p in view.parties]
    if field.kind is FieldKind.thread:
        threads = view.open_threads(field.thread_kind)
        return [
            {"value": t.key, "label": f"{t.opened_on} {_label(view, t.action)}"} for t in threads
        ]
    if field.kind is FieldKind.items:
        return [{"value": item.position, "label": item.content} for item in view.items]
    if field.kind is FieldKind.outcome:
        known = [one for one in OUTCOMES.values() if not one.imported_only]
        return [{"value": one.code, "label": one.label} for one in known]
    return field.choices


def _label(view: CaseView, name: str) -> str:
    action = view.workflow.action(name)
    return action.label if action else name
