"""One extension of the period: asked, granted, told (条例33)."""

from workflows import fee_guards as fg
from workflows import guards as g
from workflows import reasons_guards as r
from workflows import serving_guards as s
from workflows.action import Action
from workflows.acts.common import (
    APPLICANT,
    APPROVER,
    RECEIPT_PROOF,
    RUNNING_STATES,
    STAFF,
)
from workflows.acts.dispatch import WAY_OUT
from workflows.forms import Field, FieldKind
from workflows.parties import the_recipient_takes_part
from workflows.serving import SERVICE
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
        help="当场送出、已有凭证的用本项；邮寄的先制作告知书，交邮后登记送出。须不晚于答复期限发出；期限自此延长",
        fields=(Field("proof", "发出凭证（单号或签收人）"),),
        guards=(g.extension_is_granted,),
        warnings=(g.notice_goes_out_before_the_due_date,),
        effect=ClockEffect.extend,
        term=EXTENSION_MAX,
        closes="extension",
        document="extension_notice",
        dispatches="extension_notice",
        outside_fact=True,
        after=("grant_extension",),
    ),
    Action(
        "make_extension_notice",
        "制作延期告知书",
        "条例33",
        STAFF,
        RUNNING_STATES,
        None,
        help="编号生成《延期答复告知书》；送出之前期限不变",
        guards=(g.extension_is_granted, s.the_notice_is_not_made_yet),
        document="extension_notice",
        sent_by="dispatch_extension_notice",
        after=("grant_extension",),
    ),
    Action(
        "dispatch_extension_notice",
        "送出延期告知书",
        "条例33",
        STAFF,
        RUNNING_STATES,
        None,
        help="登记交邮或者送出之日，须不晚于答复期限；期限自此延长，退回的不影响",
        fields=(Field("paper", "文书", FieldKind.paper), *WAY_OUT),
        guards=(
            g.extension_is_granted,
            s.it_is_the_notice_of_the_extension,
            s.the_recipient_is_whom_it_is_for,
            the_recipient_takes_part,
            s.the_way_has_its_proof,
        ),
        warnings=(g.notice_goes_out_before_the_due_date,),
        effect=ClockEffect.extend,
        term=EXTENSION_MAX,
        opens=SERVICE,
        settles="extension",
        outside_fact=True,
        after=("make_extension_notice",),
    ),
    Action(
        "extension_notice_received",
        "申请人已收到延期告知",
        "条例33",
        STAFF | APPLICANT,
        RUNNING_STATES,
        None,
        help="登记送达之日；延期以发出告知之日为准",
        fields=(RECEIPT_PROOF,),
        guards=(r.received_after_the_extension_was_told,),
        receives="extension_notice",
        outside_fact=True,
        after=g.EXTENDED_BY,
    ),
)
