"""Announcements: shown where they belong and as long as they are meant to, taken back at once, and only by administrators."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from tests.factories import make_user
from tests.web.town import TODAY, Town, read_page
from workflows.vocabulary import Role

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
LAST = (TODAY + timedelta(days=3)).isoformat()


@pytest.fixture
def admin(town: Town, sign_in) -> FlaskClient:
    make_user(town.office, "boss2", roles=[Role.admin], name="管理员")
    return sign_in("boss2")


def sent(**more: str) -> dict[str, str]:
    plain = {"unit": "district", "audience": "staff", "text": "周五停机维护"}
    return {**plain, "first_on": TODAY.isoformat(), "last_on": LAST, **more}


def test_colleagues_see_it_on_their_desk_until_it_is_taken_back(
    town: Town, admin: FlaskClient, sign_in
) -> None:
    assert admin.post("/admin/announcements", data=sent()).status_code == 303
    for login in ("handler", "edu"):  # the district and a department below it
        assert "周五停机维护" in sign_in(login).get("/").text
    page = admin.get("/admin/announcements")
    assert read_page(page.text).faults == []
    assert admin.post("/admin/announcements/1/withdraw").status_code == 303
    assert "周五停机维护" not in sign_in("edu").get("/").text
    assert admin.post("/admin/announcements/1/withdraw").status_code == 409
    assert "已撤下" in admin.get("/admin/announcements").text


def test_what_a_department_announces_stays_in_it(town: Town, admin: FlaskClient, sign_in) -> None:
    admin.post("/admin/announcements", data=sent(unit="edu", text="教育局例会"))
    assert "教育局例会" in sign_in("edu").get("/").text
    assert "教育局例会" not in sign_in("handler").get("/").text


def test_applicants_read_theirs_on_their_pages_and_not_before_its_day(
    town: Town, admin: FlaskClient
) -> None:
    admin.post("/admin/announcements", data=sent(audience="applicants", text="国庆期间顺延登记"))
    later = (TODAY + timedelta(days=2)).isoformat()
    soon = sent(audience="applicants", text="以后才说", first_on=later)
    admin.post("/admin/announcements", data=soon)
    stranger = admin.application.test_client()
    for address in ("/apply", "/apply/to/district", "/apply/to/edu"):
        page = stranger.get(address).text
        assert "国庆期间顺延登记" in page
        assert "以后才说" not in page
    assert "国庆期间顺延登记" not in admin.get("/").text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text": " "}, "公告内容"),
        ({"text": "长" * 501}, "不超过 500 个字"),
        ({"audience": "everybody"}, "给谁看"),
        ({"last_on": "2020-09-01"}, "结束日期不能早于"),
        ({"last_on": "2029-09-01"}, "最长一年"),
        ({"first_on": "morgen"}, "开始日期不是有效日期"),
        ({"unit": "nowhere"}, "没有代码或者名称"),
    ],
)
def test_what_cannot_be_comes_back_in_a_sentence_with_what_was_typed(
    admin: FlaskClient, wrong: dict[str, str], said: str
) -> None:
    page = admin.post("/admin/announcements", data=sent(**wrong))
    assert page.status_code in (404, 422)
    assert said in page.text
    assert read_page(page.text).faults == []
    assert "还没有发布过公告" in page.text


def test_nobody_else_announces_anything(town: Town, client: FlaskClient) -> None:
    assert client.get("/admin/announcements").status_code == 403
    assert client.post("/admin/announcements", data=sent()).status_code == 403
