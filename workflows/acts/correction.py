"""Correction of an unclear request, told once, with restart of the period (条例30)."""

from workflows import evidence_guards as e
from workflows import guards as g
from workflows.action import Action
from workflows.acts.common import (
    APPLICANT,
    RECEIPT_PROOF,
    STAFF,
)
from workflows.forms import Field, FieldKind
from workflows.terms import CORRECTION_NOTICE
from workflows.vocabulary import ClockEffect, State

CORRECTION_ACTS = (
    Action(
        "request_correction",
        "告知补正",
        "条例30",
        STAFF,
        (State.registered, State.in_progress),
        State.pending_correction,
        help="一次性告知，收到申请之日起七个工作日内；期限停止，收到补正后重新起算",
        fields=(
            Field("items_to_correct", "需要补正的内容和指导", FieldKind.long_text),
            Field(
                "days",
                "补正期限（工作日）",
                FieldKind.integer,
                least=1,
                most=60,
                hint="合理期限，一般 15",
            ),
        ),
        guards=(g.not_corrected_before,),
        warnings=(g.notice_within_seven_days, e.a_correction_asks_for_what_the_law_asks),
        effect=ClockEffect.stop,
        term=CORRECTION_NOTICE,
        opens="correction",
        document="correction_notice",
    ),
    Action(
        "correction_notice_received",
        "申请人已收到补正告知书",
        "条例30",
        STAFF | APPLICANT,
        (State.pending_correction,),
        None,
        help="补正期限自收到次日起算",
        fields=(RECEIPT_PROOF,),
        guards=(g.nothing_happens_before_its_cause,),
        updates="correction",
        receives="correction_notice",
        outside_fact=True,
        after=("request_correction",),
    ),
    Action(
        "receive_correction",
        "收到补正",
        "条例30",
        STAFF | APPLICANT,
        (State.pending_correction,),
        State.in_progress,
        help="二十个工作日自收到补正的申请次日重新起算",
        fields=(
            Field("corrected_content", "补正后的申请内容", FieldKind.long_text),
            Field("late_reason", "逾期补正的正当理由", FieldKind.long_text, required=False),
        ),
        guards=(g.nothing_happens_before_its_cause, g.correction_in_time_or_excused),
        effect=ClockEffect.restart,
        closes="correction",
        outside_fact=True,
        after=("request_correction",),
    ),
    Action(
        "lapse_correction",
        "逾期不补正，终止办理",
        "条例30",
        STAFF,
        (State.pending_correction,),
        State.terminated,
        help="视为放弃申请，不再处理；生成《终止办理告知书》",
        guards=(g.correction_notice_was_received, g.correction_period_has_passed),
        effect=ClockEffect.stop,
        outcome="F1",
        document="termination",
    ),
)
