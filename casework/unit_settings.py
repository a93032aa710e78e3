"""What a unit may choose for itself, as one table: label, kind, default, whether the units below follow; no database.

A choice that cannot be read counts as none. How a unit signs its answers is a chain and no single value (`workflows.signing`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from casework.characters import spelt
from casework.errors import Invalid, NotFound
from workflows.acts.erasing import Retention
from workflows.consultation import LONGEST_AGENCY_OPINION
from workflows.document_type import HeadForm
from workflows.kinds.letter import REPLY
from workflows.receipt import BASIC_CHANNELS
from workflows.terms import AGENCY_OPINION
from workflows.topics import LONGEST, MOST, TOPICS, UNSORTED
from workflows.vocabulary import Channel, Labelled

FARTHEST = 60  # working days; the recorded calendar always reaches further
OWN_RULE = "本单位"
_LONGEST = 120
_YES, _NO = "是", "否"
_SEPARATORS = re.compile(r"[、,，;；\s]+")


class Kind(Enum):
    """What a value is: working days, several of them, channels of receipt, words, a line of text, one of a list, yes or no."""

    days = "days"
    distances = "distances"
    channels = "channels"
    words = "words"
    text = "text"
    choice = "choice"
    flag = "flag"


@dataclass(frozen=True)
class Setting:
    """One thing a unit may choose. `default` holds where nobody has chosen; None: nothing holds then.

    `inherited`: the units below follow until they choose themselves. `least` and `most` bound each number of days, `most`
    the number of words, `longest` the characters of a text or a word; `choices` are what a choice is made from.
    """

    key: str
    label: str
    kind: Kind
    default: Any
    help: str
    basis: str = OWN_RULE
    inherited: bool = True
    least: int = 1
    most: int = FARTHEST
    longest: int = _LONGEST
    choices: type[Labelled] | None = None

    def is_readable(self, value: Any) -> bool:
        """Whether a stored value can be followed."""
        if self.kind is Kind.days:
            return self._is_day(value)
        if self.kind is Kind.text:
            return isinstance(value, str) and bool(value)
        if self.kind is Kind.choice:
            return value in self._values()
        if self.kind is Kind.flag:
            return isinstance(value, bool)
        if not isinstance(value, list):
            return False
        if self.kind is Kind.words:
            return bool(value) and all(isinstance(one, str) and one for one in value)
        known = {channel.value for channel in Channel}
        check = self._is_day if self.kind is Kind.distances else known.__contains__
        return all(check(one) for one in value)

    def read(self, text: str) -> Any:
        """What somebody typed as the value to store; None for an empty text, which gives the choice up.

        Raises:
            Invalid: with the sentence what is wrong and what would be right.
        """
        parts = [part for part in _SEPARATORS.split(text.strip()) if part]
        if not parts:
            return None
        if self.kind is Kind.text:
            return self._line(text.strip())
        if self.kind is Kind.choice:
            return self._choice(text.strip())
        if self.kind is Kind.flag:
            return self._yes_or_no(text.strip())
        if self.kind is Kind.channels:
            return _with_basic(self._channel(part) for part in parts)
        if self.kind is Kind.words:
            return self._words(tuple(dict.fromkeys(parts)))
        numbers = sorted({self._day(part) for part in parts}, reverse=True)
        if self.kind is Kind.days and len(parts) > 1:
            raise self._wrong(text, "只填写一个数")
        return numbers[0] if self.kind is Kind.days else numbers

    def words(self, value: Any) -> str:
        """A value as it is shown and may be typed."""
        if value is None:
            return ""
        if self.kind is Kind.channels:
            return "、".join(Channel(one).label for one in value)
        if self.kind in (Kind.distances, Kind.words):
            return "、".join(str(one) for one in value)
        if self.kind is Kind.choice:
            return self._values()[value]
        if self.kind is Kind.flag:
            return _YES if value else _NO
        return str(value)

    def checked_day(self, n: int) -> int:
        """A number of days. Raises `Invalid` when it is out of range."""
        if not self._is_day(n):
            raise self._wrong(str(n), f"工作日数只能是 {self.least} 至 {self.most}")
        return n

    def _is_day(self, value: Any) -> bool:
        return type(value) is int and self.least <= value <= self.most

    def _day(self, text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) < 5):
            raise self._wrong(text, f"工作日数只能是 {self.least} 至 {self.most}")
        return self.checked_day(int(text))

    def _channel(self, text: str) -> Channel:
        found = next((one for one in Channel if text in (one.value, one.label)), None)
        if found is None:
            raise self._wrong(text, f"可以填写：{'、'.join(one.label for one in Channel)}")
        return found

    def _values(self) -> dict[str, str]:
        return {one.value: one.label for one in self.choices or ()}

    def _choice(self, text: str) -> str:
        found = next((code for code, label in self._values().items() if text in (code, label)), "")
        if not found:
            raise self._wrong(text, f"可以填写：{'、'.join(self._values().values())}")
        return found

    def _line(self, text: str) -> str:
        if len(text) > self.longest or any(ord(char) < 32 for char in text):
            raise self._wrong(f"{text[:20]}……", f"请写成一行，不超过 {self.longest} 个字")
        return text

    def _words(self, found: Sequence[str]) -> list[str]:
        long = next((word for word in found if len(word) > self.longest), "")
        if long:
            raise self._wrong(f"{long[:20]}……", f"每一个词不超过 {self.longest} 个字，用顿号隔开")
        unseen = [char for word in found for char in word if not char.isprintable()]
        if unseen:
            raise self._wrong(spelt(unseen), "不能含有看不见的字符")
        if UNSORTED in found:
            raise self._wrong(UNSORTED, "没有类别的申请才这样写，不能用作类别")
        if len(found) > self.most:
            raise self._wrong(f"{len(found)} 个词", f"最多 {self.most} 个，多了不便选择和统计")
        return list(found)

    def _yes_or_no(self, text: str) -> bool:
        if text not in (_YES, _NO):
            raise self._wrong(text, f"只能填写“{_YES}”或者“{_NO}”")
        return text == _YES

    def _wrong(self, text: str, rule: str) -> Invalid:
        return Invalid(
            f"“{self.label}”不能是“{text}”：{rule}；请改正后重试。", fields={self.key: rule}
        )


def _with_basic(channels: Any) -> list[str]:
    """In person and by post are always open (19号)."""
    announced = {*BASIC_CHANNELS, *channels}
    return [channel.value for channel in Channel if channel in announced]


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "reminders",
        "期限前几个工作日提醒",
        Kind.distances,
        [5, 3, 1],
        "可以写几个，如 7、3、1；当天和逾期总会提醒",
    ),
    Setting(
        "internal_target",
        "内部目标：期限前几个工作日答复",
        Kind.days,
        0,
        "0 为不设；到这一天提醒承办人",
        least=0,
    ),
    Setting(
        "unclaimed_after",
        "几个工作日无人承办就提醒",
        Kind.days,
        2,
        "收到后没有登记或者没有承办人的，提醒登记员",
    ),
    Setting(
        "task_days",
        "协办、检索的内部期限（工作日）",
        Kind.days,
        3,
        "交办时没有写明期限的，从交办之日起算",
        basis="条例11",
        least=2,
        most=5,
    ),
    Setting(
        "consult_days",
        "征求其他机关意见的期限（工作日）",
        Kind.days,
        AGENCY_OPINION.n,
        "条例没有规定期限；征求意见时没有写明的，按这一天数，自对方收到次日起算",
        basis="条例33",
        most=LONGEST_AGENCY_OPINION,
    ),
    Setting(
        "letter_days",
        "来信的办理期限（工作日）",
        Kind.days,
        REPLY.n,
        "登记来信时没有写明期限的，从收到之日起算",
        basis=REPLY.basis,
    ),
    Setting(
        "channels",
        "指南公布的接收渠道",
        Kind.channels,
        None,
        "如 当面、邮寄、网络；当面、邮寄、平信、口头始终开放。没有填写的，登记申请时不核对渠道",
        basis="19号",
    ),
    Setting(
        "retention",
        "案卷的保管期限",
        Kind.choice,
        Retention.thirty.value,
        "10年、30年或者永久；期满并经鉴定的，才可以清除个人信息和文件内容",
        basis="档案局令8",
        choices=Retention,
    ),
    Setting(
        "topics",
        "事项类别",
        Kind.words,
        list(TOPICS),
        "申请的内容按这些词归类，用于统计和年报，用顿号隔开；改名、删去的，已经归类的申请保留原来的词",
        most=MOST,
        longest=LONGEST,
    ),
    Setting(
        "online_service",
        "网上申请可以选择电子送达",
        Kind.flag,
        False,
        "填写 是 或者 否。加盖电子印章的单位才选 是；申请人同意的，文书在查询页下载，首次下载记为到达",
        basis="235号",
    ),
    Setting(
        "announcement",
        "网上申请页的公告",
        Kind.text,
        None,
        "如受理范围、节假日安排、网上提交的时点说明；显示在本单位网上申请页的最前面",
        basis="19号",
        inherited=False,
        longest=500,
    ),
    Setting(
        "hours",
        "当面提交的地点和时间",
        Kind.text,
        None,
        "如 政务服务中心3号窗口，工作日9:00—17:00；没有填写的，只显示办公地址",
        basis="19号",
        inherited=False,
    ),
    Setting(
        "short_name",
        "简称",
        Kind.text,
        None,
        "如 区教体局；用于通报和督办，没有填写的用全称",
        inherited=False,
        longest=30,
    ),
    Setting(
        "office",
        "政府信息公开工作机构",
        Kind.text,
        None,
        "写入文书；没有填写的，为“单位名称＋政府信息公开工作机构”",
        basis="条例4",
        inherited=False,
    ),
    Setting(
        "report_key",
        "报送年报的公钥",
        Kind.text,
        None,
        "单位另有一套系统、以签名文件报送年报的，填写其“casework report key”给出的公钥；请当面或者电话核实",
        basis="条例50",
        inherited=False,
    ),
    Setting("address", "办公地址", Kind.text, None, "写入文书的联系方式", "条例12", False),
    Setting("phone", "联系电话", Kind.text, None, "写入文书的联系方式", "条例12", False),
    Setting(
        "letterhead",
        "文书的版头",
        Kind.choice,
        HeadForm.letter.value,
        "信函格式或者红头格式；告知书、答复书通常用信函格式",
        "GB/T 9704",
        False,
        choices=HeadForm,
    ),
)

_BY_KEY: Mapping[str, Setting] = {one.key: one for one in SETTINGS}


def setting(key: str) -> Setting:
    """The row of that key. Raises `NotFound` with the keys there are."""
    found = _BY_KEY.get(key)
    if found is None:
        known = "、".join(f"{one.key}（{one.label}）" for one in SETTINGS)
        raise NotFound(f"没有“{key}”这一设置；可以设置的有：{known}。")
    return found


def chosen(row: Setting, chain: Sequence[Mapping[str, Any]]) -> tuple[Any, int | None]:
    """What holds by choice, and whose: the place in the chain from the unit itself upwards. (None, None): nobody's."""
    reach = chain if row.inherited else chain[:1]
    for place, held in enumerate(reach):
        if row.is_readable(held.get(row.key)):
            return held[row.key], place
    return None, None
