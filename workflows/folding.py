"""One act folded into the facts: values, threads, closing, and its effect on the clock. States are moved by `definition`."""

from dataclasses import replace
from datetime import date

from workflows.action import Action, Impossible
from workflows.clock import ClockAct
from workflows.history import Act, Facts, Thread
from workflows.terms import Term
from workflows.vocabulary import ClockEffect


def enter(facts: Facts, act: Act, action: Action, *, state: str = "") -> Facts:
    """The facts with what the act states, and in the `state` it leads to where that is known already."""
    values = dict(facts.values)
    for fact, source in action.sets.items():
        value = act.on_day.isoformat() if source == "on_day" else act.data.get(source)
        if value is None:  # an act that leaves a fact out takes the earlier one back
            values.pop(fact, None)
        else:
            values[fact] = value
    acts = (*facts.acts, act)
    if state:
        entered = replace(facts, values=values, acts=acts, state=state, resumes_to="")
    else:
        entered = replace(facts, values=values, acts=acts)
    return _enter_thread(entered, act, action, facts.state) if action.thread_kind else entered


def _enter_thread(facts: Facts, act: Act, action: Action, source: str) -> Facts:
    if action.opens:
        ended = [action.settles, action.opens if action.renews else ""]
        for old in facts.threads_of(*filter(None, ended), only_open=True):
            facts = facts.with_thread(_closed(old, act))
        return facts.with_thread(
            Thread(act.seq, action.opens, action.name, act.on_day, dict(act.data))
        )
    thread = picked_thread(facts, act, action)
    if thread is None:
        raise Impossible(act, source)
    values = {**thread.values, **act.data, **action.enters}
    if action.updates:
        facts = facts.with_thread(replace(thread, values=values, confirmed_on=act.on_day))
        return _prove_receipt(facts, thread, act)
    return facts.with_thread(_closed(replace(thread, values=values), act))


def _prove_receipt(facts: Facts, service: Thread, act: Act) -> Facts:
    """The receipt of a paper is the proven receipt of what its row opened: a correction, a fee, a consultation.

    What went out with the paper, such as the notice to the applicant, proves nothing for the one consulted.
    """
    row, _, key = str(service.values.get("paper") or "").partition(".")
    opened = facts.thread(row)
    if opened is None or key != (opened.values.get("document") or {}).get("key"):
        return facts
    if opened.confirmed_on is not None and not opened.is_open:
        return facts
    return facts.with_thread(replace(opened, confirmed_on=act.on_day))


def _closed(thread: Thread, act: Act) -> Thread:
    return replace(thread, closed_on=act.on_day, closed_by=act.action, closed_in=act.seq)


def close(facts: Facts, act: Act, action: Action) -> Facts:
    day = _closing_day(facts, act, action)
    closings = (*facts.closings, (act.seq, day))
    if facts.closed_on is not None:  # a redone answer changes neither day nor outcome (model 7)
        return replace(facts, closings=closings)
    # model 7: a case closed before its receipt day was fixed gets the day of that act.
    values = {"received_on": day.isoformat(), **facts.values}
    outcome = action.outcome or str(facts.values.get("outcome", ""))
    return replace(facts, closed_on=day, outcome=outcome, closings=closings, values=values)


def _closing_day(facts: Facts, act: Act, action: Action) -> date:
    """The day of the act; with several recipients that of the last one's first dispatch, by whatever way (235号)."""
    began = max((seq for seq, _ in facts.closings), default=0)
    began = max([began, *(one.seq for one in facts.acts if one.action in action.after)])
    first: dict[str, date] = {}
    for thread in facts.threads_of(action.opens) if action.opens else ():
        if thread.key > began:
            whose = str(thread.values.get("recipient") or thread.key)
            first[whose] = min(thread.opened_on, first.get(whose, thread.opened_on))
    return max(first.values(), default=act.on_day)


def picked_thread(facts: Facts, act: Act, action: Action) -> Thread | None:
    """The thread an act works on: the one it names, or the latest open one of its kind."""
    if act.data.get("thread"):
        thread = facts.thread(act.data["thread"])
        return thread if thread is not None and thread.kind == action.thread_kind else None
    found = facts.threads_of(action.thread_kind)
    chosen = [t for t in found if t.is_open] or list(found)
    return chosen[-1] if chosen else None


def clock_act(facts: Facts, act: Act, action: Action, closed_on: date | None) -> ClockAct | None:
    """The act as the clock takes it; None while the day it counts from is not known."""
    day = closed_on or effect_day(facts, act, action)
    if day is None:
        return None
    thread = _thread_of(facts, act) if facts.threads else None
    until = act.data.get("until")
    return ClockAct(
        seq=act.seq,
        on_day=day,
        effect=action.effect or ClockEffect.stop,
        basis=action.basis,
        label=action.label,
        term=_term(facts, act, action),
        days=int(thread.values.get("days") or 0) if thread else 0,
        until=date.fromisoformat(until) if until else None,
        key=str(act.seq),
        received_on=thread.confirmed_on if thread else None,
        ended_on=thread.closed_on if thread else None,
        final=closed_on is not None,
        accepted_late=bool(thread.values.get("accepted_late")) if thread else False,
    )


def _thread_of(facts: Facts, act: Act) -> Thread | None:
    """The thread that the act opened or closed."""
    return next((t for t in facts.threads if act.seq in (t.key, t.closed_in)), None)


def effect_day(facts: Facts, act: Act, action: Action) -> date | None:
    """The day an effect counts from: the act's own, one of its fields, or a fact of the record.

    A date that a notice sets stands though the day it was counted from is not known.
    """
    if action.effect_day == "on_day":
        return act.on_day
    if act.data.get(action.effect_day):
        return act.day(action.effect_day)
    return facts.day(action.effect_day) or (act.on_day if act.data.get("until") else None)


def _term(facts: Facts, act: Act, action: Action) -> Term | None:
    if not action.terms:
        return action.term
    value = act.data.get(action.term_by) or facts.values.get(action.term_by)
    return action.terms.get(str(value), action.term)
