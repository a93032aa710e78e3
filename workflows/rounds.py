"""The rounds of signatures of a case: each begins with a draft and holds everything that was signed about it."""

from collections.abc import Iterable
from dataclasses import dataclass

from workflows.action import Action
from workflows.history import Act, Facts
from workflows.signing import CHAIN, Chain, chain_of
from workflows.vocabulary import SigningStep


@dataclass(frozen=True)
class Signature:
    """One signed act with its row in the table."""

    act: Act
    action: Action


@dataclass(frozen=True)
class Round:
    """One draft, counted from 1, the chain that binds it, and its signatures in their order, that of the drafter first."""

    number: int
    chain: Chain
    signatures: tuple[Signature, ...]

    @property
    def was_returned(self) -> bool:
        return any(one.action.returns for one in self.signatures)


def rounds(facts: Facts, actions: Iterable[Action]) -> tuple[Round, ...]:
    """The rounds that the surviving acts make, the first one first."""
    rows = {action.name: action for action in actions if action.signs}
    found: list[list[Signature]] = []
    for act in facts.acts:
        row = rows.get(act.action)
        if row is None:
            continue
        if row.signs is SigningStep.draft:
            found.append([])
        if found:
            found[-1].append(Signature(act, row))
    return tuple(
        Round(n, chain_of(signed[0].act.data.get(CHAIN)), tuple(signed))
        for n, signed in enumerate(found, start=1)
    )
