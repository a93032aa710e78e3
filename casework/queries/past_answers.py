"""Past answers to similar requests, found by the words of what is asked; only what the viewer may see."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from casework.models.document import Document
from casework.models.record import Record, RequestItem
from casework.models.search import ranked
from casework.queries.sight import visible
from casework.viewer import Viewer
from workflows.outcomes import OUTCOMES
from workflows.vocabulary import RecordKind

_LOOKED_AT = 200


@dataclass(frozen=True)
class PastAnswer:
    """An answered request. `document_id` is its answer, None where none was drawn here (imported ledgers)."""

    record_id: int
    number: str
    content: str
    outcome: str
    closed_on: date | None
    document_id: int | None
    title: str


def past_answers(
    session: Session, viewer: Viewer, record: Record, words: str, *, most: int = 5
) -> tuple[PastAnswer, ...]:
    """The answered requests whose texts share most with these words, the nearest first."""
    near = ranked(session, words, most=_LOOKED_AT)
    if not near:
        return ()
    first = and_(RequestItem.record_id == Record.id, RequestItem.position == 1)
    rows = session.execute(
        select(Record, RequestItem.content)
        .outerjoin(RequestItem, first)
        .where(
            Record.id.in_(near),
            Record.id != record.id,
            Record.kind == RecordKind.request,
            Record.closed_on.is_not(None),
            visible(viewer),
        )
    ).all()
    place = {record_id: n for n, record_id in enumerate(near)}
    nearest = sorted(rows, key=lambda row: place[row.Record.id])[:most]
    papers = _answers(session, [row.Record.id for row in nearest])
    return tuple(_past(one, content or "", papers.get(one.id)) for one, content in nearest)


def _answers(session: Session, record_ids: list[int]) -> dict[int, Document]:
    """The latest paper that closed each of these cases."""
    rows = session.scalars(
        select(Document)
        .where(Document.record_id.in_(record_ids), Document.key.in_(("answer", "termination")))
        .order_by(Document.seq)
    )
    return {paper.record_id: paper for paper in rows}


def _past(record: Record, content: str, paper: Document | None) -> PastAnswer:
    known = OUTCOMES.get(record.outcome)
    return PastAnswer(
        record.id,
        record.number or "",
        content,
        f"{known.code} {known.label}（{known.basis}）" if known else record.outcome,
        record.closed_on,
        paper.id if paper else None,
        f"{paper.title}{paper.number}" if paper else "",
    )
