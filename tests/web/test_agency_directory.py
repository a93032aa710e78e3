"""The directory of agencies in the browser: found, entered, changed, read in a table, by administrators alone."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient

from tests.factories import make_user
from tests.web.town import Town, read_page
from workflows.vocabulary import Role

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
BUREAU = {"name": "某市水务局", "address": "某路1号", "phone": "0000-1", "matters": "水库"}


@pytest.fixture
def admin(town: Town, sign_in) -> FlaskClient:
    make_user(town.office, "boss2", roles=[Role.admin], name="管理员")
    return sign_in("boss2")


def test_an_agency_is_entered_found_and_changed(admin: FlaskClient) -> None:
    assert admin.post("/admin/agencies", data=BUREAU).status_code == 303
    page = admin.get("/admin/agencies?q=水库").text
    assert "某市水务局" in page
    assert read_page(page).faults == []
    assert "没有符合的机关" in admin.get("/admin/agencies?q=铁路").text
    one = admin.get("/admin/agencies/1")
    assert read_page(one.text).faults == []
    changed = {**BUREAU, "phone": "0000-2", "until": "2020-08-31"}
    assert admin.post("/admin/agencies/1", data=changed).status_code == 303
    page = admin.get("/admin/agencies").text
    assert "0000-2" in page
    assert "（已停用）" in page


def test_a_table_is_read_whole_or_not_at_all(admin: FlaskClient) -> None:
    def send(text: str) -> int:
        table = (BytesIO(text.encode("utf-8-sig")), "a.csv")
        return admin.post("/admin/agencies/import", data={"file": table}).status_code

    assert send("名称,电话\n甲局,1\n,2\n") == 422
    assert "名录是空的" in admin.get("/admin/agencies").text
    assert send("名称,电话\n甲局,1\n乙局,2\n") == 303
    assert "新增 2 个" in admin.get("/admin/agencies").text
    assert admin.post("/admin/agencies/import").status_code == 422


@pytest.mark.parametrize(
    ("wrong", "status"),
    [({"name": ""}, 422), ({"since": "x"}, 422), ({"name": "长" * 121}, 422), ({}, 409)],
)
def test_what_cannot_be_comes_back_with_what_was_typed(
    admin: FlaskClient, wrong: dict[str, str], status: int
) -> None:
    admin.post("/admin/agencies", data=BUREAU)
    page = admin.post("/admin/agencies", data={**BUREAU, "phone": "0000-9", **wrong})
    assert page.status_code == status
    assert 'value="0000-9"' in page.text
    assert admin.get("/admin/agencies/9").status_code == 404


def test_nobody_else_keeps_the_directory(client: FlaskClient) -> None:
    for answer in (
        client.get("/admin/agencies"),
        client.post("/admin/agencies", data=BUREAU),
        client.post("/admin/agencies/1", data=BUREAU),
        client.post("/admin/agencies/import", data={"file": (BytesIO(b"x"), "a.csv")}),
    ):
        assert answer.status_code == 403
