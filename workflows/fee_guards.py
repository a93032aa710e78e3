"""The guards of the information-processing fee (109号): notice, payment, lapse, refund; each named as the sentence it asserts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflows.action import Situation, guard
from workflows.clock import ClockPhase
from workflows.fees import BASIS, FREE_PAGES, FREE_PIECES, MANY_PIECES, fee_of
from workflows.guards import EXTENDED_BY, chinese_day, latest
from workflows.history import Act, Facts, Thread
from workflows.items import remaining_items
from workflows.statute import provision
from workflows.terms import FEE_PAYMENT
from workflows.vocabulary import FeeStandard

_CHARGING = provision("109号")


def notices(facts: Facts) -> tuple[Thread, ...]:
    """Every notice of the fee, the live one last."""
    return facts.threads_of("fee")


def payments(facts: Facts) -> tuple[Thread, ...]:
    """The notices that were paid, in full."""
    return tuple(t for t in notices(facts) if moved_on(t) is not None)


def moved_on(thread: Thread) -> date | None:
    """The day on which the money of a notice came in, or that of a refund went back; None while nothing has moved."""
    if thread.kind == "refund":
        return thread.opened_on
    return thread.closed_on if thread.closed_by == "receive_payment" else None


def paid_yuan(facts: Facts) -> int:
    """What the applicant has paid and not got back, in yuan."""
    paid = sum(_yuan(thread.values) for thread in payments(facts))
    return paid - sum(_yuan(thread.values) for thread in facts.threads_of("refund"))


def amount_due(data: Mapping[str, Any]) -> int:
    """The fee of a notice in yuan, from its standard, its count and the pieces counted before it (109号第3条)."""
    before = int(data.get("pieces_before") or 0)
    return fee_of(str(data["standard"]), int(data["count"]), before=before)


def _yuan(values: Mapping[str, Any]) -> int:
    return int(values.get("amount") or 0)


def _is_filled(act: Act) -> bool:
    """Whether the form was sent; a page only asks whether the act is open at all."""
    return bool(act.data.get("standard") and act.data.get("count"))


@guard("条例35")
def the_applicant_does_not_ask_often(case: Situation, act: Act) -> str:
    """条例35, 42: many requests in a month open two ways, which a person weighs; shown as a warning and never applied."""
    total = int(act.data.get("pieces_total") or 0)
    if total < MANY_PIECES:
        return ""
    fee = "，超出免费数量的可以收取信息处理费（109号第4条）"
    return (
        f"该申请人在收到本件的当月已向本单位提出{total}项申请（条例35）；数量、频次明显超过合理范围的，"
        f"可以要求说明理由{fee if _CHARGING.in_force_on(act.on_day) else ''}，由承办人决定。"
    )


@guard("109号")
def charging_is_in_force(case: Situation, act: Act) -> str:
    """109号: charged from 2021-01-01. reading: the day of the notice decides."""
    if _CHARGING.in_force_on(act.on_day):
        return ""
    return (
        f"信息处理费自{chinese_day(_CHARGING.since)}起收取（109号）；此前不得发出收费通知，"
        "请继续办理；申请数量、频次明显过多的，可以要求说明理由（条例35）。"
    )


@guard("109号")
def received_under_the_charging_rules(case: Situation, act: Act) -> str:
    """109号: a request older than the rules is doubtful; shown as a warning, since the letter does not say."""
    received = case.facts.day("received_on")
    if received is None or received >= _CHARGING.since:
        return ""
    return (
        f"本件收到于{chinese_day(received)}，早于信息处理费开始收取之日{chinese_day(_CHARGING.since)}"
        "（109号）；是否收费容易引起争议，请审慎决定。"
    )


@guard("109号第3条")
def one_standard_for_a_request(case: Situation, act: Act) -> str:
    """109号第3条: by pieces or by pages, never both for one request."""
    earlier = [t for t in notices(case.facts) if t.values.get("standard")]
    if not _is_filled(act) or not earlier:
        return ""
    used = FeeStandard(earlier[0].values["standard"])
    if act.data["standard"] == used:
        return ""
    return (
        f"一件申请只能适用一种收费标准（109号第3条）；本件已于{chinese_day(earlier[0].opened_on)}"
        f"按“{used.label}”通知，请仍选“{used.label}”；标准选错的，请先撤销该条收费通知。"
    )


@guard("109号第3条")
def a_request_is_charged_once(case: Situation, act: Act) -> str:
    """reading: 109号第3条 charges a request as a whole; a second notice would stop and restart the period again."""
    paid = paid_yuan(case.facts)
    if paid <= 0:
        return ""
    on_day = payments(case.facts)[-1].closed_on
    when = chinese_day(on_day) if on_day else ""
    return (
        f"申请人已于{when}缴清本件信息处理费{paid}元，一件申请只收取一次（109号第3条）；"
        "数额有误的，请先退费，再重新发出收费通知。"
    )


@guard("109号第4条")
def pieces_are_the_items_asked(case: Situation, act: Act) -> str:
    """109号第4条: a request is split into its items (一事一申请) and no further."""
    items = len(remaining_items(case.facts))
    if act.data.get("standard") != FeeStandard.per_piece or not _is_filled(act):
        return ""
    if int(act.data["count"]) <= items:
        return ""
    return f"本件办理的申请内容为{items}项，按件计收不能超过{items}件（109号第4条）；请改正件数。"


@guard("109号第3条")
def there_is_something_to_charge(case: Situation, act: Act) -> str:
    """109号第4条, 第5条: the first ten pieces of a month and the first thirty pages of a request are free."""
    if not _is_filled(act) or amount_due(act.data) > 0:
        return ""
    count, before = int(act.data["count"]), int(act.data.get("pieces_before") or 0)
    if act.data["standard"] == FeeStandard.per_page:
        said = f"本件{count}页，{FREE_PAGES}页以下不收费（109号第5条）"
    else:
        said = (
            f"该申请人本月此前{before}件，连同本件共{before + count}件，"
            f"{FREE_PIECES}件以下不收费（109号第4条）"
        )
    return f"{said}；应收0元，不需要发出收费通知，请继续办理。"


@guard("109号第3条")
def the_amount_is_that_of_the_table(case: Situation, act: Act) -> str:
    """109号第3条: the amount follows from standard and count; nobody sets it."""
    entered = act.data.get("amount")
    if not _is_filled(act) or entered is None:
        return ""
    due = amount_due(act.data)
    if int(entered) == due:
        return ""
    standard = FeeStandard(act.data["standard"])
    return (
        f"填写的金额{entered}元与标准不符：{standard.label}{_counted(act)}应收{due}元"
        f"（{BASIS[standard]}）；请改为{due}元，或者留空由系统计算。"
    )


def _counted(act: Act) -> str:
    if act.data["standard"] == FeeStandard.per_page:
        return f"{act.data['count']}页"
    return f"{act.data['count']}件（该申请人本月此前{act.data.get('pieces_before') or 0}件）"


@guard("109号第6条", waiver="重新办理期间不收费的限制")
def the_period_is_not_set_by_a_decision(case: Situation, act: Act) -> str:
    """reading: payment gives the period of 条例33 anew (109号第6条); one that a decision set is not ours to restart."""
    redo = case.facts.last("redo")
    if redo is None:
        return ""
    return (
        f"本案于{chinese_day(redo.on_day)}被责令重新办理，期限由决定确定，收费通知不能使其停止或者重新起算"
        "（109号第6条）；请在决定的期限内答复。"
    )


@guard("109号第6条")
def the_notice_stopped_the_clock(case: Situation, act: Act) -> str:
    """109号第6条: a notice after the due date has no effect, so a lapse resting on it is weak; shown as a warning."""
    if case.clock.phase is ClockPhase.waiting:
        return ""
    return (
        "收费通知在答复期限届满后才发出（109号第6条），答复期限没有停止；"
        "据此终止办理容易被撤销，请考虑直接作出答复。"
    )


@guard("109号第6条")
def the_whole_fee_is_paid(case: Situation, act: Act) -> str:
    """109号第6条: only full payment brings the request back; a part is neither recorded nor effective."""
    thread, paid = latest(case, "fee"), act.data.get("amount")
    if thread is None or paid is None:
        return ""
    due = _yuan(thread.values)
    if int(paid) == due:
        return ""
    if int(paid) < due:
        return (
            f"收费通知的金额为{due}元，收到{paid}元，尚欠{due - int(paid)}元（109号第6条）；"
            "期限自缴清次日起重新计算，请在缴清后按全额登记。"
        )
    return (
        f"收费通知的金额为{due}元，不能登记收到{paid}元（109号第6条）；"
        f"请登记{due}元，多缴的部分由执收单位退还。"
    )


@guard("109号第6条")
def paid_within_twenty_days(case: Situation, act: Act) -> str:
    """reading: until the lapse is declared a late payment is accepted; shown as a warning (109号第6条)."""
    thread = latest(case, "fee")
    if thread is None or thread.confirmed_on is None:
        return ""
    limit = FEE_PAYMENT.end(thread.confirmed_on, case.calendar)
    if act.on_day <= limit:
        return ""
    return f"缴费期限已于{chinese_day(limit)}届满（109号第6条）；尚未终止办理，按已缴清继续办理。"


@guard("109号第6条", waiver="收费通知的送达记录")
def fee_notice_was_received(case: Situation, act: Act) -> str:
    """109号第6条: the period of payment starts on receipt, so a lapse needs its proof."""
    thread = latest(case, "fee")
    if thread is not None and thread.confirmed_on is not None:
        return ""
    return "没有收费通知送达的记录，不能认定逾期不缴费（109号第6条）；请先登记申请人收到收费通知的日期。"


@guard("109号第6条")
def fee_period_has_passed(case: Situation, act: Act) -> str:
    """109号第6条: 20 working days from the day after receipt of the notice."""
    thread = latest(case, "fee")
    if thread is None or thread.confirmed_on is None:
        return ""
    limit = FEE_PAYMENT.end(thread.confirmed_on, case.calendar)
    if act.on_day > limit:
        return ""
    return f"缴费期限至{chinese_day(limit)}届满，届满前不能终止办理（109号第6条）；请在期满后再办。"


@guard("109号")
def the_refund_was_paid_before(case: Situation, act: Act) -> str:
    """109号: nobody gets back more than he paid, nor before he paid it."""
    amount, paid = act.data.get("amount"), paid_yuan(case.facts)
    first = min((t.closed_on for t in payments(case.facts) if t.closed_on), default=None)
    if amount is None:
        return "" if paid > 0 or first is None else _nothing_left()
    if paid <= 0:
        return _nothing_left()
    if int(amount) > paid:
        return (
            f"已缴且未退的信息处理费为{paid}元，不能退还{amount}元（109号）；请改为不超过{paid}元。"
        )
    if first is not None and act.on_day < first:
        return f"退费日期不能早于缴费之日{chinese_day(first)}（109号）；请改正日期。"
    return ""


def _nothing_left() -> str:
    return "本案没有尚未退还的信息处理费（109号），不能退费；请核对缴费和退费记录。"


@guard("条例33", waiver="缴费后再次延期")
def not_extended_before_the_payment(case: Situation, act: Act) -> str:
    """reading: payment starts the 20 days anew (109号第6条) but opens no second extension; a correction (条例30) does."""
    payment = case.facts.last("receive_payment")
    if payment is None or case.clock.started_on != payment.on_day:
        return ""
    reopened = case.facts.last("receive_correction", "redo")
    since = reopened.seq if reopened is not None else 0
    used = [
        t
        for t in case.facts.threads_of("extension")
        if t.closed_by in EXTENDED_BY and since < t.closed_in < payment.seq
    ]
    if not used or used[-1].closed_on is None:
        return ""
    return (
        f"本案在缴费之前已于{chinese_day(used[-1].closed_on)}告知延期（条例33）；"
        "缴费后期限已重新计算二十个工作日，能否再次延期没有规定，原则上不再延期，请在现有期限内答复。"
    )
