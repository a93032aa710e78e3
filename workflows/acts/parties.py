"""People who join, leave, end or are named while a request is under way (条例29; 235号)."""

from workflows import parties as p
from workflows.action import Action
from workflows.acts.common import OPEN_STATES, STAFF
from workflows.acts.erasing import nothing_was_erased
from workflows.forms import Choice, Field, FieldKind, choices_of
from workflows.guards import answered_before_the_due_date
from workflows.vocabulary import ApplicantCategory, ClockEffect, Phase, State

_PAPER = Field("paper", "证明材料", hint="如：授权委托书、共同申请书、户口簿复印件")
_WHO = Field("recipient", "当事人", FieldKind.recipient)
# Identity and contact data go to the encrypted row of the party, never into the journal (`Action.party`).
_IDENTITY = (
    Field("name", "姓名或者名称"),
    Field("id_type", "证件名称", required=False),
    Field("id_number", "证件号码", required=False),
    Field("phone", "联系电话", required=False),
    Field("email", "电子邮箱", required=False),
    Field("address", "通信地址", required=False),
)

_NUMBERED = tuple(
    s
    for s in State
    if s.phase not in (Phase.received, Phase.carried_forward) and s is not State.void
)

PARTY_ACTS = (
    Action(
        "join_party",
        "当事人加入",
        "条例29",
        STAFF,
        OPEN_STATES,
        None,
        help="登记代理人、法定代理人、共同申请人或者权利义务承受人；期限不变，仍为一件申请",
        fields=(
            Field("role", "身份", FieldKind.choice, choices=choices_of(p.PartyKind)),
            *_IDENTITY,
            Field(
                "category",
                "申请人类型",
                FieldKind.choice,
                required=False,
                choices=choices_of(ApplicantCategory),
                hint="统计仍以第一位申请人的类型为准",
            ),
            _PAPER,
            Field("acts_for", "代理哪一位", FieldKind.recipient, required=False),
            Field(
                "may_receive",
                "有代收文书的书面授权",
                FieldKind.flag,
                required=False,
                hint="没有的，文书仍向申请人本人送达",
            ),
            Field("succeeds", "承受哪一位", FieldKind.recipient, required=False),
        ),
        guards=(
            p.an_agent_acts_for_an_applicant,
            p.a_successor_follows_an_applicant_who_ended,
            p.an_applicant_joins_before_the_answer_is_signed,
        ),
        party="role",
        outside_fact=True,
    ),
    Action(
        "leave_party",
        "当事人退出",
        "条例45",
        STAFF,
        OPEN_STATES,
        None,
        help="共同申请人之一退出的，其他人的申请继续；委托终止的，代理人退出",
        fields=(_WHO, _PAPER),
        guards=(p.only_who_takes_part_leaves, p.the_last_applicant_withdraws),
        outside_fact=True,
    ),
    Action(
        "issue_query_code",
        "发给查询码",
        "条例45",
        STAFF,
        _NUMBERED,
        None,
        help="申请人凭编号和查询码在网上查询；核对身份后发给，原查询码随即失效；生成《查询码告知单》",
        fields=(Field("checked", "怎样核对的身份", hint="如：当面核对身份证原件"),),
        guards=(nothing_was_erased,),
        document="query_code_slip",
        renews_code=True,
    ),
    Action(
        "name_representative",
        "推选代表人",
        "条例29",
        STAFF,
        OPEN_STATES,
        None,
        help="共同申请人书面推选一人代收文书的，向其送达即为向全体送达",
        fields=(_WHO, _PAPER),
        guards=(p.several_applicants_ask, p.the_person_is_an_applicant),
        sets={"representative": "recipient"},
        outside_fact=True,
    ),
    Action(
        "applicant_ended",
        "申请人死亡或者终止",
        "条例45",
        STAFF,
        OPEN_STATES,
        None,
        help="条例没有规定；先征询权利义务承受人是否继续，期限不变",
        fields=(
            _WHO,
            Field(
                "event",
                "情形",
                FieldKind.choice,
                choices=(Choice("death", "申请人死亡"), Choice("dissolution", "申请人终止")),
            ),
            Field("occurred_on", "发生日期", FieldKind.date),
            _PAPER,
        ),
        guards=(p.the_person_is_an_applicant,),
        outside_fact=True,
    ),
    Action(
        "ask_successor",
        "征询承受人",
        "条例45",
        STAFF,
        OPEN_STATES,
        None,
        help="书面征询继承人或者权利义务承受人是否继续申请，写明答复的期限",
        fields=(
            Field("whom", "征询对象"),
            Field("days", "答复期限（工作日）", FieldKind.integer, least=1, most=60),
        ),
        after=("applicant_ended",),
        outside_fact=True,
    ),
    Action(
        "lapse_succession",
        "无人承受，终止办理",
        "条例45",
        STAFF,
        OPEN_STATES,
        State.terminated,
        help="申请人均已死亡或者终止，征询期满无人承受；生成《终止办理告知书》",
        guards=(p.no_applicant_is_left, p.the_successors_were_asked),
        effect=ClockEffect.stop,
        outcome="F3d",
        document="termination",
        draws_number=True,
    ),
    Action(
        "complete_service",
        "其余申请人均已送达",
        "235号",
        STAFF,
        (State.pending_service,),
        State.answered,
        help="未送达的申请人已经退出或者终止的，以最后一次送达之日为答复之日",
        guards=(p.everybody_left_is_served, p.completed_on_the_day_of_the_last_service),
        warnings=(answered_before_the_due_date,),
        effect=ClockEffect.stop,
        outside_fact=True,
        after=("issue",),
    ),
)
