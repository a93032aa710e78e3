"""The shape of an act: one row of the law's tables with its guards and branches. Nothing is decided or folded here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from workflows.calendar import WorkingCalendar
from workflows.clock import Reading
from workflows.forms import Field, FieldKind
from workflows.history import Act, Facts
from workflows.terms import Term
from workflows.vocabulary import ClockEffect, Phase, PhasedState, Role, SigningStep


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


_WAY_PAST = "确有特殊情形的，可由审批人写明理由后“例外放行”。"


@dataclass(frozen=True)
class Guard:
    """A named condition. `sentence_against` returns an empty string when the condition holds.

    `waiver` names in Chinese what an approver may let pass with a written reason (the act `waive`); empty: nobody may.
    """

    name: str
    basis: str
    sentence_against: Callable[[Situation, Act], str]
    waiver: str = ""

    def check(self, situation: Situation, act: Act) -> Refusal | None:
        sentence = self.sentence_against(situation, act)
        if sentence and self.waiver:
            sentence += _WAY_PAST
        return Refusal(self.name, self.basis, sentence) if sentence else None


def guard(basis: str, *, waiver: str = "") -> Callable[[Callable[[Situation, Act], str]], Guard]:
    """Make a guard of a function named as the sentence it asserts."""

    def wrap(function: Callable[[Situation, Act], str]) -> Guard:
        return Guard(function.__name__, basis, function, waiver)

    return wrap


@dataclass(frozen=True)
class Consequence:
    """An act that is fired on the linked record in the same transaction (model 1: a 纠正 reopens its request).

    `when` is asked of the facts after the act; `passes` maps fields of the linked act to fields of this one.
    """

    action: str
    when: Callable[[Facts, Act], bool]
    passes: Mapping[str, str] = field(default_factory=dict)


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
    enters the act's day as the thread's proven receipt. `renews`: what it opens takes the place of the open ones of its
    kind. `sets` maps facts of the record to fields of the act
    (`on_day` is the act's own day). `outside_fact`: the act records something that happened outside, so its day may
    lie before the last row's. `after`: acts of which one must have been done before. `parks`: the turn of the year.
    `rests`: nobody worked on the record, so one in 结转 stays there.
    `voids`: the record counts nowhere from now on. `corrects`: the act changes the history instead of adding to it.
    `term_by` names a field, or a fact of the record, whose value picks the term out of `terms`; `term` holds where it
    picks none. `effect_day` names a field of the act or else a fact; while it is not known the act leaves the clock as it
    is. `fulfils`: what the period ran for is done, in time or not, though the record stays open.
    `document` is the paper the act issues and `encloses` what goes out with it; each is drawn, numbered and frozen.
    `also`: what it sets off on the linked record. `looks_up`: facts of other records that the service adds to the data
    before the guards are asked, by name. `party`: the field that says in what part the act adds somebody; who he is goes
    to an encrypted row, and the journal keeps the position. `readdresses`: the field that names the party whose address there
    the act replaces. `divides`: the creating act of a record that the service opens
    beside this one, whose consequence (`also`) is this act. `moves`: the field that names the unit that answers from now on.
    `dispatches` and `receives` name the paper whose sending or whose receipt the act records (235号).
    `settles` names the kind whose open threads are closed by what the act opens. `sent_by`: the act that will bring the paper
    to its reader; what the paper says holds then, so it is drawn as if that act had been done the same day.
    `erases`: what is personal in the record goes with the act, for ever, so it cannot be annulled.
    `takes_file`: the act brings a file, and this is the field of its digest; the bytes lie beside the journal.
    `signs`: the step of the chain of signatures that the act signs; `says` is what a signature without an opinion says.
    `returns`: it signs by sending the draft back.
    `writes`: the field that holds a new version of the text of a paper; every character of it must be drawable.
    `reveals`: whoever does it may look at masked data for a while.
    `foresees`: papers that a later act will issue from what this one states; they can be looked at before.
    `beside_text`: it is about a place in the text of a draft, so it is done on the page that shows the text.
    `tells`: colleagues with these roles in the unit (or above it, where a role reaches down) are told of it at once.
    `renews_code`: the applicant is handed a query code on the paper of the act; one from before opens nothing from now on.
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
    term_by: str = ""
    terms: Mapping[str, Term] = field(default_factory=dict)
    fulfils: bool = False
    opens: str = ""
    updates: str = ""
    closes: str = ""
    renews: bool = False
    sets: Mapping[str, str] = field(default_factory=dict)
    enters: Mapping[str, str] = field(default_factory=dict)
    outcome: str = ""
    document: str = ""
    encloses: tuple[str, ...] = ()
    draws_number: bool = False
    creates: bool = False
    outside_fact: bool = False
    after: tuple[str, ...] = ()
    parks: bool = False
    rests: bool = False
    voids: bool = False
    corrects: bool = False
    also: Consequence | None = None
    looks_up: tuple[str, ...] = ()
    party: str = ""
    readdresses: str = ""
    divides: str = ""
    moves: str = ""
    takes_file: str = ""
    signs: SigningStep | None = None
    says: str = ""
    returns: bool = False
    writes: str = ""
    foresees: tuple[str, ...] = ()
    reveals: bool = False
    dispatches: str = ""
    settles: str = ""
    sent_by: str = ""
    receives: str = ""
    erases: bool = False
    renews_code: bool = False
    tells: frozenset[Role] = frozenset()
    beside_text: bool = False

    @property
    def papers(self) -> tuple[str, ...]:
        """The key of every paper the act issues, the one it is about first."""
        return (self.document, *self.encloses) if self.document else ()

    @cached_property
    def personal(self) -> Mapping[str, Field]:
        """The fields whose values may have to be erased, by their keys."""
        return {one.key: one for one in self.fields if one.personal}

    @property
    def asks_for_result(self) -> bool:
        """Whether a result of the closed list is chosen in its form."""
        return any(one.kind is FieldKind.outcome for one in self.fields)

    @property
    def previews(self) -> tuple[str, ...]:
        """The key of every paper that can be looked at before the act is done."""
        return self.papers or self.foresees

    @property
    def targets(self) -> tuple[PhasedState, ...]:
        """Every state this act can lead to; empty when the state stays."""
        if self.target is None:
            return ()
        if isinstance(self.target, tuple):
            return tuple(branch.target for branch in self.target)
        return (self.target,)

    @cached_property
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
