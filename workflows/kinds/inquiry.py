"""协助调查函 from the province, the city or another office: answered within the day it sets, counted apart from requests (law 8).

No public rule was found on its form or deadline, so the day is entered from the letter, and nothing of it reaches the annual table.
"""

from collections.abc import Iterator
from datetime import date

from workflows.action import Action, Situation, guard
from workflows.acts.keeping import assigning, keeping, lies_ahead
from workflows.acts.terms_of_records import due
from workflows.definition import Workflow
from workflows.forms import Field, FieldKind, choices_of
from workflows.history import Act
from workflows.timer import Timer, TimerRow, Whose
from workflows.vocabulary import ClockEffect, Labelled, Phase, PhasedState, RecordKind, Role


class InquiryState(PhasedState):
    open = "open", "办理中", Phase.investigation
    answered = "answered", "已回复", Phase.closed
    void = "void", "作废", Phase.closed


class Origin(Labelled):
    """Who asks; circulars count each of them (law 8)."""

    province = "province", "省"
    city = "city", "市"
    other = "other", "其他"


_STAFF = frozenset({Role.intake, Role.handler, Role.legal})
_BASIS = "条例45"
_ASKED = "asked_unit"
_LIMIT = Field("until", "回复期限", FieldKind.date, hint="来函写明的日期，或者本单位定的内部期限")


@guard(_BASIS)
def asked_units_have_replied(case: Situation, act: Act) -> str:
    waiting = len(case.facts.threads_of(_ASKED, only_open=True))
    return f"还有{waiting}个单位没有回复（条例45）；请确认不再等待。" if waiting else ""


@guard(_BASIS)
def the_question_is_still_open(case: Situation, act: Act) -> str:
    found = case.facts.thread(act.data.get("thread")) if act.data.get("thread") else None
    waiting = case.facts.threads_of(_ASKED, only_open=True)
    if found in waiting or (found is None and not act.data.get("thread") and waiting):
        return ""
    return "所选单位没有待回复的事项（条例45）；请先“转有关单位办理”，或者重新选择。"


def _asked(case: Situation) -> Iterator[Timer]:
    """The internal limit of each unit that was asked and has not replied."""
    for thread in case.facts.threads_of(_ASKED, only_open=True):
        if thread.values.get("limit_on"):
            ends_on = date.fromisoformat(str(thread.values["limit_on"]))
            yield Timer(
                "asked_unit",
                "有关单位回复的内部期限",
                _BASIS,
                Whose.department,
                thread.opened_on,
                ends_on,
                seq=thread.key,
            )


INQUIRY = Workflow(
    kind=RecordKind.inquiry,
    version="inquiry-1",
    since=date(2019, 1, 1),
    states=InquiryState,
    actions=(
        Action(
            "receive",
            "收到协助调查函",
            _BASIS,
            _STAFF,
            (),
            InquiryState.open,
            help="登记来函和回复期限；单独统计，不计入本机关收到的申请",
            fields=(
                Field("origin", "来源", FieldKind.choice, choices=choices_of(Origin)),
                Field("sender", "来函机关", FieldKind.code),
                Field("letter_number", "来函文号", FieldKind.code, required=False),
                Field("subject", "事由"),
                Field("content", "要求协助的内容", FieldKind.long_text, required=False),
                _LIMIT,
            ),
            guards=(lies_ahead("until", "回复期限"),),
            effect=ClockEffect.fix,
            sets={
                "received_on": "on_day",
                "arrived_on": "on_day",
                "origin": "origin",
                "sender": "sender",
                "letter_number": "letter_number",
            },
            draws_number=True,
            creates=True,
        ),
        assigning(InquiryState.open),
        Action(
            "ask_unit",
            "转有关单位办理",
            _BASIS,
            _STAFF,
            (InquiryState.open,),
            None,
            help="每个单位登记一次，各有内部期限",
            fields=(
                Field("unit", "有关单位", FieldKind.unit, anywhere=True),
                Field("limit_on", "内部期限", FieldKind.date, required=False),
                Field("matter", "要求", FieldKind.long_text, required=False),
            ),
            guards=(lies_ahead("limit_on", "内部期限"),),
            opens=_ASKED,
        ),
        Action(
            "unit_replied",
            "有关单位回复",
            _BASIS,
            _STAFF,
            (InquiryState.open,),
            None,
            help="登记回复之日和内容",
            fields=(
                Field("thread", "回复的事项", FieldKind.thread, thread_kind=_ASKED),
                Field("note", "回复内容", FieldKind.long_text, required=False),
            ),
            guards=(the_question_is_still_open,),
            closes=_ASKED,
            outside_fact=True,
        ),
        Action(
            "move_limit",
            "调整回复期限",
            _BASIS,
            _STAFF,
            (InquiryState.open,),
            None,
            help="来函机关同意的新期限",
            fields=(_LIMIT, Field("reasons", "理由", FieldKind.long_text)),
            guards=(lies_ahead("until", "回复期限"),),
            effect=ClockEffect.fix,
        ),
        Action(
            "answer",
            "回复来函",
            _BASIS,
            _STAFF,
            (InquiryState.open,),
            InquiryState.answered,
            help="登记回函文号，本件办结",
            fields=(
                Field("reply_number", "回函文号", FieldKind.code),
                Field("reply", "回复要点", FieldKind.long_text),
                Field(
                    "holder",
                    "信息的制作、保存单位",
                    hint="没有该信息的，写明“本单位未制作、未保存”",
                ),
                Field("view", "对能否公开的意见", FieldKind.long_text),
            ),
            warnings=(asked_units_have_replied,),
            effect=ClockEffect.stop,
            document="inquiry_reply",
            sets={"reply_number": "reply_number"},
        ),
        *keeping(InquiryState, void=InquiryState.void),
    ),
    timers=(due("回复期限", _BASIS), TimerRow("asked_unit", _asked)),
    title_field="subject",
    number_mark="协查-",
)
