"""Receipt, registration, on-the-spot answer and assignment (条例29, 31, 33, 45)."""

from workflows import answer_guards
from workflows import evidence_guards as e
from workflows import fee_guards as fg
from workflows import file_guards as f
from workflows import guards as g
from workflows import secrecy_guards as sg
from workflows.action import Action, Branch
from workflows.acts.common import (
    APPLICANT,
    ASSISTANCE,
    CARRIER,
    CATEGORY,
    CHANNEL,
    DELIVERY,
    ELECTRONIC_SERVICE,
    INTAKE,
    OPEN_STATES,
    OUTCOME,
    STAFF,
    TOPIC,
)
from workflows.forms import Field, FieldKind
from workflows.history import Act, Facts
from workflows.receipt import awaits_confirmation
from workflows.vocabulary import ClockEffect, Phase, Role, State


def channel_awaits(facts: Facts, act: Act) -> bool:
    """条例31: letters without signature, faxes and the like wait for a contact with the applicant."""
    return awaits_confirmation(
        str(act.data["channel"]), chosen=bool(act.data.get("awaits_confirmation"))
    )


def channel_settles(facts: Facts, act: Act) -> bool:
    """The counterpart of `channel_awaits`."""
    return not channel_awaits(facts, act)


INTAKE_ACTS = (
    Action(
        "receive",
        "收到申请",
        "条例29",
        INTAKE | APPLICANT,
        (),
        (
            Branch(channel_awaits, State.pending_confirmation),
            Branch(channel_settles, State.pending_registration),
        ),
        help="登记到达日、渠道和申请人",
        fields=(
            CHANNEL,
            CATEGORY,
            DELIVERY,
            CARRIER,
            ELECTRONIC_SERVICE,
            ASSISTANCE,
            TOPIC,
            Field("awaits_confirmation", "等待与申请人确认", FieldKind.flag, required=False),
        ),
        guards=(g.channel_allows_waiting,),
        warnings=(e.the_channel_was_announced,),
        sets={
            "arrived_on": "on_day",
            "channel": "channel",
            "category": "category",
            "delivery": "delivery",
            "electronic_service": "electronic_service",
            "assistance": "assistance",
            "topic": "topic",
            "applicants": "applicants",
            "agents": "agents",
            "items": "items",
        },
        creates=True,
    ),
    Action(
        "log_contact",
        "记录联系申请人",
        "条例31",
        STAFF,
        OPEN_STATES,
        None,
        help="每一次联系单独记一条；未联系上的也要记录",
        fields=(
            Field("reached", "已联系上", FieldKind.flag, required=False),
            Field("note", "联系情况", FieldKind.long_text),
        ),
        opens="contact",
        outside_fact=True,
    ),
    Action(
        "confirm_receipt",
        "确认收到并登记",
        "条例31",
        INTAKE,
        (State.pending_confirmation,),
        State.registered,
        help="双方确认之日为收到申请之日，二十个工作日自次日起算；生成《登记回执》",
        fields=(Field("note", "确认方式和经过", FieldKind.long_text),),
        effect=ClockEffect.start,
        sets={"received_on": "on_day"},
        document="receipt",
        draws_number=True,
        renews_code=True,
        outside_fact=True,
    ),
    Action(
        "register",
        "登记",
        "条例31",
        INTAKE | APPLICANT,
        (State.pending_registration,),
        State.registered,
        help="编号并生成《登记回执》，二十个工作日自收到申请次日起算",
        fields=(
            Field(
                "received_on",
                "收到申请之日",
                FieldKind.date,
                default_from="arrived_on",
                basis="条例31",
            ),
            Field("override_reason", "与到达日不同的理由", FieldKind.long_text, required=False),
        ),
        guards=(
            g.receipt_is_not_after_registering,
            g.receipt_is_not_before_arrival,
            g.receipt_is_the_day_of_arrival,
        ),
        effect=ClockEffect.start,
        effect_day="received_on",
        sets={"received_on": "received_on"},
        document="receipt",
        draws_number=True,
        renews_code=True,
    ),
    Action(
        "answer_on_the_spot",
        "当场答复",
        "条例33",
        STAFF,
        (State.registered,),
        State.answered,
        help="申请人当场签收，本案办结；生成《答复书》",
        fields=(OUTCOME, Field("signer", "签收人")),
        guards=(
            answer_guards.the_outcome_is_an_answer,
            answer_guards.outcome_can_be_given_on_the_spot,
            answer_guards.every_fact_of_the_answer_is_given,
            answer_guards.an_agency_comes_with_its_contact,
            e.secrecy_was_reviewed,
            f.each_released_file_was_reviewed,
            sg.each_referral_was_answered,
            sg.what_was_determined_is_followed,
        ),
        warnings=(g.answered_before_the_due_date,),
        effect=ClockEffect.stop,
        sets={"outcome": "outcome"},
        document="answer",
        dispatches="answer",
        receives="answer",
    ),
    Action(
        "assign",
        "分办",
        "条例45",
        frozenset({Role.intake, Role.approver}),
        (State.registered,),
        State.in_progress,
        help="交承办人办理，期限继续计算",
        fields=(
            Field("handler", "承办人", FieldKind.user),
            Field("handler_unit", "承办单位", FieldKind.unit, required=False),
        ),
        warnings=(fg.the_applicant_does_not_ask_often,),
        sets={"handler": "handler", "handler_unit": "handler_unit"},
        looks_up=("applicant_month",),
    ),
    Action(
        "reassign",
        "改派承办人",
        "条例45",
        frozenset({Role.intake, Role.handler, Role.approver}),
        tuple(
            s for s in OPEN_STATES if s.phase is not Phase.received and s is not State.registered
        ),
        None,
        help="换承办人不影响期限",
        fields=(
            Field("handler", "承办人", FieldKind.user),
            Field("handler_unit", "承办单位", FieldKind.unit, required=False),
        ),
        sets={"handler": "handler", "handler_unit": "handler_unit"},
    ),
)
