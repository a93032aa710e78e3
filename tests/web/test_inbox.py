"""The inbox page, the count on every page, and the calendar feed that a user makes for himself."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import select, update

from casework.models.message import Feed, Message
from casework.models.user import RoleGrant, User
from casework.services import calendars, inbox
from casework.services.inbox import Said
from casework.viewer import Moment
from tests.factories import Case
from tests.web.town import TODAY, Town, counted, four_years, read_page
from workflows.calendar import WorkingCalendar

DAY = date(2020, 9, 29)


def tell(town: Town, case: Case, n: int = 1, *, level: str = "3", act: str = "") -> None:
    said = [
        Said(
            town.all.user_id or 0, case.done.record_id, "answer", i, DAY, level, f"第{i}条提醒", act
        )
        for i in range(1, n + 1)
    ]
    with town.office.db.write() as session:
        inbox.say(session, said, moment=Moment.on(TODAY))


def page(client: FlaskClient, path: str = "/inbox") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    assert read_page(answer.text).faults == []
    return answer.text


def unread(town: Town) -> int:
    with town.office.db.read() as session:
        return len(session.scalars(select(Message.id).where(Message.read_at.is_(None))).all())


def test_an_empty_inbox_says_what_will_come(client: FlaskClient) -> None:
    assert "没有提醒。" in page(client)


def test_a_message_links_to_its_case(client: FlaskClient, town: Town) -> None:
    case = town.case()
    tell(town, case)
    assert f"/cases/{case.done.record_id}" in read_page(page(client)).links


def test_a_proposal_links_to_the_form_of_its_act(client: FlaskClient, town: Town) -> None:
    case = town.case()
    tell(town, case, level="over", act="lapse_fee")
    link = f"/cases/{case.done.record_id}?act=lapse_fee#act-lapse_fee"
    assert link in read_page(page(client)).links
    assert client.get(link).status_code == 200


def test_every_page_shows_how_much_is_unread(client: FlaskClient, town: Town) -> None:
    tell(town, town.case(), 3)
    for path in ("/", "/cases", "/inbox"):
        assert re.search(r"收件箱 <b>3</b>", page(client, path))


def test_the_desk_shows_the_newest_five(client: FlaskClient, town: Town) -> None:
    tell(town, town.case(), 7)
    shown = re.findall(r"第(\d)条提醒", page(client, "/"))
    assert shown == ["7", "6", "5", "4", "3"]


def test_a_message_is_marked_as_read(client: FlaskClient, town: Town) -> None:
    tell(town, town.case(), 2)
    assert client.post("/inbox/1/read").status_code == 303
    assert unread(town) == 1
    text = page(client)
    assert text.index("第2条提醒") < text.index("第1条提醒")


def test_all_that_was_shown_is_marked_and_nothing_that_came_meanwhile(
    client: FlaskClient, town: Town
) -> None:
    case = town.case()
    tell(town, case, 2)
    client.post("/inbox/read", data={"up_to": "2"})
    tell(town, case, 3)
    assert unread(town) == 1


def test_a_message_of_somebody_else_cannot_be_marked(
    sign_in: Callable[[str], FlaskClient], town: Town
) -> None:
    tell(town, town.case())
    assert sign_in("edu").post("/inbox/1/read").status_code == 404
    assert unread(town) == 1


def test_a_long_inbox_is_paged(client: FlaskClient, town: Town) -> None:
    tell(town, town.case(), 60)
    first, second = page(client), page(client, "/inbox?page=2")
    assert (first.count("条提醒</a>"), second.count("条提醒</a>")) == (50, 10)
    assert "/inbox?page=2" in first


def test_a_page_behind_the_last_shows_the_last(client: FlaskClient, town: Town) -> None:
    tell(town, town.case())
    for wrong in ("0", "-3", "99", "x"):
        assert "第1条提醒" in page(client, f"/inbox?page={wrong}")


def test_the_inbox_asks_as_often_for_forty_messages_as_for_one(
    client: FlaskClient, town: Town
) -> None:
    case = town.case()
    tell(town, case)
    with counted(town.office.db) as few:
        page(client)
    tell(town, case, 40)
    with counted(town.office.db) as many:
        page(client)
    assert len(many) == len(few)


# The feed ------------------------------------------------------------------------------------------------------


def feed_url(client: FlaskClient) -> str:
    text = client.post("/me/feed").text
    found = re.search(r"/feed/[\w-]+\.ics", text)
    assert found is not None
    return found[0]


def events(client: FlaskClient, url: str) -> dict[str, dict[str, str]]:
    """The events of a feed by their names."""
    answer = client.get(url)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    calendar = Calendar.from_ical(answer.data)
    return {
        str(e["UID"]): {name: e[name].to_ical().decode() for name in e} for e in calendar.events
    }


@pytest.fixture
def anybody(app: Flask) -> FlaskClient:
    """A calendar program: it cannot sign in."""
    return app.test_client()


def test_the_feed_holds_the_terms_of_ones_own_cases(
    client: FlaskClient, anybody: FlaskClient, town: Town
) -> None:
    case = town.in_progress(names=("张三丰",))
    found = events(anybody, feed_url(client))
    event = found[f"{case.done.record_id}-answer-0@casework"]
    assert (event["DTSTART"], event["DTEND"]) == ("20200928", "20200929")
    assert event["SUMMARY"] == f"答复期限：政府信息公开申请{case.done.number}"
    assert event["STATUS"] == "CONFIRMED"
    assert event["URL"].endswith(f"/cases/{case.done.record_id}")


def test_an_event_is_a_whole_day(client: FlaskClient, anybody: FlaskClient, town: Town) -> None:
    town.in_progress()
    raw = anybody.get(feed_url(client)).text
    assert "DTSTART;VALUE=DATE:20200928" in raw


def test_the_feed_names_no_applicant(client: FlaskClient, anybody: FlaskClient, town: Town) -> None:
    town.in_progress(names=("张三丰",), items=("某小区征收补偿协议",))
    raw = anybody.get(feed_url(client)).text.replace("\r\n ", "")
    assert "答复期限" in raw
    assert not re.search("张三丰|征收", raw)


def test_a_moved_term_keeps_its_name(client: FlaskClient, anybody: FlaskClient, town: Town) -> None:
    case, url = town.in_progress(), feed_url(client)
    before = events(anybody, url)
    case.do("ask_extension", date(2020, 9, 8), days=20, reasons="材料多")
    case.do("grant_extension", date(2020, 9, 8))
    case.do("send_extension_notice", date(2020, 9, 9), proof="XA1")
    after = events(anybody, url)
    name = f"{case.done.record_id}-answer-0@casework"
    assert (before[name]["DTSTART"], after[name]["DTSTART"]) == ("20200928", "20201102")


def test_a_provisional_day_is_marked(client: FlaskClient, anybody: FlaskClient, town: Town) -> None:
    known = four_years()
    doubted = [replace(day, provisional=True) for day in known.slice(known.first, known.last)]
    with town.office.db.write() as session:
        calendars.record(session, WorkingCalendar(doubted), label="暂定", moment=Moment.on(TODAY))
    case = town.in_progress()
    event = events(anybody, feed_url(client))[f"{case.done.record_id}-answer-0@casework"]
    assert event["SUMMARY"].startswith("【暂定】")
    assert event["STATUS"] == "TENTATIVE"


@pytest.mark.parametrize(
    ("login", "sees"), [("all", True), ("boss", True), ("handler", False), ("edu", False)]
)
def test_who_answers_for_a_unit_has_its_terms_and_others_have_not(
    sign_in: Callable[[str], FlaskClient],
    anybody: FlaskClient,
    town: Town,
    login: str,
    sees: bool,
) -> None:
    case = town.case()
    found = events(anybody, feed_url(sign_in(login)))
    assert (f"{case.done.record_id}-answer-0@casework" in found) is sees


def test_a_handler_who_has_left_the_unit_sees_its_cases_no_more(
    client: FlaskClient, anybody: FlaskClient, town: Town
) -> None:
    town.in_progress()
    url = feed_url(client)
    with town.office.db.write() as session:
        session.execute(
            update(RoleGrant)
            .where(RoleGrant.user_id == town.all.user_id)
            .values(unit_id=town.department)
        )
    assert events(anybody, url) == {}


def test_an_unknown_address_is_not_found(anybody: FlaskClient) -> None:
    assert anybody.get("/feed/abc.ics").status_code == 404


def test_a_new_address_ends_the_old_one(
    client: FlaskClient, anybody: FlaskClient, town: Town
) -> None:
    old, new = feed_url(client), feed_url(client)
    assert [anybody.get(url).status_code for url in (old, new)] == [404, 200]


def test_a_stopped_feed_is_gone(client: FlaskClient, anybody: FlaskClient) -> None:
    url = feed_url(client)
    client.post("/me/feed/revoke")
    assert anybody.get(url).status_code == 404
    assert "停止订阅" not in client.get("/me").text


def test_the_feed_of_a_user_who_has_left_is_gone(
    client: FlaskClient, anybody: FlaskClient, town: Town
) -> None:
    url = feed_url(client)
    with town.office.db.write() as session:
        session.execute(update(User).where(User.id == town.all.user_id).values(active=False))
    assert anybody.get(url).status_code == 404


def test_only_a_digest_of_the_address_is_kept(client: FlaskClient, town: Town) -> None:
    token = feed_url(client).removeprefix("/feed/").removesuffix(".ics")
    with town.office.db.read() as session:
        kept = session.scalars(select(Feed)).one()
    assert token not in kept.sha256
    assert len(kept.sha256) == 64


def test_links_follow_the_public_address(town: Town) -> None:
    from casework.app import create_app

    settings = replace(town.office.settings, public_url="https://ysq.example")
    case = town.in_progress()
    client = create_app(office=replace(town.office, settings=settings)).test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = str(town.all.user_id)
    assert "https://ysq.example/feed/" in client.post("/me/feed").text
    event = events(client, feed_url(client))[f"{case.done.record_id}-answer-0@casework"]
    assert event["URL"] == f"https://ysq.example/cases/{case.done.record_id}"
