"""Forms for the file and papers for the review body, drawn from the state whenever somebody asks."""

from workflows.document_type import Addressee, DocumentType
from workflows.vocabulary import RecordKind

_REQUEST = (RecordKind.request,)
_ABOUT_A_REQUEST = (RecordKind.review, RecordKind.lawsuit)

# The acts whose papers are served on the applicant.
_NUMBERED_BY = (
    "issue",
    "answer_on_the_spot",
    "request_correction",
    "request_reasons",
    "send_extension_notice",
    "make_extension_notice",
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

SHEETS = (
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
    # What came from outside is kept by its file; this sheet stands in front of it.
    DocumentType(
        "third_party_reply",
        "第三方意见回函",
        "条例32",
        Addressee.internal,
        limit="第三方收到征求意见书之日起十五个工作日内",
        on_demand=_REQUEST,
        needs=(("replies", "第三方的意见"),),
        after=("third_party_opinion",),
    ),
    DocumentType(
        "secrecy_sheet",
        "政府信息公开审查呈批单",
        "条例17",
        Addressee.internal,
        limit="公开之前",
        on_demand=_REQUEST,
        needs=(("secrecy_sheets", "保密审查的结论和审查人"),),
        after=("review_secrecy", "review_file"),
    ),
    DocumentType(
        "approval_sheet",
        "审批单",
        "条例45",
        Addressee.internal,
        limit="签发之前",
        on_demand=_REQUEST,
        needs=(("rounds", "答复稿"),),
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
        "defence",
        "答辩状",
        "行诉法67",
        Addressee.court,
        calls_itself="本答辩状",
        limit="收到起诉状副本之日起十五日内，法院另行指定的从其指定",
        on_demand=(RecordKind.lawsuit,),
        needs=(
            ("review.court", "受理法院"),
            ("request.number", "所涉及的申请"),
            ("request.conclusion", "该申请的答复"),
        ),
    ),
    DocumentType(
        "evidence_list",
        "证据清单",
        "复议法48",
        Addressee.review_body,
        limit="随答复书提交",
        on_demand=_ABOUT_A_REQUEST,
        needs=(("request.number", "所涉及的申请"), ("evidence", "证据材料")),
    ),
)
