"""Applicants that are known from earlier requests, by identity number or by name; only to who may see those requests."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.encryption import Cipher
from casework.models.party import Party
from casework.models.record import Record
from casework.queries.parties import PartyView, masked_party
from casework.queries.sight import visible
from casework.viewer import Viewer
from workflows.parties import PartyKind
from workflows.vocabulary import RecordKind, State

_LOOKED_AT = 200


@dataclass(frozen=True)
class KnownPerson:
    """An applicant as he last appeared, identity and contact data masked. `same_number`: he gave the same number."""

    party_id: int
    record_id: int
    number: str
    person: PartyView
    cases: int
    same_number: bool

    @property
    def has_more(self) -> bool:
        """Whether his earlier request tells anything but his name."""
        one = self.person
        return bool(one.id_number or one.phone or one.address or one.email)


def known_people(
    session: Session,
    viewer: Viewer,
    cipher: Cipher,
    *,
    name: str,
    id_number: str,
    most: int = 4,
) -> tuple[KnownPerson, ...]:
    """Who has applied under this number or name, the same number first, then the latest.

    A namesake who gave another number is another person, and left out.
    """
    name_index, id_index = cipher.index(name), cipher.index(id_number)
    known = [Party.name_index == name_index] if name_index else []
    known += [Party.id_index == id_index] if id_index else []
    if not known:
        return ()
    rows = session.execute(
        select(Party, Record)
        .join(Record, Record.id == Party.record_id)
        .where(
            or_(*known),
            Party.kind == PartyKind.applicant,
            Record.kind == RecordKind.request,
            Record.state != State.void,
            visible(viewer),
        )
        .order_by(Record.id.desc(), Party.position)
        .limit(_LOOKED_AT)
    ).all()
    groups: dict[tuple[str, str], list[tuple[Party, Record]]] = {}
    for party, record in rows:
        if not (id_index and party.id_index and party.id_index != id_index):
            groups.setdefault((party.name_index, party.id_index), []).append((party, record))
    found = (_known(rows, cipher, id_index) for rows in groups.values())
    return tuple(sorted(found, key=lambda one: (not one.same_number, -one.record_id))[:most])


def _known(rows: Iterable[tuple[Party, Record]], cipher: Cipher, id_index: str) -> KnownPerson:
    rows = tuple(rows)
    party, record = rows[0]
    return KnownPerson(
        party.id,
        record.id,
        record.number or "",
        masked_party(party, cipher),
        len({one.id for _, one in rows}),
        bool(id_index) and party.id_index == id_index,
    )
