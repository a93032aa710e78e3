"""What is known of the sending and the receipt of each paper, folded from the acts: two facts, never one from the other (235号)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from workflows.action import Action
from workflows.definition import Workflow
from workflows.documents import DOCUMENTS, Addressee
from workflows.forms import FieldKind
from workflows.history import Act, Facts
from workflows.parties import all_are_reached
from workflows.vocabulary import ServiceMethod

SERVICE = "paper_service"
_EVERYBODY = 0  # an act that names no recipient speaks of all of them

# What proves a dispatch, the number of the parcel first; what may name a person is a text that can be erased.
PROOFS = ("tracking", "proof", "log", "agency")

# Who is reached at an address that no party of the case has.
OTHERS = (Addressee.third_party, Addressee.co_maker, Addressee.agency)

PaperKey = tuple[int, str]  # the row that drew the paper, and its kind


@dataclass(frozen=True)
class Service:
    """One paper: its first dispatch, and whom it is proved to have reached when."""

    seq: int
    key: str
    sent_on: date | None = None
    reached: tuple[tuple[int, date], ...] = ()

    def served_on(self, facts: Facts) -> date | None:
        """The day on which the last of those it is for had received it; None while somebody has not."""
        who = {recipient for recipient, _ in self.reached}
        if not who:
            return None
        if _EVERYBODY in who or all_are_reached(facts, who):
            return max(day for _, day in self.reached)
        return None


def is_served(key: str) -> bool:
    """Whether proof of service is asked of a paper: all that bear a number of ours and go to somebody."""
    return bool(DOCUMENTS[key].word)


def drawn_in(act: Act) -> Iterator[PaperKey]:
    """The papers that a row drew, the one it is about first."""
    for entry in (act.data.get("document"), *(act.data.get("enclosed") or ())):
        if entry:
            yield act.seq, str(entry["key"])


def paper_key(value: object) -> PaperKey | None:
    """A paper as a form names it, `12.answer`."""
    seq, _, key = str(value).partition(".")
    return (int(seq), key) if seq.isdecimal() and key in DOCUMENTS else None


def address_place(workflow: Workflow, facts: Facts, seq: int) -> str:
    """Which text, `seq.field`, says last where whoever a row wrote to is reached; empty while none does."""
    for act in reversed(facts.acts):
        row = workflow.action(act.action)
        asked = (f.key for f in row.fields if f.kind is FieldKind.contact) if row else iter(())
        told = next((key for key in asked if act.data.get(key)), "")
        paper = paper_key(act.data.get("paper"))
        if told and seq in (act.seq, paper[0] if paper else 0):
            return f"{act.seq}.{told}"
    return ""


def writes_to_others(facts: Facts, seq: int) -> bool:
    """Whether a row wrote to somebody who is no party: a third party, a co-maker, another agency."""
    act = next((act for act in facts.acts if act.seq == seq), None)
    return act is not None and any(
        DOCUMENTS[key].addressee in OTHERS for _, key in drawn_in(act) if is_served(key)
    )


def services(workflow: Workflow, facts: Facts) -> Mapping[PaperKey, Service]:
    """Every paper of a record, with what is known of its service."""
    found: dict[PaperKey, Service] = {}
    for act in facts.acts:
        for seq, key in drawn_in(act):
            found[seq, key] = Service(seq, key)
        action = workflow.action(act.action)
        if action is None:
            continue
        paper = found.get(_named(facts, act, action, tuple(found)) or (0, ""))
        if paper is not None:
            found[paper.seq, paper.key] = _with(paper, facts, act, action)
    return found


def _named(facts: Facts, act: Act, action: Action, known: tuple[PaperKey, ...]) -> PaperKey | None:
    """The paper an act serves: the one its thread or itself names, else the latest of its kind."""
    thread = facts.thread(act.data["thread"]) if act.data.get("thread") else None
    named = act.data.get("paper") or (thread.values.get("paper") if thread else None)
    if named and action.thread_kind == SERVICE:
        return paper_key(named)
    kind = action.dispatches or action.receives
    upto = thread.key if thread else act.seq
    return next((at for at in reversed(known) if at[1] == kind and at[0] <= upto), None)


def _with(paper: Service, facts: Facts, act: Act, action: Action) -> Service:
    drawn_here = action.document == action.dispatches
    proved = bool(act.data.get("proof") or act.data.get("signer"))
    told = bool(action.dispatches) and (proved or not drawn_here)
    sends = told or action.opens == SERVICE
    receives = bool(action.receives) or action.updates == SERVICE or _signed_at_once(act, sends)
    if sends and paper.sent_on is None:
        paper = replace(paper, sent_on=act.on_day)
    if receives:
        paper = replace(paper, reached=(*paper.reached, (_recipient(facts, act), act.on_day)))
    return paper


def _signed_at_once(act: Act, sends: bool) -> bool:
    """Handed over against signature, or arrived with a log: the day recorded is that of the receipt (235号)."""
    by_hand = act.data.get("method") not in (None, ServiceMethod.post)
    return sends and by_hand and bool(act.data.get("signer") or act.data.get("proof"))


def _recipient(facts: Facts, act: Act) -> int:
    thread = facts.thread(act.data["thread"]) if act.data.get("thread") else None
    named = act.data.get("recipient") or (thread.values.get("recipient") if thread else None)
    return int(named) if named else _EVERYBODY


# An attempt is kept under the method the clerk chose, or under the act by which the answer was served.
_METHODS = {
    **{method.value: method.label for method in ServiceMethod},
    "serve_by_post": ServiceMethod.post.label,
    "serve_in_person": ServiceMethod.direct.label,
    "serve_through_agency": ServiceMethod.agency.label,
    "serve_electronically": ServiceMethod.electronic.label,
}


def method_label(method: str) -> str:
    """How a paper was sent, in words."""
    return _METHODS.get(method, method)
