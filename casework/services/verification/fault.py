"""What `verify` finds: a fault with its place, its rule and a sentence. No check is made here."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it should be.

    `where` names the case, the unit or the journal row in Chinese; `rule` is a stable code; `sentence` says what differs.
    """

    where: str
    rule: str
    sentence: str
