"""Dispatch, receipt and return of every paper but the answer and the termination: one thread per paper and recipient (235号)."""

from dataclasses import replace

from workflows import serving_guards as s
from workflows.action import Action
from workflows.acts.common import POSTAL_ADDRESS, STAFF
from workflows.forms import Field, FieldKind, choices_of
from workflows.parties import the_recipient_takes_part
from workflows.serving import SERVICE
from workflows.vocabulary import ServiceMethod, State

_ALWAYS = tuple(state for state in State if state is not State.carried_forward)
_THREAD = Field("thread", "送达记录", FieldKind.thread, thread_kind=SERVICE)

WAY_OUT = (
    Field("recipient", "收件人（给申请人的文书）", FieldKind.recipient, required=False),
    Field("method", "送达方式", FieldKind.choice, choices=choices_of(ServiceMethod)),
    Field(
        "tracking",
        "邮件号码",
        FieldKind.code,
        required=False,
        hint="邮寄的必填：中国邮政挂号或者 EMS 单号，核对校验位",
    ),
    Field("agency", "代为送达的机关", FieldKind.code, required=False),
    Field("consented", "收件人已同意电子送达", FieldKind.flag, required=False),
    Field("log", "电子送达的发送记录", required=False),
)

DISPATCH_ACTS = (
    Action(
        "dispatch_paper",
        "送出文书",
        "235号",
        STAFF,
        _ALWAYS,
        None,
        help="邮寄的登记交邮之日，其他方式登记送出之日；收到之日另行登记。退回的可以再次送出",
        fields=(Field("paper", "文书", FieldKind.paper), *WAY_OUT),
        guards=(
            s.the_paper_can_be_sent,
            s.the_recipient_is_whom_it_is_for,
            the_recipient_takes_part,
            s.the_way_has_its_proof,
        ),
        opens=SERVICE,
        outside_fact=True,
    ),
    Action(
        "paper_received",
        "登记文书签收",
        "235号",
        STAFF,
        _ALWAYS,
        None,
        help="收件人签收、留置或者到达其系统之日；补正、缴费、征求意见的期限自次日起算",
        fields=(
            _THREAD,
            Field("way", "收到的方式", FieldKind.choice, choices=choices_of(s.ReceiptWay)),
            Field("signer", "签收人", required=False, hint="代收的写明与收件人的关系"),
            Field("witness", "见证人", required=False),
            Field("note", "留置经过或者到达记录", FieldKind.long_text, required=False),
        ),
        guards=(s.the_paper_is_on_its_way, s.the_receipt_fits_the_way),
        updates=SERVICE,
        outside_fact=True,
    ),
    Action(
        "paper_returned",
        "登记文书退回",
        "235号",
        STAFF,
        _ALWAYS,
        None,
        help="保存退回的邮件；交邮之日不变，请再次送出",
        fields=(_THREAD, Field("return_reason", "退回原因")),
        guards=(s.the_paper_is_on_its_way,),
        closes=SERVICE,
        outside_fact=True,
    ),
    Action(
        "note_address",
        "登记通信地址",
        "235号",
        STAFF,
        _ALWAYS,
        None,
        help="登记时、发函时没有填写的，或者后来变动的；加密保存，信封按最后一次登记的打印",
        fields=(
            Field("recipient", "当事人", FieldKind.recipient, required=False),
            Field(
                "paper",
                "写给第三方、其他机关的文书",
                FieldKind.paper,
                required=False,
                hint="与当事人二者选一",
                to_others=True,
            ),
            replace(POSTAL_ADDRESS, required=True),
        ),
        guards=(s.the_address_is_of_one_reader,),
        readdresses="recipient",
    ),
)
