"""Logging in and out."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from casework.web.auth import ALLOWED_FAILURES
from tests.factories import PASSWORD


def test_a_page_leads_a_stranger_to_the_log_in_page_and_back(app: Flask, town) -> None:
    stranger = app.test_client()
    answer = stranger.get("/cases?overdue=1")
    assert answer.status_code == 303
    assert answer.location == "/login?next=/cases?overdue%3D1"
    data = {"login": "all", "password": PASSWORD, "next": "/cases?overdue=1"}
    assert stranger.post("/login", data=data).location == "/cases?overdue=1"


def test_the_way_back_never_leads_to_another_site(app: Flask, town) -> None:
    for foreign in ("//evil.example", "/\\evil.example", "https://evil.example/"):
        data = {"login": "all", "password": PASSWORD, "next": foreign}
        assert app.test_client().post("/login", data=data).location == "/"


def test_a_wrong_password_keeps_the_name_and_says_what_to_do(app: Flask, town) -> None:
    answer = app.test_client().post("/login", data={"login": "all", "password": "falsch-falsch"})
    assert answer.status_code == 422
    assert 'value="all"' in answer.text
    assert "登录名或者口令不对" in answer.text


def test_five_failures_make_the_name_wait_even_with_the_right_password(app: Flask, town) -> None:
    client = app.test_client()
    for _ in range(ALLOWED_FAILURES):
        client.post("/login", data={"login": "all", "password": "falsch-falsch"})
    answer = client.post("/login", data={"login": "all", "password": PASSWORD})
    assert answer.status_code == 422
    assert "请在5分钟后再试" in answer.text
    other = client.post("/login", data={"login": "handler", "password": PASSWORD})
    assert other.status_code == 303


def test_logging_out_ends_the_session(client: FlaskClient) -> None:
    assert client.get("/cases").status_code == 200
    assert client.post("/logout").status_code == 303
    assert client.get("/cases").status_code == 303


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(app: Flask, town) -> None:
    answer = app.test_client().post("/login", data={"login": "all", "password": PASSWORD})
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize("path", ["/static/icon.svg", "/cases"])
def test_an_answer_that_changes_nothing_of_the_session_does_not_repeat_its_cookie(
    sign_in,  # type: ignore[no-untyped-def]
    path: str,
) -> None:
    """A late one would sign in again after a log-out, or take away the message of an act done meanwhile."""
    client = sign_in("all")
    with client.session_transaction() as cookie:
        cookie.permanent = True
    with client.get(path) as answer:
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
