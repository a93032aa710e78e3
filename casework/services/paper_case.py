"""What a paper says of the case itself: numbers, days, what is asked, and how an act of it reads in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.models.record import Record, RequestItem
from casework.models.unit import Unit
from casework.services.paper_people import said_by
from workflows.action import Action, Situation
from workflows.forms import Field, FieldKind
from workflows.guards import chinese_day
from workflows.history import Act, Facts, as_day
from workflows.items import moved_items
from workflows.outcomes import OUTCOMES
from workflows.registry import workflow_version
from workflows.vocabulary import Channel, ClockEffect, DeliveryForm


def case_facts(record: Record, case: Situation, items: Sequence[RequestItem]) -> dict[str, Any]:
    """Number, days and content of a case."""
    values = case.facts.values
    due = case.clock.due_on or case.clock.last_due_on
    received = case.facts.day("received_on") or record.arrived_on
    arrived = case.facts.day("arrived_on") or record.arrived_on
    delivery = str(values.get("delivery") or "")
    return {
        "number": record.number or "",
        "arrived": chinese_day(arrived),
        "received_on": received.isoformat(),
        "received": chinese_day(received),
        "due": chinese_day(due) if due else "",
        "extended": case.clock.extended_by is not None,
        "term": case.clock.term.n,
        "most_extension": _most_extension(record),
        "provisional": case.clock.provisional,
        "channel": Channel(str(values.get("channel") or Channel.other)).label,
        "content": "；".join(item.content.rstrip("。；;") for item in items),
        "delivery": [[form.label, form.value == delivery] for form in DeliveryForm],
    }


def _most_extension(record: Record) -> int:
    """Working days by which this case's table of acts lets the period be extended (条例33)."""
    rows = workflow_version(record.workflow_version).actions
    terms = [a.term for a in rows if a.effect is ClockEffect.extend and a.term is not None]
    return terms[0].n if terms else 0


def items_of(session: Session, record: Record, facts: Facts) -> list[RequestItem]:
    """What is asked in this case; what was divided off is answered in the other one."""
    moved = moved_items(facts)
    rows = session.scalars(
        select(RequestItem).where(RequestItem.record_id == record.id).order_by(RequestItem.position)
    )
    return [row for row in rows if row.position not in moved]


def item_lines(items: Sequence[RequestItem], case: Situation) -> list[str]:
    """One line for each thing asked, when there are several and each has its result (cause of loss 11)."""
    results = case.facts.values.get("item_results") or {}
    if len(items) < 2 or not results:
        return []
    found = []
    for item in items:
        code = str(results.get(str(item.position), ""))
        label = OUTCOMES[code].label if code in OUTCOMES else code
        found.append(f"第{item.position}项“{item.content.rstrip('。；;')}”：{label}。")
    return found


def in_words(
    session: Session, action: Action, act: Act | None, texts: Mapping[str, str]
) -> dict[str, str]:
    """Every field of an act as a paper prints it; empty where nothing was entered or the act was not done."""
    data = act.data if act else {}
    said = {f.key: _word(session, f, said_by(data.get(f.key), texts)) for f in action.fields}
    on_day = chinese_day(act.on_day) if act else ""
    return {**said, "on_day": on_day, "action": action.label}


def other_case(act: Act) -> dict[str, Any]:
    """What an act knows of the case it names (`lookups.named_case`, `named_term`), in words."""
    days = {"answered": "case_answered_on", "runs_from": "case_runs_from", "due": "case_due_on"}
    said = {name: act.data.get(key) for name, key in days.items()}
    return {
        **{name: chinese_day(as_day(day)) if day else "" for name, day in said.items()},
        "provisional": bool(act.data.get("case_due_provisional")),
    }


def _word(session: Session, field: Field, value: Any) -> str:
    if value in (None, "") or field.kind is FieldKind.contact:  # for envelopes only
        return ""
    if field.kind is FieldKind.date:
        return chinese_day(as_day(value))
    if field.kind is FieldKind.flag:
        return "是" if value else "否"
    if field.kind is FieldKind.choice:
        return next((c.label for c in field.choices if c.value == value), str(value))
    if field.kind is FieldKind.unit:
        return session.get_one(Unit, int(value)).name
    # The template brings the full stop of its sentence.
    return str(value).strip().rstrip("。；;")
