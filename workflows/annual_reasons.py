"""Why a case stands in a cell of the annual tables, and why not in another: the answers to both, in sentences (model 7)."""

from datetime import date

from workflows.annual_grid import COLUMNS, PART4_RESULTS, TOTAL, format_for
from workflows.annual_places import FIRST_YEAR, Counted, Place, in_year, review_kind
from workflows.guards import chinese_day
from workflows.outcomes import OUTCOMES
from workflows.vocabulary import ApplicantCategory, RecordKind, ReviewKind, ReviewResult


def stands_in(case: Counted, *, today: date) -> tuple[Place, ...]:
    """Every place of a case up to the running year; an open one is carried forward as if that year ended today."""
    if case.received_on is None:
        return ()
    first = max(case.received_on.year, FIRST_YEAR)
    return tuple(p for y in range(first, today.year + 1) for p in in_year(case, y, today=today))


def label_of(place: Place) -> str:
    """The printed labels of a cell."""
    if place.row in set(ReviewKind):
        result = next(one.label for one in PART4_RESULTS if one.key == place.column)
        return f"第四部分“{ReviewKind(place.row).label}：{result}”"
    column = next((one.label for one in COLUMNS if one.key == place.column), place.column)
    return f"第三部分“{format_for(place.year).row(place.row).label}：{column}”"


def why(case: Counted, place: Place) -> str:
    """Why the case stands in this place of its own."""
    if case.kind != RecordKind.request:
        return _why_review(case, place)
    who = f"申请人类型为{_category(case)}。"
    plain = {
        "new_received": f"收到申请之日为{_day(case.received_on)}（条例31），计入本年新收；{who}",
        "carried_in": f"{place.year - 1}年12月31日尚未办结，由上一年度结转而来；{who}",
        "carried_forward": f"{place.year}年12月31日尚未办结，结转下年度；{who}",
    }
    if place.row == "carried_forward" and case.closed_on is None and place.year not in case.carried:
        return f"目前尚未办结，到年底仍未办结的结转下年度；{who}"
    return plain.get(place.row) or f"{_result(case)}；{who}"


def _why_review(case: Counted, place: Place) -> str:
    if place.column == ReviewResult.pending:
        return f"{_day(case.received_on)}受理，{place.year}年12月31日尚未审结。"
    return f"{_day(case.closed_on)}审结，结果为“{ReviewResult(case.outcome).label}”，按审结的年度计入。"


def why_not(case: Counted, place: Place, *, today: date) -> str:
    """Why the case does not stand in a cell; where it does, that it does."""
    if case.elsewhere:
        return "本案已经作废，或者由原行为机关计入（201号），不计入本单位的任何一格。"
    if case.received_on is None:
        return "收到日期尚未确定（待确认，条例31），确定以前不计入任何一格。"
    own = [one for one in stands_in(case, today=today) if one.year == place.year]
    if any(_covers(place, one) for one in own):
        return "本案就计入这一格。"
    if case.kind != RecordKind.request:
        return _not_review(case, place)
    if place.row in ("new_received", "carried_in", "carried_forward"):
        reason = _not_plain(case, place, case.received_on)
    else:
        reason = _not_result(case, place)
    if not reason:
        reason = f"申请人类型为{_category(case)}，计入“{_category(case)}”一列。"
    here = "、".join(label_of(one) for one in own)
    return f"{reason}本案在{place.year}年度计入{here}。" if here else reason


def _covers(asked: Place, own: Place) -> bool:
    """Whether a cell, be it a sum, holds the case."""
    same_column = asked.column in (own.column, TOTAL)
    is_result = own.row not in ("new_received", "carried_in", "carried_forward")
    return same_column and (asked.row == own.row or (asked.row == TOTAL and is_result))


def _not_plain(case: Counted, place: Place, received: date) -> str:
    closed, year = case.closed_on, place.year
    if place.row == "new_received":
        if received.year == year:
            return ""
        return f"收到申请之日为{_day(received)}，计入{received.year}年度的本年新收。"
    end = year - 1 if place.row == "carried_in" else year
    if end in case.carried:
        return ""
    if received.year > end:
        return f"收到申请之日为{_day(received)}，{end}年12月31日还没有收到，不在结转之列。"
    if closed is not None and closed.year <= end:
        return (
            f"{_day(closed)}已经首次办结，{end}年12月31日没有未办结，不结转；重新办理也不再结转。"
        )
    return f"{end}年12月31日还没有到，年底尚未办结的才结转。"


def _not_result(case: Counted, place: Place) -> str:
    closed = case.closed_on
    if closed is None:
        return "本案尚未办结，办结以后才计入办理结果。"
    if closed.year != place.year:
        return f"首次办结的日期为{_day(closed)}，计入{closed.year}年度；重新办理不再计数。"
    row = format_for(place.year).place(OUTCOMES[case.outcome].rows)
    if place.row in (row, TOTAL):
        return ""
    only = (
        "区分处理的只计“部分公开”，不计其他情形。"
        if row == "partially_disclosed"
        else "一案只计一种结果。"
    )
    return f"{_result(case)}；{only}"


def _not_review(case: Counted, place: Place) -> str:
    kind = ReviewKind(review_kind(case)).label
    if place.row != review_kind(case):
        return f"本案属于“{kind}”，计入该组。"
    closed = case.closed_on
    if closed is None:
        return f"本案{_day(case.received_on)}受理，尚未审结，计入“尚未审结”。"
    result = ReviewResult(case.outcome).label
    return f"本案{_day(closed)}审结，结果为“{result}”，计入{closed.year}年度的“{kind}：{result}”。"


def _result(case: Counted) -> str:
    found = OUTCOMES[case.outcome]
    return f"{_day(case.closed_on)}首次办结，结果为“{found.label}”（{found.basis}）"


def _category(case: Counted) -> str:
    return ApplicantCategory(case.category).label


def _day(day: date | None) -> str:
    return chinese_day(day) if day else "（未定）"
