"""The issued papers of a unit and a span of days, read one by one for the printer; nothing is drawn or changed."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.errors import Invalid
from casework.models.document import Document
from casework.models.record import Record
from casework.queries import sight
from casework.queries.sealing import Kept, outgoing
from casework.services.journal import salted_digest
from casework.viewer import Viewer
from workflows.documents import DOCUMENTS

# What no file system of an office allows in a name.
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


@dataclass(frozen=True)
class Printed:
    """One paper: its place in the batch, what it is, and its bytes as they go out.

    `fault` says why there are none to print: erased by law, or not those that the journal holds a digest of.
    """

    place: int
    title: str
    number: str
    issued_on: date
    pdf: bytes
    fault: str = ""

    @property
    def name(self) -> str:
        """The name of its file; the batch sorts by it, and it holds nobody's name."""
        parts = (f"{self.place:06}", self.issued_on.isoformat(), self.title, self.number)
        return _FORBIDDEN.sub("-", "_".join(filter(None, parts))) + ".pdf"


def chosen(
    session: Session,
    viewer: Viewer,
    *,
    unit: str,
    since: date,
    until: date,
    keys: Collection[str] = (),
) -> Sequence[int]:
    """The papers of a unit issued from one day to another, both included, oldest first; their keys only.

    Raises:
        Invalid: the days run backwards, or there is no such kind of paper. NotFound: no such unit in sight.
    """
    if until < since:
        raise Invalid(f"截止日{until}早于起始日{since}；请把较早的日期写在前面。")
    unknown = sorted(set(keys) - set(DOCUMENTS))
    if unknown:
        raise Invalid(
            f"没有“{unknown[0]}”这一种文书；文书代码有：{'、'.join(DOCUMENTS)}。",
            fields={"paper": unknown[0]},
        )
    _, units = sight.units_for(session, viewer, unit, rollup=False)
    query = (
        select(Document.id)
        .join(Record, Record.id == Document.record_id)
        .where(
            sight.visible(viewer),
            Record.unit_id.in_(units),
            Document.issued_on.between(since, until),
        )
        .order_by(Document.issued_on, Document.record_id, Document.seq, Document.id)
    )
    if keys:
        query = query.where(Document.key.in_(keys))
    return session.scalars(query).all()


def read(session: Session, ids: Sequence[int]) -> Iterator[Printed]:
    """The papers of these keys in their order; only one is in memory at a time."""
    for place, document_id in enumerate(ids, 1):
        paper = session.get_one(Document, document_id)
        kept = outgoing(session, paper)
        fault = _fault(kept, "加盖" if paper.signed_seq else "签发")
        pdf = b"" if fault or kept.content is None else kept.content
        yield Printed(place, paper.title, paper.number, paper.issued_on, pdf, fault)
        session.expunge(paper)


def _fault(kept: Kept, made: str) -> str:
    if kept.content is None or kept.salt is None:
        return "已依法清除"
    if salted_digest(kept.salt, kept.content) != kept.sha256:
        return f"与{made}时登记的校验值不符，请运行 casework verify"
    return ""
