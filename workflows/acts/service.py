"""Service of the answer: dispatch and receipt are two facts, on the document (235号; model 3, 14)."""

from dataclasses import replace

from workflows import guards as g
from workflows.action import Action, Branch
from workflows.acts.common import (
    STAFF,
)
from workflows.forms import Field, FieldKind
from workflows.history import Act, Facts
from workflows.vocabulary import ClockEffect, State


def everyone_is_served(facts: Facts, act: Act) -> bool:
    """235号; model 14: with several applicants the last one served closes the case.

    A second dispatch after a return leaves an answered case answered: the first 交邮之日 still proves timeliness.
    """
    if facts.working_state == State.answered:
        return True
    applicants = {str(key) for key in facts.values.get("applicants", ())}
    issued = facts.last("issue")
    since = issued.seq if issued else 0
    served = {
        str(t.values.get("recipient"))
        for t in facts.threads_of("service", only_open=True)
        if t.key > since
    }
    return applicants <= served


def somebody_is_left(facts: Facts, act: Act) -> bool:
    """The counterpart of `everyone_is_served`."""
    return not everyone_is_served(facts, act)


_SERVED = (
    Branch(everyone_is_served, State.answered),
    Branch(somebody_is_left, State.pending_service),
)


_RECIPIENT = Field("recipient", "收件人", FieldKind.recipient)
_TRACKING = Field("tracking", "邮件号码", FieldKind.code, hint="中国邮政挂号或 EMS 单号")

_SERVICE_GUARDS = (g.the_recipient_is_not_yet_served, g.nothing_is_served_before_it_is_issued)
_SERVICE = Action(
    name="serve",
    label="送达",
    basis="235号",
    roles=STAFF,
    sources=(State.pending_service, State.answered),
    target=_SERVED,
    guards=_SERVICE_GUARDS,
    warnings=(g.answered_before_the_due_date,),
    effect=ClockEffect.stop,
    opens="service",
    outside_fact=True,
    after=("issue",),
)

SERVICE_ACTS = (
    replace(
        _SERVICE,
        name="serve_by_post",
        label="交邮",
        help="交邮之日为答复之日；只能通过邮政企业寄送",
        fields=(_RECIPIENT, _TRACKING),
    ),
    replace(
        _SERVICE,
        name="serve_in_person",
        label="直接送达",
        help="申请人或者法定代理人签收之日为答复之日",
        fields=(_RECIPIENT, Field("signer", "签收人")),
    ),
    replace(
        _SERVICE,
        name="serve_through_agency",
        label="委托其他行政机关送达",
        help="申请人签收之日为答复之日",
        fields=(
            _RECIPIENT,
            Field("agency", "代为送达的机关", FieldKind.code),
            Field("signer", "签收人"),
        ),
    ),
    replace(
        _SERVICE,
        name="serve_electronically",
        label="电子送达",
        help="到达申请人系统之日为答复之日；须有申请人同意的记录",
        fields=(
            _RECIPIENT,
            Field("consented", "申请人已同意电子送达", FieldKind.flag),
            Field("proof", "到达记录", FieldKind.code),
        ),
        guards=(*_SERVICE_GUARDS, g.electronic_service_was_agreed),
    ),
    Action(
        "answer_received",
        "登记答复书签收",
        "235号",
        STAFF,
        (State.pending_service, State.answered),
        None,
        help="申请人收到之日；复议、起诉的期限自此起算",
        fields=(Field("thread", "送达记录", FieldKind.thread, thread_kind="service"),),
        guards=(g.the_dispatch_is_still_open, g.nothing_happens_before_its_cause),
        updates="service",
        outside_fact=True,
    ),
    Action(
        "answer_returned",
        "登记邮件退回",
        "235号",
        STAFF,
        (State.pending_service, State.answered),
        None,
        help="保存退回的邮件；交邮之日仍可证明按期答复",
        fields=(
            Field("thread", "送达记录", FieldKind.thread, thread_kind="service"),
            Field("return_reason", "退回原因", FieldKind.code),
        ),
        guards=(g.the_dispatch_is_still_open, g.nothing_happens_before_its_cause),
        closes="service",
        outside_fact=True,
    ),
    Action(
        "archive",
        "归档",
        "条例45",
        STAFF,
        (State.answered, State.terminated),
        State.archived,
        help="材料齐全后归档",
    ),
)
