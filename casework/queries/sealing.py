"""The papers that wait for the signature of their unit, and the signed file of a paper; sight is asked here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.models.document import Document
from casework.models.file import AttachedFile, FileContent
from casework.models.record import Record
from casework.models.unit import Unit
from casework.queries.case_page import paper
from casework.viewer import Viewer
from workflows.sealing import SealKind
from workflows.vocabulary import Role


@dataclass(frozen=True)
class Waiting:
    """One issued paper without its signature."""

    record_id: int
    document_id: int
    version: int
    case_number: str
    unit_code: str
    unit: str
    title: str
    number: str
    issued_on: date
    kind: SealKind


def waiting(session: Session, viewer: Viewer, *, unit_code: str = "") -> Sequence[Waiting]:
    """Papers of units that sign, the oldest first; one whose facts were corrected is not worth a seal."""
    visible = viewer.unit_ids()
    asked = (
        select(Document, Record, Unit)
        .join(Record, Record.id == Document.record_id)
        .join(Unit, Unit.id == Record.unit_id)
        .where(
            Document.seal_place.is_not(None),
            Document.signed_seq.is_(None),
            Document.outdated_by.is_(None),
            Document.voided_by.is_(None),
            Document.salt.is_not(None),
        )
        .order_by(Document.issued_on, Document.id)
    )
    if visible is not None:
        asked = asked.where(Record.unit_id.in_(visible))
    if unit_code:
        asked = asked.where(Unit.code == unit_code)
    found = []
    for document, record, unit in session.execute(asked):
        kind = _kind(unit)
        if kind.signs:
            found.append(
                Waiting(
                    record_id=record.id,
                    document_id=document.id,
                    version=record.version,
                    case_number=record.number or f"未编号（登记序号{record.id}）",
                    unit_code=unit.code,
                    unit=unit.name,
                    title=document.title,
                    number=document.number,
                    issued_on=document.issued_on,
                    kind=kind,
                )
            )
    return found


@dataclass(frozen=True)
class UnitSealView:
    """How one unit seals its papers."""

    code: str
    name: str
    kind: SealKind
    has_picture: bool


def units_of(session: Session, viewer: Viewer) -> Sequence[UnitSealView]:
    """The units that the viewer administers."""
    rows = session.scalars(select(Unit).order_by(Unit.id))
    return [
        UnitSealView(
            unit.code,
            unit.name,
            _kind(unit),
            bool((unit.settings.get("seal") or {}).get("picture")),
        )
        for unit in rows
        if Role.admin in viewer.roles_in(unit.id)
    ]


def _kind(unit: Unit) -> SealKind:
    return SealKind((unit.settings.get("seal") or {}).get("kind") or SealKind.printed)


@dataclass(frozen=True)
class Kept:
    """The bytes of a paper with the digest and the salt that the journal holds of them; None where they were erased."""

    content: bytes | None
    sha256: str
    salt: str | None


def as_issued(paper: Document) -> Kept:
    """The paper as it was frozen when it was issued."""
    return Kept(paper.pdf, paper.sha256, paper.salt)


def outgoing(session: Session, paper: Document) -> Kept:
    """What of a paper goes out of the house: the signed file where there is one, else the paper as it was issued.

    Pages, interface, case file and printer all take it from here. Sight is asked by the caller.
    """
    if paper.signed_seq is None:
        return as_issued(paper)
    signed = (
        select(FileContent.content, FileContent.sha256, FileContent.salt)
        .join(AttachedFile, AttachedFile.content_id == FileContent.id)
        .where(AttachedFile.record_id == paper.record_id, AttachedFile.seq == paper.signed_seq)
    )
    return Kept(*session.execute(signed).one())


def paper_bytes(
    session: Session, viewer: Viewer, record_id: int, document_id: int, *, original: bool = False
) -> tuple[Document, bytes | None]:
    """A paper with what goes out of it, or as it was issued if the original is asked for; None when erased.

    Raises:
        NotFound: the case or the paper does not exist or is out of sight.
    """
    found = paper(session, viewer, record_id, document_id)
    kept = as_issued(found) if original else outgoing(session, found)
    return found, kept.content
