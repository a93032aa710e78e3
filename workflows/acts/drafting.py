"""Writing the reasons of an answer, version by version: each stage by whom it lies with (条例36)."""

from workflows import drafts, signing
from workflows.action import Action
from workflows.acts.common import APPROVER, HANDLER, LEGAL
from workflows.forms import Field, FieldKind
from workflows.vocabulary import Role, State

MOST_CHARACTERS = 100_000
"""reading: no rule limits the reasons; this is some two hundred pages."""

_FIELDS = (
    Field(
        drafts.TEXT,
        "理由",
        FieldKind.long_text,
        basis="条例36",
        hint="写明事实和判断过程，逐项对应申请内容；一行一段。",
        most=MOST_CHARACTERS,
    ),
    Field("comment", "修改说明", required=False, hint="这一稿改了什么，便于以后查找"),
    Field(
        drafts.BASE,
        "所依据的版本",
        FieldKind.integer,
        hint="改的是哪一稿：该稿的记录序号；第一稿填 0",
    ),
)


def _writing(
    name: str, label: str, roles: frozenset[Role], sources: tuple[State, ...], *, help: str
) -> Action:
    return Action(
        name,
        label,
        "条例36",
        roles,
        sources,
        None,
        help=help,
        fields=_FIELDS,
        guards=(drafts.it_rests_on_the_newest_version, signing.the_step_is_his),
        looks_up=("signer",),
        opens=drafts.VERSION,
        renews=True,
        writes=drafts.TEXT,
    )


# Nobody writes between the approval and the issue: what was approved is what goes out.
DRAFTING_ACTS = (
    _writing(
        "write_reasons",
        "保存理由",
        HANDLER,
        (State.in_progress, State.consulting, State.pending_reasons, State.redoing),
        help="存为新的一稿；签发时最新一稿写入答复",
    ),
    _writing(
        "revise_reasons_in_review",
        "审核中修改理由",
        LEGAL,
        (State.legal_review,),
        help="审核人直接修改，存为新的一稿；原稿保留",
    ),
    _writing(
        "revise_reasons_on_approval",
        "审批中修改理由",
        APPROVER,
        (State.approval,),
        help="审批人直接修改，存为新的一稿；原稿保留",
    ),
)
