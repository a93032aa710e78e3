"""Consultation of a third party (条例32), of a co-making agency (条例34) and of other agencies: rows of acts.

The two statutory kinds share the shape of their acts and nothing of their rule of silence: a silent third party
leaves the decision to the agency, a silent co-maker has consented.
"""

from workflows.action import Action, Branch, Guard, Situation, guard
from workflows.acts.common import POSTAL_ADDRESS, RECEIPT_PROOF
from workflows.folding import picked_thread
from workflows.forms import Field, FieldKind, choices_of
from workflows.guards import chinese_day, latest, silence_limit
from workflows.history import Act, Facts
from workflows.terms import AGENCY_OPINION, ANSWER, CO_MAKER_OPINION, THIRD_PARTY_OPINION, Term
from workflows.vocabulary import ClockEffect, ConsultationKind, Opinion, Role, State

# reading: a consultation that may last longer than the answer itself would be no means of answering in time.
LONGEST_AGENCY_OPINION = ANSWER.n
CONSULTATION_KINDS = tuple(kind.value for kind in ConsultationKind)

_STAFF = frozenset({Role.intake, Role.handler})
# A third party answers on a slip of ours; an agency answers by a letter of its own.
_ENCLOSED = {ConsultationKind.third_party: ("reply_slip",)}


def last_consultation_is_over(facts: Facts, act: Act) -> bool:
    """While several consultations are open the case stays in 征求意见中 (model 2)."""
    return not facts.threads_of(*CONSULTATION_KINDS, only_open=True)


def another_consultation_is_open(facts: Facts, act: Act) -> bool:
    """The counterpart of `last_consultation_is_over`."""
    return not last_consultation_is_over(facts, act)


_AFTER_AN_END = (
    Branch(last_consultation_is_over, State.in_progress),
    Branch(another_consultation_is_open, State.consulting),
)


def _silence_guard(kind: ConsultationKind, term: Term) -> Guard:
    @guard(term.basis)
    def the_period_has_passed_in_silence(case: Situation, act: Act) -> str:
        thread = (
            case.facts.thread(act.data["thread"]) if act.data.get("thread") else latest(case, kind)
        )
        if thread is None:
            return ""
        limit = silence_limit(term, thread, case)
        if limit is None:
            return (
                f"没有{kind.label}收到征求意见书的记录，答复意见的期限尚未起算（{term.basis}）；"
                "请先登记其收到日期。"
            )
        if act.on_day > limit:
            return ""
        return f"{kind.label}答复意见的期限至{chinese_day(limit)}届满（{term.basis}）；届满前不能按未答复处理。"

    return the_period_has_passed_in_silence


def _still_open(kind: ConsultationKind, basis: str) -> Guard:
    @guard(basis)
    def the_consultation_is_still_open(case: Situation, act: Act) -> str:
        if not act.data.get("thread"):
            open_ones = case.facts.threads_of(kind, only_open=True)
            return (
                ""
                if open_ones
                else f"没有尚未结束的征求{kind.label}意见（{basis}）；请先发出征求意见书。"
            )
        thread = case.facts.thread(act.data["thread"])
        if thread is not None and thread.kind == kind and thread.is_open:
            return ""
        return f"所选的征求意见不存在或者已经结束（{basis}）；请重新选择。"

    return the_consultation_is_still_open


def _opinion_is_not_before_the_letter(kind: ConsultationKind, basis: str) -> Guard:
    @guard(basis)
    def nothing_comes_back_before_it_was_sent(case: Situation, act: Act) -> str:
        thread = picked_thread(case.facts, act, _PROBES[kind])
        if thread is None or act.on_day >= thread.opened_on:
            return ""
        return (
            f"该日期早于征求意见书发出之日{chinese_day(thread.opened_on)}（{basis}）；请改正日期。"
        )

    return nothing_comes_back_before_it_was_sent


def _thread(kind: ConsultationKind) -> Field:
    return Field("thread", "征求意见对象", FieldKind.thread, thread_kind=kind.value)


def consultation_acts(
    kind: ConsultationKind,
    term: Term,
    *,
    silence_label: str,
    silence_help: str,
    silent_opinion: str,
    period: tuple[Field, ...] = (),
) -> tuple[Action, ...]:
    """The four acts of one kind of consultation: sent, receipt proved, opinion in, period passed in silence.

    `period` asks for the days where no article fixes them; left empty, the unit's own rule fills it.
    """
    silent = Action(
        f"{kind}_silent",
        silence_label,
        term.basis,
        _STAFF,
        (State.consulting,),
        _AFTER_AN_END,
        help=silence_help,
        fields=(_thread(kind), Field("decision_note", "处理说明", FieldKind.long_text)),
        guards=(_still_open(kind, term.basis), _silence_guard(kind, term)),
        closes=kind.value,
        enters={"opinion": silent_opinion},
        after=(f"consult_{kind}",),
    )
    return (_sent(kind, term, period), _received(kind, term), _opinion(kind, term), silent)


def _sent(kind: ConsultationKind, term: Term, period: tuple[Field, ...]) -> Action:
    return Action(
        f"consult_{kind}",
        f"征求{kind.label}意见",
        term.basis,
        _STAFF,
        (State.in_progress, State.consulting, State.redoing),
        State.consulting,
        help="发出书面征求意见书；所需时间不计算在答复期限内，以对方收到为准",
        fields=(
            Field("name", f"{kind.label}名称"),
            Field("matter", "征求意见的内容", FieldKind.long_text),
            *period,
            POSTAL_ADDRESS,
        ),
        looks_up=("opinion_days",) if period else (),
        effect=ClockEffect.exclude,
        term=term,
        opens=kind.value,
        document=f"{kind}_letter",
        # 条例33(3): the applicant is told in writing that the time of the consultation is not counted.
        encloses=(*_ENCLOSED.get(kind, ()), "consultation_notice"),
    )


def _received(kind: ConsultationKind, term: Term) -> Action:
    return Action(
        f"{kind}_received",
        f"{kind.label}已收到征求意见书",
        term.basis,
        _STAFF,
        (State.consulting,),
        None,
        help="登记对方签收之日；答复意见的期限自次日起算",
        fields=(_thread(kind), RECEIPT_PROOF),
        guards=_guards(kind, term),
        updates=kind.value,
        receives=f"{kind}_letter",
        outside_fact=True,
        after=(f"consult_{kind}",),
    )


def _opinion(kind: ConsultationKind, term: Term) -> Action:
    return Action(
        f"{kind}_opinion",
        f"收到{kind.label}意见",
        term.basis,
        _STAFF,
        (State.consulting,),
        _AFTER_AN_END,
        help="登记意见到达之日；扣除的时间到此为止",
        fields=(
            _thread(kind),
            Field("opinion", "意见", FieldKind.choice, choices=choices_of(Opinion)),
            Field("opinion_reasons", "理由", FieldKind.long_text, required=False),
            Field(
                "accepted_late",
                "期满后到达，仍予采纳",
                FieldKind.flag,
                required=False,
                hint="采纳的，扣除时间算到意见到达之日，请在理由中注明",
            ),
        ),
        guards=_guards(kind, term),
        closes=kind.value,
        outside_fact=True,
        after=(f"consult_{kind}",),
    )


def _guards(kind: ConsultationKind, term: Term) -> tuple[Guard, ...]:
    in_order = _opinion_is_not_before_the_letter(kind, term.basis)
    return (_still_open(kind, term.basis), in_order)


def _probe(kind: ConsultationKind) -> Action:
    return Action(kind.value, kind.label, "", frozenset(), (), None, closes=kind.value)


_PROBES = {kind: _probe(kind) for kind in ConsultationKind}

CONSULTATION_ACTS = (
    *consultation_acts(
        ConsultationKind.third_party,
        THIRD_PARTY_OPINION,
        silence_label="第三方逾期未提出意见",
        silence_help="逾期未提出意见的，由本机关依照条例的规定决定是否公开，既不视为同意，也不视为不同意",
        silent_opinion="none_decide_by_regulation",
    ),
    *consultation_acts(
        ConsultationKind.co_maker,
        CO_MAKER_OPINION,
        silence_label="共同制作机关逾期未提出意见",
        silence_help="逾期未提出意见的，视为同意公开",
        silent_opinion=Opinion.consent.value,
    ),
    *consultation_acts(
        ConsultationKind.agency,
        AGENCY_OPINION,
        silence_label="其他机关逾期未提出意见",
        silence_help="条例没有规定期限；按本机关设定的内部期限结束，由本机关决定",
        silent_opinion="none_decide_by_regulation",
        period=(
            Field(
                "days",
                "答复意见的期限（工作日）",
                FieldKind.integer,
                required=False,
                least=1,
                most=LONGEST_AGENCY_OPINION,
                hint="条例没有规定；不填写的，按本单位设定的天数。扣除的时间不超过这一期限",
            ),
        ),
    ),
)
