"""Which 发文字号 each kind of paper of a unit would get next under a way of numbering; nothing is counted by looking."""

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.models.document import Document
from casework.models.unit import Series, Unit
from workflows.documents import DOCUMENTS
from workflows.numbering import Numbering, numbered_papers


@dataclass(frozen=True)
class NextNumber:
    """One kind of paper: its word and series, how many numbers the series gave this year, the next, and whether that was given."""

    key: str
    title: str
    word: str
    series: str
    given: int
    text: str
    is_taken: bool


def next_numbers(
    session: Session, unit: Unit, chosen: Numbering, *, year: int
) -> tuple[NextNumber, ...]:
    """Every numbered kind in the order of the tables; `chosen` must be without faults."""
    rows = session.execute(
        select(Series.kind, Series.last).where(Series.unit_id == unit.id, Series.year == year)
    )
    last = {row.kind: row.last for row in rows}
    found = [_next(unit, chosen, key, last, year) for key in numbered_papers()]
    texts = [one.text for one in found]
    taken = set(
        session.scalars(
            select(Document.number).where(
                Document.numbered_by == unit.id, Document.number.in_(texts)
            )
        )
    )
    return tuple(replace(one, is_taken=one.text in taken) for one in found)


def _next(unit: Unit, chosen: Numbering, key: str, last: dict[str, int], year: int) -> NextNumber:
    series = chosen.series_of(key)
    given = last.get(series, 0)
    text = chosen.spelt(key, mark=unit.mark, year=year, serial=given + 1)
    title = DOCUMENTS[key].title
    return NextNumber(key, title, chosen.word(key), series, given, text, is_taken=False)
