"""Shows before an erasure what would go and what speaks against it; the erasure itself is an act like any other."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from casework.errors import CaseworkError
from casework.models.record import Record
from casework.office import Office
from casework.services import actions, engine, wiping
from casework.services.wiping import Contents
from casework.viewer import Moment, Viewer
from workflows.registry import workflow_version


@dataclass(frozen=True)
class Plan:
    """What the act would take from a record, and the sentence against it; empty when it may be done."""

    contents: Contents
    refusal: str


def plan(
    session: Session, office: Office, record: Record, action: str, *, viewer: Viewer, moment: Moment
) -> Plan:
    """Ask the guards of the erasing act and count; nothing is written."""
    at = engine.desk(session, office, viewer=viewer, moment=moment)
    workflow = workflow_version(record.workflow_version)
    facts = engine.history(session, record, workflow)
    row = workflow.action(action)
    kept = wiping.reasons_for(row, facts) if row else ()
    refusal = ""
    try:
        data = actions.loaded(at, record, row, {}) if row else {}
        engine.checked(at, record, workflow, facts, name=action, on_day=moment.today, data=data)
    except CaseworkError as error:
        refusal = error.message
    return Plan(wiping.contents(session, record.id, kept=kept), refusal)
