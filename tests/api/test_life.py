"""A whole request by nothing but what the API offers: acts, fields, choices, papers, the row of the year."""

import pytest


def _offered(case, name):
    return next(act for act in case["available_actions"] if act["name"] == name)


def _choice(case, name, key):
    field = next(one for one in _offered(case, name)["fields"] if one["key"] == key)
    return field["choices"][0]["value"]


def test_a_request_goes_from_arrival_to_its_row_of_the_year_by_what_is_offered(clerk):
    day = "2020-09-10"
    case = clerk.register(items=["某街道方案", "某街道预算"])
    case = clerk.did(case, "assign", day, handler=_choice(case, "assign", "handler"))
    results = {str(item["position"]): "D1b" for item in case["items"]}
    asked = next(o for o in clerk.get("/outcomes").json["items"] if o["code"] == "D1b")
    facts = {field["key"]: f"{field['label']}的内容" for field in asked["fields"]}
    draft = {"outcome": "D1b", "item_results": results, **facts}
    case = clerk.did(case, "submit_draft", day, **draft)
    for act in ("pass_review", "approve", "issue"):
        case = clerk.did(case, act, day)
    recipient = _choice(case, "serve_by_post", "recipient")
    case = clerk.did(case, "serve_by_post", day, recipient=recipient, tracking="EMS1")
    assert (case["phase"], case["outcome"], case["closed_on"]) == ("closed", "D1b", day)
    keys = {paper["key"]: paper["id"] for paper in case["documents"]}
    answer = clerk.get(f"/requests/{case['id']}/documents/{keys['answer']}")
    assert answer.data.startswith(b"%PDF-")
    part3 = clerk.get("/reports/annual/2020?unit=district").json["part3"]
    assert part3["unable_not_held"]["natural"] == 1


def test_every_offered_act_without_a_refusal_can_at_least_be_asked_for(clerk):
    case = clerk.register()
    for act in case["available_actions"]:
        answer = clerk.act(case, act["name"], "2020-09-01")  # too early, or fields are missing
        assert answer.status_code in (409, 422), act["name"]
        assert answer.json["error"]["message"].endswith("。"), act["name"]


def _drafted(clerk):
    case = clerk.register(items=["某街道方案", "某街道预算"])
    return clerk.did(case, "assign", "2020-09-10", handler=_choice(case, "assign", "handler"))


@pytest.mark.parametrize(
    ("results", "status"),
    [
        pytest.param({"1": "D1b", "2": "A1"}, 200, id="one each"),
        pytest.param({"1": "D1b"}, 409, id="one is missing"),
        pytest.param({"1": "D1b", "2": "A1", "3": "A1"}, 409, id="one too many"),
        pytest.param({"1": "D1b", "7": "A1"}, 409, id="another position"),
        pytest.param({"1": "D1b", "x": "A1"}, 422, id="no position"),
        pytest.param({"1": "D1b", "2": "nope"}, 422, id="unknown result"),
        pytest.param({"1": "D1b", "2": "D" * 100}, 422, id="longer than the column"),
        pytest.param({"1": "D1b", "2": {"a": 1}}, 422, id="no result"),
        pytest.param({"1": "D1b", "2": None}, 422, id="empty result"),
        pytest.param({"1": "D1b", "2": "D1"}, 422, id="imported only"),
    ],
)
def test_each_thing_asked_has_one_result_of_the_closed_list(clerk, results, status):
    why = "主要内容不属于本机关负责公开"
    draft = {
        "outcome": "D1b",
        "fact_reasons": "不属于",
        "item_results": results,
        "outcome_reason": why,
    }
    assert clerk.act(_drafted(clerk), "submit_draft", "2020-09-10", **draft).status_code == status


def test_a_line_beyond_its_length_is_refused(clerk):
    answer = clerk.act(clerk.register(), "withdraw", "2020-09-10", paper="9" * 301)
    assert answer.status_code == 422
    assert "paper" in answer.json["error"]["fields"]


@pytest.mark.parametrize(
    ("entry", "day", "status"),
    [
        pytest.param(3, "2020-09-05", 200, id="between arrival and today"),
        pytest.param(3, "2020-09-11", 422, id="in the future"),
        pytest.param(3, "9999-12-31", 422, id="beyond every calendar"),
        pytest.param(3, "2020-08-31", 422, id="before the arrival"),
        pytest.param(1, "2020-08-31", 200, id="the arrival itself"),
    ],
)
def test_a_corrected_day_lies_between_the_arrival_and_today(clerk, entry, day, status):
    case = clerk.did(clerk.register(), "log_contact", "2020-09-10", note="电话")
    answer = clerk.act(case, "amend", "2020-09-10", entry=entry, new_day=day, reasons="笔误")
    assert answer.status_code == status, answer.text
