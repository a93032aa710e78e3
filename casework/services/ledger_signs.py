"""How far the work on a sent ledger has come, told to every process while the work itself holds the database.

A ledger is loaded in one transaction, and the embedded database takes no other writer meanwhile: there the signs of life
lie in a small file beside the database, elsewhere in the row.
"""

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from casework.models.ledger import SentLedger
from casework.office import Office

SILENT = timedelta(minutes=3)
"""Longer than any single step of a large ledger; a worker silent for so long has ended with its process."""
_SECONDS = 0.5


@dataclass(frozen=True)
class Sign:
    """The last sign of life: rows done, of how many, at which step, when."""

    done: int
    total: int
    step: str
    at: datetime


class Signs:
    """Gives signs of life, not more often than a person looks."""

    def __init__(self, office: Office, ledger_id: int) -> None:
        self._office, self._id, self._last = office, ledger_id, float("-inf")

    def give(self, done: int, total: int, step: str, *, at_once: bool = False) -> None:
        """Tell that so many rows are done."""
        now = time.monotonic()
        if not at_once and now - self._last < _SECONDS:
            return
        self._last = now
        file = _file(self._office, self._id)
        if file is not None:
            new = file.with_suffix(".new")
            new.write_text(json.dumps([done, total, step]), encoding="utf-8")
            new.replace(file)
            return
        with self._office.db.write() as session:
            row = session.get(SentLedger, self._id)
            if row is not None:
                row.done, row.total, row.step = done, total, step
                row.seen_at = self._office.now().at

    def stop(self) -> None:
        """The work has ended; its row says how."""
        file = _file(self._office, self._id)
        if file is not None:
            file.unlink(missing_ok=True)


def last_sign(office: Office, row: SentLedger) -> Sign:
    """The last sign that the work on this ledger gave."""
    noted = Sign(row.done, row.total, row.step, row.seen_at)
    file = _file(office, row.id)
    if file is None:
        return noted
    try:
        done, total, step = json.loads(file.read_text(encoding="utf-8"))
        told = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    except FileNotFoundError:  # not begun, or ended
        return noted
    return Sign(done, total, step, max(told, row.seen_at))


def is_lost(office: Office, row: SentLedger, *, at: datetime) -> bool:
    """Whether the work ended with its process, so that nothing came of it."""
    return row.ended_at is None and last_sign(office, row).at <= at - SILENT


def _file(office: Office, ledger_id: int) -> Path | None:
    place = office.db.url.database
    if not office.db.is_sqlite or not place:
        return None
    return Path(place).absolute().parent / f"ledger-{ledger_id}.progress"
