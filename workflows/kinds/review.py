"""行政复议 as a record of its own: accepted, our reply, concluded, counted in part four; a version for each review law.

A review never changes its request's state; what a 结果纠正 sets off is an act on the request (`redo`).
"""

from dataclasses import replace
from datetime import date

from workflows.action import Action, Branch, Situation, guard
from workflows.acts.deciding import PARTY_ROLES, concluding, handed_in_before_the_limit
from workflows.acts.keeping import assigning, keeping
from workflows.acts.review_opinion import opinion_acts, opinion_timer
from workflows.acts.terms_of_records import due, since
from workflows.definition import Workflow
from workflows.forms import Choice, Field, FieldKind
from workflows.guards import chinese_day
from workflows.history import Act, Facts
from workflows.terms import Term, TermUnit
from workflows.vocabulary import ClockEffect, Phase, PhasedState, RecordKind


class ReviewState(PhasedState):
    """Who has to act: we, with the reply; the review body; or nobody any more."""

    awaiting_reply = "awaiting_reply", "待答复", Phase.investigation
    pending = "pending", "审理中", Phase.investigation
    concluded = "concluded", "已结案", Phase.closed
    void = "void", "作废", Phase.closed


SIMPLE, ORDINARY = "simple", "ordinary"
_WD = TermUnit.working_day
REPLY_2017 = Term(10, TermUnit.day, "复议法2017")  # its art. 23; "十日" became working days in 2024
REPLY_SIMPLE = Term(5, _WD, "复议法54")
REPLY_ORDINARY = Term(10, _WD, "复议法48")
DECISION_2017 = Term(60, TermUnit.day, "复议法2017")
DECISION_SIMPLE = Term(30, TermUnit.day, "复议法62")
DECISION_ORDINARY = Term(60, TermUnit.day, "复议法62")
OPINION_2007 = Term(
    60, TermUnit.day, "复议法实施条例57"
)  # what the law of 2017 left to its regulation
OPINION_2023 = Term(60, TermUnit.day, "复议法76")

_UNTIL = Field(
    "until",
    "答复截止日",
    FieldKind.date,
    required=False,
    hint="答复通知书写明日期的填写；不填的由系统按收到副本之日推算",
)
_PROCEDURE = Field(
    "procedure",
    "审理程序",
    FieldKind.choice,
    required=False,
    choices=(Choice(SIMPLE, "简易程序"), Choice(ORDINARY, "普通程序")),
    basis="复议法53",
    hint="政府信息公开案件可以适用简易程序；尚不清楚的不填，按较短的五个工作日提醒",
)
_COPY = Field(
    "copy_received_on",
    "收到申请书副本之日",
    FieldKind.date,
    required=False,
    hint="答复期限自次日起算；还没有收到的不填，收到时另行登记",
)
_PARTICULARS = (
    Field("body", "复议机关", FieldKind.code, required=False),
    Field("applicant", "复议申请人", required=False),
    Field("claim", "复议请求", FieldKind.long_text, required=False),
)


def copy_is_here(facts: Facts, act: Act) -> bool:
    """Whether the copy of the application came with the news of its acceptance."""
    return bool(act.data.get("copy_received_on") or act.data.get("until"))


def copy_is_to_come(facts: Facts, act: Act) -> bool:
    """The counterpart of `copy_is_here`."""
    return not copy_is_here(facts, act)


@guard("复议法53")
def the_reply_is_still_owed(case: Situation, act: Act) -> str:
    """A change of procedure behind our reply gives no new period for it."""
    replied = case.facts.day("replied_on")
    if replied is None:
        return ""
    return (
        f"本机关已于{chinese_day(replied)}提交答复，审理程序变更不再影响答复期限（复议法53）；"
        "不须登记。答复日期有误的，请更正该条记录。"
    )


def _decision_term(case: Situation) -> Term:
    """复议法62: 60 days, 30 in the simple procedure. reading: the longer one while the procedure is not known."""
    simple = case.facts.values.get("procedure") == SIMPLE
    return DECISION_SIMPLE if simple else DECISION_ORDINARY


def _accept(basis: str, fields: tuple[Field, ...], *, term: Term) -> Action:
    return Action(
        "accept",
        "复议机关受理",
        basis,
        PARTY_ROLES,
        (),
        (
            Branch(copy_is_here, ReviewState.awaiting_reply),
            Branch(copy_is_to_come, ReviewState.pending),
        ),
        help="登记受理之日、收到副本之日和审理程序，推算本机关的答复期限",
        fields=fields,
        effect=ClockEffect.fix,
        effect_day="copy_received_on",
        term=term,
        sets={
            "received_on": "on_day",
            "arrived_on": "on_day",
            "copy_received_on": "copy_received_on",
            "procedure": "procedure",
        },
        draws_number=True,
        creates=True,
    )


def _receive_copy(basis: str, fields: tuple[Field, ...], *, term: Term) -> Action:
    return Action(
        "receive_copy",
        "收到申请书副本",
        basis,
        PARTY_ROLES,
        (ReviewState.pending,),
        ReviewState.awaiting_reply,
        help="自收到之日的次日起算本机关的答复期限",
        fields=fields,
        effect=ClockEffect.fix,
        term=term,
        sets={"copy_received_on": "on_day"},
        outside_fact=True,
    )


def _submit_reply(basis: str) -> Action:
    return Action(
        "submit_reply",
        "提交答复和证据",
        basis,
        PARTY_ROLES,
        (ReviewState.awaiting_reply,),
        ReviewState.pending,
        help="逾期不提交的，视为没有证据、依据（复议法70）",
        fields=(
            Field("paper", "答复书文号", FieldKind.code, required=False),
            Field("pieces", "证据、依据份数", FieldKind.integer, required=False),
        ),
        warnings=(handed_in_before_the_limit,),
        effect=ClockEffect.stop,
        fulfils=True,
        sets={"replied_on": "on_day"},
        outside_fact=True,
    )


def _conclude(basis: str) -> Action:
    return concluding(
        ReviewState.awaiting_reply,
        ReviewState.pending,
        target=ReviewState.concluded,
        basis=basis,
        help="结案年度计入年报第四部分；结果纠正的，所关联的申请转入重新办理",
    )


_AT_WORK = (ReviewState.awaiting_reply, ReviewState.pending)
_KNOWN = (*_AT_WORK, ReviewState.concluded)
_DUE = due("复议答复期限", "复议法48")
_KEEPING = (assigning(*_AT_WORK), *keeping(ReviewState, void=ReviewState.void))

REVIEW_2017 = Workflow(
    kind=RecordKind.review,
    version="review-2017",
    since=date(2018, 1, 1),
    states=ReviewState,
    actions=(
        _accept("复议法2017", (*_PARTICULARS, _COPY, _UNTIL), term=REPLY_2017),
        _receive_copy("复议法2017", (_UNTIL,), term=REPLY_2017),
        _submit_reply("复议法2017"),
        _conclude("复议法2017"),
        *opinion_acts(OPINION_2007, *_KNOWN),
        *_KEEPING,
    ),
    timers=(
        due("复议答复期限", "复议法2017"),
        since(
            "received_on",
            "decision",
            "复议机关作出决定的期限",
            term=lambda case: DECISION_2017,
            while_in=_AT_WORK,
        ),
        opinion_timer(OPINION_2007, void=ReviewState.void),
    ),
    title_field="claim",
    number_mark="复议-",
)

_BY_PROCEDURE = {SIMPLE: REPLY_SIMPLE, ORDINARY: REPLY_ORDINARY}


def _of_2023(action: Action) -> Action:
    """复议法48, 54: the period of the reply hangs on the procedure. reading: the shorter one while it is not known."""
    return replace(action, term=REPLY_SIMPLE, term_by="procedure", terms=_BY_PROCEDURE)


REVIEW_2024 = Workflow(
    kind=RecordKind.review,
    version="review-2024",
    since=date(2024, 1, 1),
    states=ReviewState,
    actions=(
        _of_2023(
            _accept("复议法30", (*_PARTICULARS, _PROCEDURE, _COPY, _UNTIL), term=REPLY_SIMPLE)
        ),
        _of_2023(_receive_copy("复议法48", (_UNTIL,), term=REPLY_SIMPLE)),
        _of_2023(
            Action(
                "change_procedure",
                "登记或者变更审理程序",
                "复议法53",
                PARTY_ROLES,
                _AT_WORK,
                None,
                help="按该程序，自收到副本之日重新推算答复期限",
                fields=(replace(_PROCEDURE, required=True), _UNTIL),
                guards=(the_reply_is_still_owed,),
                effect=ClockEffect.fix,
                effect_day="copy_received_on",
                sets={"procedure": "procedure"},
                outside_fact=True,
            )
        ),
        _submit_reply("复议法48"),
        _conclude("复议法76"),
        *opinion_acts(OPINION_2023, *_KNOWN),
        *_KEEPING,
    ),
    timers=(
        _DUE,
        since(
            "received_on",
            "decision",
            "复议机关作出决定的期限",
            term=_decision_term,
            while_in=_AT_WORK,
        ),
        opinion_timer(OPINION_2023, void=ReviewState.void),
    ),
    title_field="claim",
    number_mark="复议-",
)
