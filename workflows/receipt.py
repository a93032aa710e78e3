"""When a request counts as received: one row per channel (条例31, 207号), and whether a contact must confirm it."""

from dataclasses import dataclass
from enum import StrEnum

from workflows.vocabulary import Channel


class Confirmation(StrEnum):
    """Whether the receipt day waits for a contact with the applicant."""

    never = "never"
    by_choice = "by_choice"  # the clerk says so, e.g. a web form with no stated rule
    always = "always"


@dataclass(frozen=True)
class ReceiptRule:
    """How one channel fixes the receipt day."""

    channel: Channel
    confirmation: Confirmation
    basis: str
    sentence: str


RECEIPT_RULES = (
    ReceiptRule(
        Channel.in_person, Confirmation.never, "条例31", "当面提交的，以提交之日为收到申请之日"
    ),
    ReceiptRule(
        Channel.oral,
        Confirmation.never,
        "条例31",
        "口头申请由工作机构代填，以当面提出之日为收到申请之日",
    ),
    ReceiptRule(
        Channel.mail,
        Confirmation.by_choice,  # sent to another desk without a signature it waits like a plain letter
        "条例31",
        "以邮寄方式提交的，以行政机关签收之日为收到申请之日",
    ),
    ReceiptRule(
        Channel.ordinary_mail,
        Confirmation.always,
        "条例31",
        "以平常信函等无需签收的方式提交的，工作机构应于收到当日与申请人确认，确认之日为收到申请之日",
    ),
    # reading: the submission time is the receipt, confirmed by the automatic receipt (case 26), unless the clerk
    # records that the system's published notes call for a confirmation by both sides.
    ReceiptRule(
        Channel.online,
        Confirmation.by_choice,
        "条例31",
        "通过互联网渠道提交的，以双方确认之日为收到申请之日；系统自动回执视为当日确认",
    ),
    ReceiptRule(
        Channel.email,
        Confirmation.by_choice,
        "207号",
        "发送至公布的电子邮箱的，以进入邮件系统之日为收到申请之日",
    ),
    ReceiptRule(
        Channel.fax, Confirmation.always, "条例31", "通过传真提交的，以双方确认之日为收到申请之日"
    ),
    ReceiptRule(
        Channel.other,
        Confirmation.by_choice,
        "207号",
        "其他已公布渠道，以本机关公告的时点为准；没有公告的，以双方确认之日为准",
    ),
)

_BY_CHANNEL = {rule.channel.value: rule for rule in RECEIPT_RULES}


def receipt_rule(channel: str) -> ReceiptRule:
    """The rule of a channel (code or member of `Channel`)."""
    return _BY_CHANNEL[channel]


def awaits_confirmation(channel: str, *, chosen: bool) -> bool:
    """Whether a request by this channel waits in 待确认; `chosen` is the clerk's word where the rule leaves it open."""
    confirmation = receipt_rule(channel).confirmation
    return confirmation is Confirmation.always or (
        confirmation is Confirmation.by_choice and chosen
    )


# 19号: in person and by post are open to everybody and can never be refused; an oral request is made in person.
BASIC_CHANNELS = frozenset({Channel.in_person, Channel.oral, Channel.mail, Channel.ordinary_mail})
