"""通报: what a supervising office tells all its units of a month, a quarter or a year; drafted, worded, and issued as it stands (条例47)."""

from datetime import date

from workflows.action import Action, Situation, guard
from workflows.acts.keeping import keeping, lies_ahead
from workflows.acts.terms_of_records import due
from workflows.circular import CHAPTERS, SECTIONS, SENTENCES
from workflows.circular_annexes import Annex
from workflows.circular_words import UNLIKE, reason_field, words_field
from workflows.definition import Workflow
from workflows.forms import Field, FieldKind, choices_of
from workflows.guards import chinese_day
from workflows.history import Act
from workflows.periods import Period, Span
from workflows.vocabulary import ClockEffect, Phase, PhasedState, RecordKind, Role


class CircularState(PhasedState):
    drafting = "drafting", "起草中", Phase.investigation
    issued = "issued", "已印发", Phase.closed
    void = "void", "作废", Phase.closed


_BASIS = "条例47"
_ABOVE = frozenset({Role.supervisor, Role.approver})


@guard(_BASIS)
def the_period_has_begun(case: Situation, act: Act) -> str:
    try:
        period = Period(Span(act.data["span"]), int(act.data["year"]), int(act.data["part"]))
    except ValueError as error:
        return f"所填的时期不存在：{error}"
    if period.first <= act.on_day:
        return ""
    return (
        f"{period.label}在{chinese_day(act.on_day)}还没有开始，不能通报（{_BASIS}）；请改正时期。"
    )


@guard(_BASIS)
def every_edited_figure_agrees_or_has_a_reason(case: Situation, act: Act) -> str:
    return "".join(act.data.get(UNLIKE, ()))


def _words(key: str, label: str) -> Field:
    return Field(key, label, FieldKind.long_text, required=False, most=10_000)


CIRCULAR = Workflow(
    kind=RecordKind.circular,
    version="circular-1",
    since=date(2019, 1, 1),
    states=CircularState,
    actions=(
        Action(
            "draft_circular",
            "起草通报",
            _BASIS,
            _ABOVE,
            (),
            CircularState.drafting,
            help="选定时期，数字由系统从案件中统计，文字随后填写",
            fields=(
                Field("title", "标题"),
                Field("span", "时期", FieldKind.choice, choices=choices_of(Span)),
                Field("year", "年份", FieldKind.integer, least=2008, most=9998),
                Field("part", "第几个月或者季度", FieldKind.integer, least=1, most=12),
                Field("until", "拟印发日期", FieldKind.date),
                Field(
                    "as_of",
                    "整改等情况截至",
                    FieldKind.date,
                    required=False,
                    hint="不填的截至印发之日",
                ),
            ),
            guards=(the_period_has_begun, lies_ahead("until", "拟印发日期", basis=_BASIS)),
            effect=ClockEffect.fix,
            sets={
                "received_on": "on_day",
                "arrived_on": "on_day",
                "span": "span",
                "year": "year",
                "part": "part",
                "as_of": "as_of",
            },
            draws_number=True,
            creates=True,
        ),
        Action(
            "write_circular",
            "填写文字",
            _BASIS,
            _ABOVE,
            (CircularState.drafting,),
            None,
            help="数字前后的文字；每次填写的代替以前的，没有填写的部分只有数字",
            fields=(
                _words("addressee", "主送"),
                _words("lead", "开头"),
                *(_words(one.key, f"{one.heading}：补充") for one in SECTIONS),
                *(_words(key, heading) for key, heading in CHAPTERS),
                *(
                    field
                    for one in SENTENCES
                    for field in (
                        _words(words_field(one.key), f"{one.label}：改写"),
                        Field(
                            reason_field(one.key), f"{one.label}：数字不同的理由", required=False
                        ),
                    )
                ),
            ),
            looks_up=("generated_sentences",),
            beside_text=True,
        ),
        Action(
            "choose_annexes",
            "选定附件",
            _BASIS,
            _ABOVE,
            (CircularState.drafting,),
            None,
            help="每次选定的代替以前的；没有选过的附整改事项清单，没有内容的附件不出现",
            fields=tuple(
                Field(one.value, one.label, FieldKind.flag, required=False) for one in Annex
            ),
            beside_text=True,
        ),
        Action(
            "issue_circular",
            "印发通报",
            _BASIS,
            _ABOVE,
            (CircularState.drafting,),
            CircularState.issued,
            help="数字和文字就此固定，生成的文书即印发稿，以后案件再有变动也不改变",
            fields=(Field("number", "发文字号", FieldKind.code, required=False),),
            guards=(every_edited_figure_agrees_or_has_a_reason,),
            looks_up=("unlike_sentences",),
            effect=ClockEffect.stop,
            document="circular",
            sets={"circular_number": "number"},
        ),
        *keeping(CircularState, void=CircularState.void),
    ),
    timers=(due("拟印发日期", _BASIS),),
    title_field="title",
    number_mark="通报-",
)
