"""Tasks asked of departments (协办, 检索), claimed, answered, taken back; none of them touches the clock (指导案例26)."""

from workflows import task_guards as t
from workflows.action import Action
from workflows.acts.common import STAFF
from workflows.forms import Field, FieldKind, choices_of
from workflows.vocabulary import Labelled, Role, State


class TaskKind(Labelled):
    """What a department is asked for."""

    search = "search", "检索"
    assist = "assist", "协办"


class SearchResult(Labelled):
    """What a search brought."""

    none = "none", "未查找到"
    found = "found", "查找到"
    partly = "partly", "查找到一部分"


TASK = "task"
CONTRIBUTORS = frozenset({Role.contributor})
# reading: asking inside the house stops nothing (指导案例26; 条例33 excludes only consultations), so it is open wherever
# the agency itself has to act.
_WORKING = (State.registered, State.in_progress, State.consulting, State.pending_reasons)
_ASKING = (*_WORKING, State.redoing)
_ANSWERING = (
    *_ASKING,
    State.pending_correction,
    State.pending_payment,
    State.legal_review,
    State.approval,
    State.pending_issue,
)
_TASK = Field("thread", "协办事项", FieldKind.thread, thread_kind=TASK)

TASK_ACTS = (
    Action(
        "ask_department",
        "交部门协办、检索",
        "条例11",
        STAFF,
        _ASKING,
        None,
        help="请有关部门检索或者协助，设内部期限；答复期限继续计算",
        fields=(
            Field("asked_unit", "协办单位", FieldKind.unit, anywhere=True),
            Field("task_kind", "事项", FieldKind.choice, choices=choices_of(TaskKind)),
            Field("matter", "需要协助的内容", FieldKind.long_text),
            Field(
                "limit_on",
                "内部期限",
                FieldKind.date,
                required=False,
                hint="不填写的，按本单位设定的工作日数确定",
            ),
        ),
        guards=(t.the_limit_of_a_task_lies_ahead,),
        opens=TASK,
        document="assistance_letter",
        looks_up=("task_limit",),
    ),
    Action(
        "claim_task",
        "认领协办事项",
        "条例11",
        CONTRIBUTORS | STAFF,
        _ANSWERING,
        None,
        help="由协办单位认领，表明已有人办理",
        fields=(_TASK,),
        guards=(t.the_task_is_still_open, t.the_task_is_not_claimed_yet),
        updates=TASK,
        receives="assistance_letter",
        after=("ask_department",),
        looks_up=("own_task",),
    ),
    Action(
        "answer_task",
        "答复协办事项",
        "条例11",
        CONTRIBUTORS | STAFF,
        _ANSWERING,
        None,
        help="检索事项写明查了哪些系统和档案、用了哪些关键词、结果如何；答复计入检索记录",
        fields=(
            _TASK,
            Field(
                "result",
                "检索结果",
                FieldKind.choice,
                required=False,
                choices=choices_of(SearchResult),
                hint="检索事项必填",
            ),
            Field(
                "systems",
                "检索的系统和档案",
                FieldKind.long_text,
                required=False,
                hint="检索事项必填",
            ),
            Field("keywords", "关键词", required=False),
            Field("note", "答复内容", FieldKind.long_text),
        ),
        guards=(t.the_task_is_still_open, t.an_answered_search_says_where_it_looked),
        closes=TASK,
        after=("ask_department",),
        looks_up=("own_task",),
    ),
    Action(
        "withdraw_task",
        "撤回协办事项",
        "条例11",
        STAFF,
        _ANSWERING,
        None,
        help="不再需要协助的，撤回后协办单位不再看到本案",
        fields=(_TASK, Field("reasons", "撤回的理由", FieldKind.long_text)),
        guards=(t.the_task_is_still_open,),
        closes=TASK,
        after=("ask_department",),
    ),
)
