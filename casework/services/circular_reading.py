"""A circular for its page: as it was issued, from the frozen paper; a draft as it would read today."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.errors import NotFound
from casework.models.document import Document
from casework.models.record import Record
from casework.models.unit import Unit
from casework.office import Office
from casework.queries.case_page import seen
from casework.queries.circulars import found_of, period_of
from casework.services import engine, journal
from casework.services.circulars import circular_day, content_of
from casework.services.paper_people import said_by
from casework.viewer import Moment, Viewer
from workflows import circular, circular_words
from workflows.circular_annexes import Annex
from workflows.circular_words import WRITE
from workflows.edited_sentences import Edited
from workflows.further_figures import doubts
from workflows.kinds.circular import CIRCULAR, CircularState
from workflows.periods import Period
from workflows.registry import workflow_version
from workflows.vocabulary import RecordKind


@dataclass(frozen=True)
class CircularView:
    """One circular. `document_id` is the paper it was issued as; `acts` are the names of what the viewer may do now.

    `generated`, `edited` and `unlike` are of its sentences by their key: as the figures write them, as somebody worded them,
    and what is wrong with his numbers.
    """

    record: Record
    office: Unit
    period: Period
    title: str
    content: dict[str, Any]
    words: dict[str, str]
    generated: dict[str, str]
    edited: dict[str, Edited]
    unlike: dict[str, str]
    chosen: tuple[Annex, ...]
    state_label: str
    as_of: date
    doubts: tuple[str, ...]
    document_id: int | None
    acts: frozenset[str]


def circular_view(
    session: Session, office: Office, record_id: int, *, viewer: Viewer, moment: Moment
) -> CircularView:
    """The circular of that id.

    Raises:
        NotFound: there is none in sight.
    """
    record = _circular(session, viewer, record_id)
    at = engine.desk(session, office, viewer=viewer, moment=moment)
    workflow = workflow_version(record.workflow_version)
    facts = engine.history(session, record, workflow)
    texts = journal.texts_of(session, record.id)
    act, read = facts.last(WRITE), partial(said_by, texts=texts)
    edited = circular_words.edited(act, read)
    paper = _issued(session, record)
    frozen = (paper.context or {}).get("circular") if paper else None
    as_of = circular_day(facts, moment.today)
    found = found_of(session, record, as_of=as_of, calendar=at.calendar)
    open_acts = workflow.open_to(
        workflow.situation(facts, at.calendar), roles=at.roles_on(record), on_day=moment.today
    )
    return CircularView(
        record=record,
        office=session.get_one(Unit, record.unit_id),
        period=period_of(record),
        title=texts.get(f"1.{CIRCULAR.title_field}", ""),
        content=frozen or content_of(found, facts, texts),
        words=circular_words.written(act, read),
        generated=circular.generated(found),
        edited=edited,
        unlike={} if frozen else circular.disagreements(found, edited),
        chosen=circular_words.chosen(facts),
        state_label=workflow.label(record.state),
        as_of=date.fromisoformat(frozen["as_of"]) if frozen else as_of,
        doubts=() if frozen else doubts(found.reported),
        document_id=paper.id if paper else None,
        acts=frozenset(one.action.name for one in open_acts),
    )


def _circular(session: Session, viewer: Viewer, record_id: int) -> Record:
    record = seen(session, viewer, record_id)
    if record.kind != RecordKind.circular:
        raise NotFound("没有这份通报；请从通报列表中打开。")
    return record


def _issued(session: Session, record: Record) -> Document | None:
    """The paper it was issued as; None for a draft, also where the issue was taken back."""
    if record.state != CircularState.issued:
        return None
    return session.scalar(
        select(Document)
        .where(Document.record_id == record.id, Document.key == "circular")
        .order_by(Document.seq.desc())
        .limit(1)
    )
