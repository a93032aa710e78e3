"""The guards of a request: each a condition of the law on facts and act, named as the sentence it asserts.

A guard answers with an empty string when it holds, else with the sentence that cites the rule and shows the way out.
"""

from datetime import date

from workflows.action import Situation, guard
from workflows.clock import ClockPhase
from workflows.history import Act, Thread, as_day
from workflows.receipt import Confirmation, receipt_rule
from workflows.terms import CORRECTION_NOTICE, FEE_PAYMENT, Term, TermUnit
from workflows.vocabulary import Channel


def chinese_day(day: date) -> str:
    """2020年9月1日, without leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


# The acts that told the applicant of an extension, so that it took effect.
EXTENDED_BY = ("send_extension_notice", "dispatch_extension_notice")


@guard("条例31")
def receipt_is_the_day_of_arrival(case: Situation, act: Act) -> str:
    """条例31: signed-for channels are received on the day they arrive; another day needs a reason."""
    given, arrived = act.data.get("received_on"), case.facts.day("arrived_on")
    if not given or arrived is None or as_day(given) == arrived or act.data.get("override_reason"):
        return ""
    rule = receipt_rule(str(case.facts.values.get("channel", Channel.other)))
    return (
        f"{rule.sentence}（{rule.basis}）；本件到达日为{chinese_day(arrived)}。"
        "收到日期确与到达日不同的，请填写理由。"
    )


@guard("条例31")
def receipt_is_not_before_arrival(case: Situation, act: Act) -> str:
    """条例31: nothing is received before it arrived."""
    given, arrived = act.data.get("received_on"), case.facts.day("arrived_on")
    if not given or arrived is None or as_day(given) >= arrived:
        return ""
    return f"收到日期不能早于到达日{chinese_day(arrived)}（条例31）；请改正收到日期。"


@guard("条例31")
def channel_allows_waiting(case: Situation, act: Act) -> str:
    """条例31: a request handed in person is received at once and never waits for a confirmation."""
    if not act.data.get("awaits_confirmation") or not act.data.get("channel"):
        return ""
    rule = receipt_rule(str(act.data["channel"]))
    if rule.confirmation is not Confirmation.never:
        return ""
    return f"{rule.sentence}（{rule.basis}），无需等待确认；请取消“等待确认”。"


@guard("条例31")
def receipt_is_not_after_registering(case: Situation, act: Act) -> str:
    """条例31: what is registered has been received; a day to come is a slip of the pen."""
    given = act.data.get("received_on")
    if not given or as_day(given) <= act.on_day:
        return ""
    return f"收到日期不能晚于登记之日{chinese_day(act.on_day)}（条例31）；请改正收到日期。"


@guard("条例30")
def not_corrected_before(case: Situation, act: Act) -> str:
    """条例30: the applicant is told once what to correct."""
    earlier = case.facts.last("request_correction")
    if earlier is None:
        return ""
    return (
        f"补正只能告知一次（条例30）；本案已于{chinese_day(earlier.on_day)}告知。"
        "补正后内容仍不明确的，请以“补正后申请内容仍不明确”作出答复。"
    )


@guard("条例30")
def notice_within_seven_days(case: Situation, act: Act) -> str:
    """条例30: a correction notice after 7 working days does not stop the clock; shown as a warning."""
    started = case.clock.started_on
    if started is None:
        return ""
    last = CORRECTION_NOTICE.end(started, case.calendar)
    if act.on_day <= last:
        return ""
    return (
        f"补正告知应在收到申请之日起7个工作日内（最迟{chinese_day(last)}）作出（条例30）；"
        "逾期告知不停止答复期限，原期限继续计算。"
    )


@guard("条例30", waiver="补正告知书的送达记录")
def correction_notice_was_received(case: Situation, act: Act) -> str:
    """条例30: a lapse needs proof that the notice was served."""
    thread = latest(case, "correction")
    if thread is not None and thread.confirmed_on is not None:
        return ""
    return "没有补正告知书送达的记录，不能认定逾期不补正（条例30）；请先登记申请人收到补正告知书的日期。"


@guard("条例30")
def correction_period_has_passed(case: Situation, act: Act) -> str:
    """条例30: the reasonable period named in the notice has run out."""
    limit = correction_limit(case)
    if limit is None or act.on_day > limit:
        return ""
    return f"补正期限至{chinese_day(limit)}届满，届满前不能终止办理（条例30）；请在期满后再办。"


@guard("条例30")
def correction_in_time_or_excused(case: Situation, act: Act) -> str:
    """条例30: a late correction is taken up only for a good reason, which is recorded."""
    limit = correction_limit(case)
    if limit is None or act.on_day <= limit or act.data.get("late_reason"):
        return ""
    return (
        f"补正期限已于{chinese_day(limit)}届满（条例30）；有正当理由的请填写理由后继续办理，"
        "没有正当理由的请以“逾期不补正”终止办理。"
    )


@guard("条例33")
def extended_at_most_once(case: Situation, act: Act) -> str:
    """条例33: one extension in each run of the clock (reading: a restart under 条例30 opens it again)."""
    started = case.clock.started_on
    threads = [
        t
        for t in case.facts.threads_of("extension")
        if not started or (t.closed_on or act.on_day) >= started
    ]
    if any(t.is_open for t in threads):
        return "已有一项延期申请在办（条例33）；请先准予、不准予或者发出延期告知。"
    used = next((t for t in threads if t.closed_by in EXTENDED_BY), None)
    if used is None or used.closed_on is None:
        return ""
    return (
        f"答复期限只能延长一次（条例33）；本案已于{chinese_day(used.closed_on)}告知延期"
        f"{used.values.get('days')}个工作日。请在现有期限内答复。"
    )


@guard("条例33")
def extension_is_granted(case: Situation, act: Act) -> str:
    """条例33: the head of the disclosure office consents before the applicant is told."""
    thread = latest(case, "extension")
    if thread is not None and thread.is_open and thread.confirmed_on is not None:
        if act.on_day >= thread.confirmed_on:
            return ""
        return f"延期告知不能早于准予延期之日{chinese_day(thread.confirmed_on)}（条例33）；请改正日期。"
    return (
        "延期须经政府信息公开工作机构负责人同意后才能告知申请人（条例33）；请先由审批人准予延期。"
    )


@guard("条例33")
def extension_is_asked(case: Situation, act: Act) -> str:
    """条例33: consent is given to an extension that somebody asked for."""
    thread = latest(case, "extension")
    if thread is not None and thread.is_open:
        return ""
    return "没有待审的延期申请（条例33）；请先由承办人提出延期。"


@guard("条例33")
def the_clock_has_a_due_date(case: Situation, act: Act) -> str:
    """条例33: only a running period can be extended."""
    if case.clock.due_on is not None:
        return ""
    return "答复期限现在没有计算（条例33），不存在可以延长的期限；请在期限重新起算后再提出。"


@guard("条例33")
def notice_goes_out_before_the_due_date(case: Situation, act: Act) -> str:
    """条例33: an extension notice after the due date extends nothing; shown as a warning."""
    due = case.clock.due_on
    if due is None or act.on_day <= due:
        return ""
    return f"延期告知晚于答复期限{chinese_day(due)}发出，不产生延长效力（条例33）；请尽快答复。"


@guard("条例35")
def reasons_were_asked_once(case: Situation, act: Act) -> str:
    """条例35: reasons are asked for once."""
    earlier = case.facts.last("request_reasons")
    if earlier is None:
        return ""
    return (
        f"本案已于{chinese_day(earlier.on_day)}要求说明理由（条例35）；请根据申请人的说明作出处理。"
    )


@guard("235号")
def the_recipient_is_not_yet_served(case: Situation, act: Act) -> str:
    """235号: a second dispatch to the same person follows a recorded return of the first."""
    recipient = act.data.get("recipient")
    served = [
        t
        for t in case.facts.threads_of("service", only_open=True)
        if recipient
        and str(t.values.get("recipient")) == str(recipient)
        and _of_this_round(case, t)
    ]
    if not served:
        return ""
    return (
        f"该收件人已于{chinese_day(served[0].opened_on)}送达（235号）；"
        "邮件退回的，请先登记退回，再重新送达。"
    )


@guard("235号")
def the_dispatch_is_still_open(case: Situation, act: Act) -> str:
    """235号: a receipt or a return belongs to a recorded dispatch that has not come back."""
    if not act.data.get("thread"):
        return ""
    thread = case.facts.thread(act.data["thread"])
    if thread is not None and thread.kind == "service" and thread.is_open:
        return ""
    return "所选的送达记录不存在或者已经退回（235号）；请重新选择送达记录。"


@guard("235号")
def electronic_service_was_agreed(case: Situation, act: Act) -> str:
    """235号 does not know electronic service; reading: it needs the recipient's recorded consent (民诉法90)."""
    if act.data.get("consented") is not False:
        return ""
    return "电子送达须有申请人同意的记录（民诉法90）；没有同意的，请改用邮政寄送或者直接送达。"


@guard("条例33")
def answered_before_the_due_date(case: Situation, act: Act) -> str:
    """条例33: an answer after the due date is late; shown as a warning, since it must be served all the same."""
    due = case.clock.due_on
    if due is None or act.on_day <= due:
        return ""
    return f"{chinese_day(act.on_day)}晚于答复期限{chinese_day(due)}（条例33）；本件将记为逾期答复，请尽快送达。"


def silence_limit(term: Term, thread: Thread, case: Situation) -> date | None:
    """The last day of a consulted party's period, counted from its proven receipt; None without the proof.

    The letter may name the days where no article does.
    """
    if thread.confirmed_on is None:
        return None
    named = int(thread.values.get("days") or 0)
    return term.lasting(named).end(thread.confirmed_on, case.calendar)


def latest(case: Situation, kind: str) -> Thread | None:
    """The latest thread of a kind, open or closed."""
    found = case.facts.threads_of(kind)
    return found[-1] if found else None


def correction_limit(case: Situation) -> date | None:
    """The applicant's last day to correct: the notice's working days from its receipt (条例30: a reasonable period)."""
    thread = latest(case, "correction")
    if thread is None or thread.confirmed_on is None:
        return None
    days = int(thread.values.get("days") or 0)
    return Term(days, TermUnit.working_day, "条例30").end(thread.confirmed_on, case.calendar)


def applicant_limit(case: Situation) -> date | None:
    """While the clock waits for the applicant, his last day to correct or to pay; unknown without proof of receipt."""
    if case.clock.phase is not ClockPhase.waiting:
        return None
    fee = latest(case, "fee")
    if fee is not None and fee.is_open:
        return FEE_PAYMENT.end(fee.confirmed_on, case.calendar) if fee.confirmed_on else None
    return correction_limit(case)


def _of_this_round(case: Situation, thread: Thread) -> bool:
    issued = case.facts.last("issue")
    return issued is None or thread.key > issued.seq


@guard("条例45")
def nothing_happens_before_its_cause(case: Situation, act: Act) -> str:
    """An answer, a payment or a signature never lies before the paper it belongs to (model 3)."""
    thread = case.facts.thread(act.data["thread"]) if act.data.get("thread") else None
    if thread is None:
        open_ones = [t for t in case.facts.threads if t.is_open and t.kind in _WAITING_KINDS]
        thread = open_ones[-1] if open_ones else None
    if thread is None or act.on_day >= thread.opened_on:
        return ""
    return f"该日期早于相应文书发出之日{chinese_day(thread.opened_on)}（条例45）；请改正日期。"


_WAITING_KINDS = ("correction", "fee", "service")


@guard("条例36")
def nothing_is_served_before_it_is_issued(case: Situation, act: Act) -> str:
    """条例36: the answer is signed before it leaves the house."""
    issued = case.facts.last("issue")
    if issued is None or act.on_day >= issued.on_day:
        return ""
    return f"送达日不能早于签发日{chinese_day(issued.on_day)}（条例36）；请改正送达日期。"


@guard("条例35")
def reasons_were_found_reasonable(case: Situation, act: Act) -> str:
    """条例35: only a reasonable request is answered later; an unreasonable one is not processed."""
    answer = case.facts.last("receive_reasons")
    if answer is None or answer.data.get("reasonable"):
        return ""
    return "申请人的理由未被认定为合理，不能确定延迟答复期限（条例35）；请作出不予处理的答复。"


@guard("条例35")
def delay_ends_later(case: Situation, act: Act) -> str:
    """条例35: the delayed period is set before the ordinary one ends and reaches beyond it."""
    until, due = act.data.get("until"), case.clock.due_on
    if not until or due is None:
        return ""
    if act.on_day > due:
        return f"延迟答复应在答复期限{chinese_day(due)}之前确定并告知（条例35）；现已逾期，请尽快答复。"
    return (
        "" if as_day(until) > due else f"延迟答复的日期应晚于现有期限{chinese_day(due)}（条例35）。"
    )


@guard("复议法76")
def redo_period_lies_ahead(case: Situation, act: Act) -> str:
    """The period set by the decision ends on or after the day it arrives."""
    until = act.data.get("until")
    if not until or as_day(until) >= act.on_day:
        return ""
    return (
        f"重新答复的期限不能早于收到决定之日{chinese_day(act.on_day)}（复议法76）；请核对决定书。"
    )


@guard("复议法76")
def only_a_recorded_decision_reaches_an_open_case(case: Situation, act: Act) -> str:
    """复议法76: an order to answer a case that is still open comes from the record of its review or lawsuit."""
    if case.facts.closed_on is not None or act.data.get("cause"):
        return ""
    return (
        "本案尚未答复（复议法76）；责令限期答复的，请在相应的行政复议或者行政诉讼中登记结果，"
        "本案随之转入重新办理。"
    )
