"""Seals over the journal: chained, each over the rows it names, none of which may be missing (model 12)."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from casework.queries import journal_rows
from casework.queries.journal_rows import SealWithRows
from casework.services.journal import seal_hash
from casework.services.verification.fault import Fault


def check(session: Session) -> Iterator[Fault]:
    """Every seal in order, recomputed."""
    last = ""
    for seal in journal_rows.seals(session):
        if seal.previous_hash != last:
            yield Fault(
                _place(seal), "seal_chain", "与前一次封存的校验值不相衔接，有封存被改动或者删除。"
            )
        yield from _rows(seal)
        last = seal.hash


def _rows(seal: SealWithRows) -> Iterator[Fault]:
    missing = [row.id for row in seal.covered if row.hash is None]
    for row_id in missing:
        yield Fault(f"日志第{row_id}号", "seal_row", f"已由第{seal.id}次封存，现已不在。")
    if len(seal.covered) != seal.rows:
        yield Fault(
            _place(seal),
            "seal_row",
            f"封存时为{seal.rows}条，现在名下为{len(seal.covered)}条，两者应当相等。",
        )
    elif not missing and seal_hash(seal.covered, seal.previous_hash) != seal.hash:
        yield Fault(
            _place(seal), "seal_hash", "所封存的日志与封存时不同，封存之后有日志或者封存被改动。"
        )


def _place(seal: SealWithRows) -> str:
    return f"日志第{seal.id}次封存"
