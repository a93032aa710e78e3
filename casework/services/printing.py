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
from casework.services.journal import salted_digest
from casework.viewer import Viewer
from workflows.documents import DOCUMENTS

# What no file system of an office allows in a name.
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


@dataclass(frozen=True)
class Printed:
    """One paper: its place in the batch, what it is, and its bytes as they were issued.

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
        title, number, day, salt, known, pdf = session.execute(
            select(
                Document.title,
                Document.number,
                Document.issued_on,
                Document.salt,
                Document.sha256,
                Document.pdf,
            ).where(Document.id == document_id)
        ).one()
        fault = _fault(pdf, salt, known)
        yield Printed(place, title, number, day, b"" if fault or pdf is None else pdf, fault)


def _fault(pdf: bytes | None, salt: str | None, known: str) -> str:
    if pdf is None or salt is None:
        return "已依法删除"
    if salted_digest(salt, pdf) != known:
        return "与签发时登记的校验值不符，请运行 casework verify"
    return ""
