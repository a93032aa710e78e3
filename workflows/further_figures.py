"""Numbers that a supervising office takes from elsewhere (websites, new media, its own checks) and types in or imports for a circular."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workflows.vocabulary import Labelled


class Further(Labelled):
    """What can be reported; each has its own small table."""

    postings = "postings", "网站发布信息"
    new_media = "new_media", "政务新媒体超期更新"
    articles = "articles", "采用稿件"
    open_days = "open_days", "政府开放日"
    report_late = "report_late", "年度报告未按时公布"
    feedback_late = "feedback_late", "整改反馈未按时报送"
    media_checks = "media_checks", "政务新媒体检查"
    accounts = "accounts", "政务新媒体账号清查"
    other = "other", "其他指标"


@dataclass(frozen=True)
class FurtherKind:
    """One of these tables. `part` says what a row is divided by, with usual words; `measure` is its counting word.

    A row of postings without a part belongs to the whole: the parts are compared with it.
    """

    key: Further
    measure: str
    part: str = ""
    usual: tuple[str, ...] = ()
    about: str = "单位"
    assessed: bool = False  # counted for or against a unit in the yearly assessment

    @property
    def label(self) -> str:
        return self.key.label


FURTHER: Mapping[Further, FurtherKind] = {
    one.key: one
    for one in (
        FurtherKind(
            Further.postings,
            "条",
            "类别（总数不填）",
            ("政务主动公开类", "动态类"),
            "单位或者一类单位",
        ),
        FurtherKind(
            Further.new_media,
            "次",
            "平台",
            ("微信订阅号", "微信服务号", "微博", "今日头条", "抖音"),
            assessed=True,
        ),
        FurtherKind(
            Further.articles, "条", "栏目", ("政务公开看临沂", "政务公开看山东"), assessed=True
        ),
        FurtherKind(Further.open_days, "次", assessed=True),
        FurtherKind(Further.report_late, "次", assessed=True),
        FurtherKind(
            Further.feedback_late,
            "次",
            "哪一项反馈",
            ("上年度考核", "政府网站抽查"),
            assessed=True,
        ),
        FurtherKind(Further.media_checks, "次"),
        FurtherKind(
            Further.accounts,
            "个",
            "账号的情况",
            ("僵尸账号", "功能相近、利用率低的账号", "无互动功能的账号", "正常运行的备案账号"),
        ),
        FurtherKind(Further.other, "", "指标（括号中写计量单位）", ("编制标准目录（个领域）",)),
    )
}


@dataclass(frozen=True)
class Reported:
    """One row: how many, of which part, about whom (`code` where it is one of our units)."""

    key: Further
    part: str
    about: str
    count: int
    code: str = ""


def total(rows: Iterable[Reported]) -> int:
    """What the rows come to: the whole where it was told, else the sum of the parts."""
    held = tuple(rows)
    return sum(r.count for r in held if not r.part) or sum(r.count for r in held)


def doubts(rows: Iterable[Reported]) -> tuple[str, ...]:
    """Sentences on tables whose parts do not make up the whole that was told, and on names that are of no unit.

    Either may be right: a part that nobody named, a unit that is not in the system.
    """
    held = tuple(rows)
    found = []
    for kind in FURTHER.values():
        whole = sum(r.count for r in held if r.key is kind.key and not r.part)
        parts = sum(r.count for r in held if r.key is kind.key and r.part)
        if whole and parts and whole != parts:
            found.append(
                f"{kind.label}：总数{whole}{kind.measure}，各类合计{parts}{kind.measure}，相差{abs(whole - parts)}{kind.measure}；"
                "请核对，或者补填没有列出的类别。"
            )
        strange = {r.about for r in held if r.key is kind.key and r.about and not r.code}
        if kind.assessed and strange:
            found.append(
                f"{kind.label}：“{'”“'.join(sorted(strange))}”不是所属单位的名称，不计入年度考核；名称有误的请改正。"
            )
    return tuple(found)
