"""A ledger must not reach into a published year: importing into it is refused row by row (model 8)."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from casework.ledger.faults import Fault
from casework.services import frozen_years


class Span(NamedTuple):
    """From when until when the case of a row of a sheet counts; `last` is None while it is open."""

    sheet: str
    line: int
    unit_id: int
    first: date | None
    last: date | None


def into_frozen(session: Session, spans: Iterable[Span], *, today: date) -> Iterator[Fault]:
    """A fault for each row whose case counts in a published year.

    The years stay locked until the transaction ends, so none of them is closed while the ledger is loaded.
    """
    for sheet, line, unit_id, first, last in spans:
        years = range(first.year, min((last or today).year, today.year - 1) + 1) if first else ()
        year = next((one for one in years if frozen_years.held(session, unit_id, one)), None)
        if year is not None:
            reason = (
                f"该单位{year}年度的年报已经封存，不能再导入计入该年度的案件（条例50）；"
                "请由主管部门写明理由重新打开该年度，或者在页面上逐件登记，同时写入更正。"
            )
            yield Fault(sheet, line, "", reason)
