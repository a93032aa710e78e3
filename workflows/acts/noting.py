"""What a case lets its staff do beside its course: write a note for colleagues, sort it by topic, look at data that is masked."""

from dataclasses import replace

from workflows.action import Action
from workflows.acts.common import STAFF, TOPIC
from workflows.forms import Field, FieldKind, choices_of
from workflows.vocabulary import Labelled, PhasedState, Role

NOTE, REVEAL, CLASSIFY = "note", "reveal", "classify"
_STAFF = frozenset({Role.intake, Role.handler, Role.legal, Role.approver})


class RevealPurpose(Labelled):
    """What identity and contact data may be looked at for; closed, so that the journal can be read by it."""

    contact = "contact", "联系申请人"
    serve = "serve", "送达文书"
    identify = "identify", "核对身份"
    register = "register", "登记其新的申请"


def note_act(*states: PhasedState) -> Action:
    """`add_note` in these states: it moves no case, and the applicant never sees it."""
    return Action(
        "add_note",
        "记一笔",
        "条例45",
        _STAFF,
        states,
        None,
        help="写给同事看的备注；不影响期限和状态，不写入文书",
        fields=(Field("note", "备注", FieldKind.long_text),),
        opens=NOTE,
        rests=True,
    )


def classify_act(*states: PhasedState) -> Action:
    """`classify` in these states: for the statistics alone, so nothing of the case moves, be it closed or archived."""
    return Action(
        CLASSIFY,
        "归类",
        "条例45",
        STAFF | {Role.statistics},
        states,
        None,
        help="记明申请的内容属于哪一类事项，用于统计和年报；不影响期限和状态",
        fields=(replace(TOPIC, required=True, default_from="topic"),),
        sets={"topic": "topic"},
        rests=True,
    )


def reveal_act(*states: PhasedState) -> Action:
    """`reveal` in these states: who looked, when and for what is a row of the journal (个人信息保护法6)."""
    return Action(
        REVEAL,
        "查看完整个人信息",
        "个人信息保护法6",
        _STAFF,
        states,
        None,
        help="证件号码和联系方式显示十五分钟；谁在何时为何查看，记入办理过程",
        fields=(Field("purpose", "用途", FieldKind.choice, choices=choices_of(RevealPurpose)),),
        rests=True,
        reveals=True,
    )
