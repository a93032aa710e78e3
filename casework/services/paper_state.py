"""Brings the papers of a record in line with its history: sent, served, void, resting on a corrected fact."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.models.document import Document
from casework.models.record import Record
from casework.services import journal
from casework.services.corrections import resting_on_old_facts
from workflows.definition import Workflow
from workflows.history import Act, Facts
from workflows.numbering import voided_papers
from workflows.serving import drawn_in, services

State = tuple[int | None, int | None, date | None, date | None]


def project_papers(session: Session, record: Record, workflow: Workflow, facts: Facts) -> None:
    """Write what follows for the papers of a record; one without papers costs no query."""
    corrected = len(facts.acts) != record.version
    if not corrected and not any(True for act in facts.acts for _ in drawn_in(act)):
        return
    session.flush()
    papers = session.scalars(select(Document).where(Document.record_id == record.id)).all()
    if not papers:
        return
    rows = journal.as_acts(journal.entries(session, record.id)) if corrected else facts.acts
    states = states_of(workflow, rows, facts, [(paper.seq, paper.key) for paper in papers])
    for paper in papers:
        state = states[paper.seq, paper.key]
        if state != (paper.outdated_by, paper.voided_by, paper.sent_on, paper.served_on):
            paper.outdated_by, paper.voided_by, paper.sent_on, paper.served_on = state


def states_of(
    workflow: Workflow, rows: Sequence[Act], facts: Facts, papers: Sequence[tuple[int, str]]
) -> dict[tuple[int, str], State]:
    """For each paper: the correcting row, the row that took it back, the day it was sent and the day it was received."""
    known = services(workflow, facts)
    sent = frozenset(seq for (seq, _), one in known.items() if one.sent_on or one.reached)
    drawn_by = tuple({seq for seq, _ in papers})
    old = resting_on_old_facts(rows, drawn_by)
    voids = frozenset(action.name for action in workflow.actions if action.voids)
    void = voided_papers(tuple(rows), drawn_by=drawn_by, sent=sent, voids=voids)
    found: dict[tuple[int, str], State] = {}
    for at in papers:
        service = known.get(at)
        sent_on = service.sent_on if service else None
        served_on = service.served_on(facts) if service else None
        found[at] = (old.get(at[0]), void.get(at[0]), sent_on, served_on)
    return found
