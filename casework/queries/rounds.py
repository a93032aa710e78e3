"""The signatures under an answer as a page shows them: round by round, who signed what and when, with the opinions."""

from dataclasses import dataclass
from datetime import date, datetime

from casework.queries.case_page import CaseView
from workflows.rounds import Round, Signature, rounds
from workflows.signing import Stance
from workflows.vocabulary import SigningStep


@dataclass(frozen=True)
class SignatureView:
    """One signature. `opinion` is what was typed, else what a bare signature says; `returned` sends the draft back."""

    seq: int
    step: str
    label: str
    by: str
    on_day: date
    at: datetime
    opinion: str
    returned: bool


@dataclass(frozen=True)
class RoundView:
    """One round. `notes` say what the unit's own chain changes in it."""

    number: int
    notes: tuple[str, ...]
    signatures: tuple[SignatureView, ...]
    was_returned: bool


def rounds_of(view: CaseView) -> tuple[RoundView, ...]:
    """The rounds of a case, the latest first."""
    entries = {entry.seq: entry for entry in view.entries}
    return tuple(
        RoundView(
            one.number,
            _notes(one),
            tuple(_signature(view, s) for s in one.signatures if s.act.seq in entries),
            one.was_returned,
        )
        for one in reversed(rounds(view.facts, view.workflow.actions))
    )


def _signature(view: CaseView, signed: Signature) -> SignatureView:
    entry = next(entry for entry in view.entries if entry.seq == signed.act.seq)
    stance = str(signed.act.data.get("stance") or "")
    said = (Stance(stance).label if stance else "", entry.texts.get("opinion", ""))
    step = signed.action.signs
    return SignatureView(
        seq=entry.seq,
        step=step.label if step else "",
        label=signed.action.label,
        by=entry.actor.partition("（")[0],  # a signature names the person, not his roles
        on_day=signed.act.on_day,
        at=entry.at,
        opinion="：".join(filter(None, said)) or signed.action.says,
        returned=signed.action.returns,
    )


def _notes(one: Round) -> tuple[str, ...]:
    chain = one.chain
    found = [f"本单位不设法制审核：{chain.skip_reason}"] if chain.skip_reason else []
    found += [f"{SigningStep(step).label}由{role.label}签署" for step, role in chain.roles.items()]
    found += [
        f"{SigningStep(step).label}由{'、'.join(who.name for who in named)}签署"
        for step, named in chain.named.items()
    ]
    if chain.apart:
        found.append(f"{'、'.join(step.label for step in chain.apart)}的签署人不签署以后的环节")
    return tuple(found)
