"""Requests that stand somewhere in the middle of their way, for the present year; how far each has come, in working days."""

from typing import Any

from casework.demo import flows
from casework.demo.course import Course, Late
from casework.demo.flows import Draft, assign


def unconfirmed(course: Course, n: int, draft: Draft) -> None:
    """条例31: the applicant was not reached yet."""
    course.do("log_contact", reached=False, note="拨打申请书所留电话，无人接听，已发短信")


def unconfirmed_for_days(course: Course, n: int, draft: Draft) -> None:
    unconfirmed(course, n, draft)
    course.do("log_contact", after=2, reached=False, note="再次拨打，仍未接通")


def taken_back(course: Course, n: int, draft: Draft) -> None:
    """Registered with a mistake: the registration is annulled and the request waits at the desk again."""
    course.do("annul", entry=2, reasons="收到日期录入有误，核对邮戳后重新登记")


def at_the_desk(course: Course, n: int, draft: Draft) -> None:
    """Registered, not assigned yet."""


def assigned(course: Course, n: int, draft: Draft) -> None:
    assign(course)
    if n % 3 == 0:
        course.do("log_contact", after=1, reached=True, note="与申请人核对所需文件的年份")
    if n % 3 == 1:
        asked_departments(course, n)


def asked_departments(course: Course, n: int) -> None:
    """Two departments are asked: one has claimed its search and answers on time, the other has not reacted."""
    matter = "请检索本单位形成或者保存的与申请内容有关的材料，并写明检索的系统和关键词"
    course.do(
        "ask_department",
        mark="search",
        after=1,
        asked_unit=Late("department", "caizheng"),
        task_kind="search",
        matter=matter,
    )
    course.do(
        "ask_department",
        asked_unit=Late("department", "nongye"),
        task_kind="assist",
        matter="请核对申请内容涉及的项目是否由你单位实施，并提供联系人",
    )
    course.do("claim_task", by="caizheng", after=1, thread=Late("thread", "search"))
    course.do(
        "answer_task",
        by="caizheng",
        after=2,
        thread=Late("thread", "search"),
        result=("none", "found")[n % 2],
        systems="电子公文系统、业务档案室2015年以来的案卷目录",
        keywords="项目名称、村居名称",
        note="已按要求检索，检索结果见上",
    )


def told(course: Course, n: int, draft: Draft) -> None:
    """Told what to correct; the notice has not come back signed."""
    assign(course)
    course.do(
        "request_correction",
        after=2,
        items_to_correct="请写明所需文件的名称或者项目名称、年份",
        days=15,
    )


def told_with_proof(course: Course, n: int, draft: Draft) -> None:
    assign(course)
    flows.ask_correction(course, n)


def waiting_for(kind: str, *, proved: bool) -> flows.Flow:
    """A consultation under way, with or without proof that the letter arrived."""

    def flow(course: Course, n: int, draft: Draft) -> None:
        assign(course)
        flows.consult(course, n, kind)
        if proved:
            flows.consult_received(course, n, kind)

    return flow


def two_consulted(course: Course, n: int, draft: Draft) -> None:
    """Two at once; the first has answered, the case stays in 征求意见中."""
    assign(course)
    flows.consult(course, n, "third_party", mark="first")
    flows.consult(course, n + 1, "agency", mark="second")
    flows.consult_received(course, n, "third_party", mark="first")
    flows.consult_received(course, n, "agency", mark="second")
    course.do(
        "third_party_opinion",
        after=1,
        thread=Late("thread", "first"),
        opinion="partial",
        opinion_reasons="同意公开面积和标准，不同意公开账户",
    )


def asked_for_reasons(course: Course, n: int, draft: Draft) -> None:
    """条例35: the period goes on."""
    assign(course)
    course.do(
        "request_reasons",
        after=2,
        counts="本季度就同一项目向本机关提出申请27件",
        matter="提出大量同类申请的用途",
    )


def asked_to_pay(course: Course, n: int, draft: Draft) -> None:
    """109号: the period stops until the fee is paid."""
    assign(course)
    course.do(
        "send_fee_notice",
        after=2,
        standard="per_page",
        count=120,
        payment_way="凭缴款码通过山东省非税收入征收和财政票据信息管理系统缴纳",
    )
    course.do("fee_notice_received", after=2, proof=f"XE0000{n % 10000:04d}437")


def unpaid(course: Course, n: int, draft: Draft) -> None:
    asked_to_pay(course, n, draft)
    course.do("lapse_fee", after=21)
    flows.tell_the_end(course, n)


def paid(course: Course, n: int, draft: Draft) -> None:
    asked_to_pay(course, n, draft)
    course.do("receive_payment", after=5, amount=1100, receipt_number=f"示范票据{n:04d}")


def delayed(course: Course, n: int, draft: Draft) -> None:
    """条例35: good reasons, a delayed date of its own."""
    asked_for_reasons(course, n, draft)
    course.do("receive_reasons", after=3, reasonable=True, note="用于三个村的不同诉讼，理由合理")
    until = course.days.add(course.on, 30).isoformat()
    course.do("delay_answer", after=1, until=until, reasons="需逐件核查27个地块的档案")


def extended(course: Course, n: int, draft: Draft) -> None:
    assign(course)
    flows.extend(course, n, after=6)


def extension_asked(course: Course, n: int, draft: Draft) -> None:
    assign(course)
    course.do("ask_extension", after=12, days=10, reasons="档案馆调卷需要时间")


def returned_draft(course: Course, n: int, draft: Draft) -> None:
    """The adviser has sent the draft back, the handler works on it."""
    drafted(course, n, draft)
    course.do("return_from_review", after=1, opinion="未逐项答复，请分项写明")


def drafted(course: Course, n: int, draft: Draft) -> None:
    assign(course)
    flows.draft_answer(course, draft, after=5)


def reviewed(course: Course, n: int, draft: Draft) -> None:
    drafted(course, n, draft)
    course.do("pass_review", after=1, opinion="同意")


def opposed(course: Course, n: int, draft: Draft) -> None:
    """条例32: the third party does not consent; the refusal has passed the legal review."""
    assign(course)
    flows.consult(course, n, "third_party")
    flows.consult_received(course, n, "third_party")
    course.do(
        "third_party_opinion",
        after=3,
        thread=Late("thread", "asked"),
        opinion="refuse",
        opinion_reasons="涉及家庭住址和账户，已书面答复",
    )
    flows.draft_answer(course, draft, after=2)
    course.do("pass_review", after=1, opinion="同意")


def approved(course: Course, n: int, draft: Draft) -> None:
    reviewed(course, n, draft)
    course.do("approve", after=1)


def issued(course: Course, n: int, draft: Draft) -> None:
    approved(course, n, draft)
    flows.sign(course, draft)


def half_served(course: Course, n: int, draft: Draft) -> None:
    """Two applicants, one of them served: the case is not closed before the last."""
    issued(course, n, draft)
    course.do("serve_by_post", recipient=1, tracking=f"XF0000{n % 10000:04d}537")


def void(course: Course, n: int, draft: Draft) -> None:
    course.do("void", after=1, reasons="同一申请经邮寄和网络重复收到，并入另一件办理")


def returned_letter(course: Course, n: int, draft: Draft) -> None:
    """The post brought the answer back; it was sent again."""
    issued(course, n, draft)
    tracking: dict[str, Any] = {"recipient": 1, "tracking": f"XG0000{n % 10000:04d}637"}
    course.do("serve_by_post", mark="service", after=1, **tracking)
    course.do(
        "answer_returned", after=4, thread=Late("thread", "service"), return_reason="查无此人"
    )
