"""Agents at the desk, the division of a letter and the handover of cases, as pages."""

import re
from datetime import date
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from casework.models.party import Party
from casework.models.record import Record
from casework.models.user import User
from tests.factories import Case, make_case
from tests.web.town import Town

FORM = {
    "key": "a-form",
    "unit": "district",
    "arrived_on": "2020-09-01",
    "channel": "in_person",
    "parties.0.name": "张三",
    "parties.0.category": "natural",
    "parties.1.name": "李律师",
    "parties.1.kind": "agent",
    "parties.1.authorisation": "2020年9月1日授权委托书",
    "parties.1.may_receive": "1",
    "items.0": "补偿方案",
    "items.1": "勘测定界图",
}


def kinds(town: Town) -> list[str]:
    with town.office.db.read() as session:
        return list(session.scalars(select(Party.kind).order_by(Party.position)))


def test_an_agent_is_registered_with_his_authorisation(client: FlaskClient, town: Town) -> None:
    answer = client.post("/register", data=FORM)
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "没有身份证明" in page
    assert "第2名当事人没有授权委托书" not in page
    assert kinds(town) == ["applicant", "agent"]


def test_a_missing_authorisation_is_told_and_turns_nobody_away(
    client: FlaskClient, town: Town
) -> None:
    form = {k: v for k, v in FORM.items() if not k.endswith("authorisation")}
    answer = client.post("/register", data=form)
    assert "第2名当事人没有授权委托书" in client.get(answer.location).text


def test_an_agent_in_the_first_place_is_sent_back_with_everything_typed(
    client: FlaskClient, town: Town
) -> None:
    answer = client.post("/register", data={**FORM, "parties.0.kind": "agent"})
    assert answer.status_code == 422
    assert "申请人写在最前" in answer.text
    assert "2020年9月1日授权委托书" in answer.text


def assigned(town: Town, client: FlaskClient, **more: Any) -> Case:
    case = make_case(town.office, town.all, unit_id=town.district, **more)
    with town.office.db.read() as session:
        handler = session.scalars(select(User.id).where(User.login == "handler")).one()
    case.do("assign", date(2020, 9, 2), handler=handler)
    return case


def test_a_letter_is_divided_on_its_page(client: FlaskClient, town: Town) -> None:
    case = assigned(town, client, items=("补偿方案", "勘测定界图"))
    record_id = case.done.record_id
    form = {"version": str(case.done.version), "on_day": "2020-09-02", "items_moved": "2"}
    answer = client.post(f"/cases/{record_id}/actions/split_off", data=form)
    assert answer.status_code == 303
    assert "拆出的申请内容已另立一案，编号 DISTRICT-2020-0002" in client.get(answer.location).text


def test_an_approver_hands_over_on_one_page(client: FlaskClient, town: Town) -> None:
    case = assigned(town, client)
    page = client.get("/handover?leaving=handler").text
    assert "DISTRICT-2020-0001" in page
    assert re.search(r"赵承办（[^）]*）1 件", page)
    answer = client.post("/handover", data={"leaving": "handler", "to": "all"})
    assert "已交接 1 件" in client.get(answer.location).text
    with town.office.db.read() as session:
        record = session.get_one(Record, case.done.record_id)
        assert record.handler_id == town.all.user_id


def test_a_handover_to_oneself_is_refused_on_the_page(client: FlaskClient, town: Town) -> None:
    assigned(town, client)
    answer = client.post("/handover", data={"leaving": "handler", "to": "handler"})
    assert answer.status_code == 422
    assert "交出和接收的是同一人" in answer.text


def test_a_handler_finds_no_way_to_the_handover(sign_in: Any, town: Town) -> None:
    handler = sign_in("handler")
    assert handler.get("/handover").status_code == 403
    assert "/handover" not in handler.get("/").text


def test_the_process_names_who_joined_though_the_journal_does_not(
    client: FlaskClient, town: Town
) -> None:
    case = assigned(town, client)
    case.do("join_party", date(2020, 9, 2), role="agent", name="李律师", paper="授权委托书")
    page = client.get(f"/cases/{case.done.record_id}").text
    assert "<i>当事人</i> 李律师" in page


def test_the_page_lists_linked_cases_and_every_contact(client: FlaskClient, town: Town) -> None:
    case = assigned(town, client, items=("补偿方案", "勘测定界图"))
    case.do("split_off", date(2020, 9, 2), items_moved="2")
    case.do("log_contact", date(2020, 9, 2), note="无人接听")
    page = client.get(f"/cases/{case.done.record_id}").text
    assert re.search(r"拆分至 <a [^>]*>DISTRICT-2020-0002</a>", page)
    assert "<td>未联系上</td><td>无人接听</td>" in page
