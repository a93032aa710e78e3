"""What the drafter must state before an answer can be written, as typed rows; it decides nothing.

Each row is asked by the draft form, checked before 签发 and printed through the text of `outcomes`.
"""

from dataclasses import dataclass, replace
from typing import Literal

FactKind = Literal["text", "date", "choice"]


@dataclass(frozen=True)
class Fact:
    """One thing an answer rests on. `basis` is the article that asks for it; an optional fact may stay empty."""

    key: str
    label: str
    kind: FactKind
    basis: str
    hint: str
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    suggests: str = ""  # a list of known values to choose from, by name; another value is as good


def _text(key: str, label: str, basis: str, hint: str) -> Fact:
    return Fact(key, label, "text", basis, hint)


def _optional(key: str, label: str, basis: str, hint: str) -> Fact:
    return Fact(key, label, "text", basis, hint, required=False)


def _date(key: str, label: str, basis: str, hint: str) -> Fact:
    return Fact(key, label, "date", basis, hint)


def _choice(key: str, label: str, basis: str, *choices: tuple[str, str]) -> Fact:
    return Fact(key, label, "choice", basis, "请选择一项。", choices=choices)


# 条例36(3) and 条例36(5) ask for reasons; other negative answers give them too, since 复议法44 puts the burden on us.
REASONS = _text(
    "reasons", "理由", "条例36(3)", "写明事实和判断过程，逐项对应申请内容，不只写结论。"
)
UNABLE_REASONS = _text(
    "reasons", "理由", "条例36(5)", "写明职责依据或查找情况，说明为什么无法提供。"
)

PUBLISHED_WAY = _text("published_way", "公开方式、途径", "条例36(1)", "例如：区政府门户网站公开")
PUBLISHED_AT = _text("published_at", "具体位置", "条例36(1)", "网址、栏目和文件名，或者查阅场所。")
PROVIDED_BY = _text(
    "provided_by", "提供的方式、途径和时间", "条例36(2)", "例如：以纸质复印件形式随本告知书提供"
)
ATTACHMENTS = _optional(
    "attachments", "提供的文件", "条例36(2)", "文件名称和页数；当面查阅的可以不填。"
)

OPEN_CONTENT = _text("open_content", "可以公开的内容", "条例37", "逐项写明。")
REFUSED_CONTENT = _text(
    "refused_content", "不公开的内容", "条例37", "写到能够辨认，但不透露内容本身。"
)
GROUND_CODES = (
    *(f"C{number}" for number in range(1, 9)),
    "D1a",
    "D1b",
    "D2",
    "D3",
    "E1",
    "E2",
    "E3",
    "E5",
)
"""What the part that is not opened may rest on (条例37); reading: besides refusals also items that cannot be provided."""

SEPARABLE = _choice(
    "separable",
    "能否作区分处理",
    "条例37",
    ("no", "不能区分"),
    ("yes", "可以区分"),
)
SEPARABLE_WHY = _text(
    "separable_why",
    "不能区分的理由",
    "条例37",
    "逐项审查后写明：去除不公开的内容后为什么没有可以提供的部分。",
)
SEPARABILITY = (SEPARABLE, SEPARABLE_WHY)
"""Asked before anything is refused as a whole (条例37)."""
PUBLIC_RULE = _choice(
    "public_rule",
    "法律、法规、规章是否规定应当公开",
    "条例16(2)",
    ("none", "没有规定应当公开"),
    ("some", "规定应当公开"),
)

SECRECY_BASIS = _text(
    "secrecy_basis",
    "密级和定密依据",
    "条例14",
    "密级、保密期限、定密依据或标志；只存档，不印在答复中。",
)
FORBIDDING_LAW = _text(
    "forbidding_law",
    "禁止公开的法律、行政法规及条款",
    "条例14",
    "须为法律或者行政法规，写全称和条款；规章、规范性文件不能作为依据。",
)
SECURITY_KIND = _choice(
    "security_kind",
    "可能危及的利益",
    "条例14",
    ("national", "国家安全"),
    ("public", "公共安全"),
    ("economic", "经济安全"),
    ("stability", "社会稳定"),
)
THIRD_PARTY_KIND = _choice(
    "third_party_kind",
    "涉及的第三方权益",
    "条例15",
    ("trade_secret", "商业秘密"),
    ("privacy", "个人隐私"),
    ("other", "其他合法权益"),
)
THIRD_PARTY_OPINION = _text(
    "third_party_opinion",
    "征求意见情况",
    "条例32",
    "写明书面征求意见和答复的情况；未征求的，写明不需征求的理由。逾期未答复不等于同意或者拒绝。",
)
INTERNAL_KIND = _choice(
    "internal_kind",
    "内部事务的类别",
    "条例16(1)",
    ("personnel", "人事管理"),
    ("logistics", "后勤管理"),
    ("workflow", "内部工作流程"),
)
PROCESS_KIND = _choice(
    "process_kind",
    "过程性信息的类别",
    "条例16(2)",
    ("discussion", "讨论记录"),
    ("draft", "过程稿"),
    ("letter", "磋商信函"),
    ("report", "请示报告"),
)
PROCESS_FORMED = _text(
    "process_formed",
    "信息形成的时间和用途",
    "条例16(2)",
    "何时形成、为什么形成；是否属于过程性信息，按该信息形成时判断，不按申请时判断。",
)
ENFORCEMENT_FILE = _text("enforcement_file", "所属行政执法案卷", "条例16(2)", "案卷名称或者案号。")
SPECIAL_RULES = _text(
    "special_rules",
    "应当适用的法律、行政法规",
    "条例36(7)",
    "例如：《不动产登记暂行条例》第二十七条",
)
SPECIAL_CHANNEL = _optional(
    "special_channel", "查询途径", "条例36(7)", "办理查询的机构、地点、电话。"
)

SEARCH_STATEMENT = _text(
    "search_statement",
    "检索查找情况",
    "条例36(4)",
    "查了哪些系统、档案和机构，用了哪些关键词，时间范围和结果。",
)
RESPONSIBLE_AGENCY = replace(
    _optional("responsible_agency", "负责公开的行政机关", "条例36(5)", "能够确定的必须告知。"),
    suggests="agencies",
)
RESPONSIBLE_CONTACT = replace(
    _optional(
        "responsible_contact", "该机关的联系方式", "条例36(5)", "地址、电话；填写机关名称时必填。"
    ),
    suggests="agency_contacts",
)
UNCLEAR_POINTS = _text("unclear_points", "补正后仍不明确之处", "条例30", "对照补正告知书逐项写明。")

PROPER_CHANNEL = _optional("proper_channel", "可以反映的渠道", "条例39(1)", "机构名称和联系方式。")
EARLIER_REQUEST = _text(
    "earlier_request_number", "此前申请的编号", "条例36(6)", "同一申请人、同一信息。"
)
EARLIER_ANSWER = _text("earlier_answer_number", "此前答复的文号", "条例36(6)", "例如：〔2025〕12号")
PUBLICATION = _text("publication", "公开出版物", "条例39(2)", "政府公报、报刊或者书籍的名称。")
PUBLICATION_SOURCE = _optional(
    "publication_source", "获取途径", "条例39(2)", "图书馆、政府公报网址等。"
)
REQUEST_COUNTS = _text(
    "request_counts", "申请数量、频次", "条例35", "起止日期、件数和内容的重合情况。"
)
REASONS_EXCHANGE = _text(
    "reasons_exchange",
    "说明理由的往来",
    "条例35",
    "何时告知申请人说明理由，申请人如何说明，为什么不合理。",
)
HELD_SINCE = _text("held_since", "申请人已获取的情况", "60号", "何时、以何种方式、由谁提供。")

CORRECTION_SERVED_ON = _date(
    "correction_served_on", "补正告知书送达日期", "条例30", "以送达凭证为准。"
)
CORRECTION_LIMIT_ON = _date(
    "correction_limit_on", "补正期限届满日期", "条例30", "补正告知书载明的期限。"
)
FEE_SERVED_ON = _date("fee_served_on", "收费通知送达日期", "109号第6条", "以送达凭证为准。")
FEE_LIMIT_ON = _date("fee_limit_on", "缴费期限届满日期", "109号第6条", "收到通知次日起20个工作日。")
WITHDRAWN_ON = _date("withdrawn_on", "撤回日期", "条例45", "以收到书面撤回材料的日期为准。")
NOT_INFORMATION_KIND = _choice(
    "not_information_kind",
    "所申请内容的性质",
    "条例2",
    ("party", "党务信息"),
    ("criminal", "刑事司法信息"),
    ("consultation", "咨询事项"),
    ("other", "其他事项"),
)
ARCHIVE_NAME = _text("archive_name", "国家档案馆", "档案法15", "档案馆名称和联系方式。")
FORMED_ON = _date("formed_on", "档案形成日期", "档案法15", "案卷目录记载的日期。")
TRANSFERRED_ON = _date("transferred_on", "移交日期", "档案法15", "移交清单记载的日期。")
TRANSFER_LIMIT_ON = _date(
    "transfer_limit_on",
    "移交期限届满日期",
    "档案法实施条例20",
    "提前移交的，期限届满前仍由原制作或者保存单位负责公开。",
)
ENDED_ON = _date("ended_on", "死亡或者终止日期", "条例45", "以证明材料为准。")
ENDED_EVENT = _text("ended_event", "情形", "条例45", "例如：申请人死亡，无人承继申请；法人已注销")
