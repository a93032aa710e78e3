"""The people of a case as pages and API show them: identity and contact data masked."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.encryption import Cipher
from casework.models.journal import JournalEntry
from casework.models.party import Party
from casework.viewer import Viewer
from workflows.definition import Workflow
from workflows.parties import PartyKind


@dataclass(frozen=True)
class PartyView:
    """A party with identity and contact data masked."""

    position: int
    kind: str
    name: str
    category: str
    id_type: str
    id_number: str
    phone: str
    address: str
    email: str

    @property
    def hides(self) -> bool:
        """Whether there is anything that is masked."""
        return bool(self.id_number or self.phone or self.address or self.email)

    @property
    def part(self) -> str:
        """In what part somebody other than a first applicant takes part; empty for an applicant."""
        labels = {kind.value: kind.label for kind in PartyKind if kind is not PartyKind.applicant}
        return labels.get(self.kind, "")


def parties_of(
    session: Session, record_id: int, cipher: Cipher, *, revealed: bool = False
) -> tuple[PartyView, ...]:
    """Everybody who takes or took part, in their places."""
    rows = session.scalars(
        select(Party).where(Party.record_id == record_id).order_by(Party.position)
    )
    return tuple(_shown(party, cipher, str if revealed else masked) for party in rows)


def masked_party(party: Party, cipher: Cipher) -> PartyView:
    """One of them, identity and contact data masked."""
    return _shown(party, cipher, masked)


def revealed_until(
    workflow: Workflow, rows: Iterable[JournalEntry], viewer: Viewer, *, at: datetime | None
) -> datetime | None:
    """Until when this viewer may look at what is masked, by an act of his own; None where he may not now."""
    own = [
        row.at + REVEALED_FOR
        for row in rows
        if row.actor_id is not None and row.actor_id == viewer.user_id
        if (action := workflow.action(row.action)) is not None and action.reveals
    ]
    return max(own) if at is not None and own and max(own) > at else None


REVEALED_FOR = timedelta(minutes=15)
"""reading: the law sets no time; long enough for a call or an address, short enough that no screen is left open with it."""


def _shown(party: Party, cipher: Cipher, show: Callable[[str], str]) -> PartyView:
    return PartyView(
        position=party.position,
        kind=party.kind,
        name=party.name,
        category=party.category,
        id_type=party.id_type,
        id_number=show(cipher.decrypt(party.id_number)),
        phone=show(cipher.decrypt(party.phone)),
        address=show(cipher.decrypt(party.address)),
        email=show(cipher.decrypt(party.email)),
    )


def masked(text: str) -> str:
    """A number or address with its middle hidden; of a short one only the ends are left."""
    if len(text) < 5:
        return "*" * len(text)
    head, tail = (3, 4) if len(text) >= 11 else (1, 1)
    return text[:head] + "*" * (len(text) - head - tail) + text[-tail:]
