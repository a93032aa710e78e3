"""The ways a request takes through the office, as acts on working days; which case takes which way is not decided here."""

from collections.abc import Callable, Mapping
from typing import Any

from casework.demo import people, texts
from casework.demo.course import HANDLER, Course, Late
from workflows.tracking import check_digit

Draft = Mapping[str, Any]
Flow = Callable[[Course, int, Draft], None]
"""A way through the office: writes the acts of the n-th case into its course."""


def confirm(course: Course, n: int) -> None:
    """条例31: a letter without signature waits for the contact with the applicant."""
    course.do("log_contact", reached=False, note="拨打申请书所留电话，无人接听")
    course.do("log_contact", after=1, reached=True, note="电话联系上申请人，核对申请内容")
    course.do("confirm_receipt", note="与申请人电话确认收到申请")


def assign(course: Course) -> None:
    course.do("assign", after=1, handler=HANDLER)


def draft_answer(course: Course, draft: Draft, *, after: int) -> None:
    """The draft, with the record of the search that “does not exist” rests on (指导案例101)."""
    course.wait(after)
    if "D1a" in (draft.get("outcome"), draft.get("ground")):
        course.do("record_search", **texts.search_record(course.on.year))
    if draft.get("outcome") == "E2":
        course.do("link_case", relation="repeat", case=draft["fact_earlier_request_number"])
    course.do("submit_draft", **draft)


def sign(course: Course, draft: Draft) -> None:
    """条例17: what releases information is reviewed for secrets before it is signed."""
    conclusion = {"A2": "open", "B": "partial"}.get(str(draft.get("outcome")))
    if conclusion:
        course.do("review_secrecy", conclusion=conclusion, grounds=texts.SECRECY_REVIEW)
    course.do("issue")


def reply(course: Course, n: int, draft: Draft, *, work: int, returned: bool = False) -> None:
    """From the draft to the service of the answer; `work` working days go into the draft."""
    draft_answer(course, draft, after=work)
    if returned:
        course.do("return_from_review", after=1, opinion="理由过于简单，请补充事实和查找经过")
        course.do("submit_draft", after=2, **draft)
    course.do("pass_review", after=1, opinion="依据准确，程序合法，同意")
    if n % 29 == 7:
        course.do("return_from_approval", after=1, opinion="请与上次同类答复核对口径")
        course.do("submit_draft", after=1, **draft)
        course.do("pass_review", after=1)
    course.do("approve", after=n % 2, opinion="同意")
    sign(course, draft)
    serve(course, n)


def posted(n: int) -> str:
    """A number as 中国邮政 gives it, with its check digit."""
    digits = f"{n % 10_000:08d}"
    return f"XH{digits}{check_digit(digits)}CN"


def serve(course: Course, n: int, *, recipients: int = 1) -> None:
    """Serve the answer the way the applicant asked for (235号)."""
    for recipient in range(1, recipients + 1):
        if course.delivery == "mail":
            tracking = f"XA0000{n % 10000:04d}{recipient}37"
            course.do(
                "serve_by_post", mark="service", after=1, recipient=recipient, tracking=tracking
            )
        elif course.delivery == "collect":
            course.do("serve_in_person", after=1, recipient=recipient, signer="申请人本人")
        else:
            course.do(
                "serve_electronically",
                after=1,
                recipient=recipient,
                consented=True,
                proof=f"到达回执{n:04d}",
            )
    if course.delivery == "mail":
        course.do("answer_received", after=2 + n % 2, thread=Late("thread", "service"))


def plain(course: Course, n: int, draft: Draft) -> None:
    """Assigned, drafted, reviewed, approved, served."""
    assign(course)
    reply(course, n, draft, work=5 + n % 7)


def quick(course: Course, n: int, draft: Draft) -> None:
    """Done within two weeks."""
    assign(course)
    reply(course, n, draft, work=2 + n % 3)


def returned(course: Course, n: int, draft: Draft) -> None:
    """The legal adviser sends the draft back once."""
    assign(course)
    reply(course, n, draft, work=4 + n % 4, returned=True)


def on_the_spot(course: Course, n: int, draft: Draft) -> None:
    """条例33: what can be answered on the spot is."""
    course.do("answer_on_the_spot", signer="申请人本人", **draft)


def corrected(course: Course, n: int, draft: Draft) -> None:
    """条例30: told what to correct, the period starts anew."""
    assign(course)
    ask_correction(course, n)
    course.do(
        "receive_correction",
        after=4 + n % 4,
        corrected_content="补充写明文件名称、形成年份和所在片区",
    )
    reply(course, n, draft, work=6 + n % 5)


def ask_correction(course: Course, n: int) -> None:
    course.do(
        "request_correction",
        after=2,
        items_to_correct="申请内容未写明文件名称、文号或者便于查询的特征，请补充项目名称和年份",
        days=15,
    )
    course.do("correction_notice_received", after=3, proof=f"XB0000{n % 10000:04d}137")


def lapsed(course: Course, n: int, draft: Draft) -> None:
    """条例30: no correction in time, the request is no longer handled."""
    assign(course)
    ask_correction(course, n)
    course.do("lapse_correction", after=17)
    tell_the_end(course, n)


def withdrawn(course: Course, n: int, draft: Draft) -> None:
    """The applicant takes the request back in writing."""
    assign(course)
    course.do("withdraw", after=3 + n % 4, paper="书面撤回申请")
    tell_the_end(course, n)


def tell_the_end(course: Course, n: int) -> None:
    """The notice that a case has ended goes out by post and is signed for; it holds up nothing."""
    course.aside(
        "send_termination", after=1, mark="end", recipient=1, method="post", proof=posted(n)
    )
    course.aside("termination_received", after=3, thread=Late("thread", "end"))


def extended(course: Course, n: int, draft: Draft) -> None:
    """条例33: one extension, asked, granted and told before the due date."""
    assign(course)
    extend(course, n, after=12)
    reply(course, n, draft, work=6 + n % 8)


def extend(course: Course, n: int, *, after: int, days: int = 20) -> None:
    course.do("ask_extension", after=after, days=days, reasons="涉及材料较多，需要向多个单位核实")
    course.do("grant_extension", after=1, opinion="同意延期")
    course.do("send_extension_notice", after=1, proof=f"XC0000{n % 10000:04d}237")
    course.aside("extension_notice_received", after=3, proof=f"XC0000{n % 10000:04d}237")


def consult(course: Course, n: int, kind: str, *, mark: str = "asked") -> None:
    """Send the letter and prove that it arrived."""
    names = {
        "third_party": people.third_party(n),
        "co_maker": "临沂市农业农村局",
        "agency": "临沂市自然资源和规划局",
    }
    matter = "申请公开的材料涉及你（单位），请就是否同意公开书面提出意见"
    course.do(f"consult_{kind}", mark=mark, after=2, name=names[kind], matter=matter)


def consult_received(course: Course, n: int, kind: str, *, mark: str = "asked") -> None:
    notice = f"{mark}_notice"
    course.aside(
        "dispatch_paper",
        mark=notice,
        paper=Late("paper", f"{mark}.consultation_notice"),
        recipient=1,
        method="post",
        tracking=posted(n),
    )
    course.do(
        f"{kind}_received",
        after=2,
        thread=Late("thread", mark),
        proof=f"XD0000{n % 10000:04d}337",
    )
    course.aside(
        "paper_received", after=1, thread=Late("thread", notice), way="signed", signer="申请人本人"
    )


def refused(course: Course, n: int, draft: Draft) -> None:
    """条例32: the third party does not consent."""
    _consulted(course, n, draft, "third_party", "refuse")


def partly(course: Course, n: int, draft: Draft) -> None:
    """条例32: the third party consents in part."""
    _consulted(course, n, draft, "third_party", "partial")


def asked_agency(course: Course, n: int, draft: Draft) -> None:
    """条例33(3): another agency is asked and answers."""
    _consulted(course, n, draft, "agency", "comment")


def _consulted(course: Course, n: int, draft: Draft, kind: str, opinion: str) -> None:
    assign(course)
    consult(course, n, kind)
    consult_received(course, n, kind)
    course.do(
        f"{kind}_opinion",
        after=4 + n % 5,
        thread=Late("thread", "asked"),
        opinion=opinion,
        opinion_reasons="已书面答复，附后",
    )
    reply(course, n, draft, work=3 + n % 3)


def silent_third_party(course: Course, n: int, draft: Draft) -> None:
    """条例32: silence leaves the decision to the agency."""
    note = "第三方逾期未答复，经审查涉及个人隐私的内容作区分处理"
    _silent(course, n, draft, "third_party", note)


def silent_co_maker(course: Course, n: int, draft: Draft) -> None:
    """条例34: silence of the co-making agency is consent."""
    _silent(course, n, draft, "co_maker", "共同制作机关逾期未答复，视为同意公开")


def _silent(course: Course, n: int, draft: Draft, kind: str, note: str) -> None:
    assign(course)
    consult(course, n, kind)
    consult_received(course, n, kind)
    course.do(f"{kind}_silent", after=16, thread=Late("thread", "asked"), decision_note=note)
    reply(course, n, draft, work=2 + n % 3)


def late(course: Course, n: int, draft: Draft) -> None:
    """Answered after the due date; it happens, and the table does not hide it."""
    assign(course)
    reply(course, n, draft, work=20 + n % 4)


def archive(course: Course, *, after: int = 30) -> None:
    course.do("archive", after=after)


def redo(course: Course, n: int, draft: Draft) -> None:
    """复议法76: the answer was overturned, which the record of the review has told the case, and is given anew."""
    reply(course, n, draft, work=5 + n % 4)
