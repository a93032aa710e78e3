"""A term that runs on a record beside its main period: who has to act, since when, until when, under which article.

A row of `Workflow.timers` reads the open terms from the facts; nothing here decides what happens when one is over.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from workflows.action import Situation
from workflows.vocabulary import Labelled


class Whose(Labelled):
    """Who has to act before the term ends."""

    ours = "ours", "本机关"
    applicant = "applicant", "申请人"
    consulted = "consulted", "被征求意见方"
    department = "department", "协办单位"
    review_body = "review_body", "复议机关或者法院"


@dataclass(frozen=True)
class Timer:
    """One running term.

    `seq` is the thread or the act it belongs to (0: the record as a whole), so that a replay finds it again. `proposes`
    names the act that a person may do once the term is over; it is never done by itself. `lapses`: at its end a chance
    is gone and nothing is late.
    """

    key: str
    label: str
    basis: str
    whose: Whose
    starts_on: date
    ends_on: date
    seq: int = 0
    proposes: str = ""
    lapses: bool = False


@dataclass(frozen=True)
class TimerRow:
    """How one kind of term is read from a situation; none, one, or one for each open thread."""

    key: str
    read: Callable[[Situation], Iterable[Timer]]
