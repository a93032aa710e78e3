"""The information-processing fee: notice, payment, lapse, refund (条例42; 109号).

The amount is no free entry: the service computes it from the table and keeps it with the act, because it is what the
applicant was told. It is a field all the same, so that an entry that differs is refused with the right sum, and so that
a correction of the count can correct it too.
"""

from workflows import fee_guards as fg
from workflows import file_guards as f
from workflows import guards as g
from workflows.action import Action
from workflows.acts.common import APPLICANT, RECEIPT_PROOF, STAFF
from workflows.forms import Field, FieldKind, choices_of
from workflows.vocabulary import ClockEffect, FeeStandard, State

# Far above any request; it keeps every sum within what a database adds up.
_MOST = 10_000
_MOST_YUAN = 1_000_000_000

_NOTICE = (
    Field(
        "standard",
        "收费标准",
        FieldKind.choice,
        choices=choices_of(FeeStandard),
        basis="109号第3条",
        hint="一件申请只能适用一种",
    ),
    Field(
        "count",
        "件数或者页数",
        FieldKind.integer,
        least=1,
        most=_MOST,
        basis="109号第4条、109号第5条",
        hint=(
            "按件：本件申请的件数，不超过登记的申请内容项数，同月此前的件数由系统查出；"
            "按量：页数，A4及以下幅面单面为一页；只告知获取方式和途径的，不按量计收"
        ),
    ),
    Field(
        "amount",
        "金额（元）",
        FieldKind.integer,
        required=False,
        least=1,
        most=_MOST_YUAN,
        basis="109号第3条",
        hint="留空由系统按标准计算；填写的数额与标准不符的，不予登记",
    ),
    Field(
        "payment_way",
        "缴纳方式",
        FieldKind.code,
        most=120,
        basis="109号第6条",
        hint="如：凭缴款码通过省非税收入征收系统缴纳",
    ),
)
_NOTICE_GUARDS = (
    fg.charging_is_in_force,
    fg.one_standard_for_a_request,
    fg.a_request_is_charged_once,
    fg.pieces_are_the_items_asked,
    fg.there_is_something_to_charge,
    fg.the_amount_is_that_of_the_table,
    fg.the_period_is_not_set_by_a_decision,
)
# What the count of the month reads on other cases of the applicant.
_COUNTED = {"fee_standard": "standard", "fee_count": "count"}

FEE_ACTS = (
    Action(
        "send_fee_notice",
        "发出收费通知",
        "条例42",
        STAFF,
        (State.in_progress, State.redoing),
        State.pending_payment,
        help="须在答复期限内发出；期限停止，缴清后重新起算",
        fields=_NOTICE,
        guards=_NOTICE_GUARDS,
        warnings=(fg.received_under_the_charging_rules, f.the_pages_are_those_of_the_material),
        effect=ClockEffect.stop,
        opens="fee",
        document="fee_notice",
        sets=_COUNTED,
        looks_up=("fee_due",),
    ),
    Action(
        "reissue_fee_notice",
        "重新发出收费通知",
        "109号第6条",
        STAFF,
        (State.pending_payment,),
        None,
        # reading: no rule on re-issued notices; one is live, and the applicant has the whole time again.
        help="原通知作废；缴费期限自收到新通知次日起重新计算，答复期限仍停止",
        fields=(*_NOTICE, Field("reasons", "重新通知的理由", FieldKind.long_text)),
        guards=_NOTICE_GUARDS,
        opens="fee",
        renews=True,
        document="fee_notice",
        sets=_COUNTED,
        looks_up=("fee_due",),
    ),
    Action(
        "fee_notice_received",
        "申请人已收到收费通知",
        "109号第6条",
        STAFF | APPLICANT,
        (State.pending_payment,),
        None,
        help="二十个工作日的缴费期限自收到次日起算",
        fields=(RECEIPT_PROOF,),
        guards=(g.nothing_happens_before_its_cause,),
        updates="fee",
        receives="fee_notice",
        outside_fact=True,
        after=("send_fee_notice",),
    ),
    Action(
        "receive_payment",
        "收到缴费",
        "109号第6条",
        STAFF,
        (State.pending_payment,),
        State.in_progress,
        help="须一次缴清；二十个工作日自缴清次日重新起算",
        fields=(
            Field(
                "amount",
                "缴费金额（元）",
                FieldKind.integer,
                least=1,
                most=_MOST_YUAN,
                basis="109号第6条",
                hint="应与收费通知的金额相同",
            ),
            Field("receipt_number", "财政票据号码", FieldKind.code),
        ),
        guards=(g.nothing_happens_before_its_cause, fg.the_whole_fee_is_paid),
        warnings=(fg.paid_within_twenty_days,),
        effect=ClockEffect.restart,
        closes="fee",
        outside_fact=True,
        after=("send_fee_notice",),
    ),
    Action(
        "lapse_fee",
        "逾期不缴费，终止办理",
        "109号第6条",
        STAFF,
        (State.pending_payment,),
        State.terminated,
        help="视为放弃申请，不再处理；生成《终止办理告知书》",
        guards=(fg.fee_notice_was_received, fg.fee_period_has_passed),
        warnings=(fg.the_notice_stopped_the_clock,),
        effect=ClockEffect.stop,
        outcome="F2",
        document="termination",
    ),
    Action(
        "refund_fee",
        "退费",
        "109号",
        STAFF,
        tuple(state for state in State if state is not State.carried_forward),
        None,
        help="由执收单位办理退库；不影响案件状态和期限",
        fields=(
            Field(
                "amount",
                "退费金额（元）",
                FieldKind.integer,
                least=1,
                most=_MOST_YUAN,
                basis="109号",
                hint="不超过已缴且未退的金额",
            ),
            Field("reasons", "退费理由", FieldKind.long_text),
        ),
        guards=(fg.the_refund_was_paid_before,),
        opens="refund",
        outside_fact=True,
        after=("receive_payment",),
    ),
)
