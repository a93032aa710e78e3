"""The agency takes its own answer back and gives a new one (law 10.3)."""

from workflows.action import Action, Situation, guard
from workflows.acts.common import APPROVER
from workflows.forms import Field, FieldKind
from workflows.guards import chinese_day
from workflows.history import Act, as_day
from workflows.terms import ANSWER
from workflows.vocabulary import ClockEffect, State


@guard("条例45")
def the_new_period_lies_ahead(case: Situation, act: Act) -> str:
    """A period that the agency sets itself ends on or after the day it is set."""
    until = act.data.get("until")
    if not until or as_day(until) >= act.on_day:
        return ""
    return f"重新答复的期限不能早于决定纠正之日{chinese_day(act.on_day)}（条例45）；请改正日期。"


REOPENING_ACTS = (
    # The 条例 does not speak of it. reading: what the agency finds wrong it puts right under its own duty of office
    # (条例45); the old answer is kept, it stays one case, and the applicant may keep a review alive (复议法65).
    Action(
        "reopen_own",
        "自行纠正，重新办理",
        "条例45",
        APPROVER,
        (State.answered, State.terminated, State.archived),
        State.redoing,
        help="撤回原答复并重新答复；原答复保留，仍为一件；没有定日期的，自今日起二十个工作日",
        fields=(
            Field("reasons", "自行纠正的理由", FieldKind.long_text),
            Field("until", "重新答复的期限", FieldKind.date, required=False),
        ),
        guards=(the_new_period_lies_ahead,),
        effect=ClockEffect.fix,
        term=ANSWER,
    ),
)
