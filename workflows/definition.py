"""A workflow is its rows; the one shared machine answers "may it, and where to".

No effects happen here. `Workflow.fire` turns facts and an act into new facts; guards say in a sentence why not.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from transitions import EventData, Machine, MachineError

from workflows import folding, signing
from workflows.action import Action, Branch, Guard, Impossible, Refusal, Situation
from workflows.calendar import WorkingCalendar
from workflows.clock import ClockAct, Reading, read_clock
from workflows.history import WAIVE, Act, Facts, effective
from workflows.timer import Timer, TimerRow
from workflows.vocabulary import Labelled, Phase, PhasedState, Role


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

    `since` is the first day of arrival this version judges; `timers` are the terms that run beside and within the
    main period. `has_applicants`: it is opened with its applicants and the things they ask, by an intake of its own.
    `is_register`: it is kept by the system, and is no case. `title_field` names the field of the first act that tells
    what a record is about; `number_mark` stands before its number.
    """

    kind: Labelled
    version: str
    since: date
    states: type[PhasedState]
    actions: tuple[Action, ...]
    parked: PhasedState | None = None
    timers: tuple[TimerRow, ...] = ()
    has_applicants: bool = False
    is_register: bool = False
    title_field: str = ""
    number_mark: str = ""

    @cached_property
    def moving(self) -> Mapping[str, str]:
        """The acts that change the answering unit, each with the field that names the new one."""
        return {action.name: action.moves for action in self.actions if action.moves}

    @property
    def opening(self) -> Action:
        """The act that opens a record of this kind; where there are several, the first."""
        return next(action for action in self.actions if action.creates)

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
        source = facts.working_state
        was_open = not source or self.is_open(source)
        state = (
            "" if action.parks or action.rests else self._moved.get((act.action, source, None), "")
        )
        if state:
            entered = folding.enter(facts, act, action, state=state)
            return self._ended(entered, act, action, was_open=was_open)
        entered = folding.enter(facts, act, action)
        if action.parks and self.parked is not None:
            # A turn of the year that a correction adds behind the closing parks nothing (model 6).
            parked = replace(entered, state=self.parked, resumes_to=source)
            return parked if was_open else entered
        state = self._move(entered, act, source)
        if action.rests:  # 结转 ends with the next act of a person (model 6)
            return entered
        entered = replace(entered, state=state, resumes_to="")
        return self._ended(entered, act, action, was_open=was_open)

    def _ended(self, entered: Facts, act: Act, action: Action, *, was_open: bool) -> Facts:
        """The facts with the closing that the act is, if it is one."""
        closes = was_open and action.can_close and not action.voids
        return (
            folding.close(entered, act, action)
            if closes and not self.is_open(entered.state)
            else entered
        )

    def foreseen(self, facts: Facts, act: Act) -> Facts:
        """The facts as the reader of the paper will find them: with the act that brings it to him (`Action.sent_by`)."""
        ahead = self._by_name[act.action].sent_by
        return self.fire(facts, Act(act.seq + 1, ahead, act.on_day)) if ahead else facts

    def clock_acts(self, facts: Facts) -> tuple[ClockAct, ...]:
        """The facts as dated effects on the clock, ready for a replay.

        An act that can close stops the clock only if it did close (several recipients: the last one served).
        What is void has no term left, though it is no closing that counts.
        """
        ends = dict(facts.closings)
        found: list[ClockAct] = []
        for act in facts.acts:
            action = self._by_name[act.action]
            is_end = action.voids or action.fulfils
            ended_on = act.on_day if is_end else ends.get(act.seq)
            if action.effect is None or (action.can_close and ended_on is None):
                continue
            if ended_on is not None and found and found[-1].final:
                continue  # the period was over before: what it ran for had been done
            made = folding.clock_act(facts, act, action, ended_on)
            if made is not None:
                found.append(made)
        return tuple(found)

    def read_clock(self, facts: Facts, calendar: WorkingCalendar) -> Reading:
        return read_clock(self.clock_acts(facts), calendar)

    def situation(self, facts: Facts, calendar: WorkingCalendar) -> Situation:
        return Situation(facts, self.read_clock(facts, calendar), calendar)

    def last_due_on(self, situation: Situation) -> date | None:
        """The due date in force at the first closing, whatever was done anew since (model 7); else at the end of the period."""
        facts, clock = situation.facts, situation.clock
        if not facts.closings or (len(facts.closings) == 1 and clock.closed_on == facts.closed_on):
            return clock.last_due_on
        until = facts.closings[0][0]
        first = self.fold(act for act in facts.acts if act.seq <= until)
        return self.read_clock(first, situation.calendar).last_due_on

    def running_timers(self, situation: Situation) -> tuple[Timer, ...]:
        """Every term that runs now, the earliest end first."""
        found = [timer for row in self.timers for timer in row.read(situation)]
        return tuple(sorted(found, key=lambda timer: (timer.ends_on, timer.key, timer.seq)))

    def roles_for(self, action: Action, facts: Facts) -> frozenset[Role]:
        """Who may do an act in this situation: the roles of its row, unless the round's chain of signatures names one."""
        return signing.roles_for(action, facts)

    def reachable(self, facts: Facts) -> tuple[Action, ...]:
        """The acts whose sources hold the present state, in the order of the table."""
        return self._leaving.get(facts.working_state, ())

    def reaches(self, facts: Facts, action: Action) -> bool:
        """Whether the sources of an act hold the present state."""
        return _leaves(action, facts.working_state)

    def refusals(self, situation: Situation, act: Act) -> tuple[Refusal, ...]:
        """Every hard guard that speaks against the act and was not waived for it."""
        guards = self._by_name[act.action].guards
        found = [(g, r) for g in guards if (r := g.check(situation, act)) is not None]
        return tuple(r for g, r in found if not self.waived(situation.facts, g))

    def waived(self, facts: Facts, guard: Guard) -> bool:
        """Whether an approver let this guard pass, and no act that it guards has been done since."""
        for act in reversed(facts.acts) if guard.waiver else ():
            if act.action == WAIVE and act.data["guard"] == guard.name:
                return True
            if guard in self._by_name[act.action].guards:
                return False
        return False

    def warnings(self, situation: Situation, act: Act) -> tuple[Refusal, ...]:
        """Every soft guard that has a doubt; the act is possible all the same."""
        guards = self._by_name[act.action].warnings
        return tuple(r for g in guards if (r := g.check(situation, act)) is not None)

    def open_to(
        self,
        situation: Situation,
        *,
        roles: frozenset[Role],
        on_day: date,
        actor: Mapping[str, Any] | None = None,
        among: Callable[[Action], bool] = lambda _: True,
    ) -> tuple[OpenAct, ...]:
        """What these roles may do now. Guards that need the act's data are asked again when it is performed.

        `actor` is what an act that is signed would record of its signer; `among` leaves out acts that nobody asks about.
        """
        found = []
        for action in filter(among, self.reachable(situation.facts)):
            may = self.roles_for(action, situation.facts) & roles
            if may and not action.corrects and not action.parks:
                probe = Act(0, action.name, on_day, (actor or {}) if action.signs else {})
                found.append(OpenAct(action, self._probe(situation, probe)))
        return tuple(found)

    def idles(self, act: Act) -> bool:
        """Whether nobody worked on the record by it: the turn of the year, a moved calendar, a note, a look at masked data."""
        row = self._by_name.get(act.action)
        return row is not None and (row.rests or row.parks)

    def _probe(self, situation: Situation, probe: Act) -> tuple[Refusal, ...]:
        missing = missing_before(self._by_name[probe.action], situation.facts, self)
        return (*missing, *self.refusals(situation, probe))

    def _move(self, facts: Facts, act: Act, source: str) -> str:
        """Where an act leads. The state and the branch that holds decide, so the machine is asked once for each."""
        way = (act.action, source, _held(self._by_name[act.action], source, facts, act))
        if way not in self._moved:
            self._moved[way] = self._triggered(facts, act, source)
        return self._moved[way]

    def _triggered(self, facts: Facts, act: Act, source: str) -> str:
        cursor = _Cursor(source or _NEW)
        try:
            moved = self._machine.events[act.action].trigger(cursor, data=(facts, act))
        except MachineError as error:
            raise Impossible(act, source) from error
        if not moved:
            raise Impossible(act, source)
        return cursor.state

    @cached_property
    def _moved(self) -> dict[tuple[str, str, int | None], str]:
        return {}

    @cached_property
    def _leaving(self) -> Mapping[str, tuple[Action, ...]]:
        return {s.value: tuple(a for a in self.actions if _leaves(a, s)) for s in self.states}

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


def _leaves(action: Action, state: str) -> bool:
    return state in action.sources and not action.creates


def _held(action: Action, source: str, facts: Facts, act: Act) -> int | None:
    """Which branch of an act holds; none where it has none, or where it does not leave the state."""
    leaves = not source if action.creates else source in action.sources
    branches = action.target if leaves and isinstance(action.target, tuple) else ()
    return next((n for n, branch in enumerate(branches) if branch.when(facts, act)), None)


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
