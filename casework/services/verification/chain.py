"""The rows of a record as a chain: no number is missing, each row is what its hash says and follows the one before."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.models.record import Record
from casework.models.unit import Unit
from casework.queries import journal_rows
from casework.queries.journal_rows import Row
from casework.services.journal import row_hash
from casework.services.verification.case_file import CaseFile, place_of
from casework.services.verification.fault import Fault


def check(file: CaseFile) -> Iterator[Fault]:
    """Numbers, hashes and the state each row starts from (design 8, model 12)."""
    if not file.rows:
        yield Fault(
            file.place(), "no_rows", "没有任何日志；案件的第一条日志应为收到申请或者建立记录。"
        )
        return
    yield from _numbers(file)
    previous: Row | None = None
    for row in file.rows:
        yield from _row(file, row, previous)
        previous = row


def strangers(session: Session) -> Iterator[Fault]:
    """Rows whose record is gone."""
    for row_id, record_id, seq in journal_rows.without_record(session):
        yield Fault(
            f"日志第{row_id}号",
            "no_record",
            f"所属案件（内部编号{record_id}）第{seq}条仍在，案件已不在。",
        )


def unreadable(session: Session, record_id: int) -> Iterator[Fault]:
    """Which row, or else which record, holds a value that cannot even be read."""
    place = _place(session, record_id)
    found = False
    for row_id, seq in journal_rows.numbers_of(session, record_id):
        try:
            journal_rows.row(session, row_id)
        except (ValueError, TypeError):
            found = True
            yield Fault(f"{place}第{seq}条", "unreadable", "内容已不能读出，该条在系统之外被改动。")
    if not found:
        yield Fault(place, "unreadable", "案件的数据已不能读出，该案在系统之外被改动。")


def _numbers(file: CaseFile) -> Iterator[Fault]:
    numbers = {row.seq for row in file.rows}
    last = max(numbers)
    for seq in sorted(set(range(1, last)) - numbers):
        yield Fault(file.place(seq), "seq", f"该条不在；日志应从第1条到第{last}条连续。")
    for seq in sorted(seq for seq in numbers if seq < 1):
        yield Fault(file.place(seq), "seq", "日志的序号应从1开始。")
    if file.record.version != last:
        yield Fault(
            file.place(),
            "version",
            f"案件的版本为{file.record.version}，日志最后一条为第{last}条，两者应当相等。",
        )


def _row(file: CaseFile, row: Row, previous: Row | None) -> Iterator[Fault]:
    place = file.place(row.seq)
    if row_hash(row) != row.hash:
        yield Fault(place, "row_hash", "内容与登记时的校验值不符，该条在系统之外被改动。")
    if previous is not None and row.seq != previous.seq + 1:
        return  # the gap is named already; what stood in it cannot be compared
    if row.previous_hash != (previous.hash if previous else ""):
        yield Fault(place, "chain", "与前一条的校验值不相衔接，该条或者前一条在系统之外被改动。")
    if row.before != (previous.after if previous else ""):
        former = previous.after if previous else ""
        yield Fault(
            place,
            "before",
            f"办理前状态为“{row.before}”，前一条的办理后状态为“{former}”，两者应当相同。",
        )


def _place(session: Session, record_id: int) -> str:
    found = session.execute(
        select(Record.id, Record.kind, Record.number, Unit.name)
        .outerjoin(Unit, Unit.id == Record.unit_id)
        .where(Record.id == record_id)
    ).one()
    return place_of(Record(id=found.id, kind=found.kind, number=found.number), found.name or "")
