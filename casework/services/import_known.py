"""Rows of a ledger that are here already though they bear no number: told by unit, applicant, day of receipt and content."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from sqlalchemy import select

from casework.encryption import Cipher
from casework.ledger.faults import Fault
from casework.ledger.rows import Row
from casework.models.party import Party
from casework.models.record import Record, RequestItem
from casework.services.engine import Desk
from workflows.vocabulary import RecordKind, State

_CHUNK = 500  # bound variables of one statement
_Key = tuple[int, date, str, str]


def known(at: Desk, rows: Iterable[tuple[int, Row]]) -> Iterator[Fault]:
    """A fault for each row without a number that equals a stored request; rows are given with their answering unit.

    Two rows of one ledger may be alike, as when somebody asks twice on a day; only what was stored before counts.
    """
    waiting = (one for one in rows if not one[1].text("number") and one[1].day("received_on"))
    while chunk := list(islice(waiting, _CHUNK)):
        keys = {row.number: _key(at.office.cipher, unit_id, row) for unit_id, row in chunk}
        stored = _stored(at, set(filter(None, keys.values())))
        for line, key in keys.items():
            if key in stored:
                yield Fault("", line, "", _reason(stored[key]))


def _key(cipher: Cipher, unit_id: int, row: Row) -> _Key | None:
    day, name = row.day("received_on"), cipher.index(row.text("name"))
    return (unit_id, day, name, row.text("content")) if day and name else None


def _stored(at: Desk, keys: set[_Key]) -> dict[_Key | None, str]:
    found = at.session.execute(
        select(
            Record.unit_id, Record.received_on, Party.name_index, RequestItem.content, Record.number
        )
        .join(Party, Party.record_id == Record.id)
        .join(RequestItem, RequestItem.record_id == Record.id)
        .where(
            Party.name_index.in_({key[2] for key in keys}),
            Party.position == 1,
            RequestItem.position == 1,
            Record.kind == RecordKind.request,
            Record.state != State.void,
            Record.received_on.in_({key[1] for key in keys}),
        )
    )
    return {(unit, day, name, text): number or "" for unit, day, name, text, number in found if day}


def _reason(number: str) -> str:
    return (
        f"与已录入的“{number}”号案件的申请人、收到日期和申请内容都相同，是重复导入；"
        "请删除此行；确为另一件的，请填写它自己的案件编号。"
    )
