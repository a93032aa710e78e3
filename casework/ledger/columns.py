"""The columns of the two sheets of a ledger and the labels they take, as rows (contract of the ledger); no reading here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from types import MappingProxyType

from casework.ledger.cells import folded
from workflows.annual_grid import FORMATS
from workflows.outcomes import OUTCOMES, by_row
from workflows.topics import LONGEST
from workflows.vocabulary import (
    ApplicantCategory,
    Channel,
    DeliveryForm,
    Labelled,
    RecordKind,
    ReviewResult,
)

YES, NO = "yes", "no"


class Kind(Enum):
    """How a cell of the column is read."""

    text = auto()
    day = auto()
    label = auto()


@dataclass(frozen=True)
class Column:
    """One column: its name, the key of its value, and what may stand in it.

    `most` bounds the length of a text; `find` gives the code of a label, or None; `known` are the labels to suggest; `hint` says
    what is to be filled in.
    """

    name: str
    key: str
    kind: Kind = Kind.text
    required: bool = False
    most: int = 300
    find: Callable[[str], str | None] = lambda _: None
    known: tuple[str, ...] = ()
    hint: str = ""


def _label(
    name: str,
    key: str,
    labels: Mapping[str, str],
    *,
    required: bool = False,
    keys: bool = True,
    hint: str = "",
) -> Column:
    """A column of a closed list; `labels` maps each label to its code, and the code itself is taken too."""
    codes = {folded(code): code for code in labels.values()} if keys else {}
    codes |= {folded(label): code for label, code in labels.items()}
    return Column(
        name,
        key,
        Kind.label,
        required,
        find=lru_cache(maxsize=1024)(lambda text: codes.get(folded(text))),
        known=tuple(labels),
        hint=hint,
    )


def _labels(*members: Labelled) -> Mapping[str, str]:
    return MappingProxyType({member.label: member.value for member in members})


@lru_cache(maxsize=1024)
def _outcome(text: str) -> str | None:
    found = by_row(text)
    return found.code if found is not None else None


_RESULTS = tuple(
    dict.fromkeys(
        format.row(format.place(chosen.rows)).label
        for chosen in OUTCOMES.values()
        for format in reversed(FORMATS)
    )
)

# 当面 and the like are what ledgers write where the form of delivery is asked; the codes are those of the register.
_DELIVERY = {
    **_labels(*DeliveryForm),
    "当面": "collect",
    "自行领取": "collect",
    "自取": "collect",
    "电子邮箱": "email",
    "邮件": "email",
    "网络": "online",
    "查阅": "inspect",
    "抄录": "inspect",
}


def delivery_form(text: str) -> str:
    """The form of delivery that a free text means; `other` when it is none of the known ones."""
    wanted = folded(text)
    return _DELIVERY_CODES.get(wanted, DeliveryForm.other.value) if wanted else ""


_DELIVERY_CODES = {folded(label): code for label, code in _DELIVERY.items()}


_DAY = "写成 2020-09-01、2020/9/1 或者 2020年9月1日"
REQUEST_COLUMNS = (
    Column("案件编号", "number", most=60, hint="本单位原来的编号，同一单位同一年度不重复；为空的自动编号"),
    Column("办理单位", "unit", most=120, hint="单位代码或者全称；为空的属于导入时选定的单位"),
    _label("申请人类型", "category", _labels(*ApplicantCategory), required=True, hint="年报表头的六类申请人"),
    Column("申请人", "name", required=True, most=200, hint="姓名或者名称"),
    Column("证件类型", "id_type", most=40, hint="例如 居民身份证；加密保存"),
    Column("证件号码", "id_number", most=60, hint="设为文本格式，否则末几位会被改动；加密保存"),
    Column("联系电话", "phone", most=60, hint="加密保存"),
    Column("通信地址", "address", hint="加密保存"),
    Column("电子邮箱", "email", hint="加密保存"),
    _label("接收渠道", "channel", _labels(*Channel), hint="为空的为“其他”"),
    Column("收到日期", "received_on", Kind.day, required=True, hint=f"条例第三十一条的收到申请之日；{_DAY}"),
    Column("申请内容", "content", required=True, most=20_000, hint="申请公开的信息的名称、文号或者描述"),
    Column("事项类别", "topic", most=LONGEST, hint="单位设置中的事项类别，例如 土地征收；不分类的留空"),
    Column("获取方式", "delivery", hint="例如 邮寄、电子邮件、自行领取"),
    Column(
        "办理结果", "outcome", Kind.label, find=_outcome, known=_RESULTS,
        hint="年报第三部分的行名，或者结果代码（A1 至 F3d）；未办结的留空",
    ),
    Column("办结日期", "closed_on", Kind.day, hint=f"决定是否按期的日期（交邮日或者签收日）；未办结的留空；{_DAY}"),
    Column("送达日期", "served_on", Kind.day, hint=f"申请人收到之日，知道的填写；{_DAY}"),
    Column("答复文号", "answer_number", most=60, hint="答复书的发文字号"),
    Column("承办人", "handler", most=60, hint="与本单位在用账号同名的自动对应"),
    Column("备注", "remark", most=20_000),
)  # fmt: skip
REVIEW_COLUMNS = (
    Column("案件编号", "number", most=60, hint="所涉申请的编号，知道的填写"),
    _label("类型", "kind", _labels(RecordKind.review, RecordKind.lawsuit), required=True),
    _label(
        "经过复议", "after_review", MappingProxyType({"是": YES, "否": NO}), keys=False,
        hint="行政诉讼必填：是否先经过行政复议",
    ),
    Column("受理日期", "accepted_on", Kind.day, required=True, hint=_DAY),
    _label("结果", "result", _labels(*ReviewResult), hint="尚未审结的可以留空"),
    Column("结案日期", "closed_on", Kind.day, hint=f"填了结果的必填；{_DAY}"),
)  # fmt: skip
