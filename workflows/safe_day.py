"""The days a record is worked towards: the due date, the unit's own target, the last safe day to post; no state is decided here.

A request whose receipt is not confirmed has no due date; its days are then counted from the arrival, and marked as safe
(条例31; the answer must not be late whichever day turns out to be the day of receipt).
"""

from dataclasses import dataclass, replace
from datetime import date

from workflows.action import Situation
from workflows.calendar import WorkingCalendar
from workflows.clock import ClockAct, Reading, read_clock
from workflows.definition import Workflow
from workflows.tape import TapeDay, tape
from workflows.terms import CORRECTION_NOTICE
from workflows.vocabulary import ClockEffect, Phase, RecordKind

OWN_RULE = "本单位设定"
"""The source of the internal target: no provision, the unit's own choice."""


@dataclass(frozen=True)
class DueDay:
    """One day to work towards: which (`statutory`, `internal`, `post`, `correction_notice`), under what, and how it was found.

    `safe`: counted from the safe side, because the period itself does not run yet.
    """

    key: str
    label: str
    on: date
    basis: str
    why: str
    safe: bool = False


def due_days(
    workflow: Workflow, situation: Situation, *, today: date, target: int = 0
) -> tuple[DueDay, ...]:
    """The days side by side; empty while no period runs. `target`: working days before the due date, 0 for none.

    Raises `OutsideCalendar`.
    """
    safe = safe_acts(workflow, situation)
    acts = safe or workflow.clock_acts(situation.facts)
    clock = read_clock(acts, situation.calendar) if safe else situation.clock
    if clock.due_on is None or clock.started_on is None:
        return ()
    due, started = clock.due_on, clock.started_on
    found = [_statutory(clock, due, safe=bool(safe))]
    if target > 0:
        # A target longer than the period itself begins with the period.
        on = max(situation.calendar.before(due, target), started)
        why = f"答复期限前{target}个工作日"
        found.append(DueDay("internal", "内部目标", on, OWN_RULE, why))
    if workflow.kind == RecordKind.request:
        found.append(_last_post(acts, situation.calendar, today=today))
    if safe:
        found.append(_correction_notice(started, situation.calendar))
    return tuple(replace(one, safe=bool(safe)) for one in found)


def safe_acts(workflow: Workflow, situation: Situation) -> tuple[ClockAct, ...]:
    """The safe clock of a request that is not registered yet: it runs from the arrival (条例31); empty otherwise."""
    facts = situation.facts
    arrived = facts.day("arrived_on")
    if workflow.kind != RecordKind.request or arrived is None:
        return ()
    if workflow.phase(facts.working_state) is not Phase.received:
        return ()
    return (ClockAct(1, arrived, ClockEffect.start, "条例31", label="到达，收到之日待确认"),)


def safe_tape(workflow: Workflow, situation: Situation) -> tuple[TapeDay, ...]:
    """The days of the safe clock, each marked as safe; empty when the period itself runs. Raises `OutsideCalendar`."""
    return tape(safe_acts(workflow, situation), situation.calendar, safe=True)


def _statutory(clock: Reading, due: date, *, safe: bool) -> DueDay:
    basis = clock.fixed_by.basis if clock.fixed_by else clock.term.basis
    if safe:
        why = "收到申请之日尚未确定，自到达之日起计算；不晚于该日答复就不会逾期"
    elif clock.fixed_by:
        why = f"由“{clock.fixed_by.label}”确定"
    else:
        why = "法定的答复期限"
    return DueDay("statutory", "答复期限", due, basis, why)


def _last_post(acts: tuple[ClockAct, ...], calendar: WorkingCalendar, *, today: date) -> DueDay:
    """235号: the day of posting decides. The latest day that is in time on every reading of the facts.

    reading: the end day of a consultation may count after all; an open consultation may end today, so only its days
    before today are taken off; one without proof of receipt takes nothing off; and no post leaves on a rest day.
    """
    is_open = {a.seq for a in acts if a.effect is ClockEffect.exclude and _runs(a)}
    ended = [replace(a, ended_on=max(today, a.on_day)) if a.seq in is_open else a for a in acts]
    clock = read_clock(ended, calendar)
    on = clock.strict_due_on or today  # it runs: whoever calls has seen its due date
    if not calendar.is_working(on):
        on = calendar.before(on, 1)
    doubt = ""
    if is_open & {int(one.key) for one in clock.exclusions}:
        doubt = "；征求意见尚未结束，只扣除今日以前的时间"
    elif clock.exclusions:
        doubt = "；征求意见结束当日按计入计算"
    return DueDay("post", "最晚交邮日", on, "235号", f"交邮之日为答复之日{doubt}")


def _runs(act: ClockAct) -> bool:
    """Whether a consultation is open on a proven receipt."""
    return act.ended_on is None and act.received_on is not None


def _correction_notice(start: date, calendar: WorkingCalendar) -> DueDay:
    """条例30: the notice that asks for a correction stops nothing after 7 working days."""
    on = CORRECTION_NOTICE.end(start, calendar)
    why = f"需要补正的，不晚于该日告知；自到达之日起{CORRECTION_NOTICE.n}个工作日"
    return DueDay("correction_notice", "告知补正", on, CORRECTION_NOTICE.basis, why)
