"""The unit that answers changes, while nothing was signed yet (条例10); numbers and closed counts stay where they are."""

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
    return "本案已有本单位编号的文书，不能移交其他单位（条例10）；请由本单位答复，需要其他单位协助的，请交办协办。"


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
