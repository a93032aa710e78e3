"""A whole request by nothing but what the API offers: acts, fields, choices, papers, the row of the year."""


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
