"""Facts of an answer that follow from the history of its case and are never typed; no paper is named here."""

from datetime import date

from workflows.action import Situation
from workflows.guards import correction_limit, latest
from workflows.history import Facts
from workflows.terms import FEE_PAYMENT


def derived_answer_facts(case: Situation) -> dict[str, date | str]:
    """Facts of an answer that follow from the history and are never typed: days of notices, limits, ends of people."""
    facts = case.facts
    fee, correction = latest(case, "fee"), latest(case, "correction")
    found = {
        "correction_served_on": correction.confirmed_on if correction else None,
        "correction_limit_on": correction_limit(case),
        "fee_served_on": fee.confirmed_on if fee else None,
        "fee_limit_on": (
            FEE_PAYMENT.end(fee.confirmed_on, case.calendar) if fee and fee.confirmed_on else None
        ),
        "withdrawn_on": withdrawn_on(facts),
    }
    days: dict[str, date | str] = {key: day for key, day in found.items() if day is not None}
    return days | ended_applicant(facts)


def ended_applicant(facts: Facts) -> dict[str, date | str]:
    """The applicant who died or ended last: the day and what happened, as F3d tells them."""
    act = facts.last("applicant_ended")
    if act is None:
        return {}
    event = "申请人死亡" if act.data.get("event") == "death" else "申请人终止"
    return {"ended_on": act.day("occurred_on"), "ended_event": event}


def withdrawn_on(facts: Facts) -> date | None:
    """The day the applicant's withdrawal arrived."""
    act = facts.last("withdraw")
    return act.on_day if act else None
