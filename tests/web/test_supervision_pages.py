"""The pages of a supervising office: risk across units, a chase with its reply, the assessment sheet."""

import csv
import io
import re
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from casework.models.journal import JournalEntry
from casework.models.record import Record
from casework.services import registering
from casework.viewer import Moment
from tests.factories import OPERATOR, make_user
from tests.web.test_late_reports import publish, said
from tests.web.town import TODAY, Town, read_page
from workflows.vocabulary import Role

CELL = re.compile(r'<td class="figure"><a class="[^"]*" href="([^"]+)">(\d+)</a></td>')


@pytest.fixture
def late(town: Town) -> Town:
    """A letter of the department that was due two days ago, and a request of the district that is late."""
    town.case(arrived_on=date(2020, 8, 3), today=date(2020, 8, 3))
    registering.open_record(
        town.office,
        kind="letter",
        unit_id=town.department,
        on_day=date(2020, 9, 1),
        data={"subject": "路灯不亮", "until": "2020-09-08"},
        viewer=OPERATOR,
        moment=Moment.on(date(2020, 9, 1)),
    )
    return town


def test_the_risks_of_each_unit_open_their_lists(late: Town, sign_in) -> None:
    boss: FlaskClient = sign_in("boss")
    page = boss.get("/supervision").text
    assert read_page(page).faults == []
    assert page.index("某市某区人民政府</th>") > 0
    cells = [(href.replace("&amp;", "&"), int(n)) for href, n in CELL.findall(page)]
    assert sum(n for _, n in cells) == 2
    for href, n in cells:
        found = boss.get(href)
        assert found.status_code == 200, href
        assert f"{n} 件" in found.text or f"{n} 份" in found.text, href


def test_a_chase_is_proposed_only_to_those_who_may_raise_it(late: Town, sign_in) -> None:
    make_user(late.office, "audit", roles=[Role.auditor])
    page = sign_in("audit").get("/supervision").text
    assert "某市某区人民政府</th>" in page
    assert "/records/chase/new" not in page


def test_a_chase_is_proposed_raised_replied_to_and_judged(late: Town, sign_in) -> None:
    boss = sign_in("boss")
    link = re.search(
        r'href="(/records/chase/new[^"]*unit=edu[^"]*)"', boss.get("/supervision").text
    )
    assert link is not None
    form = boss.get(link[1].replace("&amp;", "&")).text
    assert "有1件来信、协助调查函逾期未答复" in form
    typed = {
        "unit": "edu",
        "on_day": TODAY.isoformat(),
        "matter": "有1件来信逾期未答复",
        "reason": "correspondence",
        "demand": "立即答复",
        "until": "2020-09-15",
    }
    assert boss.post("/records/chase/new", data=typed).status_code == 303
    with late.office.db.read() as session:
        record_id = session.scalars(select(Record.id).where(Record.kind == "chase")).one()
    assert "督办单" in boss.get(f"/cases/{record_id}").text
    told = "已“发出督办单”，期限2020年9月15日（条例47）"
    assert told in sign_in("edu").get("/inbox").text
    assert told not in boss.get("/inbox").text

    def act(client: FlaskClient, name: str, version: int, **data: str) -> int:
        sent = {"version": str(version), "on_day": TODAY.isoformat(), **data}
        return client.post(f"/cases/{record_id}/actions/{name}", data=sent).status_code

    assert act(sign_in("edu"), "reply_chase", 1, note="已答复") == 303
    assert "已“反馈办理情况”" in boss.get("/inbox").text
    assert act(sign_in("edu"), "accept_reply", 2) == 403
    assert act(boss, "accept_reply", 2) == 303


def test_the_assessment_names_its_sources_and_goes_out(late: Town, sign_in) -> None:
    boss = sign_in("boss")
    assert boss.post(
        "/circulars/figures?unit=district&year=2020&month=9",
        data={"key": "new_media", "part": "微博", "about": "edu", "count": "3"},
    )
    page = boss.get("/assessment?year=2020").text
    assert read_page(page).faults == []
    assert "部门信箱逾期 1（-1）" in page
    assert "政务新媒体超期更新 3（-1.5）" in page
    sheet = boss.get("/assessment/edu?year=2020").text
    assert "<b>97.5</b>" in sheet
    for href, n in CELL.findall(sheet):
        if "/cases/" in href:
            assert f"{n} 件" in boss.get(href.replace("&amp;", "&")).text, href
    answer = boss.get("/assessment.csv?year=2020")
    (row,) = csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig")))
    assert row["得分"] == "97.5"
    assert sign_in("handler").get("/supervision").status_code == 403


POINTS = "/assessment/points?unit=district&year=2020"


def points(page: str, **change: str) -> dict[str, str]:
    """What the form of the points holds, with some of it changed."""
    found = dict(re.findall(r'<input name="([a-z_]+-(?:points|most))" value="([^"]*)"', page))
    assert len(found) == 30
    return {**found, **{key.replace("__", "-"): value for key, value in change.items()}}


def test_an_office_sets_its_points_sees_their_effect_and_an_assessed_year_keeps_them(
    late: Town, sign_in
) -> None:
    boss = sign_in("boss")
    letter = {"key": "feedback_late", "about": "edu", "count": "1", "part": "八月"}
    figures = "/circulars/figures?unit=district&year=2020&month=9"
    page = boss.get(POINTS).text
    assert read_page(page).faults == []
    sent = points(page, letters_late__points="-4")
    assert "<b>96</b>" in boss.post(POINTS, data={**sent, "try": "1"}).text
    assert "部门信箱逾期 1（-1）" in boss.get("/assessment?year=2020").text
    assert boss.post(POINTS, data=sent).status_code == 303
    assert "部门信箱逾期 1（-4）" in boss.get("/assessment?year=2020").text
    wrong = boss.post(POINTS, data={**sent, "late-points": "3", "late-most": "9"})
    assert wrong.status_code == 422
    assert 'value="3"' in wrong.text
    assert "扣分项，每件填负数" in wrong.text
    year = "?unit=district&year=2020"
    assert boss.post(f"/assessment/close{year}").status_code == 303
    assert boss.post(figures, data=letter).status_code == 303
    listed, sheet = (boss.get(f"/assessment{of}?year=2020").text for of in ("", "/edu"))
    assert "整改反馈未按时报送 0（0，现为1）" in listed
    assert "<b>96</b>" in sheet
    assert "0 <small>现为<a" in sheet
    moved = boss.get("/assessment.csv?year=2020").get_data().decode("utf-8-sig")
    assert "96,整改反馈未按时报送现为1" in moved
    refused = boss.post(POINTS, data=points(page))
    assert refused.status_code == 409
    assert "2020年度已经评定" in refused.text
    earlier = "/assessment/points?unit=district&year=2019"
    assert boss.post(earlier, data=points(page, letters_late__points="-5")).status_code == 303
    assert "部门信箱逾期 1（-4）" in boss.get("/assessment?year=2020").text
    assert "请填写理由" in boss.post(f"/assessment/reopen{year}").text
    reason = {"reason": "漏计一件"}
    assert boss.post(f"/assessment/reopen{year}", data=reason).status_code == 303
    assert boss.post(POINTS, data=points(page)).status_code == 303
    assert (
        "部门信箱逾期 1（-1）；整改反馈未按时报送 1（-2）" in boss.get("/assessment?year=2020").text
    )
    assert sign_in("handler").post(POINTS, data=sent).status_code == 403


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_late_annual_report_is_read_from_the_dates_and_corrected_with_a_reason(
    late: Town, sign_in
) -> None:
    boss, place = sign_in("boss"), "/assessment/edu/late-report?year=2020"
    assert "年度报告未按时公布" not in boss.get("/assessment?year=2020").text
    publish(late, late.department, date(2020, 2, 3))
    assert "年度报告未按时公布 1（-5）" in boss.get("/assessment?year=2020").text
    assert "请填写理由" in boss.post(place, data={"late": "in_time"}).text
    told = {"late": "in_time", "reason": "1月30日已在门户网站公布"}
    assert boss.post(place, data=told).status_code == 303
    assert "年度报告未按时公布" not in boss.get("/assessment?year=2020").text
    sheet = boss.get("/assessment/edu?year=2020").text
    assert read_page(sheet).faults == []
    assert "1月30日已在门户网站公布" in sheet
    assert "某市某区教育局" not in said(late)
    assert boss.post(place, data={"late": ""}).status_code == 303
    assert "年度报告未按时公布 1（-5）" in boss.get("/assessment?year=2020").text
    assert sign_in("edu").post(place, data=told).status_code in (403, 404)
    strange = boss.post("/assessment/district/late-report?year=2020", data=told)
    assert strange.status_code in (404, 422)
    with late.office.db.read() as session:
        rows = session.scalars(
            select(JournalEntry.data).where(JournalEntry.action == "set_assessment")
        )
        assert [row["detail"].partition("，")[2][:4] for row in rows] == ["按时公布", "按公布日"]
