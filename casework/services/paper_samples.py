"""A kind of paper before any case: its template with the name of each fact in 〔〕 where the fact will stand."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from jinja2 import Environment, meta

from casework.models.unit import Unit
from casework.office import Office
from casework.pdf.fonts import font_set
from casework.services import papers
from casework.services.paper_people import unit_facts
from casework.services.papers import UNNUMBERED, Drawn
from workflows.documents import DOCUMENTS, Addressee, DocumentType
from workflows.registry import all_workflows
from workflows.vocabulary import Channel, DeliveryForm

_MARK = "样式"
# What a template names and no act asks for; the facts of acts bring the labels of their fields.
_LABELS: Mapping[str, str] = {
    "number": "编号", "received": "收到申请之日", "arrived": "到达日期", "content": "申请公开的内容",
    "due": "期限届满日", "term": "二十", "most_extension": "二十", "identity": "证件名称和号码",
    "contact": "联系方式", "category": "申请人类型", "agents": "代理人", "handler": "承办人",
    "rule": "收到日期的确定", "by": "经办人", "addressee": "收件人", "sent": "送出日期", "reached": "收到日期",
    "proof": "凭证", "method": "送达方式", "recipient": "受送达人", "title": "文书名称", "basis": "依据",
    "what": "办理经过", "name": "名称", "matter": "内容", "file": "文件名称", "sha256": "校验值",
    "said": "意见", "conclusion": "结论", "grounds": "依据和意见", "claim": "请求", "applicant": "申请人",
    "proposal": "拟办结果", "fee_rule": "收费标准", "answered": "答复日期", "runs_from": "起算日",
    "action": "事项", "proves": "证明内容", "result": "结果", "court": "人民法院", "body": "复议机关",
    "docket": "案号", "paragraphs": "答复的正文", "skipped": "理由", "opinion": "意见", "received_on": "收到日期",
}  # fmt: skip
_LINES: Mapping[str, Any] = {
    "sentences": ["〔办理结果的正文：由结果和条文写出〕"],
    "reasons": ["〔理由〕"],
    "sentences_after": [],
    "items": [],
    "remedy": "〔救济途径：按结果、署名机关和答复日期写明复议机关、法院、地址和期限〕",
    "circular": {  # the share of a column is a number, which no label can stand for
        "addressee": "〔主送单位〕",
        "lead": ["〔开头〕"],
        "chapters": [
            {
                "heading": "〔各部分的标题〕",
                "sections": [
                    {"heading": "〔各项的标题〕", "lines": [{"text": "〔由数据写出的正文〕"}]}
                ],
            }
        ],
        "annexes": [
            {
                "number": "1",
                "heading": "〔附件名称〕",
                "heads": [["单位", "1"], ["〔指标〕", "1"]],
                "rows": [[["〔单位〕"], ["〔数值〕"]]],
            }
        ],
    },
}


class _Blank:
    """A fact that no case has given: it reads as its label, is one of a list, and holds whatever is asked of it."""

    def __init__(self, key: str, labels: Mapping[str, str]) -> None:
        self._key, self._labels = key, labels

    def __getattr__(self, key: str) -> "_Blank":
        if key.startswith("__"):
            raise AttributeError(key)
        return _Blank(key, self._labels)

    def __getitem__(self, key: object) -> "_Blank":
        return _Blank(str(key), self._labels)

    def __call__(self, *_: object) -> bool:
        return False

    def __iter__(self) -> Iterator["_Blank"]:
        return iter((_Blank(self._key, self._labels),))

    def __len__(self) -> int:
        return 1

    def __str__(self) -> str:
        if self._key == "day":  # a day beside a signature is written by hand
            return ""
        return f"〔{self._labels.get(self._key, '……')}〕"


def sample(office: Office, unit: Unit, key: str, *, on_day: date) -> Drawn:
    """The paper of this kind with the head and the contact of a unit, and nobody's case in it."""
    kind = DOCUMENTS[key]
    labels = {**_LABELS, **_labels_of(kind)}
    reader = Addressee.applicant if kind.shows_applicant else kind.addressee
    known: dict[str, Any] = {
        "title": kind.heading,
        "number": UNNUMBERED if kind.word else "",
        "issued_on": on_day.isoformat(),
        "unit": unit_facts(unit),
        "addressee": f"〔{reader.label}〕",
        "you": "你（单位）",
        "act_name": "",
        **_LINES,
    }
    delivery = [[form.label, False] for form in DeliveryForm]
    case = _Case(labels, delivery=delivery, provisional=False, channel=f"〔{_CHANNELS}〕")
    names = meta.find_undeclared_variables(Environment(autoescape=True).parse(papers.template(key)))
    blanks = {name: _Blank(name, labels) for name in names if name not in known}
    paper = papers.blocks(key, {**blanks, **known, "case": case})
    return Drawn(kind, paper, font_set(office.settings.font_dir), _MARK)


_CHANNELS = "、".join(one.label for one in Channel)


class _Case(dict[str, Any]):
    """The facts of the case itself; what is not given reads as its label."""

    def __init__(self, labels: Mapping[str, str], **given: Any) -> None:
        super().__init__(given)
        self._labels = labels

    def __missing__(self, key: str) -> _Blank:
        return _Blank(
            "case_number" if key == "number" else key, {**self._labels, "case_number": "登记编号"}
        )


@cache
def _labels_of(kind: DocumentType) -> Mapping[str, str]:
    """The labels of what is entered with the acts that issue the paper or whose record it repeats."""
    rows = (
        row
        for workflow in all_workflows()
        for row in workflow.actions
        if kind.key in row.previews or row.name in kind.uses
    )
    return {field.key: field.label for row in rows for field in row.fields}
