"""Records of other kinds over the API: opened, listed, read, acted on, with the same shapes and sentences as requests."""

import pytest

from workflows.vocabulary import Role

REVIEW = {"unit": "district", "on_day": "2020-09-07", "data": {"copy_received_on": "2020-09-07"}}
LETTER = {"unit": "district", "on_day": "2020-09-07", "data": {"subject": "路灯不亮"}}


def test_a_record_is_opened_and_read(clerk) -> None:
    case = clerk.register()
    answer = clerk.post("/records/review", {**REVIEW, "linked": case["number"]})
    assert answer.status_code == 201
    made = answer.json
    assert answer.headers["Location"] == f"/api/v1/records/{made['id']}"
    assert (made["kind"], made["state"], made["due_on"]) == (
        "review",
        "awaiting_reply",
        "2020-09-17",
    )
    assert (made["linked_id"], made["warnings"]) == (case["id"], [])
    read = clerk.get(f"/records/{made['id']}").json
    assert read["facts"]["copy_received_on"] == "2020-09-07"
    assert {"submit_reply", "conclude"} <= {a["name"] for a in read["available_actions"]}


def test_the_shape_of_a_record_holds_that_of_a_request(clerk) -> None:
    case, made = clerk.register(), clerk.post("/records/letter", LETTER).json
    assert set(case) - {"query_code"} <= set(made)  # no other kind is followed by its sender
    assert clerk.get(f"/records/{case['id']}").json["kind"] == "request"


def test_a_list_is_filtered(clerk) -> None:
    made = clerk.post("/records/letter", LETTER).json
    clerk.post("/records/letter", {**LETTER, "data": {"subject": "甲", "until": "2020-09-08"}})
    found = clerk.get("/records/letter").json
    assert (found["total"], [row["title"] for row in found["items"]]) == (2, ["甲", "路灯不亮"])
    assert clerk.get("/records/letter?overdue=true").json["total"] == 1
    assert clerk.get("/records/letter?state=replied&open=true").json["total"] == 0
    row = found["items"][1]
    assert (row["id"], row["due_on"], row["days_left"]) == (made["id"], "2020-09-14", 2)


def test_an_act_moves_the_record_and_what_it_is_linked_to(clerk) -> None:
    case = clerk.register()
    case = clerk.did(case, "withdraw", "2020-09-02", paper="书面撤回")
    made = clerk.post("/records/review", {**REVIEW, "linked": case["number"]}).json
    sent = {
        "version": made["version"],
        "on_day": "2020-09-09",
        "data": {"result": "corrected", "redo_until": "2020-09-25"},
    }
    answer = clerk.post(f"/records/{made['id']}/actions/conclude", sent)
    assert (answer.status_code, answer.json["state"]) == (200, "concluded")
    again = clerk.get(f"/requests/{case['id']}").json
    assert (again["state"], again["due_on"]) == ("redoing", "2020-09-25")
    assert clerk.post(f"/records/{made['id']}/actions/conclude", sent).status_code == 409


@pytest.mark.parametrize(
    ("kind", "change", "status", "words"),
    [
        ("hearing", {}, 404, "可以登记的有"),
        ("request", {}, 404, "没有“request”这一类记录"),
        ("letter", {"unit": "nowhere"}, 404, "没有代码为“nowhere”的单位"),
        ("letter", {"data": {}}, 422, "主题：必填"),
        ("letter", {"data": {"subject": "甲", "colour": "red"}}, 422, "没有这些字段"),
        ("letter", {"linked": "1号"}, 422, "没有这一申请"),
        ("letter", {"on_day": "2020-09-11"}, 422, "不能登记尚未发生的事项"),
        ("letter", {"data": {"subject": "甲", "until": "2020-09-01"}}, 409, "不能早于办理日期"),
    ],
)
def test_what_cannot_be_opened_is_told_in_a_sentence(
    clerk, kind: str, change: dict[str, object], status: int, words: str
) -> None:
    answer = clerk.post(f"/records/{kind}", {**LETTER, **change})
    assert answer.status_code == status, answer.text
    assert words in answer.json["error"]["message"]
    assert clerk.get("/records/letter").json["total"] == 0


def test_an_unknown_kind_has_no_list(clerk) -> None:
    answer = clerk.get("/records/hearing")
    assert (answer.status_code, answer.json["error"]["code"]) == (404, "not_found")


def test_who_lacks_the_role_opens_nothing(caller) -> None:
    assert caller("tongji", Role.statistics).post("/records/letter", LETTER).status_code == 403


def test_a_register_is_no_record(clerk, office) -> None:
    assert clerk.get("/records/1").status_code == 404  # the register of the unit itself
