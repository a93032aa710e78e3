"""A form that is sent after the session has ended is carried through the log-in page; nothing is lost, nothing is done twice."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import PASSWORD
from tests.web.test_registering import FORM, registered
from tests.web.town import Town, read_page


def log_in_with(client: FlaskClient, page: str, password: str = PASSWORD):
    (form,) = (f for f in read_page(page).forms if f["action"] == "/login")
    fields = {name: value for name, value in form.items() if name != "action"}
    return client.post("/login", data={**fields, "login": "all", "password": password})


def test_a_form_sent_without_a_session_goes_on_after_the_log_in(app: Flask, town: Town) -> None:
    client = app.test_client()
    page = client.post("/register", data=FORM)
    assert page.status_code == 401
    assert "没有丢失" in page.text
    after = log_in_with(client, page.text)
    assert registered(town) == 0
    (form,) = (f for f in read_page(after.text).forms if f["action"] == "/register")
    sent = {name: value for name, value in form.items() if name != "action"}
    assert sent == FORM
    assert client.post("/register", data=sent).status_code == 303
    assert registered(town) == 1


def test_a_wrong_password_in_between_loses_nothing(app: Flask, town: Town) -> None:
    client = app.test_client()
    page = client.post("/register", data=FORM)
    refused = log_in_with(client, page.text, password="falsch-falsch")
    assert refused.status_code == 422
    assert FORM["items.0"] in log_in_with(client, refused.text).text


def test_what_is_carried_is_escaped(app: Flask, town: Town) -> None:
    page = app.test_client().post("/register", data={**FORM, "items.0": '"><script>x</script>'})
    assert read_page(page.text).faults == []
    assert "<script>x" not in page.text


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "/login", "/logout"])
def test_a_form_is_carried_to_our_own_pages_only(app: Flask, town: Town, to: str) -> None:
    data = {"login": "all", "password": PASSWORD, "held_to": to, "held.a": "b"}
    answer = app.test_client().post("/login", data=data)
    assert answer.status_code == 303
    assert answer.location == "/"


def test_leaving_without_a_session_is_not_held(app: Flask, town: Town) -> None:
    assert app.test_client().post("/logout").status_code == 303
