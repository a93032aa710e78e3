"""Earlier requests whose contents share most with what is asked now (条例36(6): a repeated one is told so); in sight only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.encryption import Cipher
from casework.models.party import Party
from casework.models.record import Record, RequestItem
from casework.models.search import grams, ranked
from casework.queries.sight import visible
from casework.viewer import Viewer
from workflows.outcomes import OUTCOMES
from workflows.registry import workflow_version
from workflows.vocabulary import RecordKind, State

_LOOKED_AT = 100
_SHARED = 0.5
"""reading: from half of the pairs of characters on two requests look alike; a person decides whether they are."""


@dataclass(frozen=True)
class SimilarRequest:
    """An earlier request with its state. `same_person`: under the number or the name that was typed."""

    record_id: int
    number: str
    content: str
    arrived_on: date
    state_label: str
    outcome: str
    same_person: bool


def similar_requests(
    session: Session,
    viewer: Viewer,
    cipher: Cipher,
    *,
    items: Sequence[str],
    name: str,
    id_number: str,
    most: int = 5,
) -> tuple[SimilarRequest, ...]:
    """Those that look alike, of the same person first, then the nearest."""
    asked = {gram for text in items for gram in grams(text) if len(gram) > 1}
    near = ranked(session, " ".join(items), most=_LOOKED_AT) if len(asked) > 2 else ()
    if not near:
        return ()
    rows = session.execute(
        select(Record, RequestItem.content)
        .join(RequestItem, RequestItem.record_id == Record.id)
        .where(
            Record.id.in_(near),
            Record.kind == RecordKind.request,
            Record.state != State.void,
            visible(viewer),
        )
    ).all()
    best: dict[int, tuple[float, Record, str]] = {}
    for record, content in rows:
        share = len(asked & set(grams(content))) / len(asked)
        if share >= _SHARED and share > best.get(record.id, (0.0,))[0]:
            best[record.id] = share, record, content
    same = _of_the_person(session, best, cipher, name=name, id_number=id_number)
    first = sorted(best.values(), key=lambda one: (one[1].id not in same, -one[0], -one[1].id))
    return tuple(_similar(one, text, one.id in same) for _, one, text in first[:most])


def _of_the_person(
    session: Session, records: Iterable[int], cipher: Cipher, **typed: str
) -> frozenset[int]:
    """Those of these records in which the person takes part: by number where both gave one, else by name."""
    name, number = cipher.index(typed["name"]), cipher.index(typed["id_number"])
    parties = session.execute(
        select(Party.record_id, Party.name_index, Party.id_index).where(
            Party.record_id.in_(list(records))
        )
    )
    return frozenset(
        row.record_id
        for row in parties
        if (row.id_index == number if number and row.id_index else name and row.name_index == name)
    )


def _similar(record: Record, content: str, same_person: bool) -> SimilarRequest:
    result = OUTCOMES.get(record.outcome)
    return SimilarRequest(
        record.id,
        record.number or "",
        content,
        record.arrived_on,
        workflow_version(record.workflow_version).label(record.state),
        f"{result.code} {result.label}" if result else "",
        same_person,
    )
