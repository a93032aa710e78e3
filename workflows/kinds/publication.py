"""依申请转主动公开: what several applicants asked for is proposed for publication, decided with a reason, and followed to its address (条例44)."""

from datetime import date

from workflows.action import Action, Situation, guard
from workflows.acts.keeping import keeping, lies_ahead
from workflows.acts.terms_of_records import due
from workflows.definition import Workflow
from workflows.forms import Field, FieldKind, choices_of
from workflows.history import Act
from workflows.vocabulary import (
    ClockEffect,
    Labelled,
    Phase,
    PhasedState,
    RecordKind,
    Role,
)


class PublicationState(PhasedState):
    proposed = "proposed", "待决定", Phase.investigation
    publishing = "publishing", "待公布", Phase.reply
    published = "published", "已主动公开", Phase.closed
    declined = "declined", "不转为主动公开", Phase.closed
    void = "void", "作废", Phase.closed


class Proposer(Labelled):
    """Who proposes it; an applicant may (条例44)."""

    office = "office", "本机关"
    applicant = "applicant", "申请人建议"
    above = "above", "主管部门"


_BASIS = "条例44"
_STAFF = frozenset({Role.intake, Role.handler, Role.approver, Role.supervisor})
_DECIDES = frozenset({Role.approver, Role.supervisor})
_PUBLISHES = frozenset({Role.intake, Role.handler, Role.approver})
_REASONS = Field("reasons", "理由", FieldKind.long_text)


@guard(_BASIS)
def the_address_can_be_followed(case: Situation, act: Act) -> str:
    """条例44: published is what the public can find; an address without its beginning leads nowhere."""
    address = str(act.data.get("address") or "")
    if address.startswith(("http://", "https://")) and len(address) > 10:
        return ""
    return f"“公布网址”应以 http:// 或者 https:// 开头（{_BASIS}）；请填写公众可以打开的完整网址。"


@guard(_BASIS)
def every_number_is_that_of_a_request(case: Situation, act: Act) -> str:
    unknown = act.data.get("unknown_requests") or ()
    if not unknown:
        return ""
    return f"编号{'、'.join(unknown)}不是您可以查看的申请，相近的申请不会因此列为已经提出（{_BASIS}）；编号有误的，请更正。"


PUBLICATION = Workflow(
    kind=RecordKind.publication,
    version="publication-1",
    since=date(2019, 5, 15),
    states=PublicationState,
    actions=(
        Action(
            "propose_publication",
            "提出转为主动公开",
            _BASIS,
            _STAFF,
            (),
            PublicationState.proposed,
            help="多个申请人就相同政府信息提出申请、该信息属于可以公开的，可以纳入主动公开的范围",
            fields=(
                Field("subject", "政府信息的名称"),
                Field(
                    "requests",
                    "相近申请的编号",
                    FieldKind.code,
                    most=1000,
                    hint="各件申请的编号，用、隔开",
                ),
                Field("proposer", "提出者", FieldKind.choice, choices=choices_of(Proposer)),
                Field("grounds", "说明", FieldKind.long_text, required=False),
                Field("until", "决定期限", FieldKind.date),
            ),
            guards=(lies_ahead("until", "决定期限", basis=_BASIS),),
            warnings=(every_number_is_that_of_a_request,),
            looks_up=("named_requests",),
            effect=ClockEffect.fix,
            sets={"received_on": "on_day", "arrived_on": "on_day", "requests": "requests"},
            draws_number=True,
            creates=True,
        ),
        Action(
            "decide_publication",
            "决定转为主动公开",
            _BASIS,
            _DECIDES,
            (PublicationState.proposed,),
            PublicationState.publishing,
            help="写明理由和公布期限；须及时公布，信息形成或者变更的另按二十个工作日（条例26）",
            fields=(_REASONS, Field("until", "公布期限", FieldKind.date)),
            guards=(lies_ahead("until", "公布期限", basis=_BASIS),),
            effect=ClockEffect.fix,
        ),
        Action(
            "decline_publication",
            "不转为主动公开",
            _BASIS,
            _DECIDES,
            (PublicationState.proposed,),
            PublicationState.declined,
            help="写明理由，如涉及第三方权益、只与申请人自身有关",
            fields=(_REASONS,),
            effect=ClockEffect.stop,
        ),
        Action(
            "publish",
            "登记公布网址",
            _BASIS,
            _PUBLISHES,
            (PublicationState.publishing,),
            PublicationState.published,
            help="信息已经公布；以后遇到相近的申请，登记时即提示这一网址",
            fields=(Field("address", "公布网址", FieldKind.code, most=300),),
            guards=(the_address_can_be_followed,),
            effect=ClockEffect.stop,
            sets={"address": "address"},
        ),
        *keeping(PublicationState, void=PublicationState.void),
    ),
    timers=(due("决定、公布期限", _BASIS),),
    title_field="subject",
    number_mark="公开-",
)
