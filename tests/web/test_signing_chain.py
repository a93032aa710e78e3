"""The page of a unit's signing chain and its absences."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from casework.models.unit import Unit
from tests.factories import make_user
from tests.web.town import Town, read_page
from workflows.signing import chain_of
from workflows.vocabulary import Role, SigningStep

SignIn = Callable[[str], FlaskClient]
pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
PAGE = "/admin/units/district/signing"


@pytest.fixture
def admin(town: Town, sign_in: SignIn) -> FlaskClient:
    make_user(town.office, "admin", roles=[Role.admin], name="钱管理")
    make_user(town.office, "second", roles=[Role.approver], name="冯审批")
    return sign_in("admin")


def settings(town: Town) -> dict[str, Any]:
    with town.office.db.read() as session:
        return session.scalars(select(Unit.settings).where(Unit.code == "district")).one()


def test_the_chain_of_a_unit_is_set_on_its_page(admin: FlaskClient, town: Town) -> None:
    before = admin.get(PAGE).text
    assert read_page(before).faults == []
    assert 'value="admin"' not in before  # who may not sign is not offered
    sent = {"who_approve": ["second"], "role_issue": "legal", "apart": ["draft"]}
    assert admin.post(PAGE, data={**sent, "countersign": ["handler"]}).status_code == 303
    chain = chain_of(settings(town)["chain"])
    assert [one.name for one in chain.named[SigningStep.approve]] == ["冯审批"]
    assert chain.roles[SigningStep.issue] == Role.legal
    assert chain.apart == (SigningStep.draft,)
    page = admin.get(PAGE).text
    assert page.count(" checked") == 3
    assert 'value="legal" selected' in page
    assert "审核审批流程" in admin.get("/admin/units/district").text.split('id="history"')[1]


def test_a_chain_that_contradicts_itself_comes_back_with_a_sentence(
    admin: FlaskClient, town: Town
) -> None:
    answer = admin.post(PAGE, data={"skip_legal": "没有法律顾问", "who_legal": ["all"]})
    assert answer.status_code == 422
    assert "不能再指定审核人" in answer.text
    assert 'value="没有法律顾问"' in answer.text
    assert read_page(answer.text).faults == []
    assert "chain" not in settings(town)


def test_an_absence_is_entered_and_taken_back(admin: FlaskClient, town: Town) -> None:
    away = {"login": "all", "substitute": "second", "first": "2020-09-14", "last": "2020-09-18"}
    assert admin.post("/admin/units/district/absences", data=away).status_code == 303
    assert "由冯审批代签" in admin.get(PAGE).text
    wrong = admin.post("/admin/units/district/absences", data={**away, "last": "2020-09-01"})
    assert wrong.status_code == 422
    assert "起止日期颠倒" in wrong.text
    assert read_page(wrong.text).faults == []
    dropped = admin.post("/admin/units/district/absences/drop", data=away)
    assert dropped.status_code == 303
    assert settings(town)["absences"] == []
    history = admin.get("/admin/units/district").text.split('id="history"')[1]
    assert "撤销代签：all" in history


def test_the_chain_is_for_administrators_of_the_unit(sign_in: SignIn, admin: FlaskClient) -> None:
    assert sign_in("all").get(PAGE).status_code == 403
    assert sign_in("all").post(PAGE, data={}).status_code == 403
