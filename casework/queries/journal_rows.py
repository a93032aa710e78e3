"""Journal rows and seals as stored, for whoever checks them: read in batches, never written, no filter by viewer."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.models.journal import JournalEntry, Seal, SealedRow
from casework.models.record import Record
from workflows.history import Act

Row = JournalEntry


@dataclass(frozen=True)
class CoveredRow:
    """A row that a seal covers; `hash` is None when the row is no longer there."""

    id: int
    hash: str | None


@dataclass(frozen=True)
class SealWithRows:
    """A seal and what it covers, by id."""

    id: int
    rows: int
    previous_hash: str
    hash: str
    covered: tuple[CoveredRow, ...]


def rows_of(session: Session, record_ids: Collection[int]) -> dict[int, list[Row]]:
    """The rows of these records in order; a record without any has an empty list."""
    found: dict[int, list[Row]] = {record_id: [] for record_id in record_ids}
    rows = select(Row).where(Row.record_id.in_(record_ids)).order_by(Row.record_id, Row.seq)
    for row in session.scalars(rows):
        found[row.record_id].append(row)
    return found


def acts_of(session: Session, record_ids: Collection[int]) -> dict[int, list[Act]]:
    """What the law reads of the rows of these records, in order: only the acts, for lists of cases."""
    found: dict[int, list[Act]] = {record_id: [] for record_id in record_ids}
    columns = (Row.record_id, Row.seq, Row.action, Row.on_day, Row.data)
    rows = select(*columns).where(Row.record_id.in_(record_ids)).order_by(Row.record_id, Row.seq)
    for record_id, seq, action, on_day, data in session.execute(rows):
        found[record_id].append(Act(seq, action, on_day, data))
    return found


def numbers_of(session: Session, record_id: int) -> tuple[tuple[int, int], ...]:
    """Id and `seq` of the rows of a record, readable even where a row's content is not."""
    rows = select(Row.id, Row.seq).where(Row.record_id == record_id).order_by(Row.seq)
    return tuple((row.id, row.seq) for row in session.execute(rows))


def row(session: Session, row_id: int) -> Row | None:
    """One row by its id. ValueError when its content cannot be read at all."""
    return session.scalar(select(Row).where(Row.id == row_id))


def count(session: Session, record_ids: Collection[int] | None = None) -> int:
    """How many rows there are, or how many these records have."""
    rows = select(func.count()).select_from(Row)
    if record_ids is not None:
        rows = rows.where(Row.record_id.in_(record_ids))
    return session.scalar(rows) or 0


def without_record(session: Session) -> tuple[tuple[int, int, int], ...]:
    """Id, record and `seq` of the rows whose record is not there."""
    rows = (
        select(Row.id, Row.record_id, Row.seq)
        .outerjoin(Record, Record.id == Row.record_id)
        .where(Record.id.is_(None))
        .order_by(Row.id)
    )
    return tuple((row.id, row.record_id, row.seq) for row in session.execute(rows))


def seals(session: Session) -> Iterator[SealWithRows]:
    """Every seal with its rows, the oldest first, one at a time."""
    heads = session.execute(
        select(Seal.id, Seal.rows, Seal.previous_hash, Seal.hash).order_by(Seal.id)
    ).all()
    for head in heads:
        covered = session.execute(
            select(SealedRow.journal_id, Row.hash)
            .outerjoin(Row, Row.id == SealedRow.journal_id)
            .where(SealedRow.seal_id == head.id)
            .order_by(SealedRow.journal_id)
        )
        rows = tuple(CoveredRow(journal_id, kept) for journal_id, kept in covered)
        yield SealWithRows(head.id, head.rows, head.previous_hash, head.hash, rows)


def seals_over(session: Session, record_id: int) -> tuple[tuple[Seal, tuple[int, ...]], ...]:
    """The seals over the rows of a record, each with the `seq` of those it covers."""
    rows = session.execute(
        select(Seal, Row.seq)
        .join(SealedRow, SealedRow.seal_id == Seal.id)
        .join(Row, Row.id == SealedRow.journal_id)
        .where(Row.record_id == record_id)
        .order_by(Seal.id, Row.seq)
    ).all()
    found: dict[int, tuple[Seal, tuple[int, ...]]] = {}
    for seal, seq in rows:
        _, covered = found.get(seal.id, (seal, ()))
        found[seal.id] = (seal, (*covered, seq))
    return tuple(found.values())


def data_of(session: Session, record_id: int, seq: int) -> Mapping[str, Any] | None:
    """What one row of a record holds."""
    return session.scalar(
        select(JournalEntry.data).where(
            JournalEntry.record_id == record_id, JournalEntry.seq == seq
        )
    )
