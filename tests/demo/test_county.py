"""A second, small county: its circular of the fourth quarter of 2020 states the published figures (莒南县)."""

from datetime import date
from typing import Any

import pytest
from factories import OPERATOR, make_office, make_unit, make_user

from casework.db import Database
from casework.demo import flows, people, texts
from casework.demo.course import Course, Proceeding, Step, Story, WorkingDays
from casework.demo.stage import Stage
from casework.models.unit import Unit
from casework.queries.circulars import found_in
from casework.services import calendars, further_figures
from casework.services.further_figures import FigureForm
from casework.viewer import Moment
from workflows.circular import content
from workflows.circular_annexes import Annex
from workflows.periods import Period, Span
from workflows.vocabulary import RecordKind, Role

QUARTER = Period(Span.quarter, 2020, 4)
AS_OF = date(2021, 1, 15)
ROOT = "junan"
# The units that the circular names, with invented shares of the 28 requests.
UNITS = {
    "县政府办公室": 5, "县市场监管局": 3, "县教体局": 3, "县科技局": 1, "县行政审批服务局": 2, "县住建局": 4,
    "县自然资源和规划局": 4, "县发改局": 2, "县司法局": 2, "县住房保障中心": 2,
}  # fmt: skip
OTHERS = ("大店镇", "十字路街道", "县人社局")
_COUNTY, _TOWN = "编制完成县级标准目录（个领域）", "编制完成镇街级标准目录（个领域）"
FIGURES = (
    ("accounts", "僵尸账号", "", 27),
    ("accounts", "功能相近、无力维护、用户关注度和利用率低的账号", "", 21),
    ("accounts", "无互动功能的账号", "", 16),
    ("accounts", "纳入备案系统、正常运行的账号", "", 50),
    ("other", _COUNTY, "", 26),
    ("other", _TOWN, "", 17),
    ("other", "要求建设政务公开体验区的镇街（个）", "", 16),
    ("postings", "政务公开类", "", 7960),
    ("postings", "动态类", "", 1021),
    ("articles", "政务公开看山东", "县政府办公室", 1),
    ("articles", "政务公开看山东", "大店镇", 1),
    ("articles", "政务公开看山东", "县司法局", 1),
    ("articles", "政务公开看临沂", "大店镇", 2),
    ("articles", "政务公开看临沂", "十字路街道", 1),
    ("articles", "政务公开看临沂", "县司法局", 2),
    ("articles", "政务公开看临沂", "县市场监管局", 2),
    ("articles", "政务公开看临沂", "县行政审批服务局", 1),
    ("articles", "政务公开看临沂", "县人社局", 1),
)


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def published(db: Database) -> dict[str, Any]:
    """The circular of the quarter, after the county's cases were played and its further figures typed in."""
    office = make_office(db)
    units = {ROOT: make_unit(office, ROOT, name="莒南县人民政府")}
    for n, name in enumerate((*UNITS, *OTHERS)):
        units[f"u{n}"] = make_unit(office, f"u{n}", name=name, parent=ROOT)
    staff = {
        (code, role): viewer
        for code in units
        for viewer in [make_user(office, f"all-{code}", roles=list(Role), unit=code)]
        for role in Role
    }
    with db.read() as session:
        days = WorkingDays(calendars.newest(session))
    tuple(Stage(office, units, staff).play(stories(days), inquiries(days), until=AS_OF))
    forms = [FigureForm(2020, 12, *row) for row in FIGURES]
    assert further_figures.enter(
        office, ROOT, forms, viewer=OPERATOR, moment=Moment.on(AS_OF)
    ) == len(FIGURES)
    with db.read() as session:
        root = session.get_one(Unit, units[ROOT])
        calendar = calendars.newest(session)
        found = found_in(session, root, QUARTER, as_of=AS_OF, calendar=calendar)
    return content(found, {}, chosen=(Annex.requests,))


def test_the_quarter_reads_as_published(db: Database) -> None:
    made = published(db)
    sections, (annex,) = made["chapters"][0]["sections"], made["annexes"]
    said = {s["key"]: "".join(line["text"] for line in s["lines"]) for s in sections}
    assert said["requests"] == (
        "第四季度，全县共收到政府信息公开申请28件、省协助调查函2件、市协助调查函1件。"
        f"涉及{'、'.join(UNITS)}等部门、单位。相关单位均按时进行了规范答复。"
    )
    assert said["proactive"] == (
        "第四季度，全县通过县政府门户网站共发布信息8981条；政务公开类信息7960条；动态类信息1021条。"
    )
    assert said["media"] == (
        "第四季度，全县清查政务新媒体账号：僵尸账号27个，功能相近、无力维护、用户关注度和利用率低的账号21个，"
        "无互动功能的账号16个，纳入备案系统、正常运行的账号50个。"
    )
    assert said["others"] == (
        "第四季度，全县编制完成县级标准目录26个领域；编制完成镇街级标准目录17个领域；"
        "要求建设政务公开体验区的镇街16个。"
    )
    assert said["articles"] == (
        "第四季度，《政务公开看山东》栏目采用全县稿件共3条，其中县政府办公室、大店镇、县司法局各1条；"
        "《政务公开看临沂》栏目采用全县稿件共9条，其中大店镇、县司法局、县市场监管局各2条，"
        "十字路街道、县行政审批服务局、县人社局各1条。"
    )
    received = {row[0][0]: row[1][0] for row in annex["rows"]}
    assert received["合计"] == "28"
    assert {name: int(n) for name, n in received.items() if name in UNITS} == UNITS


def stories(days: WorkingDays) -> list[Story]:
    """28 requests over the quarter, each answered within some two weeks."""
    places = [f"u{n}" for n, share in enumerate(UNITS.values()) for _ in range(share)]
    open_days = days.between(date(2020, 10, 9), date(2020, 12, 22))
    found = []
    for n, place in enumerate(places):
        on = open_days[n * len(open_days) // len(places)]
        item = f"某项目第{n + 1}号审批文件"
        course = Course(days, on, "collect")
        matter = texts.Matter(item, "某局")
        draft = dict(texts.answer("D1b", n, matter=matter).data())
        (flows.on_the_spot if n % 2 else flows.quick)(course, n, draft)
        applicant = people.person(n)
        found.append(
            Story(f"jn-{n}", place, (applicant,), (item,), on, "in_person", "collect", tuple(course.steps))
        )  # fmt: skip
    return found


def inquiries(days: WorkingDays) -> list[Proceeding]:
    """Two letters of the province and one of the city, one of them passed on to a department."""
    found = []
    for n, origin in enumerate(("province", "city", "province")):
        on = days.add(date(2020, 10, 12), n * 20)
        data = {
            "origin": origin,
            "sender": "某政府办公室",
            "subject": "协助查找文件",
            "until": days.add(on, 10).isoformat(),
        }
        answer = {
            "reply_number": f"某函{n}号",
            "reply": "已公开",
            "holder": "某局",
            "view": "可以公开",
        }
        passed_on = Step(days.add(on, 1), "ask_unit", {"unit": "u8"})
        steps = (passed_on, Step(days.add(on, 5), "answer", answer))
        found.append(Proceeding(f"jn-xc-{n}", "", ROOT, RecordKind.inquiry, on, data, steps=steps))
    return found
