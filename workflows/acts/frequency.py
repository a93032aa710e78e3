"""Clearly unreasonable number or frequency: reasons asked, delayed answer (条例35)."""

from workflows import guards as g
from workflows.action import Action
from workflows.acts.common import (
    APPROVER,
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
        fields=(Field("matter", "需要说明的事项", FieldKind.long_text),),
        guards=(g.reasons_were_asked_once,),
        opens="reasons",
    ),
    Action(
        "receive_reasons",
        "收到说明或者期满",
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
        ),
        guards=(g.reasons_were_found_reasonable, g.delay_ends_later),
        effect=ClockEffect.fix,
        after=("receive_reasons",),
    ),
)
