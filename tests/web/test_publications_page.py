"""From request to publication: like requests of different people are proposed together, and the next one is told the address."""

import re
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from casework.models.record import Record
from casework.services import unit_settings
from casework.viewer import Moment
from tests.factories import FOUNDED, OPERATOR
from tests.web.test_register_beside import beside
from tests.web.town import TODAY, Town, read_page

PLAN = "某街道2019年老旧小区改造房屋征收补偿方案全文"


def given(town: Town, name: str, text: str, *, outcome: str = "A1") -> None:
    """A request that was answered on the spot."""
    case = town.case(names=[name], items=[text])
    facts = {
        "A1": {"fact_published_way": "政府网站", "fact_published_at": "公开目录第3条"},
        "D1b": {"fact_reasons": "不属于本机关职责"},
    }[outcome]
    case.do("answer_on_the_spot", date(2020, 9, 1), signer="本人", outcome=outcome, **facts)


@pytest.fixture
def several(town: Town) -> Town:
    given(town, "张三", PLAN)
    given(town, "李四", PLAN.replace("全文", "及附件"))
    given(town, "王五", "某中学食堂承包合同")
    given(town, "赵六", PLAN, outcome="D1b")
    return town


def publication(town: Town) -> Record:
    with town.office.db.read() as session:
        return session.scalars(select(Record).where(Record.kind == "publication")).one()


def act(town: Town, client: FlaskClient, name: str, **data: str) -> int:
    record = publication(town)
    sent = {"version": str(record.version), "on_day": TODAY.isoformat(), **data}
    return client.post(f"/cases/{record.id}/actions/{name}", data=sent).status_code


def town_takes_requests_online(town: Town, client: FlaskClient) -> FlaskClient:
    """A browser of somebody without an account."""
    settings, moment = {"channels": "网络"}, Moment.on(FOUNDED)
    unit_settings.change(town.office, "district", settings, viewer=OPERATOR, moment=moment)
    return client.application.test_client()


def review(anybody: FlaskClient, **typed: str) -> str:
    """What an applicant is shown before he sends; in another step, the form."""
    sent = {
        "category": "natural",
        "name": "钱七",
        "phone": "13900000001",
        "step": "review",
        **typed,
    }
    page = anybody.post("/apply/to/district", data=sent).text
    assert read_page(page).faults == []
    return page


def assert_told_online(anybody: FlaskClient, address: str, **applied: str) -> None:
    """On the page of review and on the form."""
    for page in (review(anybody, **applied), review(anybody, step="more", **applied)):
        assert page.count(f'已主动公开：<a href="{address}"') == 1
        # Not the title, which may be in somebody's words.
        assert re.search(r"某街道2019年老旧小区改造房屋征收补偿方案(?!全文)", page) is None


def test_like_requests_of_different_people_become_public_and_the_next_is_told(
    several: Town, client: FlaskClient
) -> None:
    page = client.get("/publications").text
    assert read_page(page).faults == []
    assert "2 个申请人，2 件" in page
    assert "食堂" not in page
    applied = {"items.0.description": f"名为{PLAN}", "items.1.description": "某中学食堂承包合同"}
    anybody = town_takes_requests_online(several, client)
    assert "已主动公开" not in review(anybody, **applied)
    link = re.search(r'href="(/records/publication/new[^"]+)"', page)
    assert link is not None
    form = client.get(link[1].replace("&amp;", "&")).text
    assert PLAN[:12] in form
    numbers = re.search(r'name="requests"[^>]*value="([^"]+)"', form)
    assert numbers is not None
    typed = {
        "unit": "district",
        "on_day": TODAY.isoformat(),
        "subject": "某街道2019年老旧小区改造房屋征收补偿方案",
        "requests": numbers[1],
        "proposer": "office",
        "until": "2020-09-15",
    }
    assert client.post("/records/publication/new", data=typed).status_code == 303
    assert "待决定" in client.get("/publications").text
    assert act(several, client, "decide_publication", reasons="多人申请", until="2020-09-30") == 303
    address = "https://www.example.gov.cn/bc"
    assert act(several, client, "publish", address="网站") == 409
    assert act(several, client, "publish", address=address) == 303
    told = beside(client, **{"items.0": "申请公开某街道2019年老旧小区改造房屋征收补偿方案"})
    assert address in told
    assert "已转为主动公开" in told
    assert address not in beside(client, **{"items.0": "某中学食堂承包合同"})
    assert_told_online(anybody, address, **applied)
    assert (
        "经审查纳入主动公开范围1项。" in client.get("/reports/annual?unit=district&year=2020").text
    )
    indicators = "/indicators/cases/turned_public?unit=district&span=year&year=2020&part=1"
    assert "<small>1 件" in client.get(indicators).text


def test_a_number_that_is_no_request_is_pointed_out(several: Town, client: FlaskClient) -> None:
    with several.office.db.read() as session:
        requests = select(Record.number).where(Record.kind == "request").order_by(Record.id)
        number = session.scalars(requests.limit(1)).one()
    typed = {
        "unit": "district",
        "on_day": TODAY.isoformat(),
        "subject": "某街道房屋征收补偿方案",
        "requests": f"{number}，示范-9999; {number}",
        "proposer": "office",
        "until": "2020-09-15",
    }
    told = client.post("/records/publication/new", data=typed, follow_redirects=True).text
    assert "编号示范-9999不是您可以查看的申请" in told
    assert publication(several).facts["requests"] == f"{number}、示范-9999"
