"""The two acts that correct the history of any kind of record (model 5)."""

from workflows.action import Action
from workflows.acts.moving import (
    it_was_not_registered_since,
    no_numbered_paper_went_out,
    nobody_was_assigned_since,
)
from workflows.forms import Field, FieldKind
from workflows.vocabulary import PhasedState, Role

_ENTRY = Field("entry", "要更正的记录", FieldKind.entry)
_WHY = Field("reasons", "更正的理由", FieldKind.long_text)
_CORRECTORS = frozenset(
    {
        Role.intake,
        Role.handler,
        Role.legal,
        Role.approver,
        Role.importer,
        Role.supervisor,  # of what a supervising office enters itself, a move or an item to be put right
        Role.system,
    }
)


def correcting_acts(states: type[PhasedState], *, basis: str) -> tuple[Action, ...]:
    """`annul` and `amend` for a workflow with these states."""
    return (
        Action(
            "annul",
            "撤销一条记录",
            basis,
            _CORRECTORS,
            tuple(states),
            None,
            help="该记录视为没有发生，其后的日期随之重算",
            fields=(_ENTRY, _WHY),
            guards=(
                no_numbered_paper_went_out,
                it_was_not_registered_since,
                nobody_was_assigned_since,
            ),
            looks_up=("other_unit",),
            corrects=True,
        ),
        Action(
            "amend",
            "更正一条记录",
            basis,
            _CORRECTORS,
            tuple(states),
            None,
            help="以正确的日期或者内容代替，其后的日期随之重算",
            fields=(_ENTRY, Field("new_day", "正确的日期", FieldKind.date), _WHY),
            corrects=True,
        ),
    )
