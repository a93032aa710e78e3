"""行政诉讼 as a record of its own: docketed, our defence with its evidence, judged, perhaps appealed, counted in part four.

reading: a lawsuit is 尚未审结 until its judgment is final, so an appeal keeps it pending and the final result is the one that
counts; the filling notes say nothing of second instances (law 4.9).
reading: a lawsuit in which we stand only as the reviewing co-defendant is counted by the original agency, not by us (201号).
"""

from datetime import date

from workflows.action import Action, Branch, Situation, guard
from workflows.acts.deciding import OUR_ROLE, PARTY_ROLES, concluding, handed_in_before_the_limit
from workflows.acts.keeping import assigning, keeping, lies_ahead
from workflows.acts.terms_of_records import due, since
from workflows.definition import Workflow
from workflows.forms import Choice, Field, FieldKind, choices_of
from workflows.guards import chinese_day
from workflows.history import Act, Facts, as_day
from workflows.terms import Term, TermUnit
from workflows.timer import Timer, TimerRow, Whose
from workflows.vocabulary import ClockEffect, Phase, PhasedState, RecordKind, ReviewResult


class SuitState(PhasedState):
    """Who has to act: we, with the defence; the court; whoever may appeal; or nobody any more."""

    awaiting_defence = "awaiting_defence", "待答辩举证", Phase.investigation
    pending = "pending", "审理中", Phase.investigation
    judged = "judged", "一审已裁判", Phase.investigation
    appealed = "appealed", "二审中", Phase.investigation
    concluded = "concluded", "已结案", Phase.closed
    void = "void", "作废", Phase.closed


DEFENCE = Term(15, TermUnit.day, "行诉法67")
APPEAL = Term(15, TermUnit.day, "行诉法85")

_UNTIL = Field(
    "until",
    "答辩举证截止日",
    FieldKind.date,
    required=False,
    hint="法院指定日期的填写（简易程序由法院指定，法释〔2018〕1号第104条）；不填的为收到副本后十五日",
)
_AT_WORK = tuple(state for state in SuitState if state.phase is not Phase.closed)


def complaint_is_here(facts: Facts, act: Act) -> bool:
    """Whether the copy of the complaint came with the news of the docketing."""
    return bool(act.data.get("complaint_received_on") or act.data.get("until"))


def complaint_is_to_come(facts: Facts, act: Act) -> bool:
    """The counterpart of `complaint_is_here`."""
    return not complaint_is_here(facts, act)


@guard("行诉法67")
def the_court_sets_a_later_day(case: Situation, act: Act) -> str:
    until, now = act.data.get("until"), case.clock.due_on
    if not until or now is None or as_day(until) > now:
        return ""
    return f"准许延期的日期应晚于现有期限{chinese_day(now)}（行诉法67）；请核对法院的通知。"


def _hearing(case: Situation) -> tuple[Timer, ...]:
    """法释〔2018〕1号第71条: the day in court, from the summons on, until the case goes on without it."""
    called = case.facts.last("set_hearing")
    if called is None or case.facts.working_state not in _BEFORE_JUDGMENT:
        return ()
    day = called.day("hearing_on")
    basis = "法释〔2018〕1号第71条"
    return (
        Timer("hearing", "开庭", basis, Whose.ours, called.on_day, day, called.seq, lapses=True),
    )


_BEFORE_JUDGMENT = (SuitState.awaiting_defence, SuitState.pending, SuitState.appealed)
_JUDGED_ON = since(
    "judged_on",
    "appeal",
    "不服一审判决的上诉期限",
    term=lambda case: APPEAL,
    while_in=(SuitState.judged,),
)

LAWSUIT_2017 = Workflow(
    kind=RecordKind.lawsuit,
    version="lawsuit-2017",
    since=date(2018, 1, 1),
    states=SuitState,
    actions=(
        Action(
            "accept",
            "法院立案",
            "行诉法46",
            PARTY_ROLES,
            (),
            (
                Branch(complaint_is_here, SuitState.awaiting_defence),
                Branch(complaint_is_to_come, SuitState.pending),
            ),
            help="登记立案之日、收到起诉状副本之日和举证期限",
            fields=(
                Field("court", "受理法院", FieldKind.code, required=False),
                Field("docket", "案号", FieldKind.code, required=False),
                Field("plaintiff", "原告", required=False),
                Field("claim", "诉讼请求", FieldKind.long_text, required=False),
                Field("after_reconsideration", "复议后起诉", FieldKind.flag, required=False),
                OUR_ROLE,
                Field(
                    "procedure",
                    "审理程序",
                    FieldKind.choice,
                    required=False,
                    choices=(Choice("simple", "简易程序"), Choice("ordinary", "普通程序")),
                    basis="行诉法82",
                ),
                Field(
                    "complaint_received_on",
                    "收到起诉状副本之日",
                    FieldKind.date,
                    required=False,
                    hint="还没有收到的不填，收到时另行登记",
                ),
                _UNTIL,
            ),
            effect=ClockEffect.fix,
            effect_day="complaint_received_on",
            term=DEFENCE,
            sets={
                "received_on": "on_day",
                "arrived_on": "on_day",
                "after_reconsideration": "after_reconsideration",
                "our_role": "our_role",
                "complaint_received_on": "complaint_received_on",
            },
            draws_number=True,
            creates=True,
        ),
        Action(
            "receive_complaint",
            "收到起诉状副本",
            "行诉法67",
            PARTY_ROLES,
            (SuitState.pending,),
            SuitState.awaiting_defence,
            help="自收到之日的次日起十五日内提交答辩状和证据，法院另行指定的从其指定",
            fields=(_UNTIL,),
            effect=ClockEffect.fix,
            term=DEFENCE,
            sets={"complaint_received_on": "on_day"},
            outside_fact=True,
        ),
        Action(
            "extend_evidence",
            "法院准许延期举证",
            "行诉法67",
            PARTY_ROLES,
            (SuitState.awaiting_defence,),
            None,
            help="举证期限内书面申请，经法院准许的，按准许的日期",
            fields=(
                Field("until", "准许延期至", FieldKind.date),
                Field("paper", "法院通知文号", FieldKind.code, required=False),
            ),
            guards=(the_court_sets_a_later_day,),
            effect=ClockEffect.fix,
            outside_fact=True,
        ),
        Action(
            "submit_defence",
            "提交答辩状和证据",
            "行诉法67",
            PARTY_ROLES,
            (SuitState.awaiting_defence,),
            SuitState.pending,
            help="逾期提供证据的，可能视为没有相应证据（行诉法67）",
            fields=(
                Field("paper", "答辩状文号", FieldKind.code, required=False),
                Field("pieces", "证据、依据份数", FieldKind.integer, required=False),
            ),
            warnings=(handed_in_before_the_limit,),
            effect=ClockEffect.stop,
            fulfils=True,
            sets={"defended_on": "on_day"},
            outside_fact=True,
        ),
        Action(
            "set_hearing",
            "收到传票",
            "法释〔2018〕1号第71条",
            PARTY_ROLES,
            _BEFORE_JUDGMENT,
            None,
            help="登记开庭日期和地点；改期的再登记一次，以最后一次为准",
            fields=(
                Field("hearing_on", "开庭日期", FieldKind.date),
                Field("place", "开庭地点", FieldKind.code, required=False),
            ),
            guards=(lies_ahead("hearing_on", "开庭日期", basis="法释〔2018〕1号第71条"),),
            sets={"hearing_on": "hearing_on"},
            outside_fact=True,
        ),
        Action(
            "judge",
            "收到一审裁判",
            "行诉法85",
            PARTY_ROLES,
            (SuitState.awaiting_defence, SuitState.pending),
            SuitState.judged,
            help="登记一审结果；生效之前年报仍计为尚未审结",
            fields=(
                Field(
                    "first_result",
                    "一审结果",
                    FieldKind.choice,
                    choices=choices_of(ReviewResult, ReviewResult.pending),
                ),
                Field("decision", "判决书或者裁定书文号", FieldKind.code, required=False),
            ),
            effect=ClockEffect.stop,
            fulfils=True,
            sets={"first_result": "first_result", "judged_on": "on_day"},
            outside_fact=True,
        ),
        Action(
            "appeal",
            "提起上诉",
            "行诉法85",
            PARTY_ROLES,
            (SuitState.judged,),
            SuitState.appealed,
            help="原告或者本机关上诉的，案件进入二审，年报仍计为尚未审结",
            fields=(
                Field(
                    "appellant",
                    "上诉人",
                    FieldKind.choice,
                    choices=(
                        Choice("plaintiff", "原告"),
                        Choice("agency", "本机关"),
                        Choice("both", "双方"),
                    ),
                ),
                Field("court", "二审法院", FieldKind.code, required=False),
            ),
            sets={"appellant": "appellant"},
            outside_fact=True,
        ),
        concluding(
            *_AT_WORK,
            target=SuitState.concluded,
            basis="行诉法46",
            help="登记生效裁判；结案年度计入年报第四部分，结果纠正的，所关联的申请转入重新办理",
        ),
        assigning(*_AT_WORK),
        *keeping(SuitState, void=SuitState.void),
    ),
    timers=(due("答辩举证期限", "行诉法67"), TimerRow("hearing", _hearing), _JUDGED_ON),
    title_field="claim",
    number_mark="诉讼-",
)
