"""What the circular of September 2020 speaks of: inquiries, letters and rectifications with the published counts, and the circular itself.

The counts by unit are those of the published circular; contents and persons are invented.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from casework.demo import people
from casework.demo.course import Proceeding, Step, WorkingDays
from casework.demo.units import ROOT
from casework.services.further_figures import FigureForm
from workflows.further_figures import Further
from workflows.vocabulary import RecordKind

AS_OF = date(2020, 10, 15)
ISSUED = date(2020, 10, 16)
ENTERED = date(2020, 10, 12)
LETTERS = {
    "jiaoti": 3, "zhujian": 2, "qzfb": 1, "fagai": 1, "shichang": 1, "weijian": 1, "zhifa": 1, "liuqing": 1,
}  # fmt: skip
_SUBJECTS = (
    "咨询入学所需材料",
    "反映校门口乱停车",
    "询问课后服务安排",
    "反映老旧小区漏水",
    "询问公租房申请条件",
    "建议增设便民服务窗口",
    "询问项目备案流程",
    "投诉商品标价不清",
    "询问疫苗接种门诊时间",
    "反映占道经营",
    "反映路灯不亮",
)
_PLANS = "未按要求上传政务公开实施方案"
_COLUMNS = "往期通报中应更新未更新的栏目未完成更新"
# Unit, problem, circular, day it was raised, its limit, day it was reported: all after the circular of September.
_PROBLEMS = (
    ("jingkai", "未上传主动公开基本目录", "5月份通报", date(2020, 6, 15), date(2020, 6, 30), date(2020, 10, 22)),
    ("jinrong", _PLANS, "7月份通报", date(2020, 8, 17), date(2020, 8, 31), date(2020, 10, 23)),
    ("touzi", _PLANS, "7月份通报", date(2020, 8, 17), date(2020, 8, 31), date(2020, 10, 23)),
    ("liangshi", _COLUMNS, "7月份通报", date(2020, 8, 17), date(2020, 10, 25), date(2020, 10, 21)),
    ("wanggou", _COLUMNS, "7月份通报", date(2020, 8, 17), date(2020, 10, 25), date(2020, 10, 23)),
)  # fmt: skip
_TOWNS, _DEPARTMENTS = "镇街道、商城、经开区", "政府各部门"
_FIGURES: tuple[tuple[Further, str, str, int], ...] = (
    (Further.postings, "", _TOWNS, 497),
    (Further.postings, "", _DEPARTMENTS, 703),
    (Further.postings, "政务主动公开类", _TOWNS, 19),
    (Further.postings, "政务主动公开类", _DEPARTMENTS, 264),
    (Further.postings, "动态类", _TOWNS, 475),
    (Further.postings, "动态类", _DEPARTMENTS, 439),
    (Further.media_checks, "", "", 1),
    (Further.new_media, "微信订阅号", "", 13),
    (Further.new_media, "微信服务号", "", 3),
    (Further.new_media, "微博", "", 2),
    (Further.new_media, "今日头条", "", 3),
    (Further.new_media, "抖音", "", 1),
    (Further.articles, "政务公开看临沂", "zhujian", 1),
    (Further.articles, "政务公开看临沂", "yibao", 1),
    (Further.articles, "政务公开看临沂", "tongji", 1),
    (Further.open_days, "", "tongji", 1),
)
_WORDS = {
    "media": "区行政审批服务局、区科技局和部分派出所的账号未在规定时间内完成整改。",
    "problems": "一是政务新媒体更新不及时，部分账号没有按要求回应互动。\n二是政务公开交流稿件报送不及时，部分单位重视不够。",
    "tasks": "（一）加强公开内容的时效性，需要审核的，上传材料的同时报送审批单。\n（二）10月31日前公开人大建议、政协提案的答复。\n"
    "（三）继续做好通报问题的整改，10月25日前完成；情况反复和整改不到位的，在年终考核中扣分。",
}
_ANNEXES = {"rectification": True, "letters": True, "postings": True, "articles": True}


def figures() -> tuple[FigureForm, ...]:
    """What the supervising office counted outside the system in September 2020."""
    return tuple(FigureForm(2020, 9, key.value, part, about, n) for key, part, about, n in _FIGURES)


def proceedings(days: WorkingDays) -> tuple[Proceeding, ...]:
    """Every record, each done on working days."""
    return (*_letters(days), *_inquiries(days), *_problems(days), _circular())


def _letters(days: WorkingDays) -> Sequence[Proceeding]:
    units = [code for code, n in LETTERS.items() for _ in range(n)]
    open_days = days.between(date(2020, 9, 1), date(2020, 9, 28))
    found = []
    for n, (code, subject) in enumerate(zip(units, _SUBJECTS, strict=True)):
        on = open_days[n * len(open_days) // len(units)]
        sender = people.person(660 + n)
        data = {"subject": subject, "sender": sender.name, "contact": sender.phone}
        reply = Step(days.add(on, 1 + n % 4), "reply", {"reply": "已电话答复来信人"})
        found.append(_of("xx", n, code, RecordKind.letter, on, data, reply))
    return found


def _inquiries(days: WorkingDays) -> Sequence[Proceeding]:
    asked = (
        ("province", "某省人民政府办公厅", date(2020, 9, 8), "核实某安置区建设审批文件的公开情况"),
        ("city", "某市人民政府办公室", date(2020, 9, 17), "协助查找某道路拓宽工程征收公告"),
    )
    return [
        _of(
            "xc", n, ROOT, RecordKind.inquiry, on,
            {"origin": origin, "sender": sender, "subject": subject, "until": days.add(on, 10).isoformat()},
            Step(days.add(on, 6), "answer", {
                "reply_number": f"示范复函〔2020〕{n + 1}号",
                "reply": "相关信息已经主动公开，附网址",
                "holder": "示范区住房局",
                "view": "属于主动公开的政府信息，可以公开",
            }),
        )
        for n, (origin, sender, on, subject) in enumerate(asked)
    ]  # fmt: skip


def _problems(days: WorkingDays) -> Sequence[Proceeding]:
    found = []
    for n, (code, problem, circular, on, until, reported) in enumerate(_PROBLEMS):
        data = {"problem": problem, "circular": circular, "until": until.isoformat()}
        steps = (
            Step(reported, "report_done", {"note": "已按要求完成"}),
            Step(days.add(reported, 2), "verify_done", {}),
        )
        found.append(_of("zg", n, code, RecordKind.rectification, on, data, *steps))
    return found


def _circular() -> Proceeding:
    data = {
        "title": "关于2020年9月份全区政务公开工作情况的通报",
        "span": "month",
        "year": 2020,
        "part": 9,
        "until": ISSUED.isoformat(),
        "as_of": AS_OF.isoformat(),
    }
    steps = (
        Step(date(2020, 10, 15), "write_circular", _WORDS),
        Step(date(2020, 10, 15), "choose_annexes", _ANNEXES),
        Step(ISSUED, "issue_circular", {"number": "示范政办字〔2020〕9号"}),
    )
    return _of("tb", 9, ROOT, RecordKind.circular, date(2020, 10, 13), data, *steps)


def _of(
    mark: str, n: int, unit: str, kind: RecordKind, on: date, data: dict[str, Any], *steps: Step
) -> Proceeding:
    return Proceeding(f"2020-{mark}-{n:02d}", "", unit, kind, on, data, steps=steps)
