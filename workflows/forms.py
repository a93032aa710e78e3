"""What each act must record: fields with kind, choices, need and basis. HTML, JSON and checks come from these rows."""

from dataclasses import dataclass
from enum import StrEnum

from workflows.vocabulary import Labelled


@dataclass(frozen=True)
class Choice:
    """One entry of a closed list as a form shows it."""

    value: str
    label: str


class FieldKind(StrEnum):
    """How a field is asked for, checked and kept."""

    text = "text"  # one line; kept apart from the journal, since it may have to be erased
    long_text = "long_text"  # several lines; kept like text
    contact = "contact"  # one line on how somebody is reached; kept like text, and encrypted
    # A short identifier that names no person (a number of a paper, of a parcel, a public body); it stays in the journal.
    code = "code"
    date = "date"
    integer = "integer"
    choice = "choice"
    flag = "flag"
    outcome = "outcome"  # a code of the closed list, with the facts that its answer needs
    items = "items"  # one result per thing asked
    recipient = "recipient"  # one of the parties of the case
    paper = "paper"  # a paper of the case, as row and key: 12.answer
    thread = "thread"  # one of the open consultations (or other threads) of the case
    user = "user"  # a member of staff
    unit = "unit"  # an answering unit
    entry = "entry"  # the number of a journal row
    topic = "topic"  # a word of the unit's list of topics; it stays in the journal, also when the list changes


PERSONAL_KINDS = frozenset({FieldKind.text, FieldKind.long_text, FieldKind.contact})


@dataclass(frozen=True)
class Field:
    """One thing that an act records.

    `thread_kind` names the kind of thread a `thread` field picks from; `most` bounds integers and lengths. `standards`
    are ready sentences that a form offers before the free text.
    """

    key: str
    label: str
    kind: FieldKind = FieldKind.text
    required: bool = True
    choices: tuple[Choice, ...] = ()
    basis: str = ""
    hint: str = ""
    most: int = 0
    least: int = 0
    thread_kind: str = ""
    anywhere: bool = False  # a unit is chosen from all of them, not only from those near the case
    to_others: bool = False  # a paper is chosen from those that go to neither applicant nor party
    suggests: str = ""  # a list of known values, by name; another value is as good
    standards: tuple[str, ...] = ()
    fixed: bool = (
        False  # what the act looked up hangs on it: it is annulled and done anew, not amended
    )
    default_from: str = ""  # the fact of the record that fills the field when it is left empty

    @property
    def personal(self) -> bool:
        """Whether the value is kept in an erasable row and enters the journal as a digest only."""
        return self.kind in PERSONAL_KINDS


def choices_of(vocabulary: type[Labelled], *without: Labelled) -> tuple[Choice, ...]:
    """The members of a closed list as choices, in their order."""
    return tuple(Choice(m.value, m.label) for m in vocabulary if m not in without)
