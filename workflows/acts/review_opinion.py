"""行政复议意见书: what a review body asks us to mend beside its decision, and what we report back (复议法76, 复议法实施条例57).

It stands beside the review: it moves no state and no clock, may come with the decision or after it, and several may be open at
once. reading: the sixty days are days, not working days, and roll off a rest day (复议法88, 民诉法85).
"""

from collections.abc import Iterator

from workflows.action import Action, Guard, Situation
from workflows.acts.deciding import PARTY_ROLES
from workflows.acts.terms_of_records import rolled
from workflows.forms import Field, FieldKind
from workflows.guards import chinese_day
from workflows.history import Act, Thread
from workflows.terms import Term
from workflows.timer import Timer, TimerRow, Whose
from workflows.vocabulary import PhasedState

OPINION = "review_opinion"
_LABEL = "报送意见书办理情况的期限"


def opinion_acts(term: Term, *sources: PhasedState) -> tuple[Action, ...]:
    """`receive_opinion` and `report_opinion`; `term` counts from the day we received it."""
    receive = Action(
        "receive_opinion",
        "收到行政复议意见书",
        term.basis,
        PARTY_ROLES,
        sources,
        None,
        help="自收到之日起六十日内将办理情况报送复议机关；结案以后收到的也在这里登记",
        fields=(
            Field("paper", "意见书文号", FieldKind.code, required=False),
            Field("demand", "意见书的要求", FieldKind.long_text),
        ),
        opens=OPINION,
        outside_fact=True,
    )
    report = Action(
        "report_opinion",
        "报送意见书办理情况",
        term.basis,
        PARTY_ROLES,
        sources,
        None,
        help="登记报送之日和纠正情况；逾期也须报送",
        fields=(
            Field("thread", "办理的意见书", FieldKind.thread, thread_kind=OPINION),
            Field("paper", "报送文号", FieldKind.code, required=False),
            Field("measures", "纠正和办理情况", FieldKind.long_text),
        ),
        guards=(_is_open(term.basis), _not_before_it_came(term.basis)),
        warnings=(_in_time(term),),
        closes=OPINION,
        outside_fact=True,
        after=(receive.name,),
    )
    return receive, report


def opinion_timer(term: Term, *, void: PhasedState) -> TimerRow:
    """What we owe on each 意见书 that was not reported back yet, in whatever state the review is."""

    def read(case: Situation) -> Iterator[Timer]:
        if case.facts.working_state == void:
            return
        for thread in case.facts.threads_of(OPINION, only_open=True):
            ends_on = rolled(term, thread.opened_on, case)
            begun = thread.opened_on
            yield Timer(OPINION, _LABEL, term.basis, Whose.ours, begun, ends_on, seq=thread.key)

    return TimerRow(OPINION, read)


def _named(case: Situation, act: Act) -> Thread | None:
    """The 意见书 that the act names; without a name the latest one that is open, else the latest."""
    found = case.facts.threads_of(OPINION)
    if act.data.get("thread"):
        return next((t for t in found if str(t.key) == str(act.data["thread"])), None)
    return next(reversed([t for t in found if t.is_open] or list(found)), None)


def _is_open(basis: str) -> Guard:
    def sentence_against(case: Situation, act: Act) -> str:
        found = _named(case, act)
        if found is not None and found.is_open:
            return ""
        return f"所选意见书已经报送，或者没有登记（{basis}）；请先登记收到意见书，或者重新选择。"

    return Guard("the_opinion_awaits_our_report", basis, sentence_against)


def _not_before_it_came(basis: str) -> Guard:
    def sentence_against(case: Situation, act: Act) -> str:
        found = _named(case, act)
        if found is None or act.on_day >= found.opened_on:
            return ""
        came = chinese_day(found.opened_on)
        return f"报送之日不能早于收到意见书之日{came}（{basis}）；请改正日期。"

    return Guard("the_report_follows_the_opinion", basis, sentence_against)


def _in_time(term: Term) -> Guard:
    def sentence_against(case: Situation, act: Act) -> str:
        found = _named(case, act)
        if found is None or act.on_day <= (ends_on := rolled(term, found.opened_on, case)):
            return ""
        return f"报送之日晚于期限{chinese_day(ends_on)}（{term.basis}）；请一并说明逾期的原因。"

    return Guard("the_report_is_in_time", term.basis, sentence_against)
