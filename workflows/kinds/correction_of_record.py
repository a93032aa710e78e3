"""更正申请 (条例41): somebody asks that a record about himself be put right; no disclosure request, so it reaches no row of the table.

The 条例 sets no limit. reading: 60 days from receipt, since after two months without an answer one may sue (行诉法47).
"""

from datetime import date

from workflows.action import Action
from workflows.acts.common import CHANNEL
from workflows.acts.keeping import assigning, keeping
from workflows.acts.terms_of_records import due
from workflows.definition import Workflow
from workflows.forms import Field, FieldKind
from workflows.terms import Term, TermUnit
from workflows.vocabulary import ClockEffect, Phase, PhasedState, RecordKind, Role


class CorrectionState(PhasedState):
    accepted = "accepted", "已受理", Phase.registered
    checking = "checking", "核实中", Phase.investigation
    corrected = "corrected", "已更正", Phase.closed
    passed_on = "passed_on", "已转送或者告知", Phase.closed
    refused = "refused", "不予更正", Phase.closed
    void = "void", "作废", Phase.closed


_BASIS = "条例41"
_STAFF = frozenset({Role.intake, Role.handler, Role.legal})
_AT_WORK = (CorrectionState.accepted, CorrectionState.checking)
ANSWER = Term(60, TermUnit.day, "行诉法47")

CORRECTION_OF_RECORD = Workflow(
    kind=RecordKind.correction_of_record,
    version="correction-of-record-1",
    since=date(2019, 5, 15),
    states=CorrectionState,
    actions=(
        Action(
            "receive",
            "受理更正申请",
            _BASIS,
            _STAFF,
            (),
            CorrectionState.accepted,
            help="登记申请人、要求更正的记录和证据；不计入年报的申请数量",
            fields=(
                CHANNEL,
                Field("applicant", "申请人"),
                Field("contact", "联系方式", required=False),
                Field("matter", "要求更正的记录", hint="与申请人自身有关的政府信息"),
                Field("evidence", "记录不准确的证据", FieldKind.long_text, basis=_BASIS),
            ),
            effect=ClockEffect.start,
            term=ANSWER,
            sets={"received_on": "on_day", "arrived_on": "on_day", "channel": "channel"},
            draws_number=True,
            creates=True,
        ),
        assigning(*_AT_WORK),
        Action(
            "check_record",
            "核实记录",
            _BASIS,
            _STAFF,
            (CorrectionState.accepted,),
            CorrectionState.checking,
            help="对照原件和证据核实；期限继续计算",
            fields=(Field("note", "核实经过", FieldKind.long_text, required=False),),
        ),
        Action(
            "correct_record",
            "予以更正并告知",
            _BASIS,
            _STAFF,
            (CorrectionState.checking,),
            CorrectionState.corrected,
            help="记录已更正并告知申请人",
            fields=(Field("note", "更正的内容", FieldKind.long_text),),
            effect=ClockEffect.stop,
            document="rectification_notice",
        ),
        Action(
            "pass_on",
            "转送有权机关或者告知",
            _BASIS,
            _STAFF,
            _AT_WORK,
            CorrectionState.passed_on,
            help="本机关无权更正的，转送有权更正的机关处理并告知申请人，或者告知申请人向其提出",
            fields=(
                Field("agency", "有权更正的机关", FieldKind.code),
                Field("note", "转送或者告知情况", FieldKind.long_text, required=False),
            ),
            effect=ClockEffect.stop,
            document="rectification_notice",
            sets={"agency": "agency"},
        ),
        Action(
            "refuse_correction",
            "不予更正并告知",
            _BASIS,
            _STAFF,
            (CorrectionState.checking,),
            CorrectionState.refused,
            help="证据不足以证明记录不准确，或者记录与申请人自身无关",
            fields=(Field("reasons", "理由", FieldKind.long_text),),
            effect=ClockEffect.stop,
            document="rectification_notice",
        ),
        *keeping(CorrectionState, void=CorrectionState.void),
    ),
    timers=(due("更正申请答复期限", "行诉法47"),),
    title_field="matter",
    number_mark="更正-",
)
