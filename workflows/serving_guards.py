"""What must hold before a dispatch, a receipt or a return is recorded (235号; borrowed from 民诉法87-91)."""

from workflows import tracking
from workflows.action import Situation, guard
from workflows.documents import DOCUMENTS, Addressee
from workflows.guards import chinese_day
from workflows.history import Act, Facts, Thread
from workflows.serving import OTHERS, SERVICE, PaperKey, drawn_in, is_served, paper_key
from workflows.vocabulary import DeliveryForm, Labelled, ServiceMethod

OWN_SERVICE = ("answer", "termination")  # their service has acts of its own, which close the case


class ReceiptWay(Labelled):
    """How a paper came to its recipient."""

    signed = "signed", "本人签收"
    for_him = "for_him", "代收人签收"
    left = "left", "拒绝签收，留置送达"
    arrived = "arrived", "到达收件人系统"


def _drawn_on(facts: Facts, paper: PaperKey) -> Act | None:
    return next((act for act in facts.acts if paper in drawn_in(act)), None)


@guard("235号")
def the_paper_can_be_sent(case: Situation, act: Act) -> str:
    """235号: what is sent is a paper of this case that goes to somebody."""
    if "paper" not in act.data:
        waiting = [p for a in case.facts.acts for p in drawn_in(a) if _by_this_act(p)]
        return (
            ""
            if waiting
            else "还没有需要送达的文书（235号）；文书在发出告知、征求意见等事项中生成。"
        )
    paper = paper_key(act.data["paper"])
    drawn = _drawn_on(case.facts, paper) if paper else None
    if paper is None or drawn is None or not is_served(paper[1]):
        return "所选的文书不是本案需要送达的文书（235号）；请重新选择。"
    if paper[1] in OWN_SERVICE:
        return f"《{DOCUMENTS[paper[1]].heading}》的送达另有事项登记（235号）；请用交邮、直接送达等事项。"
    if paper[1] == _EXTENSION and _pending(case) is not None:
        return "延期告知书第一次送出时期限才延长（条例33）；请用“送出延期告知书”登记。"
    return _not_before(drawn, act)


def _not_before(drawn: Act, act: Act) -> str:
    if act.on_day < drawn.on_day:
        return f"送出日不能早于文书制作之日{chinese_day(drawn.on_day)}（235号）；请改正日期。"
    return ""


def _by_this_act(paper: PaperKey) -> bool:
    return is_served(paper[1]) and paper[1] not in OWN_SERVICE


_EXTENSION = "extension_notice"


def _pending(case: Situation) -> Thread | None:
    """The extension that was asked for and not yet told."""
    open_ones = case.facts.threads_of("extension", only_open=True)
    return open_ones[-1] if open_ones else None


def _made(case: Situation) -> Act | None:
    """The act that drew the notice of the pending extension, if one did."""
    asked = _pending(case)
    drawn = (a for a in reversed(case.facts.acts) if _EXTENSION in {k for _, k in drawn_in(a)})
    last = next(drawn, None)
    return last if last is not None and asked is not None and last.seq > asked.key else None


@guard("条例33")
def the_notice_is_not_made_yet(case: Situation, act: Act) -> str:
    """条例33: one extension, one notice; a wrong one is annulled first, which keeps its number as void."""
    if _made(case) is None:
        return ""
    return "延期告知书已经制作，尚未送出（条例33）；请登记送出，有误的先撤销制作的那一条。"


@guard("条例33")
def it_is_the_notice_of_the_extension(case: Situation, act: Act) -> str:
    """条例33: what extends the period is the notice of this very extension, sent no earlier than it was made."""
    drawn = _made(case)
    if drawn is None:
        return "本次延期的告知书尚未制作（条例33）；请先“制作延期告知书”。"
    paper = paper_key(act.data.get("paper"))
    if "paper" in act.data and paper not in tuple(drawn_in(drawn)):
        return "所选的不是本次延期的告知书（条例33）；请重新选择。"
    return _not_before(drawn, act)


@guard("235号")
def the_recipient_is_whom_it_is_for(case: Situation, act: Act) -> str:
    """235号: an applicant's paper names which of them it goes to; any other goes to the one it is addressed to."""
    paper = paper_key(act.data.get("paper"))
    if paper is None:
        return ""
    to_applicant = DOCUMENTS[paper[1]].addressee is Addressee.applicant
    if to_applicant and not act.data.get("recipient"):
        return "请选择收件人：申请人、法定代理人或者有代收授权的代理人（235号）。"
    if not to_applicant and act.data.get("recipient"):
        return "该文书不是给申请人的，收件人就是文书的主送（条例32）；请不要选择收件人。"
    return ""


@guard("235号")
def the_address_is_of_one_reader(case: Situation, act: Act) -> str:
    """235号: an address belongs to a party, or to whom a paper of this case was written."""
    if "address" not in act.data:
        return ""
    if bool(act.data.get("recipient")) == bool(act.data.get("paper")):
        return "请选择当事人，或者选择写给第三方和其他机关的文书，二者选一（235号）。"
    if act.data.get("recipient"):
        return ""
    paper = paper_key(act.data["paper"])
    if paper is None or _drawn_on(case.facts, paper) is None:
        return "所选的文书不是本案的文书（235号）；请重新选择。"
    if DOCUMENTS[paper[1]].addressee not in OTHERS:
        return "该文书不是写给第三方或者其他机关的（235号）；申请人和代理人的地址，请选择当事人。"
    return ""


@guard("235号")
def the_way_has_its_proof(case: Situation, act: Act) -> str:
    """235号: post has a number of 邮政企业, another agency is named, electronic service was agreed to and leaves a log."""
    data = act.data
    if data.get("method") == ServiceMethod.post:
        if not data.get("tracking"):
            return "邮政寄送须填写邮件号码（235号）；号码在交邮之后由邮政企业给出。"
        return tracking.tracking_fault(str(data["tracking"]))
    if data.get("method") == ServiceMethod.agency and not data.get("agency"):
        return "其他行政机关代为送达的，须写明代为送达的机关（235号）。"
    if data.get("method") != ServiceMethod.electronic:
        return ""
    agreed = case.facts.values.get("delivery") in (DeliveryForm.online, DeliveryForm.email)
    if not (agreed or data.get("consented")):
        return "电子送达须有收件人同意的记录（民诉法90）；没有同意的，请改用邮政寄送或者直接送达。"
    return (
        ""
        if data.get("log")
        else "电子送达须填写系统的发送记录（民诉法90）；没有记录的，请同时邮寄。"
    )


def _dispatch(case: Situation, act: Act) -> Thread | None:
    thread = case.facts.thread(act.data.get("thread"))
    return thread if thread is not None and thread.kind == SERVICE else None


@guard("235号")
def the_paper_is_on_its_way(case: Situation, act: Act) -> str:
    """235号: a receipt or a return belongs to a dispatch of this case that has not come back, and is no earlier."""
    if not act.data.get("thread"):
        open_ones = case.facts.threads_of(SERVICE, only_open=True)
        return "" if open_ones else "没有在途的文书（235号）；请先登记“送出文书”。"
    thread = _dispatch(case, act)
    if thread is None or not thread.is_open:
        return "所选的送达记录不存在或者已经退回（235号）；请重新选择送达记录。"
    if act.on_day < thread.opened_on:
        return f"该日期早于文书送出之日{chinese_day(thread.opened_on)}（235号）；请改正日期。"
    return ""


@guard("235号")
def the_receipt_fits_the_way(case: Situation, act: Act) -> str:
    """民诉法89, 90: what is left behind needs a witness or a picture; only what was sent electronically arrives in a system."""
    way, thread = act.data.get("way"), _dispatch(case, act)
    if way == ReceiptWay.left and not (act.data.get("witness") or act.data.get("note")):
        return "拒绝签收而留置送达的，须写明见证人，或者说明留置经过和拍照、录像（民诉法89）。"
    if way in (ReceiptWay.signed, ReceiptWay.for_him) and not act.data.get("signer"):
        return "请填写签收人（235号）；代收的写明与收件人的关系。"
    electronic = thread is not None and thread.values.get("method") == ServiceMethod.electronic
    if way and thread is not None and electronic != (way == ReceiptWay.arrived):
        return (
            "“到达收件人系统”只用于电子送达，电子送达也只登记到达（民诉法90）；请改正收到的方式。"
        )
    return ""
