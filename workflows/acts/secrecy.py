"""Asking the body that can tell whether information may be opened (条例17(3)). It stops no period: the 条例 names none."""

from workflows import secrecy_guards as s
from workflows.action import Action
from workflows.acts.common import APPROVER, LEGAL, POSTAL_ADDRESS, STAFF
from workflows.file_guards import FILE, FileConclusion
from workflows.forms import Field, FieldKind, choices_of
from workflows.vocabulary import Labelled, State


class ReferralBody(Labelled):
    """Whom 条例17(3) names."""

    secrecy = "secrecy", "保密行政管理部门"
    competent = "competent", "有关主管部门"


_WORKING = (
    State.registered,
    State.in_progress,
    State.consulting,
    State.pending_reasons,
    State.redoing,
    State.legal_review,
    State.approval,
    State.pending_issue,
)
_ANSWERING = (*_WORKING, State.pending_correction, State.pending_payment)
_WHO = STAFF | LEGAL | APPROVER
_THREAD = Field("thread", "请示", FieldKind.thread, thread_kind=s.REFERRAL)

SECRECY_ACTS = (
    Action(
        "refer_secrecy",
        "报请确定能否公开",
        "条例17",
        _WHO,
        _WORKING,
        None,
        help="不能确定政府信息是否可以公开的，报有关主管部门或者保密行政管理部门确定；答复期限继续计算",
        fields=(
            Field("referred_to", "报请", FieldKind.choice, choices=choices_of(ReferralBody)),
            Field("name", "受理机关名称"),
            Field("matter", "请示的内容和不能确定的理由", FieldKind.long_text),
            POSTAL_ADDRESS,
            Field(
                "number",
                "请示文号",
                FieldKind.code,
                required=False,
                hint="已经另行行文的填写其文号；不填的，以系统生成的函为准",
            ),
            Field(
                "about",
                "涉及的拟提供材料",
                FieldKind.thread,
                required=False,
                thread_kind=FILE,
                hint="只涉及其中一份文件的，选择该文件；涉及整个答复的不填",
            ),
        ),
        guards=(s.it_names_a_file_of_the_case,),
        opens=s.REFERRAL,
        document="secrecy_referral",
    ),
    Action(
        "receive_secrecy_reply",
        "登记主管部门的确定意见",
        "条例17",
        _WHO,
        _ANSWERING,
        None,
        help="登记保密行政管理部门或者有关主管部门的答复；不得公开的，不能再决定公开",
        fields=(
            _THREAD,
            Field("decision", "确定意见", FieldKind.choice, choices=choices_of(FileConclusion)),
            Field("reply_number", "来文文号", FieldKind.code, required=False),
            Field("reply", "答复内容", FieldKind.long_text),
        ),
        guards=(s.the_referral_is_still_open,),
        closes=s.REFERRAL,
        outside_fact=True,
        after=("refer_secrecy",),
    ),
    Action(
        "withdraw_secrecy_referral",
        "撤回请示",
        "条例17",
        _WHO,
        _ANSWERING,
        None,
        help="不再需要确定的，如已改为不公开，写明理由撤回",
        fields=(_THREAD, Field("reasons", "撤回的理由", FieldKind.long_text)),
        guards=(s.the_referral_is_still_open,),
        closes=s.REFERRAL,
        after=("refer_secrecy",),
    ),
)
