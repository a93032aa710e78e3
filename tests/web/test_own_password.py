"""A user changes his own password; one that an administrator handed out opens nothing before that."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from casework.services import accounts
from casework.services.users import UserForm
from casework.viewer import Moment
from casework.web.auth import ALLOWED_FAILURES
from tests.factories import OPERATOR, PASSWORD
from tests.web.town import TODAY, Town, read_page
from workflows.vocabulary import Role

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
NEW = "three plain words"


def log_in(app: Flask, login: str, password: str) -> tuple[FlaskClient, int]:
    client = app.test_client()
    return client, client.post("/login", data={"login": login, "password": password}).status_code


def test_a_handed_out_password_leads_to_the_page_that_replaces_it(app: Flask, town: Town) -> None:
    form = UserForm("neu", "陈新", "district", [Role.handler])
    given = accounts.add(town.office, form, viewer=OPERATOR, moment=Moment.on(TODAY))
    client, _ = log_in(app, "neu", given)
    for address in ("/", "/cases", "/me", "/register"):
        assert client.get(address).location == "/me/password"
    page = client.get("/me/password")
    assert "一次性口令" in page.text
    assert read_page(page.text).faults == []
    assert client.get("/help").status_code == 200
    sent = client.post("/me/password", data={"old": given, "new": NEW, "again": NEW})
    assert (sent.status_code, sent.location) == (303, "/")
    assert client.get("/cases").status_code == 200
    assert log_in(app, "neu", given)[1] == 422
    client, _ = log_in(app, "neu", NEW)
    assert client.get("/cases").status_code == 200


def test_a_reset_password_is_a_handed_out_one(app: Flask, town: Town) -> None:
    given = accounts.reset_password(
        town.office, "handler", viewer=OPERATOR, moment=Moment.on(TODAY)
    )
    client, _ = log_in(app, "handler", given)
    assert client.get("/cases").location == "/me/password"


def test_the_old_password_opens_nothing_afterwards_and_the_register_says_so(
    app: Flask, town: Town, client: FlaskClient
) -> None:
    sent = client.post("/me/password", data={"old": PASSWORD, "new": NEW, "again": NEW})
    assert (sent.status_code, sent.location) == (303, "/me")
    assert log_in(app, "all", PASSWORD)[1] == 422
    assert log_in(app, "all", NEW)[1] == 303


def close(town: Town) -> None:
    accounts.set_active(town.office, "all", False, viewer=OPERATOR, moment=Moment.on(TODAY))


def close_and_reopen(town: Town) -> None:
    close(town)
    accounts.set_active(town.office, "all", True, viewer=OPERATOR, moment=Moment.on(TODAY))


def reset(town: Town) -> None:
    accounts.reset_password(town.office, "all", viewer=OPERATOR, moment=Moment.on(TODAY))


def test_another_password_ends_ones_other_sessions_and_keeps_the_one_at_hand(
    app: Flask, town: Town
) -> None:
    (here, _), (there, _) = log_in(app, "all", PASSWORD), log_in(app, "all", PASSWORD)
    assert there.get("/cases").status_code == 200
    here.post("/me/password", data={"old": PASSWORD, "new": NEW, "again": NEW})
    assert here.get("/cases").status_code == 200
    assert there.get("/cases").location == "/login?next=/cases"
    assert log_in(app, "all", NEW)[0].get("/cases").status_code == 200


@pytest.mark.parametrize("act", [reset, close, close_and_reopen])
def test_what_an_administrator_does_to_an_account_ends_its_sessions(
    client: FlaskClient, town: Town, act: Callable[[Town], None]
) -> None:
    assert client.get("/cases").status_code == 200
    act(town)
    assert client.get("/cases").location == "/login?next=/cases"


def test_five_wrong_passwords_make_the_page_wait_as_the_log_in_does(
    app: Flask, client: FlaskClient
) -> None:
    for _ in range(ALLOWED_FAILURES):
        client.post("/me/password", data={"old": "falsch-falsch", "new": NEW, "again": NEW})
    sent = client.post("/me/password", data={"old": PASSWORD, "new": NEW, "again": NEW})
    assert sent.status_code == 422
    assert "请在5分钟后再试" in sent.text
    assert log_in(app, "all", PASSWORD)[1] == 422


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        ("falsch-falsch", NEW, NEW, "现在的口令不对"),
        (PASSWORD, "short", "short", "至少 8 位"),
        (PASSWORD, PASSWORD, PASSWORD, "不能与现在的口令相同"),
        (PASSWORD, NEW, "another one", "两次填写的新口令不一样"),
        ("", "", "", "现在的口令不对"),
    ],
)
def test_what_cannot_be_is_said_and_typed_passwords_never_come_back(
    app: Flask, client: FlaskClient, old: str, new: str, again: str, said: str
) -> None:
    sent = client.post("/me/password", data={"old": old, "new": new, "again": again})
    assert sent.status_code == 422
    assert said in sent.text
    assert "value=" not in sent.text.split("<main")[1]
    assert log_in(app, "all", PASSWORD)[1] == 303
