"""The people of a unit: roles, moving, passwords, leaving; nobody locks himself out or gains what he does not hold."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from casework.services import users
from tests.factories import PASSWORD, make_user
from tests.web.town import Town, read_page
from workflows.vocabulary import Role

SignIn = Callable[[str], FlaskClient]
pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.fixture
def admin(town: Town, sign_in: SignIn) -> FlaskClient:
    make_user(town.office, "admin", roles=[Role.admin], name="钱管理")
    return sign_in("admin")


def shown(page: str) -> str:
    found = re.search(r"<code>(\w+)</code>", page)
    assert found
    return found[1]


def test_a_new_account_starts_with_a_password_that_is_shown_once(
    admin: FlaskClient, town: Town
) -> None:
    sent = {"login": "lin", "name": "林承办", "unit": "edu", "role": ["handler", "intake"]}
    answer = admin.post("/admin/people", data=sent)
    assert answer.headers["Cache-Control"] == "no-store"
    assert read_page(answer.text).faults == []
    assert users.authenticate(town.office, "lin", shown(answer.text)) is not None
    page = admin.get("/admin/people/lin").text
    assert shown(answer.text) not in page
    assert page.count(" checked") == 2
    assert "登录名“lin”已经存在" in admin.post("/admin/people", data=sent).text


def test_a_reset_password_replaces_the_old_one(admin: FlaskClient, town: Town) -> None:
    answer = admin.post("/admin/people/handler/password")
    assert users.authenticate(town.office, "handler", PASSWORD) is None
    assert users.authenticate(town.office, "handler", shown(answer.text)) is not None
    history = admin.get("/admin/units/district").text.split('id="history"')[1]
    assert "赵承办（handler）：重置" in history
    assert shown(answer.text) not in history


def test_changed_roles_stand_in_the_register_with_what_they_were(admin: FlaskClient) -> None:
    sent = {"unit": "district", "role": ["legal"]}
    assert admin.post("/admin/people/handler/roles", data=sent).status_code == 303
    assert "承办人 → 法律顾问" in admin.get("/admin/units/district").text
    refused = admin.post("/admin/people/handler/roles", data={"unit": "district", "role": "system"})
    assert refused.status_code == 422
    assert "“系统”不能授予" in refused.text


def test_the_last_administrator_stays(admin: FlaskClient, town: Town) -> None:
    kept = admin.post("/admin/people/admin/roles", data={"unit": "district", "role": ["intake"]})
    assert kept.status_code == 409
    assert "就没有系统管理员了" in kept.text
    assert admin.post("/admin/people/admin/active", data={"active": "0"}).status_code == 409
    assert admin.post("/admin/people/admin/unit", data={"unit": "edu"}).status_code == 409
    make_user(town.office, "second", roles=[Role.admin])
    given = admin.post("/admin/people/admin/roles", data={"unit": "district", "role": ["intake"]})
    assert given.status_code == 303


def test_who_has_open_cases_leaves_only_after_the_handover(
    admin: FlaskClient, sign_in: SignIn, town: Town
) -> None:
    town.in_progress()
    kept = admin.post("/admin/people/all/active", data={"active": "0"})
    assert kept.status_code == 409
    assert "名下还有 1 件未办结的办件" in kept.text
    assert admin.post("/admin/people/all/unit", data={"unit": "edu"}).status_code == 409
    handed = admin.post("/handover", data={"leaving": "all", "to": "handler"})
    assert handed.status_code == 303
    assert admin.post("/admin/people/all/active", data={"active": "0"}).status_code == 303
    assert users.authenticate(town.office, "all", PASSWORD) is None
    assert "停用" in admin.get("/admin/people?active=0").text


def test_who_moves_takes_his_roles_along(admin: FlaskClient) -> None:
    assert admin.post("/admin/people/handler/unit", data={"unit": "edu"}).status_code == 303
    page = admin.get("/admin/people?unit=edu&role=handler").text
    assert "赵承办" in page
    assert "赵承办" not in admin.get("/admin/people?unit=district").text


def test_an_administrator_below_gains_nothing_from_above(
    admin: FlaskClient, sign_in: SignIn, town: Town
) -> None:
    make_user(town.office, "edu-admin", roles=[Role.admin], unit="edu", name="何管理")
    # somebody of the district who also works in the department is in its list
    granted = {"unit": "edu", "role": ["handler"]}
    assert admin.post("/admin/people/all/roles", data=granted).status_code == 303
    below = sign_in("edu-admin")
    assert "王审" in below.get("/admin/people").text
    refused = below.post("/admin/people/all/password")
    assert refused.status_code == 403
    assert "不是该单位的系统管理员" in refused.text
    assert users.authenticate(town.office, "all", PASSWORD) is not None
    assert below.post("/admin/people/admin/password").status_code == 404
    taken = {"unit": "district", "role": ["admin"]}
    assert below.post("/admin/people/edu-admin/roles", data=taken).status_code == 403
    assert sign_in("handler").get("/admin/people").status_code == 403
