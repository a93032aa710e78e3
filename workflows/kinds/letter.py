"""部门信箱: a letter from the public that is no request for information; handled, replied to, and counted apart (law 8)."""

from datetime import date

from workflows.action import Action
from workflows.acts.keeping import assigning, keeping, lies_ahead
from workflows.acts.terms_of_records import due
from workflows.definition import Workflow
from workflows.forms import Field, FieldKind
from workflows.terms import Term, TermUnit
from workflows.vocabulary import ClockEffect, Phase, PhasedState, RecordKind, Role


class LetterState(PhasedState):
    open = "open", "办理中", Phase.investigation
    replied = "replied", "已回复", Phase.closed
    filed = "filed", "不需回复", Phase.closed
    void = "void", "作废", Phase.closed


_STAFF = frozenset({Role.intake, Role.handler})
_BASIS = "条例45"
# reading: no rule sets a limit for such letters; a week is our own default, and a unit may set another (`letter_days`).
REPLY = Term(5, TermUnit.working_day, _BASIS)

LETTER = Workflow(
    kind=RecordKind.letter,
    version="letter-1",
    since=date(2019, 1, 1),
    states=LetterState,
    actions=(
        Action(
            "receive",
            "收到来信",
            _BASIS,
            _STAFF,
            (),
            LetterState.open,
            help="登记来信和办理期限；提出政府信息公开申请的，请另行登记为申请",
            fields=(
                Field("subject", "主题"),
                Field("content", "来信内容", FieldKind.long_text, required=False),
                Field("sender", "来信人", required=False),
                Field("contact", "联系方式", required=False),
                Field(
                    "until",
                    "办理期限",
                    FieldKind.date,
                    required=False,
                    hint="不填的按本单位的规定，没有规定的为五个工作日",
                ),
            ),
            guards=(lies_ahead("until", "办理期限"),),
            effect=ClockEffect.fix,
            term=REPLY,
            sets={"received_on": "on_day", "arrived_on": "on_day"},
            draws_number=True,
            creates=True,
            looks_up=("own_limit",),
        ),
        assigning(LetterState.open),
        Action(
            "reply",
            "回复来信",
            _BASIS,
            _STAFF,
            (LetterState.open,),
            LetterState.replied,
            help="登记回复内容，本件办结",
            fields=(Field("reply", "回复内容", FieldKind.long_text),),
            effect=ClockEffect.stop,
        ),
        Action(
            "file_letter",
            "不需回复，办结",
            _BASIS,
            _STAFF,
            (LetterState.open,),
            LetterState.filed,
            help="广告、重复来信、联系方式不明等",
            fields=(Field("reasons", "理由", FieldKind.long_text),),
            effect=ClockEffect.stop,
        ),
        *keeping(LetterState, void=LetterState.void),
    ),
    timers=(due("来信办理期限", _BASIS),),
    title_field="subject",
    number_mark="信箱-",
)
