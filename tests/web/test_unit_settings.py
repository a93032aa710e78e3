"""The page of a unit's settings: own and inherited values, bad input, who may."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.factories import make_user
from tests.web.town import Town, read_page
from workflows.vocabulary import Role

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def admin(town: Town, sign_in: SignIn) -> FlaskClient:
    make_user(town.office, "admin", roles=[Role.admin], name="钱管理")
    return sign_in("admin")


def test_a_changed_value_is_shown_with_where_it_comes_from(admin: FlaskClient) -> None:
    answer = admin.post("/admin/units/district", data={"task_days": "5", "phone": "0539-1"})
    assert (answer.status_code, answer.location) == (303, "/admin/units?unit=district")
    page = admin.get(answer.location).text
    assert "已更改 2 项设置" in page
    assert read_page(page).faults == []
    below = admin.get("/admin/units?unit=edu").text
    assert "随某市某区人民政府" in below
    assert "0539-1" not in below


def test_a_bad_value_comes_back_with_what_was_typed_and_a_sentence(admin: FlaskClient) -> None:
    answer = admin.post("/admin/units/district", data={"task_days": "9", "letter_days": "7"})
    assert answer.status_code == 422
    assert "工作日数只能是 2 至 5" in answer.text
    assert 'value="9"' in answer.text
    assert read_page(answer.text).faults == []
    assert 'value="7"' not in admin.get("/admin/units").text


def test_the_settings_are_for_administrators_of_the_unit(
    town: Town, sign_in: SignIn, admin: FlaskClient
) -> None:
    make_user(town.office, "edu-admin", roles=[Role.admin], unit="edu")
    below = sign_in("edu-admin")
    assert below.get("/admin/units").status_code == 200
    assert below.get("/admin/units?unit=district").status_code == 403
    assert below.post("/admin/units/district", data={"task_days": "4"}).status_code == 403
    assert sign_in("all").get("/admin/units").status_code == 403
    assert 'href="/admin' not in sign_in("all").get("/").text
    assert 'href="/admin"' in admin.get("/").text
    assert "/admin/units" in admin.get("/admin").text
