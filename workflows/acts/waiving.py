"""The act by which an approver lets a named guard pass, once, with a written reason that the journal keeps."""

from collections.abc import Iterable

from workflows.action import Action
from workflows.acts.common import APPROVER, OPEN_STATES
from workflows.forms import Choice, Field, FieldKind
from workflows.history import WAIVE


def waiving_act(actions: Iterable[Action]) -> Action:
    """`waive` for the guards of these acts that may be waived at all; it holds until the guarded act has been done."""
    waivable = {g.name: g for action in actions for g in action.guards if g.waiver}

    return Action(
        WAIVE,
        "例外放行",
        "条例45",
        APPROVER,
        OPEN_STATES,
        None,
        help="审批人写明理由后，所选的要求对下一次办理不再阻止；理由记入办理过程",
        fields=(
            Field(
                "guard",
                "放行的要求",
                FieldKind.choice,
                choices=tuple(
                    Choice(g.name, f"{g.waiver}（{g.basis}）") for g in waivable.values()
                ),
            ),
            Field("reasons", "放行的理由", FieldKind.long_text),
        ),
    )
