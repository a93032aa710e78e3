"""What the acts of one record set off on the record it is linked to, kept in line with them (model 1, `Action.also`).

The linked act carries its cause (record and row), so that a correction of the cause corrects it too, and nothing is
fired twice.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import object_session

from casework.errors import ActionRefused
from casework.models.record import Record
from casework.services import journal
from workflows.definition import Workflow
from workflows.history import AMEND, ANNUL, Act, Facts, effective

Fire = Callable[[Record, str, date, Mapping[str, Any]], object]
"""Does one act on the linked record: record, act, day, data."""


@dataclass(frozen=True)
class Effect:
    """An act on the linked record as its cause calls for it, or as it stands there."""

    action: str
    on_day: date
    data: Mapping[str, Any]
    seq: int = 0


def reconcile(
    record: Record, workflow: Workflow, facts: Facts, *, linked: Record, fire: Fire, today: date
) -> None:
    """Fire, amend or annul on the linked record what the facts of this one call for.

    Raises:
        ActionRefused: the linked record cannot take it; nothing of the transaction may then be kept.
    """
    session = object_session(linked)
    rows = journal.as_acts(journal.entries(session, linked.id)) if session else ()
    for effect in called_for(record, workflow, facts, rows=rows, today=today):
        try:
            fire(linked, effect.action, effect.on_day, effect.data)
        except ActionRefused as error:
            raise ActionRefused(cannot_follow(linked, error.message), basis=error.basis) from error


def called_for(
    record: Record, workflow: Workflow, facts: Facts, *, rows: Iterable[Act], today: date
) -> tuple[Effect, ...]:
    """The acts that bring the linked record, whose journal is `rows`, in line with the facts of this one."""
    wanted, standing = _wanted(record, workflow, facts), _standing(record, rows)
    found = []
    for seq in sorted(standing.keys() | wanted.keys()):
        new, old = wanted.get(seq), standing.get(seq)
        found.append(_correction(new, old, today=today) if old else new)
    return tuple(effect for effect in found if effect is not None)


def cannot_follow(linked: Record, message: str) -> str:
    """The sentence for an act that the linked record cannot take."""
    return f"所关联的{linked.number or '未编号'}不能随之办理：{message}"


def _wanted(record: Record, workflow: Workflow, facts: Facts) -> dict[int, Effect]:
    found = {}
    for act in facts.acts:
        action = workflow.action(act.action)
        also = action.also if action else None
        if also is not None and also.when(facts, act):
            data = {to: act.data.get(source) for to, source in also.passes.items()}
            data = {key: value for key, value in data.items() if value not in (None, "")}
            cause = {"record": record.id, "seq": act.seq}
            found[act.seq] = Effect(also.action, act.on_day, {**data, "cause": cause})
    return found


def _standing(record: Record, rows: Iterable[Act]) -> dict[int, Effect]:
    found = {}
    for act in effective(rows):
        cause = act.data.get("cause") or {}
        if cause.get("record") == record.id:
            found[int(cause["seq"])] = Effect(act.action, act.on_day, act.data, act.seq)
    return found


def _correction(new: Effect | None, old: Effect, *, today: date) -> Effect | None:
    """What puts the standing act right: nothing when it is right already."""
    if new is None:
        return Effect(ANNUL, today, {"entry": old.seq})
    keys = new.data.keys() | old.data.keys()
    changed = {key: new.data.get(key) for key in keys if new.data.get(key) != old.data.get(key)}
    if not changed and new.on_day == old.on_day:
        return None
    data = {"entry": old.seq, "new_day": new.on_day.isoformat(), "values": changed}
    return Effect(AMEND, today, data)
