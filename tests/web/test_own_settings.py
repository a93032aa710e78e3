"""What a user sets for himself: address, wish and feed on one page; written in the register of his unit."""

import logging
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from casework.app import without_feeds
from casework.models.journal import JournalEntry
from casework.models.user import User
from casework.services import feeds
from tests.web.town import Town, read_page


def mine(town: Town) -> tuple[str, str]:
    with town.office.db.read() as session:
        user = session.scalars(select(User).where(User.login == "all")).one()
        return user.email, user.mail_wish


def changes(town: Town) -> list[tuple[Any, str]]:
    with town.office.db.read() as session:
        rows = session.scalars(select(JournalEntry).where(JournalEntry.action == "change_user"))
        return [(row.data["changed"], row.actor_label) for row in rows]


def test_whoever_is_signed_in_changes_his_address_and_his_wish(
    town: Town, client: FlaskClient
) -> None:
    sent = {"email": "wang@example.gov.cn", "mail_wish": "urgent"}
    assert client.post("/me", data=sent).status_code == 303
    assert mine(town) == ("wang@example.gov.cn", "urgent")
    ((changed, actor),) = changes(town)
    assert changed == "all：邮件地址、邮件提醒"
    assert actor.startswith("王审")
    page = client.get("/me").text
    assert "已保存" in page
    assert read_page(page).faults == []
    client.post("/me", data=sent)
    assert "没有变化" in client.get("/me").text
    assert len(changes(town)) == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"email": "wang", "mail_wish": "all"}, "不是邮件地址"),
        ({"email": "w@" + "a" * 200 + ".cn", "mail_wish": "all"}, "不是邮件地址"),
        ({"email": "", "mail_wish": "sometimes"}, "邮件提醒可以选择"),
        ({}, "邮件提醒可以选择"),
    ],
)
def test_what_cannot_be_comes_back_in_a_sentence_and_changes_nothing(
    town: Town, client: FlaskClient, sent: dict[str, str], said: str
) -> None:
    answer = client.post("/me", data=sent)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert read_page(answer.text).faults == []
    assert mine(town) == ("", "all")


def test_the_page_is_reached_from_every_page_and_renews_the_feed(client: FlaskClient) -> None:
    assert "/me" in read_page(client.get("/").text).links
    assert "/feed/" in client.post("/me/feed").text
    assert "换一个新的订阅地址" in client.get("/me").text
    assert client.post("/me/feed/revoke").location == "/me"
    assert "生成订阅地址" in client.get("/me").text


def test_nobody_opens_it_without_signing_in(app: Flask) -> None:
    assert app.test_client().get("/me").status_code == 303


def test_the_secret_of_a_feed_never_reaches_the_log(
    town: Town, app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    token = feeds.make_feed(town.office, town.all.user_id or 0, moment=town.office.now())

    def broken(*_: Any) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr(feeds, "user_of_feed", broken)
    app.testing = False
    caplog.handler.addFilter(without_feeds)
    app.logger.addHandler(caplog.handler)
    with caplog.at_level(logging.DEBUG):
        assert app.test_client().get(f"/feed/{token}.ics").status_code == 500
    app.logger.removeHandler(caplog.handler)
    assert "/feed/….ics" in caplog.text
    assert token not in caplog.text
