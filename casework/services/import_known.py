"""Rows of a ledger that are here already though they bear no number: a request is told by unit, applicant, day of receipt and content, a
review or lawsuit by unit, the request it concerns, its days and its result."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from sqlalchemy import select

from casework.encryption import Cipher
from casework.ledger.columns import YES
from casework.ledger.faults import REVIEWS_SHEET, Fault
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


_Proceeding = tuple[str, int, int | None, date, date | None, str, bool]


def known_proceedings(at: Desk, rows: Iterable[tuple[int, int | None, Row]]) -> Iterator[Fault]:
    """A fault for each review or lawsuit that equals a stored one; rows are given with their unit and the stored request, if any.

    Two rows of one ledger may be alike here as well.
    """
    keys = {row.number: _proceeding(unit_id, request, row) for unit_id, request, row in rows}
    days = sorted({key[3] for key in keys.values() if key})
    stored: dict[_Proceeding, str] = {}
    for start in range(0, len(days), _CHUNK):
        stored |= _stored_proceedings(at, days[start : start + _CHUNK])
    for line, key in keys.items():
        if key in stored:
            yield Fault(REVIEWS_SHEET, line, "", _repeated(stored[key]))


def _proceeding(unit_id: int, request: int | None, row: Row) -> _Proceeding | None:
    accepted, closed = row.day("accepted_on"), row.day("closed_on")
    if accepted is None:
        return None
    kind, result = row.text("kind"), row.text("result") if closed else ""
    after = kind == RecordKind.lawsuit and row.text("after_review") == YES
    return (kind, unit_id, request, accepted, closed, result, after)


def _stored_proceedings(at: Desk, days: list[date]) -> dict[_Proceeding, str]:
    found = at.session.scalars(
        select(Record).where(
            Record.kind.in_((RecordKind.review, RecordKind.lawsuit)),
            Record.state != State.void,
            Record.received_on.in_(days),
        )
    )
    return {
        (
            one.kind,
            one.unit_id,
            one.parent_id,
            one.received_on,
            one.closed_on,
            one.outcome,
            bool(one.facts.get("after_reconsideration")),
        ): one.number or ""
        for one in found
        if one.received_on
    }


def _repeated(number: str) -> str:
    return (
        f"与已录入的“{number}”号案件的种类、所涉申请、受理日期、结果和结案日期都相同，是重复导入；"
        "请删除此行；确为另一件的，请在“案件编号”填写它所涉申请的编号，或者在登记页登记。"
    )
