"""Dividing one letter into several cases (一事一申请): the new record with its people and items, in the act's own transaction.

The new case tells the first one what it took over (`Action.also`); when it is void, what it took goes home by itself.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from casework.models.record import Record, RequestItem
from casework.services import engine, intake, parties
from casework.services.engine import Desk, Done
from casework.services.searching import index_record
from workflows.action import Action
from workflows.definition import Workflow
from workflows.history import Facts
from workflows.items import positions
from workflows.parties import agents_of, applicants_of, representative_of
from workflows.registry import workflow_version

_SHARED = ("channel", "category", "delivery")


def divide(
    at: Desk, record: Record, action: Action, *, on_day: date, data: Mapping[str, Any]
) -> Done:
    """Open a case of its own for what `data` names, and mark it as moved in this one.

    Arrival, receipt, channel and applicants are those of the first case, and so is the start of the period.

    Raises:
        ActionRefused, NotAllowed, Invalid: as any act.
    """
    workflow = workflow_version(record.workflow_version)
    facts = engine.history(at.session, record, workflow)
    engine.checked(at, record, workflow, facts, name=action.name, on_day=on_day, data=data)
    made = beside(record)
    at.session.add(made)
    at.session.flush()
    parties.copy(at.session, _places(facts), record_id=record.id, to=made.id)
    contents = intake.add_items(at.session, made, moved_texts(at, record, data))
    entered = opening(at, record, workflow, facts, data=data, contents=contents)
    done = engine.apply(at, made, action.divides, on_day=on_day, data=entered)
    index_record(at.session, made)
    engine.carry_over(at, made, before=at.moment.today)
    told = f"拆出的申请内容已另立一案，编号 {done.number}；收到申请之日和期限同本案。"
    number = record.number or ""
    return Done(record.id, record.version, record.state, number, record.due_on, (told,))


def _places(facts: Facts) -> frozenset[int]:
    return frozenset((*applicants_of(facts), *(agent.position for agent in agents_of(facts))))


def beside(record: Record) -> Record:
    """The row of the case that is divided off, of which nothing is written yet."""
    return Record(
        kind=record.kind,
        unit_id=record.unit_id,
        arrived_on=record.arrived_on,
        workflow_version=record.workflow_version,
        parent_id=record.id,
        version=0,
    )


def opening(
    at: Desk,
    record: Record,
    workflow: Workflow,
    facts: Facts,
    *,
    data: Mapping[str, Any],
    contents: Sequence[str],
) -> dict[str, Any]:
    """The data of the act that opens the new case; `contents` are its items as the journal keeps them."""
    started = workflow.read_clock(facts, at.calendar).started_on
    return {
        **_taken_over(record, facts),
        "items_moved": data["items_moved"],
        "runs_from": (started or _received(record, facts)).isoformat(),
        "items": len(contents),
        "contents": contents,
    }


def moved_texts(at: Desk, record: Record, data: Mapping[str, Any]) -> list[str]:
    """What was asked in the items that `data` names, in their order."""
    wanted = positions(data["items_moved"])
    rows = at.session.scalars(
        select(RequestItem)
        .where(RequestItem.record_id == record.id, RequestItem.position.in_(wanted))
        .order_by(RequestItem.position)
    )
    return [row.content for row in rows]


def _taken_over(record: Record, facts: Facts) -> dict[str, Any]:
    """What the new case has from the first one; its people keep their places."""
    found: dict[str, Any] = {key: facts.values[key] for key in _SHARED if facts.values.get(key)}
    found |= {
        "arrived_on": record.arrived_on.isoformat(),
        "received_on": _received(record, facts).isoformat(),
        "applicants": list(applicants_of(facts)),
        "original": record.id,
    }
    agents = [
        {
            "position": a.position,
            "role": a.kind,
            "acts_for": a.acts_for,
            "may_receive": a.may_receive,
        }
        for a in agents_of(facts)
    ]
    if agents:
        found["agents"] = agents
    if representative_of(facts) is not None:
        found["representative"] = representative_of(facts)
    return found


def _received(record: Record, facts: Facts) -> date:
    return facts.day("received_on") or record.arrived_on
