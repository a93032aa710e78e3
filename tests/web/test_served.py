"""The application around its pages: health, headers, foreign sites."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from casework.app import create_app
from casework.db import Database
from casework.encryption import Cipher
from casework.office import Office
from casework.settings import read_settings


def test_healthz_is_200_on_a_migrated_database(app: Flask) -> None:
    assert app.test_client().get("/healthz").status_code == 200


def test_healthz_is_503_on_a_database_without_tables(blank_url: str, tmp_path) -> None:
    settings = read_settings({"CASEWORK_INSTANCE": str(tmp_path)})
    office = Office(Database(blank_url), Cipher(b"a key for tests"), settings)
    assert create_app(office=office).test_client().get("/healthz").status_code == 503
    office.db.close()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Sec-Fetch-Site": "cross-site"}, 403, id="another site"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, 403, id="a neighbour under the same domain"),
        pytest.param({"Origin": "https://evil.example"}, 403, id="a foreign origin"),
        pytest.param({"Origin": "null"}, 403, id="an origin that hides"),
        pytest.param({"Sec-Fetch-Site": "same-origin"}, 303, id="our own page"),
        pytest.param({"Origin": "http://localhost"}, 303, id="our own origin"),
    ],
)
def test_a_change_is_taken_from_our_own_pages_only(
    client: FlaskClient, headers: dict[str, str], status: int
) -> None:
    assert client.post("/logout", headers=headers).status_code == status


def test_every_answer_forbids_foreign_content_and_framing(client: FlaskClient) -> None:
    headers = client.get("/cases").headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_an_asset_may_be_kept_for_ever_under_the_digest_of_its_content(app: Flask) -> None:
    client = app.test_client()
    page = client.get("/login").text
    address = page.split('<link rel="stylesheet" href="')[1].split('"')[0]
    with client.get(address) as kept, client.get(address.split("?")[0]) as asked_again:
        assert "immutable" in kept.headers["Cache-Control"]
        assert "immutable" not in asked_again.headers.get("Cache-Control", "")


def test_an_unknown_address_is_a_page_with_a_way_back(client: FlaskClient) -> None:
    answer = client.get("/nothing")
    assert answer.status_code == 404
    assert "没有这一页" in answer.text
    assert "回到工作台" in answer.text


def test_an_unknown_address_of_the_api_is_json(client: FlaskClient) -> None:
    answer = client.get("/api/v1/nothing")
    assert answer.status_code == 404
    assert answer.json["error"]["code"] == "not_found"


def test_a_failure_of_our_own_is_a_sentence_and_no_traceback(app: Flask, town, sign_in) -> None:
    client = sign_in("all")
    app.testing = False
    app.logger.disabled = True
    town.office.db.close()
    with town.office.db.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE calendar_day")
        connection.exec_driver_sql("ALTER TABLE record RENAME TO gone")
    answer = client.get("/cases")
    app.logger.disabled = False
    assert answer.status_code == 500
    assert "系统出现故障" in answer.text
    assert "Traceback" not in answer.text
