"""What is told beside the registering form while it is being filled in: the day that counts, doubts, who and what is known."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casework.queries.applicant_counts import ApplicantCounts
from casework.queries.known_people import KnownPerson
from casework.queries.similar_groups import PublishedInfo
from casework.queries.similar_requests import SimilarRequest
from casework.web.filters import long_day
from casework.web.register_form import Typed
from workflows.calendar import OutsideCalendar, WorkingCalendar
from workflows.receipt import RECEIPT_RULES, awaits_confirmation
from workflows.terms import ANSWER


@dataclass(frozen=True)
class Beside:
    """The sentences on the receipt, the doubts by the name of their field, and what earlier requests tell."""

    receipt: tuple[str, ...]
    doubts: tuple[tuple[str, str], ...] = ()
    counts: ApplicantCounts | None = None
    people: Sequence[KnownPerson] = ()
    similar: Sequence[SimilarRequest] = ()
    published: Sequence[PublishedInfo] = ()


def receipt_words(typed: Typed, calendar: WorkingCalendar, *, today: date) -> tuple[str, ...]:
    """Which day will count as the day of receipt, why, and until when the answer is due (条例31, 33)."""
    return tuple(_receipt(typed.values, calendar, today=today))


def _receipt(values: Mapping[str, str], calendar: WorkingCalendar, *, today: date) -> Iterator[str]:
    rule = next((r for r in RECEIPT_RULES if r.channel == values.get("channel")), None)
    if rule is None:
        yield "选择接收渠道后，这里说明哪一天为收到申请之日。"
        return
    try:
        arrived = date.fromisoformat(values.get("arrived_on", ""))
    except ValueError:
        yield "到达日期不是有效日期。"
        return
    if arrived > today:
        yield f"到达日期{long_day(arrived)}在今天之后，到该日才能登记。"
        return
    until = _until(arrived, calendar)
    if awaits_confirmation(rule.channel, chosen=values.get("awaits_confirmation") == "1"):
        yield f"先记到达，收到申请之日待确认：{rule.sentence}（{rule.basis}）。"
        yield "登记后请当日与申请人联系并记录；确认之日起编号、起算期限。"
        yield f"确认之前按最稳妥的日期提醒：自到达之日起算，{until}。" if until else ""
        return
    yield f"{long_day(arrived)}为收到申请之日：{rule.sentence}（{rule.basis}）。"
    if until:
        yield f"{ANSWER.n}个工作日的答复期限自次日起算（{ANSWER.basis}），{until}。"


def _until(arrived: date, calendar: WorkingCalendar) -> str:
    try:
        due = ANSWER.end(arrived, calendar)
    except OutsideCalendar:
        return ""
    provisional = "（放假安排尚未公布，暂定）" if calendar.is_provisional(due) else ""
    return f"至{long_day(due)}{provisional}"
