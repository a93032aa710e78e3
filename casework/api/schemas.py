"""The shapes of what the API answers, as marshmallow schemas; what it takes in is in `bodies`."""

from typing import Any

from marshmallow import Schema, fields


class ErrorPart(Schema):
    code = fields.String(required=True)
    message = fields.String(required=True)
    basis = fields.String()
    fields_ = fields.Dict(
        keys=fields.String(), values=fields.String(), attribute="fields", data_key="fields"
    )


class ErrorOut(Schema):
    """The one shape of every error."""

    error = fields.Nested(ErrorPart, required=True)


class ChoiceOut(Schema):
    value = fields.Raw()
    label = fields.String()


class FieldOut(Schema):
    """One thing an act records."""

    key = fields.String()
    label = fields.String()
    kind = fields.String()
    required = fields.Boolean()
    choices = fields.List(fields.Nested(ChoiceOut))
    basis = fields.String()
    hint = fields.String()
    least = fields.Integer()
    most = fields.Integer()


class RefusalOut(Schema):
    guard = fields.String()
    basis = fields.String()
    message = fields.String(attribute="sentence")


class ActionOut(Schema):
    """An act the viewer may do now, or reads why not."""

    name = fields.String()
    label = fields.String()
    basis = fields.String()
    help = fields.String()
    roles = fields.List(fields.String())
    document = fields.String()
    fields_ = fields.List(fields.Nested(FieldOut), attribute="fields", data_key="fields")
    refusals = fields.List(fields.Nested(RefusalOut))


class DueDayOut(Schema):
    """A day to work towards, with its source; `safe`: counted from the arrival, since no period runs yet."""

    key = fields.String()
    label = fields.String()
    on = fields.Date()
    basis = fields.String()
    why = fields.String()
    safe = fields.Boolean()


class TimerOut(Schema):
    """A running term and who has to act in it."""

    key = fields.String()
    label = fields.String()
    basis = fields.String()
    whose = fields.String(attribute="whose.value")
    whose_label = fields.String(attribute="whose.label")
    starts_on = fields.Date()
    ends_on = fields.Date()
    seq = fields.Integer()
    proposes = fields.String()


class TapeOut(Schema):
    """One day of the tape; `by` is the journal row that makes the day what it is, 0 for the calendar alone."""

    on = fields.Date()
    counts = fields.Boolean()
    why = fields.String()
    kind = fields.String()
    number = fields.Integer()
    provisional = fields.Boolean()
    acts = fields.List(fields.String())
    by = fields.Integer()
    safe = fields.Boolean()


class ClockWarningOut(Schema):
    seq = fields.Integer()
    basis = fields.String()
    message = fields.String()


class DeadlineOut(Schema):
    """The due date with its proof; lengths are working days."""

    due_on = fields.Date(attribute="clock.due_on")
    provisional = fields.Boolean(attribute="clock.provisional")
    days_left = fields.Integer(allow_none=True)
    phase = fields.String(attribute="clock.phase.value")
    started_on = fields.Date(attribute="clock.started_on")
    strict_due_on = fields.Date(attribute="clock.strict_due_on")
    last_due_on = fields.Date(attribute="clock.last_due_on")
    waiting_since = fields.Date(attribute="clock.waiting_since")
    extension_days = fields.Integer(attribute="clock.extension_days")
    excluded_days = fields.Integer(attribute="clock.excluded_days")
    frozen = fields.Boolean(attribute="clock.frozen")
    warnings = fields.List(fields.Nested(ClockWarningOut), attribute="clock.warnings")
    dates = fields.List(fields.Nested(DueDayOut), attribute="due_days")
    timers = fields.List(fields.Nested(TimerOut))
    tape = fields.List(fields.Nested(TapeOut))


class PartyOut(Schema):
    """A party with identity and contact data masked."""

    position = fields.Integer()
    kind = fields.String()
    name = fields.String()
    category = fields.String()
    id_type = fields.String()
    id_number = fields.String()
    phone = fields.String()
    address = fields.String()
    email = fields.String()


class ItemOut(Schema):
    position = fields.Integer()
    content = fields.String()
    result = fields.String()


class PaperOut(Schema):
    """An issued paper; its bytes are under documents/{id}."""

    id = fields.Integer()
    seq = fields.Integer()
    key = fields.String()
    title = fields.String()
    number = fields.String()
    issued_on = fields.Date()
    outdated_by = fields.Integer(allow_none=True)
    seal_kind = fields.String(allow_none=True)
    seal = fields.String()


class EntryOut(Schema):
    """One journal row in words."""

    seq = fields.Integer()
    action = fields.String()
    label = fields.String()
    basis = fields.String()
    on_day = fields.Date()
    at = fields.DateTime()
    actor = fields.String()
    before = fields.String()
    after = fields.String()
    data = fields.Dict()
    texts = fields.Dict(keys=fields.String(), values=fields.String())
    annulled = fields.Boolean()


class LinkOut(Schema):
    """Another case and how it stands to this one; `id` is 0 where it is out of sight."""

    id = fields.Integer(attribute="record_id")
    relation = fields.String()
    label = fields.String()
    number = fields.String()
    state_label = fields.String()
    items = fields.String(metadata={"description": "拆出的申请内容的序号"})


class ContactOut(Schema):
    """One attempt to reach the applicant."""

    seq = fields.Integer()
    on_day = fields.Date()
    reached = fields.Boolean()
    note = fields.String()
    actor = fields.String()


class UnitOut(Schema):
    id = fields.Integer()
    code = fields.String()
    name = fields.String()
    parent = fields.String(allow_none=True)


_WHOLE = "whole"


class CaseOut(Schema):
    """One request with its clock, its history and the acts open to the viewer."""

    id = fields.Integer(attribute="record.id")
    version = fields.Integer(attribute="record.version")
    number = fields.String(attribute="record.number")
    unit = fields.String(attribute="unit.code")
    unit_name = fields.String(attribute="unit.name")
    handler_id = fields.Integer(attribute="record.handler_id")
    handler = fields.String()
    phase = fields.String(attribute="phase.value")
    phase_label = fields.String(attribute="phase.label")
    state = fields.String(attribute="record.state")
    state_label = fields.String()
    category = fields.String(attribute="record.category")
    topic = fields.String(
        attribute="record.topic", allow_none=True, metadata={"description": "事项类别"}
    )
    arrived_on = fields.Date(attribute="record.arrived_on")
    received_on = fields.Date(attribute="record.received_on")
    due_on = fields.Date(attribute="record.due_on")
    closed_on = fields.Date(attribute="record.closed_on")
    outcome = fields.String(attribute="record.outcome")
    deadline = fields.Nested(DeadlineOut, attribute=_WHOLE)
    parties = fields.List(fields.Nested(PartyOut))
    items = fields.List(fields.Nested(ItemOut))
    documents = fields.List(fields.Nested(PaperOut), attribute="papers")
    journal = fields.List(fields.Nested(EntryOut), attribute="entries")
    links = fields.List(fields.Nested(LinkOut))
    contacts = fields.List(fields.Nested(ContactOut))
    may_correct = fields.Boolean()
    available_actions = fields.List(fields.Nested(ActionOut))

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        return obj if attr == _WHOLE else super().get_attribute(obj, attr, default)


class ActedOut(CaseOut):
    """The request after an act, and every doubt worth reading."""

    warnings = fields.List(fields.String())
    query_code = fields.String(
        metadata={
            "description": "登记和“发给查询码”发给申请人的查询码，也印在该事项生成的文书上；其他事项没有这一项"
        }
    )


class RecordOut(CaseOut):
    """A record of any kind: what a request shows, with its kind, its facts and the request it is linked to."""

    kind = fields.String(attribute="record.kind")
    kind_label = fields.String(attribute="workflow.kind.label")
    linked_id = fields.Integer(attribute="record.parent_id", allow_none=True)
    facts = fields.Dict(attribute="facts.values", metadata={"description": "字段 → 值"})


class RecordActedOut(RecordOut):
    """The record after an act, and every doubt worth reading."""

    warnings = fields.List(fields.String())


class RecordRowOut(Schema):
    """One line of the list of a kind."""

    id = fields.Integer()
    version = fields.Integer()
    kind = fields.String()
    number = fields.String()
    title = fields.String()
    phase = fields.String(attribute="phase.value")
    state = fields.String()
    state_label = fields.String()
    unit = fields.String()
    received_on = fields.Date(allow_none=True)
    due_on = fields.Date(allow_none=True)
    days_left = fields.Integer(allow_none=True)
    provisional = fields.Boolean()
    closed_on = fields.Date(allow_none=True)
    linked_id = fields.Integer(allow_none=True)
    linked_number = fields.String()


class RecordsOut(Schema):
    """One page of the list of a kind."""

    items = fields.List(fields.Nested(RecordRowOut), attribute="rows")
    total = fields.Integer()
    page = fields.Integer()
    pages = fields.Integer()


class CaseRowOut(Schema):
    """One line of the list."""

    id = fields.Integer()
    version = fields.Integer()
    number = fields.String()
    phase = fields.String(attribute="phase.value")
    state = fields.String()
    state_label = fields.String()
    applicant = fields.String()
    category = fields.String()
    topic = fields.String(metadata={"description": "事项类别，没有的为空"})
    content = fields.String()
    unit = fields.String()
    handler = fields.String()
    received_on = fields.Date(allow_none=True)
    due_on = fields.Date(allow_none=True)
    days_left = fields.Integer(allow_none=True)
    provisional = fields.Boolean()


class QueueOut(Schema):
    """One page of the list."""

    items = fields.List(fields.Nested(CaseRowOut), attribute="rows")
    total = fields.Integer()
    page = fields.Integer()
    pages = fields.Integer()


class UnitsOut(Schema):
    items = fields.List(fields.Nested(UnitOut))


class OutcomeOut(Schema):
    """A result that an answer can have, and the facts its answer needs as fields of the act."""

    code = fields.String()
    label = fields.String()
    basis = fields.String()
    fields_ = fields.List(fields.Nested(FieldOut), attribute="fields", data_key="fields")


class OutcomesOut(Schema):
    items = fields.List(fields.Nested(OutcomeOut))


class TokenOut(Schema):
    """A token as listed; the token itself is shown once only."""

    id = fields.Integer()
    label = fields.String()
    created_at = fields.DateTime()
    revoked_at = fields.DateTime(allow_none=True)


class TokensOut(Schema):
    items = fields.List(fields.Nested(TokenOut))


class NewTokenOut(Schema):
    """A new token with its text; write it down now."""

    label = fields.String()
    token = fields.String()
