"""Masked data is shown for a purpose that the journal keeps; notes move nothing; two people on one case hear of each other."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from casework.app import create_app
from casework.models.journal import JournalEntry
from casework.models.party import Party
from casework.viewer import Moment
from tests.web.test_registering import FORM, registered, send
from tests.web.town import DatedOffice, Town

NUMBER = "11010519491231002X"
PHONE = "13812345678"
TYPED = {"parties.0.id_number": NUMBER, "parties.0.phone": PHONE}


@pytest.fixture
def case(client: FlaskClient, town: Town) -> str:
    """The address of a case whose applicant gave a number and a phone."""
    return send(client, **TYPED).location


def act(client: FlaskClient, case: str, name: str, version: int, **typed: str):
    data = {"version": version, "on_day": "2020-09-10", **typed}
    return client.post(f"{case}/actions/{name}", data=data)


def reveal(client: FlaskClient, case: str, version: int = 2):
    return act(client, case, "reveal", version, purpose="contact")


@dataclass(frozen=True)
class LaterOffice(DatedOffice):
    """The same office a quarter of an hour later."""

    later: ClassVar[timedelta] = timedelta(minutes=15)

    def now(self) -> Moment:
        moment = super().now()
        return Moment(moment.at + self.later, moment.today)


def test_what_is_masked_is_shown_to_who_says_what_for(client, case: str) -> None:
    assert PHONE not in client.get(case).text
    assert reveal(client, case).status_code == 303
    page = client.get(case).text
    assert PHONE in page
    assert NUMBER in page


def test_looking_is_a_row_of_the_journal_with_its_purpose(client, case: str, town: Town) -> None:
    reveal(client, case)
    with town.office.db.read() as session:
        row = session.scalars(select(JournalEntry).where(JournalEntry.action == "reveal")).one()
    assert (row.data, row.before, row.after) == (
        {"purpose": "contact"},
        "registered",
        "registered",
    )
    assert "联系申请人" in client.get(case).text


def test_without_a_purpose_nothing_is_shown(client: FlaskClient, case: str) -> None:
    assert act(client, case, "reveal", 2).status_code == 422
    assert PHONE not in client.get(case).text


def test_it_is_shown_to_nobody_else_and_for_a_quarter_of_an_hour(
    client: FlaskClient, case: str, town: Town, sign_in
) -> None:
    reveal(client, case)
    assert PHONE not in sign_in("handler").get(case).text
    office = LaterOffice(town.office.db, town.office.cipher, town.office.settings)
    later = create_app(office=office).test_client()
    with later.session_transaction() as cookie:
        cookie["_user_id"] = str(town.all.user_id)
    assert PHONE not in later.get(case).text


def test_a_supervisor_reveals_nothing(client: FlaskClient, case: str, sign_in) -> None:
    boss = sign_in("boss")
    assert "查看完整" not in boss.get(case).text
    assert reveal(boss, case).status_code == 403


def test_a_note_moves_neither_state_nor_days_and_holds_up_no_earlier_day(
    client: FlaskClient, case: str, town: Town
) -> None:
    answer = act(client, case, "add_note", 2, note="申请人下午来电，材料周五补齐")
    assert answer.status_code == 303
    page = client.get(case).text
    assert "申请人下午来电" in page
    assert "2020年9月28日" in page
    done = act(client, case, "assign", 3, handler=str(town.all.user_id))
    assert done.status_code == 303


def test_an_act_of_an_earlier_day_may_still_be_entered_after_somebody_looked(
    client: FlaskClient, case: str, town: Town
) -> None:
    made = town.case()
    address = f"/cases/{made.done.record_id}"
    assert reveal(client, address).status_code == 303
    data = {"version": 3, "on_day": "2020-09-02", "handler": str(town.all.user_id)}
    assert client.post(f"{address}/actions/assign", data=data).status_code == 303


def test_who_comes_second_is_told_who_did_what_and_keeps_what_he_typed(
    client: FlaskClient, case: str, town: Town, sign_in
) -> None:
    act(client, case, "add_note", 2, note="先记的一笔")
    answer = act(sign_in("handler"), case, "add_note", 2, note="后写的一笔")
    assert answer.status_code == 409
    assert "您打开页面之后：" in answer.text
    assert "王审" in answer.text.split("您打开页面之后：")[1].split("</ul>")[0]
    assert "先记的一笔" in answer.text.split("您打开页面之后：")[1].split("</ul>")[0]
    assert "后写的一笔" in answer.text
    assert 'name="version" value="3"' in answer.text


def test_an_earlier_applicant_is_taken_over_and_the_look_is_on_his_case(
    client: FlaskClient, case: str, town: Town
) -> None:
    with town.office.db.read() as session:
        party = session.scalars(select(Party.id)).one()
    new = {**FORM, "key": "b-form", "take": f"0.{party}"}
    page = client.post("/register", data=new).text
    assert f'value="{PHONE}"' in page
    assert f'value="{NUMBER}"' in page
    assert FORM["items.0"] in page
    assert registered(town) == 1
    assert "登记其新的申请" in client.get(case).text


def test_nobody_takes_over_whom_he_may_not_see(
    client: FlaskClient, case: str, town: Town, sign_in
) -> None:
    with town.office.db.read() as session:
        party = session.scalars(select(Party.id)).one()
    other = sign_in("edu")
    for taken in (f"0.{party}", "0.999999", "x", f"9.{party}"):
        answer = other.post("/register", data={**FORM, "unit": "edu", "take": taken})
        assert PHONE not in answer.text
        assert FORM["items.0"] in answer.text
