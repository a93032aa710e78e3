"""The other records of the present year: disputes that wait for us, inquiries, letters, rectifications, corrections; all invented.

As in `live`, every day is counted in working days back from the last working day up to today.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.demo import people
from casework.demo.course import Proceeding, Step, Story, WorkingDays
from casework.demo.units import ROOT
from workflows import circular
from workflows.periods import Span, last_ended
from workflows.vocabulary import RecordKind

Acts = tuple[tuple[int, str, dict[str, Any]], ...]
"""How many working days ago, which act, and what it records."""


@dataclass(frozen=True)
class Affair:
    """One record: its kind and unit, how many working days ago it came, when it is due from then, and what was done since."""

    kind: RecordKind
    back: int
    data: dict[str, Any]
    due_in: int | None = None  # working days from today; below zero it is late
    acts: Acts = ()
    unit: str = ROOT


_CITY, _PROVINCE = "某市人民政府办公室", "某省人民政府办公厅"


def _inquiry(back: int, origin: str, subject: str, due_in: int, *acts: Any) -> Affair:
    sender = {"city": _CITY, "province": _PROVINCE}[origin]
    data = {"origin": origin, "sender": sender, "subject": subject}
    return Affair(RecordKind.inquiry, back, data, due_in, acts)


def _letter(back: int, subject: str, n: int, *acts: Any, unit: str = ROOT) -> Affair:
    sender = people.person(600 + n)
    data = {"subject": subject, "sender": sender.name, "contact": sender.phone}
    return Affair(RecordKind.letter, back, data, acts=acts, unit=unit)


def _problem(back: int, unit: str, problem: str, due_in: int, *acts: Any, **more: Any) -> Affair:
    data = {"problem": problem, "circular": "示范公开办通报第9期", **more}
    return Affair(RecordKind.rectification, back, data, due_in, acts, unit)


def _publication(back: int, subject: str, due_in: int, *acts: Any) -> Affair:
    data = {"subject": subject, "requests": "示范编号1、示范编号2", "proposer": "office"}
    return Affair(RecordKind.publication, back, data, due_in, acts)


def _chase(back: int, unit: str, matter: str, reason: str, due_in: int, *acts: Any) -> Affair:
    data = {"matter": matter, "reason": reason, "demand": "查明原因，立即办理，并反馈办理结果"}
    return Affair(RecordKind.chase, back, data, due_in, acts, unit)


def _correction(back: int, n: int, matter: str, *acts: Any) -> Affair:
    data = {
        "channel": "mail",
        "applicant": people.name(640 + n),
        "matter": matter,
        "evidence": "随信附原件复印件",
    }
    return Affair(RecordKind.correction_of_record, back, data, acts=acts)


_REPORTED = (2, "report_done", {"note": "已补充送达凭证并更新指南"})
AFFAIRS = (
    _inquiry(9, "province", "核实某征收项目批复的公开情况", 3, (8, "ask_unit", {"unit": "ziran"})),
    _inquiry(12, "city", "协助核查某街道拆迁补偿档案", -1),
    _inquiry(
        30, "city", "了解某学校建设规划的公开情况", -20,
        (22, "answer", {"reply_number": "示范复函3号", "reply": "已主动公开，附网址", "holder": "示范区住房局", "view": "属于主动公开的政府信息，可以公开"}),
    ),
    _letter(2, "路口红绿灯不亮", 1),
    _letter(9, "询问社区医院开诊时间", 2),
    _letter(14, "反映广场舞噪声", 3, (11, "reply", {"reply": "已联系街道处理"})),
    _letter(6, "推销办公用品", 4, (5, "file_letter", {"reasons": "广告"}), unit="zhujian"),
    _problem(12, "zhujian", "公开指南未更新受理地址", 4),
    _problem(25, "ziran", "两件申请逾期答复", -3, repeated=True),
    _problem(20, "caizheng", "答复书未写明救济途径", 2, _REPORTED),
    _problem(
        40, "nongye", "年度报告数据有误", -15,
        (22, "report_done", {"note": "已更正并重新公布"}), (18, "verify_done", {}),
    ),
    _publication(5, "某片区征收补偿安置方案", 4),
    _publication(
        30, "某区教育设施布点规划", -10,
        (26, "decide_publication", {"reasons": "多人申请，不涉及第三方权益", "until": 5}),
        (22, "publish", {"address": "https://www.lanshan.example/gk/jysj"}),
    ),
    _chase(3, "ziran", "有1件申请逾期未答复", "overdue", 2),
    _chase(12, "caizheng", "有2份文书没有送达凭证", "unserved", -2),
    _chase(
        30, "nongye", "年度报告的更正没有反馈", "filing", -22,
        (24, "reply_chase", {"note": "已更正并重新公布，附截图"}), (22, "accept_reply", {}),
    ),
    _correction(5, 1, "宅基地登记表中的姓名"),
    _correction(18, 2, "社保缴费记录的年限", (15, "check_record", {})),
    _correction(
        35, 3, "不动产登记簿的门牌号",
        (30, "check_record", {}), (26, "correct_record", {"note": "已按门牌证更正"}),
    ),
)  # fmt: skip


def disputes(disputed: Sequence[Story]) -> tuple[tuple[Affair, Story], ...]:
    """A review and a lawsuit that wait for our word, and a lawsuit between its instances."""
    review = Affair(
        RecordKind.review,
        4,
        {"body": "某市人民政府", "procedure": "simple", "claim": "撤销不予公开的答复"},
        acts=((3, "receive_copy", {}),),
    )
    suit = Affair(
        RecordKind.lawsuit,
        8,
        {"court": "某市某区人民法院", "docket": "示范行初12号", "claim": "责令重新答复"},
        acts=(
            (6, "receive_complaint", {}),
            (4, "set_hearing", {"place": "第三法庭", "hearing_on": 15}),
        ),
    )
    appealed = Affair(
        RecordKind.lawsuit,
        70,
        {"court": "某市某区人民法院", "docket": "示范行初5号", "claim": "确认答复违法"},
        acts=(
            (66, "receive_complaint", {}),
            (60, "submit_defence", {"paper": "示范答辩5号", "pieces": 9}),
            (20, "judge", {"first_result": "upheld", "decision": "示范行初5号"}),
            (14, "appeal", {"appellant": "plaintiff"}),
        ),
    )
    return tuple(zip((review, suit, appealed), disputed, strict=False))


def _circular(now: date) -> Affair:
    """The circular of last month, begun yesterday."""
    month = last_ended(Span.month, now)
    data = {
        "title": circular.title(month, "区"),
        "span": month.span.value,
        "year": month.year,
        "part": month.part,
    }
    return Affair(RecordKind.circular, 1, data, 6)


def year(days: WorkingDays, stories: Sequence[Story], *, now: date) -> tuple[Proceeding, ...]:
    """The records around today; the disputes concern these closed requests."""
    found = [_planned(days, affair, f"live-r-{n:02d}", now=now) for n, affair in enumerate(AFFAIRS)]
    found.append(_planned(days, _circular(now), "live-tb", now=now))
    found += [
        _planned(days, affair, f"live-s-{n}", now=now, of=story)
        for n, (affair, story) in enumerate(disputes(stories))
    ]
    return tuple(found)


def _planned(
    days: WorkingDays, affair: Affair, key: str, *, now: date, of: Story | None = None
) -> Proceeding:
    given: dict[str, str] = {}
    if affair.due_in is not None:
        given["until"] = days.add(now, affair.due_in).isoformat()
    return Proceeding(
        key,
        of.key if of else "",
        of.unit if of else affair.unit,
        affair.kind,
        days.add(now, -affair.back),
        {**affair.data, **given},
        steps=tuple(
            Step(days.add(now, -back), action, _ahead(days, data, now=now))
            for back, action, data in affair.acts
        ),
    )


def _ahead(days: WorkingDays, data: dict[str, Any], *, now: date) -> dict[str, Any]:
    """A day in court, or one to publish by, lies so many working days ahead."""
    ahead = {key: data[key] for key in ("hearing_on", "until") if isinstance(data.get(key), int)}
    return {**data, **{key: days.add(now, n).isoformat() for key, n in ahead.items()}}
