"""With whom an open request lies, and what its clock does meanwhile, as lists say it in one word; nothing is counted here."""

from collections.abc import Mapping

from workflows.vocabulary import Labelled, State


class Waiting(Labelled):
    """Whom a request waits for outside the handler's desk."""

    applicant = "applicant", "等申请人"  # 条例30, 35
    fee = "fee", "等缴费"  # 条例42; 109号第6条
    third_party = "third_party", "等第三方"  # 条例32
    agency = "agency", "等其他机关"  # 条例34
    task = "task", "等协办单位"


class ClockWord(Labelled):
    """What the clock of a request does now (条例30-35, 42)."""

    running = "running", "计时"
    restarted = "restarted", "重新起算"
    excluded = "excluded", "扣除中"
    stopped = "stopped", "停止"
    idle = "idle", "未起算"
    over = "over", "已办结"


WAITS: Mapping[State, str] = {
    State.pending_registration: "待登记员登记",
    State.pending_confirmation: "待与申请人确认",  # 条例31
    State.registered: "待分办",
    State.pending_correction: "等申请人补正",  # 条例30
    State.pending_reasons: "等申请人说明理由",  # 条例35
    State.pending_payment: "等申请人缴费",  # 条例42
    State.consulting: "等被征求意见方",  # 条例32, 34
    State.legal_review: "待法制审核",
    State.approval: "待审批",
    State.pending_issue: "待签发",
    State.pending_service: "待送达",  # 条例40
}
"""What is waited for in each state; where a state is missing the handler works."""

OF_APPLICANT = (State.pending_correction, State.pending_reasons)
OF_PAYMENT = (State.pending_payment,)
