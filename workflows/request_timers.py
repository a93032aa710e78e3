"""The terms that run on a request, each read from its facts with its article; what happens at their end stands elsewhere."""

from collections.abc import Callable, Iterator
from datetime import date

from workflows.action import Situation
from workflows.calendar import OutsideCalendar
from workflows.guards import correction_limit, latest, silence_limit
from workflows.history import Thread
from workflows.outcomes import OUTCOMES
from workflows.remedy_text import VERSIONS, order_of, version_on
from workflows.terms import (
    AGENCY_OPINION,
    ANSWER,
    CO_MAKER_OPINION,
    CORRECTION_NOTICE,
    DIRECT_SUIT,
    FEE_PAYMENT,
    REVIEW,
    THIRD_PARTY_OPINION,
    Term,
)
from workflows.timer import Timer, TimerRow, Whose
from workflows.vocabulary import ConsultationKind, Phase, ServiceMethod, State

_RECEIVED = tuple(state for state in State if state.phase is Phase.received)
_CLOSED = tuple(state for state in State if state.phase is Phase.closed)
# 条例30: the notice goes out while the request is examined or worked on.
_MAY_ASK_CORRECTION = (State.registered, State.in_progress)
# 235号: everything but post is signed for, or arrives, on the day it is served.
_ENDINGS = ("withdraw", "lapse_correction", "lapse_fee", "lapse_succession")
_RECEIVED_WHEN_SERVED = ("serve_in_person", "serve_through_agency", "serve_electronically")


def _safe_start(case: Situation) -> date | None:
    """Before it is registered a request runs from its arrival (条例31; law 10.1): the safe day, alarmed from day one."""
    return case.facts.day("arrived_on") if case.facts.working_state in _RECEIVED else None


def _answer(case: Situation) -> Iterator[Timer]:
    """条例33: the due date; for a request that waits for its confirmation the safe one, which is stored nowhere."""
    clock, safe = case.clock, _safe_start(case)
    if safe is not None:
        ends_on = ANSWER.end(safe, case.calendar)
        yield Timer(
            "answer", "答复期限（自到达起的安全日期）", ANSWER.basis, Whose.ours, safe, ends_on
        )
    elif clock.due_on is not None and clock.started_on is not None and clock.fixed_by is None:
        basis = clock.term.basis
        yield Timer("answer", "答复期限", basis, Whose.ours, clock.started_on, clock.due_on)


def _fixed_answer(case: Situation) -> Iterator[Timer]:
    """条例35, 复议法76: the date that a notice, a court or a review body has set."""
    fixed = case.clock.fixed_by
    if fixed is not None and case.clock.due_on is not None:
        yield Timer(
            "fixed_answer",
            "另定的答复期限",
            fixed.basis,
            Whose.ours,
            fixed.on_day,
            case.clock.due_on,
            seq=fixed.seq,
        )


def _correction_notice(case: Situation) -> Iterator[Timer]:
    """条例30: 7 working days to ask for a correction, once; afterwards the chance is gone and nothing is late."""
    if latest(case, "correction") is not None:
        return
    safe = _safe_start(case)
    may_ask = case.facts.working_state in _MAY_ASK_CORRECTION
    start = safe or (case.clock.started_on if may_ask and case.clock.fixed_by is None else None)
    if start is not None:
        yield Timer(
            "correction_notice",
            "告知补正期限",
            CORRECTION_NOTICE.basis,
            Whose.ours,
            start,
            CORRECTION_NOTICE.end(start, case.calendar),
            lapses=True,
        )


def _correction(case: Situation) -> Iterator[Timer]:
    """条例30: the reasonable period named in the notice, from its proven receipt."""
    thread, limit = latest(case, "correction"), correction_limit(case)
    if thread is not None and thread.is_open and thread.confirmed_on and limit is not None:
        yield Timer(
            "correction",
            "申请人补正期限",
            "条例30",
            Whose.applicant,
            thread.confirmed_on,
            limit,
            seq=thread.key,
            proposes="lapse_correction",
        )


def _fee(case: Situation) -> Iterator[Timer]:
    """109号第6条: 20 working days to pay, from the proven receipt of the notice."""
    thread = latest(case, "fee")
    if thread is not None and thread.is_open and thread.confirmed_on:
        yield Timer(
            "fee",
            "申请人缴费期限",
            FEE_PAYMENT.basis,
            Whose.applicant,
            thread.confirmed_on,
            FEE_PAYMENT.end(thread.confirmed_on, case.calendar),
            seq=thread.key,
            proposes="lapse_fee",
        )


def _opinion(
    kind: ConsultationKind, term: Term, *, label: str
) -> Callable[[Situation], Iterator[Timer]]:
    def read(case: Situation) -> Iterator[Timer]:
        """条例32, 34: the period of the consulted party; one term for each consultation that is open."""
        for thread in case.facts.threads_of(kind, only_open=True):
            limit = silence_limit(term, thread, case)
            if thread.confirmed_on is not None and limit is not None:
                yield Timer(
                    f"{kind}_opinion",
                    label,
                    term.basis,
                    Whose.consulted,
                    thread.confirmed_on,
                    limit,
                    seq=thread.key,
                    proposes=f"{kind}_silent",
                )

    return read


def _review_period(case: Situation) -> Iterator[Timer]:
    """复议法20: 60 days from the day each recipient received the answer."""
    for seq, received in _receipts(case):
        # 复议法2017 sets the same 60 days for answers given before 2024-01-01.
        basis = REVIEW.basis if _review_law_of_2023(case, received) else "复议法2017"
        ends_on = _rolled(REVIEW, received, case)
        yield Timer(
            "review_period",
            "申请行政复议期限",
            basis,
            Whose.applicant,
            received,
            ends_on,
            seq=seq,
            lapses=True,
        )


def _suit_period(case: Situation) -> Iterator[Timer]:
    """行诉法46: 6 months for a direct suit; none where the review must come first (复议法23)."""
    for seq, received in _receipts(case):
        if _review_law_of_2023(case, received) and _review_comes_first(case, received):
            continue
        yield Timer(
            "suit_period",
            "提起行政诉讼期限",
            DIRECT_SUIT.basis,
            Whose.applicant,
            received,
            _rolled(DIRECT_SUIT, received, case),
            seq=seq,
            lapses=True,
        )


def _receipts(case: Situation) -> Iterator[tuple[int, date]]:
    """Each proven receipt of the answer or notice that stands: its thread or act, and its day. No proof, no period."""
    facts = case.facts
    if not facts.closings or facts.working_state not in _CLOSED:
        return
    if _ended_unanswered(case):
        yield from _receipts_of_the_notice(case)
        return
    issued = facts.last("issue")
    spoken, imported = facts.last("answer_on_the_spot"), facts.last("import_closed")
    if issued is not None:
        for thread in facts.threads_of("service", only_open=True):
            received = _received_on(thread)
            if thread.key > issued.seq and received is not None:
                yield thread.key, received
    elif spoken is not None:
        yield spoken.seq, spoken.on_day
    elif imported is not None and imported.data.get("served_on"):
        yield imported.seq, imported.day("served_on")


def _ended_unanswered(case: Situation) -> bool:
    """Whether the last end of the case was a 终止办理, which has its own notice and its own remedy."""
    ending = case.facts.last(*_ENDINGS)
    return ending is not None and ending.seq == case.facts.closings[-1][0]


def _receipts_of_the_notice(case: Situation) -> Iterator[tuple[int, date]]:
    for thread in case.facts.threads_of("termination_service", only_open=True):
        signed_for = thread.values.get("method") != ServiceMethod.post
        received = thread.confirmed_on or (thread.opened_on if signed_for else None)
        if thread.key > case.facts.closings[-1][0] and received is not None:
            yield thread.key, received


def _received_on(thread: Thread) -> date | None:
    if thread.confirmed_on is not None:
        return thread.confirmed_on
    return thread.opened_on if thread.action in _RECEIVED_WHEN_SERVED else None


def _answered_on(case: Situation, received: date) -> date:
    """The day the remedy text of the answer was made for: its signature, else the day it was handed over."""
    if _ended_unanswered(case):
        return case.facts.closings[-1][1]
    issued = case.facts.last("issue")
    return issued.on_day if issued is not None else received


def _review_law_of_2023(case: Situation, received: date) -> bool:
    answered = _answered_on(case, received)
    return answered >= VERSIONS[0].since and version_on(answered).has_review_first


def _review_comes_first(case: Situation, received: date) -> bool:
    if _ended_unanswered(case):  # 复议法23 names refusals under 条例14-16 only
        return False
    code = str(case.facts.values.get("outcome") or "")
    ground = str(case.facts.values.get("ground") or "")
    # A ledger's codes A, D1 and F know their row only, and none of these rows is review-first; its code B does not say
    # on what ground a part was refused. reading: the longer period stands where that is not known.
    if OUTCOMES[code].imported_only or (code == "B" and not ground):
        return False
    order = order_of(code, ground=ground or None, answered_on=_answered_on(case, received))
    return order == "review_first"


def _rolled(term: Term, received: date, case: Situation) -> date:
    """复议法88, 民诉法85: a period that ends on a rest day ends on the next working day.

    The calendar a case was closed with may not reach so far; then the plain day stands, which is never too late.
    """
    try:
        return term.end(received, case.calendar)
    except OutsideCalendar:
        return term.nominal_end(received)


REQUEST_TIMERS = (
    TimerRow("answer", _answer),
    TimerRow("fixed_answer", _fixed_answer),
    TimerRow("correction_notice", _correction_notice),
    TimerRow("correction", _correction),
    TimerRow("fee", _fee),
    TimerRow(
        "third_party_opinion",
        _opinion(ConsultationKind.third_party, THIRD_PARTY_OPINION, label="第三方答复意见期限"),
    ),
    TimerRow(
        "co_maker_opinion",
        _opinion(ConsultationKind.co_maker, CO_MAKER_OPINION, label="共同制作机关答复意见期限"),
    ),
    TimerRow(
        "agency_opinion",
        _opinion(ConsultationKind.agency, AGENCY_OPINION, label="其他机关答复意见的内部期限"),
    ),
    TimerRow("review_period", _review_period),
    TimerRow("suit_period", _suit_period),
)
