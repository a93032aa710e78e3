"""What the acts of one record set off on the record it is linked to, kept in line with them (model 1, `Action.also`).

The linked act carries its cause (record and row), so that a correction of the cause corrects it too, and nothing is
fired twice.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import object_session

from casework.errors import ActionRefused
from casework.models.record import Record
from casework.services import journal
from workflows.definition import Workflow
from workflows.history import AMEND, ANNUL, Facts, effective

Fire = Callable[[Record, str, date, Mapping[str, Any]], object]
"""Does one act on the linked record: record, act, day, data."""


@dataclass(frozen=True)
class _Effect:
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
    wanted, standing = _wanted(record, workflow, facts), _standing(record, linked)
    for seq in sorted(standing.keys() | wanted.keys()):
        new, old = wanted.get(seq), standing.get(seq)
        effect = _correction(new, old, today=today) if old else new
        if effect is None:
            continue
        try:
            fire(linked, effect.action, effect.on_day, effect.data)
        except ActionRefused as error:
            number = linked.number or "未编号"
            raise ActionRefused(
                f"所关联的{number}不能随之办理：{error.message}", basis=error.basis
            ) from error


def _wanted(record: Record, workflow: Workflow, facts: Facts) -> dict[int, _Effect]:
    found = {}
    for act in facts.acts:
        action = workflow.action(act.action)
        also = action.also if action else None
        if also is not None and also.when(facts, act):
            data = {to: act.data.get(source) for to, source in also.passes.items()}
            data = {key: value for key, value in data.items() if value not in (None, "")}
            cause = {"record": record.id, "seq": act.seq}
            found[act.seq] = _Effect(also.action, act.on_day, {**data, "cause": cause})
    return found


def _standing(record: Record, linked: Record) -> dict[int, _Effect]:
    session = object_session(linked)
    rows = journal.entries(session, linked.id) if session else []
    found = {}
    for act in effective(journal.as_acts(rows)):
        cause = act.data.get("cause") or {}
        if cause.get("record") == record.id:
            found[int(cause["seq"])] = _Effect(act.action, act.on_day, act.data, act.seq)
    return found


def _correction(new: _Effect | None, old: _Effect, *, today: date) -> _Effect | None:
    """What puts the standing act right: nothing when it is right already."""
    if new is None:
        return _Effect(ANNUL, today, {"entry": old.seq})
    keys = new.data.keys() | old.data.keys()
    changed = {key: new.data.get(key) for key in keys if new.data.get(key) != old.data.get(key)}
    if not changed and new.on_day == old.on_day:
        return None
    data = {"entry": old.seq, "new_day": new.on_day.isoformat(), "values": changed}
    return _Effect(AMEND, today, data)
