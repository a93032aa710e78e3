"""A case as its applicant may see it: where it stands, until when, what he can do, his papers; nothing of the inside."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.errors import NotFound
from casework.models.applying import PaperAccess
from casework.models.document import Document
from casework.models.journal import JournalEntry
from casework.models.record import Note, Record, RequestItem
from casework.models.unit import Unit
from casework.queries import open_units
from casework.queries.sealing import outgoing
from workflows.action import Action, Situation
from workflows.calendar import WorkingCalendar
from workflows.definition import Workflow
from workflows.documents import DOCUMENTS, Addressee
from workflows.history import Act, Facts, Thread
from workflows.public_words import PLAIN_STATES, PlainState
from workflows.registry import workflow_version
from workflows.serving import is_served
from workflows.vocabulary import FeeStandard, Phase, Role, State

STEPS = (Phase.received, Phase.registered, Phase.investigation, Phase.reply, Phase.closed)


@dataclass(frozen=True)
class OwnPaper:
    """A paper to the applicant; `opened_at` is when he first opened it here."""

    id: int
    key: str
    title: str
    number: str
    issued_on: date
    opened_at: datetime | None


@dataclass(frozen=True)
class Fee:
    """What is to be paid, as the notice says."""

    amount: int
    standard: str
    way: str


@dataclass(frozen=True)
class Here:
    """Where a case stands, and the acts that the law's table lets its applicant do now."""

    workflow: Workflow
    situation: Situation
    acts: tuple[Action, ...]

    @property
    def agreed(self) -> bool:
        """Whether the applicant has agreed to electronic service (民诉法90)."""
        return bool(self.situation.facts.values.get("electronic_service"))

    def arrival(self, key: str) -> Action | None:
        """The act that proves the arrival of a paper when he opens it; none where he has not agreed to that."""
        acts = self.acts if self.agreed else ()
        return next((a for a in acts if key in (a.receives, a.dispatches)), None)


@dataclass(frozen=True)
class ApplicantCase:
    """What the page shows. `corrected` is what he corrected his request to, `due_on` is the agency's last day, `limit_on`
    the applicant's own.
    """

    record: Record
    unit: open_units.Desk
    plain: PlainState
    step: int
    provisional: bool
    items: tuple[str, ...]
    papers: tuple[OwnPaper, ...]
    acts: frozenset[str]
    to_correct: str
    corrected: str
    fee: Fee | None
    remedy: str
    agreed: bool

    @property
    def due_on(self) -> date | None:
        return self.record.due_on if self.plain.counts else None

    @property
    def limit_on(self) -> date | None:
        return self.record.limit_on

    @property
    def is_closed(self) -> bool:
        return _is_closed(self.record)


def applicant_case(
    session: Session, record: Record, *, today: date, calendar: WorkingCalendar
) -> ApplicantCase:
    """The case that a query code has opened."""
    here = stand(session, record, today=today, calendar=calendar)
    facts = here.situation.facts
    state = facts.working_state
    phase = here.workflow.phase(state)
    return ApplicantCase(
        record=record,
        unit=open_units.desk_of(session, session.get_one(Unit, record.unit_id)),
        plain=PLAIN_STATES[state],
        step=STEPS.index(phase) if phase in STEPS else 0,
        provisional=here.situation.clock.provisional,
        items=_items(session, record.id),
        papers=own_papers(session, record, here),
        acts=frozenset(action.name for action in here.acts),
        to_correct=_to_correct(session, record, facts) if state == State.pending_correction else "",
        corrected=_corrected(session, record, facts),
        fee=_fee(facts) if state == State.pending_payment else None,
        remedy=_remedy(session, record, here),
        agreed=here.agreed,
    )


def stand(session: Session, record: Record, *, today: date, calendar: WorkingCalendar) -> Here:
    """Where a case stands for its applicant."""
    workflow = workflow_version(record.workflow_version)
    situation = workflow.situation(_facts(session, record, workflow), calendar)
    may = workflow.open_to(situation, roles=frozenset({Role.applicant}), on_day=today)
    return Here(workflow, situation, tuple(one.action for one in may if not one.refusals))


def _is_closed(record: Record) -> bool:
    return not workflow_version(record.workflow_version).is_open(record.state)


def _facts(session: Session, record: Record, workflow: Workflow) -> Facts:
    rows = session.scalars(
        select(JournalEntry).where(JournalEntry.record_id == record.id).order_by(JournalEntry.seq)
    )
    return workflow.fold(Act(r.seq, r.action, r.on_day, r.data) for r in rows)


def _items(session: Session, record_id: int) -> tuple[str, ...]:
    rows = select(RequestItem.content).where(RequestItem.record_id == record_id)
    return tuple(session.scalars(rows.order_by(RequestItem.position)))


def own_papers(session: Session, record: Record, here: Here) -> tuple[OwnPaper, ...]:
    """The papers to the applicant that he may open, in their order."""
    first = dict(
        session.execute(
            select(PaperAccess.document_id, func.min(PaperAccess.id))
            .where(PaperAccess.record_id == record.id)
            .group_by(PaperAccess.document_id)
        ).all()
    )
    opened = _moments(session, first.values())
    rows = session.scalars(
        select(Document).where(Document.record_id == record.id).order_by(Document.seq, Document.id)
    )
    return tuple(
        OwnPaper(d.id, d.key, d.title, d.number, d.issued_on, opened.get(first.get(d.id, 0)))
        for d in rows
        if _may_open(d, record, here)
    )


def _moments(session: Session, ids: Iterable[int]) -> Mapping[int, datetime]:
    rows = select(PaperAccess.id, PaperAccess.at).where(PaperAccess.id.in_(list(ids)))
    return {row.id: row.at for row in session.execute(rows)}


def _may_open(document: Document, record: Record, here: Here) -> bool:
    """Whether a paper is the applicant's to open: sent or served, handed out at once, or brought to him by opening it."""
    if DOCUMENTS[document.key].addressee is not Addressee.applicant or document.voided_by:
        return False
    if document.sent_on or document.served_on or not is_served(document.key):
        return True
    return _is_closed(record) or here.arrival(document.key) is not None


def own_paper(
    session: Session, record: Record, document_id: int, *, here: Here
) -> tuple[Document, bytes]:
    """One of these papers with what goes out of it.

    Raises:
        NotFound: it is none of them, or its content was erased.
    """
    held = {p.id for p in own_papers(session, record, here)}
    found = session.get(Document, document_id)
    content = outgoing(session, found).content if found and found.id in held else None
    if found is None or content is None:
        raise NotFound("没有这份文书，或者尚未送达；请从本件申请的文书清单中打开。")
    return found, content


def _to_correct(session: Session, record: Record, facts: Facts) -> str:
    thread = _last(facts.threads_of("correction", only_open=True))
    return _text(session, record.id, thread.values.get("items_to_correct")) if thread else ""


def _corrected(session: Session, record: Record, facts: Facts) -> str:
    """What he handed in as the corrected request (条例30); empty where he never did."""
    act = facts.last("receive_correction")
    return _text(session, record.id, act.data.get("corrected_content")) if act else ""


def _text(session: Session, record_id: int, kept: Any) -> str:
    """A text that the journal names by its place."""
    seq, _, field = str((kept or {}).get("note", "")).partition(".")
    if not seq.isdigit():
        return ""
    row = select(Note.content).where(
        Note.record_id == record_id, Note.seq == int(seq), Note.field == field
    )
    return session.scalar(row) or ""


def _fee(facts: Facts) -> Fee | None:
    thread = _last(facts.threads_of("fee", only_open=True))
    if thread is None:
        return None
    values = thread.values
    standard = str(values.get("standard") or "")
    label = FeeStandard(standard).label if standard in set(FeeStandard) else ""
    return Fee(int(values.get("amount") or 0), label, str(values.get("payment_way") or ""))


def _last(threads: tuple[Thread, ...]) -> Thread | None:
    return threads[-1] if threads else None


def _remedy(session: Session, record: Record, here: Here) -> str:
    """The paragraph on remedies of the paper that ended the case, as it was served."""
    ids = [p.id for p in own_papers(session, record, here) if DOCUMENTS[p.key].remedy]
    context = (
        session.scalar(select(Document.context).where(Document.id == ids[-1])) if ids else None
    )
    return str((context or {}).get("remedy") or "")
