"""Service of the answer: dispatch and receipt are two facts, on the document (235号; model 3, 14)."""

from dataclasses import replace

from workflows import guards as g
from workflows import tracking
from workflows.action import Action, Branch, Situation, guard
from workflows.acts.common import (
    APPLICANT,
    STAFF,
)
from workflows.forms import Field, FieldKind, choices_of
from workflows.history import Act, Facts
from workflows.parties import all_are_reached, service_recipients, the_recipient_takes_part
from workflows.vocabulary import ClockEffect, ServiceMethod, State


def everyone_is_served(facts: Facts, act: Act) -> bool:
    """235号; model 14: with several applicants the last one served closes the case, in person, by his agent or representative.

    A parcel that came back counts: for each recipient the first 交邮之日 proves timeliness, and a second dispatch after
    the return leaves an answered case answered.
    """
    if facts.working_state == State.answered:
        return True
    return all_are_reached(facts, service_recipients(facts))


def somebody_is_left(facts: Facts, act: Act) -> bool:
    """The counterpart of `everyone_is_served`."""
    return not everyone_is_served(facts, act)


_SERVED = (
    Branch(everyone_is_served, State.answered),
    Branch(somebody_is_left, State.pending_service),
)


@guard("235号")
def the_number_is_one_of_the_post(case: Situation, act: Act) -> str:
    """235号: papers go by 邮政企业 only; a number that cannot be one of theirs was misread, or is another carrier's."""
    return tracking.tracking_fault(str(act.data["tracking"])) if act.data.get("tracking") else ""


_RECIPIENT = Field("recipient", "收件人", FieldKind.recipient)
_TRACKING = Field("tracking", "邮件号码", FieldKind.code, hint="中国邮政挂号或 EMS 单号")

_SERVICE_GUARDS = (
    the_recipient_takes_part,
    g.the_recipient_is_not_yet_served,
    g.nothing_is_served_before_it_is_issued,
)
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
    dispatches="answer",
    outside_fact=True,
    after=("issue",),
)


@guard("235号")
def the_termination_is_on_its_way(case: Situation, act: Act) -> str:
    """235号: a receipt or a return belongs to a recorded dispatch that has not come back."""
    if not act.data.get("thread"):
        return ""
    thread = case.facts.thread(act.data["thread"])
    if thread is not None and thread.kind == "termination_service" and thread.is_open:
        return ""
    return "所选的送达记录不存在或者已经退回（235号）；请重新选择送达记录。"


@guard("235号")
def the_notice_is_drawn(case: Situation, act: Act) -> str:
    """235号: nothing is served before the day it was made."""
    ended = case.facts.closings[-1][1] if case.facts.closings else None
    if ended is None or act.on_day >= ended:
        return ""
    return f"送达日不能早于终止办理之日{g.chinese_day(ended)}（235号）；请改正送达日期。"


_TERMINATION = Field("thread", "送达记录", FieldKind.thread, thread_kind="termination_service")
_OF_A_TERMINATION = (the_termination_is_on_its_way, g.nothing_happens_before_its_cause)

SERVICE_ACTS = (
    replace(
        _SERVICE,
        name="serve_by_post",
        label="交邮",
        help="交邮之日为答复之日；只能通过邮政企业寄送",
        fields=(_RECIPIENT, _TRACKING),
        warnings=(g.answered_before_the_due_date, the_number_is_one_of_the_post),
    ),
    replace(
        _SERVICE,
        name="serve_in_person",
        receives="answer",
        label="直接送达",
        help="申请人或者法定代理人签收之日为答复之日",
        fields=(_RECIPIENT, Field("signer", "签收人")),
    ),
    replace(
        _SERVICE,
        name="serve_through_agency",
        receives="answer",
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
        receives="answer",
        label="电子送达",
        roles=STAFF | APPLICANT,
        help="到达申请人系统之日为答复之日；须有申请人同意的记录",
        fields=(
            _RECIPIENT,
            Field("consented", "申请人已同意电子送达", FieldKind.flag),
            Field("proof", "到达记录"),
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
        receives="answer",
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
            Field("return_reason", "退回原因"),
        ),
        guards=(g.the_dispatch_is_still_open, g.nothing_happens_before_its_cause),
        closes="service",
        outside_fact=True,
    ),
    Action(
        "send_termination",
        "送达终止办理告知书",
        "235号",
        STAFF | APPLICANT,
        (State.terminated,),
        None,
        help="邮寄的登记交邮之日，其他方式登记签收之日；办结日期不变",
        fields=(
            _RECIPIENT,
            Field("method", "送达方式", FieldKind.choice, choices=choices_of(ServiceMethod)),
            Field("proof", "邮件号码或者送达凭证"),
        ),
        guards=(the_recipient_takes_part, the_notice_is_drawn),
        opens="termination_service",
        dispatches="termination",
        outside_fact=True,
    ),
    Action(
        "termination_received",
        "登记终止告知书签收",
        "235号",
        STAFF,
        (State.terminated, State.archived),
        None,
        help="申请人收到之日；复议、起诉的期限自此起算",
        fields=(_TERMINATION,),
        guards=_OF_A_TERMINATION,
        updates="termination_service",
        receives="termination",
        outside_fact=True,
        after=("send_termination",),
    ),
    Action(
        "termination_returned",
        "登记终止告知书退回",
        "235号",
        STAFF,
        (State.terminated, State.archived),
        None,
        help="保存退回的邮件，再次送达",
        fields=(_TERMINATION, Field("return_reason", "退回原因")),
        guards=_OF_A_TERMINATION,
        closes="termination_service",
        outside_fact=True,
        after=("send_termination",),
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
