"""What a correction would change, computed on the same pure functions before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.queries.case_page import CaseView
from casework.web.filters import long_day
from workflows.action import Impossible
from workflows.calendar import OutsideCalendar, WorkingCalendar
from workflows.guards import chinese_day
from workflows.history import Act, Facts


@dataclass(frozen=True)
class Change:
    """One thing that a correction would move."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Preview:
    """The list of changes, or the sentence why the correction cannot be."""

    changes: tuple[Change, ...] = ()
    obstacle: str = ""


def preview(
    view: CaseView, action: str, data: Mapping[str, Any], *, calendar: WorkingCalendar, on_day: date
) -> Preview:
    """State, days and due date before and after a correcting act with this data."""
    acts = [Act(e.seq, e.action, e.on_day, e.data) for e in view.entries]
    correction = Act(view.record.version + 1, action, on_day, data)
    try:
        after = view.workflow.fold((*acts, correction))
        found = _described(view, after, calendar=calendar)
    except Impossible as error:
        lost = view.workflow.action(error.act.action)
        label = lost.label if lost else error.act.action
        return Preview(
            obstacle=f"{chinese_day(error.act.on_day)}的“{label}”（第 {error.act.seq} 条）将失去前提，请先更正或者撤销该条记录。"
        )
    except (OutsideCalendar, ValueError, KeyError):
        return Preview()  # the day is not readable yet; the service will say so
    before = _described(view, view.facts, calendar=calendar)
    return Preview(tuple(Change(k, before[k], found[k]) for k in before if before[k] != found[k]))


def _described(view: CaseView, facts: Facts, *, calendar: WorkingCalendar) -> dict[str, str]:
    clock = view.workflow.read_clock(facts, calendar)
    return {
        "状态": view.workflow.label(facts.state),
        "收到申请之日": long_day(facts.day("received_on")) or "未定",
        "期限起算": long_day(clock.started_on) or "未起算",
        "答复期限": long_day(clock.due_on or clock.last_due_on) or "不在计算",
        "延长": f"{clock.extension_days} 个工作日",
        "扣除": f"{clock.excluded_days} 个工作日",
        "办结日期": long_day(facts.closed_on) or "未办结",
        "办理结果": facts.outcome or "无",
    }
