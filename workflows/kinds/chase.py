"""督办: a supervising office asks a unit formally to do what is late or doubtful, by a day, and judges the reply (条例47)."""

from datetime import date

from workflows.action import Action
from workflows.acts.keeping import keeping, lies_ahead
from workflows.acts.terms_of_records import due
from workflows.definition import Workflow
from workflows.forms import Field, FieldKind, choices_of
from workflows.vocabulary import (
    ClockEffect,
    Labelled,
    Phase,
    PhasedState,
    RecordKind,
    Role,
)


class ChaseState(PhasedState):
    open = "open", "待反馈", Phase.investigation
    replied = "replied", "待审核", Phase.reply
    done = "done", "已办结", Phase.closed
    void = "void", "作废", Phase.closed


class ChaseReason(Labelled):
    """Why a unit is chased; the supervision page proposes it from the number that led there."""

    overdue = "overdue", "申请逾期未答复"
    due = "due", "申请即将到期"
    unserved = "unserved", "文书没有送达凭证"
    waived = "waived", "例外放行"
    rectification = "rectification", "整改逾期"
    correspondence = "correspondence", "来信、协助调查函逾期"
    filing = "filing", "年度报告或者反馈未报"
    other = "other", "其他"


_BASIS = "条例47"
_ABOVE = frozenset(
    {Role.supervisor}
)  # an approver answers for his own unit; a chase comes from above
_UNIT = frozenset({Role.intake, Role.handler, Role.approver})
_LIMIT = Field("until", "反馈期限", FieldKind.date)
_AHEAD = lies_ahead("until", "反馈期限", basis=_BASIS)

CHASE = Workflow(
    kind=RecordKind.chase,
    version="chase-1",
    since=date(2019, 1, 1),
    states=ChaseState,
    actions=(
        Action(
            "raise_chase",
            "发出督办单",
            _BASIS,
            _ABOVE,
            (),
            ChaseState.open,
            help="写明督办的事项、要求和反馈期限，生成《督办单》；在被督办的单位名下登记",
            fields=(
                Field("matter", "督办事项"),
                Field("reason", "事由", FieldKind.choice, choices=choices_of(ChaseReason)),
                Field("demand", "要求", FieldKind.long_text),
                _LIMIT,
            ),
            guards=(_AHEAD,),
            effect=ClockEffect.fix,
            document="chase_notice",
            sets={"received_on": "on_day", "arrived_on": "on_day", "reason": "reason"},
            draws_number=True,
            creates=True,
            tells=_UNIT,
        ),
        Action(
            "reply_chase",
            "反馈办理情况",
            _BASIS,
            _UNIT,
            (ChaseState.open,),
            ChaseState.replied,
            help="写明办理情况；逾期也可以反馈，逾期由系统记明",
            fields=(Field("note", "办理情况", FieldKind.long_text),),
            effect=ClockEffect.stop,
            fulfils=True,
            sets={"reported_on": "on_day"},
            tells=_ABOVE,
        ),
        Action(
            "accept_reply",
            "审核通过",
            _BASIS,
            _ABOVE,
            (ChaseState.replied,),
            ChaseState.done,
            help="事项已经办妥，督办办结",
            fields=(Field("note", "审核意见", FieldKind.long_text, required=False),),
            effect=ClockEffect.stop,
        ),
        Action(
            "return_reply",
            "退回重新反馈",
            _BASIS,
            _ABOVE,
            (ChaseState.replied,),
            ChaseState.open,
            help="写明还缺什么和新的期限",
            fields=(_LIMIT, Field("reasons", "退回理由", FieldKind.long_text)),
            guards=(_AHEAD,),
            effect=ClockEffect.fix,
            tells=_UNIT,
        ),
        Action(
            "move_limit",
            "调整反馈期限",
            _BASIS,
            _ABOVE,
            (ChaseState.open,),
            None,
            help="主管部门同意的新期限",
            fields=(_LIMIT, Field("reasons", "理由", FieldKind.long_text)),
            guards=(_AHEAD,),
            effect=ClockEffect.fix,
        ),
        *keeping(ChaseState, void=ChaseState.void, voided_by=_ABOVE),
    ),
    timers=(due("反馈期限", _BASIS),),
    title_field="matter",
    number_mark="督办-",
)
