"""The record as its journal tells it: replayed row by row, and compared with every stored column and child row."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from casework.models.record import Record
from casework.services import calendars, carrying
from casework.services.journal import as_acts, canonical
from casework.services.projection import CHILDREN, COLUMNS, FILL, timers_of
from casework.services.verification import terms
from casework.services.verification.case_file import CaseFile
from casework.services.verification.fault import Fault
from workflows.action import Impossible, Situation
from workflows.acts.moving import answering_unit
from workflows.calendar import OutsideCalendar, WorkingCalendar
from workflows.definition import Workflow
from workflows.guards import applicant_limit
from workflows.history import Facts
from workflows.registry import workflow_version

# What a row that was changed from outside can make of a replay; each is named as the fault it is.
_BROKEN = (Impossible, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)

_LABELS = {
    "state": "状态",
    "resumes_to": "结转前状态",
    "category": "申请人类型",
    "arrived_on": "到达日",
    "received_on": "收到申请之日",
    "due_on": "答复期限",
    "limit_on": "申请人期限",
    "last_due_on": "办结时的期限",
    "closed_on": "办结日",
    "outcome": "办理结果",
    "topic": "事项类别",
    "handler_id": "承办人",
    "handler_unit_id": "承办单位",
    "facts": "案件事实",
    "number": "案件编号",
    "unit_id": "答复单位",
}
_CHILD_LABELS = {
    "consultation": "征求意见",
    "contact": "联系记录",
    "task": "协办事项",
    "service_attempt": "送达",
    "fee": "收费",
}
_KEYS = frozenset({"id", "record_id", "seq"})


def check(
    session: Session, file: CaseFile, *, newest: WorkingCalendar, today: date
) -> Iterator[Fault]:
    """Replay the rows and compare; a history that cannot be replayed is one fault, and nothing is compared with it."""
    try:
        workflow = workflow_version(file.record.workflow_version)
    except LookupError:
        version = file.record.workflow_version
        yield Fault(file.place(), "replay", f"没有办理流程“{version}”，不能重演日志。")
        return
    facts = Facts()
    for n, row in enumerate(file.rows):
        try:
            facts = _after(workflow, facts, file, n)
        except _BROKEN:
            yield Fault(
                file.place(row.seq),
                "replay",
                f"重演到这一条时，“{row.action}”不能由前面的记录得出。",
            )
            return
        if row.after != facts.state:
            yield Fault(
                file.place(row.seq),
                "after",
                f"办理后状态为“{row.after}”，重演得“{facts.state}”，两者应当相同。",
            )
    yield from _columns(session, file, workflow, facts, newest=newest)
    yield from _children(session, file, facts)
    yield from _carries(file, workflow, facts, today=today)


def _after(workflow: Workflow, facts: Facts, file: CaseFile, n: int) -> Facts:
    row = file.rows[n]
    action = workflow.action(row.action)
    if action is not None and action.corrects:
        return workflow.fold(as_acts(file.rows[: n + 1]))
    return workflow.fire(facts, as_acts([row])[0])


def _columns(
    session: Session, file: CaseFile, workflow: Workflow, facts: Facts, *, newest: WorkingCalendar
) -> Iterator[Fault]:
    record = file.record
    try:
        situation = _situation(session, record, workflow, facts, newest)
        wanted = {**_plain(file, workflow, facts), **_days(workflow, situation)}
        running = timers_of(record, situation)
    except OutsideCalendar as error:
        yield Fault(file.place(), "due_on", f"{error.on.isoformat()}不在工作日历内，不能重演期限。")
        return
    except _BROKEN:
        yield Fault(file.place(), "replay", "重演得到的事实不能读出，有日志在系统之外被改动。")
        return
    for column, value in wanted.items():
        stored = getattr(record, column)
        if not _same(stored, value):
            yield Fault(
                file.place(),
                column,
                f"{_LABELS[column]}存为“{_shown(stored)}”，由日志重演得“{_shown(value)}”，两者应当相同。",
            )
    yield from terms.check(file, running)


def _plain(file: CaseFile, workflow: Workflow, facts: Facts) -> dict[str, Any]:
    """The columns that follow from the facts alone, with the unit and the number that the rows name."""
    values = facts.values
    found: dict[str, Any] = {
        "state": facts.state,
        "resumes_to": facts.resumes_to,
        "category": str(values.get("category") or ""),
        "received_on": facts.day("received_on"),
        "closed_on": facts.closed_on,
        "outcome": facts.outcome,
        "topic": str(values["topic"]) if values.get("topic") else None,
        "facts": {key: value for key, value in values.items() if key not in COLUMNS},
        "unit_id": answering_unit(workflow.moving, facts.acts, opened_in=file.rows[0].unit_id),
    }
    if facts.day("arrived_on"):
        found["arrived_on"] = facts.day("arrived_on")
    for column, fact in (("handler_id", "handler"), ("handler_unit_id", "handler_unit")):
        found[column] = int(values[fact]) if values.get(fact) else None
    for row in file.rows:
        action = workflow.action(row.action)
        if action is not None and action.draws_number and row.data.get("number"):
            found["number"] = row.data["number"]
    return found


def _situation(
    session: Session, record: Record, workflow: Workflow, facts: Facts, newest: WorkingCalendar
) -> Situation:
    """By the newest calendar while the case is open, by that of its closing afterwards (model 5)."""
    is_open = workflow.is_open(facts.working_state)
    calendar = newest if is_open else calendars.recorded(session, record.calendar_version)
    return workflow.situation(facts, calendar)


def _days(workflow: Workflow, situation: Situation) -> dict[str, date | None]:
    return {
        "due_on": situation.clock.due_on,
        "limit_on": applicant_limit(situation),
        "last_due_on": workflow.last_due_on(situation),
    }


def _children(session: Session, file: CaseFile, facts: Facts) -> Iterator[Fault]:
    for model, kinds in CHILDREN.items():
        label = _CHILD_LABELS[model.__tablename__]
        stored = file.children[model]
        wanted = {thread.key: thread for thread in facts.threads_of(*kinds)}
        for seq in sorted(set(stored) - set(wanted)):
            yield Fault(file.place(seq), "child", f"存有一条{label}，日志中没有这一事项。")
        for seq, thread in wanted.items():
            if seq not in stored:
                yield Fault(file.place(seq), "child", f"日志记有{label}，数据中已不在。")
                continue
            expected = model(record_id=file.record.id, seq=seq)
            FILL[model](session, expected, thread)
            for column in _columns_of(model):
                if getattr(stored[seq], column) != getattr(expected, column):
                    found = _shown(getattr(stored[seq], column))
                    yield Fault(
                        file.place(seq), "child", f"{label}的{column}存为“{found}”，与日志不符。"
                    )
    yield from _items(file, facts)


def _items(file: CaseFile, facts: Facts) -> Iterator[Fault]:
    results: Mapping[str, str] = facts.values.get("item_results") or {}
    for item in file.items:
        wanted = str(results.get(str(item.position), ""))
        if item.result != wanted:
            yield Fault(
                file.place(),
                "item",
                f"第{item.position}项的结果存为“{item.result}”，由日志得“{wanted}”，两者应当相同。",
            )


def _carries(file: CaseFile, workflow: Workflow, facts: Facts, *, today: date) -> Iterator[Fault]:
    """Rows of carried cases, acts of carrying and dates tell the same years (model 6)."""
    if workflow.parked is None:
        return
    wanted = set(carrying.years_to_carry(facts, before=today))
    rows, acts = set(file.carries), set(carrying.carried_years(facts))
    for year in sorted(wanted - rows - acts):
        yield Fault(
            file.place(), "carry", f"{year}年末未办结，尚未记入结转；请运行 casework tick 补记。"
        )
    for year in sorted((wanted & acts) - rows):
        yield Fault(file.place(), "carry", f"日志记有{year}年末结转，结转表中没有。")
    for year in sorted(rows - wanted):
        yield Fault(file.place(), "carry", f"结转表记有{year}年，按收到日和办结日不应结转。")
    for year in sorted(rows & wanted):
        if file.carries[year].category != file.record.category:
            yield Fault(file.place(), "carry", f"结转表中{year}年的申请人类型与案件不同。")
    for year in sorted((rows & wanted) - acts):
        yield Fault(file.place(), "carry", f"结转表记有{year}年，日志中没有结转。")
    yield from _carried_by(file, workflow, facts, years=rows & wanted)


def _carried_by(
    file: CaseFile, workflow: Workflow, facts: Facts, *, years: Iterable[int]
) -> Iterator[Fault]:
    """A carried case counts for the unit that answered it at the turn of the year, and knows the one that does now."""
    for year in sorted(years):
        opened_in, turn = file.rows[0].unit_id, carrying.last_day(year)
        unit_id = answering_unit(workflow.moving, facts.acts, opened_in=opened_in, upto=turn)
        if file.carries[year].unit_id != unit_id:
            yield Fault(file.place(), "carry", f"结转表中{year}年的单位不是当时的答复单位。")
        if file.carries[year].current_unit_id != file.record.unit_id:
            yield Fault(file.place(), "carry", f"结转表中{year}年的现答复单位与案件不同。")


def _columns_of(model: Any) -> list[str]:
    return [column.key for column in inspect(model).column_attrs if column.key not in _KEYS]


def _same(stored: Any, wanted: Any) -> bool:
    if isinstance(wanted, dict):
        return isinstance(stored, dict) and canonical(stored) == canonical(wanted)
    return bool(stored == wanted)


def _shown(value: Any) -> str:
    if value is None or value == "":
        return "（空）"
    return canonical(value) if isinstance(value, dict) else str(value)
