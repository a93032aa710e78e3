"""The people of a case as pages and API show them: identity and contact data masked."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.encryption import Cipher
from casework.models.party import Party
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
    def part(self) -> str:
        """In what part somebody other than a first applicant takes part; empty for an applicant."""
        labels = {kind.value: kind.label for kind in PartyKind if kind is not PartyKind.applicant}
        return labels.get(self.kind, "")


def parties_of(session: Session, record_id: int, cipher: Cipher) -> tuple[PartyView, ...]:
    """Everybody who takes or took part, in their places."""
    rows = session.scalars(
        select(Party).where(Party.record_id == record_id).order_by(Party.position)
    )
    return tuple(masked_party(party, cipher) for party in rows)


def masked_party(party: Party, cipher: Cipher) -> PartyView:
    """One of them, identity and contact data masked."""
    return PartyView(
        position=party.position,
        kind=party.kind,
        name=party.name,
        category=party.category,
        id_type=party.id_type,
        id_number=masked(cipher.decrypt(party.id_number)),
        phone=masked(cipher.decrypt(party.phone)),
        address=masked(cipher.decrypt(party.address)),
        email=masked(cipher.decrypt(party.email)),
    )


def masked(text: str) -> str:
    """A number or address with its middle hidden; of a short one only the ends are left."""
    if len(text) < 5:
        return "*" * len(text)
    head, tail = (3, 4) if len(text) >= 11 else (1, 1)
    return text[:head] + "*" * (len(text) - head - tail) + text[-tail:]
