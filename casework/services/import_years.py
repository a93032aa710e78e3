"""A ledger must not reach into a published year: importing into it is refused row by row (model 8)."""

from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy.orm import Session

from casework.ledger.faults import Fault
from casework.ledger.rows import Row
from casework.services import frozen_years


def into_frozen(
    session: Session, rows: Iterable[tuple[str, Row, int, date | None]], *, today: date
) -> Iterator[Fault]:
    """A fault for each row whose case counts in a published year; given as sheet, row, answering unit and first day.

    The years stay locked until the transaction ends, so none of them is closed while the ledger is loaded.
    """
    for sheet, row, unit_id, first in rows:
        last = row.day("closed_on") or today
        years = range(first.year, min(last.year, today.year - 1) + 1) if first else ()
        year = next((one for one in years if frozen_years.held(session, unit_id, one)), None)
        if year is not None:
            reason = (
                f"该单位{year}年度的年报已经封存，不能再导入计入该年度的案件（条例50）；"
                "请由主管部门写明理由重新打开该年度，或者在页面上逐件登记，同时写入更正。"
            )
            yield Fault(sheet, row.number, "", reason)
