"""Other ends of a request: withdrawal, voiding, redoing, and the turn of the year."""

from workflows import guards as g
from workflows.action import Action
from workflows.acts.common import (
    APPLICANT,
    OPEN_STATES,
    STAFF,
    SYSTEM,
)
from workflows.forms import Field, FieldKind
from workflows.terms import ANSWER
from workflows.vocabulary import ClockEffect, Role, State

END_ACTS = (
    Action(
        "withdraw",
        "申请人撤回",
        "条例45",
        STAFF | APPLICANT,
        OPEN_STATES,
        State.terminated,
        help="凭书面撤回终止办理；生成《终止办理告知书》",
        fields=(Field("paper", "撤回材料", hint="如：2020年9月3日书面撤回申请"),),
        effect=ClockEffect.stop,
        outcome="F3a",
        document="termination",
        draws_number=True,
        outside_fact=True,
    ),
    Action(
        "void",
        "作废",
        "条例45",
        frozenset({Role.approver, Role.admin}),
        OPEN_STATES,
        State.void,
        help="重复或者错误登记；编号保留，不计入任何统计",
        fields=(Field("reasons", "作废理由", FieldKind.long_text),),
        effect=ClockEffect.stop,
        voids=True,
    ),
    Action(
        "redo",
        "责令重新办理",
        "复议法76",
        frozenset({Role.intake, Role.legal}),
        (*OPEN_STATES, State.answered, State.terminated, State.archived),
        State.redoing,
        help="复议决定或者判决责令重新答复；期限按决定确定，决定没有写明的为收到决定之日起二十个工作日",
        fields=(
            Field("until", "重新答复的期限", FieldKind.date, required=False),
            Field("decision", "决定书或者判决书文号", FieldKind.code),
        ),
        guards=(g.redo_period_lies_ahead, g.only_a_recorded_decision_reaches_an_open_case),
        effect=ClockEffect.fix,
        term=ANSWER,
        outside_fact=True,
    ),
    Action(
        "calendar_changed",
        "工作日历变更，期限重算",
        "条例33",
        SYSTEM,
        OPEN_STATES,
        None,
        help="依据新公布的放假安排重算期限",
        fields=(
            Field("calendar", "日历版本", FieldKind.integer),
            Field("due_before", "原期限", FieldKind.date, required=False),
            Field("due_after", "现期限", FieldKind.date, required=False),
        ),
        rests=True,
    ),
    Action(
        "carry_forward",
        "结转下年度继续办理",
        "60号",
        SYSTEM,
        OPEN_STATES,
        State.carried_forward,
        help="年末未办结的案件结转；期限不受影响",
        parks=True,
        outside_fact=True,
    ),
)
