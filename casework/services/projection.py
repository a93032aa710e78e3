"""Writes what the journal says into the record and its children: the only place where a record's state is set."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from casework.models.document import Document, ServiceAttempt
from casework.models.fee import FeeEntry
from casework.models.record import Consultation, Contact, Record, RequestItem, Task
from casework.models.timer import TimerEntry
from workflows.action import Situation
from workflows.acts.tasks import TASK
from workflows.definition import Workflow
from workflows.fee_guards import moved_on
from workflows.guards import applicant_limit
from workflows.history import Facts, Thread, as_day
from workflows.registry import workflow_version
from workflows.sealing import SEAL
from workflows.serving import PROOFS, SERVICE, paper_key
from workflows.timer import Timer
from workflows.vocabulary import ConsultationKind


def project(
    session: Session, record: Record, *, situation: Situation, calendar_version: int
) -> None:
    """Bring the record and its children in line with the facts. The version was raised by the caller."""
    facts = situation.facts
    values = facts.values
    workflow = workflow_version(record.workflow_version)
    record.arrived_on = facts.day("arrived_on") or record.arrived_on
    record.calendar_version = calendar_version
    columns = stated(workflow, situation)
    record.state = columns.pop("state")
    for name, value in columns.items():
        setattr(record, name, value)
    # Where no act was ever corrected, what was is still there: nothing now means nothing to remove.
    corrected = len(facts.acts) != record.version
    if corrected or "outcome" in values:
        _project_items(session, record, values.get("item_results") or {})
    if corrected or facts.threads:
        _project_threads(session, record, facts)
    if corrected or facts.threads:
        _project_seals(session, record, facts)
    project_timers(session, record, situation=situation)


def stated(workflow: Workflow, situation: Situation) -> dict[str, Any]:
    """The columns of a record that follow from its facts and its clock alone."""
    facts, values = situation.facts, situation.facts.values
    return {
        "state": facts.state,
        "resumes_to": facts.resumes_to,
        "category": str(values.get("category") or ""),
        "received_on": facts.day("received_on"),
        "closed_on": facts.closed_on,
        "outcome": facts.outcome,
        "topic": str(values["topic"]) if values.get("topic") else None,
        "due_on": situation.clock.due_on,
        "limit_on": applicant_limit(situation),
        "last_due_on": workflow.last_due_on(situation),
        "handler_id": _reference(values.get("handler")),
        "handler_unit_id": _reference(values.get("handler_unit")),
        "facts": {key: values[key] for key in sorted(values) if key not in COLUMNS},
    }


def project_timers(session: Session, record: Record, *, situation: Situation) -> bool:
    """Bring the stored terms of a record in line with its facts; whether any was added, moved or removed.

    A change of the calendar moves terms of cases whose due date stays, so it calls this for every open record.
    """
    wanted = {key_of(timer): columns_of(timer) for timer in timers_of(record, situation)}
    stored = {
        key_of(row): row
        for row in session.scalars(select(TimerEntry).where(TimerEntry.record_id == record.id))
    }
    changed = False
    for key in set(stored) - set(wanted):
        session.delete(stored[key])
        changed = True
    for key, columns in wanted.items():
        row = stored.get(key) or TimerEntry(record_id=record.id, key=key[0], seq=key[1])
        if any(getattr(row, name) != value for name, value in columns.items()):
            for name, value in columns.items():
                setattr(row, name, value)
            session.add(row)
            changed = True
    return changed


def timers_of(record: Record, situation: Situation) -> tuple[Timer, ...]:
    """The terms that run on a record, by the workflow of its day of arrival."""
    return workflow_version(record.workflow_version).running_timers(situation)


def key_of(timer: Timer | TimerEntry) -> tuple[str, int]:
    """What makes a term the same term after a replay: its kind and the thread or act it belongs to."""
    return timer.key, timer.seq


def columns_of(timer: Timer) -> dict[str, Any]:
    """A term as its row holds it, beside the keys."""
    return {
        "label": timer.label,
        "basis": timer.basis,
        "whose": timer.whose.value,
        "starts_on": timer.starts_on,
        "ends_on": timer.ends_on,
        "proposes": timer.proposes,
        "lapses": timer.lapses,
    }


def _reference(value: Any) -> int | None:
    return int(value) if value else None


COLUMNS = frozenset(
    {
        "category", "arrived_on", "received_on", "outcome", "topic", "handler", "handler_unit",
        "item_results",
    }
)  # fmt: skip


def _project_items(session: Session, record: Record, results: Mapping[str, str]) -> None:
    rows = session.scalars(select(RequestItem).where(RequestItem.record_id == record.id))
    for item in rows:
        item.result = str(results.get(str(item.position), ""))


def seals_of(facts: Facts) -> dict[tuple[int, str], tuple[int, str]]:
    """The papers that bear a signature, by the act that issued them and their key: which act signed them, and as what."""
    return {
        (int(t.values["paper"]), str(t.values["paper_key"])): (t.key, str(t.values["seal_kind"]))
        for t in facts.threads_of(SEAL)
    }


def _project_seals(session: Session, record: Record, facts: Facts) -> None:
    wanted = seals_of(facts)
    reserved = Document.seal_place.is_not(None)
    for row in session.scalars(select(Document).where(Document.record_id == record.id, reserved)):
        row.signed_seq, row.seal_kind = wanted.get((row.seq, row.key), (None, None))


def _project_threads(session: Session, record: Record, facts: Facts) -> None:
    for model, kinds in CHILDREN.items():
        wanted = {t.key: t for t in facts.threads_of(*kinds)}
        present = {
            row.seq: row
            for row in session.scalars(select(model).where(model.record_id == record.id))
        }
        gone = set(present) - set(wanted)
        if gone:
            session.execute(delete(model).where(model.record_id == record.id, model.seq.in_(gone)))
        for key, thread in wanted.items():
            row = present.get(key) or model(record_id=record.id, seq=key)
            FILL[model](session, row, thread)
            session.add(row)


def _fill_consultation(session: Session, row: Consultation, thread: Thread) -> None:
    row.kind = thread.kind
    row.sent_on = thread.opened_on
    row.received_on = thread.confirmed_on
    row.ended_on = thread.closed_on
    row.ended_by = thread.closed_by
    row.opinion = str(thread.values.get("opinion") or "")


def _fill_task(session: Session, row: Task, thread: Thread) -> None:
    limit = thread.values.get("limit_on")
    row.kind = str(thread.values["task_kind"])
    row.unit_id = int(thread.values["asked_unit"])
    row.asked_on = thread.opened_on
    row.limit_on = as_day(limit) if limit else None
    row.claimed_on = thread.confirmed_on
    row.answered_on = thread.closed_on if thread.closed_by == "answer_task" else None
    row.ended_on = thread.closed_on
    row.ended_by = thread.closed_by
    row.result = str(thread.values.get("result") or "")


def _fill_contact(session: Session, row: Contact, thread: Thread) -> None:
    row.on_day = thread.opened_on
    row.reached = bool(thread.values.get("reached"))


_PAPER_OF = {"service": "answer", "termination_service": "termination"}


def _fill_attempt(session: Session, row: ServiceAttempt, thread: Thread) -> None:
    named = paper_key(thread.values.get("paper"))
    which = (
        (Document.seq == named[0], Document.key == named[1])
        if named
        else (Document.seq < thread.key, Document.key == _PAPER_OF[thread.kind])
    )
    row.document_id = session.scalar(
        select(Document.id)
        .where(Document.record_id == row.record_id, *which)
        .order_by(Document.seq.desc())
        .limit(1)
    )
    row.recipient = int(thread.values.get("recipient") or 0)  # 0: the one the paper is addressed to
    row.method = str(thread.values.get("method") or thread.action)
    row.dispatched_on = thread.opened_on
    proofs = (thread.values.get(key) for key in PROOFS)
    row.tracking = next((str(proof) for proof in proofs if isinstance(proof, str)), "")
    row.received_on = thread.confirmed_on
    row.returned_on = thread.closed_on


def _fill_fee(_session: Session, row: FeeEntry, thread: Thread) -> None:
    row.kind = thread.kind
    row.yuan = int(thread.values.get("amount") or 0)
    row.moved_on = moved_on(thread)


CHILDREN: Mapping[Any, tuple[str, ...]] = {
    Consultation: tuple(ConsultationKind),
    Contact: ("contact",),
    Task: (TASK,),
    ServiceAttempt: (*_PAPER_OF, SERVICE),
    FeeEntry: ("fee", "refund"),
}
FILL: Mapping[Any, Callable[[Session, Any, Thread], None]] = {
    Consultation: _fill_consultation,
    Contact: _fill_contact,
    Task: _fill_task,
    ServiceAttempt: _fill_attempt,
    FeeEntry: _fill_fee,
}
