"""The shape of the law's tables: an act is a row, a workflow is its rows; the shared machine answers "may it, and where to".

No effects happen here. `Workflow.fire` turns facts and an act into new facts; guards say in a sentence why not.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from transitions import EventData, Machine, MachineError

from workflows.calendar import WorkingCalendar
from workflows.clock import ClockAct, Reading, read_clock
from workflows.forms import Field
from workflows.history import Act, Facts, Thread, effective
from workflows.terms import Term
from workflows.vocabulary import ClockEffect, Phase, PhasedState, RecordKind, Role


@dataclass(frozen=True)
class Situation:
    """What a guard may look at: the facts, the clock read from them, and the calendar."""

    facts: Facts
    clock: Reading
    calendar: WorkingCalendar


@dataclass(frozen=True)
class Refusal:
    """Why an act may not happen, or what is doubtful about it: the article and a sentence with the way out."""

    guard: str
    basis: str
    sentence: str


@dataclass(frozen=True)
class Guard:
    """A named condition. `sentence_against` returns an empty string when the condition holds."""

    name: str
    basis: str
    sentence_against: Callable[[Situation, Act], str]

    def check(self, situation: Situation, act: Act) -> Refusal | None:
        sentence = self.sentence_against(situation, act)
        return Refusal(self.name, self.basis, sentence) if sentence else None


def guard(basis: str) -> Callable[[Callable[[Situation, Act], str]], Guard]:
    """Make a guard of a function named as the sentence it asserts."""

    def wrap(function: Callable[[Situation, Act], str]) -> Guard:
        return Guard(function.__name__, basis, function)

    return wrap


@dataclass(frozen=True)
class Branch:
    """One possible target of an act and the condition on the facts (after the act's own entries) that leads there."""

    when: Callable[[Facts, Act], bool]
    target: PhasedState


Target = PhasedState | tuple[Branch, ...] | None


@dataclass(frozen=True)
class Action:
    """One act of the law: who, from where to where, under which article, with what record and what effect.

    `enters` are constant values that the act adds to its thread (a rule of silence).

    `target` None means the state stays. `opens`/`updates`/`closes` name the thread kind the act works on; `updates`
    enters the act's day as the thread's proven receipt. `sets` maps facts of the record to fields of the act
    (`on_day` is the act's own day). `outside_fact`: the act records something that happened outside, so its day may
    lie before the last row's. `after`: acts of which one must have been done before. `parks`: the turn of the year. `voids`: the record counts nowhere from now on. `corrects`: the act changes
    the history instead of adding to it.
    """

    name: str
    label: str
    basis: str
    roles: frozenset[Role]
    sources: tuple[PhasedState, ...]
    target: Target
    help: str = ""
    fields: tuple[Field, ...] = ()
    guards: tuple[Guard, ...] = ()
    warnings: tuple[Guard, ...] = ()
    effect: ClockEffect | None = None
    effect_day: str = "on_day"
    term: Term | None = None
    opens: str = ""
    updates: str = ""
    closes: str = ""
    sets: Mapping[str, str] = field(default_factory=dict)
    enters: Mapping[str, str] = field(default_factory=dict)
    outcome: str = ""
    document: str = ""
    draws_number: bool = False
    creates: bool = False
    outside_fact: bool = False
    after: tuple[str, ...] = ()
    parks: bool = False
    voids: bool = False
    corrects: bool = False

    @property
    def targets(self) -> tuple[PhasedState, ...]:
        """Every state this act can lead to; empty when the state stays."""
        if self.target is None:
            return ()
        if isinstance(self.target, tuple):
            return tuple(branch.target for branch in self.target)
        return (self.target,)

    @property
    def can_close(self) -> bool:
        """Whether the act can lead from an open phase into the closed one."""
        opens = any(source.phase is not Phase.closed for source in self.sources)
        return opens and any(state.phase is Phase.closed for state in self.targets)

    @property
    def thread_kind(self) -> str:
        return self.opens or self.updates or self.closes


class Impossible(Exception):
    """A surviving act has lost its source state, or the act does not exist in this workflow."""

    def __init__(self, act: Act, state: str) -> None:
        super().__init__(f"{act.action} from {state}")
        self.act = act
        self.state = state


@dataclass(frozen=True)
class OpenAct:
    """An act that the state allows, with what speaks against it now (empty: it may be done)."""

    action: Action
    refusals: tuple[Refusal, ...]


class _Cursor:
    """What the shared machine moves: a state and nothing else; no ORM row is ever bound to it."""

    def __init__(self, state: str) -> None:
        self.state = state


_NEW = "new"  # the machine's name for "no record yet"


@dataclass(frozen=True)
class Workflow:
    """One kind of record under one version of the law: its states and its table of acts.

    `counted` kinds enter part three of the annual table. `since` is the first day of arrival this version judges.
    """

    kind: RecordKind
    version: str
    since: date
    states: type[PhasedState]
    actions: tuple[Action, ...]
    parked: PhasedState | None = None

    def action(self, name: str) -> Action | None:
        return self._by_name.get(name)

    def state(self, value: str) -> PhasedState:
        return self._states[value]

    def phase(self, state: str) -> Phase:
        return self.state(state).phase

    def is_open(self, state: str) -> bool:
        return self.phase(state) is not Phase.closed

    def label(self, state: str) -> str:
        return self.state(state).label

    def states_in(self, phase: Phase) -> tuple[PhasedState, ...]:
        return tuple(state for state in self.states if state.phase is phase)

    def fold(self, acts: Iterable[Act]) -> Facts:
        """Replay the effective history of the rows.

        Raises:
            Impossible: an act that survives a correction has no source state left.
        """
        facts = Facts()
        for act in effective(acts):
            facts = self.fire(facts, act)
        return facts

    def fire(self, facts: Facts, act: Act) -> Facts:
        """The facts after one more act; guards are not asked here.

        Raises:
            Impossible: the state does not allow the act.
        """
        action = self._by_name.get(act.action)
        if action is None:
            raise Impossible(act, facts.state)
        entered = _enter(facts, act, action)
        was_open = not facts.working_state or self.is_open(facts.working_state)
        if action.parks and self.parked is not None:
            # A turn of the year that a correction adds behind the closing parks nothing (model 6).
            parked = replace(entered, state=self.parked, resumes_to=facts.working_state)
            return parked if was_open else entered
        state = self._move(entered, act, facts.working_state)
        entered = replace(entered, state=state, resumes_to="")
        closes = action.can_close and was_open and not self.is_open(state) and not action.voids
        return _close(entered, act, action) if closes else entered

    def clock_acts(self, facts: Facts) -> tuple[ClockAct, ...]:
        """The facts as dated effects on the clock, ready for a replay.

        An act that can close stops the clock only if it did close (several recipients: the last one served).
        What is void has no term left, though it is no closing that counts.
        """
        ends = dict(facts.closings)
        found = []
        for act in facts.acts:
            action = self._by_name[act.action]
            ended_on = act.on_day if action.voids else ends.get(act.seq)
            if action.effect is None or (action.can_close and ended_on is None):
                continue
            found.append(_clock_act(facts, act, action, ended_on))
        return tuple(found)

    def read_clock(self, facts: Facts, calendar: WorkingCalendar) -> Reading:
        return read_clock(self.clock_acts(facts), calendar)

    def situation(self, facts: Facts, calendar: WorkingCalendar) -> Situation:
        return Situation(facts, self.read_clock(facts, calendar), calendar)

    def reachable(self, facts: Facts) -> tuple[Action, ...]:
        """The acts whose sources hold the present state, in the order of the table."""
        here = facts.working_state
        return tuple(a for a in self.actions if here in a.sources and not a.creates)

    def refusals(self, situation: Situation, act: Act) -> tuple[Refusal, ...]:
        """Every hard guard that speaks against the act."""
        guards = self._by_name[act.action].guards
        return tuple(r for g in guards if (r := g.check(situation, act)) is not None)

    def warnings(self, situation: Situation, act: Act) -> tuple[Refusal, ...]:
        """Every soft guard that has a doubt; the act is possible all the same."""
        guards = self._by_name[act.action].warnings
        return tuple(r for g in guards if (r := g.check(situation, act)) is not None)

    def open_to(
        self, situation: Situation, *, roles: frozenset[Role], on_day: date
    ) -> tuple[OpenAct, ...]:
        """What these roles may do now. Guards that need the act's data are asked again when it is performed."""
        found = []
        for action in self.reachable(situation.facts):
            if action.roles & roles and not action.corrects and not action.parks:
                probe = Act(0, action.name, on_day)
                found.append(OpenAct(action, self._probe(situation, probe)))
        return tuple(found)

    def _probe(self, situation: Situation, probe: Act) -> tuple[Refusal, ...]:
        missing = missing_before(self._by_name[probe.action], situation.facts, self)
        return (*missing, *self.refusals(situation, probe))

    def _move(self, facts: Facts, act: Act, source: str) -> str:
        cursor = _Cursor(source or _NEW)
        try:
            moved = self._machine.events[act.action].trigger(cursor, data=(facts, act))
        except MachineError as error:
            raise Impossible(act, source) from error
        if not moved:
            raise Impossible(act, source)
        return cursor.state

    @cached_property
    def _states(self) -> Mapping[str, PhasedState]:
        return {state.value: state for state in self.states}

    @cached_property
    def _by_name(self) -> Mapping[str, Action]:
        return {action.name: action for action in self.actions}

    @cached_property
    def _machine(self) -> Machine:
        return Machine(
            model=None,
            states=[_NEW, *(state.value for state in self.states)],
            initial=None,
            auto_transitions=False,
            send_event=True,
            queued=False,
            transitions=[row for action in self.actions for row in _transitions(action)],
        )


def missing_before(action: Action, facts: Facts, workflow: Workflow) -> tuple[Refusal, ...]:
    """Out of order: none of the acts that must come first has been done (model 3)."""
    if not action.after or facts.last(*action.after) is not None:
        return ()
    first = "、".join(f"“{workflow._by_name[name].label}”" for name in action.after)
    return (
        Refusal(
            "comes_after",
            action.basis,
            f"“{action.label}”须在{first}之后进行（{action.basis}）；请先登记前一事项。",
        ),
    )


def _transitions(action: Action) -> list[dict[str, Any]]:
    sources = [_NEW] if action.creates else [source.value for source in action.sources]
    branches = action.target if isinstance(action.target, tuple) else ()
    if branches:
        return [
            {
                "trigger": action.name,
                "source": sources,
                "dest": branch.target.value,
                "conditions": _condition(branch),
            }
            for branch in branches
        ]
    dest = action.target.value if isinstance(action.target, PhasedState) else "="
    return [{"trigger": action.name, "source": sources, "dest": dest}]


def _condition(branch: Branch) -> Callable[[EventData], bool]:
    def holds(event: EventData) -> bool:
        facts, act = event.kwargs["data"]
        return branch.when(facts, act)

    return holds


def _enter(facts: Facts, act: Act, action: Action) -> Facts:
    values = dict(facts.values)
    for fact, source in action.sets.items():
        value = act.on_day.isoformat() if source == "on_day" else act.data.get(source)
        if value is not None:
            values[fact] = value
    facts = replace(facts, values=values, acts=(*facts.acts, act))
    return _enter_thread(facts, act, action) if action.thread_kind else facts


def _enter_thread(facts: Facts, act: Act, action: Action) -> Facts:
    if action.opens:
        return facts.with_thread(
            Thread(act.seq, action.opens, action.name, act.on_day, dict(act.data))
        )
    thread = picked_thread(facts, act, action)
    if thread is None:
        raise Impossible(act, facts.state)
    values = {**thread.values, **act.data, **action.enters}
    if action.updates:
        return facts.with_thread(replace(thread, values=values, confirmed_on=act.on_day))
    closed = replace(
        thread, values=values, closed_on=act.on_day, closed_by=action.name, closed_in=act.seq
    )
    return facts.with_thread(closed)


def _close(facts: Facts, act: Act, action: Action) -> Facts:
    round_began = max((seq for seq, _ in facts.closings), default=0)
    same = facts.threads_of(action.opens, only_open=True) if action.opens else ()
    # several recipients: the last one served, by whatever way
    day = max([act.on_day, *(t.opened_on for t in same if t.key > round_began)])
    closings = (*facts.closings, (act.seq, day))
    if facts.closed_on is not None:  # a redone answer changes neither day nor outcome (model 7)
        return replace(facts, closings=closings)
    # model 7: a case closed before its receipt day was fixed gets the day of that act.
    values = {"received_on": day.isoformat(), **facts.values}
    outcome = action.outcome or str(facts.values.get("outcome", ""))
    return replace(facts, closed_on=day, outcome=outcome, closings=closings, values=values)


def picked_thread(facts: Facts, act: Act, action: Action) -> Thread | None:
    """The thread an act works on: the one it names, or the latest open one of its kind."""
    if act.data.get("thread"):
        thread = facts.thread(act.data["thread"])
        return thread if thread is not None and thread.kind == action.thread_kind else None
    found = facts.threads_of(action.thread_kind)
    chosen = [t for t in found if t.is_open] or list(found)
    return chosen[-1] if chosen else None


def _clock_act(facts: Facts, act: Act, action: Action, closed_on: date | None) -> ClockAct:
    thread = next((t for t in facts.threads if act.seq in (t.key, t.closed_in)), None)
    until = act.data.get("until")
    return ClockAct(
        seq=act.seq,
        on_day=closed_on or act.day(action.effect_day),
        effect=action.effect or ClockEffect.stop,
        basis=action.basis,
        label=action.label,
        term=action.term,
        days=int(thread.values.get("days") or 0) if thread else 0,
        until=date.fromisoformat(until) if until else None,
        key=str(act.seq),
        received_on=thread.confirmed_on if thread else None,
        ended_on=thread.closed_on if thread else None,
        final=closed_on is not None,
        accepted_late=bool(thread.values.get("accepted_late")) if thread else False,
    )
