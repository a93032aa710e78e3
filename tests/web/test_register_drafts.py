"""What is typed into the registering form is kept on the server until it is handed in."""

from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from casework.app import create_app
from casework.models.form import FormDraft, SentForm
from casework.services.form_drafts import MOST, forget
from tests.web.test_registering import FORM, registered, send
from tests.web.town import Town, read_page

NAME = "欧阳修文"


def keep(client: FlaskClient, **changes: str):
    return client.post("/register/draft", data={**FORM, "parties.0.name": NAME, **changes})


def drafts(town: Town) -> list[FormDraft]:
    with town.office.db.read() as session:
        return list(session.scalars(select(FormDraft).order_by(FormDraft.id)))


def test_a_draft_is_there_again_on_the_next_visit_and_registers_nothing(
    client: FlaskClient, town: Town
) -> None:
    assert keep(client, topic="财政", **{"items.0": "补偿方案全文"}).status_code == 303
    page = client.get("/register").text
    assert f'value="{NAME}"' in page
    assert "补偿方案全文" in page
    assert '<option value="财政" selected>' in page
    assert "尚未登记" in page
    assert registered(town) == 0


def test_a_draft_is_encrypted_as_other_personal_data_is(client: FlaskClient, town: Town) -> None:
    keep(client, **{"parties.0.id_number": "110101199001011237"})
    (draft,) = drafts(town)
    assert NAME not in draft.content
    assert "110101199001011237" not in draft.content


def test_a_draft_is_erased_when_its_form_is_handed_in(client: FlaskClient, town: Town) -> None:
    keep(client)
    assert send(client).status_code == 303
    assert drafts(town) == []
    keep(client)  # a late message of the page that was open
    assert drafts(town) == []


def test_nobody_sees_the_draft_of_another(client: FlaskClient, town: Town, sign_in) -> None:
    keep(client)
    other = sign_in("intake")
    assert NAME not in other.get("/register").text
    assert NAME not in other.get("/register?draft=a-form").text
    other.post("/register/discard", data={"key": "a-form"})
    assert len(drafts(town)) == 1


def test_two_forms_of_one_person_do_not_overwrite_each_other(
    client: FlaskClient, town: Town
) -> None:
    keep(client)
    keep(client, key="b-form", **{"parties.0.name": "司马光"})
    page = client.get("/register")
    assert 'value="司马光"' in page.text
    link = next(a for a in read_page(page.text).links if "draft=a-form" in a)
    assert f'value="{NAME}"' in client.get(unescape(link)).text
    assert NAME not in client.get("/register?new=1").text


def test_a_draft_can_be_thrown_away(client: FlaskClient, town: Town) -> None:
    keep(client)
    page = client.post("/register/discard", data={"key": "a-form"}, follow_redirects=True).text
    assert "草稿已删除" in page
    assert drafts(town) == []


def test_an_empty_form_leaves_no_draft(client: FlaskClient, town: Town) -> None:
    keep(client, **{"parties.0.name": "", "items.0": " "})
    assert drafts(town) == []


@pytest.mark.parametrize("key", ["", "x" * 61])
def test_a_form_without_a_key_of_ours_is_not_kept(client, town: Town, key: str) -> None:
    keep(client, key=key)
    assert drafts(town) == []


def test_a_refused_form_is_kept_as_a_draft(client: FlaskClient, town: Town) -> None:
    assert send(client, **{"items.0": ""}).status_code == 422
    assert len(drafts(town)) == 1


def test_who_may_not_register_keeps_no_draft(town: Town, sign_in) -> None:
    assert keep(sign_in("handler")).status_code == 403
    assert drafts(town) == []


def test_drafts_and_keys_are_forgotten_after_seven_days(client: FlaskClient, town: Town) -> None:
    keep(client)
    send(client, key="sent")
    now = town.office.now()
    later = type(now)(now.at + timedelta(days=7), now.today + timedelta(days=7))
    assert forget(town.office, moment=now) == 0
    assert forget(town.office, moment=later) == 1
    with town.office.db.read() as session:
        assert session.scalars(select(SentForm)).all() == []


def test_one_person_keeps_no_more_drafts_than_he_can_oversee(client, town: Town) -> None:
    for n in range(MOST + 2):
        keep(client, key=f"form-{n}")
    assert len(drafts(town)) == MOST
    assert drafts(town)[0].key == "form-2"


def test_the_same_form_sent_through_two_processes_registers_once(
    app: Flask, client: FlaskClient, town: Town
) -> None:
    other = create_app(office=town.office)  # it shares the database and nothing else
    other.testing = True
    second = other.test_client()
    with second.session_transaction() as cookie:
        cookie["_user_id"] = str(town.all.user_id)
    assert send(client).location == send(second).location
    assert registered(town) == 1


def test_the_key_of_another_leads_nobody_to_his_case(client, town: Town, sign_in) -> None:
    assert send(client).location != send(sign_in("intake")).location
    assert registered(town) == 2
