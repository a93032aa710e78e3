"""The unit that answers changes, while nothing was signed yet (条例10); numbers and closed counts stay where they are.

Which unit answers follows from the history: a move that is annulled never happened, so the case is back where it was.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from workflows.action import Action, Situation, guard
from workflows.acts.common import OPEN_STATES
from workflows.forms import Field, FieldKind
from workflows.history import Act
from workflows.vocabulary import Role, State


@guard("条例10")
def no_numbered_paper_went_out(case: Situation, act: Act) -> str:
    """reading: who has written to the applicant under its own number goes on answering; a register of papers has no holes."""
    if not act.data.get("numbered_papers"):
        return ""
    return "本案已有本单位编号的文书，答复单位不能再变更（条例10）；请由本单位答复，需要其他单位协助的，请交办协办。"


@guard("条例10")
def nobody_was_assigned_since(case: Situation, act: Act) -> str:
    """Whoever was given the case by the unit it goes away from could not even see it there."""
    if not act.data.get("to_unit"):
        return ""
    since = int(act.data["entry"])
    given = [a.seq for a in case.facts.acts if a.seq > since and a.data.get("handler")]
    if not given:
        return ""
    return (
        f"移交以后已经分办（第{given[-1]}条），撤销后承办人不属于答复单位（条例10）；"
        "请先撤销该条分办，再撤销移交。"
    )


@guard("条例10")
def it_was_not_registered_since(case: Situation, act: Act) -> str:
    """A number belongs to the series of the unit that gave it, and that unit has to know where its case went (model 9, 10)."""
    if not act.data.get("to_unit"):
        return ""
    since = int(act.data["entry"])
    numbered = [a.seq for a in case.facts.acts if a.seq > since and a.data.get("number")]
    if not numbered:
        return ""
    return (
        f"移交以后接收单位已经登记编号（第{numbered[-1]}条），移交不能撤销（条例10）；"
        "移交有误的，请再移交回原单位。"
    )


def answering_unit(
    fields: Mapping[str, str], acts: Iterable[Act], *, opened_in: int, upto: date = date.max
) -> int:
    """The unit that answers on a day by the acts that hold: where the case was opened, or the last one it was moved to.

    `fields` names for each act that moves (`Action.moves`) the field of its unit.
    """
    here = opened_in
    for act in acts:
        if act.action in fields and act.on_day <= upto:
            here = int(act.data[fields[act.action]])
    return here


MOVING_ACTS = (
    Action(
        "move",
        "移交其他单位答复",
        "条例10",
        # The service asks besides that he takes in requests for a unit above both (model 9).
        frozenset({Role.intake, Role.supervisor}),
        tuple(s for s in OPEN_STATES if s not in (State.pending_service, State.redoing)),
        None,
        help="由共同上级单位的登记员在签发以前办理；编号不变，期限继续计算，由接收单位重新分办",
        fields=(
            Field("to_unit", "接收单位", FieldKind.unit),
            Field("reasons", "移交的理由", FieldKind.long_text),
        ),
        guards=(no_numbered_paper_went_out,),
        # The handler stays behind: an act that leaves a fact out takes the earlier one back.
        sets={
            "handler": "handler",
            "handler_unit": "handler_unit",
            "numbered_by": "numbered_by",
        },
        moves="to_unit",
        looks_up=("common_parent",),
    ),
)
