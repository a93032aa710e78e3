"""The guards of notices that have no period of their own in the statute: reasons asked, delay told, extension told."""

from datetime import date

from workflows.action import Guard, Situation, guard
from workflows.guards import chinese_day, latest
from workflows.history import Act
from workflows.terms import Term, TermUnit


def reasons_limit(case: Situation) -> date | None:
    """The last day of the period that the notice named, from its proven receipt; None while one of them is missing."""
    thread = latest(case, "reasons")
    if thread is None or thread.confirmed_on is None or not thread.values.get("days"):
        return None
    days = int(thread.values["days"])
    return Term(days, TermUnit.working_day, "条例35").end(thread.confirmed_on, case.calendar)


@guard("条例35")
def the_notice_was_sent_before(case: Situation, act: Act) -> str:
    """Nothing is received before it was sent (model 3)."""
    thread = latest(case, "reasons")
    if thread is None or act.on_day >= thread.opened_on:
        return ""
    return f"该日期早于要求说明理由之日{chinese_day(thread.opened_on)}（条例35）；请改正日期。"


@guard("条例35")
def the_period_for_reasons_has_passed(case: Situation, act: Act) -> str:
    """条例35 sets no period. reading: silence counts after the period named in the notice, from its proven receipt."""
    thread = latest(case, "reasons")
    if thread is not None and not thread.values.get("days"):
        return (
            "要求说明理由的通知没有写明期限，不能认定逾期（条例35）；请更正该条记录，补上说明期限。"
        )
    limit = reasons_limit(case)
    if limit is None:
        return "没有申请人收到说明理由通知的记录，说明期限尚未起算（条例35）；请先登记其收到日期。"
    if act.on_day > limit:
        return ""
    return f"说明期限至{chinese_day(limit)}届满，届满前不能认定没有理由（条例35）；请在期满后再办。"


def not_before(action: str, *, name: str, basis: str, what: str) -> Guard:
    """A receipt is never dated before the act that sent the paper (model 3)."""

    def sentence_against(case: Situation, act: Act) -> str:
        sent = case.facts.last(action)
        if sent is None or act.on_day >= sent.on_day:
            return ""
        return f"该日期早于{what}之日{chinese_day(sent.on_day)}（{basis}）；请改正日期。"

    return Guard(name, basis, sentence_against)


received_after_the_delay_was_set = not_before(
    "delay_answer",
    name="received_after_the_delay_was_set",
    basis="条例35",
    what="确定延迟答复",
)
received_after_the_extension_was_told = not_before(
    "send_extension_notice",
    name="received_after_the_extension_was_told",
    basis="条例33",
    what="发出延期告知",
)
