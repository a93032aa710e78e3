"""The chain of signatures under an answer: who signs which step of a round, as the unit set it when the draft was submitted.

承办 → 法制审核 → 会签 → 审批 → 签发 is practice, not statute (条例45 asks for orderly archives, 条例17 for a review
before disclosure); so a unit may leave the legal review out, name who signs, keep persons apart and ask for countersignatures.
What it chose is frozen with the draft and binds that round.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflows.action import Action, Situation, guard
from workflows.history import Act, Facts, as_day
from workflows.vocabulary import Labelled, Role, SigningStep, State

CHAIN = "chain"
"""The key under which a draft carries the chain of its round, and the setting of a unit that it was taken from."""

ABSENCES = "absences"
"""The setting of a unit with the absences of its signers and their substitutes."""

COUNTERSIGNATURE = "countersignature"

STATE_STEPS: Mapping[str, SigningStep] = {
    State.legal_review: SigningStep.legal,
    State.approval: SigningStep.approve,
    State.pending_issue: SigningStep.issue,
}
"""Whose signature a case waits for, by its state."""


class Stance(Labelled):
    """What a countersigner says."""

    agree = "agree", "同意"
    object = "object", "有不同意见"


@dataclass(frozen=True)
class Signer:
    """Somebody whom the unit named for a step."""

    user_id: int
    name: str


@dataclass(frozen=True)
class Chain:
    """The chain of one round. `skip_reason` is empty where the legal review takes place.

    `roles` and `named` hold only the steps for which the unit chose something else than the ordinary role. `apart`: the
    steps whose signer signs no later one.
    """

    skip_reason: str = ""
    roles: Mapping[str, Role] = field(default_factory=dict)
    named: Mapping[str, tuple[Signer, ...]] = field(default_factory=dict)
    apart: tuple[SigningStep, ...] = ()


def chain_of(frozen: Mapping[str, Any] | None) -> Chain:
    """A chain as it lies in the journal or in a unit's settings."""
    if not frozen:
        return _ORDINARY
    rows = frozen
    steps = {step: rows.get(step) or {} for step in SigningStep}
    return Chain(
        skip_reason=_skip_reason(rows),
        roles={step: Role(row["role"]) for step, row in steps.items() if row.get("role")},
        named={
            step: tuple(Signer(int(one["id"]), str(one.get("name") or "")) for one in row["users"])
            for step, row in steps.items()
            if row.get("users")
        },
        apart=tuple(SigningStep(step) for step in rows.get("apart") or ()),
    )


_ORDINARY = Chain()


def _skip_reason(rows: Mapping[str, Any]) -> str:
    return str((rows.get(SigningStep.legal) or {}).get("skip") or "")


def round_of(facts: Facts) -> tuple[Act | None, Chain]:
    """The draft that is being signed, or was signed last, and the chain that binds it."""
    draft = facts.last("submit_draft")
    return draft, chain_of(draft.data.get(CHAIN) if draft else None)


def roles_for(action: Action, facts: Facts) -> frozenset[Role]:
    """Who may do an act now: the roles of its row, or the one that the unit named for the step it signs."""
    step = STATE_STEPS.get(facts.working_state)
    if not action.signs or step is None:
        return action.roles
    _, chain = round_of(facts)
    if action.signs == SigningStep.countersign:
        return action.roles if chain.named.get(action.signs) else frozenset()
    named = chain.roles.get(step)
    return frozenset({named}) if named else action.roles


def signer(absences: Iterable[Mapping[str, Any]], user_id: int | None, day: date) -> dict[str, Any]:
    """What a signed act records of its signer: who, and for whom he stands in on that day (both days count).

    Nothing, where the system acts. Kept with the act, so that a later change of the absences changes no signature.
    """
    if user_id is None:
        return {}
    away = [
        int(one["user"])
        for one in absences
        if one["substitute"] == user_id and as_day(one["from"]) <= day <= as_day(one["until"])
    ]
    return {"by": user_id} | ({"stands_for": away} if away else {})


def leaves_the_legal_review_out(facts: Facts, act: Act) -> bool:
    """Whether the unit has none; the reason stands in its setting and goes with the draft."""
    return bool(_skip_reason(act.data.get(CHAIN) or {}))


def goes_to_legal_review(facts: Facts, act: Act) -> bool:
    return not leaves_the_legal_review_out(facts, act)


def waiting_countersigners(facts: Facts) -> tuple[Signer, ...]:
    """Who was asked to countersign this draft and has not yet, neither himself nor through a substitute."""
    draft, chain = round_of(facts)
    since = draft.seq if draft else 0
    given = [t for t in facts.threads_of(COUNTERSIGNATURE) if t.key > since]
    done = {signer for t in given for signer in _stands_for(t.values)}
    asked = chain.named.get(SigningStep.countersign, ())
    return tuple(one for one in asked if one.user_id not in done)


def _stands_for(data: Mapping[str, Any]) -> frozenset[int]:
    """The actor of an act and whom he is the substitute of on that day; nobody where it was not recorded."""
    by = data.get("by")
    return (
        frozenset() if by is None else frozenset({int(by), *map(int, data.get("stands_for") or ())})
    )


def _names(signers: Iterable[Signer]) -> str:
    return "、".join(one.name for one in signers)


@guard("条例45")
def the_step_is_his(case: Situation, act: Act) -> str:
    """A unit that names who signs a step is held to it for the round; a substitute signs while the named one is away."""
    step = STATE_STEPS.get(case.facts.working_state)
    _, chain = round_of(case.facts)
    named = chain.named.get(step, ()) if step else ()
    actor = _stands_for(act.data)
    if step is None or not named or not actor or actor & {one.user_id for one in named}:
        return ""
    return (
        f"按本单位的审核审批设定，本轮“{step.label}”由{_names(named)}签署（条例45）；"
        "请交其签署，不在岗的由管理员登记代签人和起止日期。"
    )


@guard("条例45")
def the_signer_of_an_earlier_step_is_another(case: Situation, act: Act) -> str:
    """四眼: where the unit keeps persons apart, nobody signs after himself."""
    draft, chain = round_of(case.facts)
    by = act.data.get("by")
    if draft is None or by is None:
        return ""
    before = {SigningStep.draft: draft.data.get("by")}
    for name, step in _EARLIER:
        signed = case.facts.last(name)
        if signed is not None and signed.seq > draft.seq:
            before[step] = signed.data.get("by")
    own = [step for step in chain.apart if before.get(step) == by]
    if not own:
        return ""
    return f"本轮的“{own[0].label}”由您本人签署，按本单位的设定须由另一人审核审批（条例45）；请交其他有权人员签署。"


_EARLIER = (("pass_review", SigningStep.legal), ("approve", SigningStep.approve))


@guard("条例45")
def everybody_asked_has_countersigned(case: Situation, act: Act) -> str:
    """A unit that asks for countersignatures gets them before the approval."""
    waiting = waiting_countersigners(case.facts)
    if not waiting:
        return ""
    return f"按本单位的设定，审批之前须由{_names(waiting)}会签（条例45）；请先会签，不在岗的由管理员登记代签人。"


@guard("条例45")
def he_was_asked_to_countersign(case: Situation, act: Act) -> str:
    """Only who was named countersigns, and once in a round."""
    _, chain = round_of(case.facts)
    asked = chain.named.get(SigningStep.countersign, ())
    if not asked:
        return "本单位没有设定会签（条例45）；请直接审核、审批。"
    actor = _stands_for(act.data)
    if not actor or actor & {one.user_id for one in waiting_countersigners(case.facts)}:
        return ""
    return f"本轮由{_names(asked)}会签，您没有待会签的（条例45）；请交所列人员会签。"


NOT_HIS = frozenset(
    one.name
    for one in (
        the_step_is_his,
        the_signer_of_an_earlier_step_is_another,
        he_was_asked_to_countersign,
    )
)
"""The guards by which an act waits for somebody else."""


@guard("条例45")
def no_countersigner_objects(case: Situation, act: Act) -> str:
    """An objection does not stop the approval, but the approver knows of it; shown as a warning."""
    draft, _ = round_of(case.facts)
    since = draft.seq if draft else 0
    against = [
        t
        for t in case.facts.threads_of(COUNTERSIGNATURE)
        if t.key > since and t.values.get("stance") == Stance.object
    ]
    if not against:
        return ""
    return f"会签中有{len(against)}人提出不同意见（条例45）；请阅会签意见后决定。"
