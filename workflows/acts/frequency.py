"""Clearly unreasonable number or frequency: reasons asked, delayed answer (条例35)."""

from workflows import guards as g
from workflows import reasons_guards as r
from workflows.action import Action
from workflows.acts.common import (
    APPROVER,
    RECEIPT_PROOF,
    RUNNING_STATES,
    STAFF,
)
from workflows.forms import Field, FieldKind
from workflows.vocabulary import ClockEffect, State

REASONS_ACTS = (
    Action(
        "request_reasons",
        "要求说明理由",
        "条例35",
        STAFF,
        (State.in_progress,),
        State.pending_reasons,
        help="申请数量、频次明显超过合理范围；期限继续计算",
        fields=(
            Field("matter", "需要说明的事项", FieldKind.long_text),
            Field(
                "days",
                "说明期限（工作日）",
                FieldKind.integer,
                required=False,
                least=1,
                most=20,
                hint="条例没有规定期限；写明的，期满未说明可认定为没有正当理由",
            ),
        ),
        guards=(g.reasons_were_asked_once,),
        opens="reasons",
        document="reasons_notice",
    ),
    Action(
        "reasons_notice_received",
        "申请人已收到说明理由通知",
        "条例35",
        STAFF,
        (State.pending_reasons,),
        None,
        help="说明期限自收到次日起算",
        fields=(RECEIPT_PROOF,),
        guards=(r.the_notice_was_sent_before,),
        updates="reasons",
        outside_fact=True,
        after=("request_reasons",),
    ),
    Action(
        "receive_reasons",
        "收到说明",
        "条例35",
        STAFF,
        (State.pending_reasons,),
        State.in_progress,
        help="理由不合理的不予处理，合理的继续办理",
        fields=(
            Field("reasonable", "理由合理", FieldKind.flag, required=False),
            Field("note", "说明的内容和判断", FieldKind.long_text),
        ),
        closes="reasons",
        after=("request_reasons",),
    ),
    Action(
        "reasons_silent",
        "逾期未说明理由",
        "条例35",
        STAFF,
        (State.pending_reasons,),
        State.in_progress,
        help="说明期限届满没有说明的，可以认定为没有正当理由",
        fields=(Field("note", "处理说明", FieldKind.long_text),),
        guards=(r.the_period_for_reasons_has_passed,),
        closes="reasons",
        after=("request_reasons",),
    ),
    Action(
        "delay_answer",
        "确定延迟答复期限",
        "条例35",
        APPROVER,
        (State.in_progress,),
        None,
        help="理由合理但不能在期限内答复的，确定合理的延迟期限并告知申请人",
        fields=(
            Field("until", "延迟至", FieldKind.date),
            Field("reasons", "延迟的理由", FieldKind.long_text),
            Field("proof", "告知的发出凭证", FieldKind.code, required=False),
        ),
        guards=(g.reasons_were_found_reasonable, g.delay_ends_later),
        effect=ClockEffect.fix,
        document="delay_notice",
        after=("receive_reasons",),
    ),
    Action(
        "delay_notice_received",
        "申请人已收到延迟答复告知",
        "条例35",
        STAFF,
        RUNNING_STATES,
        None,
        help="登记送达之日；期限以告知中的日期为准",
        fields=(RECEIPT_PROOF,),
        guards=(r.received_after_the_delay_was_set,),
        outside_fact=True,
        after=("delay_answer",),
    ),
)
