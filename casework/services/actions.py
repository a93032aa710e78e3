"""`perform`: the one door through which a record changes, for pages, API, commands and the demonstration alike."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework import forms
from casework.errors import ActionRefused, Invalid, NotFound, StaleCase
from casework.files.kinds import Checked
from casework.models.party import Party
from casework.models.record import Record
from casework.models.unit import Unit
from casework.models.user import User
from casework.office import Office
from casework.queries import sight
from casework.services import (
    corrections,
    engine,
    journal,
    lookups,
    rederiving,
    splitting,
    telling,
    topics,
)
from casework.services.engine import Done
from casework.services.reasons_text import drawable
from casework.viewer import Moment, Viewer
from workflows.action import Action
from workflows.forms import FieldKind
from workflows.registry import workflow_version


def perform(
    office: Office,
    record_id: int,
    action: str,
    *,
    viewer: Viewer,
    version: int,
    on_day: date,
    data: Mapping[str, Any],
    moment: Moment,
    file: Checked | None = None,
) -> Done:
    """Do one act of the law on one record, in one transaction.

    `version` is the record's version as the actor saw it; `on_day` the day the law counts; `data` the act's fields;
    `file` what an act with a file brings, checked already.

    Raises:
        NotFound, NotAllowed: the record is out of sight, or the role is missing.
        StaleCase: somebody was faster. ActionRefused: the law does not allow it now. Invalid: a field is wrong.
    """
    with office.db.write() as session:
        record = locked(session, record_id, viewer)
        if record.version != version:
            raise StaleCase(
                "本案在您打开页面之后已有新的记录，本次操作没有执行；请刷新页面，核对后再办。"
            )
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        linked = session.get(Record, record.parent_id) if record.parent_id else None
        rederiving.catch_up(at, *filter(None, (record, linked)))
        return do(
            replace(at, file=file),
            record,
            action,
            on_day=on_day,
            payload=data,
        )


def do(
    at: engine.Desk, record: Record, action: str, *, on_day: date, payload: Mapping[str, Any]
) -> Done:
    """Check what was sent and do the act inside an open transaction; the bulk twin of `perform`."""
    workflow = workflow_version(record.workflow_version)
    row = workflow.action(action)
    if row is None:
        raise ActionRefused(f"没有“{action}”这一事项；请从页面列出的事项中选择。", basis="条例45")
    data = loaded(at, record, row, payload)
    if row.divides:
        return splitting.divide(at, record, row, on_day=on_day, data=data)
    done = engine.apply(at, record, action, on_day=on_day, data=data)
    telling.tell(at, record, row, done)
    return done


def locked(session: Session, record_id: int, viewer: Viewer) -> Record:
    """The record under a lock for this transaction, and the one it is linked to, by their ids (model 15).

    Raises:
        NotFound: it does not exist, or it is out of the viewer's sight.
    """
    linked = select(Record.parent_id).where(Record.id == record_id)  # never changes
    both = or_(Record.id == record_id, Record.id == linked.scalar_subquery())
    rows = session.scalars(select(Record).where(both).order_by(Record.id).with_for_update())
    record = next((row for row in rows.all() if row.id == record_id), None)
    if record is None or not sight.may_see(session, viewer, record):
        raise NotFound("没有这一案件，或者不在您可以查看的单位范围内；请核对编号。")
    return record


def loaded(
    at: engine.Desk, record: Record, action: Action, payload: Mapping[str, Any]
) -> dict[str, Any]:
    """What was sent for an act as clean data, with what the act looks up.

    Raises:
        Invalid: with one sentence per faulty field.
    """
    data = _checked(at.session, record, action, payload)
    if action.writes:
        label = next(f.label for f in action.fields if f.key == action.writes)
        data[action.writes] = drawable(
            at.office, data[action.writes], label=label, field=action.writes
        )
    return data | lookups.found(at, record, action, data)


def _checked(
    session: Session, record: Record, action: Action, payload: Mapping[str, Any]
) -> dict[str, Any]:
    filled = {**_defaults(record, action), **payload}
    values = filled.pop("values", None) if action.corrects else None
    data = forms.load(action, filled)
    _check_references(session, record, action, data)
    if values:
        rows = journal.as_acts(journal.entries(session, record.id))
        workflow = workflow_version(record.workflow_version)
        data["values"] = corrections.amended_values(
            workflow, rows, {"entry": data["entry"], "values": values}
        )
        corrected = next((r.action for r in rows if r.seq == data["entry"]), "")
        _check_references(session, record, workflow.action(corrected), data["values"])
    return data


def _check_references(
    session: Session, record: Record, action: Action | None, data: Mapping[str, Any]
) -> None:
    for field in action.fields if action else ():
        if field.key in data and field.kind is FieldKind.topic:
            topics.check(session, record.unit_id, data[field.key], held=record.topic)
        if field.key in data and field.kind in _EXISTENCE:
            _check_exists(session, record, field.kind, key=field.key, value=data[field.key])


def _defaults(record: Record, action: Action) -> dict[str, Any]:
    found = {}
    for field in action.fields:
        if field.default_from:
            value = getattr(record, field.default_from)
            if value is not None:
                found[field.key] = value
    return found


_EXISTENCE = {
    FieldKind.user: "没有这位工作人员，或者账号已停用",
    FieldKind.unit: "没有这个单位",
    FieldKind.recipient: "所选的人不是本案的当事人",
}


def _check_exists(
    session: Session, record: Record, kind: FieldKind, *, key: str, value: int
) -> None:
    statements = {
        FieldKind.user: select(User.id).where(User.id == value, User.active),
        FieldKind.unit: select(Unit.id).where(Unit.id == value),
        FieldKind.recipient: select(Party.id).where(
            Party.record_id == record.id, Party.position == value
        ),
    }
    if session.scalar(statements[kind]) is None:
        raise Invalid(f"{_EXISTENCE[kind]}；请重新选择。", fields={key: _EXISTENCE[kind]})
