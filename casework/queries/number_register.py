"""发文登记簿: the numbers of one unit and year in their order, each with its paper, how it was sent, its proof, or why it is void."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from casework.errors import NotFound
from casework.models.document import Document, ServiceAttempt
from casework.models.record import Note, Record
from casework.models.unit import Unit
from casework.viewer import Viewer
from workflows.documents import DOCUMENTS
from workflows.serving import PROOFS, method_label

PAGE_SIZE = 100


@dataclass(frozen=True)
class NumberRow:
    """One number of the register."""

    number: str
    issued_on: date
    title: str
    record_id: int
    document_id: int
    case_number: str
    sent: str
    proof: str
    void: bool
    reason: str


@dataclass(frozen=True)
class Register:
    """One page of the register, with the kinds of paper that were numbered in that year."""

    unit: Unit
    year: int
    key: str
    rows: tuple[NumberRow, ...]
    total: int
    page: int
    page_size: int
    kinds: tuple[tuple[str, str, int], ...]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.page_size))


def register(
    session: Session,
    viewer: Viewer,
    *,
    unit_code: str,
    year: int,
    key: str = "",
    void: bool = False,
    page: int = 1,
    page_size: int = PAGE_SIZE,
) -> Register:
    """The numbers that a unit gave in a year; `key` picks one kind of paper, `void` those taken back.

    Raises:
        NotFound: no such unit, or out of sight; no such kind of paper.
    """
    unit = _unit(session, viewer, unit_code)
    if key and key not in DOCUMENTS:
        raise NotFound(f"没有“{key}”这一种文书；请从登记簿列出的种类中选择。")
    here = [Document.numbered_by == unit.id, Document.number_year == year]
    kinds = _kinds(session, here)
    if key:
        here.append(Document.key == key)
    if void:
        here.append(Document.voided_by.is_not(None))
    total = session.scalar(select(func.count()).select_from(Document).where(*here)) or 0
    page = max(page, 1)
    rows = _rows(session, here, offset=(page - 1) * page_size, limit=page_size)
    return Register(unit, year, key, rows, total, page, page_size, kinds)


def _unit(session: Session, viewer: Viewer, code: str) -> Unit:
    unit = session.scalar(select(Unit).where(Unit.code == code))
    if unit is None or not viewer.may_see(unit.id):
        raise NotFound(f"没有代码为“{code}”的单位，或者不在您可以查看的范围内；请核对单位代码。")
    return unit


def _kinds(
    session: Session, where: Collection[ColumnElement[bool]]
) -> tuple[tuple[str, str, int], ...]:
    """Which kinds of paper were numbered, in the order of the law, each with how many."""
    rows = session.execute(
        select(Document.key, func.count()).where(*where).group_by(Document.key)
    ).all()
    counted = {row[0]: row[1] for row in rows}
    return tuple((k, DOCUMENTS[k].title, counted[k]) for k in DOCUMENTS if k in counted)


def _rows(
    session: Session, where: Collection[ColumnElement[bool]], *, offset: int, limit: int
) -> tuple[NumberRow, ...]:
    order = (Document.series, Document.serial, Document.id)
    page = select(Document.id).where(*where).order_by(*order).offset(offset).limit(limit)
    papers = session.execute(
        select(*_SHOWN, Record.number.label("case_number"))
        .join(Record, Record.id == Document.record_id)
        .where(Document.id.in_(page))
        .order_by(*order)
    ).all()
    attempts = _attempts(session, [paper.id for paper in papers])
    proofs = _proofs(session, [one for several in attempts.values() for one in several])
    reasons = _reasons(session, papers)
    return tuple(
        NumberRow(
            paper.number,
            paper.issued_on,
            paper.title,
            paper.record_id,
            paper.id,
            paper.case_number or "",
            _sent(paper, attempts.get(paper.id, [])),
            _proof(paper, attempts.get(paper.id, []), proofs),
            paper.voided_by is not None,
            reasons.get(paper.id, ""),
        )
        for paper in papers
    )


_SHOWN = (
    Document.id,
    Document.record_id,
    Document.number,
    Document.title,
    Document.issued_on,
    Document.sent_on,
    Document.served_on,
    Document.voided_by,
)


def _attempts(session: Session, ids: list[int]) -> dict[int, list[ServiceAttempt]]:
    found: dict[int, list[ServiceAttempt]] = {}
    rows = select(ServiceAttempt).where(ServiceAttempt.document_id.in_(ids))
    for row in session.scalars(rows.order_by(ServiceAttempt.seq)):
        found.setdefault(row.document_id or 0, []).append(row)
    return found


def _proofs(session: Session, attempts: list[ServiceAttempt]) -> dict[int, str]:
    """By attempt: the number of the parcel, or else what was written down; nothing where that is erased."""
    told = select(Note.record_id, Note.seq, Note.content).where(
        Note.record_id.in_({one.record_id for one in attempts}),
        Note.seq.in_({one.seq for one in attempts}),
        Note.field.in_(PROOFS),
    )
    said = {(row.record_id, row.seq): row.content or "" for row in session.execute(told)}
    return {one.id: one.tracking or said.get((one.record_id, one.seq), "") for one in attempts}


def _reasons(session: Session, papers: Sequence[Any]) -> dict[int, str]:
    """Why each void number is void, from the row that took it back."""
    void = {(p.record_id, p.voided_by): p.id for p in papers if p.voided_by is not None}
    rows = session.execute(
        select(Note.record_id, Note.seq, Note.content).where(
            Note.record_id.in_({record for record, _ in void}),
            Note.seq.in_({seq for _, seq in void}),
            Note.field == "reasons",
        )
    )
    said: Mapping[tuple[int, int], str | None] = {(row[0], row[1]): row[2] for row in rows}
    return {
        paper.id: said.get((paper.record_id, paper.voided_by)) or "（理由已依法清除）"
        for paper in papers
        if paper.voided_by is not None
    }


def _sent(paper: Any, attempts: list[ServiceAttempt]) -> str:
    lines = [f"{a.dispatched_on} {method_label(a.method)}" for a in attempts]
    return "；".join(lines) or (str(paper.sent_on) if paper.sent_on else "")


def _proof(paper: Any, attempts: list[ServiceAttempt], proofs: Mapping[int, str]) -> str:
    if paper.voided_by is not None:
        return ""
    tracked = [proofs[a.id] for a in attempts if proofs[a.id]]
    returned = [f"{a.returned_on}退回" for a in attempts if a.returned_on]
    received = [f"{paper.served_on}收到"] if paper.served_on else []
    return "；".join((*tracked, *returned, *received)) or "尚无送达凭证"
