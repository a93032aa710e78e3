"""The pages for applicants: from the choice of a unit to the receipt, and back again with number and code."""

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from casework.app import create_app
from casework.models.journal import JournalEntry
from casework.models.party import Party
from casework.models.record import Record
from casework.services import actions, unit_settings
from casework.viewer import Moment
from tests.factories import FOUNDED, OPERATOR
from tests.files import samples
from tests.web.town import TODAY, Town, read_page

TYPED = {
    "category": "natural",
    "name": "张三",
    "id_type": "居民身份证",
    "id_number": samples.ID,
    "phone": samples.PHONE,
    "items.0.description": "某街道2019年房屋征收补偿方案",
    "items.1.name": "拆迁公告",
    "items.1.mark": "某政发〔2019〕3号",
}
AT = "/apply/to/district"


@pytest.fixture
def anybody(town: Town, app: Flask) -> FlaskClient:
    """A browser of somebody without an account, in a town that takes requests online."""
    settings = {"channels": "网络", "phone": "0539-0000001"}
    moment = Moment.on(FOUNDED)
    unit_settings.change(town.office, "district", settings, viewer=OPERATOR, moment=moment)
    return app.test_client()


def key_of(client: FlaskClient) -> str:
    return re.findall(r'name="key" value="([^"]+)"', client.get(AT).text)[0]


def send(client: FlaskClient, key: str, **more: object) -> TestResponse:
    return client.post(
        AT,
        data={**TYPED, "key": key, "step": "send", **more},
        content_type="multipart/form-data",
        follow_redirects=False,
    )


def told(client: FlaskClient) -> Mapping[str, str]:
    """Number and code as the receipt shows them."""
    page = client.get("/apply/receipt").text
    found = re.findall(r"<dd(?: class=\"code\")?>([^<]+)</dd>", page)
    return {"number": found[0], "code": found[1]}


def requests(town: Town) -> int:
    with town.office.db.read() as session:
        counted = select(func.count()).select_from(Record).where(Record.kind == "request")
        return session.scalar(counted) or 0


def test_an_application_is_reviewed_before_it_is_sent_and_ends_in_a_receipt(
    anybody: FlaskClient, town: Town
) -> None:
    review = anybody.post(AT, data={**TYPED, "key": key_of(anybody), "step": "review"})
    assert review.status_code == 200
    assert "现在还没有提交" in review.text
    assert "名称：拆迁公告；文号：某政发〔2019〕3号" in review.text
    assert requests(town) == 0
    papers = (io.BytesIO(samples.pdf("ID")), "身份证.pdf")
    sent = send(anybody, key_of(anybody), identity=papers)
    assert (sent.status_code, sent.headers["Location"]) == (303, "/apply/receipt")
    receipt = anybody.get("/apply/receipt")
    assert receipt.headers["Cache-Control"] == "no-store"
    assert "<svg" in receipt.text
    assert requests(town) == 1


def test_no_address_and_no_title_names_the_applicant_or_the_code(
    anybody: FlaskClient, town: Town
) -> None:
    send(anybody, key_of(anybody))
    code = told(anybody)["code"]
    for address in ("/apply/receipt", "/apply/case", "/apply/case/withdraw"):
        page = read_page(anybody.get(address).text)
        title = re.search(r"<title>(.*)</title>", anybody.get(address).text)
        assert title
        assert "张三" not in title[1]
        assert not [link for link in page.links if code in link or "张三" in link]


def test_the_same_form_sent_twice_leads_to_the_same_receipt(
    anybody: FlaskClient, town: Town
) -> None:
    key = key_of(anybody)
    send(anybody, key)
    first = told(anybody)
    assert send(anybody, key).status_code == 303
    assert told(anybody) == first
    assert requests(town) == 1


def test_everything_that_is_wrong_is_told_at_once_and_nothing_typed_is_lost(
    anybody: FlaskClient, town: Town
) -> None:
    typed = {**TYPED, "name": "", "phone": "", "delivery": "mail", "key": key_of(anybody)}
    answer = anybody.post(AT, data={**typed, "step": "review"})
    assert answer.status_code == 422
    for sentence in ("填写姓名或者名称", "至少填写一项", "请填写通信地址"):
        assert sentence in answer.text
    assert "某街道2019年房屋征收补偿方案" in answer.text
    assert requests(town) == 0


def test_every_fault_leads_to_its_field(anybody: FlaskClient) -> None:
    typed = {"category": "natural", "key": key_of(anybody), "step": "review"}
    page = anybody.post(AT, data=typed).text
    led = re.findall(r'<li><a href="#([^"]+)">', page)
    assert set(led) == {"items.0.description", "name", "phone"}
    assert [one for one in led if f'id="{one}.error"' not in page] == []


def test_a_refused_file_is_told_on_the_page_of_review(anybody: FlaskClient, town: Town) -> None:
    answer = send(anybody, key_of(anybody), identity=(io.BytesIO(b"MZ\x00"), "a.exe"))
    assert answer.status_code == 422
    assert "没有接收" in answer.text
    assert "核对后提交" in answer.text
    assert requests(town) == 0


def test_a_program_that_fills_the_hidden_field_registers_nothing(
    anybody: FlaskClient, town: Town
) -> None:
    assert send(anybody, key_of(anybody), website="x").status_code == 422
    assert requests(town) == 0


def test_a_unit_without_the_channel_says_how_to_submit_otherwise(
    anybody: FlaskClient, town: Town
) -> None:
    settings = {"channels": "传真"}
    moment = Moment.on(TODAY)
    unit_settings.change(town.office, "edu", settings, viewer=OPERATOR, moment=moment)
    page = anybody.get("/apply/to/edu")
    assert "没有公布网上提交" in page.text
    assert "邮寄始终可以" in page.text
    assert "传真" in page.text
    assert 'name="step"' not in page.text


def test_the_case_is_opened_by_number_and_code_and_closed_again(
    anybody: FlaskClient, app: Flask
) -> None:
    send(anybody, key_of(anybody))
    known = told(anybody)
    other = app.test_client()
    assert other.get("/apply/case").headers["Location"] == "/apply/track"
    wrong = other.post("/apply/track", data={**known, "code": "AAAA-BBBB-CCCC"})
    assert wrong.status_code == 422
    assert other.post("/apply/track", data=known).headers["Location"] == "/apply/case"
    assert "工作机构应当在" in other.get("/apply/case").text
    other.post("/apply/case/leave")
    assert other.get("/apply/case").status_code == 303


def test_a_case_left_open_is_closed_after_half_an_hour(anybody: FlaskClient, town: Town) -> None:
    send(anybody, key_of(anybody))
    with anybody.session_transaction() as cookie:
        past = Moment.on(TODAY).at - timedelta(minutes=31)
        cookie["applicant_seen"] = past.isoformat()
    assert anybody.get("/apply/case").headers["Location"] == "/apply/track"
    assert "超过半小时" in anybody.get("/apply/track").text


def test_the_receipt_is_handed_out_to_whoever_has_opened_the_case_only(
    anybody: FlaskClient, app: Flask
) -> None:
    send(anybody, key_of(anybody))
    address = re.findall(r'action="(/apply/case/papers/\d+)"', anybody.get("/apply/receipt").text)[
        0
    ]
    assert anybody.post(address).data.startswith(b"%PDF")
    assert anybody.get(address).status_code == 405
    assert app.test_client().post(address).status_code == 303
    assert anybody.post("/apply/case/papers/999").status_code == 404


def test_a_withdrawal_is_confirmed_and_done_once(anybody: FlaskClient) -> None:
    send(anybody, key_of(anybody))
    assert "撤回不能取消" in anybody.get("/apply/case/withdraw").text
    assert anybody.post("/apply/case/withdraw").status_code == 303
    assert "已经终止办理" in anybody.get("/apply/case").text
    assert anybody.post("/apply/case/withdraw").status_code == 409


def test_a_correction_is_refused_beside_its_form_and_shown_once_it_is_sent(
    anybody: FlaskClient, town: Town
) -> None:
    send(anybody, key_of(anybody))
    with town.office.db.read() as session:
        record = session.scalars(select(Record).where(Record.kind == "request")).one()
    actions.perform(
        town.office,
        record.id,
        "request_correction",
        viewer=OPERATOR,
        version=record.version,
        on_day=TODAY,
        data={"items_to_correct": "写明年份", "days": 15},
        moment=Moment.on(TODAY),
    )
    typed = {"corrected": "2019年的方案", "files": (io.BytesIO(b"MZ\x90\x00" * 50), "a.exe")}
    refused = anybody.post("/apply/case/correction", data=typed)
    assert refused.status_code == 422
    assert refused.text.index("需要补正的内容") < refused.text.index("没有接收")
    assert ">2019年的方案</textarea>" in refused.text
    sent = anybody.post("/apply/case/correction", data={"corrected": "2019年的方案"})
    assert sent.status_code == 303
    assert '<dd class="as-written">2019年的方案</dd>' in anybody.get("/apply/case").text


def test_a_foreign_page_sends_nothing(anybody: FlaskClient, town: Town) -> None:
    data = {**TYPED, "key": key_of(anybody), "step": "send"}
    answer = anybody.post(AT, data=data, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert requests(town) == 0


def test_the_pages_are_gone_where_the_office_has_switched_them_off(town: Town) -> None:
    closed = replace(town.office, settings=replace(town.office.settings, apply=False))
    client = create_app(office=closed).test_client()
    for address in ("/apply", AT, "/apply/track"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "当面或者邮寄" in answer.text
    assert "/apply" not in client.get("/login").text


def test_the_lists_of_units_are_found_by_a_part_of_the_name(anybody: FlaskClient) -> None:
    assert 'href="/apply"' in anybody.get("/login").text
    page = anybody.get("/apply?q=教育").text
    assert "某市某区教育局" in page
    assert "某市某区人民政府</a>" not in page
    assert "没有找到" in anybody.get("/apply?q=不存在的").text


def test_a_clerk_hands_out_a_new_code_and_it_is_shown_once(
    anybody: FlaskClient, client: FlaskClient, town: Town
) -> None:
    send(anybody, key_of(anybody))
    with town.office.db.read() as session:
        record = session.scalars(select(Record).where(Record.kind == "request")).one()
    act = f"/cases/{record.id}/actions/issue_query_code"
    form = {"version": record.version, "on_day": TODAY.isoformat(), "checked": "当面核对身份证"}
    shown = client.post(act, data=form, follow_redirects=True).text
    code = re.findall(r"查询码：([0-9A-Z-]{14})", shown)[0]
    assert code not in client.get(f"/cases/{record.id}").text
    assert anybody.get("/apply/case").headers["Location"] == "/apply/track"
    known = {"number": str(record.number), "code": code}
    assert anybody.post("/apply/track", data=known).status_code == 303


def test_several_people_apply_together_under_one_number(anybody: FlaskClient, town: Town) -> None:
    typed = {**TYPED, "key": key_of(anybody)}
    page = anybody.post(AT, data={**typed, "step": "more_people"})
    assert read_page(page.text).faults == []
    assert 'name="others.0.name"' in page.text
    assert 'value="张三"' in page.text
    together = {
        **typed,
        "others.0.name": "李四",
        "others.0.address": "某路2号",
        "others.1.name": "",
        "others.2.name": "王五",
        "electronic_service": "1",
    }
    review = anybody.post(AT, data={**together, "step": "review"})
    assert "李四；某路2号" in review.text
    assert 'name="others.1.name" value="王五"' in review.text
    key = together.pop("key")
    assert send(anybody, key, **together).status_code == 303
    with town.office.db.read() as session:
        parties = session.scalars(select(Party).order_by(Party.position)).all()
        first = session.scalars(select(JournalEntry).where(JournalEntry.action == "receive")).one()
    assert [(one.name, one.kind) for one in parties] == [
        ("张三", "applicant"),
        ("李四", "applicant"),
        ("王五", "applicant"),
    ]
    assert "electronic_service" not in first.data


def test_a_joint_applicant_without_a_name_is_told_in_his_place(anybody: FlaskClient) -> None:
    typed = {**TYPED, "key": key_of(anybody), "others.0.phone": "0539-1", "has_agent": "1"}
    page = anybody.post(AT, data={**typed, "step": "review"})
    assert page.status_code == 422
    assert 'href="#others.0.name"' in page.text
    assert 'href="#agent_name"' in page.text
    assert 'value="0539-1"' in page.text
