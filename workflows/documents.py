"""Every paper a unit sends, signs or files (law 6.2), one row each; texts stand in templates/documents, facts come from elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from workflows.history import Facts
from workflows.vocabulary import ClockEffect, Labelled, RecordKind


class Addressee(Labelled):
    """To whom a paper speaks; only an applicant's papers and internal ones may name the applicant (条例32)."""

    applicant = "applicant", "申请人"
    third_party = "third_party", "第三方"
    co_maker = "co_maker", "共同制作机关"
    agency = "agency", "其他机关"
    department = "department", "协办部门"
    internal = "internal", "本机关存档"
    review_body = "review_body", "复议机关"


@dataclass(frozen=True)
class DocumentType:
    """One paper. `word` enters its 发文字号 behind the unit's mark; without it the paper has no number of its own.

    `remedy`: whether the paper tells its reader where to seek a remedy (132号第3条). `limit` is the last day to send it, in
    words; `effect` what its sending does to the clock. `needs` are the facts without which it is not drawn: place in
    the context and Chinese name. `uses` are the acts whose record it repeats. `on_demand`: it is drawn from the state
    whenever somebody asks, for records of these kinds, and never frozen; it is offered once one of `after` was done.
    """

    key: str
    title: str
    basis: str
    addressee: Addressee
    word: str = ""
    remedy: bool = False
    calls_itself: str = "本告知书"
    limit: str = ""
    effect: ClockEffect | None = None
    needs: tuple[tuple[str, str], ...] = ()
    uses: tuple[str, ...] = ()
    on_demand: tuple[RecordKind, ...] = ()
    after: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """The title as it is printed: whom the paper is for is said by its addressee, not by its heading."""
        return self.title.partition("（给")[0]

    @property
    def shows_applicant(self) -> bool:
        """Whether its reader may know who asked; the law asks others about the information only (条例32, 34)."""
        return self.addressee in (Addressee.applicant, Addressee.internal)


_REQUEST = (RecordKind.request,)
_ABOUT_A_REQUEST = (RecordKind.review, RecordKind.lawsuit)
_BEFORE_THE_END = "答复期限届满前"
_LETTER_NEEDS = (("act.name", "征求意见对象的名称"), ("act.matter", "征求意见的内容"))

_NOTICES = (
    DocumentType(
        "receipt",
        "政府信息公开申请登记回执",
        "条例45",
        Addressee.applicant,
        limit="登记当日",
        effect=ClockEffect.start,
    ),
    DocumentType(
        "correction_notice",
        "政府信息公开申请补正告知书",
        "条例30",
        Addressee.applicant,
        word="公补",
        limit="收到申请之日起七个工作日内",
        effect=ClockEffect.stop,
        needs=(("act.items_to_correct", "需要补正的内容和指导"), ("act.days", "补正期限")),
    ),
    DocumentType(
        "reasons_notice",
        "政府信息公开申请说明理由告知书",
        "条例35",
        Addressee.applicant,
        word="公理",
        limit=_BEFORE_THE_END,
        needs=(("act.matter", "需要说明的事项"),),
    ),
    DocumentType(
        "extension_notice",
        "政府信息公开申请延期答复告知书",
        "条例33",
        Addressee.applicant,
        word="公延",
        limit=_BEFORE_THE_END,
        effect=ClockEffect.extend,
        needs=(("done.ask_extension.reasons", "延期理由"), ("case.due", "延长后的答复期限")),
        uses=("ask_extension",),
    ),
    DocumentType(
        "delay_notice",
        "政府信息公开申请延迟答复告知书",
        "条例35",
        Addressee.applicant,
        word="公迟",
        limit=_BEFORE_THE_END,
        effect=ClockEffect.fix,
        needs=(("act.until", "延迟后的答复期限"), ("act.reasons", "延迟的理由")),
    ),
    DocumentType(
        "consultation_notice",
        "政府信息公开申请征求意见告知书（给申请人）",
        "条例33",
        Addressee.applicant,
        word="公征",
        limit="发出征求意见书当日",
        effect=ClockEffect.exclude,
    ),
    DocumentType(
        "fee_notice",
        "政府信息公开信息处理费收费通知书",
        "109号第6条",
        Addressee.applicant,
        word="公费",
        calls_itself="本通知书",
        limit=_BEFORE_THE_END,
        effect=ClockEffect.stop,
        needs=(
            ("act.standard", "收费标准"),
            ("act.count", "件数或者页数"),
            ("act.amount", "金额"),
            ("act.payment_way", "缴纳方式"),
        ),
    ),
    DocumentType(
        "answer",
        "政府信息公开申请答复书",
        "条例36",
        Addressee.applicant,
        word="公复",
        remedy=True,
        calls_itself="本答复书",
        limit="答复期限内",
    ),
    DocumentType(
        "termination",
        "政府信息公开申请终止办理告知书",
        "条例30",
        Addressee.applicant,
        word="公终",
        remedy=True,
        limit="补正、缴费或者征询期限届满后",
        effect=ClockEffect.stop,
    ),
    # reading: the answer to a request under 条例41 is an act like any other answer and may be reviewed (132号第3条).
    DocumentType(
        "rectification_notice",
        "更正告知书",
        "条例41",
        Addressee.applicant,
        word="公更",
        remedy=True,
        limit="收到更正申请之日起六十日内",
        effect=ClockEffect.stop,
        needs=(
            ("done.receive.applicant", "更正申请人"),
            ("done.receive.matter", "要求更正的记录"),
        ),
        uses=("receive", "correct_record", "pass_on", "refuse_correction"),
    ),
)

_LETTERS = (
    DocumentType(
        "third_party_letter",
        "政府信息公开申请征求意见书（给第三方）",
        "条例32",
        Addressee.third_party,
        word="公询",
        limit="答复期限届满前尽早发出",
        effect=ClockEffect.exclude,
        needs=_LETTER_NEEDS,
    ),
    DocumentType(
        "reply_slip",
        "政府信息公开申请征求意见确认函",
        "条例32",
        Addressee.third_party,
        limit="收到征求意见书之日起十五个工作日内",
        effect=ClockEffect.exclude,
        needs=_LETTER_NEEDS,
    ),
    DocumentType(
        "override_notice",
        "政府信息依申请公开告知书（给第三方）",
        "条例32",
        Addressee.third_party,
        word="公告",
        remedy=True,
        limit="公开之前",
        needs=(
            ("act.name", "第三方名称"),
            ("done.override_third_party.override_ground", "决定公开的依据"),
            ("done.override_third_party.reasons", "决定公开的内容和理由"),
        ),
        uses=("override_third_party",),
    ),
    DocumentType(
        "co_maker_letter",
        "政府信息公开申请征求意见书（给共同制作机关）",
        "条例34",
        Addressee.co_maker,
        word="公询",
        limit="答复期限届满前尽早发出",
        effect=ClockEffect.exclude,
        needs=_LETTER_NEEDS,
    ),
    DocumentType(
        "agency_letter",
        "政府信息公开申请征求意见函（给其他机关）",
        "条例33",
        Addressee.agency,
        word="公询",
        limit="答复期限届满前尽早发出",
        effect=ClockEffect.exclude,
        needs=_LETTER_NEEDS,
    ),
    DocumentType(
        "assistance_letter",
        "政府信息公开申请协办函",
        "条例11",
        Addressee.department,
        word="公协",
        limit="登记后一至二个工作日内",
        needs=(
            ("act.asked_unit", "协办单位"),
            ("act.matter", "需要协助的内容"),
            ("act.limit_on", "内部期限"),
        ),
    ),
    # The number of the reply is the one the office gives it in its own register and enters with the act.
    DocumentType(
        "inquiry_reply",
        "协助调查函复函",
        "条例45",
        Addressee.agency,
        limit="来函写明的日期",
        effect=ClockEffect.stop,
        needs=(
            ("done.receive.sender", "来函机关"),
            ("act.reply_number", "回函文号"),
            ("act.reply", "回复要点"),
        ),
        uses=("receive",),
    ),
)

# The acts whose papers are served on the applicant.
_NUMBERED_BY = (
    "issue",
    "answer_on_the_spot",
    "request_correction",
    "request_reasons",
    "send_extension_notice",
    "delay_answer",
    "send_fee_notice",
    "consult_third_party",
    "consult_co_maker",
    "consult_agency",
    "withdraw",
    "lapse_correction",
    "lapse_fee",
    "lapse_succession",
)

_SHEETS = (
    DocumentType(
        "register_sheet",
        "政府信息公开申请登记表",
        "条例45",
        Addressee.internal,
        limit="收到申请当日",
        on_demand=_REQUEST,
        needs=(("case.number", "登记编号"), ("case.received", "收到申请之日")),
    ),
    DocumentType(
        "search_record",
        "检索记录表",
        "条例36(4)",
        Addressee.internal,
        limit="以信息不存在答复之前",
        on_demand=_REQUEST,
        needs=(("searches", "检索记录"),),
        after=("record_search", "answer_task"),
    ),
    DocumentType(
        "secrecy_sheet",
        "保密审查表",
        "条例17",
        Addressee.internal,
        limit="公开之前",
        on_demand=_REQUEST,
        needs=(("secrecy_reviews", "保密审查的结论和审查人"),),
        after=("review_secrecy",),
    ),
    DocumentType(
        "approval_sheet",
        "审批单",
        "条例45",
        Addressee.internal,
        limit="签发之前",
        on_demand=_REQUEST,
        needs=(("opinions", "答复稿"),),
        after=("submit_draft",),
    ),
    DocumentType(
        "service_receipt",
        "送达回证",
        "235号",
        Addressee.internal,
        limit="随文书送达",
        on_demand=_REQUEST,
        needs=(("services", "已经制作的文书"),),
        after=_NUMBERED_BY,
    ),
    DocumentType(
        "review_reply",
        "行政复议答复书",
        "复议法48",
        Addressee.review_body,
        calls_itself="本答复书",
        limit="收到申请书副本之日起十个工作日内，简易程序五个工作日内",
        on_demand=(RecordKind.review,),
        needs=(
            ("review.body", "复议机关"),
            ("request.number", "所涉及的申请"),
            ("request.conclusion", "该申请的答复"),
        ),
    ),
    DocumentType(
        "evidence_list",
        "证据清单",
        "复议法44",
        Addressee.review_body,
        limit="随答复书提交",
        on_demand=_ABOUT_A_REQUEST,
        needs=(("request.number", "所涉及的申请"), ("evidence", "证据材料")),
    ),
)

DOCUMENTS: Mapping[str, DocumentType] = MappingProxyType(
    {row.key: row for row in (*_NOTICES, *_LETTERS, *_SHEETS)}
)


def sheets_of(kind: str) -> tuple[DocumentType, ...]:
    """The papers that are drawn on demand for records of this kind."""
    return tuple(row for row in DOCUMENTS.values() if kind in row.on_demand)


def offered_sheets(kind: str, facts: Facts, *, linked: bool) -> tuple[DocumentType, ...]:
    """The sheets worth offering for a record now; one about the request it is linked to needs that link."""
    done = {act.action for act in facts.acts}
    return tuple(
        row
        for row in sheets_of(kind)
        if (not row.after or done & set(row.after))
        and (linked or not any(path == "request.number" for path, _ in row.needs))
    )


def missing_facts(kind: DocumentType, context: Mapping[str, object]) -> tuple[str, ...]:
    """The names of the facts this paper needs and does not have."""
    return tuple(name for path, name in kind.needs if not _at(context, path))


def _at(context: object, path: str) -> object:
    for key in path.split("."):
        context = context.get(key) if isinstance(context, Mapping) else None
    return context
