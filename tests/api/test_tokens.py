"""The life of a token: made, used, listed without its text, revoked."""

from datetime import date

import pytest
from factories import OPERATOR, PASSWORD, make_user
from sqlalchemy import select

from casework.models.user import ApiToken, User
from casework.services import accounts, feeds, passwords
from casework.viewer import Moment, Viewer
from workflows.vocabulary import Role


def _make(stranger, login="zhang", password=PASSWORD, **more):
    return stranger.post("/tokens", {"login": login, "password": password, **more})


def test_a_token_is_made_with_a_password_and_opens_the_api(stranger, office):
    make_user(office, "zhang", roles=[Role.intake])
    answer = _make(stranger, label="台账同步")
    assert answer.status_code == 201
    assert answer.json["label"] == "台账同步"
    headers = {"Authorization": f"Bearer {answer.json['token']}"}
    assert stranger.get("/requests", headers=headers).status_code == 200


def test_a_token_is_kept_as_a_digest_only(stranger, office):
    make_user(office, "zhang", roles=[Role.intake])
    token = _make(stranger).json["token"]
    with office.db.read() as session:
        row = session.scalars(select(ApiToken)).one()
        assert token not in str(vars(row))
    headers = {"Authorization": f"Bearer {token}"}
    assert token not in stranger.get("/tokens", headers=headers).text


def test_a_wrong_password_and_an_unknown_login_are_told_apart_by_nobody(stranger, office):
    make_user(office, "zhang", roles=[Role.intake])
    wrong, unknown = _make(stranger, password="wrong"), _make(stranger, login="nobody")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json == unknown.json


def test_repeated_failures_make_the_login_wait(stranger, office):
    make_user(office, "zhang", roles=[Role.intake])
    for _ in range(5):
        assert _make(stranger, password="wrong").status_code == 401
    assert _make(stranger).status_code == 429
    assert _make(stranger).json["error"]["code"] == "too_many_requests"


def test_a_revoked_token_opens_nothing(clerk):
    token = clerk.get("/tokens").json["items"][0]
    assert token["revoked_at"] is None
    assert clerk.call("DELETE", f"/tokens/{token['id']}").status_code == 204
    assert clerk.get("/requests").status_code == 401


def test_a_token_of_somebody_else_can_neither_be_seen_nor_revoked(clerk, caller):
    other = caller("li", Role.handler)
    mine = clerk.get("/tokens").json["items"]
    assert len(mine) == 1
    assert other.call("DELETE", f"/tokens/{mine[0]['id']}").status_code == 403
    assert clerk.get("/requests").status_code == 200


def test_a_token_makes_no_further_token(clerk):
    assert clerk.post("/tokens", {"label": "x"}).status_code == 403


def test_a_token_is_never_wider_than_its_users_roles(caller):
    reader = caller("tong", Role.statistics)
    assert reader.get("/requests").status_code == 200
    body = {"unit": "district", "arrived_on": "2020-09-01", "channel": "in_person"}
    body |= {"parties": [{"name": "张三"}], "items": ["x"]}
    assert reader.post("/requests", body).status_code == 403


def test_a_token_of_an_account_that_was_closed_opens_nothing(clerk, office):
    with office.db.write() as session:
        session.scalars(select(User)).one().active = False
    assert clerk.get("/requests").status_code == 401


@pytest.mark.parametrize("act", ["reset", "closed and reopened", "own"])
def test_neither_token_nor_feed_outlives_the_password_or_the_account(clerk, office, act):
    moment = Moment.on(date(2020, 9, 10))
    who = {"viewer": OPERATOR, "moment": moment}
    with office.db.read() as session:
        user = session.scalars(select(User)).one()
    address = feeds.make_feed(office, user.id, moment=moment)
    if act == "reset":
        accounts.reset_password(office, user.login, **who)
    elif act == "own":
        new = "three plain words"
        mine = {"viewer": Viewer(user.id, user.name, roles={}), "moment": moment}
        passwords.change_own(office, old=PASSWORD, new=new, again=new, **mine)
    else:
        accounts.set_active(office, user.login, False, **who)
        accounts.set_active(office, user.login, True, **who)
    assert clerk.get("/requests").status_code == 401
    with office.db.read() as session:
        assert feeds.user_of_feed(session, address) is None


def test_an_unknown_token_opens_nothing_even_beside_a_session(app, office, stranger):
    make_user(office, "zhang", roles=[Role.intake])
    _sign_in(stranger)
    assert stranger.get("/requests").status_code == 200
    headers = {"Authorization": "Bearer nonsense"}
    assert stranger.get("/requests", headers=headers).status_code == 401


def test_a_session_makes_a_token(office, stranger):
    make_user(office, "zhang", roles=[Role.intake])
    _sign_in(stranger)
    assert stranger.post("/tokens", {"label": "页面"}).status_code == 201


def test_a_foreign_page_cannot_make_a_token_with_the_users_cookie(office, stranger):
    make_user(office, "zhang", roles=[Role.intake])
    _sign_in(stranger)
    headers = {"Origin": "https://elsewhere.invalid"}
    assert stranger.post("/tokens", {"label": "x"}, headers=headers).status_code == 403


def _sign_in(stranger):
    form = {"login": "zhang", "password": PASSWORD}
    assert stranger.client.post("/login", data=form).status_code == 303
