"""Facts of other records that an act rests on: looked up once, kept with the act, so that a replay needs nobody else.

A row of the law names what it needs (`Action.looks_up`); the functions here find it in the database.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import func, select

from casework.errors import Invalid, NotAllowed
from casework.models.document import Document
from casework.models.file import AttachedFile, FileContent
from casework.models.party import Party
from casework.models.record import Record, Task
from casework.models.unit import Unit
from casework.queries import unit_settings
from casework.queries.applicant_counts import month_of
from casework.services import calendars, circular_words, journal, units
from casework.services.engine import Desk, history
from casework.viewer import WORKING_ROLES
from workflows import signing
from workflows.action import Action
from workflows.acts.moving import answering_unit
from workflows.calendar import OutsideCalendar
from workflows.fee_guards import amount_due
from workflows.history import ANNUL, Act, effective
from workflows.parties import APPLYING
from workflows.registry import workflow_version
from workflows.vocabulary import RecordKind, Role

_BETWEEN = re.compile(r"[\s、,，;；]+")
Lookup = Callable[[Desk, Record, Mapping[str, Any]], dict[str, Any]]


def found(at: Desk, record: Record, action: Action, data: Mapping[str, Any]) -> dict[str, Any]:
    """Everything the act looks up, as further data of it.

    Raises:
        Invalid: what the act names does not exist or is out of sight.
    """
    return {
        key: value
        for name in action.looks_up
        for key, value in LOOKUPS[name](at, record, data).items()
    }


def _named_case(at: Desk, record: Record, data: Mapping[str, Any]) -> dict[str, Any]:
    """The case that the field `case` names by its number, and what holds of it now."""
    named = _named(at, record, data)
    return {
        "case_id": named.id,
        "case_same_applicant": _shares_an_applicant(at, record, named),
        "case_answered_on": named.closed_on.isoformat() if named.closed_on else "",
        "case_outcome": named.outcome,
        "case_state": named.state,
    }


def _named_term(at: Desk, record: Record, data: Mapping[str, Any]) -> dict[str, Any]:
    """Since when the period of the named case runs, and until when; empty where it does not run now."""
    named = _named(at, record, data)
    workflow = workflow_version(named.workflow_version)
    clock = workflow.read_clock(history(at.session, named, workflow), at.calendar)
    if clock.due_on is None or clock.started_on is None:
        return {"case_runs_from": "", "case_due_on": ""}
    return {
        "case_runs_from": clock.started_on.isoformat(),
        "case_due_on": clock.due_on.isoformat(),
        "case_due_provisional": clock.provisional,
    }


def _named(at: Desk, record: Record, data: Mapping[str, Any]) -> Record:
    number = str(data.get("case") or "").strip()
    statement = select(Record).where(
        Record.number == number, Record.kind == record.kind, Record.id != record.id
    )
    seen = [
        one
        for one in at.session.scalars(statement.order_by(Record.unit_id != record.unit_id))
        if at.viewer.may_see(one.unit_id, one.handler_unit_id)
    ]
    if not seen:
        raise Invalid(
            f"没有编号为“{number}”的其他案件，或者不在您可以查看的范围内；请核对编号。",
            fields={"case": "没有这一案件"},
        )
    return seen[0]


def _shares_an_applicant(at: Desk, one: Record, other: Record) -> bool:
    """The same person by identity number where both gave one, else by name."""
    mine, theirs = (
        at.session.execute(
            select(Party.name_index, Party.id_index).where(
                Party.record_id == case.id, Party.kind.in_(APPLYING)
            )
        ).all()
        for case in (one, other)
    )
    return any(
        a.id_index == b.id_index if a.id_index and b.id_index else a.name_index == b.name_index
        for a in mine
        for b in theirs
    )


def _applicant_month(at: Desk, record: Record, data: Mapping[str, Any]) -> dict[str, Any]:
    """What the applicant has asked of the unit in the month, this request included (条例35)."""
    month = month_of(at.session, record)
    return {"pieces_total": month.total} if month else {}


def _fee_due(at: Desk, record: Record, data: Mapping[str, Any]) -> dict[str, Any]:
    """The pieces of the applicant in the month before this request, and the fee that follows (109号第4条)."""
    month = month_of(at.session, record)
    counted = {
        "pieces_before": month.before if month else 0,
        "pieces_month": f"{month.year}-{month.month:02d}" if month else "",
    }
    # An amount that was typed stays, so that a guard can compare it and say the right one.
    return {**counted, "amount": data.get("amount", amount_due({**data, **counted}))}


def _task_limit(at: Desk, record: Record, data: Mapping[str, Any]) -> dict[str, Any]:
    """The last day for a department, where none was named: the unit's working days from the day of the act (条例11)."""
    if data.get("asked_unit") == record.unit_id:
        raise Invalid(
            "协办单位就是本案的答复单位，不需要交办；请选择其他单位，或者改派承办人。",
            fields={"asked_unit": "不能是答复单位"},
        )
    if data.get("limit_on"):
        return {}
    days = unit_settings.value(at.session, record.unit_id, "task_days")
    try:
        return {"limit_on": at.calendar.add(at.moment.today, days).isoformat()}
    except OutsideCalendar as error:
        raise calendars.outside(error) from error


def _named_requests(at: Desk, record: Record, data: Mapping[str, Any]) -> dict[str, Any]:
    """The numbers that the field `requests` holds, written alike, and those that are no request in sight (条例44)."""
    numbers = tuple(dict.fromkeys(filter(None, _BETWEEN.split(str(data.get("requests") or "")))))
    rows = at.session.execute(
        select(Record.number, Record.unit_id, Record.handler_unit_id).where(
            Record.number.in_(numbers), Record.kind == RecordKind.request
        )
    )
    known = {number for number, *units_of in rows if at.viewer.may_see(*units_of)}
    unknown = [number for number in numbers if number not in known]
    return {
        "requests": "、".join(numbers),
        **({"unknown_requests": unknown} if unknown else {}),
    }


def _opinion_days(at: Desk, record: Record, data: Mapping[str, Any]) -> dict[str, Any]:
    """The days for an agency's opinion, where the letter names none: the unit's own rule (model 4)."""
    return {
        "days": data.get("days") or unit_settings.value(at.session, record.unit_id, "consult_days")
    }


def _own_task(at: Desk, record: Record, data: Mapping[str, Any]) -> dict[str, Any]:
    """A department acts on its own tasks only; whoever works on the case may note what it was told.

    Raises:
        NotAllowed: the task was asked of another unit.
    """
    task = at.session.scalar(
        select(Task).where(Task.record_id == record.id, Task.seq == data.get("thread"))
    )
    works_on_it = at.roles_on(record) & WORKING_ROLES
    if task is None or works_on_it or at.viewer.works_in(task.unit_id):
        return {}
    raise NotAllowed("这一协办事项交给了其他单位，您不能认领或者答复；请选择交给本单位的事项。")


def _own_limit(at: Desk, record: Record, data: Mapping[str, Any]) -> dict[str, Any]:
    """The last day that the unit's own rule gives to a record of this kind (setting `letter_days` and the like)."""
    days = unit_settings.chosen(at.session, record.unit_id, f"{record.kind}_days")
    if data.get("until") or days is None:
        return {}
    return {"until": at.calendar.add(record.arrived_on, days).isoformat()}


def _common_parent(at: Desk, record: Record, data: Mapping[str, Any]) -> dict[str, Any]:
    """Whether the actor takes in requests for a unit above both; where the number comes from, and what was numbered (model 9).

    Raises:
        Invalid: the unit cannot take the case. NotAllowed: somebody else decides it.
    """
    found = _moving_to(at, record, int(data["to_unit"]))
    given_by = record.facts.get("numbered_by") or (record.unit_id if record.number else None)
    return {**found, **({"numbered_by": given_by} if given_by else {})}


def _other_unit(at: Desk, record: Record, data: Mapping[str, Any]) -> dict[str, Any]:
    """Where the case goes when the row that is annulled had moved it; whoever may move it there may take it back."""
    workflow = workflow_version(record.workflow_version)
    rows = journal.entries(at.session, record.id)
    last = Act(record.version + 1, ANNUL, at.moment.today, {"entry": data["entry"]})
    held = effective((*journal.as_acts(rows), last))
    to = answering_unit(workflow.moving, held, opened_in=rows[0].unit_id)
    return {} if to == record.unit_id else {"to_unit": to, **_moving_to(at, record, to)}


def _moving_to(at: Desk, record: Record, to: int) -> dict[str, Any]:
    if to == record.unit_id:
        raise Invalid(
            "接收单位就是现在的答复单位；请选择其他单位。", fields={"to_unit": "没有变化"}
        )
    above = units.parents(at.session)
    common = _with_those_above(above, record.unit_id) & _with_those_above(above, to)
    if not any(Role.intake in at.viewer.roles_in(unit) for unit in common):
        raise NotAllowed(
            "移交由两个单位的共同上级单位的登记员办理，您没有这一角色；请交上级单位登记员办理。"
        )
    if not at.viewer.may_see(to):
        raise NotAllowed("您不能查看接收单位的案件，不能移交；请由兼有主管部门角色的登记员办理。")
    same = (Record.unit_id == to, Record.kind == record.kind, Record.number == record.number)
    if record.number and at.session.scalar(select(Record.id).where(*same)):
        raise Invalid(
            f"接收单位已有编号为“{record.number}”的案件，不能移交；请由接收单位另行登记，本案并入。",
            fields={"to_unit": "编号重复"},
        )
    numbered = select(func.count()).where(Document.record_id == record.id, Document.number != "")
    return {"from_unit": record.unit_id, "numbered_papers": at.session.scalar(numbered) or 0}


def _with_those_above(above: Mapping[int, int | None], unit_id: int) -> set[int]:
    found: set[int] = set()
    here: int | None = unit_id
    while here is not None and here not in found:
        found.add(here)
        here = above.get(here)
    return found


def _reviewed_file(at: Desk, record: Record, data: Mapping[str, Any]) -> dict[str, Any]:
    """The digest of the file that a secrecy review is about, so that it stands for these bytes alone (条例17)."""
    digest = at.session.scalar(
        select(FileContent.sha256)
        .join(AttachedFile, AttachedFile.content_id == FileContent.id)
        .where(AttachedFile.record_id == record.id, AttachedFile.seq == data.get("thread"))
    )
    return {"sha256": digest} if digest else {}


def _signing_chain(at: Desk, record: Record, data: Mapping[str, Any]) -> dict[str, Any]:
    """The chain of signatures that the answering unit has set; it binds the round that this draft opens."""
    chain = at.session.get_one(Unit, record.unit_id).settings.get(signing.CHAIN)
    return {signing.CHAIN: chain} if chain else {}


def _signer(at: Desk, record: Record, data: Mapping[str, Any]) -> dict[str, Any]:
    """Who signs, and whose substitute he is on the day he does it."""
    absences = at.session.get_one(Unit, record.unit_id).settings.get(signing.ABSENCES) or ()
    return signing.signer(absences, at.viewer.user_id, at.moment.today)


def _archive_term(at: Desk, record: Record, data: Mapping[str, Any]) -> dict[str, Any]:
    """How long the unit keeps its files, and the disputes about the case that are open."""
    retention = unit_settings.value(at.session, record.unit_id, "retention")
    linked = select(Record).where(Record.parent_id == record.id).order_by(Record.id)
    disputes = [
        f"{workflow.kind.label}{one.number or one.id}"
        for one in at.session.scalars(linked)
        if (workflow := workflow_version(one.workflow_version)).is_open(one.state)
    ]
    return {"retention": retention, "open_disputes": disputes}


LOOKUPS: Mapping[str, Lookup] = {
    "common_parent": _common_parent,
    "archive_term": _archive_term,
    "applicant_month": _applicant_month,
    "fee_due": _fee_due,
    "generated_sentences": circular_words.generated_sentences,
    "named_case": _named_case,
    "named_term": _named_term,
    "named_requests": _named_requests,
    "opinion_days": _opinion_days,
    "own_limit": _own_limit,
    "own_task": _own_task,
    "reviewed_file": _reviewed_file,
    "other_unit": _other_unit,
    "signer": _signer,
    "signing_chain": _signing_chain,
    "task_limit": _task_limit,
    "unlike_sentences": circular_words.unlike_sentences,
}
