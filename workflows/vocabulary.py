"""The closed lists of the field: every code in English, its official label in exact Chinese, joined in one member.

`name == value` for every member, and both are stable for ever; the label may change.
"""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A code with its official Chinese label: `member.label`."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Phase(Labelled):
    """The phases of a request (fixed by the project) and the end of the road."""

    received = "received", "收到"
    registered = "registered", "登记"
    investigation = "investigation", "办理"
    reply = "reply", "答复"
    carried_forward = "carried_forward", "结转"
    closed = "closed", "办结"


class PhasedState(Labelled):
    """A state of a record: a label and the phase it belongs to. Each workflow lists its own."""

    phase: Phase

    def __new__(cls, value: str, label: str, phase: Phase) -> Self:
        member = str.__new__(cls, value)  # an enum's own __new__ cannot be inherited
        member._value_ = value
        member.label = label
        member.phase = phase
        return member


class State(PhasedState):
    """The states of a request (条例29-40)."""

    pending_registration = "pending_registration", "待登记", Phase.received
    pending_confirmation = "pending_confirmation", "待确认", Phase.received
    registered = "registered", "已登记", Phase.registered
    pending_correction = "pending_correction", "待补正", Phase.registered
    in_progress = "in_progress", "办理中", Phase.investigation
    consulting = "consulting", "征求意见中", Phase.investigation
    pending_reasons = "pending_reasons", "待说明理由", Phase.investigation
    pending_payment = "pending_payment", "待缴费", Phase.investigation
    redoing = "redoing", "重新办理", Phase.investigation
    legal_review = "legal_review", "法制审核中", Phase.reply
    approval = "approval", "审批中", Phase.reply
    pending_issue = "pending_issue", "待签发", Phase.reply
    pending_service = "pending_service", "待送达", Phase.reply
    carried_forward = "carried_forward", "结转", Phase.carried_forward
    answered = "answered", "已答复", Phase.closed
    terminated = "terminated", "已终止", Phase.closed
    archived = "archived", "已归档", Phase.closed
    void = "void", "作废", Phase.closed


class ClockEffect(Labelled):
    """What an act does to the statutory clock; the list is closed (six effects)."""

    start = "start", "起算"
    restart = "restart", "重新起算"
    exclude = "exclude", "扣除"
    extend = "extend", "延长"
    fix = "fix", "另定日期"
    stop = "stop", "停止"


class ApplicantCategory(Labelled):
    """Columns of the annual table, part three (国办公开办函〔2019〕60号, 〔2021〕30号), in their order."""

    natural = "natural", "自然人"
    business = "business", "商业企业"
    research = "research", "科研机构"
    public_welfare = "public_welfare", "社会公益组织"
    legal_service = "legal_service", "法律服务机构"
    other = "other", "其他"


class Channel(Labelled):
    """How a request reaches the agency (条例29, 31; 207号)."""

    in_person = "in_person", "当面"
    mail = "mail", "邮寄"
    ordinary_mail = "ordinary_mail", "平信"
    online = "online", "网络"
    email = "email", "电子邮件"
    fax = "fax", "传真"
    oral = "oral", "口头"
    other = "other", "其他"


class DeliveryForm(Labelled):
    """The form in which the applicant wants the information (条例29, 40)."""

    mail = "mail", "邮寄"
    email = "email", "电子邮件"
    collect = "collect", "当面领取"
    online = "online", "网上获取"
    inspect = "inspect", "查阅、抄录"
    other = "other", "其他"


class Carrier(Labelled):
    """On what the applicant wants to have the information (条例29第3项, 条例40)."""

    paper = "paper", "纸质"
    electronic = "electronic", "电子文件"


class Assistance(Labelled):
    """Who is helped when asking for information (条例43)."""

    reading = "reading", "阅读有困难"
    seeing = "seeing", "视力障碍"
    hearing = "hearing", "听力障碍"


class ServiceMethod(Labelled):
    """How a paper is served (235号): each decides the day that counts for timeliness."""

    direct = "direct", "直接送达"
    post = "post", "邮政寄送"
    agency = "agency", "其他行政机关代为送达"
    electronic = "electronic", "电子送达"


class ConsultationKind(Labelled):
    """Whom the agency consults; the two statutory kinds have different rules of silence."""

    third_party = "third_party", "第三方"
    co_maker = "co_maker", "共同制作机关"
    agency = "agency", "其他机关"


class Opinion(Labelled):
    """What a consulted party answers."""

    consent = "consent", "同意公开"
    refuse = "refuse", "不同意公开"
    partial = "partial", "部分同意公开"
    comment = "comment", "提出其他意见"


class FeeStandard(Labelled):
    """The two standards of the information-processing fee, one for each request (109号第3条)."""

    per_piece = "per_piece", "按件"
    per_page = "per_page", "按量"


class ReviewKind(Labelled):
    """Part four of the annual table: the three groups of columns."""

    reconsideration = "reconsideration", "行政复议"
    litigation_direct = "litigation_direct", "未经复议直接起诉"
    litigation_after_reconsideration = "litigation_after_reconsideration", "复议后起诉"


class ReviewResult(Labelled):
    """Part four of the annual table: the results inside each group."""

    upheld = "upheld", "结果维持"
    corrected = "corrected", "结果纠正"
    other = "other", "其他结果"
    pending = "pending", "尚未审结"


class RecordKind(Labelled):
    """Kinds of record that run on the one engine."""

    request = "request", "政府信息公开申请"
    correction_of_record = "correction_of_record", "更正申请"
    review = "review", "行政复议"
    lawsuit = "lawsuit", "行政诉讼"
    inquiry = "inquiry", "协助调查函"
    letter = "letter", "部门信箱"
    rectification = "rectification", "整改"
    circular = "circular", "通报"
    chase = "chase", "督办"
    publication = "publication", "依申请转主动公开"
    year = "year", "年度"
    administration = "administration", "管理台账"


class SigningStep(Labelled):
    """The steps of the chain that an answer is signed through, in their order."""

    draft = "draft", "承办"
    legal = "legal", "法制审核"
    countersign = "countersign", "会签"
    approve = "approve", "审批"
    issue = "issue", "签发"


class Role(Labelled):
    """Who may act. A user holds roles per unit; a supervisor's role reaches down the tree of units."""

    intake = "intake", "登记员"
    handler = "handler", "承办人"
    legal = "legal", "法律顾问"
    approver = "approver", "审批人"
    statistics = "statistics", "统计员"
    supervisor = "supervisor", "主管部门"
    admin = "admin", "系统管理员"
    auditor = "auditor", "审计员"
    importer = "importer", "台账导入"
    contributor = "contributor", "协办人"  # never granted: it follows from an open task
    applicant = "applicant", "申请人"  # never granted: it follows from the query code of a case
    system = "system", "系统"
