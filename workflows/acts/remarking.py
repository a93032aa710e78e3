"""Remarking on the reasons of an answer and settling what was remarked: no state, no clock, no paper (条例36)."""

from workflows import remarks
from workflows.action import Action
from workflows.forms import Field, FieldKind
from workflows.vocabulary import Role, State

MOST_CHARACTERS = 2_000
"""reading: no rule limits a remark; this is more than a page."""

_READERS = frozenset({Role.handler, Role.legal, Role.approver})
_STATES = (
    State.in_progress, State.consulting, State.pending_reasons, State.redoing, State.legal_review,
    State.approval, State.pending_issue,
)  # fmt: skip

REMARK_ACTS = (
    Action(
        "remark_on_reasons",
        "批注理由",
        "条例36",
        _READERS,
        _STATES,
        None,
        help="写在这一段旁边，署名和时间一并留下；不改动文字，不写入答复",
        fields=(
            Field(remarks.VERSION, "所批注的一稿", FieldKind.entry),
            Field(
                remarks.PARAGRAPH,
                "第几段",
                FieldKind.integer,
                least=0,
                most=10_000,
                hint="0 为对全文的批注",
            ),
            Field("remark", "批注", FieldKind.long_text, most=MOST_CHARACTERS),
        ),
        guards=(remarks.the_remark_is_on_the_newest_version,),
        opens=remarks.REMARK,
        rests=True,
        beside_text=True,
    ),
    Action(
        "settle_remark",
        "处理批注",
        "条例36",
        _READERS,
        _STATES,
        None,
        help="已经照改，或者说明为什么不改",
        fields=(
            Field("thread", "批注", FieldKind.thread, thread_kind=remarks.REMARK),
            Field("answer", "处理说明", FieldKind.long_text, required=False, most=MOST_CHARACTERS),
        ),
        guards=(remarks.the_remark_is_still_open,),
        closes=remarks.REMARK,
        after=("remark_on_reasons",),
        rests=True,
        beside_text=True,
    ),
)
