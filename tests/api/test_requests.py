"""Register, read and act: one request through the API."""

import pytest
from factories import make_unit

from workflows.vocabulary import Role


def test_a_registered_request_is_answered_with_its_number_and_deadline(clerk):
    answer = clerk.post("/requests", _body())
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/v1/requests/{answer.json['id']}"
    case = answer.json
    assert case["number"] == "DISTRICT-2020-0001"
    assert (case["state"], case["phase"], case["version"]) == ("registered", "registered", 2)
    assert case["deadline"]["due_on"] == case["due_on"] == "2020-09-28"
    assert ["身份证明" in told for told in case["warnings"]] == [True]


def test_the_case_read_again_equals_the_answer_of_its_registration(clerk):
    case = clerk.register()
    assert len(case.pop("query_code")) == 14  # told with what an act led to, as the warnings are
    del case["warnings"]
    assert clerk.get(f"/requests/{case['id']}").json == case


def test_a_case_has_every_documented_part(clerk):
    case = clerk.get(f"/requests/{clerk.register()['id']}").json
    assert {
        *("id", "version", "number", "unit", "state", "phase", "parties", "items"),
        *("documents", "journal", "available_actions", "deadline"),
    } <= set(case)
    assert {
        *("due_on", "provisional", "days_left", "started_on", "strict_due_on"),
        *("extension_days", "excluded_days", "frozen", "warnings", "tape"),
    } <= set(case["deadline"])


def test_the_tape_counts_twenty_working_days(clerk):
    deadline = clerk.register()["deadline"]
    assert sum(day["counts"] for day in deadline["tape"]) == 20
    assert deadline["tape"][0] | {"acts": []} == {
        "on": "2020-09-01",
        "counts": False,
        "why": "起算日，不计入（条例31）",
        "kind": "start",
        "number": 0,
        "provisional": False,
        "acts": [],
        "by": 2,
        "safe": False,
    }
    # 10 September to 28 September 2020: 27 September is a make-up working day.
    assert deadline["days_left"] == 13


def test_identity_and_contact_data_are_masked(clerk):
    party = clerk.register()["parties"][0]
    assert party["name"] == "张三"
    assert party["phone"] == "138****1111"
    assert "199001" not in party["id_number"]


def test_an_available_act_names_its_basis_roles_and_fields(clerk):
    acts = {act["name"]: act for act in clerk.register()["available_actions"]}
    asked = acts["request_correction"]
    assert (asked["label"], asked["basis"]) == ("告知补正", "条例30")
    assert asked["roles"] == ["handler", "intake"]
    assert asked["refusals"] == []
    days = next(field for field in asked["fields"] if field["key"] == "days")
    assert (days["kind"], days["required"], days["least"], days["most"]) == ("integer", True, 1, 60)


def test_an_act_that_cannot_be_done_yet_says_why(clerk):
    acts = {act["name"]: act for act in clerk.register()["available_actions"]}
    refusal = acts["grant_extension"]["refusals"][0]
    assert refusal["basis"] == "条例33"
    assert refusal["message"].endswith("。")


def test_the_fields_of_an_outcome_are_listed_by_outcome(clerk):
    items = {one["code"]: one for one in clerk.get("/outcomes?ground=C4").json["items"]}
    assert "A" not in items
    asked = {field["key"] for field in items["B"]["fields"]}
    whole = {"fact_separable", "fact_separable_why"}  # asked of a whole refusal only (条例37)
    assert {field["key"] for field in items["C4"]["fields"]} - whole < asked
    assert not whole & asked


def test_an_act_answers_with_the_case_as_it_stands_after_it(clerk):
    case = clerk.register()
    after = clerk.did(case, "request_correction", "2020-09-10", items_to_correct="名称", days=15)
    assert (after["state"], after["version"]) == ("pending_correction", 3)
    assert after["deadline"]["due_on"] is None
    assert after["journal"][-1]["action"] == "request_correction"
    assert after["journal"][-1]["texts"] == {"items_to_correct": "名称"}


def test_an_act_with_a_doubt_is_done_and_warns(clerk):
    case = clerk.register(arrived_on="2020-08-03")
    # 7 working days from 3 August end on 12 August: a later notice stops nothing.
    case = clerk.did(case, "request_correction", "2020-09-10", items_to_correct="名称", days=15)
    assert any("条例30" in warning for warning in case["warnings"])


def test_a_request_is_sorted_and_listed_by_topic(clerk):
    case, other = clerk.register(topic="财政"), clerk.register()
    offered = next(act for act in other["available_actions"] if act["name"] == "classify")
    assert {"value": "教育", "label": "教育"} in offered["fields"][0]["choices"]
    assert (case["topic"], clerk.did(other, "classify", "2020-09-10", topic="教育")["topic"]) == (
        "财政",
        "教育",
    )
    listed = clerk.get("/requests?topic=财政").json["items"]
    assert [(one["id"], one["topic"]) for one in listed] == [(case["id"], "财政")]


def test_a_letter_without_signature_waits_for_its_confirmation(clerk):
    case = clerk.register(channel="ordinary_mail", awaits_confirmation=True)
    assert (case["state"], case["phase"]) == ("pending_confirmation", "received")
    assert case["received_on"] is None


def test_a_stale_version_is_refused_and_nothing_is_done(clerk):
    case = clerk.register()
    clerk.did(case, "log_contact", "2020-09-10", reached=True, note="电话")
    answer = clerk.act(case, "log_contact", "2020-09-10", reached=True, note="电话")
    assert answer.status_code == 409
    assert answer.json["error"]["code"] == "stale_case"
    assert clerk.get(f"/requests/{case['id']}").json["version"] == 3


def test_a_refused_act_names_its_article(clerk):
    answer = clerk.act(clerk.register(), "lapse_correction", "2020-09-10")
    assert answer.status_code == 409
    assert answer.json["error"]["code"] == "action_refused"
    assert answer.json["error"]["basis"] == "条例30"


def test_an_act_that_does_not_exist_is_refused(clerk):
    answer = clerk.act(clerk.register(), "explode", "2020-09-10")
    assert answer.status_code == 409
    assert "explode" in answer.json["error"]["message"]


def test_an_act_without_its_role_is_not_allowed(clerk, caller):
    case = clerk.register()
    answer = caller("tong", Role.statistics).act(
        case, "request_correction", "2020-09-10", items_to_correct="名称", days=15
    )
    assert answer.status_code == 403
    assert answer.json["error"]["code"] == "not_allowed"


def test_registering_without_the_role_is_not_allowed(caller):
    answer = caller("tong", Role.statistics).post("/requests", _body())
    assert answer.status_code == 403


def test_a_case_out_of_sight_does_not_exist(clerk, caller, office):
    case = clerk.register()
    make_unit(office, "town", name="某镇人民政府", parent="district")
    other = caller("li", *Role, unit="town")
    assert other.get(f"/requests/{case['id']}").status_code == 404
    assert other.act(case, "withdraw", "2020-09-10", paper="信").status_code == 404
    assert other.get("/requests").json["total"] == 0


def test_a_unit_out_of_sight_takes_no_request(caller, office):
    make_unit(office, "town", name="某镇人民政府", parent="district")
    other = caller("li", Role.intake, unit="town")
    assert other.post("/requests", _body()).status_code == 404


def test_a_register_of_a_unit_is_no_request(caller):
    boss = caller("boss", *Role)
    assert boss.get("/requests/1").status_code == 404  # the district's own register
    body = {"version": 1, "on_day": "2020-09-10", "data": {"login": "x"}}
    assert boss.post("/requests/1/actions/add_user", body).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"colour": "red"}, "colour", id="unknown field"),
        pytest.param({"arrived_on": "2020-02-30"}, "arrived_on", id="impossible date"),
        pytest.param({"arrived_on": None}, "arrived_on", id="empty date"),
        pytest.param({"arrived_on": "2020-09-11"}, "on_day", id="future day"),
        pytest.param({"channel": "飞鸽"}, "channel", id="unknown channel"),
        pytest.param({"topic": "火星"}, "topic", id="unknown topic"),
        pytest.param({"parties": []}, "parties", id="no applicant"),
        pytest.param({"parties": "张三"}, "parties", id="no list of parties"),
        pytest.param({"parties": [{"name": " "}]}, "parties.0.name", id="empty name"),
        pytest.param({"parties": [{"name": "张" * 201}]}, "parties.0.name", id="long name"),
        pytest.param(
            {"parties": [{"name": "张三", "category": "alien"}]},
            "parties.0.category",
            id="unknown category",
        ),
        pytest.param({"parties": [{"name": "张三", "age": 3}]}, "parties.0.age", id="nested field"),
        pytest.param({"parties": [{"name": "张\ue000"}]}, "parties.0.name", id="unprintable"),
        pytest.param({"parties": [{"name": "张\x00三"}]}, "parties.0.name", id="control character"),
        pytest.param({"items": ["\ud800"]}, "items.0", id="half a character"),
        pytest.param({"items": [" "]}, "items", id="empty item"),
        pytest.param({"items": [1]}, "items.0", id="a number for a text"),
        pytest.param({"delivery": "drone"}, "delivery", id="unknown delivery"),
        pytest.param({"awaits_confirmation": "maybe"}, "awaits_confirmation", id="no flag"),
    ],
)
def test_a_faulty_registration_names_the_field(asker, changes, field):
    answer = asker.post("/requests", {**_body(), **changes})
    assert answer.status_code == 422, answer.text
    assert field in answer.json["error"]["fields"]
    assert asker.get("/requests?q=张三").json["total"] == 0


@pytest.mark.parametrize("missing", ["unit", "arrived_on", "channel", "parties", "items"])
def test_a_missing_field_is_named(asker, missing):
    body = _body()
    del body[missing]
    answer = asker.post("/requests", body)
    assert answer.status_code == 422
    assert answer.json["error"]["fields"] == {missing: "必填"}


@pytest.fixture(scope="module")
def open_case(asker):
    """A request that every faulty act leaves as it is."""
    return asker.register(parties=[{"name": "王五"}])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        pytest.param({"data": {"colour": "red"}}, "colour", id="unknown field of the act"),
        pytest.param({"data": {"items_to_correct": "x"}}, "days", id="missing field of the act"),
        pytest.param({"data": {"items_to_correct": "\x00"}}, "data.items_to_correct", id="control"),
        pytest.param({"data": []}, "data", id="no object"),
        pytest.param({"version": "two"}, "version", id="no number"),
        pytest.param({"on_day": "2020-09-31"}, "on_day", id="impossible date"),
        pytest.param({"on_day": "2020-09-11"}, "on_day", id="future day"),
        pytest.param({"on_day": "2020-08-31"}, "on_day", id="before arrival"),
        pytest.param({"note": "x"}, "note", id="unknown field of the body"),
    ],
)
def test_a_faulty_act_names_the_field(asker, open_case, change, field):
    body = {
        "version": 2,
        "on_day": "2020-09-10",
        "data": {"items_to_correct": "名称", "days": 15},
        **change,
    }
    answer = asker.post(f"/requests/{open_case['id']}/actions/request_correction", body)
    assert answer.status_code == 422, answer.text
    assert field in answer.json["error"]["fields"]


@pytest.mark.parametrize("handler", [0, -1, 2**31, 2**63, 10**30])
def test_a_number_that_no_database_holds_is_no_member_of_staff(clerk, handler):
    answer = clerk.act(clerk.register(), "assign", "2020-09-10", handler=handler)
    assert answer.status_code == 422
    assert "handler" in answer.json["error"]["fields"]


@pytest.mark.parametrize("number", [0, 99, 2**31 - 1, 2**31, 10**30])
def test_a_number_of_no_case_is_not_found(asker, number):
    assert asker.get(f"/requests/{number}").status_code == 404


def test_an_early_day_of_arrival_is_refused_in_a_sentence(clerk):
    answer = clerk.post("/requests", {**_body(), "arrived_on": "1900-01-01"})
    assert answer.status_code == 422, answer.text


def _body():
    return {
        "unit": "district",
        "arrived_on": "2020-09-01",
        "channel": "in_person",
        "parties": [{"name": "张三", "phone": "13800001111"}],
        "items": ["某街道2019年房屋征收补偿方案"],
    }
