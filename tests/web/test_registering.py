"""Registering a request through the page."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from casework.models.record import Record
from tests.web.town import Town, read_page
from workflows.receipt import RECEIPT_RULES
from workflows.vocabulary import ApplicantCategory

FORM = {
    "key": "a-form",
    "unit": "district",
    "arrived_on": "2020-09-01",
    "channel": "in_person",
    "parties.0.name": "张三",
    "parties.0.category": "natural",
    "items.0": "某街道2019年房屋征收补偿方案",
}


def send(client: FlaskClient, **changes: Any):
    return client.post("/register", data={**FORM, **changes})


def registered(town: Town) -> int:
    with town.office.db.read() as session:
        statement = select(func.count()).where(Record.kind == "request")
        return session.scalar(statement) or 0


def test_the_form_never_asks_for_a_due_date(client: FlaskClient, town: Town) -> None:
    assert "due" not in client.get("/register").text


def test_every_channel_shows_the_sentence_of_its_article(client: FlaskClient, town: Town) -> None:
    page = client.get("/register").text
    for rule in RECEIPT_RULES:
        assert rule.channel.label in page
        assert rule.sentence in page


def test_the_six_kinds_of_applicants_are_offered(client: FlaskClient, town: Town) -> None:
    page = client.get("/register").text
    for category in ApplicantCategory:
        assert f'<option value="{category.value}"' in page
        assert category.label in page


def test_a_registered_request_shows_its_due_date_and_its_receipt(client, town: Town) -> None:
    answer = send(client)
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "答复期限至2020年9月28日（周一）" in page
    receipt = next(link for link in read_page(page).links if link.endswith(".pdf"))
    assert client.get(receipt).data.startswith(b"%PDF-")


def test_a_topic_of_the_list_is_kept_and_another_is_refused_at_its_field(
    client, town: Town
) -> None:
    refused = send(client, topic="火星")
    assert (refused.status_code, registered(town)) == (422, 0)
    assert 'id="r-topic-wrong">只能是：土地征收、' in refused.text
    assert "土地征收" in client.get(send(client, topic="土地征收").location).text


def test_a_fax_waits_for_the_contact_and_says_so(client: FlaskClient, town: Town) -> None:
    page = client.get(send(client, channel="fax").location).text
    assert "收到申请之日尚待确认" in page
    assert "待确认" in page


def test_several_applicants_and_items_are_registered_together(client, town: Town) -> None:
    more = {"parties.1.name": "李四", "parties.1.category": "business", "items.1": "第二件"}
    page = client.get(send(client, **more).location).text
    assert "李四" in page
    assert "商业企业" in page
    assert "第二件" in page


def test_a_row_is_added_without_a_script_and_nothing_typed_is_lost(client, town: Town) -> None:
    answer = send(client, more="party")
    assert answer.status_code == 200
    assert 'name="parties.1.name"' in answer.text
    assert 'value="张三"' in answer.text
    assert 'name="items.1"' in send(client, more="item").text
    assert registered(town) == 0


def test_an_empty_row_is_left_out(client: FlaskClient, town: Town) -> None:
    more = {"parties.1.name": "", "parties.1.category": "natural", "items.1": "  "}
    assert send(client, **more).status_code == 303


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"parties.0.name": ""}, "r-parties.0.name-wrong", id="no name"),
        pytest.param({"items.0": ""}, "r-items.0-wrong", id="no content"),
        pytest.param({"arrived_on": "2020-09-11"}, "r-arrived_on-wrong", id="a day to come"),
        pytest.param({"arrived_on": "x"}, "r-arrived_on-wrong", id="no day"),
        pytest.param({"parties.0.category": "x"}, "r-parties.0.category-wrong", id="no such kind"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    client: FlaskClient, town: Town, changes: dict[str, str], field: str
) -> None:
    answer = send(client, delivery="mail", **changes)
    assert answer.status_code == 422
    assert f'id="{field}"' in answer.text
    assert '<option value="mail" selected>' in answer.text
    assert registered(town) == 0


def test_a_channel_must_be_named(client: FlaskClient, town: Town) -> None:
    answer = send(client, channel="")
    assert answer.status_code == 422
    assert "必填" in answer.text


def test_the_same_form_sent_twice_registers_once(client: FlaskClient, town: Town) -> None:
    first, second = send(client), send(client)
    assert first.location == second.location
    assert registered(town) == 1
    send(client, key="another-form")
    assert registered(town) == 2


def test_the_same_form_sent_twice_at_once_registers_once(app: Flask, town: Town, sign_in) -> None:
    clients = [sign_in("all") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, clients))
    assert len({answer.location for answer in answers}) == 1
    assert registered(town) == 1


def test_a_form_corrected_after_a_refusal_registers_under_its_key(client, town: Town) -> None:
    assert send(client, **{"items.0": ""}).status_code == 422
    assert send(client).status_code == 303


def test_who_may_not_register_has_no_menu_entry_and_gets_403(town: Town, sign_in) -> None:
    client = sign_in("handler")
    assert "/register" not in client.get("/cases").text
    assert client.get("/register").status_code == 403
    assert send(client).status_code == 403
    assert registered(town) == 0


def test_another_unit_cannot_be_registered_for(town: Town, client: FlaskClient) -> None:
    assert send(client, unit="edu").status_code in (404, 422)
    assert registered(town) == 0
