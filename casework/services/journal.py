"""The only writer of journal rows: appends, chains by hashes, seals. Reading them back as acts of the law is here too."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.db import Base
from casework.models.journal import JournalEntry, Seal, SealedRow
from casework.models.many_rows import insert_rows
from casework.models.record import Note, Record
from casework.queries.open_cases import OpenCase
from casework.viewer import Moment, Viewer
from workflows.action import Action
from workflows.history import Act

TAG = "casework-journal-1"


def append(
    session: Session,
    record: Record | OpenCase,
    *,
    action: Action,
    act: Act,
    viewer: Viewer,
    moment: Moment,
    before: str,
    after: str,
    previous: str | None = None,
) -> None:
    """Add one row behind the last one of this record; `act.seq` must be the next number.

    `previous` is the hash of the row before, for a caller that has read many journals in one statement.
    """
    if previous is None and act.seq > 1:
        behind = select(JournalEntry.hash).where(
            JournalEntry.record_id == record.id, JournalEntry.seq == act.seq - 1
        )
        session.flush()  # the row before may have been added a moment ago, and a bulk load flushes by hand
        previous = session.scalar(behind)
    row = row_of(
        record.id,
        record.unit_id,
        action=action,
        act=act,
        actor=(viewer.user_id, viewer.label(record.unit_id, record.handler_unit_id)),
        moment=moment,
        before=before,
        after=after,
        previous=previous or "",
    )
    session.add(JournalEntry(**row))


def row_of(
    record_id: int,
    unit_id: int,
    *,
    action: Action,
    act: Act,
    actor: tuple[int | None, str],
    moment: Moment,
    before: str,
    after: str,
    previous: str,
) -> dict[str, Any]:
    """A row with its hash, ready to be stored. `actor` is the user, if any, and his label."""
    row = {
        "record_id": record_id,
        "seq": act.seq,
        "unit_id": unit_id,
        "at": moment.at,
        "on_day": act.on_day,
        "actor_id": actor[0],
        "actor_label": actor[1],
        "action": act.action,
        "basis": action.basis,
        "effect": action.effect or "",
        "before": before,
        "after": after,
        "data": dict(act.data),
    }
    row["hash"] = content_hash(_content(row), previous)
    row["previous_hash"] = previous
    return row


def add_rows(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store many rows of `row_of`, those of each record in their order, in one statement."""
    insert_rows(session.connection(), Base.metadata.tables["journal"], rows)


def entries(session: Session, record_id: int) -> list[JournalEntry]:
    """Every row of a record, in order."""
    return list(
        session.scalars(
            select(JournalEntry)
            .where(JournalEntry.record_id == record_id)
            .order_by(JournalEntry.seq)
        )
    )


def opened_in(session: Session, record_id: int) -> int | None:
    """The unit in which a record was opened: that of its first row, if it is written already."""
    first = select(JournalEntry.unit_id).where(JournalEntry.record_id == record_id)
    return session.scalar(first.where(JournalEntry.seq == 1))


def as_acts(rows: Iterable[JournalEntry]) -> tuple[Act, ...]:
    """Rows as acts of the law."""
    return tuple(Act(row.seq, row.action, row.on_day, row.data) for row in rows)


def row_hash(entry: JournalEntry) -> str:
    """SHA-256 over the version tag, the canonical JSON of the row and the hash before it (model 12)."""
    return content_hash(content_of(entry), entry.previous_hash)


def content_of(entry: JournalEntry) -> dict[str, Any]:
    """What the hash of a row is made of, beside the hash before it."""
    return _content({name: getattr(entry, name) for name in _HASHED})


_HASHED = (
    "record_id", "seq", "unit_id", "at", "on_day", "actor_id", "actor_label", "action", "basis",
    "effect", "before", "after", "data",
)  # fmt: skip


def _content(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "at": _moment(row["at"]), "on_day": row["on_day"].isoformat()}


# The rows that are written in one go bear one moment.
@lru_cache(maxsize=256)
def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def content_hash(content: Mapping[str, Any], previous: str) -> str:
    """The hash of a row, from its content as `content_of` gives it and the hash before it."""
    return hashlib.sha256(f"{TAG}\n{canonical(content)}\n{previous}".encode()).hexdigest()


# Made once: `json.dumps` would make one for every row.
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(content: Mapping[str, Any]) -> str:
    """One spelling of a JSON object, whatever the database did to the order of its keys."""
    return _CANONICAL.encode(content)


def keep_text(
    session: Session, record: Record, *, seq: int, field: str, text: str
) -> dict[str, str]:
    """Store a text in an erasable row; what comes back is what the journal may hold: the place and the digest."""
    row, told = note_of(record.id, seq=seq, field=field, text=text)
    session.add(Note(**row))
    return told


def note_of(
    record_id: int, *, seq: int, field: str, text: str
) -> tuple[dict[str, Any], dict[str, str]]:
    """The erasable row of a text, and what the journal may hold of it."""
    salt = secrets.token_hex(16)
    row = {"record_id": record_id, "seq": seq, "field": field, "content": text, "salt": salt}
    return row, {"note": f"{seq}.{field}", "sha256": salted_digest(salt, text.encode())}


def texts_of(session: Session, record_id: int) -> dict[str, str]:
    """The erasable texts of a record by their place in the journal, `seq.field`."""
    rows = session.scalars(select(Note).where(Note.record_id == record_id))
    return {f"{n.seq}.{n.field}": n.content for n in rows if n.content is not None}


def salted_digest(salt: str, content: bytes) -> str:
    """SHA-256 of salt and bytes; without the salt nobody can try out what the bytes were."""
    return hashlib.sha256(bytes.fromhex(salt) + content).hexdigest()


def seal(session: Session, moment: Moment) -> int:
    """Seal every row that no seal covers yet; answers how many there were (none: no seal is made)."""
    sealed = select(SealedRow.journal_id)
    rows = session.execute(
        select(JournalEntry.id, JournalEntry.hash)
        .where(JournalEntry.id.not_in(sealed))
        .order_by(JournalEntry.id)
    ).all()
    if not rows:
        return 0
    last = session.scalar(select(Seal.hash).order_by(Seal.id.desc()).limit(1)) or ""
    made = Seal(at=moment.at, rows=len(rows), previous_hash=last, hash=seal_hash(rows, last))
    session.add(made)
    session.flush()
    session.add_all(SealedRow(journal_id=row.id, seal_id=made.id) for row in rows)
    return len(rows)


def seal_hash(rows: Iterable[Any], previous: str) -> str:
    """SHA-256 over ids and hashes of the sealed rows and the seal before."""
    listed = "\n".join(f"{row.id}:{row.hash}" for row in rows)
    return hashlib.sha256(f"casework-seal-1\n{listed}\n{previous}".encode()).hexdigest()
