"""What a unit writes to others about a request: third parties, co-makers, agencies, departments."""

from workflows.document_type import Addressee, DocumentType
from workflows.vocabulary import ClockEffect

_LETTER_NEEDS = (("act.name", "征求意见对象的名称"), ("act.matter", "征求意见的内容"))

LETTERS = (
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
    # reading: a 请示 goes to one's superior; the competent department may be of the same level, so it is asked by letter.
    DocumentType(
        "secrecy_referral",
        "报请确定政府信息能否公开的函",
        "条例17",
        Addressee.agency,
        word="公询",
        limit="答复期限届满前尽早发出，不停止答复期限",
        needs=(
            ("act.name", "受理机关名称"),
            ("act.matter", "请示的内容和不能确定的理由"),
        ),
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
            ("act.holder", "信息的制作、保存单位"),
            ("act.view", "对能否公开的意见"),
        ),
        uses=("receive",),
    ),
)
