"""The rules between the cells of a row and between the rows of a ledger; what only the database knows is asked by the service."""

from collections.abc import Iterator, Mapping
from datetime import date

from casework.ledger.faults import REVIEWS_SHEET, Fault
from casework.ledger.reading import Ledger
from casework.ledger.rows import Row
from workflows.guards import chinese_day
from workflows.vocabulary import RecordKind, ReviewResult

_REQUEST_DAYS = {"received_on": "收到日期", "closed_on": "办结日期", "served_on": "送达日期"}
_REVIEW_DAYS = {"accepted_on": "受理日期", "closed_on": "结案日期"}
_NOTHING = Fault(
    "",
    2,
    "",
    f"没有一件案件；请从这一行起填写申请，只有复议、诉讼的填在“{REVIEWS_SHEET}”，一件一行。",
)


def faults_of(ledger: Ledger, *, today: date, year: int | None) -> tuple[Fault, ...]:
    """Every fault of the ledger, those of its reading included, in the order of the sheets and rows.

    `year` is the reporting year; None asks nothing about it.
    """
    found = [*ledger.faults]
    if not (found or ledger.requests or ledger.reviews):
        return (_NOTHING,)
    for row in ledger.requests:
        found += _of_request(row, today=today, year=year)
    for row in ledger.reviews:
        found += _of_review(row, today=today, year=year)
    return tuple(sorted(found))


def _of_request(row: Row, *, today: date, year: int | None) -> Iterator[Fault]:
    yield from _future("", row, _REQUEST_DAYS, today)
    received, closed, served = (row.day(key) for key in _REQUEST_DAYS)
    if closed and not row.has("outcome"):
        yield Fault(
            "", row.number, "办理结果", "填了办结日期而没有办理结果；请补填，未办结的两项都留空。"
        )
    if row.text("outcome") and not row.has("closed_on"):
        yield Fault(
            "", row.number, "办结日期", "填了办理结果而没有办结日期；请补填，未办结的两项都留空。"
        )
    if served and not row.has("closed_on") and not row.has("outcome"):
        yield Fault(
            "", row.number, "送达日期", "未办结的行不能有送达日期；请补填办理结果和办结日期。"
        )
    if received and closed and closed < received:
        yield _before("", row.number, "办结日期", closed, "收到日期", received)
    if served and closed and served < closed:
        yield _before("", row.number, "送达日期", served, "办结日期", closed)
    yield from _too_early("", row.number, "办结日期", closed, year)


def _of_review(row: Row, *, today: date, year: int | None) -> Iterator[Fault]:
    sheet = REVIEWS_SHEET
    yield from _future(sheet, row, _REVIEW_DAYS, today)
    accepted, closed = row.day("accepted_on"), row.day("closed_on")
    if row.text("kind") == RecordKind.lawsuit and not row.has("after_review"):
        yield Fault(
            sheet, row.number, "经过复议", "行政诉讼须填写是或否（年报第四部分分列）；请补填。"
        )
    has_result = row.has("result") and row.text("result") != ReviewResult.pending
    if closed and not has_result:
        yield Fault(
            sheet, row.number, "结果", "填了结案日期而没有结果；请补填，尚未审结的两项都留空。"
        )
    if row.text("result") and has_result and not row.has("closed_on"):
        yield Fault(
            sheet, row.number, "结案日期", "填了结果而没有结案日期；请补填，尚未审结的两项都留空。"
        )
    if accepted and closed and closed < accepted:
        yield _before(sheet, row.number, "结案日期", closed, "受理日期", accepted)
    yield from _too_early(sheet, row.number, "结案日期", closed, year)


def _future(sheet: str, row: Row, columns: Mapping[str, str], today: date) -> Iterator[Fault]:
    for key, name in columns.items():
        day = row.day(key)
        if day and day > today:
            reason = f"{chinese_day(day)}在今天（{chinese_day(today)}）之后；不能导入尚未发生的事项，请改正日期。"
            yield Fault(sheet, row.number, name, reason)


def _before(sheet: str, row: int, column: str, day: date, other: str, earlier: date) -> Fault:
    reason = f"{chinese_day(day)}早于{other}{chinese_day(earlier)}；请核对这两个日期。"
    return Fault(sheet, row, column, reason)


def _too_early(
    sheet: str, row: int, column: str, closed: date | None, year: int | None
) -> Iterator[Fault]:
    if closed and year and closed.year < year:
        reason = (
            f"{chinese_day(closed)}早于报告年度{year}年，不计入该年度的表格；"
            "请删除该行，或者用 --year 指定正确的年度。"
        )
        yield Fault(sheet, row, column, reason)
