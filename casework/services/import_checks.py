"""What a row of a ledger is refused for besides its own cells: letters no font can print, days no calendar holds."""

from collections.abc import Iterator

from casework.characters import spelt
from casework.ledger.faults import Fault
from casework.ledger.rows import Row
from casework.office import Office
from casework.pdf.fonts import font_set, unprintable
from casework.services.engine import Desk
from workflows.guards import chinese_day

_PRINTED = {"name": "申请人", "address": "通信地址", "content": "申请内容"}


def unprintable_in(office: Office, row: Row) -> Iterator[Fault]:
    """A fault for each column that will stand on a paper and cannot be printed."""
    fonts = font_set(office.settings.font_dir)
    for key, column in _PRINTED.items():
        bad = unprintable(row.text(key), fonts=fonts)
        if bad:
            reason = f"{spelt(bad)}现有字体不能打印；请核对用字，或者安装含有该字的字体。"
            yield Fault("", row.number, column, reason)


def outside_calendar(at: Desk, row: Row) -> Iterator[Fault]:
    """A fault when the day of receipt lies where no term can be reckoned."""
    day = row.day("received_on")
    if day and not at.calendar.first <= day <= at.calendar.last:
        first = chinese_day(at.calendar.first)
        reason = f"{chinese_day(day)}不在已登记的工作日历（{first}起）范围内，不能推算期限（条例33）；请核对日期。"
        yield Fault("", row.number, "收到日期", reason)
