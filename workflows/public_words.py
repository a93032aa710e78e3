"""What an applicant is told in plain words: where his request stands, what he can do, which kind of applicant he is.

The rules themselves stand elsewhere; here is one plain sentence beside each of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from workflows.vocabulary import ApplicantCategory, State


@dataclass(frozen=True)
class PlainState:
    """A state for somebody outside: a title, what happens now, and what he can do (empty: nothing is asked of him).

    `counts`: the answer period runs, so its last day is shown.
    """

    title: str
    now: str
    can: str = ""
    counts: bool = True


_WORKING = "工作机构正在查找和审查您要的信息。"
_REVIEWED = "答复正在本机关内部审核。"

PLAIN_STATES: Mapping[str, PlainState] = MappingProxyType(
    {
        State.pending_registration: PlainState("已收到，等待登记", "工作机构将登记您的申请。"),
        State.pending_confirmation: PlainState(
            "已收到，等待与您确认",
            "工作机构将与您联系确认，确认之日为收到申请之日（条例第三十一条）。",
            "请保持电话畅通；也可以主动与工作机构联系。",
            counts=False,
        ),
        State.registered: PlainState(
            "已登记", "申请已经编号，工作机构正在审查内容是否清楚、材料是否齐全。"
        ),
        State.pending_correction: PlainState(
            "等待您补正",
            "申请内容不清楚或者材料不齐，工作机构已一次性告知需要补正的内容（条例第三十条）。答复期限暂停，收到补正后重新计算。",
            "请在期限内补正；没有正当理由逾期不补正的，视为放弃申请。",
            counts=False,
        ),
        State.in_progress: PlainState("正在办理", _WORKING),
        State.consulting: PlainState(
            "正在征求意见",
            "您要的信息涉及第三方或者其他机关，工作机构正在书面征求意见；所需时间不计入答复期限（条例第三十三条）。",
        ),
        State.pending_reasons: PlainState(
            "等待您说明理由",
            "工作机构请您说明申请数量、频次的理由（条例第三十五条）。",
            "请按告知书写明的方式和期限说明理由。",
        ),
        State.pending_payment: PlainState(
            "等待您缴费",
            "申请数量、频次明显超过合理范围的，收取信息处理费（条例第四十二条）。答复期限暂停，缴清后重新计算。",
            "请按收费通知书在期限内一次缴清；逾期不缴费的，不再处理。",
            counts=False,
        ),
        State.redoing: PlainState(
            "正在重新办理", "根据复议决定或者判决，工作机构正在重新办理您的申请。"
        ),
        State.legal_review: PlainState("正在审核答复", _REVIEWED),
        State.approval: PlainState("正在审核答复", _REVIEWED),
        State.pending_issue: PlainState("正在审核答复", _REVIEWED),
        State.pending_service: PlainState(
            "答复书已经作出", "答复书已经签发，正在送达。", "请留意邮件、电话或者本页的文书。"
        ),
        State.carried_forward: PlainState("正在办理", _WORKING),
        State.answered: PlainState(
            "已经答复",
            "答复书已经送达，本件申请办理完毕。",
            "对答复不服的，可以按下面写明的方式申请行政复议或者提起行政诉讼（条例第五十一条）。",
            counts=False,
        ),
        State.terminated: PlainState(
            "已经终止办理",
            "本件申请不再办理，原因写在《终止办理告知书》中。",
            "仍需要这些信息的，可以重新提出申请。",
            counts=False,
        ),
        State.archived: PlainState(
            "已经办结归档", "本件申请已经办结，案卷已经归档。", counts=False
        ),
        State.void: PlainState(
            "登记已作废",
            "这一登记因重复或者错误而作废。",
            "有疑问的，请与工作机构联系。",
            counts=False,
        ),
    }
)

# reading: no definition of the categories was published; these are the working rules for the annual table.
CATEGORY_WORDS: Mapping[ApplicantCategory, str] = MappingProxyType(
    {
        ApplicantCategory.natural: "以个人名义申请的都选这一项，律师以自己名义申请的也是",
        ApplicantCategory.business: "公司、合伙企业、个体工商户、农民专业合作社等",
        ApplicantCategory.research: "高等学校、科研院所等",
        ApplicantCategory.public_welfare: "社会团体、基金会、慈善组织等",
        ApplicantCategory.legal_service: "律师事务所、基层法律服务所、公证机构以自己名义申请的",
        ApplicantCategory.other: "村委会、居委会、机关、媒体和以上没有列出的",
    }
)

IDENTITY_PAPERS = (
    "居民身份证",
    "护照",
    "港澳居民来往内地通行证",
    "台湾居民来往大陆通行证",
    "统一社会信用代码",
    "其他证件",
)
"""What proves who asks (条例29第1项), as a form offers it; another paper is as good."""
