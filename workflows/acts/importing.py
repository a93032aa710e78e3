"""The two acts by which a ledger enters: starts the clock, stops it; no evidence guards (model 13)."""

from workflows.action import Action, Branch
from workflows.acts.common import CATEGORY, CHANNEL, DELIVERY, IMPORTER, OUTCOME, TOPIC
from workflows.forms import Field, FieldKind
from workflows.history import Act, Facts
from workflows.outcomes import OUTCOMES
from workflows.vocabulary import ClockEffect, State


def result_is_an_answer(facts: Facts, act: Act) -> bool:
    """Whether an imported result closes the case as answered."""
    return OUTCOMES[str(act.data["outcome"])].closes_as == "answered"


def result_is_an_end(facts: Facts, act: Act) -> bool:
    """The counterpart of `result_is_an_answer`."""
    return not result_is_an_answer(facts, act)


IMPORT_ACTS = (
    Action(
        "import_received",
        "导入：收到申请",
        "条例31",
        IMPORTER,
        (),
        State.in_progress,
        help="由台账导入",
        fields=(
            CHANNEL,
            CATEGORY,
            DELIVERY,
            TOPIC,
            Field("handler", "承办人", FieldKind.user, required=False),
            Field("handler_name", "承办人（台账）", FieldKind.code, required=False),
            Field("delivery_text", "获取方式（台账）", FieldKind.text, required=False),
            Field("remark", "备注", FieldKind.long_text, required=False),
        ),
        effect=ClockEffect.start,
        sets={
            "arrived_on": "on_day",
            "received_on": "on_day",
            "channel": "channel",
            "category": "category",
            "delivery": "delivery",
            "topic": "topic",
            "applicants": "applicants",
            "items": "items",
            "handler": "handler",
            "handler_name": "handler_name",
        },
        draws_number=True,
        creates=True,
    ),
    Action(
        "import_closed",
        "导入：办结",
        "条例36",
        IMPORTER,
        (State.in_progress,),
        (
            Branch(result_is_an_answer, State.answered),
            Branch(result_is_an_end, State.terminated),
        ),
        help="由台账导入",
        fields=(
            OUTCOME,
            Field("served_on", "送达日期", FieldKind.date, required=False),
            Field("answer_number", "答复文号", FieldKind.code, required=False),
        ),
        effect=ClockEffect.stop,
        sets={
            "outcome": "outcome",
            "served_on": "served_on",
            "answer_number": "answer_number",
        },
        outside_fact=True,
    ),
)
