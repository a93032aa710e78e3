"""One extension of the period: asked, granted, told (条例33)."""

from workflows import fee_guards as fg
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
from workflows.terms import EXTENSION_MAX
from workflows.vocabulary import ClockEffect

EXTENSION_ACTS = (
    Action(
        "ask_extension",
        "提出延期",
        "条例33",
        STAFF,
        RUNNING_STATES,
        None,
        help="报审批人同意；发出告知之前期限不变",
        fields=(
            Field(
                "days",
                "延长（工作日）",
                FieldKind.integer,
                least=1,
                most=EXTENSION_MAX.n,
                basis="条例33",
            ),
            Field("reasons", "延期理由", FieldKind.long_text),
        ),
        guards=(
            g.the_clock_has_a_due_date,
            g.extended_at_most_once,
            fg.not_extended_before_the_payment,
        ),
        opens="extension",
    ),
    Action(
        "grant_extension",
        "准予延期",
        "条例33",
        APPROVER,
        RUNNING_STATES,
        None,
        help="工作机构负责人同意；发出告知后生效",
        fields=(Field("opinion", "审批意见", FieldKind.long_text, required=False),),
        guards=(g.extension_is_asked,),
        updates="extension",
        after=("ask_extension",),
    ),
    Action(
        "refuse_extension",
        "不准予延期",
        "条例33",
        APPROVER,
        RUNNING_STATES,
        None,
        help="期限不变",
        fields=(Field("opinion", "审批意见", FieldKind.long_text),),
        guards=(g.extension_is_asked,),
        closes="extension",
        after=("ask_extension",),
    ),
    Action(
        "send_extension_notice",
        "发出延期告知",
        "条例33",
        STAFF,
        RUNNING_STATES,
        None,
        help="须不晚于答复期限发出；期限自此延长",
        fields=(Field("proof", "发出凭证（单号或签收人）", FieldKind.code),),
        guards=(g.extension_is_granted,),
        warnings=(g.notice_goes_out_before_the_due_date,),
        effect=ClockEffect.extend,
        term=EXTENSION_MAX,
        closes="extension",
        document="extension_notice",
        outside_fact=True,
        after=("grant_extension",),
    ),
    Action(
        "extension_notice_received",
        "申请人已收到延期告知",
        "条例33",
        STAFF,
        RUNNING_STATES,
        None,
        help="登记送达之日；延期以发出告知之日为准",
        fields=(RECEIPT_PROOF,),
        guards=(r.received_after_the_extension_was_told,),
        outside_fact=True,
        after=("send_extension_notice",),
    ),
)
