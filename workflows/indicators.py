"""What a supervising office counts of its units (law 8): each indicator with its label, what exactly it counts, and its source.

A count is found by its key in the queries; a rate is two counts, so that it can never disagree with them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from workflows.annual_report import share
from workflows.vocabulary import Channel, Labelled


class Topic(Labelled):
    """The groups an indicator is shown in, in their order."""

    requests = "requests", "受理和答复"
    now = "now", "当前在办"
    results = "results", "办理结果"
    disputes = "disputes", "复议和诉讼"
    around = "around", "协查、信箱和整改"


@dataclass(frozen=True)
class Indicator:
    """One number. A rate has `part` and `whole`, the keys of two counts; every other one is counted under its own key.

    `days`: an average of working days. `rises_badly`: more of it is worse. `today`: it is of the day it is asked on and has
    no year before to compare with.
    """

    key: str
    label: str
    definition: str
    source: str
    topic: Topic
    part: str = ""
    whole: str = ""
    days: bool = False
    rises_badly: bool = False
    today: bool = False

    @property
    def is_rate(self) -> bool:
        return bool(self.part)

    @property
    def unit(self) -> str:
        """What the number counts; nothing behind a rate, which bears its sign."""
        return "" if self.is_rate else "个工作日" if self.days else "件"


def _count(key: str, label: str, definition: str, topic: Topic, **more: object) -> Indicator:
    return Indicator(key, label, definition, str(more.pop("source", _LAW8)), topic, **more)  # type: ignore[arg-type]  # the fields of the row


WAYS: Mapping[str, tuple[Channel, ...]] = {
    "by_post": (Channel.mail, Channel.ordinary_mail),
    "online": (Channel.online, Channel.email),
    "on_the_spot": (Channel.in_person, Channel.oral),
    "otherwise": (Channel.fax, Channel.other),
}
"""How requests came, in the groups that circulars tell (寄递, 线上); every channel stands in one."""

_LAW8 = "通报惯例"
_R, _N, _O, _D, _A = Topic

INDICATORS: tuple[Indicator, ...] = (
    _count(
        "received",
        "收到申请",
        "收到申请之日在本期内的申请，不含作废；上年结转的不重复计",
        _R,
        source="条例31",
    ),
    _count("received_by_post", "寄递收到", "本期收到的申请中，以邮寄、平信提出的", _R),
    _count("received_online", "线上收到", "本期收到的申请中，从网络、电子邮件提出的", _R),
    _count("received_on_the_spot", "当面收到", "本期收到的申请中，当面、口头提出的", _R),
    _count("received_otherwise", "其他方式收到", "本期收到的申请中，以传真和其他方式提出的", _R),
    _count(
        "answered",
        "办结申请",
        "首次办结在本期内的申请；重新办理不再计一次",
        _R,
        source="条例33",
    ),
    # reading: an imported ledger tells no due date, so its cases stand in neither count of the rate.
    Indicator(
        "on_time_rate",
        "按时办结率",
        "按时办结的，占本期办结且有期限的申请；按交邮、签收之日判断",
        "235号",
        _R,
        part="in_time",
        whole="dated",
    ),
    _count(
        "in_time", "按时办结", "首次办结之日不晚于当时的答复期限", _R, source="235号"
    ),
    _count(
        "late",
        "逾期办结",
        "首次办结之日晚于当时的答复期限",
        _R,
        source="235号",
        rises_badly=True,
    ),
    # reading: what the applicant waited, so neither a correction nor a consultation is taken off.
    Indicator(
        "average_days",
        "平均用时",
        "本期办结的申请，从收到之日（不计）到办结之日的工作日数的平均；补正和征求意见的时间不扣除",
        _LAW8,
        _R,
        days=True,
        rises_badly=True,
    ),
    _count("extended", "延期答复", "本期办结的申请中，制发过延期告知书的", _R, source="条例33"),
    _count("completed", "告知补正", "本期办结的申请中，制发过补正告知书的", _R, source="条例30"),
    _count("consulted", "征求意见", "本期办结的申请中，征求过第三方或者其他机关意见的", _R, source="条例32"),
    _count("overdue", "已逾期", "尚未办结、答复期限已过的申请", _N, today=True, rises_badly=True, source="条例33"),
    _count("due_1", "1 个工作日内到期", "今天或者 1 个工作日内到期", _N, today=True, source="条例33"),
    _count("due_3", "3 个工作日内到期", "今天起 3 个工作日内到期", _N, today=True, source="条例33"),
    _count("due_5", "5 个工作日内到期", "今天起 5 个工作日内到期", _N, today=True, source="条例33"),
    _count("disclosed", "予以公开", "本期办结、结果属于（一）的", _O, source="30号"),
    _count("partial", "部分公开", "本期办结、结果属于（二）的", _O, source="30号"),
    _count("refused", "不予公开", "本期办结、结果属于（三）的", _O, source="30号"),
    _count("unable", "无法提供", "本期办结、结果属于（四）的", _O, source="30号"),
    _count("not_processed", "不予处理", "本期办结、结果属于（五）的", _O, source="30号"),
    _count("other", "其他处理", "本期办结、结果属于（六）的", _O, source="30号"),
    _count("reviews", "行政复议", "本期受理的复议", _D, source="条例51", rises_badly=True),
    _count("suits", "行政诉讼", "本期受理的诉讼；共同被告的不计", _D, source="201号", rises_badly=True),
    Indicator(
        "dispute_rate",
        "复议、诉讼率",
        "本期受理的复议和诉讼，占本期办结的申请",
        _LAW8,
        _D,
        part="disputes",
        whole="answered",
        rises_badly=True,
    ),
    Indicator(
        "review_correction_rate",
        "复议纠错率",
        "本期审结的复议中，结果纠正的",
        _LAW8,
        _D,
        part="reviews_corrected",
        whole="reviews_closed",
        rises_badly=True,
    ),
    Indicator(
        "suit_correction_rate",
        "诉讼纠错率",
        "本期审结的诉讼中，结果纠正的",
        _LAW8,
        _D,
        part="suits_corrected",
        whole="suits_closed",
        rises_badly=True,
    ),
    _count("inquiries_province", "省协助调查函", "本期收到、来源为省的", _A),
    _count("inquiries_city", "市协助调查函", "本期收到、来源为市的", _A),
    _count("inquiries_late", "逾期回复的协助调查函", "本期收到，逾期回复或者已过期限没有回复的", _A, rises_badly=True),
    _count("letters", "部门信箱", "本期收到的来信，不含作废", _A),
    _count("letters_late", "逾期答复的来信", "本期收到，逾期办结或者已过期限没有办结的", _A, rises_badly=True),
    _count("rectifying", "整改未完成", "截至期末没有核实通过的整改", _A, source="条例47", rises_badly=True),
    _count("rectifying_late", "整改逾期", "截至期末已过期限、没有报告完成的整改", _A, source="条例47", rises_badly=True),
    _count("repeated", "重复发生的问题", "截至期末没有核实通过、标明重复发生的整改", _A, source="条例47", rises_badly=True),
    _count("proposals", "提出转为主动公开", "本期提出、不含作废的依申请转主动公开", _A, source="条例44"),
    _count("turned_public", "依申请转为主动公开", "本期登记了公布网址的", _A, source="条例44"),
)  # fmt: skip
BY_KEY: Mapping[str, Indicator] = {one.key: one for one in INDICATORS}


@dataclass(frozen=True)
class Counts:
    """The counts of a period by their key, with the sum of working days of what was closed in it."""

    numbers: Mapping[str, int]
    days: int = 0

    def of(self, key: str) -> int:
        return self.numbers.get(key, 0)


def keys_of(*some: Indicator) -> frozenset[str]:
    """The counts that these indicators are told from."""
    told = (
        (one.part, one.whole) if one.is_rate else ("answered" if one.days else one.key,)
        for one in some
    )
    return frozenset(key for keys in told for key in keys)


def value(indicator: Indicator, counts: Counts) -> Decimal | None:
    """The number itself, of a rate in per cent; None where there is nothing to take it of."""
    if indicator.is_rate:
        whole = counts.of(indicator.whole)
        return Decimal(100 * counts.of(indicator.part)) / whole if whole else None
    if indicator.days:
        closed = counts.of("answered")
        return Decimal(counts.days) / closed if closed else None
    return Decimal(counts.of(indicator.key))


def said(indicator: Indicator, counts: Counts) -> str:
    """The number as it is printed; a rate or an average of nothing is a dash, which is no zero."""
    if indicator.is_rate:
        whole = counts.of(indicator.whole)
        return share(counts.of(indicator.part), whole) if whole else "—"
    if indicator.days:
        closed = counts.of("answered")
        return str(_one_decimal(Decimal(counts.days) / closed)) if closed else "—"
    return str(counts.of(indicator.key))


def change(indicator: Indicator, counts: Counts, before: Counts) -> str:
    """The difference from the same time last year: of rates in points, of counts in pieces and per cent."""
    if indicator.today:
        return ""
    if indicator.is_rate:
        return _points(indicator, counts, before)
    if indicator.days:
        return ""
    difference = counts.of(indicator.key) - before.of(indicator.key)
    if not difference:
        return "持平"
    word = "增加" if difference > 0 else "减少"
    grown = before.of(indicator.key)
    per_cent = f"（{share(abs(difference), grown)}）" if grown else ""
    return f"{word} {abs(difference)}{per_cent}"


def _points(indicator: Indicator, counts: Counts, before: Counts) -> str:
    wholes = counts.of(indicator.whole), before.of(indicator.whole)
    if not all(wholes):
        return ""
    now, then = (
        _one_decimal(Decimal(100 * one.of(indicator.part)) / whole)
        for one, whole in zip((counts, before), wholes, strict=True)
    )
    difference = now - then
    if not difference:
        return "持平"
    return f"{'上升' if difference > 0 else '下降'} {abs(difference)} 个百分点"


def _one_decimal(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)
