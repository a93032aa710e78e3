"""整改: a problem that a circular found in a unit, with its day, the report of the unit, and the word of who supervises it (条例47)."""

from datetime import date

from workflows.action import Action
from workflows.acts.keeping import keeping, lies_ahead
from workflows.acts.terms_of_records import due
from workflows.definition import Workflow
from workflows.forms import Field, FieldKind
from workflows.vocabulary import ClockEffect, Phase, PhasedState, RecordKind, Role


class RectificationState(PhasedState):
    open = "open", "整改中", Phase.investigation
    reported = "reported", "待核实", Phase.reply
    done = "done", "已整改", Phase.closed
    void = "void", "作废", Phase.closed


_BASIS = "条例47"
_ABOVE = frozenset({Role.supervisor, Role.approver})
_UNIT = frozenset({Role.intake, Role.handler, Role.approver})
_LIMIT = Field("until", "整改期限", FieldKind.date)
_AHEAD = lies_ahead("until", "整改期限", basis=_BASIS)

RECTIFICATION = Workflow(
    kind=RecordKind.rectification,
    version="rectification-1",
    since=date(2019, 1, 1),
    states=RectificationState,
    actions=(
        Action(
            "raise_problem",
            "列入整改",
            _BASIS,
            _ABOVE,
            (),
            RectificationState.open,
            help="写明问题、所在通报和期限；在被要求整改的单位名下登记",
            fields=(
                Field("problem", "问题"),
                Field("circular", "所在通报文号", FieldKind.code),
                Field("detail", "具体情况和要求", FieldKind.long_text, required=False),
                _LIMIT,
                Field("repeated", "重复发生的问题", FieldKind.flag, required=False),
            ),
            guards=(_AHEAD,),
            effect=ClockEffect.fix,
            sets={
                "received_on": "on_day",
                "arrived_on": "on_day",
                "circular": "circular",
                "repeated": "repeated",
            },
            draws_number=True,
            creates=True,
            tells=_UNIT,
        ),
        Action(
            "report_done",
            "报告整改完成",
            _BASIS,
            _UNIT,
            (RectificationState.open,),
            RectificationState.reported,
            help="写明做了什么，报主管部门核实",
            fields=(Field("note", "整改情况", FieldKind.long_text),),
            effect=ClockEffect.stop,
            fulfils=True,
            sets={"reported_on": "on_day"},
            tells=frozenset({Role.supervisor}),
        ),
        Action(
            "verify_done",
            "核实通过",
            _BASIS,
            _ABOVE,
            (RectificationState.reported,),
            RectificationState.done,
            help="核实问题已经解决，本件办结",
            fields=(Field("note", "核实情况", FieldKind.long_text, required=False),),
            effect=ClockEffect.stop,
        ),
        Action(
            "send_back",
            "退回继续整改",
            _BASIS,
            _ABOVE,
            (RectificationState.reported,),
            RectificationState.open,
            help="写明还缺什么和新的期限",
            fields=(_LIMIT, Field("reasons", "退回理由", FieldKind.long_text)),
            guards=(_AHEAD,),
            effect=ClockEffect.fix,
        ),
        Action(
            "move_limit",
            "调整整改期限",
            _BASIS,
            _ABOVE,
            (RectificationState.open,),
            None,
            help="主管部门同意的新期限",
            fields=(_LIMIT, Field("reasons", "理由", FieldKind.long_text)),
            guards=(_AHEAD,),
            effect=ClockEffect.fix,
        ),
        *keeping(RectificationState, void=RectificationState.void),
    ),
    timers=(due("整改期限", _BASIS),),
    title_field="problem",
    number_mark="整改-",
)
