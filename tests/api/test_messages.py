"""Messages over the API: one's own, the unread first, marked as read."""

from datetime import date

import pytest

from casework.services import inbox
from casework.services.inbox import Said
from casework.viewer import Moment
from workflows.vocabulary import Role

DAY = date(2020, 9, 10)


@pytest.fixture
def told(clerk, office):
    """Three messages to the clerk about one case."""
    case = clerk.register()
    with office.db.write() as session:
        said = [
            Said(1, case["id"], "answer", n, DAY, "3", f"第{n}条", "lapse_fee") for n in (1, 2, 3)
        ]
        inbox.say(session, said, moment=Moment.on(DAY))
    return clerk.get("/messages").json


def test_a_message_says_what_ends_when_and_what_may_be_done(told):
    assert told["items"][0] == {
        "id": 3,
        "record_id": told["items"][0]["record_id"],
        "level": "3",
        "on_day": "2020-09-10",
        "ends_on": "2020-09-10",
        "sentence": "第3条",
        "act": "lapse_fee",
        "unread": True,
    }
    assert (told["total"], told["unread"], told["page"], told["pages"]) == (3, 3, 1, 1)


def test_a_message_that_was_read_goes_behind_the_unread(clerk, told):
    assert clerk.post("/messages/read", {"ids": [3]}).json == {"read": 1}
    after = clerk.get("/messages").json
    assert [(m["id"], m["unread"]) for m in after["items"]] == [(2, True), (1, True), (3, False)]
    assert [m["id"] for m in clerk.get("/messages?unread=true").json["items"]] == [2, 1]


def test_reading_twice_is_no_fault(clerk, told):
    answers = [clerk.post("/messages/read", {"ids": [3]}) for _ in range(2)]
    assert [answer.json["read"] for answer in answers] == [1, 0]


def test_everything_up_to_a_message_is_marked_at_once(clerk, told):
    assert clerk.post("/messages/read", {"up_to": 2}).json == {"read": 2}
    assert clerk.get("/messages").json["unread"] == 1


def test_somebody_elses_message_does_not_exist(told, caller):
    other = caller("li", Role.handler)
    assert other.get("/messages").json["total"] == 0
    assert other.post("/messages/read", {"ids": [3]}).status_code == 404
    assert other.post("/messages/read", {"up_to": 3}).json == {"read": 0}


def test_nothing_is_marked_when_one_of_the_messages_is_not_there(clerk, told):
    assert clerk.post("/messages/read", {"ids": [1, 99]}).status_code == 404
    assert clerk.get("/messages").json["unread"] == 3


@pytest.mark.parametrize("query", ["page=0", "unread=perhaps", "colour=red", "page=99999999999"])
def test_a_faulty_question_is_refused(asker, query):
    assert asker.get(f"/messages?{query}").status_code == 422


@pytest.mark.parametrize(
    "body", [{"ids": [0]}, {"ids": [1] * 1001}, {"up_to": -1}, {"up_to": 10**12}, {"up_to": "x"}]
)
def test_a_faulty_mark_is_refused(asker, body):
    assert asker.post("/messages/read", body).status_code == 422


def test_nobody_reads_without_a_token(stranger):
    assert stranger.get("/messages").status_code == 401
