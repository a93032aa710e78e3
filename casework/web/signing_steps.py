"""Which of the two signing pages a step of the chain belongs to."""

from workflows.signing import STATE_STEPS
from workflows.vocabulary import SigningStep

STEPS = {
    "review": frozenset({SigningStep.legal, SigningStep.countersign}),
    "approval": frozenset({SigningStep.approve, SigningStep.issue, SigningStep.countersign}),
}
"""What is decided on each page. The adviser's bench is the same screen with more to compare."""

LABELS = {"review": "审核页", "approval": "审批页"}


def page_of(step: SigningStep | None) -> str:
    """The page on which a step is signed; a case that waits for no signature opens on the approver's."""
    return "review" if step is SigningStep.legal else "approval"


def page_at(state: str) -> tuple[str, str]:
    """The page of a case in this state, and what its link is called."""
    page = page_of(STATE_STEPS.get(state))
    return page, LABELS[page]
