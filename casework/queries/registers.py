"""The administrative register of a unit in words: who changed what, the newest first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.models.journal import JournalEntry
from casework.models.record import Record
from casework.unit_settings import SETTINGS
from workflows.kinds.administration import ADMINISTRATION
from workflows.vocabulary import RecordKind

# What the rows call the other things that a unit may change.
_NAMES: Mapping[str, str] = {
    "remedies": "复议机关和管辖法院",
    "numbering": "发文字号",
    **{one.key: one.label for one in SETTINGS},
}
_SHOWN = 30


@dataclass(frozen=True)
class Change:
    """One row of a register."""

    seq: int
    at: datetime
    actor: str
    label: str
    words: str


def history(session: Session, unit_id: int, *, most: int = _SHOWN) -> tuple[Change, ...]:
    """The newest changes of a unit, its users and its settings."""
    rows = session.scalars(
        select(JournalEntry)
        .join(Record, Record.id == JournalEntry.record_id)
        .where(Record.kind == RecordKind.administration, Record.unit_id == unit_id)
        .order_by(JournalEntry.seq.desc())
        .limit(most)
    )
    return tuple(_change(row) for row in rows)


def _change(row: JournalEntry) -> Change:
    action = ADMINISTRATION.action(row.action)
    label = action.label if action else row.action
    return Change(row.seq, row.at, row.actor_label, label, "；".join(_words(row.action, row.data)))


def _words(name: str, data: Mapping[str, Any]) -> Iterator[str]:
    action = ADMINISTRATION.action(name)
    for field in action.fields if action else ():
        value = data.get(field.key)
        if value in (None, ""):
            continue
        if field.key == "changed":
            yield "、".join(_NAMES.get(one, one) for one in str(value).split("、"))
        elif field.key == "detail":
            yield str(value)
        else:
            yield f"{field.label} {value}"
