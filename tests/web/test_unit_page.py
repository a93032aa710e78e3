"""The tree of the units and the page of one: changing names and remedies, the history, bad input, who may."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from casework.models.unit import Unit
from tests.factories import REMEDIES, make_user
from tests.web.town import Town, read_page
from workflows.vocabulary import Role

SignIn = Callable[[str], FlaskClient]
pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)

NAMES = {"name": "某市某区人民政府", "parent": "", "signatory": "", "mark": "某政"}


@pytest.fixture
def admin(town: Town, sign_in: SignIn) -> FlaskClient:
    make_user(town.office, "admin", roles=[Role.admin], name="钱管理")
    return sign_in("admin")


def test_the_tree_shows_every_unit_under_the_one_above_and_finds_one_by_name(
    admin: FlaskClient,
) -> None:
    page = admin.get("/admin").text
    assert read_page(page).faults == []
    assert page.index("/admin/units/district") < page.index("/admin/units/edu")
    found = admin.get("/admin?q=教育").text
    assert "/admin/units/edu" in found
    assert "没有名称或者代码含有“水利”的单位" in admin.get("/admin?q=水利").text


def test_a_changed_name_stands_in_the_register_with_what_it_was(admin: FlaskClient) -> None:
    answer = admin.post("/admin/units/district/names", data={**NAMES, "mark": "某区政"})
    assert answer.status_code == 303
    page = admin.get(answer.location).text
    assert read_page(page).faults == []
    assert "机关代字：某政 → 某区政" in page.split('id="history"')[1]
    again = admin.post("/admin/units/district/names", data={**NAMES, "mark": "某区政"})
    assert "没有变化" in admin.get(again.location).text


def test_two_units_never_share_a_name_and_what_was_typed_comes_back(admin: FlaskClient) -> None:
    taken = {"name": "某市某区人民政府", "parent": "district", "signatory": "", "mark": "教"}
    answer = admin.post("/admin/units/edu/names", data=taken)
    assert answer.status_code == 409
    assert "已经存在（代码 district）" in answer.text
    assert 'value="教"' in answer.text
    assert read_page(answer.text).faults == []


def test_a_unit_never_stands_under_itself(admin: FlaskClient, town: Town) -> None:
    answer = admin.post("/admin/units/district/names", data={**NAMES, "parent": "edu"})
    assert answer.status_code == 422
    assert "不能是本单位或者它的下级单位" in answer.text
    with town.office.db.read() as session:
        assert session.scalars(select(Unit.parent_id).where(Unit.code == "district")).one() is None


def test_a_new_unit_opens_with_what_it_still_lacks(admin: FlaskClient) -> None:
    typed = {"code": "water", "name": "某市某区水利局", "parent": "district", "mark": ""}
    answer = admin.post("/admin", data=typed)
    assert answer.location == "/admin/units/water/setup"
    page = admin.get("/admin/units/water").text
    assert "缺少机关代字" in page
    assert "不能签发" in page
    refused = admin.post("/admin", data={**typed, "code": "水 利", "name": "某市某区水务局"})
    assert refused.status_code == 422
    assert "单位代码不能是“水 利”" in refused.text


def test_review_bodies_and_courts_are_entered_with_their_days(
    admin: FlaskClient, town: Town
) -> None:
    sent = {
        "signatory_kind": "government",
        "online_review_url": "",
        "gathered_since": "",
        "review_name": ["某市人民政府", "", ""],
        "review_address": ["某市人民路1号", "", ""],
        "review_since": ["", "", ""],
        "review_until": ["", "", ""],
        "court_name": ["某市甲中级人民法院", "某市乙中级人民法院"],
        "court_address": ["甲路1号", "乙路2号"],
        "court_since": ["", "2024-01-01"],
        "court_until": ["2023-12-31", ""],
    }
    assert admin.post("/admin/units/district/remedies", data=sent).status_code == 303
    with town.office.db.read() as session:
        unit = session.scalars(select(Unit).where(Unit.code == "district")).one()
        assert [row.get("since") for row in unit.remedies["courts"]] == [None, "2024-01-01"]
        assert len(unit.remedies["review_bodies"]) == 1
        assert unit.settings["signatory_kind"] == "government"
    assert "复议机关和管辖法院" in admin.get("/admin/units/district").text


def test_a_court_without_an_address_is_refused_and_nothing_is_half_done(
    admin: FlaskClient, town: Town
) -> None:
    sent = {"court_name": ["某县人民法院"], "court_address": [""], "online_review_url": "x"}
    answer = admin.post("/admin/units/district/remedies", data=sent)
    assert answer.status_code == 422
    assert "“某县人民法院”缺少地址" in answer.text
    assert 'value="某县人民法院"' in answer.text
    assert read_page(answer.text).faults == []
    with town.office.db.read() as session:
        unit = session.scalars(select(Unit).where(Unit.code == "district")).one()
        assert unit.remedies == REMEDIES


def test_units_are_kept_by_their_own_administrators(
    town: Town, sign_in: SignIn, admin: FlaskClient
) -> None:
    make_user(town.office, "edu-admin", roles=[Role.admin], unit="edu")
    below = sign_in("edu-admin")
    assert below.get("/admin/units/edu").status_code == 200
    assert below.get("/admin/units/district").status_code == 403
    assert below.post("/admin/units/district/names", data=NAMES).status_code == 403
    moved = {**NAMES, "name": "某市某区教育局"}
    assert below.post("/admin/units/edu/names", data=moved).status_code == 403
    founded = {"code": "x", "name": "某所", "parent": "district"}
    assert below.post("/admin", data=founded).status_code == 403
    refused = sign_in("all").get("/admin")
    assert refused.status_code == 403
    assert "请联系系统管理员" in refused.text
